/** Corrections on whole words: `Ugeki ] Ugaki`, whatever letters were typed to get there. */
import { graphemeEnd, graphemeStart } from './graphemes.js'

const wordLetter = /[\p{L}\p{N}\p{M}'’]/u

/** A range of the witness and what it should read. */
export interface Reading {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** Widens a correction to whole words of the witness, its text likewise. What stands at a word's border already, or
 * adds or removes whole words, is returned as it is (`===`). */
export function wholeWords<T extends Reading>(correction: T, witness: string): T | (T & Reading) {
  const { start, end, text } = correction
  const struck = witness.slice(start, end)
  const inside = (s: string, at: 'first' | 'last') => isLetterAt(s, at === 'first' ? 0 : s.length - 1)
  const before = isLetterAt(witness, start - 1)
  const after = isLetterAt(witness, end)
  const touchesLeft = inside(struck, 'first') || inside(text, 'first') || (text === '' && after)
  const touchesRight = inside(struck, 'last') || inside(text, 'last') || (text === '' && before)
  const from = before && touchesLeft ? graphemeStart(witness, wordStart(witness, start)) : start
  const to = after && touchesRight ? graphemeEnd(witness, wordEnd(witness, end)) : end
  if (from === start && to === end) return correction
  return {
    ...correction,
    start: from,
    end: to,
    text: witness.slice(from, start) + text + witness.slice(end, to),
  }
}

/** Where the word that ends or goes on at `offset` begins. */
export function wordStart(text: string, offset: number): number {
  let at = offset
  while (at > 0 && isLetterAt(text, at - 1)) at--
  return at
}

export function wordEnd(text: string, offset: number): number {
  let at = offset
  while (at < text.length && isLetterAt(text, at)) at++
  return at
}

function isLetterAt(text: string, index: number): boolean {
  if (index < 0 || index >= text.length) return false
  const code = text.charCodeAt(index)
  if (code < 0x80) {
    return (
      (code >= 0x61 && code <= 0x7a) ||
      (code >= 0x41 && code <= 0x5a) ||
      (code >= 0x30 && code <= 0x39) ||
      code === 0x27
    )
  }
  // One half of a surrogate pair counts as a letter where the pair does.
  if (code >= 0xdc00 && code <= 0xdfff) return index > 0 && wordLetter.test(text.slice(index - 1, index + 1))
  if (code >= 0xd800 && code <= 0xdbff) return wordLetter.test(text.slice(index, index + 2))
  return wordLetter.test(text[index]!)
}

/** The corrections on whole words, for lists and exports. Where two of them would come to overlap by that, both stay
 * as they were typed. `corrections` are in text order. */
export function inWholeWords<T extends Reading>(corrections: readonly T[], witness: string): T[] {
  const widened = corrections.map(c => wholeWords(c, witness))
  return widened.map((wide, i) => {
    const before = widened[i - 1]
    const after = widened[i + 1]
    const free = (!before || before.end <= wide.start) && (!after || wide.end <= after.start)
    return free ? wide : corrections[i]!
  })
}

/** A reading on one line: breaks as signs, ∅ for nothing. */
export function onOneLine(reading: string): string {
  return reading.replaceAll('\n', ' ⏎ ').replaceAll('\u2029', ' ¶ ').trim() || '∅'
}
