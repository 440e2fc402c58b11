/** Whether the words that a record stands on stand in another witness too, and where. */
import { rangeFault } from '../shapes.js'
import type { Cause } from '../unplaced.js'
import { wordEnd, wordStart } from '../words.js'

/** Which place of the other text a range is (align's `Alignment`). `confidence` goes from 0 to 1. */
export interface Places {
  mapRange(
    start: number,
    end: number,
  ): { readonly start: number; readonly end: number; readonly confidence: number; readonly isMoved: boolean }
}

/** *same*: the words stand at `start` to `end`, where `at` finds every offset of theirs. *other*: what stands there reads
 * otherwise. *lost*: nothing does that could be taken for it; its place would be next to `near`. */
export type Ground =
  | { readonly is: 'same'; readonly start: number; readonly end: number; at(offset: number): number }
  | {
      readonly is: 'other'
      readonly start: number
      readonly end: number
      readonly words: string
      readonly confidence: number
    }
  | { readonly is: 'lost'; readonly why: Extract<Cause, 'gone' | 'unsure'>; readonly near: number }

/** Below this a place is found by chance, or by counting. */
const sure = 0.6

export class Grounds {
  constructor(
    readonly from: string,
    readonly to: string,
    private readonly places: Places,
  ) {}

  /** Where the words from `start` to `end` of the one text stand in the other. */
  of(start: number, end: number): Ground {
    const found = this.places.mapRange(start, end)
    const words = this.from.slice(start, end)
    const isExact = this.to.slice(found.start, found.end) === words
    const [from, to] = isExact ? [found.start, found.end] : trimmed(this.to, found.start, found.end)
    const there = this.to.slice(from, to)
    if (there.trim() === '') return { is: 'lost', why: 'gone', near: found.start }
    const other = this.other(from, to, found.confidence)
    if (!readsAs(words, there)) return other
    // A part of a longer word is not the word.
    const isPart =
      (wordStart(this.from, start) === start && wordStart(this.to, from) !== from) ||
      (wordEnd(this.from, end) === end && wordEnd(this.to, to) !== to)
    if (isPart) return other
    if (found.confidence < sure) return { is: 'lost', why: 'unsure', near: from }
    const at = (offset: number) => from + indexIn(there, words, offset - start)
    return { is: 'same', start: from, end: to, at }
  }

  /** What stands in a place instead, on whole words. */
  private other(from: number, to: number, confidence: number): Ground {
    const start = wordStart(this.to, from)
    const end = wordEnd(this.to, to)
    return { is: 'other', start, end, words: this.to.slice(start, end), confidence }
  }

  /** The offset of the other text that has the same before it and after it; null where it is not that clear. */
  point(offset: number): number | null {
    const { start, confidence } = this.places.mapRange(offset, offset)
    return confidence === 1 ? start : null
  }

  /** Next to what an offset of the one text would stand in the other. */
  near(offset: number): { readonly start: number; readonly end: number } {
    const { start } = this.places.mapRange(offset, offset)
    return { start, end: start }
  }

  /** A range of the other text that a record may stand on; null where it would cut a letter in two. */
  sound(start: number, end: number): { readonly start: number; readonly end: number } | null {
    return rangeFault(start, end, this.to) ? null : { start, end }
  }

  /** Where the words begin before which an offset stands, and what they are; null where no word follows. */
  wordAfter(offset: number, end = this.from.length): { readonly start: number; readonly end: number } | null {
    const start = nextLetter(this.from, offset)
    return start < end ? { start, end: wordEnd(this.from, start) } : null
  }

  wordBefore(offset: number): { readonly start: number; readonly end: number } | null {
    const end = lastLetter(this.from, offset)
    return end > 0 ? { start: wordStart(this.from, end), end } : null
  }
}

/** The whole words that a range touches; where it touches none, the word before it and the word after it. `wide` takes those
 * in any case. */
export function footing(
  text: string,
  start: number,
  end: number,
  wide = false,
): [start: number, end: number] {
  const from = wordStart(text, start)
  const to = wordEnd(text, end)
  if (!wide && nextLetter(text, from) < to) return [from, to]
  const before = lastLetter(text, from)
  const after = nextLetter(text, to)
  return [before > 0 ? wordStart(text, before) : from, after < text.length ? wordEnd(text, after) : to]
}

/** Whether two readings are the same but for white space and how letters are put together (Unicode NFC). */
export function readsAs(a: string, b: string): boolean {
  return a === b || flat(a) === flat(b)
}

const flat = (text: string) => text.normalize('NFC').replace(/\s+/gu, ' ').trim()

const letter = /[\p{L}\p{N}]/gu

function nextLetter(text: string, offset: number): number {
  letter.lastIndex = offset
  return letter.exec(text)?.index ?? text.length
}

/** Where the last letter before an offset ends; 0 where there is none. */
function lastLetter(text: string, offset: number): number {
  for (let size = 64; ; size *= 4) {
    const from = Math.max(0, offset - size)
    let end = 0
    for (const match of text.slice(from, offset).matchAll(letter)) end = from + match.index + match[0].length
    if (end > 0) return end
    if (from === 0) return 0
  }
}

function trimmed(text: string, start: number, end: number): [start: number, end: number] {
  const words = text.slice(start, end)
  const from = start + (words.length - words.trimStart().length)
  return [from, Math.max(from, start + words.trimEnd().length)]
}

const blank = /\s/u

/** The index in `to` of the place that `index` is in `from`, both reading the same but for white space. */
function indexIn(to: string, from: string, index: number): number {
  if (to === from) return index
  // Letters may be put together otherwise: count them in one form.
  const [x, y] = [letters(from), letters(to)]
  const before = x.filter(at => at < index).length
  const isAfterLetter = index > 0 && !blank.test(from[index - 1]!)
  if (isAfterLetter)
    return before === 0 ? 0 : (y[before] ?? to.length) - blanksBefore(to, y[before] ?? to.length)
  return y[before] ?? to.length
}

/** Where what is no white space begins: a letter with all that is put together with it. */
function letters(text: string): number[] {
  const found: number[] = []
  for (const match of text.matchAll(/\S\p{M}*/gu)) found.push(match.index)
  return found
}

function blanksBefore(text: string, index: number): number {
  let n = 0
  while (index - n > 0 && blank.test(text[index - n - 1]!)) n++
  return n
}
