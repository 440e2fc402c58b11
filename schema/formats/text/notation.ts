/** The notations of headings, and of the lines around a letter: what a line says of itself, whatever stands beside it. */
import { beginsLower, ending, wordsOf } from './words.js'

/** Keywords from the highest rank to the lowest; one line holds names for the same rank. */
const RANKS: readonly RegExp[] = [
  /^volumes?$|^band$|^tome$/i,
  /^books?$|^buch$|^livre$/i,
  /^parts?$|^teil$|^partie$/i,
  /^title$|^titre$/i,
  /^chapters?$|^kapitel$|^chapitre$/i,
  /^sections?$|^abschnitt$/i,
  /^articles?$|^artikel$/i,
  /^sub-?sections?$/i,
  /^paragraphs?$|^absatz$|^paragraphe$/i,
  /^sub-?paragraphs?$|^clause$/i,
]
const KEYWORD =
  /^(volume|band|tome|book|buch|livre|part|teil|partie|title|titre|chapter|kapitel|chapitre|section|abschnitt|article|artikel|sub-?section|paragraph|absatz|paragraphe|sub-?paragraph|clause)\s+((?:[IVXLCDM]+|\d{1,3}(?:\.\d{1,3})*[a-z]?|[A-Z]|one|two|three|four|five|six|seven|eight|nine|ten|first|second|third)\b|[ivxl]+(?=[.:,]|$))\s*([.,:;)–—-]*)\s*(.*)$/i
/** Headings of parts that stand beside the chapters. */
const SEPARATE =
  /^(?:appendix|annexe?|enclosure|attachment|schedule|exhibit|addendum|supplement|postscript|preface|foreword|preamble|introduction|conclusions?|contents|table of contents|notes|bibliography|agenda|glossary|corrigenda|errata)(?:\s+(?:no\.?\s*)?(?:[A-Z]|\d{1,3}|[IVX]{1,5}))?([.:–—-]\s*.{0,80})?$/i
/** A line of contents: a heading, dots, the page. */
const CONTENTS = /(?:\.\s?){4,}\s*[\divx]+$|\t\s*\d+$/i
const SPACED = /^\p{Lu}(?: +\p{Lu}){3,}[.:]?$/u
const CERTIFICATE =
  /^(?:.{0,30}\b)?(?:certificate|affidavit|attestation|certification|jurat|statement of source)\b(?: (?:of|and) .{1,40})?[.:]?$/i
const SALUTATION =
  /^(?:my )?(?:dear|dearest|sirs?|gentlemen|madam|monsieur|messieurs|excellency|your (?:excellency|majesty|highness)|mon cher|cher|chère|ma chère|lieber|liebe|sehr geehrte[rs]?|comrades?|most honou?red)\b.{0,70}[,:!—–]$/iu
/** No heading is longer. */
export const LIMIT = 150

/** Whether a line is typed with a blank between its letters, "R E P O R T". */
export function isSpaced(text: string): boolean {
  return text.length <= 120 && SPACED.test(text)
}

/** A letter-spaced line as words. Two blanks or more part words. */
export function unspaced(text: string): string {
  return text
    .split(/ {2,}/)
    .map(word => word.replace(/ /g, ''))
    .join(' ')
}

/** The rank of the keyword with which a line of text begins ("Article 1. The parties agree …"), or null. */
export function rankOf(text: string): number | null {
  const found = KEYWORD.exec(text.slice(0, 60))
  return found?.[3] ? RANKS.findIndex(pattern => pattern.test(found[1]!)) : null
}

/** The keyword of a heading ("CHAPTER III. …"): its rank from 0, whether it has a title of its own, and
 * whether that ends with a full stop; or null. */
export function keywordOf(text: string): { rank: number; titled: boolean; sentence: boolean } | null {
  if (text.length > 200 || CONTENTS.test(text)) return null
  const found = KEYWORD.exec(text)
  if (!found || !/^\p{Lu}/u.test(text)) return null
  const rest = found[4]!
  const rank = RANKS.findIndex(pattern => pattern.test(found[1]!))
  if (rest === '') return { rank, titled: false, sentence: false }
  if (beginsLower(rest) || !/^["'“‘«([]?[\p{Lu}\d]/u.test(rest)) return null
  const end = ending(rest)
  if (end === 'colon' || end === 'semicolon') return null
  const words = wordsOf(rest).length
  if (rest.length > LIMIT || (end === 'final' && (words > 8 || /[.!?]\s+\p{Lu}\p{Ll}/u.test(rest))))
    return null
  if (found[3] === '' && (end === 'final' || words > 12)) return null
  return { rank, titled: true, sentence: end === 'final' }
}

/** Whether a heading begins a certificate. */
export function isCertificate(text: string): boolean {
  return text.length <= 80 && CERTIFICATE.test(isSpaced(text) ? unspaced(text) : text)
}

/** "Appendix", "ANNEX A", "Enclosure 2. List of Ships"; but "Enclosure: one list" is a remark. */
export function isSeparate(text: string): boolean {
  if (text.length > 110) return false
  const rest = SEPARATE.exec(text)?.[1]
  return (
    SEPARATE.test(text) &&
    (rest === undefined || /^[.–—-]\s*(?:\p{Lu}|$)/u.test(rest) || /^:\s*\p{Lu}/u.test(rest))
  )
}

/** Whether a line addresses the reader of a letter: "Dear Mr. Eden,". */
export function isSalutation(text: string): boolean {
  return text.length <= 80 && /^\p{Lu}/u.test(text) && SALUTATION.test(text)
}
