/** Running text as Typst: what stands in the line, and what is called there to stand in the margin. */
import type { Correction } from '../../corrections.js'
import type { EditedDocument } from '../../document.js'
import type { Piece, Segment, View } from '../../readings.js'
import { attrText } from '../../source-marks.js'
import type { Milestone, Span } from '../../witness.js'
import { cellsOf } from '../html/cells.js'
import { address } from '../html/escape.js'
import { Signs } from '../plain/signs.js'
import { escaped, literal, withBreaks } from './escape.js'
import type { Places } from './places.js'

/** A piece as Typst. `marker` is what an item begins with, of about so many `signs`; `text` is what it says, without
 * markup. */
export interface Written {
  readonly typst: string
  readonly marker: string
  readonly signs: number
  readonly text: string
}

/** What is written at places of the text. `noteMarks` gives the notes that end in a block, in order; `sourceNote` the note
 * of the source that a reference calls, by the id of its span or milestone: null where it calls none. */
export interface Calls {
  readonly noteMarks: (block: number) => readonly { readonly offset: number; readonly typst: string }[]
  readonly sourceNote: (reference: string) => string | null
}

type Run = ReturnType<Signs['runsIn']>[number]

export class Inline {
  private readonly signs: Signs
  /** The notes that end in the piece and are not yet set. */
  private pending: { offset: number; typst: string }[] = []

  constructor(
    private readonly document: EditedDocument,
    private readonly view: View,
    private readonly places: Places,
    /** Whether corrected words are marked in a reading. */
    private readonly isMarked: boolean,
    private readonly calls: Calls,
  ) {
    this.signs = new Signs(document)
  }

  /** A piece with the notes that end in it, where it is the last of its block. */
  write(piece: Piece, isLast: boolean): Written {
    const notes = isLast && this.view !== 'received' ? this.calls.noteMarks(piece.block.index) : []
    return this.written(piece, notes)
  }

  private written(piece: Piece, notes: readonly { offset: number; typst: string }[]): Written {
    // A note of the source is written while what calls it is: that one's notes wait for so long.
    const outer = this.pending
    this.pending = [...notes]
    const runs: readonly Run[] =
      this.view === 'received'
        ? piece.segments.map(segment => ({ text: received(segment), segment }))
        : this.signs.runsIn(piece.segments)
    const markers = piece.kind === 'item' ? markerLength(runs) : 0
    const marker = this.runs(runs.slice(0, markers)).trim()
    const typst = this.runs(runs.slice(markers)) + this.notesUpTo(Number.POSITIVE_INFINITY)
    this.pending = outer
    const signs = runs.slice(0, markers).map(said).join('').trim().length
    return { typst: marker ? typst.trimStart() : typst, marker, signs, text: runs.map(said).join('') }
  }

  /** The cells of a row of a table, parted by tabs, with the notes that end in each. */
  cells(piece: Piece): string[] {
    const notes = this.view === 'received' ? [] : this.calls.noteMarks(piece.block.index)
    const marks = notes.map(({ offset, typst }) => ({ offset, html: typst }))
    return cellsOf(piece, marks).map(({ piece: cell, marks: own }) => {
      const notes = own.map(({ offset, html }) => ({ offset, typst: html }))
      return this.written(cell, notes).typst
    })
  }

  /** The notes that end in a piece whose words are not set. */
  notes(piece: Piece): string {
    if (this.view === 'received') return ''
    return this.calls
      .noteMarks(piece.block.index)
      .map(({ typst }) => typst)
      .join('')
  }

  private runs(runs: readonly Run[]): string {
    let out = ''
    for (let i = 0; i < runs.length; ) {
      const { segment } = runs[i]!
      if (segment && 'offset' in segment) out += this.notesUpTo(segment.offset)
      const by = segment ? this.byOf(segment) : null
      if (!by || !segment) {
        out += this.plain(runs[i]!)
        i++
        continue
      }
      // One mark for what one correction strikes or adds without a gap, so that it reads as one thing.
      const isStruck = 'struck' in segment
      let inside = ''
      for (; i < runs.length; i++) {
        const next = runs[i]!.segment
        if (!next || this.byOf(next)?.id !== by.id || 'struck' in next !== isStruck) break
        if (inside && 'offset' in next && this.pending[0] && this.pending[0].offset <= next.offset) break
        inside += this.plain(runs[i]!)
      }
      out += this.change(by, isStruck, inside)
    }
    return out
  }

  /** The correction that a segment is shown as the work of: of several that strike it, the accepted one. */
  private byOf(segment: Segment): Correction | null {
    if ('correction' in segment) return segment.correction
    if (!('struck' in segment) || this.view === 'received') return null
    const isAccepted = (c: Correction) => this.document.standing(c.id) === 'accepted'
    return segment.struck.find(isAccepted) ?? segment.struck[0] ?? null
  }

