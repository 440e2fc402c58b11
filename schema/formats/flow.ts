/** The flow of a document: its paragraphs in order, each with the forme work that stands within it. Formats that keep
 * stamps, catchwords and page turns where they stand are written from this. */
import type { Correction } from '../corrections.js'
import type { EditedDocument } from '../document.js'
import { SortedRanges } from '../ranges.js'
import { type Piece, piecesOf, placeOf, runsOn, type View } from '../readings.js'
import { formeWork } from '../structure.js'
import type { Attrs, BlockKind } from '../witness.js'
import { inWholeWords } from '../words.js'

/** One paragraph: `pieces` are its parts in order, forme work between them included. `number` is its number in
 * citations, or 0. Forme work that stands between two paragraphs is a flow of one piece. */
export interface Flow {
  readonly kind: BlockKind
  readonly attrs: Attrs
  readonly number: number
  readonly pieces: readonly Piece[]
}

/** All paragraphs of a view. `corrections`, where given, show instead of those that the view picks. */
export function flowOf(
  document: EditedDocument,
  view: View,
  {
    corrections,
    withFormeWork = true,
  }: { corrections?: SortedRanges<Correction>; withFormeWork?: boolean } = {},
): Flow[] {
  const flows: Flow[] = []
  let open: { first: Piece; last: Piece; number: number; pieces: Piece[] } | null = null
  let held: Piece[] = []
  const close = () => {
    if (open) flows.push(flow(open.first, open.number, open.pieces))
    for (const piece of held) flows.push(flow(piece, 0, [piece]))
    open = null
    held = []
  }
  for (let i = 0; i < document.structure.count; i++) {
    for (const piece of piecesOf(document, i, view, corrections)) {
      if (formeWork.has(piece.kind)) {
        if (withFormeWork) held.push(piece)
      } else if (open && runsOn(open.last, piece)) {
        open.pieces.push(...held, piece)
        open.last = piece
        held = []
      } else {
        close()
        const number = piece.part === 0 ? document.structure.number(i) : 0
        open = { first: piece, last: piece, number, pieces: [piece] }
      }
    }
  }
  close()
  return flows
}

function flow({ kind, attrs }: Piece, number: number, pieces: readonly Piece[]): Flow {
  return { kind, attrs, number, pieces }
}

/** The corrections that hold, on whole words. One that would reach out of its block by that stays as typed. */
export function winnersInWords(document: EditedDocument): SortedRanges<Correction> {
  const { structure, winners } = document
  const wide = inWholeWords(winners, document.text).map((correction, i) => {
    const typed = winners[i]!
    if (correction === typed) return typed
    const { start, end } = structure.block(placeOf(document, typed))
    const isIn = (c: Correction) => c.start >= start && c.end <= end
    return isIn(typed) && isIn(correction) ? correction : typed
  })
  return SortedRanges.of(wide)
}
