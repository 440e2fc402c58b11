/** Which word of a changed stretch took the place of which: `Ugeki came` and `Ugaki went` are two changes, not one. */
import type { Gap } from './matching.js'
import type { Tokens } from './tokens.js'

/** Stretches of more tokens than this on either side are left as they are. */
const most = 60

/** From this likeness on, of 0 to 1, one word is taken for a form of the other. */
const alike = 0.5

/** A gap cut up where words of both sides are alike. A part with one token on each side is such a pair, or what
 * is left between two of them. The gap itself where fewer than half of its tokens are. */
export function paired(a: Side, b: Side, gap: Gap): Gap[] {
  const { a0, a1, b0, b1, isRewritten } = gap
  const [n, m] = [a1 - a0, b1 - b0]
  if (isRewritten || n === 0 || m === 0 || n * m === 1 || n > most || m > most) return [gap]
  const pairs = bestPairs(
    Array.from({ length: n }, (_, i) => a.said(a0 + i)),
    Array.from({ length: m }, (_, j) => b.said(b0 + j)),
  )
  if (pairs.length * 2 < Math.max(n, m)) return [gap]
  const parts: Gap[] = []
  let [fromA, fromB] = [a0, b0]
  const rest = (toA: number, toB: number) => {
    if (toA > fromA || toB > fromB) parts.push({ a0: fromA, a1: toA, b0: fromB, b1: toB, isRewritten: false })
  }
  for (const [i, j] of pairs) {
    rest(a0 + i, b0 + j)
    fromA = a0 + i + 1
    fromB = b0 + j + 1
    parts.push({ a0: fromA - 1, a1: fromA, b0: fromB - 1, b1: fromB, isRewritten: false })
  }
  rest(a1, b1)
  return parts
}

/** The tokens of a text, and what each of them says. */
export interface Side {
  readonly tokens: Tokens
  said(index: number): string
}

/** The pairs of words, in order on both sides, that are the most alike in all. */
function bestPairs(a: readonly string[], b: readonly string[]): [number, number][] {
  const width = b.length + 1
  const score = new Float64Array((a.length + 1) * width)
  const likeness = new Float64Array(a.length * b.length)
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--) {
      const like = likenessOf(a[i]!, b[j]!)
      likeness[i * b.length + j] = like
      const both = like >= alike ? like + score[(i + 1) * width + j + 1]! : 0
      score[i * width + j] = Math.max(both, score[(i + 1) * width + j]!, score[i * width + j + 1]!)
    }
  const pairs: [number, number][] = []
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const like = likeness[i * b.length + j]!
    const here = score[i * width + j]!
    if (like >= alike && here === like + score[(i + 1) * width + j + 1]!) pairs.push([i++, j++])
    else if (here === score[(i + 1) * width + j]!) i++
    else j++
  }
  return pairs
}

/** How alike two readings are, 0 to 1: the share of letters that they have in common at their beginnings and ends. */
export function likenessOf(a: string, b: string): number {
  if (a === b) return 1
  const [x, y] = [a.toLowerCase(), b.toLowerCase()]
  const shorter = Math.min(x.length, y.length)
  let first = 0
  while (first < shorter && x[first] === y[first]) first++
  let last = 0
  while (last < shorter - first && x.at(-1 - last) === y.at(-1 - last)) last++
  return (2 * (first + last)) / Math.max(1, x.length + y.length)
}
