/** Which token of one text is which of the other. Words that stand in a row of three only once in each text are sure;
 * between two such places the shortest edit script decides (Myers 1986), as far as it can be had at a bearable cost. */
import { diff_core } from 'fast-myers-diff'
import { anchors } from './anchors.js'
import { type Tokens, wordsIn } from './tokens.js'

/** Tokens `a0` to `a1` (exclusive) of one text stand where `b0` to `b1` do in the other; neither has a counterpart.
 * `isRewritten` where what they have in common is too little to be told apart. */
export interface Gap {
  readonly a0: number
  readonly a1: number
  readonly b0: number
  readonly b1: number
  readonly isRewritten: boolean
}

/** Stretches in which no more than this many tokens stand on both sides together are compared outright. */
const small = 200

/** How many comparisons the shortest edit script of a stretch may take for each of its tokens, and at least. A page
 * with every fifth word changed stays below; two texts that have nothing in common are given up after some
 * milliseconds, and are one gap. */
const costPerToken = 150
const leastCost = 200_000

/** What all stretches together may cost: half a second. */
const wholeCost = 25_000_000

/** The gaps between the matched tokens, in order, no two of them touching. Between two gaps, and before the first and after the last, token follows
 * token with the same id on both sides. */
export function gapsBetween(a: Tokens, b: Tokens): Gap[] {
  const found: Gap[] = []
  const wordsA = wordsOf(a)
  const wordsB = wordsOf(b)
  let left = wholeCost
  const open: Gap[] = [{ a0: 0, a1: a.count, b0: 0, b1: b.count, isRewritten: false }]
  for (let gap = open.pop(); gap; gap = open.pop()) {
    const inner = stripped(a, b, gap)
    const size = inner.a1 - inner.a0 + inner.b1 - inner.b0
    if (inner.a0 === inner.a1 || inner.b0 === inner.b1) {
      if (size > 0) found.push(inner)
      continue
    }
    const parts = size <= small || left <= 0 ? [] : split(wordsA, wordsB, inner)
    left -= size
    if (parts.length > 0) {
      for (const part of parts.reverse()) open.push(part)
      continue
    }
    const bound = Math.min(Math.max(0, left), Math.max(leastCost, size * costPerToken))
    const { gaps, cost } = shortest(a, b, inner, bound)
    left -= cost
    found.push(...gaps)
  }
  let last: Gap | undefined
  return withoutCrumbs(a, b, joined(found)).map(gap => {
    last = shifted(a, b, gap, last)
    return last
  })
}

/** The words of a text, without its punctuation: their ids, and where each stands among the tokens. */
interface Words {
  readonly ids: Int32Array
  readonly tokens: Int32Array
  /** How many words stand before a token. */
  readonly before: Int32Array
}

function wordsOf({ count, ids, words }: Tokens): Words {
  const before = new Int32Array(count + 1)
  const tokens = new Int32Array(count)
  const of = new Int32Array(count)
  let n = 0
  for (let i = 0; i < count; i++) {
    before[i] = n
    if (words[i] === 0) continue
    tokens[n] = i
    of[n] = ids[i]!
    n++
  }
  before[count] = n
  return { ids: of.subarray(0, n), tokens: tokens.subarray(0, n), before }
}

/** Without the tokens that are the same at both ends. */
function stripped(a: Tokens, b: Tokens, { a0, a1, b0, b1 }: Gap): Gap {
  let [fromA, fromB, toA, toB] = [a0, b0, a1, b1]
  while (fromA < toA && fromB < toB && a.ids[fromA] === b.ids[fromB]) {
    fromA++
    fromB++
  }
  while (toA > fromA && toB > fromB && a.ids[toA - 1] === b.ids[toB - 1]) {
    toA--
    toB--
  }
  return { a0: fromA, a1: toA, b0: fromB, b1: toB, isRewritten: false }
}

/** Cuts a stretch at its anchors: the parts begin and end with matched tokens. Empty where there is no anchor. */
function split(a: Words, b: Words, gap: Gap): Gap[] {
  const partA = { ids: a.ids, from: a.before[gap.a0]!, to: a.before[gap.a1]! }
  const partB = { ids: b.ids, from: b.before[gap.b0]!, to: b.before[gap.b1]! }
  for (const size of [3, 2, 1]) {
    const found = anchors(partA, partB, size)
    if (found.length === 0) continue
    const parts: Gap[] = []
    let [a0, b0] = [gap.a0, gap.b0]
    // Punctuation is compared afterwards: only words that stand side by side in both texts are stepped over.
    for (const [i, j] of found) {
      const [toA, toB] = [a.tokens[i]!, b.tokens[j]!]
      if (toA < a0 || toB < b0) continue
      if (toA > a0 || toB > b0) parts.push({ a0, a1: toA, b0, b1: toB, isRewritten: false })
      a0 = toA + 1
      b0 = toB + 1
    }
    if (gap.a1 > a0 || gap.b1 > b0) parts.push({ a0, a1: gap.a1, b0, b1: gap.b1, isRewritten: false })
    return parts
  }
  return []
}

