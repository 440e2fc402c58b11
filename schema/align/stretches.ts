/** Two texts laid beside each other: stretches that are the same and stretches that differ, in order, without holes. */
import { classOf, type DifferenceClass } from './classes.js'
import type { Gap } from './matching.js'
import { paired } from './pairs.js'
import { type Side, type Stretch, type Tokens, wordsIn } from './tokens.js'

/** What one text has at `a` and the other at `b`. Where `class` is null they are the same letters, read in the same way.
 * `isRewritten` where the two are too long and too different to be compared in detail. */
export interface Aligned {
  readonly a: Stretch
  readonly b: Stretch
  readonly class: DifferenceClass | null
  readonly isRewritten: boolean
}

/** Every letter of both texts is in exactly one stretch of each. */
export function stretchesOf(a: Lettered, b: Lettered, gaps: readonly Gap[]): Aligned[] {
  const made = new Stretches(a, b)
  let [nextA, nextB] = [0, 0]
  const step = (toA: number) => {
    for (; nextA < toA; nextA++, nextB++) made.solid(nextA, nextA + 1, nextB, nextB + 1, false)
  }
  for (const gap of gaps) {
    step(gap.a0)
    for (const part of made.isOneSaying(gap) ? [gap] : paired(a, b, gap)) {
      if (part.a1 > part.a0 && part.b1 > part.b0)
        made.solid(part.a0, part.a1, part.b0, part.b1, part.isRewritten)
      else made.oneSided = part
    }
    nextA = gap.a1
    nextB = gap.b1
  }
  step(a.tokens.count)
  return made.end()
}

/** A side with its tokens. */
export class Lettered implements Side {
  readonly text: string
  readonly blocks: readonly Stretch[]

  constructor(
    side: Side,
    readonly tokens: Tokens,
  ) {
    this.text = side.text
    this.blocks = side.blocks
  }

  said(index: number): string {
    return this.text.slice(this.tokens.starts[index], this.tokens.ends[index])
  }

  /** Where a token begins; the text's end past the last. */
  startOf(index: number): number {
    return index < this.tokens.count ? this.tokens.starts[index]! : this.text.length
  }

  /** Where a token ends; 0 before the first. */
  endOf(index: number): number {
    return index >= 0 ? this.tokens.ends[index]! : 0
  }

  /** Whether a block begins between two tokens. The text's ends are such places. */
  breaksBetween(before: number, after: number): boolean {
    return before < 0 || after >= this.tokens.count || this.blockOf(before) !== this.blockOf(after)
  }

  blockOf(index: number): number {
    return this.tokens.blocks[index]!
  }

  /** How many blocks begin within some tokens. */
  breaksIn(from: number, to: number): number {
    return to > from ? this.blockOf(to - 1) - this.blockOf(from) : 0
  }
}

class Stretches {
  private readonly all: Aligned[] = []
  /** The same letters since the last difference: from and to in the one text and in the other. */
  private same: [a0: number, a1: number, b0: number, b1: number] | null = null
  /** The first tokens that have not been passed. */
  private a0 = 0
  private b0 = 0
  /** Tokens that stand on one side alone, between what was passed last and what comes next. */
  oneSided: Gap | null = null

  constructor(
    private readonly a: Lettered,
    private readonly b: Lettered,
  ) {}

  /** Tokens of both sides that stand for each other. */
  solid(a0: number, a1: number, b0: number, b1: number, isRewritten: boolean): void {
    this.before(a0, b0)
    const { a, b } = this
    const [from, to] = [a.startOf(a0), a.endOf(a1 - 1)]
    const [fromB, toB] = [b.startOf(b0), b.endOf(b1 - 1)]
    if (same(a.text, from, to, b.text, fromB, toB) && a.breaksIn(a0, a1) === b.breaksIn(b0, b1))
      this.put(from, to, fromB, toB, null)
    else this.put(from, to, fromB, toB, this.classIn(a0, a1, b0, b1), isRewritten)
    this.a0 = a1
    this.b0 = b1
  }

  end(): Aligned[] {
    this.before(this.a.tokens.count, this.b.tokens.count)
    this.close()
    return this.all
  }

  /** Whether what a gap says is the same on both sides but for its look or its punctuation: then it is one difference. */
  isOneSaying({ a0, a1, b0, b1 }: Gap): boolean {
    return a0 === a1 || b0 === b1 || this.classIn(a0, a1, b0, b1) !== 'words'
  }

