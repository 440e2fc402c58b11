/** Ranges of the witness, kept sorted so that those near an offset are found without looking at the others. */

export interface Range {
  readonly id: string
  readonly start: number
  readonly end: number
}

/** Ranges longer than this are few; they are kept apart, or a single one over the whole text would make every look-up
 * read from the beginning. */
const long = 5_000

/** The first index in a sorted array whose key is not less than `key`. */
export function lowerBound<T>(sorted: readonly T[], key: number, keyOf: (value: T) => number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (keyOf(sorted[middle]!) < key) low = middle + 1
    else high = middle
  }
  return low
}

function compare(a: Range, b: Range): number {
  return a.start - b.start || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
}

export class SortedRanges<T extends Range> {
  private short: T[] = []
  private readonly longOnes = new Map<string, T>()
  /** The longest of the short ones so far. */
  private reach = 0
  private readonly byId = new Map<string, T>()

  static of<T extends Range>(ranges: Iterable<T>): SortedRanges<T> {
    const made = new SortedRanges<T>()
    for (const range of ranges) {
      made.byId.set(range.id, range)
      if (range.end - range.start > long) made.longOnes.set(range.id, range)
      else {
        made.short.push(range)
        made.reach = Math.max(made.reach, range.end - range.start)
      }
    }
    made.short.sort(compare)
    return made
  }

  get size(): number {
    return this.byId.size
  }

  get(id: string): T | undefined {
    return this.byId.get(id)
  }

  values(): Iterable<T> {
    return this.byId.values()
  }

  /** All of them in text order. */
  inOrder(): T[] {
    return [...this.byId.values()].sort(compare)
  }

  set(range: T): void {
    this.delete(range.id)
    this.byId.set(range.id, range)
    if (range.end - range.start > long) this.longOnes.set(range.id, range)
    else {
      this.short.splice(this.indexOf(range), 0, range)
      this.reach = Math.max(this.reach, range.end - range.start)
    }
  }

  delete(id: string): T | undefined {
    const range = this.byId.get(id)
    if (!range) return undefined
    this.byId.delete(id)
    if (!this.longOnes.delete(id)) this.short.splice(this.indexOf(range), 1)
    return range
  }

  /** Those that share an offset with `from` to `to`, ends included: a range that ends at `from` counts. In text order. */
  touching(from: number, to: number): T[] {
    const found: T[] = []
    for (let i = lowerBound(this.short, from - this.reach, r => r.start); i < this.short.length; i++) {
      const range = this.short[i]!
      if (range.start > to) break
      if (range.end >= from) found.push(range)
    }
    if (this.longOnes.size > 0) {
      for (const range of this.longOnes.values())
        if (range.start <= to && range.end >= from) found.push(range)
      found.sort(compare)
    }
    return found
  }

  private indexOf(range: T): number {
    let low = 0
    let high = this.short.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (compare(this.short[middle]!, range) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
}
