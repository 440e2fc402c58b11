/** The title of a document, wherever it occurs, and the words above it that say how it is to be treated. */
import { isDateline, isPartialDateline } from './dates.js'
import { beyond, cited, type Draft, guess, isProse, mark, type Reading } from './draft.js'
import { isMemoLabel, labelOf } from './metadata.js'
import { isSalutation, isSpaced, keywordOf, unspaced } from './notation.js'
import { bare, beginsLower, ending, isCaps, oneLine, wordsOf } from './words.js'

/** Words that were typed or stamped on a document to say how it is to be treated. */
const CLASSIFIED =
  /^(?:top |most |strictly )?(?:secret|confidential|restricted|unclassified|declassified|copy|true copy|translation|official translation|draft|urgent|not for publication|personal|private|very urgent|immediate)(?:[ ,.&/-]+(?:and )?(?:secret|confidential|copy|translation|personal|private|urgent|immediate))*[.!]?$/i
/** "Def. Doc. No. 1401", "Copy No. 2": a number given to the document, or to the copy. */
const DOCUMENT_NUMBER =
  /^(?:(?:int|def|pros|ips|doc|document|exhibit|ex|copy|file|ref|serial|telegram|despatch|dispatch)\b\.?\s*){1,3}(?:no|nr|number|#)\b\.?:?\s*[\w./-]*\d[\w./-]*$/i

/** Marks words such as "SECRET" and the numbers of a document as labels. */
export function recogniseClassification({ drafts }: Reading): void {
  for (const draft of drafts) {
    const { text } = draft.line
    if (draft.kind !== null || text.length > 60) continue
    const inner = text.replace(/^[([*"]+|[)\]*"]+$/g, '')
    if ((CLASSIFIED.test(inner) && /^\p{Lu}/u.test(inner)) || DOCUMENT_NUMBER.test(inner))
      mark(draft, 'label', { label: text })
  }
}

/** Whether a line could be part of a title: not long, no sentence, nothing that is something else. */
function titleLike(reading: Reading, draft: Draft): boolean {
  const { text } = draft.line
  if (draft.kind !== null || text.length > 220 || beginsLower(text) || !/\p{L}{2}/u.test(text)) return false
  if (!isCaps(text) && (text.length > 160 || wordsOf(text).length > 26)) return false
  if (isDateline(text) || isPartialDateline(text) || labelOf(text)?.value === null) return false
  if (/^https?:|^\/s\/|^[-–—•*]\s|^\d{1,2}[:.]\d\d\b/.test(text) || isMemoLabel(labelOf(text)?.name ?? ''))
    return false
  if (isCaps(text) || isSpaced(text)) return true
  const end = ending(text)
  if (
    end === 'final'
      ? /[.!?]$/.test(text) && wordsOf(text).length > 6
      : end !== 'open' && end !== 'abbreviation'
  )
    return false
  const label = labelOf(text)
  return !(label && label.value !== null && (reading.dialogue || end === 'final')) && !/,$/.test(text)
}

/** Marks the title and takes it over into the metadata. Returns the index of its draft, or -1. A title of several lines without a blank one between them is one block. */
export function recogniseTitle(reading: Reading): number {
  const { drafts, metadata } = reading
  const first = drafts.findIndex(d => d.kind === null && !isDateline(d.line.text))
  if (first === -1 || first > 8 || drafts.length < 2) return -1
  const draft = drafts[first]!
  if (!titleLike(reading, draft) || keywordOf(draft.line.text)) return -1
  if (drafts.slice(0, first).some(d => d.kind === 'speech' || d.kind === 'item')) return -1
  const letter = drafts.slice(first, first + 14).some(d => isSalutation(d.line.text))
  const caps = isCaps(draft.line.text) || isSpaced(draft.line.text)
  if (
    letter &&
    !caps &&
    !/\b(?:letter|telegram|note|message|memorandum|dispatch|despatch|from .* to)\b/i.test(draft.line.text)
  )
    return -1
  if (letter && draft.line.gap === 0 && first > 0) return -1
  const below = drafts[beyond(drafts, first, 1)]
  if (!below || (!caps && below.line.gap > 0 && beginsLower(below.line.text) && draft.line.text.length > 40))
    return -1
  mark(draft, 'heading', { level: 1 })
  let title = draft.line.text
  for (let i = first + 1; i < drafts.length; i++) {
    const next = drafts[i]!
    if (next.line.gap > 0 || next.turn || !titleLike(reading, next) || keywordOf(next.line.text)) break
    if (
      caps !== (isCaps(next.line.text) || isSpaced(next.line.text)) ||
      (!caps && (title.length > 120 || letter))
    )
      break
    mark(next, 'heading', { level: 1 })
    next.joins = true
    title += ` ${next.line.text}`
  }
  if (isSpaced(title)) title = unspaced(title)
  metadata.title ??= oneLine(title)
  if (!caps && isProse(draft))
    guess(reading, draft, 'title', `${cited(title)} was taken for the title, as it is the first line.`)
  return first
}

/** A second occurrence of the title, on as many lines as it likes, is a heading of the title's level; but not one that
 * a sentence leads up to, as a certificate's does. */
export function repeatTitle({ drafts, metadata }: Reading, title: number): void {
  if (title === -1 || !metadata.title) return
  const wanted = bare(metadata.title)
  if (wanted.length < 4) return
  drafts.forEach((draft, i) => {
    const { kind, joins, line } = draft
    if (i === title || joins || (kind !== null && kind !== 'heading') || line.text.length > 250) return
    const above = drafts[i - 1]
    if (above?.kind === null && above.line.text.length > 60 && ending(above.line.text) !== 'final') return
    let own = bare(line.text)
    let end = i + 1
    for (; own.length < wanted.length && drafts[end]?.line.gap === 0 && end < i + 4; end++)
      own += bare(drafts[end]!.line.text)
    if (own !== wanted) return
    for (let k = i; k < end; k++) {
      mark(drafts[k]!, 'heading', { level: 1 })
      drafts[k]!.joins = k > i
    }
  })
}
