/** The lines of an ALTO block: strings, spaces and the hyphen at the end, each as the file spells it. */
import type { Report } from '../scans/report.js'
import { doubt, numberOf, type ScanLine, type ScanMark } from '../scans/scan.js'
import { childrenNamed, childrenOf, nameOf, othersOf } from '../scans/tree.js'
import type { Element } from '../tei/read/nodes.js'
import { placeAttributes, placeOf } from './place.js'
import { lookOf, nameTypeOf, type Styles, tagsOf } from './styles.js'

const known = new Set([...placeAttributes, 'ID', 'BASELINE', 'TAGREFS'])

/** Null where a line has no text. */
export function lineOf(element: Element, styles: Styles, report: Report): ScanLine | null {
  const words: { element: Element; start: number; end: number }[] = []
  let text = ''
  // Some programs write no spaces: then words are parted all the same.
  const writesSpaces = childrenNamed(element, 'SP').next().done === false
  for (const child of childrenOf(element)) {
    const { CONTENT = '' } = child.attrs
    switch (nameOf(child)) {
      case 'String': {
        const word = CONTENT.replace(/\s+/g, ' ')
        if (!writesSpaces && text !== '' && word !== '') text += ' '
        words.push({ element: child, start: text.length, end: text.length + word.length })
        text += word
        break
      }
      case 'SP':
        if (text !== '') text += ' '
        break
      case 'HYP':
        text = text.trimEnd() + (CONTENT || '-')
    }
  }
  const trimmed = text.trimEnd()
  if (trimmed.trim() === '') {
    report.say(
      'loss',
      'empty-line',
      'A line has no text; where it stands is kept in the file alone.',
      element,
    )
    return null
  }
  const indent = trimmed.length - trimmed.trimStart().length
  const line = trimmed.slice(indent)
  const within = (at: number) => Math.max(0, Math.min(line.length, at - indent))
  const marks = words.flatMap(({ element, start, end }) =>
    wordMarks(element, within(start), within(end), styles),
  )
  const types = tagsOf(element, styles).map(({ label }) => label)
  return {
    text: line,
    attrs: {
      ...placeOf(element, report),
      ...othersOf(element, 'alto', known),
      ...(types.length > 0 ? { 'alto:type': types.join(' ') } : {}),
    },
    marks: joined(
      marks.map(mark =>
        // What is hyphenated covers the hyphen, and goes on in the next line.
        mark.type === 'hyphenated' && mark.end >= line.length - 1 ? { ...mark, end: line.length } : mark,
      ),
      line,
    ),
  }
}

function wordMarks(element: Element, start: number, end: number, styles: Styles): ScanMark[] {
  if (end <= start) return []
  const { WC, SUBS_TYPE, SUBS_CONTENT } = element.attrs
  const marks: ScanMark[] = []
  const others = [...childrenNamed(element, 'ALTERNATIVE')]
    .map(
      ({ children, attrs }) =>
        attrs.CONTENT ?? children.map(child => ('text' in child ? child.text : '')).join(''),
    )
    .map(other => other.trim())
    .filter(other => other !== '')
    .join(' | ')
    .slice(0, 500)
  const doubted = doubt(numberOf(WC) ?? 1, start, end, element, others ? { others } : {})
  if (doubted) marks.push(doubted)
  else if (others) marks.push({ start, end, type: 'choice', attrs: { others }, element })
  const look = lookOf(element, styles)
  if (look) marks.push({ start, end, type: 'hi', attrs: { rend: look }, element })
  for (const tag of tagsOf(element, styles)) {
    const name = nameTypeOf(tag)
    const attrs = {
      ...(tag.label ? { key: tag.label.slice(0, 500) } : {}),
      ...(tag.type ? { type: tag.type.slice(0, 100) } : {}),
    }
    if (name) marks.push({ start, end, type: name[0], attrs, name: name[1], element })
    else marks.push({ start, end, type: 'seg', attrs, element })
  }
  if (SUBS_TYPE === 'Abbreviation' && SUBS_CONTENT)
    marks.push({
      start,
      end,
      type: 'abbr',
      attrs: {},
      correction: { text: SUBS_CONTENT, kind: 'expansion' },
      element,
    })
  else if (SUBS_CONTENT || SUBS_TYPE)
    marks.push({
      start,
      end,
      type: 'hyphenated',
      attrs: SUBS_CONTENT ? { word: SUBS_CONTENT.slice(0, 500) } : {},
      runsOn: true,
      element,
    })
  return marks
}

/** Marks that say the same of neighbouring words, as one. */
function joined(marks: readonly ScanMark[], line: string): ScanMark[] {
  const done: ScanMark[] = []
  const last = new Map<string, number>()
  for (const mark of marks) {
    if (mark.type !== 'hi' && !mark.name) {
      done.push(mark)
      continue
    }
    const key = `${mark.type} ${JSON.stringify(mark.attrs)}`
    const index = last.get(key)
    const before = index === undefined ? undefined : done[index]
    if (before && /^ ?$/.test(line.slice(before.end, mark.start))) done[index!] = { ...before, end: mark.end }
    else {
      last.set(key, done.length)
      done.push(mark)
    }
  }
  return done
}
