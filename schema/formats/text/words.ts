/** Small questions about wording that several recognisers ask: how a line ends and begins, months, numerals. */

const CLOSERS = /["'”’»“)\]\s]+$/u
const OPENERS = /^["'“‘„«([\s]+/u
const ABBREVIATION =
  /\b(?:Mr|Mrs|Ms|Dr|Messrs|Prof|Gen|Col|Capt|Lt|Maj|Adm|St|No|Nos|Art|Sec|Vol|pp?|cf|viz|i\.e|e\.g)\.$/

/** How a text ends: with a full stop or its like, a colon, a semicolon, an abbreviation that wants a word after it,
 * or with none of these. Closing quotation marks and brackets are looked past. */
export function ending(text: string): 'final' | 'colon' | 'semicolon' | 'abbreviation' | 'open' {
  const tail = text.slice(-80).replace(CLOSERS, '')
  if (ABBREVIATION.test(tail)) return 'abbreviation'
  switch (tail.slice(-1)) {
    case '.':
    case '!':
    case '?':
    case '…':
    case '。':
      return 'final'
    case ':':
      return 'colon'
    case ';':
      return 'semicolon'
    default:
      return 'open'
  }
}

/** Whether a text breaks off: nothing at its end says that it is complete. */
export function isOpen(text: string): boolean {
  return ending(text) === 'open'
}

/** Whether a text's first letter, after any quotation marks or brackets, is a small one. */
export function beginsLower(text: string): boolean {
  return /^\p{Ll}/u.test(text.slice(0, 40).replace(OPENERS, ''))
}

/** Whether a text's first letter, after any quotation marks or brackets, is a capital. */
export function beginsUpper(text: string): boolean {
  return /^\p{Lu}/u.test(text.slice(0, 40).replace(OPENERS, ''))
}

/** Whether all letters are capitals, and there are at least `least` of them. */
export function isCaps(text: string, least = 3): boolean {
  return !/\p{Ll}/u.test(text) && (text.match(/\p{Lu}/gu)?.length ?? 0) >= least
}

/** The words of a text, without white space; `limit` bounds the work on long lines. */
export function wordsOf(text: string, limit = 400): string[] {
  return text.slice(0, limit).split(/\s+/).filter(Boolean)
}

/** A word or label without punctuation, in small letters, for comparing. */
export function bare(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{M}\p{N}]+/gu, '')
}

/** A text in one line, without white space at its ends. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

/** Whether one letter more, less or other makes the two words equal. */
export function isNearly(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false
  let i = 0
  while (i < a.length && i < b.length && a[i] === b[i]) i++
  const [restA, restB] = [a.slice(i), b.slice(i)]
  return restA.slice(1) === restB.slice(1) || restA === restB.slice(1) || restA.slice(1) === restB
}

const MONTHS =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?' +
  '|janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|novembre|décembre|decembre' +
  '|januar|februar|märz|juni|juli|oktober|dezember|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre' +
  '|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre'

/** The names of the months in English, French, German, Spanish and Italian, and the English short forms, as the
 * source of a regular expression for use with the flag `i`. */
export const monthPattern = `(?:${MONTHS})`

const ROMAN = /^M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})$/
const ROMAN_VALUE: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10, L: 50, C: 100, D: 500, M: 1000 }

/** The value of a Roman numeral in either case, or null. */
export function romanValue(numeral: string): number | null {
  const upper = numeral.toUpperCase()
  if (upper === '' || !ROMAN.test(upper)) return null
  let sum = 0
  for (let i = 0; i < upper.length; i++) {
    const value = ROMAN_VALUE[upper[i]!]!
    sum += value < (ROMAN_VALUE[upper[i + 1] ?? ''] ?? 0) ? -value : value
  }
  return sum
}
