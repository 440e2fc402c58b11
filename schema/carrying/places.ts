/** Where a range of an earlier witness stands in a new one, where it is not to be changed but only pointed to. */
import { footing, type Ground, type Grounds } from './ground.js'

/** From this confidence on words that read otherwise are taken for what became of those that a note or a name stands on. */
const likely = 0.5

/** A range of the new witness. *reworded*: it reads otherwise. */
export interface PlaceIn {
  readonly start: number
  readonly end: number
  readonly how: 'carried' | 'reworded'
}

/** Where a range stands in the new witness, on whole words; null where nothing there could be taken for it. */
export function placeIn(grounds: Grounds, start: number, end: number): PlaceIn | null {
  const ground = groundOf(grounds, start, end)
  if (ground.is === 'lost') return null
  if (ground.is === 'other' && ground.confidence < likely) return null
  const range =
    ground.is === 'same'
      ? grounds.sound(ground.at(start), ground.at(end))
      : grounds.sound(ground.start, ground.end)
  if (!range || (start < end && range.start >= range.end)) return null
  return { ...range, how: ground.is === 'same' ? 'carried' : 'reworded' }
}

/** Why a range has no place, and next to what it would be. */
export function lossOf(grounds: Grounds, start: number, end: number) {
  const ground = groundOf(grounds, start, end)
  return ground.is === 'lost'
    ? { why: ground.why, where: { start: ground.near, end: ground.near } }
    : { why: 'changed' as const, where: ground }
}

function groundOf(grounds: Grounds, start: number, end: number): Ground {
  return grounds.of(...footing(grounds.from, start, end))
}
