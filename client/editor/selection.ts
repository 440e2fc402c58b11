/** The selection in the document's terms: what range it covers, and which correction or note it stands in. */
import type { Correction } from '../../schema/corrections.js'
import { graphemeEnd, graphemeStart } from '../../schema/graphemes.js'
import { wordEnd, wordStart } from '../../schema/words.js'
import type { Spot } from './projection.js'

/** A correction or a note, by its id. */
export type Target = { readonly correction: string } | { readonly note: string }

/** A range of the witness; `correction` names the one whose proposed words were selected, if they were. */
export interface SelectedRange {
  readonly start: number
  readonly end: number
  readonly correction: string | null
}

/** The range between two spots, or the word at one where nothing is selected; null between words. */
export function rangeBetween(left: Spot, right: Spot, text: string, empty: boolean): SelectedRange | null {
  const own = correctionAround(left, right)
  if (own) return { start: own.start, end: own.end, correction: own.id }
  let start = offsetAfter(left)
  let end = offsetBefore(right)
  if (empty) {
    end = wordEnd(text, start)
    start = wordStart(text, start)
  }
  start = graphemeStart(text, start)
  end = graphemeEnd(text, end)
  return start < end ? { start, end, correction: null } : null
}

function correctionAround(left: Spot, right: Spot): Correction | null {
  const of = (spot: Spot, side: 'left' | 'right') => {
    const segment = spot[side]?.segment
    return segment && (segment.type === 'added' || segment.type === 'addedLine') ? segment.correction : null
  }
  const from = of(left, 'right') ?? of(left, 'left')
  const to = of(right, 'left') ?? of(right, 'right')
  return from && from.id === to?.id ? from : null
}

function offsetAfter({ left, right, within, piece }: Spot): number {
  const p = right ?? left
  if (!p) return piece.block.start
  const s = p.segment
  if (s.type === 'text') return s.offset + Math.max(0, Math.min(s.length, within - p.from))
  if (s.type === 'line' || s.type === 'gap') return p === right ? s.offset : s.offset + s.length
  if (s.type === 'milestone') return s.milestone.at
  return s.correction.end
}

function offsetBefore({ left, right, within, piece }: Spot): number {
  const p = left ?? right
  if (!p) return piece.block.start
  const s = p.segment
  if (s.type === 'text') return s.offset + Math.max(0, Math.min(s.length, within - p.from))
  if (s.type === 'line' || s.type === 'gap') return p === left ? s.offset + s.length : s.offset
  if (s.type === 'milestone') return s.milestone.at
  return s.correction.end
}

/** The correction at a spot, added text before struck, and else the note. */
export function targetAt(spot: Spot | null): Target | null {
  if (!spot) return null
  for (const p of [spot.left, spot.right]) {
    const s = p?.segment
    if (s && (s.type === 'added' || s.type === 'addedLine')) return { correction: s.correction.id }
  }
  for (const p of [spot.left, spot.right]) {
    const s = p?.segment
    if (s && 'struck' in s && s.struck.length > 0) return { correction: s.struck[0]!.id }
  }
  for (const p of [spot.left, spot.right]) {
    const s = p?.segment
    if (s && 'notes' in s && s.notes.length > 0) return { note: s.notes[0]!.id }
  }
  return null
}