/** The shortest edit script of a stretch and what it cost; where that is more than `bound`, the stretch as one gap. */
function shortest(a: Tokens, b: Tokens, gap: Gap, bound: number): { gaps: Gap[]; cost: number } {
  const { a0, a1, b0, b1 } = gap
  let cost = 0
  const isSame = (i: number, j: number) => {
    if (++cost > bound) throw tooCostly
    return a.ids[i] === b.ids[j]
  }
  const gaps: Gap[] = []
  try {
    for (const [fromA, toA, fromB, toB] of diff_core(a0, a1 - a0, b0, b1 - b0, isSame))
      gaps.push({ a0: fromA, a1: toA, b0: fromB, b1: toB, isRewritten: false })
  } catch (thrown) {
    if (thrown !== tooCostly) throw thrown
    return { gaps: [{ ...gap, isRewritten: true }], cost }
  }
  return { gaps, cost }
}

const tooCostly = new Error('too costly')

/** Gaps that touch each other, as one. */
function joined(gaps: readonly Gap[]): Gap[] {
  const all: Gap[] = []
  for (const gap of gaps) {
    const last = all.at(-1)
    if (last && last.a1 === gap.a0 && last.b1 === gap.b0) all[all.length - 1] = merged(last, gap)
    else all.push(gap)
  }
  return all
}

function merged(first: Gap, last: Gap): Gap {
  const isRewritten = first.isRewritten || last.isRewritten
  return { a0: first.a0, a1: last.a1, b0: first.b0, b1: last.b1, isRewritten }
}

/** Without the few equal words ("of the") that chance leaves between two long gaps, or takes from the end of one paragraph for
 * the beginning of the next: nobody reads those as kept. */
function withoutCrumbs(a: Tokens, b: Tokens, gaps: readonly Gap[]): Gap[] {
  const kept: Gap[] = []
  for (const gap of gaps) {
    let now = gap
    for (let before = kept.at(-1); before; before = kept.at(-1)) {
      const between = weightOf(a, before.a1, now.a0)
      if (between > mostCrumbs) break
      const isFew = between * 2 <= Math.min(sizeOf(before), sizeOf(now))
      if (!isFew && !changesParagraph(a, b, before, now)) break
      kept.pop()
      now = merged(before, now)
    }
    kept.push(now)
  }
  return kept
}

/** Whether what stands between two gaps has a paragraph's beginning on the one side in one text, and on the other side in
 * the other. */
function changesParagraph(a: Tokens, b: Tokens, before: Gap, after: Gap): boolean {
  const breaks = (tokens: Tokens, at: number) => at > 0 && tokens.blocks[at] !== tokens.blocks[at - 1]
  const [startA, startB] = [breaks(a, before.a1), breaks(b, before.b1)]
  const [endA, endB] = [breaks(a, after.a0), breaks(b, after.b0)]
  return startA !== startB && endA !== endB && startA !== endA
}

/** More words than this in a row do not stand in both texts by chance. */
const mostCrumbs = 6

/** Marks alone between two gaps hold less than a word does, and more than nothing. */
const weightOf = (tokens: Tokens, from: number, to: number): number =>
  wordsIn(tokens, from, to) || (to > from ? 0.6 : 0)

const sizeOf = ({ a0, a1, b0, b1 }: Gap): number => Math.max(a1 - a0, b1 - b0)

/** Where tokens were only added or only left out, the script cannot tell `the [big the] house` from `[the big] the
 * house`: such a gap begins where a block does, or else after punctuation, if it can. It never touches the `last`. */
function shifted(a: Tokens, b: Tokens, gap: Gap, last: Gap | undefined): Gap {
  if (gap.a1 > gap.a0 && gap.b1 > gap.b0) return gap
  const [tokens, from, to] = gap.a1 > gap.a0 ? [a, gap.a0, gap.a1] : [b, gap.b0, gap.b1]
  let best = 0
  let bestScore = beginningAt(tokens, from)
  if (bestScore === 2) return gap
  const room = last
    ? Math.min(farthest, gap.a0 - last.a1 - 1, gap.b0 - last.b1 - 1)
    : Math.min(farthest, gap.a0, gap.b0)
  for (let by = 1; by <= room; by++) {
    if (tokens.ids[from - by] !== tokens.ids[to - by]) break
    const otherSide = gap.a1 > gap.a0 ? b.ids[gap.b0 - by] : a.ids[gap.a0 - by]
    if (otherSide !== tokens.ids[to - by]) break
    const score = beginningAt(tokens, from - by)
    if (score > bestScore) [best, bestScore] = [by, score]
  }
  if (best === 0) return gap
  return { ...gap, a0: gap.a0 - best, a1: gap.a1 - best, b0: gap.b0 - best, b1: gap.b1 - best }
}

const farthest = 30

function beginningAt({ blocks, words }: Tokens, at: number): 0 | 1 | 2 {
  if (at === 0 || blocks[at] !== blocks[at - 1]) return 2
  return words[at - 1] === 0 ? 1 : 0
}
