/** The four texts: what a block shows in each of them, as segments that say where every letter comes from. */
import { blockSeparator, type Correction } from './corrections.js'
import type { EditedDocument } from './document.js'
import type { Name } from './names.js'
import type { Note } from './notes.js'
import type { Range, SortedRanges } from './ranges.js'
import { type EditedBlock, formeWork } from './structure.js'
import type { Attrs, BlockKind, Milestone, Span } from './witness.js'

/** *received*: the witness. *diplomatic*: with accepted transcription corrections. *reading*: with all accepted
 * corrections. *all*: everything proposed or accepted, struck and added text side by side. */
export const views = ['received', 'diplomatic', 'reading', 'all'] as const
export type View = (typeof views)[number]

/** Something the witness holds. `struck` are the corrections that strike it, `notes` the notes and `names` the names
 * that cover it. */
interface FromWitness {
  readonly offset: number
  readonly length: number
  readonly struck: readonly Correction[]
  readonly notes: readonly Note[]
  readonly spans: readonly Span[]
  readonly names: readonly Name[]
}

/** Something a correction adds; `index` counts UTF-16 units of the correction's text. `notes` and `names` are those that
 * cover all that the correction strikes, or within which it adds. */
interface FromCorrection {
  readonly correction: Correction
  readonly index: number
  readonly notes: readonly Note[]
  readonly names: readonly Name[]
}

/** `text`, `line` (a line break) and `gap` (the white space between two joined blocks, read as `glue`) come from the
 * witness; `added` and `addedLine` from a correction. */
export type Segment =
  | (FromWitness & { readonly type: 'text'; readonly text: string })
  | (FromWitness & { readonly type: 'line' })
  | (FromWitness & { readonly type: 'gap'; readonly glue: '' | ' ' })
  | (FromCorrection & { readonly type: 'added'; readonly text: string })
  | (FromCorrection & { readonly type: 'addedLine' })
  | { readonly type: 'milestone'; readonly milestone: Milestone }

/** A block as shown. A block is one piece, unless a correction's text begins new blocks: then `part` counts them from
 * 0, and `opened` says which separator of which correction began this one. `page` is the page that begins with it. */
export interface Piece {
  readonly block: EditedBlock
  readonly part: number
  readonly opened: { readonly correction: Correction; readonly index: number } | null
  readonly kind: BlockKind
  readonly attrs: Attrs
  readonly page: Milestone | null
  readonly segments: readonly Segment[]
}

/** Whether a correction shows in a view, and so strikes and adds. */
export function shows(document: EditedDocument, correction: Correction, view: View): boolean {
  const standing = document.standing(correction.id)
  switch (view) {
    case 'received':
      return false
    case 'diplomatic':
      return standing === 'accepted' && correction.kind === 'transcription'
    case 'reading':
      return standing === 'accepted'
    case 'all':
      return standing === 'accepted' || standing === 'proposed'
  }
}

/** What block `index` shows in a view: nearly always one piece. Struck text is left out of all views but *all*.
 * `corrections`, where given, show instead of those that the view picks. */
