/** The lines of a PAGE region: their text, and what is marked in it. */
import type { Attrs } from '../../witness.js'
import type { Report } from '../scans/report.js'
import { doubt, numberOf, type ScanLine, type ScanMark } from '../scans/scan.js'
import { childNamed, childrenNamed, othersOf, textIn } from '../scans/tree.js'
import type { Element } from '../tei/read/nodes.js'
import { customIndex, customMarks, customTags, customType } from './custom.js'
import { placeOf } from './place.js'

/** The text of an element: of several readings (TextEquiv) the one with the lowest index, as the schema says, or the
 * first. Null where it has none. */
interface Reading {
  readonly text: string
  readonly conf: number | undefined
  readonly others: readonly string[]
}

function readingOf(element: Element): Reading | null {
  const readings = [...childrenNamed(element, 'TextEquiv')]
    .map(equiv => ({
      text: textIn(childNamed(equiv, 'Unicode')) || textIn(childNamed(equiv, 'PlainText')),
      conf: numberOf(equiv.attrs.conf),
      index: numberOf(equiv.attrs.index) ?? Number.POSITIVE_INFINITY,
    }))
    .filter(({ text }) => text.trim() !== '')
  const indexed = readings.map((reading, i) => ({ ...reading, i }))
  indexed.sort((a, b) => (a.index === b.index ? a.i - b.i : a.index - b.index))
  const [first, ...others] = indexed
  return first ? { text: first.text, conf: first.conf, others: others.map(({ text }) => text) } : null
}

/** The lines of a region that have text. Where none has, those of the region's own text, unless the regions within have
 * that (`holdsOthers`). */
export function linesOf(region: Element, report: Report, holdsOthers: boolean): ScanLine[] {
  const elements = inOrder([...childrenNamed(region, 'TextLine')])
  const lines = elements.flatMap(element => lineOf(element, report) ?? [])
  const whole = readingOf(region)
  if (lines.length > 0) {
    const bare = (text: string) => text.replace(/\s+/g, '')
    if (whole && bare(whole.text) !== bare(lines.map(({ text }) => text).join('')))
      report.say(
        'loss',
        'region-text',
        'The text of this region is not that of its lines; the lines are read.',
        region,
      )
    return lines
  }
  if (!whole || holdsOthers) return []
  const texts = whole.text.split('\n').map(text => text.trim())
  return texts.filter(text => text !== '').map(text => ({ text, attrs: {}, marks: [] }))
}

/** Lines by Transkribus's own index where all have one, else as in the file. */
function inOrder(lines: readonly Element[]): readonly Element[] {
  const indexed = lines.map(element => ({ element, index: customIndex(customTags(element.attrs.custom)) }))
  if (indexed.some(({ index }) => index === null)) return lines
  return indexed.sort((a, b) => a.index! - b.index!).map(({ element }) => element)
}

const known = new Set(['id', 'custom'])

function lineOf(element: Element, report: Report): ScanLine | null {
  const words = [...childrenNamed(element, 'Word')]
    .map(word => ({ element: word, reading: readingOf(word) ?? glyphsOf(word) }))
    .filter((word): word is { element: Element; reading: Reading } => word.reading !== null)
  const whole = readingOf(element)
  const spelled = (whole?.text ?? words.map(({ reading }) => reading.text.trim()).join(' ')).replace(
    /\n/g,
    ' ',
  )
  const text = spelled.trim()
  if (text === '') {
    report.say(
      'loss',
      'empty-line',
      'A line has no text; where it stands is kept in the file alone.',
      element,
    )
    return null
  }
  const tags = customTags(element.attrs.custom)
  // Ranges count in the text as it stands in the file.
  const indent = spelled.length - spelled.trimStart().length
  const { marks, misplaced } = customMarks(tags, spelled, element)
  for (const { name, values } of misplaced)
    report.say(
      'loss',
      'tag',
      `The tag ${name} stands nowhere in its line (offset ${values.offset ?? 'missing'}, length ${values.length ?? 'missing'}).`,
      element,
    )
  const others = whole ? whole.others.map(other => other.trim()).join(' | ') : ''
  const type = customType(tags)
  const attrs: Attrs = {
    ...placeOf(element, report),
    ...(whole?.conf === undefined ? {} : { conf: whole.conf }),
    ...(others ? { others: others.slice(0, 500) } : {}),
    ...othersOf(element, 'page', known),
    ...(type ? { 'page:type': type } : {}),
  }
  return {
    text,
    attrs,
    marks: [...marks.map(mark => shifted(mark, indent, text.length)), ...doubts(words, text)],
  }
}

function shifted(mark: ScanMark, by: number, length: number): ScanMark {
  const within = (at: number) => Math.max(0, Math.min(length, at - by))
  return { ...mark, start: within(mark.start), end: within(mark.end) }
}

/** The words that the program was not sure of, where they stand in the line. */
function doubts(words: readonly { element: Element; reading: Reading }[], text: string): ScanMark[] {
  const marks: ScanMark[] = []
  let from = 0
  for (const { element, reading } of words) {
    const word = reading.text.trim()
    const at = text.indexOf(word, from)
    if (at < 0) continue
    from = at + word.length
    if (reading.conf === undefined) continue
    const others = reading.others.join(' | ')
    const mark = doubt(reading.conf, at, from, element, others ? { others: others.slice(0, 500) } : {})
    if (mark) marks.push(mark)
  }
  return marks
}

/** A word of which only the letters have text. */
function glyphsOf(word: Element): Reading | null {
  const text = [...childrenNamed(word, 'Glyph')].map(glyph => readingOf(glyph)?.text ?? '').join('')
  return text.trim() === '' ? null : { text, conf: undefined, others: [] }
}
