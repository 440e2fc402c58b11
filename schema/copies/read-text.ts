/** The text of a document as it is read in one of its views, every letter knowing where in the witness it comes from. */
import type { Side, Stretch } from '../align/index.js'
import type { Correction } from '../corrections.js'
import type { EditedDocument } from '../document.js'
import { flowOf } from '../formats/flow.js'
import { lowerBound, type SortedRanges } from '../ranges.js'
import { type Piece, type Segment, segmentText, type View } from '../readings.js'
import type { BlockKind } from '../witness.js'

/** A paragraph as read: a stretch of the text that is read. */
export interface ReadBlock extends Stretch {
  readonly kind: BlockKind
  /** Where in the witness the block begins. */
  readonly offset: number
}

/** Letters that come from one place: `length` of the text, and of the witness from `offset` to `end`. Where a correction
 * put them there, `correction` is that. A *joint* is the white space between two blocks that were joined, *page* that between two
 * parts of a paragraph, which a page's forme work may part in the witness. */
interface Origin {
  readonly at: number
  readonly length: number
  readonly offset: number
  readonly end: number
  readonly correction: Correction | null
  readonly glue: Glue | null
}

export type Glue = 'page' | 'joint'

/** A footnote of the source that was left out of the text: `at` is where in the text its sign stood. */
export interface LeftOutNote {
  readonly at: number
  readonly text: string
}

export interface ReadingChoices {
  /** Stamps and catchwords, each a block of its own, and paragraphs parted by page turns as two. */
  readonly withFormeWork: boolean
  /** The source's own footnotes and the signs for them. */
  readonly withNotes: boolean
  /** Show instead of those that the view picks. */
  readonly corrections?: SortedRanges<Correction>
}

/** What is read at some letters, in terms of the witness. `parent` is a correction that put some of them there. `before`
 * and `after` are what else stands in the range, as read. */
export interface Source extends Stretch {
  readonly before: string
  readonly after: string
  readonly parent: string | null
}

export class ReadText implements Side {
  readonly text: string
  readonly blocks: readonly ReadBlock[]
  readonly notes: readonly LeftOutNote[]
  private readonly origins: readonly Origin[]

  constructor(document: EditedDocument, view: View, choices: ReadingChoices) {
    const made = new Builder(choices.withNotes)
    for (const flow of flowOf(document, view, choices)) {
      if (flow.kind === 'note' && !choices.withNotes) made.leaveOut(flow.pieces)
      else if (choices.withFormeWork) for (const piece of flow.pieces) made.block([piece])
      else made.block(flow.pieces)
    }
    this.text = made.text
    this.blocks = made.blocks
    this.origins = made.origins
    this.notes = made.leftOut()
  }

  /** Where an index of the text stands in the witness. Between two places `side` -1 takes the end of the first. */
  offsetOf(index: number, side: -1 | 1): number {
    const origin = this.originAt(index, side)
    if (!origin) return this.origins.at(-1)?.end ?? 0
    if (origin.correction) return side < 0 ? origin.end : origin.offset
    const isInside = index > origin.at && index < origin.at + origin.length
    if (isInside && !origin.glue) return origin.offset + index - origin.at
    return index <= origin.at ? origin.offset : origin.end
  }

  /** What in the witness is read from `start` to `end`. A range that touches the text of a correction holds all that
   * the correction strikes. */
  sourceOf(start: number, end: number): Source {
    const touched = this.between(start, end)
    const first = touched[0]
    const last = touched.at(-1)
    if (!first || !last) {
      const offset = this.offsetOf(start, this.sideOf(start))
      return { start: offset, end: offset, before: '', after: '', parent: null }
    }
    const parent = touched.find(o => o.correction)?.correction ?? null
    const before = first.correction ? this.readIn(first.correction, start) : ''
    const after = last.correction ? this.readAfter(last.correction, end) : ''
    const from = first.correction
      ? first.correction.start
      : first.glue
        ? first.offset
        : first.offset + Math.max(0, start - first.at)
    const to = last.correction
      ? last.correction.end
      : last.glue
        ? last.end
        : end >= last.at + last.length
          ? last.end
          : last.offset + end - last.at
    return { start: Math.min(from, to), end: Math.max(from, to), before, after, parent: parent?.id ?? null }
  }

  /** Where in the text an offset of the witness is read; the nearest place after it where it is struck. */
  indexOf(offset: number): number {
    let best = this.text.length
    for (const { at, length, offset: from, end, correction } of this.origins) {
      if (correction) continue
      if (offset >= from && offset < end) return at + Math.min(length, offset - from)
      if (from >= offset) best = Math.min(best, at)
    }
    return best
  }

  /** The block that an index stands in: at a border, and between two, the one on that side. */
  blockAt(index: number, side: -1 | 1): ReadBlock | undefined {
    return side < 0
      ? this.blocks[lowerBound(this.blocks, index, b => b.start) - 1]
      : this.blocks[lowerBound(this.blocks, index + 1, b => b.end)]
  }

