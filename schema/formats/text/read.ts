/** The reader of plain text: a transcription's bytes to a witness, with a report of what was recognised and guessed. */
import { graphemeEnd, graphemeStart } from '../../graphemes.js'
import type { Block, Milestone, Problem, ReadResult, Span } from '../../witness.js'
import { recogniseContinuations } from './continuations.js'
import { decode } from './decode.js'
import { type Draft, guess, isFurniture, type Reading, reading } from './draft.js'
import { joinLines, recogniseCertificates, recogniseDatelines, recogniseSignatures } from './endings.js'
import { inlinePageMarks, recogniseFurniture } from './furniture.js'
import { recogniseHeadings } from './headings.js'
import { recogniseInline } from './inline.js'
import { linesOf } from './lines.js'
import { recogniseLists } from './lists.js'
import { recogniseMetadata } from './metadata.js'
import { recogniseNotes } from './notes.js'
import { recognisePageTurns } from './page-turns.js'
import { recogniseQuotations } from './quotations.js'
import { summaryOf } from './report.js'
import { continueSpeeches, recogniseSpeeches, recogniseStages, speakersOf } from './speeches.js'
import { unwrap, wrapWidth } from './wrap.js'

export { encode } from './decode.js'

/**
 * Reads a plain-text transcription. Every character of the file is in the witness's text, and `encode(witness)` gives
 * the very bytes. The witness is null, and one problem an error, where the file is binary, is not whole UTF-16, or has
 * nothing but white space in it. `name` is the file's name; folders before it are left out.
 */
export function readText(bytes: Uint8Array, name: string): ReadResult {
  const decoded = decode(bytes)
  if ('error' in decoded) return { witness: null, metadata: {}, problems: [decoded.error] }
  const { text, encoding, bom } = decoded
  const { lines: typed, ends } = linesOf(text)
  if (typed.length === 0) {
    const message = text === '' ? 'The file is empty.' : 'The file holds nothing but white space.'
    return {
      witness: null,
      metadata: {},
      problems: [{ severity: 'error', code: 'empty', message, line: 1, column: 1 }],
    }
  }
  const width = wrapWidth(typed)
  const lines = width === null ? typed : unwrap(text, typed, width)
  const found = reading(lines)
  const certificates = recognise(found)

  const blocks = blocksOf(found.drafts)
  const milestones = pagesOf(text, found)
  const spans = spansOf(text, found.drafts)
  const summary = summaryOf({
    blocks,
    milestones,
    spans,
    metadata: found.metadata,
    speakers: speakersOf(found),
    certificates,
    encoding,
    bom,
    ends,
    wrapped: width !== null,
  })
  const source = { format: 'text', encoding, bom, name: name.split(/[\\/]/).at(-1)! }
  const guesses = found.problems.sort((a, b) => a.line - b.line || a.column - b.column)
  const problems: Problem[] = [...summary, ...(decoded.guess ? [decoded.guess] : []), ...guesses]
  return {
    witness: { format: 1, text, blocks, milestones, spans, source },
    metadata: found.metadata,
    problems,
  }
}

/** Each recogniser takes only what those before it left, so the surest come first. Returns the number of certificates. */
function recognise(found: Reading): number {
  recogniseFurniture(found)
  recogniseMetadata(found)
  recogniseSpeeches(found)
  recogniseStages(found)
  recogniseNotes(found)
  recognisePageTurns(found)
  recogniseHeadings(found)
  const certificates = recogniseCertificates(found).length
  recogniseDatelines(found)
  recogniseSignatures(found)
  recogniseLists(found)
  continueSpeeches(found)
  recogniseQuotations(found)
  for (const i of joinLines(found))
    guess(found, found.drafts[i]!, 'verse', 'These short lines were taken for verse.')
  recogniseContinuations(found)
  for (const draft of found.drafts) {
    recogniseInline(draft)
    if (!/[^\p{C}\s]/u.test(draft.line.text))
      guess(found, draft, 'invisible', 'This line holds only control characters; it was kept as a paragraph.')
  }
  return certificates
}

function blocksOf(drafts: readonly Draft[]): Block[] {
  const blocks: { start: number; end: number; kind: Block['kind']; attrs: Block['attrs'] }[] = []
  for (const { line, kind, attrs, joins } of drafts) {
    const last = blocks.at(-1)
    if (joins && last) last.end = line.end
    else blocks.push({ start: line.start, end: line.end, kind: kind ?? 'paragraph', attrs })
  }
  return blocks
}

/** Page breaks, numbered from 2 or by the document's own page marks. */
function pagesOf(text: string, { drafts }: Reading): Milestone[] {
  const pages: Milestone[] = []
  const marks = drafts.filter(draft => isFurniture(draft) && draft.attrs.n !== undefined)
  // A mark "1" below running text stands at the foot of its page: the page after it is 2.
  const first = marks[0]
  const foot =
    first?.attrs.n === '1' && drafts.some(d => !isFurniture(d) && d.line.start < first.line.start) ? 1 : 0
  let page = '1'
  let marked: string | null = null
  let begun = false
  const add = (at: number, n: string) => pages.push({ id: `pb${pages.length + 2}`, at, type: 'pb', n })
  for (const draft of drafts) {
    if (isFurniture(draft)) {
      if (draft.attrs.n !== undefined) marked = after(String(draft.attrs.n), foot)
      continue
    }
    // The first page has no break unless the document counts from another number than 1.
    if (begun ? draft.turn : marked !== null && marked !== '1') {
      // The number that the page has already stands at the foot of its page.
      page = marked === null || marked === page ? after(page, 1) : marked
      add(draft.line.start, page)
    }
    begun = true
    marked = null
    for (const { n, index } of inlinePageMarks(draft)) {
      page = n
      add(graphemeStart(text, draft.line.start + index), page)
    }
  }
  return pages
}

/** The page that is `by` pages after another; a folio or a Roman number has no such page and stays as it is. */
function after(page: string, by: number): string {
  return /^\d+$/.test(page) ? String(Number(page) + by) : page
}

function spansOf(text: string, drafts: readonly Draft[]): Span[] {
  const spans = drafts.flatMap(draft => draft.spans)
  spans.sort((a, b) => a.start - b.start || b.end - a.end)
  return spans.map(({ start, end, type }, i) => ({
    id: `s${i + 1}`,
    start: graphemeStart(text, start),
    end: graphemeEnd(text, end),
    type,
  }))
}
