/** Aligning two texts by their words. */
export {
  Alignment,
  align,
  type Difference,
  type Place,
  type PlacedStretch,
} from './alignment.js'
export { type DifferenceClass, differenceClasses, isTypographic } from './classes.js'
export type { Move } from './moves.js'
export type { Aligned } from './stretches.js'
export type { Side, Stretch } from './tokens.js'
