/** What two texts are compared by: their words and punctuation marks, as numbers. White space stands between tokens and is
 * no token itself, so that lines may be broken anew without a word being taken for another. */
import { graphemeEnd } from '../graphemes.js'

/** A part of a text, in UTF-16 units; `end` is exclusive. */
export interface Stretch {
  readonly start: number
  readonly end: number
}

/** A text and what of it is read: its blocks, in order, not overlapping. What stands between two blocks separates
 * them and is compared as nothing but that. */
export interface Side {
  readonly text: string
  readonly blocks: readonly Stretch[]
}

/** The tokens of a text in order. Tokens of two texts that were numbered by the same vocabulary have the same `ids` where
 * they say the same: spelling decides, but not the form of quotation marks, dashes, apostrophes and of Unicode (NFC). */
export interface Tokens {
  readonly count: number
  readonly starts: Int32Array
  readonly ends: Int32Array
  readonly ids: Int32Array
  /** 1 for a word, 0 for a punctuation mark. */
  readonly words: Uint8Array
  /** The number of the block, from 0. */
  readonly blocks: Int32Array
}

/** Numbers from 0 for what tokens say. */
export type Vocabulary = Map<string, number>

/** Scripts that write no spaces between words are compared letter by letter. */
const unspaced = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}][\p{M}\uff9e\uff9f]*`
const letter = String.raw`[\p{L}\p{N}\p{M}\u00ad]`
/** An apostrophe belongs to a word where letters stand on both sides of it. */
const spaced = String.raw`(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])${letter})+`
const word = new RegExp(`${unspaced}|${spaced}(?:['’ʼ]${spaced})*`, 'uy')
/** Marks that are written as several: dots, dashes, typewritten quotation marks. */
const severalMarks = /\.{2,}|-{2,}|,,|''|‘‘|’’|``/y
const space = /\s/u
/** The next letter cannot belong to the same grapheme cluster: it is below all combining letters. */
const plain = 0x300

export function tokensOf({ text, blocks }: Side, vocabulary: Vocabulary): Tokens {
  const starts: number[] = []
  const ends: number[] = []
  const ids: number[] = []
  const words: number[] = []
  const blockOf: number[] = []
  blocks.forEach(({ start, end }, block) => {
    let at = start
    while (at < end) {
      const to = Math.min(end, tokenEnd(text, at))
      if (isSpace(text, at, to)) {
        at = to
        continue
      }
      const said = text.slice(at, to)
      const key = keyOf(said)
      let id = vocabulary.get(key)
      if (id === undefined) {
        id = vocabulary.size
        vocabulary.set(key, id)
      }
      starts.push(at)
      ends.push(to)
      ids.push(id)
      words.push(isWord(said) ? 1 : 0)
      blockOf.push(block)
      at = to
    }
  })
  return {
    count: starts.length,
    starts: Int32Array.from(starts),
    ends: Int32Array.from(ends),
    ids: Int32Array.from(ids),
    words: Uint8Array.from(words),
    blocks: Int32Array.from(blockOf),
  }
}

/** Where the word, the mark or the one letter of white space that begins at `at` ends: between two grapheme clusters. */
function tokenEnd(text: string, at: number): number {
  word.lastIndex = at
  if (word.test(text)) return clusterEnd(text, word.lastIndex)
  severalMarks.lastIndex = at
  if (severalMarks.test(text)) return clusterEnd(text, severalMarks.lastIndex)
  return clusterEnd(text, at + 1)
}

/** `at` itself or, where it stands inside a cluster, the cluster's end. */
function clusterEnd(text: string, at: number): number {
  const next = text.charCodeAt(at)
  return next < plain && next !== 0x0a ? at : graphemeEnd(text, at)
}

function isSpace(text: string, at: number, end: number): boolean {
  for (let i = at; i < end; i++) if (!space.test(text[i]!)) return false
  return true
}

const wordy = /[\p{L}\p{N}]/u

/** Whether what a token says has a letter or a digit in it. */
export function isWord(said: string): boolean {
  return wordy.test(said)
}

/** How many of some tokens are words. */
export function wordsIn({ words }: Tokens, from: number, to: number): number {
  let n = 0
  for (let i = from; i < to; i++) n += words[i]!
  return n
}

const asciiWord = /^[A-Za-z0-9]+$/

function keyOf(said: string): string {
  return asciiWord.test(said) ? said : withPlainMarks(said.normalize('NFC'))
}

/** A text with all quotation marks, apostrophes, dashes and ellipses in one form, and without soft hyphens. */
export function withPlainMarks(text: string): string {
  return text
    .replace(/\u00ad/g, '')
    .replace(/,,|''|‘‘|’’|``|[«»„“”‟″〝〞]/g, '"')
    .replace(/[‘’‚‛`´ʼ‹›′]/g, "'")
    .replace(/-{2,}|[‐‑‒–—―−]/g, '-')
    .replace(/\.{2,}/g, '…')
}
