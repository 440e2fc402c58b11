/** Marks of the source in plain text, as the signs that editions use for them: `word[?]`, `[… torn]`, `\added/`,
 * `⟦deleted⟧`. Marks that the transcription came with are in its text already and get none. */
import type { EditedDocument } from '../../document.js'
import { type Piece, type Segment, segmentText } from '../../readings.js'
import { type SourceMark, signsOf, sourceMarksOf } from '../../source-marks.js'

/** A sign at a witness offset. `closes` signs belong to what stands before the offset, the others to what follows. */
export interface Sign {
  readonly offset: number
  readonly closes: boolean
  readonly text: string
}

export class Signs {
  /** In the order in which they stand in the text. */
  readonly all: readonly Sign[]
  private readonly marks: ReadonlyMap<string, SourceMark>

  constructor(private readonly document: EditedDocument) {
    const marks = sourceMarksOf(document).filter(mark => mark.added)
    this.marks = new Map(marks.map(mark => [mark.id, mark]))
    const opening: Sign[] = []
    const closing: Sign[] = []
    for (const mark of marks) {
      const [before, after] = signsOf(mark)
      if (before) opening.push({ offset: mark.start, closes: false, text: before })
      // The innermost mark closes first.
      if (after) closing.unshift({ offset: mark.end, closes: true, text: after })
    }
    this.all = [...closing, ...opening].sort((a, b) => a.offset - b.offset)
  }

  /** A stretch of the witness with its signs. */
  slice(from: number, to: number): string {
    let out = ''
    let at = from
    for (const sign of this.all) {
      const isIn = sign.closes
        ? sign.offset > from && sign.offset <= to
        : sign.offset >= from && sign.offset < to
      const isEnd = sign.offset === to && to === this.document.length
      if (!isIn && !isEnd) continue
      out += this.document.text.slice(at, sign.offset) + sign.text
      at = sign.offset
    }
    return out + this.document.text.slice(at, to)
  }

  /** What stands in the place of a stretch, with the stretch's signs around it. */
  around(from: number, to: number, text: string): string {
    const signs = (closes: boolean) =>
      this.all
        .filter(sign => sign.closes === closes)
        .filter(({ offset }) => (closes ? offset > from && offset <= to : offset >= from && offset < to))
        .map(sign => sign.text)
        .join('')
    return signs(false) + text + signs(true)
  }

  /** A piece's text as read, with its signs. */
  textOf(piece: Piece): string {
    return this.runsOf(piece)
      .map(({ text }) => text)
      .join('')
  }

  /** The same in runs: what a segment says, and signs, which come from none. A mark that goes on in another piece is
   * closed and opened again. */
  runsOf(piece: Piece): { readonly text: string; readonly segment: Segment | null }[] {
    const shown = piece.segments.filter(segment => !('struck' in segment && segment.struck.length > 0))
    return this.runsIn(shown).filter(({ text }) => text !== '')
  }

  /** The runs of segments, those that say nothing among them: page turns, and what is struck. */
  runsIn(segments: readonly Segment[]): { readonly text: string; readonly segment: Segment | null }[] {
    const runs: { text: string; segment: Segment | null }[] = []
    const sign = (text: string) => {
      if (text !== '') runs.push({ text, segment: null })
    }
    let open: SourceMark[] = []
    const settle = (wanted: readonly SourceMark[]) => {
      for (const mark of [...open].reverse()) if (!wanted.includes(mark)) sign(signsOf(mark)[1])
      for (const mark of wanted) if (!open.includes(mark)) sign(signsOf(mark)[0])
      open = [...wanted]
    }
    for (const segment of segments) {
      if (segment.type === 'milestone') {
        const mark = this.marks.get(segment.milestone.id)
        if (mark) sign(signsOf(mark)[0])
      } else if ('struck' in segment) settle(segment.spans.flatMap(span => this.marks.get(span.id) ?? []))
      runs.push({ text: segmentText(segment), segment })
    }
    settle([])
    return runs
  }
}
