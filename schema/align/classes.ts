/** What kind of difference it is between what two texts say at one place. */
import { withPlainMarks } from './tokens.js'

/** *words*: letters or digits differ; *punctuation*: only marks do; *split* and *join*: one text begins a block where the
 * other does not; then what a printer or a program may have made: *marks* (the form of quotation marks, apostrophes,
 * dashes and ellipses), *hyphenation* (a word divided at a line's end, or a soft hyphen), *line-end*, *whitespace* and
 * *normalization* (one letter in two Unicode forms). *between*: what stands between blocks and is read by nobody. */
export const differenceClasses = [
  'words',
  'punctuation',
  'split',
  'join',
  'marks',
  'hyphenation',
  'line-end',
  'whitespace',
  'normalization',
  'between',
] as const
export type DifferenceClass = (typeof differenceClasses)[number]

/** Whether a class concerns the look of a text alone. */
export function isTypographic(of: DifferenceClass): boolean {
  return typographic.has(of)
}

const typographic: ReadonlySet<DifferenceClass> = new Set([
  'marks',
  'hyphenation',
  'line-end',
  'whitespace',
  'normalization',
  'between',
])

const lineEnd = /[\n\r\u2028]/
const divided = /[-‐¬=⸗]\s*[\n\r\u2028]\s*/g

/** The class of two readings of one place, neither of which crosses a block's beginning. They must not be the same. */
export function classOf(a: string, b: string): DifferenceClass {
  const [normalA, normalB] = [a.normalize('NFC'), b.normalize('NFC')]
  if (normalA === normalB) return 'normalization'
  if (closed(normalA) === closed(normalB))
    return lineEnd.test(a) !== lineEnd.test(b) || broken(a) !== broken(b) ? 'line-end' : 'whitespace'
  if (withoutHyphens(normalA) === withoutHyphens(normalB)) return 'hyphenation'
  const [plainA, plainB] = [plain(normalA), plain(normalB)]
  if (plainA === plainB) return 'marks'
  return plainA.replace(notWordy, '') === plainB.replace(notWordy, '') ? 'punctuation' : 'words'
}

const notWordy = /[^\p{L}\p{N}\p{M}]/gu

const closed = (text: string): string => text.replace(/\s+/g, '')
const withoutHyphens = (text: string): string => closed(text.replace(divided, '').replace(/\u00ad/g, ''))
const plain = (text: string): string => withPlainMarks(withoutHyphens(text))
const broken = (text: string): number => (text.match(/[\n\r\u2028]/g) ?? []).length
