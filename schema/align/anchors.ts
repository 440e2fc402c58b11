/** Where two sequences surely meet: what each of them says once and only once, in the same order in both (patience). */

/** Sequences of numbers, compared from `from` to `to` (exclusive). */
export interface Part {
  readonly ids: Int32Array
  readonly from: number
  readonly to: number
}

/** Pairs of positions at which `size` numbers in a row are the same, and stand nowhere else in either part; in order in
 * both. */
export function anchors(a: Part, b: Part, size: number): [a: number, b: number][] {
  const countA = a.to - a.from - size + 1
  const countB = b.to - b.from - size + 1
  if (countA <= 0 || countB <= 0) return []
  const table = new Table(a.ids, size, countA)
  for (let i = a.from; i < a.from + countA; i++) table.add(i)
  for (let j = b.from; j < b.from + countB; j++) table.meet(b.ids, j)
  return longestRising(table.pairs())
}

/** Where each run of `size` numbers stands, by open addressing: a Map of strings would take ten times as long. */
class Table {
  private readonly first: Int32Array
  private readonly other: Int32Array
  private readonly mask: number

  constructor(
    private readonly ids: Int32Array,
    private readonly size: number,
    count: number,
  ) {
    const slots = 1 << (32 - Math.clz32(count * 2))
    this.mask = slots - 1
    this.first = new Int32Array(slots).fill(absent)
    this.other = new Int32Array(slots).fill(absent)
  }

  add(at: number): void {
    const slot = this.slotOf(this.ids, at)
    if (this.first[slot] === absent) this.first[slot] = at
    else this.other[slot] = several
  }

  /** Remembers where the second sequence says what the first says once. */
  meet(ids: Int32Array, at: number): void {
    const slot = this.slotOf(ids, at)
    if (this.first[slot] === absent) return
    this.other[slot] = this.other[slot] === absent ? at : several
  }

  /** In the order of the first sequence. */
  pairs(): [number, number][] {
    const found: [number, number][] = []
    for (let slot = 0; slot <= this.mask; slot++)
      if (this.first[slot]! >= 0 && this.other[slot]! >= 0) found.push([this.first[slot]!, this.other[slot]!])
    return found.sort(([x], [y]) => x - y)
  }

  /** The slot of the same run, or the empty one where it belongs. */
  private slotOf(ids: Int32Array, at: number): number {
    let hash = 0x811c9dc5
    for (let i = 0; i < this.size; i++) hash = Math.imul(hash ^ ids[at + i]!, 0x9e3779b1) ^ (hash >>> 15)
    let slot = (hash ^ (hash >>> 13)) & this.mask
    while (this.first[slot] !== absent && !this.isSame(this.first[slot]!, ids, at))
      slot = (slot + 1) & this.mask
    return slot
  }

  private isSame(mine: number, ids: Int32Array, at: number): boolean {
    for (let i = 0; i < this.size; i++) if (this.ids[mine + i] !== ids[at + i]) return false
    return true
  }
}

const absent = -1
const several = -2

/** Of pairs in the order of their first members, as many as can be in the order of their second ones too. */
function longestRising(pairs: readonly [number, number][]): [number, number][] {
  const before = new Int32Array(pairs.length)
  // tops[n]: the pair with the smallest second member that ends a rising row of n + 1.
  const tops: number[] = []
  pairs.forEach(([, second], i) => {
    let low = 0
    let high = tops.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (pairs[tops[middle]!]![1] < second) low = middle + 1
      else high = middle
    }
    before[i] = low > 0 ? tops[low - 1]! : -1
    tops[low] = i
  })
  const rising: [number, number][] = []
  for (let i = tops.at(-1) ?? -1; i >= 0; i = before[i]!) rising.push(pairs[i]!)
  return rising.reverse()
}