  private classIn(a0: number, a1: number, b0: number, b1: number): DifferenceClass {
    const { a, b } = this
    const [from, to] = [a.startOf(a0), a.endOf(a1 - 1)]
    const [fromB, toB] = [b.startOf(b0), b.endOf(b1 - 1)]
    // What is much longer cannot be the same but for its look.
    if (Math.abs(to - from - (toB - fromB)) > longestLook + Math.min(to - from, toB - fromB)) return 'words'
    const found = classOf(a.text.slice(from, to), b.text.slice(fromB, toB))
    const [breaksA, breaksB] = [a.breaksIn(a0, a1), b.breaksIn(b0, b1)]
    if (breaksA === breaksB || found === 'words' || found === 'punctuation') return found
    return breaksA > breaksB ? 'join' : 'split'
  }

  /** What stands between the tokens passed last and two that come next. */
  private before(a1: number, b1: number): void {
    const one = this.oneSided
    this.oneSided = null
    const { a, b } = this
    const [fromA, toA] = [a.endOf(this.a0 - 1), a.startOf(a1)]
    const [fromB, toB] = [b.endOf(this.b0 - 1), b.startOf(b1)]
    if (!one) {
      const breaksA = a.breaksBetween(this.a0 - 1, a1)
      const breaksB = b.breaksBetween(this.b0 - 1, b1)
      this.between(fromA, toA, breaksA, fromB, toB, breaksB)
      return
    }
    const added = one.b1 > one.b0
    const [has, t0, t1] = added ? [b, one.b0, one.b1] : [a, one.a0, one.a1]
    const lacks = added ? a : b
    const gapBreaks = lacks.breaksBetween((added ? this.a0 : this.b0) - 1, added ? a1 : b1)
    const [from, to] = [has.startOf(t0), has.endOf(t1 - 1)]
    const [before, after] = [has.endOf(t0 - 1), has.startOf(t1)]
    const [lackFrom, lackTo] = added ? [fromA, toA] : [fromB, toB]
    const isLike = (start: number, end: number, breaks: boolean) =>
      breaks !== gapBreaks ? 0 : same(lacks.text, lackFrom, lackTo, has.text, start, end) ? 2 : 1
    const left = isLike(before, from, has.breaksBetween(t0 - 1, t0))
    const right = isLike(to, after, has.breaksBetween(t1 - 1, t1))
    const kind: DifferenceClass = wordsIn(has.tokens, t0, t1) > 0 ? 'words' : 'punctuation'
    const put = (l0: number, l1: number, h0: number, h1: number) =>
      added ? this.put(l0, l1, h0, h1, kind) : this.put(h0, h1, l0, l1, kind)
    const gap = (h0: number, h1: number) =>
      added
        ? this.between(fromA, toA, gapBreaks, h0, h1, gapBreaks)
        : this.between(h0, h1, gapBreaks, fromB, toB, gapBreaks)
    if (left === 0 && right === 0) put(lackFrom, lackTo, before, after)
    else if (left >= right) {
      gap(before, from)
      put(lackTo, lackTo, from, after)
    } else {
      put(lackFrom, lackFrom, before, to)
      gap(to, after)
    }
  }

  /** White space that both sides have between two tokens. */
  private between(a0: number, a1: number, breaksA: boolean, b0: number, b1: number, breaksB: boolean): void {
    if (breaksA !== breaksB) this.put(a0, a1, b0, b1, breaksA ? 'join' : 'split')
    else if (same(this.a.text, a0, a1, this.b.text, b0, b1)) this.put(a0, a1, b0, b1, null)
    else if (breaksA) this.put(a0, a1, b0, b1, 'between')
    else this.put(a0, a1, b0, b1, classOf(this.a.text.slice(a0, a1), this.b.text.slice(b0, b1)))
  }

  private put(
    a0: number,
    a1: number,
    b0: number,
    b1: number,
    kind: DifferenceClass | null,
    isRewritten = false,
  ): void {
    const { same } = this
    if (kind === null) {
      if (!same) this.same = [a0, a1, b0, b1]
      else [same[1], same[3]] = [a1, b1]
      return
    }
    this.close()
    this.all.push({ a: { start: a0, end: a1 }, b: { start: b0, end: b1 }, class: kind, isRewritten })
  }

  /** What has gathered of the same letters becomes one stretch. */
  private close(): void {
    if (!this.same) return
    const [a0, a1, b0, b1] = this.same
    this.same = null
    if (a1 > a0)
      this.all.push({ a: { start: a0, end: a1 }, b: { start: b0, end: b1 }, class: null, isRewritten: false })
  }
}

/** By how much two readings that differ in their look may differ in length, in UTF-16 units, beside their own length. */
const longestLook = 20

function same(a: string, a0: number, a1: number, b: string, b0: number, b1: number): boolean {
  if (a1 - a0 !== b1 - b0) return false
  for (let i = 0; i < a1 - a0; i++) if (a.charCodeAt(a0 + i) !== b.charCodeAt(b0 + i)) return false
  return true
}
