/** Corrections that do not hold: which of them compete for the same words, and which of those can stand in the text. */
import type { Correction } from '../../corrections.js'
import type { EditedDocument } from '../../document.js'
import { SortedRanges } from '../../ranges.js'
import { wholeWords } from '../../words.js'
import type { TeiChoices } from './options.js'

/** Corrections of the same whole words. Where nothing is struck, those on one side of one place. */
export interface Rival {
  readonly start: number
  readonly end: number
  readonly side: -1 | 1
  readonly corrections: readonly Correction[]
}

/** All corrections but those that `skip` names, put together by their words, in text order. */
export function rivalsOf(document: EditedDocument, skip: (id: string) => boolean): Rival[] {
  const groups = new Map<string, Rival & { corrections: Correction[] }>()
  for (const correction of document.corrections.inOrder()) {
    if (skip(correction.id)) continue
    const { start, end, text } = wholeWords(correction, document.text)
    const { side } = correction
    const key = `${start} ${end} ${start === end ? side : ''}`
    const group = groups.get(key) ?? { start, end, side, corrections: [] }
    group.corrections.push({ ...correction, start, end, text })
    groups.set(key, group)
  }
  return [...groups.values()]
}

/** What can stand in the text beside the corrections that hold. `alone` are rivals of words that nothing else changes,
 * by the id of their first correction; `beside` those of words that a winner changes, by the winner's id; `added` those
 * that only add. None crosses another, or the edge of a block. */
export interface PlacedRivals {
  readonly alone: ReadonlyMap<string, Rival>
  readonly beside: ReadonlyMap<string, Rival>
  readonly added: readonly Rival[]
}

export const nowhere: PlacedRivals = { alone: new Map(), beside: new Map(), added: [] }

/** Finds places in the text for corrections that do not hold; `winners` are those that do. What has no place there, or is
 * not wanted there, is for the list beside the text. */
export function placeRivals(
  document: EditedDocument,
  winners: SortedRanges<Correction>,
  how: TeiChoices['rivals'],
  skip: (id: string) => boolean = () => false,
): PlacedRivals {
  if (how === 'standoff') return nowhere
  const alone = new Map<string, Rival>()
  const beside = new Map<string, Rival>()
  const added: Rival[] = []
  const placed = new SortedRanges<Correction>()
  const isWanted = ({ id }: Correction) =>
    how === 'app' || /^(?:proposed|superseded)$/.test(document.standing(id))
  const groups = rivalsOf(document, id => winners.get(id) !== undefined || skip(id))
  // Where several cross each other, the one with the most readings stands in the text, else the shorter.
  const sizeOf = ({ corrections }: Rival) => corrections.filter(isWanted).length
  groups.sort((a, b) => sizeOf(b) - sizeOf(a) || a.end - a.start - (b.end - b.start) || a.start - b.start)
  for (const group of groups) {
    const corrections = group.corrections.filter(isWanted)
    const [first] = corrections
    if (!first || !isWithinBlock(document, group)) continue
    const { start, end } = group
    const rival = { ...group, corrections }
    const inTheWay = [...winners.touching(start, end), ...placed.touching(start, end)].filter(c =>
      collide(c, group),
    )
    const [winner] = inTheWay
    if (inTheWay.length === 0) {
      if (start === end) added.push(rival)
      else {
        alone.set(first.id, rival)
        placed.set(first)
      }
    } else if (inTheWay.length === 1 && start < end && winner!.start === start && winner!.end === end) {
      if (winners.get(winner!.id)) beside.set(winner!.id, rival)
    }
  }
  return { alone, beside, added }
}

/** The ids of all corrections that are placed. */
export function* placedIds({ alone, beside, added }: PlacedRivals): Generator<string> {
  for (const { corrections } of [...alone.values(), ...beside.values(), ...added])
    for (const { id } of corrections) yield id
}

/** What shows in the text: the winners, and in the place of each rival that stands alone one that strikes its words and
 * puts nothing there. */
export function withRivals(
  winners: SortedRanges<Correction>,
  { alone }: PlacedRivals,
): SortedRanges<Correction> {
  if (alone.size === 0) return winners
  return SortedRanges.of([
    ...winners.values(),
    ...[...alone.values()].map(({ corrections: [first] }) => ({ ...first!, text: '' })),
  ])
}

/** Whether two share a letter, or one adds between the letters of the other. */
function collide(a: { start: number; end: number }, b: { start: number; end: number }): boolean {
  if (a.start === a.end && b.start === b.end) return false
  return a.start < b.end && b.start < a.end
}

function isWithinBlock({ structure }: EditedDocument, { start, end, side }: Rival): boolean {
  const index = structure.indexAt(start, start === end ? side : 1)
  const block = structure.block(index)
  return (
    block.start <= start && end <= block.end && (start === end || structure.indexAt(end - 1, 1) === index)
  )
}