  /** A range cut up where paragraphs or their parts end: what stands between them is in none. */
  partsOf(start: number, end: number): (Stretch & { readonly block: number })[] {
    const parts: (Stretch & { readonly block: number })[] = []
    for (let i = lowerBound(this.blocks, start, b => b.end); i < this.blocks.length; i++) {
      const block = this.blocks[i]!
      if (block.start > end) break
      let from = Math.max(start, block.start)
      const to = Math.min(end, block.end)
      for (const { at, length } of this.between(from, to).filter(o => o.glue)) {
        if (at > from) parts.push({ start: from, end: at, block: i })
        from = at + length
      }
      if (to > from) parts.push({ start: from, end: to, block: i })
    }
    return parts
  }

  /** The joint that a range is, and where in the witness what follows it begins; null where it holds letters or is empty. */
  glueOf(start: number, end: number): { readonly glue: Glue; readonly offset: number } | null {
    const touched = this.between(start, end)
    const [only] = touched
    return only?.glue && touched.length === 1 ? { glue: only.glue, offset: only.end } : null
  }

  /** To what an addition at an index belongs: to the text after it where a block begins there. */
  sideOf(index: number): -1 | 1 {
    return this.blocks[lowerBound(this.blocks, index, b => b.start)]?.start === index ? 1 : -1
  }

  private between(start: number, end: number): Origin[] {
    const found: Origin[] = []
    for (let i = lowerBound(this.origins, start + 1, o => o.at + o.length); i < this.origins.length; i++) {
      const origin = this.origins[i]!
      if (origin.at >= end) break
      found.push(origin)
    }
    return found
  }

  private originAt(index: number, side: -1 | 1): Origin | undefined {
    const { origins } = this
    const i =
      side < 0
        ? lowerBound(origins, index, o => o.at + o.length)
        : lowerBound(origins, index + 1, o => o.at + o.length)
    return origins[i]
  }

  private readIn(correction: Correction, upTo: number): string {
    return this.piecesOf(correction)
      .map(({ at, length }) => this.text.slice(at, Math.max(at, Math.min(at + length, upTo))))
      .join('')
  }

  private readAfter(correction: Correction, from: number): string {
    return this.piecesOf(correction)
      .map(({ at, length }) => this.text.slice(Math.min(at + length, Math.max(at, from)), at + length))
      .join('')
  }

  private piecesOf(correction: Correction): Origin[] {
    return this.origins.filter(o => o.correction === correction)
  }
}

/** Between two paragraphs. */
const between = '\n\n'

class Builder {
  text = ''
  readonly blocks: ReadBlock[] = []
  readonly origins: Origin[] = []
  private readonly signs = new Map<string, number>()
  private readonly bodies: { n: string; text: string }[] = []

  constructor(private readonly withNotes: boolean) {}

  block(pieces: readonly Piece[]): void {
    const [first] = pieces
    if (!first) return
    const before = this.text.length
    if (this.blocks.length > 0) this.text += between
    const start = this.text.length
    let last: Piece | null = null
    for (const piece of pieces) {
      if (last) this.glue(last, piece)
      for (const segment of piece.segments) this.segment(segment)
      last = piece
    }
    if (this.text.length === start) {
      this.text = this.text.slice(0, before)
      return
    }
    this.blocks.push({ start, end: this.text.length, kind: first.kind, offset: first.block.start })
  }

  /** A footnote: its sign stands first in it. */
  leaveOut(pieces: readonly Piece[]): void {
    const text = pieces
      .flatMap(({ segments }) => segments)
      .map(segment =>
        segment.type === 'text' && segment.spans.some(s => s.type === 'marker') ? '' : segmentText(segment),
      )
      .join('')
      .trim()
    const n = String(pieces[0]!.attrs.n ?? '')
    const last = this.bodies.at(-1)
    if (pieces[0]!.attrs.continues === true && last) last.text += `\n${text}`
    else this.bodies.push({ n, text })
  }

  leftOut(): LeftOutNote[] {
    return this.bodies.flatMap(({ n, text }) => {
      const at = this.signs.get(n)
      return text === '' ? [] : [{ at: at ?? -1, text }]
    })
  }

  /** The white space between two parts of a paragraph; after a hyphen it is read as the line's end that it was. */
  private glue(before: Piece, after: Piece): void {
    const glue = /[-\u2010-\u2015\u00ad]$/.test(this.text) ? '\n' : ' '
    const { end } = before.block
    const { start } = after.block
    this.put(glue, { offset: end, end: Math.max(end, start), correction: null, glue: 'page' })
  }

  private segment(segment: Segment): void {
    const text = segmentText(segment)
    if (text === '' || segment.type === 'milestone') return
    if (segment.type === 'added' || segment.type === 'addedLine') {
      const { correction } = segment
      this.put(text, { offset: correction.start, end: correction.end, correction, glue: null })
      return
    }
    const { offset, length, spans } = segment
    const sign = this.withNotes ? undefined : spans.find(s => s.type === 'note-ref')
    if (sign) this.signs.set(text.replace(/^\[|\]$/g, ''), this.text.length)
    else
      this.put(text, {
        offset,
        end: offset + length,
        correction: null,
        glue: segment.type === 'gap' ? 'joint' : null,
      })
  }

  private put(text: string, origin: Omit<Origin, 'at' | 'length'>): void {
    this.origins.push({ at: this.text.length, length: text.length, ...origin })
    this.text += text
  }
}
