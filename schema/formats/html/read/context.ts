/** What stands around an element of a page, and what the words in it become a block of. */
import type { Attrs, BlockKind } from '../../../witness.js'
import { type List, markerOf } from './lists.js'
import { isNoteList } from './notes.js'
import { attr, type Element } from './parse.js'
import { blocks, keepsSpace, keptAttrs, plain } from './roles.js'

/** What the words of an element become a block of. `first` are what its first block has and later ones have not. */
export interface Owner {
  readonly kind: BlockKind
  readonly attrs: Attrs
  readonly first: { readonly attrs: Attrs; readonly marker: string } | null
  /** Whether what follows an interruption goes on with what stood before it. */
  readonly runsOn: boolean
  begun: boolean
}

export interface Context {
  readonly owner: Owner
  /** What paragraphs in here are. */
  readonly within: { readonly kind: BlockKind; readonly attrs: Attrs }
  readonly depth: number
  readonly list: List | null
  readonly table: { readonly n: number; row: number; cell: number } | null
  readonly cell: Attrs | null
  /** The note of the page in which this stands. */
  readonly note: { readonly n: string; begun: boolean } | null
  readonly inNoteList: boolean
  readonly keeps: boolean
  readonly quotes: number
}

export const outermost = {
  depth: 0,
  list: null,
  table: null,
  cell: null,
  note: null,
  inNoteList: false,
  quotes: 0,
} as const

/** What a context is for the words of something that begins here. */
export function begunBy(
  within: Context['within'],
  { first = null, runsOn = false }: Partial<Pick<Owner, 'first' | 'runsOn'>> = {},
): Pick<Context, 'within' | 'owner'> {
  return { within, owner: { ...within, first, runsOn, begun: false } }
}

type Make = (
  within: Context['within'],
  given?: { readonly more?: Attrs; readonly first?: Owner['first'] },
) => Context

/** What stands around what is in a block. `keepsAttrs`: its attributes are the block's; `nextTable` counts tables. */
export function contextIn(
  element: Element,
  context: Context,
  keepsAttrs: boolean,
  nextTable: () => number,
): Context {
  const { tagName } = element
  const named: Attrs = plain.has(tagName) ? {} : { element: tagName }
  const kept = keepsAttrs ? keptAttrs(element, 'html:') : {}
  const inside: Context = {
    ...context,
    keeps: context.keeps || keepsSpace(element),
    inNoteList: context.inNoteList || isNoteList(element),
  }
  const make: Make = (within, { more = {}, first = null } = {}) => {
    const attrs = { ...within.attrs, ...(context.cell ?? {}), ...more, ...named, ...kept }
    return { ...inside, within, owner: { ...begunBy(within, { first }).owner, attrs } }
  }
  /** A block that is a note's where it stands in one. */
  const makeKind = (kind: BlockKind, attrs: Attrs = {}) =>
    make(context.note ? context.within : { kind, attrs })
  const level = /^h([1-6])$/.exec(tagName)?.[1]
  if (level !== undefined) return makeKind('heading', { level: Number(level) })
  switch (tagName) {
    case 'blockquote':
      return makeKind('quotation')
    case 'ul':
    case 'menu':
    case 'dir':
    case 'ol':
      return { ...make(context.within), depth: context.depth + 1, list: { element, n: null } }
    case 'dl':
      return { ...make(context.within), depth: context.depth + 1, list: null }
    case 'li':
      return itemIn(element, context, make)
    case 'dt':
    case 'caption':
    case 'figcaption':
    case 'legend':
    case 'summary':
      return makeKind('label')
    case 'dd':
      return makeKind('item', { depth: Math.min(Math.max(context.depth, 1), 9) })
    case 'table':
      return { ...make(context.within), cell: null, table: { n: nextTable(), row: 0, cell: 0 } }
    case 'tr':
      if (context.table) {
        context.table.row++
        context.table.cell = 0
      }
      return make(context.within)
    case 'td':
    case 'th':
      return context.table ? cellIn(element, context, make) : make(context.within)
    default:
      // A paragraph that stands alone in a note or an item is its beginning.
      return context.owner.first && !context.owner.begun && blocks.has(tagName)
        ? { ...inside, owner: context.owner }
        : make(context.within)
  }
}

function itemIn(element: Element, { list, note, within, depth }: Context, make: Make): Context {
  const marker = list ? markerOf(element, list) : '•'
  const attrs = { depth: Math.min(Math.max(depth, 1), 9), ordered: list?.element.tagName === 'ol' }
  return make(note ? within : { kind: 'item', attrs }, {
    first: marker === '' ? null : { attrs: note ? {} : { marker }, marker },
  })
}

function cellIn(element: Element, { table, note, within }: Context, make: Make): Context {
  const { n, row } = table!
  const cell: Record<string, string | number> = { table: n, row, cell: ++table!.cell }
  if (element.tagName === 'th') cell.role = 'label'
  for (const [name, as] of [
    ['rowspan', 'rows'],
    ['colspan', 'cols'],
  ] as const) {
    const spanned = Number(attr(element, name))
    if (Number.isInteger(spanned) && spanned > 1 && spanned < 10_000) cell[as] = spanned
  }
  const made = make(note ? within : { kind: 'paragraph', attrs: {} }, { more: cell })
  return { ...made, cell, list: null, depth: 0 }
}
