/** Words as the search of a site knows them. The pages' script cuts and folds in the same way (search-script.ts). */

/** One word: letters and digits; where writing has no spaces between words, one character. As a regular expression of
 * ECMAScript with the flags `gu`. */
export const wordPattern =
  '[\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}]|(?:(?![\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}])[\\p{L}\\p{N}\\p{M}])+'

const word = new RegExp(wordPattern, 'gu')

/** A word without capitals, accents and variants of letters. */
export function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}

/** The words of a text, folded, each once. */
export function wordsOf(text: string): Set<string> {
  const words = new Set<string>()
  for (const [found] of text.matchAll(word)) {
    const known = folded(found)
    // What is all marks leaves nothing; what is longer than any word is none.
    if (known !== '' && known.length <= 60) words.add(known)
  }
  return words
}
