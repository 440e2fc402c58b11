/** Reads back the editions that this program writes (`formats/html/write.ts`): the text that shows first, and the notes. */
import { type Attrs, type BlockKind, blockKinds } from '../../../witness.js'
import type { Conventions } from './conventions.js'
import { metadataKey } from './head.js'
import { attr, type Element, elementsIn, isElement, textIn, wordsIn } from './parse.js'

const views = ['reading', 'diplomatic', 'received', 'all'] as const
type View = (typeof views)[number]

/** What each view does not show, by class; as the style sheet of the edition says. */
const unseen: Readonly<Record<View, (tag: string, classes: readonly string[]) => boolean>> = {
  reading: (tag, has) =>
    (tag === 'del' && (has.includes('t') || has.includes('a'))) ||
    (tag === 'ins' && has.includes('p')) ||
    has.some(name => /^(?:stamp-line|catch-line|stamp|catch|e-reading)$/.test(name)),
  diplomatic: (tag, has) =>
    (tag === 'del' && has.includes('t')) ||
    (tag === 'ins' && (has.includes('a') || has.includes('p'))) ||
    has.includes('e-diplomatic'),
  received: (tag, has) => tag === 'ins' || has.includes('ref') || has.includes('e-received'),
  all: () => false,
}

/** An edition of ours: where its text is, what it shows, what it says about the source. */
export interface OwnEdition {
  readonly text: Element
  readonly notes: readonly Element[]
  readonly conventions: Conventions
  readonly title: string
  readonly metadata: Readonly<Record<string, string>>
}

/** The edition that a page is; null where it is none of ours. */
export function ownEdition(root: Parameters<typeof elementsIn>[0]): OwnEdition | null {
  let isOurs = false
  let view: View | null = null
  let text: Element | null = null
  let title = ''
  const notes: Element[] = []
  const metadata: Record<string, string> = {}
  for (const element of elementsIn(root)) {
    const { tagName } = element
    const id = attr(element, 'id') ?? ''
    if (tagName === 'meta' && attr(element, 'name') === 'generator')
      isOurs = attr(element, 'content') === 'Corrigenda'
    if (tagName === 'input' && attr(element, 'checked') !== undefined)
      view = views.find(v => id === `v-${v}`) ?? null
    if (tagName === 'h1') title ||= textIn(element, 500)
    if (tagName === 'article' && wordsIn(element, 'class').includes('text')) text ??= element
    if (tagName === 'li' && /^n-\d+$/.test(id)) notes.push(element)
    if (tagName === 'th' && text === null) {
      const cell = element.parentNode?.childNodes.find(node => isElement(node) && node.tagName === 'td')
      const key = textIn(element, 100)
      if (cell && isElement(cell)) metadata[key === 'Address' ? 'url' : metadataKey(key)] = linesIn(cell)
    }
  }
  if (!isOurs || !view || !text) return null
  return { text, notes: view === 'received' ? [] : notes, conventions: conventionsOf(view), title, metadata }
}

function conventionsOf(view: View): Conventions {
  return {
    keepsSpace: true,
    isNone(element) {
      const classes = wordsIn(element, 'class')
      const { tagName } = element
      if (unseen[view](tagName, classes)) return true
      // Numbers of paragraphs, the heads and feet of notes.
      return (
        (tagName === 'a' && classes.some(name => /^(?:no|back|place)$/.test(name))) ||
        (tagName === 'p' && classes.includes('by')) ||
        (tagName === 'span' && classes.some(name => /^(?:at|app|page)$/.test(name)))
      )
    },
    blockOf(element) {
      const classes = wordsIn(element, 'class')
      const { tagName } = element
      const [name = ''] = classes
      const level = /^h([2-6])$/.exec(tagName)?.[1]
      if (level && name === 'heading') return { kind: 'heading', attrs: { level: Number(level) - 1 } }
      if (name === 'stamp-line' || name === 'stamp') return made('stamp')
      if (name === 'catch-line' || name === 'catch') return made('catchword')
      if (tagName === 'li' && name === 'item') return made('item', itemAttrs(element, classes))
      if (name === 'speech' && tagName === 'p') return made('speech', speechAttrs(element, classes))
      if (tagName !== 'p' && tagName !== 'blockquote') return null
      return (blockKinds as readonly string[]).includes(name) ? made(name as BlockKind) : null
    },
    spanOf(element) {
      const { tagName } = element
      const type = wordsIn(element, 'class')
        .map(name => /^s-([a-z][a-z-]*)$/.exec(name)?.[1])
        .find(found => found !== undefined)
      if (type !== undefined) return type
      if (tagName === 'del' || tagName === 'ins')
        return view === 'all' ? (tagName === 'del' ? 'del' : 'add') : ''
      return null
    },
    isBreak: element => element.tagName === 'ins' && wordsIn(element, 'class').includes('new'),
  }
}

const made = (kind: BlockKind, attrs: Attrs = {}) => ({ kind, attrs })

function itemAttrs(element: Element, classes: readonly string[]): Attrs {
  const depth = Number(classes.map(name => /^d([1-6])$/.exec(name)?.[1]).find(Boolean) ?? 1)
  const marker = labelled(element, 's-marker')
  return { depth, ...(marker ? { marker, ordered: /\w/.test(marker) } : {}) }
}

function speechAttrs(element: Element, classes: readonly string[]): Attrs {
  const label = labelled(element, 's-speaker')
  if (label)
    return {
      label,
      who: label
        .replace(/\([^)]*\)/g, '')
        .replace(/[\s:.]+$/, '')
        .trim(),
    }
  return classes.includes('goes-on') ? { continues: true } : {}
}

function labelled(element: Element, name: string): string {
  for (const inner of elementsIn(element))
    if (wordsIn(inner, 'class').includes(name)) return textIn(inner, 200)
  return ''
}

/** The text of a cell, `<br>` as a line break. */
function linesIn(cell: Element): string {
  const lines = ['']
  const take = (element: Element) => {
    for (const node of element.childNodes) {
      if (!isElement(node)) lines[lines.length - 1] += 'value' in node ? node.value : ''
      else if (node.tagName === 'br') lines.push('')
      else take(node)
    }
  }
  take(cell)
  return lines.join('\n').trim().slice(0, 5000)
}
