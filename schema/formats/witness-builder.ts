/** Puts a witness together from what a reader finds, letter by letter. Blocks begin with their first letter and end with
 * their last; spans and milestones stand at letters, so that none is empty. */

import type { Source, Witness } from '../witness.js'
import {
  type Attrs,
  type Block,
  type BlockKind,
  type Milestone,
  type Span,
  witnessFaults,
} from '../witness.js'

/** A stretch that has been opened and not yet closed; `start` is -1 until a letter stands in it. */
export interface OpenSpan {
  readonly type: string
  readonly attrs: Attrs
  /** How many were opened before it. */
  readonly nth: number
  start: number
}

/** What is longer is left to the file, as the gate would refuse it (G6). */
const longestAttr = 1000
const mostAttrs = 40

export class WitnessBuilder {
  readonly blocks: Block[] = []
  private readonly parts: string[] = []
  private length = 0
  private readonly milestones: Milestone[] = []
  private readonly spans: (Span & { readonly nth: number })[] = []
  private opened = 0
  private open: OpenSpan[] = []
  /** What waits for the next letter, to stand before it. */
  private waiting: ((at: number) => void)[] = []
  /** The block that is open: its range, without white space at its ends, is known when it ends. */
  private block: { start: number; end: number; kind: BlockKind; attrs: Attrs } | null = null
  private due: { kind: BlockKind; attrs: Attrs } | null = null
  /** White space that shows only where a letter follows in the same block. */
  private pending = ''

  /** Whether a block is open, with or without letters. */
  get isOpen(): boolean {
    return this.block !== null || this.due !== null
  }

  /** The offset that has been reached. */
  get offset(): number {
    return this.length
  }

  /** Ends the open block and begins another. */
  begin(kind: BlockKind, attrs: Attrs = {}): void {
    this.end()
    this.due = { kind, attrs: bounded(attrs) }
  }

  /** Ends the open block. Returns it, or null where it has no letter. */
  end(): Block | null {
    const { block } = this
    this.due = null
    this.block = null
    this.pending = ''
    if (!block || block.end === block.start) return null
    this.blocks.push(block)
    return block
  }

  /** More of what the open block is. */
  say(attrs: Attrs): void {
    const open = this.block ?? this.due
    if (open) open.attrs = bounded({ ...open.attrs, ...attrs })
  }

  /** Text as it stands, white space included. It wants an open block. */
  put(text: string): void {
    if (text === '') return
    if (this.due) {
      const { kind, attrs } = this.due
      this.due = null
      const before = this.blocks.at(-1)
      if (before) this.append(separator(before, kind, attrs))
      this.block = { start: this.length, end: this.length, kind, attrs }
    }
    const { block } = this
    if (!block) throw new Error('Text was put outside of any block')
    if (this.pending !== '') {
      if (block.end > block.start) this.append(this.pending)
      this.pending = ''
    }
    const at = this.length
    for (let i = this.open.length - 1; i >= 0 && this.open[i]!.start < 0; i--) this.open[i]!.start = at
    for (const tell of this.waiting) tell(at)
    this.waiting = []
    this.append(text)
    const words = text.trimEnd()
    if (words === '') return
    if (block.end === block.start) block.start = at + (text.length - text.trimStart().length)
    block.end = at + words.length
  }

  /** White space between words, however much there is of it. */
  space(): void {
    if (this.pending === '') this.pending = ' '
  }

  /** A line break, which swallows the white space around it; one at either end of a block is none. Returns how many stand
   * there, one after the other. */
  lineBreak(): number {
    this.pending = `${this.pending.replaceAll(' ', '')}\n`
    return this.pending.length
  }

  /** Whether the open block has a letter. */
  get hasWords(): boolean {
    return this.block !== null && this.block.end > this.block.start
  }

  /** Opens a span; what is put before it is closed is in it. */
  openSpan(type: string, attrs: Attrs = {}): OpenSpan {
    const span = { type, attrs: bounded(attrs), nth: this.opened++, start: -1 }
    this.open.push(span)
    return span
  }

