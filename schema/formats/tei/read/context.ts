/** What stands around an element of a text, as far as it matters to the blocks in it. */
import type { Attrs } from '../../../witness.js'
import { type Element, isElement, wordsOf } from './nodes.js'

export interface Context {
  readonly level: number
  readonly depth: number
  readonly ordered: boolean | undefined
  readonly quoted: boolean
  readonly closing: boolean
  readonly note: Attrs | null
  readonly cell: Attrs | null
  readonly inItem: boolean
  readonly speech: { readonly attrs: Attrs; begun: boolean } | null
  readonly table: { readonly n: number; row: number; cell: number } | null
}

export const outermost: Context = {
  level: 0,
  depth: 0,
  ordered: undefined,
  quoted: false,
  closing: false,
  note: null,
  cell: null,
  inItem: false,
  speech: null,
  table: null,
}

const divisions = /^(?:div[1-7]?|floatingText)$/

/** Makes contexts; counts the tables of a file. */
export class Contexts {
  private tables = 0

  /** `speakerOf` gives the name of who is meant by @who. */
  constructor(private readonly speakerOf: (who: string) => string) {}

  /** What stands around that which is in an element. */
  within(element: Element, context: Context): Context {
    const { name, attrs } = element
    if (divisions.test(name)) return { ...context, level: context.level + 1, closing: false }
    switch (name) {
      case 'list': {
        const said = `${attrs.rend ?? ''} ${attrs.type ?? ''}`
        const ordered = /number|order/.test(said) ? true : /bullet/.test(said) ? false : undefined
        return { ...context, depth: context.depth + 1, ordered, inItem: false }
      }
      case 'item':
        return { ...context, inItem: true }
      case 'quote':
      case 'q':
      case 'cit':
        return { ...context, quoted: true }
      case 'closer':
        return { ...context, closing: true }
      case 'table':
        this.tables++
        return { ...context, table: { n: this.tables, row: 0, cell: 0 } }
      case 'row':
        if (context.table) {
          context.table.row++
          context.table.cell = 0
        }
        return context
      case 'cell': {
        if (!context.table) return context
        const { n, row } = context.table
        context.table.cell++
        const cell: Record<string, string | number> = { table: n, row, cell: context.table.cell }
        const role = attrs.role ?? element.parent?.attrs.role
        if (role && role !== 'data') cell.role = role
        return { ...context, cell }
      }
      case 'sp':
      case 'u': {
        const label = element.children.find(c => isElement(c) && c.name === 'speaker') as Element | undefined
        const words = label ? wordsOf(label, child => child.name === 'note') : ''
        const named = attrs.who ? this.speakerOf(attrs.who) : ''
        const who = named || words.replace(/[.:,;\s]+$/, '')
        return { ...context, speech: { attrs: who ? { who } : {}, begun: false } }
      }
      default:
        return context
    }
  }
}
