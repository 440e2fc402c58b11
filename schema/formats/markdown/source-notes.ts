/** The source's own notes as footnotes, where a mark in the text leads to them. */
import type { EditedDocument } from '../../document.js'
import type { Piece, Segment } from '../../readings.js'
import { calledNotes } from '../called-notes.js'
import type { Flow } from '../flow.js'
import type { MarkdownRun } from './runs.js'

/** A note's label, and its mark as the source has it. */
export interface SourceFootnote {
  readonly label: string
  readonly mark: string
}

/** The labels of the notes that something leads to, by the id of what does: their own marks where those are letters or digits
 * and are not another's, else `s` and a number. */
export function sourceLabels(document: EditedDocument): Map<string, string> {
  const labels = new Map<string, string>()
  const used = new Set<string>()
  const called = [...calledNotes(document)]
  const give = (reference: string, label: string) => {
    if (used.has(label.toLowerCase())) return false
    used.add(label.toLowerCase())
    labels.set(reference, label)
    return true
  }
  const left = called.filter(([id, { mark }]) => !(/^[a-z0-9]{1,50}$/i.test(mark) && give(id, mark)))
  let n = 1
  for (const [reference] of left) while (!give(reference, `s${n++}`));
  return labels
}

/** The notes that one text has whole: the mark in the text, and words of its own. */
export class SourceFootnotes {
  private readonly byReference = new Map<string, SourceFootnote>()
  private readonly byMark = new Map<string, SourceFootnote | null>()
  private readonly byBlock = new Map<number, SourceFootnote>()

  constructor(document: EditedDocument, flows: readonly Flow[]) {
    const called = calledNotes(document)
    if (called.size === 0) return
    const pieces = flows.flatMap(flow => flow.pieces)
    const marked = new Set(pieces.flatMap(piece => [...marksIn(piece)]))
    const words = new Map<number, string>()
    for (const { block, segments } of pieces)
      words.set(block.index, (words.get(block.index) ?? '') + segments.map(textOf).join(''))
    for (const [id, label] of sourceLabels(document)) {
      const { mark, blocks } = called.get(id)!
      const note = { label, mark }
      if (mark !== '') this.byMark.set(mark, this.byMark.has(mark) ? null : note)
      if (!marked.has(id) || !hasWords(blocks, mark, words)) continue
      this.byReference.set(id, note)
      for (const block of blocks) this.byBlock.set(block, note)
    }
    const shown = new Set(this.byReference.values())
    for (const [mark, note] of this.byMark) if (note && !shown.has(note)) this.byMark.set(mark, null)
  }

  /** The note that a piece is part of. */
  of({ block, kind }: Piece): SourceFootnote | null {
    return kind === 'note' ? (this.byBlock.get(block.index) ?? null) : null
  }

  /** What calls a note at a segment, '' within such a mark; null where the segment is none. A mark that is the same as one that
   * leads to the only note of that mark leads there too. */
  call(segment: Segment, piece: Piece): string | null {
    if (this.byReference.size === 0) return null
    if (segment.type === 'milestone') {
      const { type, id, n = '' } = segment.milestone
      const note = type === 'note-ref' ? this.leadsTo(id, n) : null
      return note && `[^${note.label}]`
    }
    if (segment.type !== 'text') return null
    const span = segment.spans.find(({ type }) => type === 'note-ref')
    if (!span || !isWhole(span, piece)) return null
    const note = this.leadsTo(span.id, wordsOf(span.id, piece))
    if (!note) return null
    return segment.offset === span.start ? `[^${note.label}]` : ''
  }

  private leadsTo(id: string, mark: string): SourceFootnote | null {
    return this.byReference.get(id) ?? this.byMark.get(mark.replace(/[[\]\s]/g, '')) ?? null
  }
}

/** What a note says, from its first words on, without the mark that its label is; with its mark where that is no label. */
export function noteRuns(runs: readonly MarkdownRun[], { label, mark }: SourceFootnote): MarkdownRun[] {
  const words = runs.map(({ text, raw }) => (raw ? '\u0000' : text)).join('')
  const own = markIn(words, mark)
  if (label !== mark) {
    const isThere = mark === '' || own > 0 || words.startsWith(mark)
    return isThere ? [...runs] : [{ text: `${mark} ` }, ...runs]
  }
  let left = own
  return runs.flatMap(run => {
    const cut = Math.min(left, run.raw ? 0 : run.text.length)
    left -= cut
    return cut > 0 ? { ...run, text: run.text.slice(cut) } : run
  })
}

/** How long a mark in brackets is with which words begin, the white space behind it included. */
function markIn(words: string, mark: string): number {
  const start = `[${mark}]`
  return words.startsWith(start) ? start.length + /^\s*/.exec(words.slice(start.length))![0].length : 0
}

function hasWords(blocks: readonly number[], mark: string, words: ReadonlyMap<number, string>): boolean {
  return blocks.some((block, i) => {
    const said = words.get(block) ?? ''
    return said.slice(i === 0 ? markIn(said, mark) : 0).trim() !== ''
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