  /** Closes a span. One in which nothing stands becomes a point of its name where `orPoint` is set, else nothing. */
  closeSpan(span: OpenSpan, orPoint = false): void {
    const at = this.open.lastIndexOf(span)
    if (at < 0) return
    this.open.splice(at, 1)
    const { type, attrs, nth, start } = span
    if (start < 0) {
      if (orPoint) this.point(type, { attrs })
      return
    }
    this.spans.push({ id: '', start, end: this.length, type, ...given(attrs), nth })
  }

  /** A milestone where the text has come to; at a block's beginning, before its first letter. */
  point(type: string, { n, attrs = {} }: { n?: string; attrs?: Attrs } = {}): void {
    if (this.block) this.milestone(type, this.length, n, attrs)
    else this.before(type, { ...(n === undefined ? {} : { n }), attrs })
  }

  /** A milestone before the next letter, wherever that stands: a page's beginning. */
  before(type: string, { n, attrs = {} }: { n?: string; attrs?: Attrs } = {}): void {
    this.waiting.push(at => this.milestone(type, at, n, attrs))
  }

  /** The reference to a note of the source: `[1]`. */
  noteRef(n: string): void {
    const span = this.openSpan('note-ref')
    this.put(`[${n}]`)
    this.closeSpan(span)
  }

  /** Begins a note of the source with its mark: `[1] `. */
  beginNote(n: string, attrs: Attrs): void {
    this.begin('note', { n, ...attrs })
    this.marker(`[${n}]`)
  }

  /** The mark of a list's item or of a note, at the beginning of its block. */
  marker(words: string): void {
    // It stands before all that has been opened.
    const { open } = this
    this.open = []
    const span = this.openSpan('marker')
    this.put(words)
    this.closeSpan(span)
    this.open = open
    this.space()
  }

  /** The witness. Throws where it is not sound, which is this program's fault; it may have no block. */
  finish(source: Source): Witness {
    this.end()
    for (const tell of this.waiting) tell(this.length)
    this.waiting = []
    for (const span of [...this.open]) this.closeSpan(span)
    const spans = this.spans
      .sort((a, b) => a.start - b.start || b.end - a.end || a.nth - b.nth)
      .map(({ nth: _, ...span }, i) => ({ ...span, id: `s${i + 1}` }))
    const milestones = this.milestones
      .sort((a, b) => a.at - b.at)
      .map((milestone, i) => ({ ...milestone, id: `m${i + 1}` }))
    const text = this.parts.join('')
    const witness: Witness = { format: 1, text, blocks: this.blocks, milestones, spans, source }
    const faults = this.blocks.length > 0 ? witnessFaults(witness) : []
    if (faults.length > 0) throw new Error(`A reader made an unsound witness: ${faults[0]}`)
    return witness
  }

  private append(text: string): void {
    this.parts.push(text)
    this.length += text.length
  }

  private milestone(type: string, at: number, n: string | undefined, attrs: Attrs): void {
    this.milestones.push({ id: '', at, type, ...(n ? { n } : {}), ...given(bounded(attrs)) })
  }
}

/** Cells of a row are parted by tabs, rows and items of a list by line ends, all else by a blank line. */
function separator(before: Block, kind: BlockKind, attrs: Attrs): string {
  if (attrs.cell !== undefined && before.attrs.table === attrs.table)
    return before.attrs.row === attrs.row && before.attrs.cell !== attrs.cell ? '\t' : '\n'
  return kind === 'item' && before.kind === 'item' ? '\n' : '\n\n'
}

const given = (attrs: Attrs) => (Object.keys(attrs).length > 0 ? { attrs } : {})

function bounded(attrs: Attrs): Attrs {
  const entries = Object.entries(attrs)
  const kept = entries.filter(([, value]) => typeof value !== 'string' || value.length <= longestAttr)
  return kept.length === entries.length && kept.length <= mostAttrs
    ? attrs
    : Object.fromEntries(kept.slice(0, mostAttrs))
}
