/** Aligning two texts: what is the same in both, what differs and how, and which place of the one is which of the other. */
import { graphemeStart } from '../graphemes.js'
import { lowerBound } from '../ranges.js'
import { type DifferenceClass, isTypographic } from './classes.js'
import { gapsBetween } from './matching.js'
import { type Move, movesIn } from './moves.js'
import { likenessOf } from './pairs.js'
import { type Aligned, Lettered, stretchesOf } from './stretches.js'
import { type Side, type Stretch, tokensOf, type Vocabulary, wordsIn } from './tokens.js'

/** What the texts have at one place where they differ. `move` is the index in `moves` where more than half of one side
 * stands elsewhere in the other text, else null. */
export interface Difference extends Aligned {
  readonly class: DifferenceClass
  readonly move: number | null
}

/** A place of the other text. `confidence` goes from 0 (nothing there corresponds) to 1 (the same words stand there). */
export interface Place {
  readonly offset: number
  readonly confidence: number
}

/** A stretch of the other text. `isMoved` where it stands out of order. */
export interface PlacedStretch extends Stretch {
  readonly confidence: number
  readonly isMoved: boolean
}

/** Aligns two texts by their words. A text alone is read as one block. Offsets count UTF-16 units and stand between
 * grapheme clusters. Takes about a second for 1 MB, whatever the texts hold: where they have too little in common, a
 * stretch is given up and says so (`isRewritten`). */
export function align(a: Side | string, b: Side | string): Alignment {
  const vocabulary: Vocabulary = new Map()
  const [sideA, sideB] = [sideOf(a), sideOf(b)]
  const lettered = new Lettered(sideA, tokensOf(sideA, vocabulary))
  const other = new Lettered(sideB, tokensOf(sideB, vocabulary))
  const gaps = gapsBetween(lettered.tokens, other.tokens)
  const stretches = stretchesOf(lettered, other, gaps)
  const moves = movesIn(lettered.tokens, other.tokens, gaps)
  const missing = gaps.reduce((n, { a0, a1 }) => n + wordsIn(lettered.tokens, a0, a1), 0)
  const extra = gaps.reduce((n, { b0, b1 }) => n + wordsIn(other.tokens, b0, b1), 0)
  const words = {
    a: wordsIn(lettered.tokens, 0, lettered.tokens.count),
    b: wordsIn(other.tokens, 0, other.tokens.count),
  }
  const shared = { a: share(words.a, missing), b: share(words.b, extra) }
  return new Alignment(sideA, sideB, stretches, moves, shared)
}

export class Alignment {
  readonly differences: readonly Difference[]

  /** `stretches` cover both texts without holes, in order. `shared` says how much of the words of each text stands, in
   * the same order, in the other: 0 to 1. */
  constructor(
    readonly a: Side,
    readonly b: Side,
    readonly stretches: readonly Aligned[],
    readonly moves: readonly Move[],
    readonly shared: { readonly a: number; readonly b: number },
  ) {
    this.differences = stretches.flatMap(s =>
      s.class === null ? [] : [{ ...s, class: s.class, move: this.moveOf(s) }],
    )
  }

  /** The stretches in which both texts have the same letters. */
  get same(): Aligned[] {
    return this.stretches.filter(s => s.class === null)
  }

  /** The alignment seen from the other text: what was split is joined. */
  turned(): Alignment {
    const swap = <T extends { readonly a: Stretch; readonly b: Stretch }>(of: T): T => ({
      ...of,
      a: of.b,
      b: of.a,
    })
    const stretches = this.stretches.map(s => ({ ...swap(s), class: turnedClass(s.class) }))
    const moves = this.moves.map(swap).sort((x, y) => x.a.start - y.a.start)
    return new Alignment(this.b, this.a, stretches, moves, { a: this.shared.b, b: this.shared.a })
  }

  /** Where an offset of `a` stands in `b`. `side` says what it belongs to: what stands before (-1) or after it (1); that
   * matters where something was added, left out or changed there. For each side a greater offset never gives a
   * smaller one. */
  map(offset: number, side: -1 | 1 = 1): Place {
    const found = this.at(offset, side)
    if (!found) return { offset: side < 0 ? 0 : this.b.text.length, confidence: 1 }
    const { a, b } = found
    const inside = offset > a.start && offset < a.end
    const to = inside
      ? found.class === null
        ? b.start + offset - a.start
        : this.between(found, offset)
      : offset === a.start
        ? b.start
        : b.end
    if (inside) return { offset: to, confidence: this.confidence(found) }
    const other = this.at(offset, side < 0 ? 1 : -1)
    const confidence = (this.confidence(found) + (other ? this.confidence(other) : 1)) / 2
    // What only `b` has at this place makes it less sure on which side of that it belongs.
    const isCertain = !other || (side < 0 ? other.b.start : other.b.end) === to
    return { offset: to, confidence: isCertain ? confidence : confidence * 0.75 }
  }

