/** Page marks and rules: lines that say of themselves what they are. */
import { addSpan, type Draft, mark, type Reading } from './draft.js'
import { beginsLower, isOpen } from './words.js'

const RULE = /^(?:[-–—_=*~•·.#+]\s*){3,}$|^[-–—_*~=]{2,}$|^[⁂※]$/u
const PAGE_WORD = '(?:pages?|p|pp|pg|seite|s|folio|fol|f|sheet|leaf|feuille)'
const PAGE_NUMBER = String.raw`(\d{1,4}[rv]?|[ivxlc]{1,7})`
const PAGE_MARKS: readonly RegExp[] = [
  new RegExp(String.raw`^[\[({<|]\s*${PAGE_WORD}\.?\s*${PAGE_NUMBER}(?:\s*(?:of|/)\s*\d+)?\s*[\])}>|]$`, 'i'),
  new RegExp(
    String.raw`^[-–—=*_]*\s*(?:page|seite|folio|sheet)\s*(?:no\.?\s*)?${PAGE_NUMBER}(?:\s*(?:of|/)\s*\d+)?\s*[-–—=*_.]*$`,
    'i',
  ),
  new RegExp(String.raw`^(?:p|pp|pg|fol|f)\.\s*${PAGE_NUMBER}\.?$`, 'i'),
  /^[-–—=*]+\s*(\d{1,4})\s*[-–—=*]+$/,
  /^\/\s*(\d{1,4})\s*\/$/,
  /^[[|{<]\s*(\d{1,4}[rv]?)\s*[\]|}>]$/,
  /^\[\s*page\s*break\s*\]$|^[-–—=*]*\s*page break\s*[-–—=*]*$/i,
]
const BARE_NUMBER = /^\(?(\d{1,3})[.)]?$/
const INLINE_PAGE = /\[\s*(?:pages?|p|pg|fol|f)\.?\s*(\d{1,4}[rv]?)\s*\]/gi

/** Whether a line is a drawn rule: "- - - - -", "-----", "* * *", "____". */
export function isRule(text: string): boolean {
  return text.length <= 200 && RULE.test(text)
}

/** The page number of a line that is a page mark: "[p. 2]", "Page 2 of 9", "- 2 -", "—3—", "/2/", "[2]". The empty
 * string stands for a mark without number ("[page break]"), null for no page mark. */
export function pageMark(text: string): string | null {
  if (text.length > 40) return null
  for (const pattern of PAGE_MARKS) {
    const found = pattern.exec(text)
    if (found) return found[1] ?? ''
  }
  return null
}

/** Marks rules and page marks. Bare numbers are page marks where they count upwards with text between, a page's worth
 * where they begin with 1, as a list's would; a single one, also "(2)", beside a form feed or in the middle of a sentence. */
export function recogniseFurniture({ drafts }: Reading): void {
  const numbers: { index: number; value: number; plain: boolean }[] = []
  drafts.forEach((draft, index) => {
    const { text } = draft.line
    const page = pageMark(text)
    const bare = BARE_NUMBER.exec(text)
    if (page !== null) markPage(draft, page)
    else if (isRule(text)) mark(draft, 'rule')
    else if (bare) numbers.push({ index, value: Number(bare[1]), plain: bare[1] === text })
  })
  const [first, ...more] = numbers
  if (!first) return
  const counting = more.every(({ index, value }, i) => {
    const before = numbers[i]!
    const between = drafts[index]!.line.start - drafts[before.index]!.line.end
    return value === before.value + 1 && index > before.index + 1 && (first.value > 1 || between > PAGE)
  })
  const alone = parts(drafts, first.index) || isBesideFormFeed(drafts, first.index)
  if (more.length > 0 ? counting && numbers.every(n => n.plain) : alone)
    for (const { index, value } of numbers) markPage(drafts[index]!, String(value))
}

/** A page has more characters than this. */
const PAGE = 300

function isBesideFormFeed(drafts: readonly Draft[], index: number): boolean {
  return drafts[index]!.line.formFeed || drafts[index + 1]?.line.formFeed === true
}

/** Whether the lines before and after one make up a sentence. */
function parts(drafts: readonly Draft[], index: number): boolean {
  const [before, after] = [drafts[index - 1], drafts[index + 1]]
  return (
    before !== undefined && after !== undefined && isOpen(before.line.text) && beginsLower(after.line.text)
  )
}

function markPage(draft: Draft, n: string): void {
  mark(draft, 'label', n ? { place: 'page', n } : { place: 'page' })
}

/** The page marks inside a line's text ("[p. 3]"): the number and where the new page's text begins, as an index.
 * The mark becomes an `editorial` span elsewhere, being in brackets. */
export function inlinePageMarks(draft: Draft): { n: string; index: number }[] {
  const { text } = draft.line
  if (!text.includes('[')) return []
  const found: { n: string; index: number }[] = []
  for (const match of text.matchAll(INLINE_PAGE)) {
    const after = match.index + match[0].length
    const white = /^\s*/.exec(text.slice(after, after + 20))![0].length
    if (after + white < text.length) found.push({ n: match[1]!, index: after + white })
  }
  return found
}

/** Marks a leading label of a line, such as "To:", without changing its kind. */
export function markLabel(draft: Draft, length: number): void {
  addSpan(draft, 0, length, 'label')
}