export function piecesOf(
  document: EditedDocument,
  index: number,
  view: View,
  corrections?: SortedRanges<Correction>,
): Piece[] {
  const block = document.structure.block(index)
  const { start, end } = block
  const shown = corrections
    ? corrections.touching(start, end)
    : view === 'received'
      ? []
      : document.corrections.touching(start, end).filter(c => shows(document, c, view))
  const notes = view === 'received' ? [] : document.notes.touching(start, end).filter(n => n.end > n.start)
  const spans = document.spans.touching(start, end)
  const names = view === 'received' || document.names.size === 0 ? [] : document.names.touching(start, end)
  const page = document.milestonesIn(start, start).find(m => m.type === 'pb') ?? null
  const inner = document.milestonesIn(start, end).filter(m => m !== page && belongs(document, index, m.at))
  const places = placesIn(document, index, block, shown)

  const pieces: Piece[] = []
  let segments: Segment[] = []
  let opened: Piece['opened'] = null
  const close = () => {
    pieces.push({
      block,
      part: pieces.length,
      opened,
      kind: block.kind,
      attrs: block.attrs,
      page: pieces.length === 0 ? page : null,
      segments,
    })
    segments = []
  }

  const add = (correction: Correction) => {
    let index = 0
    const from = {
      correction,
      notes: notes.length === 0 ? notes : notes.filter(n => isWithin(correction, n)),
      names: names.length === 0 ? names : names.filter(n => isWithin(correction, n)),
    }
    for (const part of correction.text.split(/([\n\u2029])/)) {
      if (part === blockSeparator) {
        close()
        opened = { correction, index }
      } else if (part === '\n') segments.push({ type: 'addedLine', ...from, index })
      else if (part) segments.push({ type: 'added', ...from, index, text: part })
      index += part.length
    }
  }

  const points: Point[] = [
    ...places,
    ...inner.map(milestone => ({ offset: milestone.at, rank: 1, id: milestone.id, milestone })),
  ].sort((a, b) => a.offset - b.offset || a.rank - b.rank || (a.id < b.id ? -1 : 1))
  let next = 0
  const passPoints = (offset: number) => {
    for (; next < points.length && points[next]!.offset <= offset; next++) {
      const point = points[next]!
      if ('milestone' in point) segments.push({ type: 'milestone', milestone: point.milestone })
      else add(point.correction)
    }
  }

  const striking = shown.filter(c => c.end > c.start)
  const cuts = cutsOf(block, [striking, notes, spans, names], points)
  const covering = (offset: number, to: number) => ({
    offset,
    length: to - offset,
    struck: striking.length === 0 ? striking : striking.filter(c => c.start <= offset && c.end >= to),
    notes: notes.length === 0 ? notes : notes.filter(n => n.start <= offset && n.end >= to),
    spans: spans.length === 0 ? spans : spans.filter(s => s.start <= offset && s.end >= to),
    names: names.length === 0 ? names : names.filter(n => n.start <= offset && n.end >= to),
  })
  const hidden = (from: { struck: readonly Correction[] }) => view !== 'all' && from.struck.length > 0

  const text = document.text
  let c = 0
  block.runs.forEach(([runStart, runEnd], i) => {
    if (i > 0) {
      const gapStart = block.runs[i - 1]![1]
      const from = covering(gapStart, runStart)
      const glue = glueBetween(text[gapStart - 1])
      if (!hidden(from)) segments.push({ type: 'gap', ...from, glue })
      passPoints(runStart - 1)
    }
    let at = runStart
    while (at < runEnd) {
      passPoints(at)
      while (c < cuts.length && cuts[c]! <= at) c++
      const to = Math.min(c < cuts.length ? cuts[c]! : runEnd, runEnd)
      pushText(text, at, to, covering, hidden, segments)
      at = to
    }
    if (i === block.runs.length - 1) passPoints(Number.POSITIVE_INFINITY)
    else passPoints(runEnd)
  })
  close()
  return pieces
}

type Point =
  | { readonly offset: number; readonly rank: number; readonly id: string; readonly correction: Correction }
  | { readonly offset: number; readonly rank: number; readonly id: string; readonly milestone: Milestone }

/** Where in a block each correction's text stands: after what it strikes, or at its offset. */
function placesIn(
  document: EditedDocument,
  index: number,
  block: EditedBlock,
  shown: readonly Correction[],
): Point[] {
  const places: Point[] = []
  for (const correction of shown) {
    if (correction.text === '') continue
    if (placeOf(document, correction) !== index) continue
    const offset = Math.min(correction.end, block.end)
    const side = correction.end > correction.start ? -1 : correction.side
    places.push({ offset, rank: side < 0 ? 0 : 2, id: correction.id, correction })
  }
  return places
}

/** The index of the block in which a correction's text is shown. */
export function placeOf({ structure }: EditedDocument, correction: Correction): number {
  return correction.end > correction.start
    ? structure.indexAt(correction.end - 1, 1)
    : structure.indexAt(correction.start, correction.side)
}

/** Whether a point at an offset stands in a block: at a border that two share, it stands in the second. */
function belongs(document: EditedDocument, index: number, offset: number): boolean {
  return document.structure.indexAt(offset, 1) === index
}

/** Whether what a correction adds stands in a noted or named range: that covers what it strikes, or it adds between its
 * letters. */
function isWithin({ start, end }: Correction, range: Range): boolean {
  return start < end ? range.start <= start && end <= range.end : range.start < start && end < range.end
}