  /** Where a range of `a` stands in `b`; its confidence is the share of its letters that do. A range that was moved as a
   * whole is found at its new place. Empty and with confidence 0 where `b` has nothing of it. */
  mapRange(start: number, end: number): PlacedStretch {
    if (start >= end) {
      const { offset, confidence } = this.map(start)
      return { start: offset, end: offset, confidence, isMoved: false }
    }
    let sure = 0
    for (const s of this.touching(start, end)) {
      const length = Math.min(end, s.a.end) - Math.max(start, s.a.start)
      if (length > 0) sure += length * this.confidence(s)
    }
    const confidence = sure / (end - start)
    if (confidence < 0.5) {
      const move = this.moves[lowerBound(this.moves, end, m => m.a.end)]
      if (move && move.a.start <= start) return this.moved(move, start, end)
    }
    const from = this.map(start, 1).offset
    const to = Math.max(from, this.map(end, -1).offset)
    return { start: from, end: to, confidence, isMoved: false }
  }

  /** A moved stretch has the same tokens, and nearly always the same letters. */
  private moved({ a, b }: Move, start: number, end: number): PlacedStretch {
    const isSame = this.a.text.slice(a.start, a.end) === this.b.text.slice(b.start, b.end)
    const there = (offset: number) =>
      isSame ? b.start + offset - a.start : graphemeStart(this.b.text, proportional({ a, b }, offset))
    return { start: there(start), end: there(end), confidence: isSame ? 0.9 : 0.6, isMoved: true }
  }

  /** The stretch on one side of an offset, those without a length in `a` left out; undefined at the text's ends. */
  private at(offset: number, side: -1 | 1): Aligned | undefined {
    const { stretches } = this
    let index =
      side < 0 ? lowerBound(stretches, offset, s => s.a.end) : lowerBound(stretches, offset + 1, s => s.a.end)
    if (side < 0) {
      if (offset <= 0) return undefined
      while (stretches[index] && stretches[index]!.a.start >= offset) index--
    } else while (stretches[index] && stretches[index]!.a.start === stretches[index]!.a.end) index++
    return stretches[index]
  }

  private touching(start: number, end: number): Aligned[] {
    const first = lowerBound(this.stretches, start + 1, s => s.a.end)
    let last = first
    while (last < this.stretches.length && this.stretches[last]!.a.start < end) last++
    return this.stretches.slice(first, last)
  }

  /** A place within a difference: letters are counted off from its beginning as far as both texts have the same, then
   * from its end; between them it is as far along as in `a`. */
  private between(found: Aligned, offset: number): number {
    const { a, b } = found
    const [x, y] = [this.a.text, this.b.text]
    const length = Math.min(a.end - a.start, b.end - b.start, farthest)
    let first = 0
    while (first < length && x[a.start + first] === y[b.start + first]) first++
    let last = 0
    while (last < length - first && x[a.end - 1 - last] === y[b.end - 1 - last]) last++
    const raw =
      offset <= a.start + first
        ? b.start + offset - a.start
        : offset >= a.end - last
          ? b.end - (a.end - offset)
          : proportional(
              {
                a: { start: a.start + first, end: a.end - last },
                b: { start: b.start + first, end: b.end - last },
              },
              offset,
            )
    return graphemeStart(y, raw)
  }

  private confidence({ a, b, class: kind, isRewritten }: Aligned): number {
    if (kind === null) return 1
    if (kind === 'split' || kind === 'join' || isTypographic(kind)) return 0.95
    if (isRewritten || a.start === a.end || b.start === b.end) return 0
    if (Math.max(a.end - a.start, b.end - b.start) > farthest) return 0.2
    const [x, y] = [this.a.text.slice(a.start, a.end), this.b.text.slice(b.start, b.end)]
    return 0.3 + 0.6 * likenessOf(x, y)
  }

  private moveOf({ a, b, class: kind }: Aligned): number | null {
    if (kind !== 'words') return null
    const index = this.moves.findIndex(move => coversHalf(move.a, a) || coversHalf(move.b, b))
    return index < 0 ? null : index
  }
}

/** Longer differences are not looked into letter by letter. */
const farthest = 400

function coversHalf(move: Stretch, { start, end }: Stretch): boolean {
  const both = Math.min(move.end, end) - Math.max(move.start, start)
  return both > 0 && both * 2 > end - start
}

function proportional({ a, b }: Move, offset: number): number {
  if (a.end === a.start) return b.start
  return Math.round(b.start + ((offset - a.start) * (b.end - b.start)) / (a.end - a.start))
}

function turnedClass(kind: DifferenceClass | null): DifferenceClass | null {
  return kind === 'split' ? 'join' : kind === 'join' ? 'split' : kind
}

function sideOf(side: Side | string): Side {
  if (typeof side !== 'string') return side
  return { text: side, blocks: side ? [{ start: 0, end: side.length }] : [] }
}

/** How much of `all` is left without `some`; nothing lacks nothing. */
function share(all: number, some: number): number {
  return all === 0 ? 1 : (all - some) / all
}