  private change(correction: Correction, isStruck: boolean, inside: string): string {
    const anchor = this.places.correctionHere(correction.id)
    let marked = inside
    if (this.view === 'all') {
      const isOpen = this.document.standing(correction.id) !== 'accepted'
      marked = `#${isStruck ? 'struck' : 'added'}${isOpen ? '-open' : ''}[${inside}]${isStruck ? '#apart;' : ''}`
    } else if (this.isMarked && inside.trim() !== '') marked = `#emended[${inside}]`
    return anchor + marked
  }

  private plain({ text, segment }: Run): string {
    if (segment === null) return escaped(text)
    switch (segment.type) {
      case 'text':
        return this.names(segment) + this.text(segment)
      case 'added':
        return this.names(segment) + withBreaks(segment.text)
      case 'line':
      case 'addedLine':
        return '#linebreak();'
      case 'gap':
        return segment.glue
      case 'milestone':
        return this.milestone(segment.milestone)
    }
  }

  private names(segment: Segment): string {
    if (!('names' in segment) || this.view === 'received') return ''
    return segment.names.map(({ id }) => this.places.nameHere(id)).join('')
  }

  /** A reference to a note of the source is set by the note that it calls. */
  private text({ text, spans, offset, length }: Extract<Segment, { type: 'text' }>): string {
    const calling = spans.find(({ type }) => type === 'note-ref')
    const note = calling && calling.end === offset + length ? this.calls.sourceNote(calling.id) : null
    return note ?? spanned(spans, withBreaks(text))
  }

  private milestone(milestone: Milestone): string {
    if (milestone.type === 'pb') return `#turn;${pageTurn(milestone)}`
    if (milestone.type !== 'note-ref') return ''
    return this.calls.sourceNote(milestone.id) ?? `#super[${escaped(milestone.n || '*')}]`
  }

  private notesUpTo(offset: number): string {
    let out = ''
    while (this.pending[0] && this.pending[0].offset <= offset) out += this.pending.shift()!.typst
    return out
  }
}

/** The number of a page of the source, beside the line in which it begins. */
export function pageTurn(page: Milestone): string {
  const n = (page.n ?? '').trim()
  const isNumber = /^(\d+\w?|[ivxlcdm]+)$/i.test(n)
  return `#beside(source-page[${isNumber ? 'p\\.\u00a0' : ''}${escaped(n) || '—'}])`
}

function received(segment: Segment): string {
  if (segment.type === 'text') return segment.text
  if (segment.type === 'gap') return segment.glue
  return segment.type === 'line' ? '\n' : ''
}

/** What a run says in any view: what is struck is said, too. */
function said({ text, segment }: Run): string {
  return segment?.type === 'text' ? segment.text : text
}

/** How many runs the marker of an item takes up; 0 where it has none, or where it has been corrected. */
function markerLength(runs: readonly Run[]): number {
  let n = 0
  for (const { segment } of runs) {
    if (segment?.type === 'milestone') {
      if (segment.milestone.type === 'pb') n++
      else break
    } else if (
      segment?.type === 'text' &&
      segment.struck.length === 0 &&
      segment.spans.some(({ type }) => type === 'marker')
    )
      n++
    else break
  }
  return runs.slice(0, n).some(({ segment }) => segment?.type === 'text') ? n : 0
}

/** Text with the source's own markup. */
function spanned(spans: readonly Span[], typst: string): string {
  let out = typst
  for (const { type, attrs } of spans) {
    if (type === 'hi') out = highlighted(attrText(attrs, 'rend'), out)
    else if (type === 'speaker') out = `#speaker[${out}]`
    else if (type === 'stage') out = `#emph[${out}]`
    else if (type === 'link') {
      const target = attrText(attrs, 'target')
      if (address(target) !== null) out = `#link(${literal(target)})[${out}]`
    }
  }
  return out
}

const renditions: readonly (readonly [RegExp, string])[] = [
  [/bold|\bstrong\b/, 'strong'],
  [/small-?\s?caps?|\bsc\b/, 'smallcaps'],
  [/super|\bsup\b/, 'super'],
  [/\bsub/, 'sub'],
  [/strike|line-through/, 'strike'],
  [/underlin|\bul\b/, 'underline'],
  [/ital|emph/, 'emph'],
]

/** As the source has it set apart, where that is said; in italics else. */
function highlighted(rend: string, typst: string): string {
  const found = renditions.filter(([sign]) => sign.test(rend.toLowerCase())).map(([, name]) => name)
  return (found.length > 0 ? found : ['emph']).reduce((inside, name) => `#${name}[${inside}]`, typst)
}
