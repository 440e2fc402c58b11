/** What stands in both texts, but not at the same place. */
import type { Gap } from './matching.js'
import { type Stretch, type Tokens, wordsIn } from './tokens.js'

/** The same words at `a` in one text and at `b` in the other, out of order with what is round them. */
export interface Move {
  readonly a: Stretch
  readonly b: Stretch
}

/** Fewer words than this are found again by chance. */
const least = 6

/** What gaps leave over on one side that stands once and only once among what they leave over on the other, in rows of at
 * least six words; in the order of the first text. */
export function movesIn(a: Tokens, b: Tokens, gaps: readonly Gap[]): Move[] {
  const places = new Map<string, number>()
  for (const { b0, b1 } of gaps) {
    for (let j = b0; j + 3 <= b1; j++) {
      const key = threeFrom(b, j)
      places.set(key, places.has(key) ? -1 : j)
    }
  }
  if (places.size === 0) return []
  const gapsOfB = new Int32Array(b.count).fill(-1)
  gaps.forEach(({ b0, b1 }, n) => {
    gapsOfB.fill(n, b0, b1)
  })
  const moves: Move[] = []
  for (const { a0, a1 } of gaps) {
    for (let i = a0; i + 3 <= a1; i++) {
      const j = places.get(threeFrom(a, i)) ?? -1
      if (j < 0) continue
      const { b0, b1 } = gaps[gapsOfB[j]!]!
      let before = 0
      while (i - before > a0 && j - before > b0 && a.ids[i - before - 1] === b.ids[j - before - 1]) before++
      let after = 3
      while (i + after < a1 && j + after < b1 && a.ids[i + after] === b.ids[j + after]) after++
      if (wordsIn(a, i - before, i + after) >= least) {
        moves.push({
          a: { start: a.starts[i - before]!, end: a.ends[i + after - 1]! },
          b: { start: b.starts[j - before]!, end: b.ends[j + after - 1]! },
        })
      }
      i += after - 1
    }
  }
  return moves
}

const threeFrom = ({ ids }: Tokens, at: number): string => `${ids[at]} ${ids[at + 1]} ${ids[at + 2]}`
