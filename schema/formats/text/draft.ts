/** Drafts: lines on their way to becoming blocks. Each recogniser looks at those that are still without a kind. */
import type { BlockKind, Problem } from '../../witness.js'
import type { Line } from './lines.js'

/** A line and what has been recognised of it so far. */
export interface Draft {
  readonly line: Line
  /** Null until something was recognised; what remains null becomes a paragraph. */
  kind: BlockKind | null
  attrs: Record<string, string | number | boolean>
  /** Inline markup, by offsets in the text. */
  spans: { start: number; end: number; type: string }[]
  /** True where it belongs to the block of the draft before it, a line break between them. */
  joins: boolean
  /** True where a new page begins with it. */
  turn: boolean
}

/** What the recognisers share: the drafts in order, what they learnt of the document, and what they have to say. */
export interface Reading {
  readonly drafts: Draft[]
  readonly metadata: Record<string, string>
  readonly problems: Problem[]
  /** True once speaker turns were found. */
  dialogue: boolean
}

export function reading(lines: readonly Line[]): Reading {
  const drafts = lines.map(line => ({ line, kind: null, attrs: {}, spans: [], joins: false, turn: false }))
  return { drafts, metadata: {}, problems: [], dialogue: false }
}

/** Gives a draft its kind. */
export function mark(draft: Draft, kind: BlockKind, attrs: Draft['attrs'] = {}): void {
  draft.kind = kind
  draft.attrs = { ...draft.attrs, ...attrs }
}

/** Adds inline markup; `from` and `to` are indices in the line's text. */
export function addSpan(draft: Draft, from: number, to: number, type: string): void {
  const { start } = draft.line
  if (to > from) draft.spans.push({ start: start + from, end: start + to, type })
}

/** Reports a guess about a line. */
export function guess(reading: Reading, { line }: Draft, code: string, message: string): void {
  const { number, column, start, end } = line
  reading.problems.push({ severity: 'guess', code, message, line: number, column, start, end })
}

/** Whether a draft is what a page leaves between two parts of the running text: catchword, stamp, page number. */
export function isFurniture({ kind, attrs }: Draft): boolean {
  return kind === 'stamp' || kind === 'catchword' || (kind === 'label' && attrs.place === 'page')
}

/** The index of the nearest draft before or after `index` that is not page furniture, or -1. */
export function beyond(drafts: readonly Draft[], index: number, step: 1 | -1): number {
  for (let i = index + step; i >= 0 && i < drafts.length; i += step) if (!isFurniture(drafts[i]!)) return i
  return -1
}

/** Whether a line reads like running text: long, or a sentence that ends. */
export function isProse({ line }: Draft): boolean {
  return line.text.length > 120 || (line.text.length > 40 && /[.!?;:,]["'”’)\]]*$/.test(line.text.slice(-8)))
}

/** A line for messages: its beginning, in quotation marks. */
export function cited(text: string): string {
  return `“${text.length > 48 ? `${text.slice(0, 47).trimEnd()}…` : text}”`
}
