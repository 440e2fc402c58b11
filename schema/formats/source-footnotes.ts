/** The source's own notes as footnotes of formats that have such: those that a mark in the text leads to. */
import type { EditedDocument } from '../document.js'
import type { Piece, Segment } from '../readings.js'
import { calledNotes } from './called-notes.js'
import type { Flow } from './flow.js'

/** A note. `reference` is the id of the span or milestone that calls it, `mark` as the source has it, '' where it has none. */
export interface SourceFootnote {
  readonly reference: string
  readonly mark: string
  readonly pieces: readonly Piece[]
}

/** What calls a note. `begins` is false within such a mark, `again` true where another mark calls the same note. */
export interface Call {
  readonly note: SourceFootnote
  readonly begins: boolean
  readonly again: boolean
}

/** The notes that one text has whole: the mark in the text, and words of its own. `can`, where given, says whether a note can be
 * a footnote that is called in the piece `at`. */
export class SourceFootnotes {
  private readonly byReference = new Map<string, SourceFootnote>()
  /** The only note of each mark. */
  private readonly byMark = new Map<string, SourceFootnote | null>()
  private readonly byBlock = new Map<number, SourceFootnote>()

  constructor(
    document: EditedDocument,
    flows: readonly Flow[],
    can: (note: SourceFootnote, at: Piece) => boolean = () => true,
  ) {
    const called = calledNotes(document)
    if (called.size === 0) return
    const places = new Map<string, Piece>()
    const byBlock = new Map<number, Piece[]>()
    for (const piece of flows.flatMap(flow => flow.pieces)) {
      for (const id of marksIn(piece)) places.set(id, piece)
      const { index } = piece.block
      if (piece.kind === 'note') byBlock.set(index, [...(byBlock.get(index) ?? []), piece])
    }
    for (const [reference, { mark, blocks }] of called) {
      const at = places.get(reference)
      const note = { reference, mark, pieces: blocks.flatMap(block => byBlock.get(block) ?? []) }
      const isShown = at !== undefined && hasWords(note) && can(note, at)
      if (mark !== '') this.byMark.set(mark, this.byMark.has(mark) || !isShown ? null : note)
      if (!isShown) continue
      this.byReference.set(reference, note)
      for (const block of blocks) this.byBlock.set(block, note)
    }
  }

  /** The note that a piece is part of. */
  of({ block, kind }: Piece): SourceFootnote | null {
    return kind === 'note' ? (this.byBlock.get(block.index) ?? null) : null
  }

  /** What a segment calls; null where it calls nothing. A mark that is the same as one that leads to the only note of that mark
   * leads there too. */
  call(segment: Segment, piece: Piece): Call | null {
    if (this.byReference.size === 0) return null
    if (segment.type === 'milestone') {
      const { type, id, n = '' } = segment.milestone
      return type === 'note-ref' ? this.leadsTo(id, n, true) : null
    }
    if (segment.type !== 'text') return null
    const span = segment.spans.find(({ type }) => type === 'note-ref')
    if (!span || !isWhole(span, piece)) return null
    return this.leadsTo(span.id, wordsOf(span.id, piece), segment.offset === span.start)
  }

  private leadsTo(id: string, mark: string, begins: boolean): Call | null {
    const own = this.byReference.get(id)
    const note = own ?? this.byMark.get(mark.replace(/[[\]\s]/g, ''))
    return note ? { note, begins, again: !own } : null
  }
}

/** How long a mark in brackets is with which words begin, the white space behind it included. */
export function markLength(words: string, mark: string): number {
  const start = `[${mark}]`
  return words.startsWith(start) ? start.length + /^\s*/.exec(words.slice(start.length))![0].length : 0
}

function hasWords({ pieces, mark }: SourceFootnote): boolean {
  return pieces.some(({ segments }, i) => {
    const words = segments.map(textOf).join('')
    return words.slice(i === 0 ? markLength(words, mark) : 0).trim() !== ''
  })
}

function textOf(segment: Segment): string {
  if (segment.type !== 'text' && segment.type !== 'added') return ''
  return 'struck' in segment && segment.struck.length > 0 ? '' : segment.text
}

/** The marks that a piece has whole. */
function* marksIn(piece: Piece): Generator<string> {
  for (const segment of piece.segments) {
    if (segment.type === 'milestone') yield segment.milestone.id
    if (segment.type !== 'text') continue
    for (const span of segment.spans)
      if (span.type === 'note-ref' && segment.offset === span.start && isWhole(span, piece)) yield span.id
  }
}

function isWhole({ id, start, end }: { id: string; start: number; end: number }, piece: Piece): boolean {
  return wordsOf(id, piece).length === end - start
}

const wordsOf = (id: string, { segments }: Piece) =>
  segments
    .map(segment =>
      segment.type === 'text' && segment.spans.some(span => span.id === id) ? textOf(segment) : '',
    )
    .join('')