/** The offsets at which what covers the text changes, ascending. */
function cutsOf(
  block: EditedBlock,
  covers: readonly (readonly Range[])[],
  points: readonly Point[],
): number[] {
  if (points.length === 0 && covers.every(list => list.length === 0)) return []
  const cuts = new Set<number>()
  for (const list of covers)
    for (const range of list) {
      cuts.add(range.start)
      cuts.add(range.end)
    }
  for (const point of points) cuts.add(point.offset)
  return [...cuts].filter(o => o > block.start && o < block.end).sort((a, b) => a - b)
}

function pushText(
  text: string,
  from: number,
  to: number,
  covering: (from: number, to: number) => FromWitness,
  hidden: (from: FromWitness) => boolean,
  segments: Segment[],
): void {
  const covered = covering(from, to)
  if (hidden(covered)) return
  const { struck, notes, spans, names } = covered
  let at = from
  while (at < to) {
    const newline = nextNewline(text, at, to)
    const textEnd = newline ? newline[0] : to
    if (textEnd > at)
      segments.push({
        type: 'text',
        offset: at,
        length: textEnd - at,
        text: text.slice(at, textEnd),
        struck,
        notes,
        spans,
        names,
      })
    if (!newline) return
    segments.push({
      type: 'line',
      offset: newline[0],
      length: newline[1] - newline[0],
      struck,
      notes,
      spans,
      names,
    })
    at = newline[1]
  }
}

/** The first line break from `from`, as start and end; CR LF is one. */
function nextNewline(text: string, from: number, to: number): [number, number] | null {
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i)
    if (code === 0x0a) return [i, i + 1]
    if (code === 0x0d) return [i, i + 1 < to && text.charCodeAt(i + 1) === 0x0a ? i + 2 : i + 1]
  }
  return null
}

/** What stands for the white space between two joined blocks: a space, but nothing after a hyphen or a dash. */
function glueBetween(before: string | undefined): '' | ' ' {
  return before !== undefined && /[-\u2010-\u2015\u00ad\s]/.test(before) ? '' : ' '
}

/** A piece's text as read, line breaks as newlines; struck text is left out, added text put in. */
export function textOf(piece: Piece): string {
  let text = ''
  for (const segment of piece.segments) text += segmentText(segment)
  return text
}

/** What a segment contributes to a reading. */
export function segmentText(segment: Segment): string {
  switch (segment.type) {
    case 'text':
      return segment.struck.length > 0 ? '' : segment.text
    case 'line':
      return segment.struck.length > 0 ? '' : '\n'
    case 'gap':
      return segment.struck.length > 0 ? '' : segment.glue
    case 'added':
      return segment.text
    case 'addedLine':
      return '\n'
    case 'milestone':
      return ''
  }
}

/** A paragraph as a reader meets it: one or more pieces, the later ones running on from the first across page turns. */
export interface Passage {
  readonly number: number
  readonly pieces: readonly Piece[]
}

/** All passages of a view, in order. Stamps and catchwords are passages of their own and, where a paragraph runs on
 * past them, follow it. `withFormeWork: false` leaves them out, as a reading text does. */
export function* passagesOf(
  document: EditedDocument,
  view: View,
  { withFormeWork = view !== 'reading' }: { withFormeWork?: boolean } = {},
): Generator<Passage> {
  let open: { number: number; pieces: Piece[] } | null = null
  let held: Passage[] = []
  for (let i = 0; i < document.structure.count; i++) {
    for (const piece of piecesOf(document, i, view)) {
      if (formeWork.has(piece.kind)) {
        if (withFormeWork) held.push({ number: 0, pieces: [piece] })
        continue
      }
      if (open && runsOn(open.pieces.at(-1)!, piece)) {
        open.pieces.push(piece)
        continue
      }
      if (open) yield open
      yield* held
      held = []
      open = { number: piece.part === 0 ? document.structure.number(i) : 0, pieces: [piece] }
    }
  }
  if (open) yield open
  yield* held
}

/** Whether a piece is the same paragraph as the one before it, stamps and catchwords aside. A speaker's next paragraph
 * continues the turn and is a paragraph of its own, unless a page turned within it. */
export function runsOn(before: Piece, piece: Piece): boolean {
  if (piece.attrs.continues !== true || piece.part > 0 || before.kind !== piece.kind) return false
  return piece.kind !== 'speech' || piece.page !== null
}
