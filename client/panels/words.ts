/** The words on cards and lists. */
import type { Certainty, Correction, CorrectionKind, Evidence, Standing } from '../../schema/corrections.js'
import type { EditedDocument } from '../../schema/document.js'
import type { View } from '../../schema/readings.js'
import { onOneLine, wholeWords } from '../../schema/words.js'
import { type Page, pageAt } from './contents.js'

/** The four texts, from the source to the whole record of the work on it. */
export const viewOrder: readonly View[] = ['received', 'diplomatic', 'reading', 'all']

export const viewWords: Record<View, string> = {
  received: 'Received',
  diplomatic: 'Diplomatic',
  reading: 'Reading',
  all: 'All markup',
}

export const kindWords: Record<CorrectionKind, string> = {
  transcription: 'Transcription',
  emendation: 'Emendation',
  regularization: 'Regularization',
  expansion: 'Expansion',
  supplied: 'Supplied',
  surplus: 'Surplus',
}

export const standingWords: Record<Standing, string> = {
  proposed: 'proposed',
  accepted: 'accepted',
  rejected: 'rejected',
  withdrawn: 'withdrawn',
  superseded: 'superseded',
}

/** The colours of standings. */
export const standingTags: Record<Standing, string> = {
  proposed: 'tag-red',
  accepted: 'tag-green',
  rejected: 'tag-grey',
  withdrawn: 'tag-grey',
  superseded: 'tag-amber',
}

export const certaintyWords: Record<Certainty, string> = {
  high: 'certainty high',
  medium: 'certainty medium',
  low: 'certainty low',
  unknown: 'Certainty…',
}

export const evidenceWords: Record<Evidence | '', string> = {
  '': 'Evidence…',
  internal: 'internal evidence',
  external: 'external evidence',
  conjecture: 'conjecture',
}

/** What a correction reads on whole words; an empty side is shown as ∅. Line and paragraph breaks are shown as signs. */
export function readingsOf(document: EditedDocument, correction: Correction): { from: string; to: string } {
  const wide = wholeWords(correction, document.text)
  return { from: onOneLine(document.text.slice(wide.start, wide.end)), to: onOneLine(wide.text) }
}

/** "¶ 11 · p. 2": how one cites a place. */
export function citation(document: EditedDocument, offset: number, pages: readonly Page[]): string {
  const number = document.structure.cited(document.structure.indexAt(offset, 1))
  const page = pages[pageAt(pages, offset)]
  return [number > 0 ? `¶ ${number}` : '', page ? `p. ${page.n}` : ''].filter(Boolean).join(' · ')
}

/** "today 10:12", "yesterday 9:05", "3 Mar 10:12", "3 Mar 2025": when, as one says it at `now`. */
export function when(at: number, now: number): string {
  const then = new Date(at)
  const day = new Date(now)
  const time = `${twoDigits(then.getHours())}:${twoDigits(then.getMinutes())}`
  if (then.toDateString() === day.toDateString()) return `today ${time}`
  day.setDate(day.getDate() - 1)
  if (then.toDateString() === day.toDateString()) return `yesterday ${time}`
  const sameYear = then.getFullYear() === new Date(now).getFullYear()
  const date = `${then.getDate()} ${months[then.getMonth()]}`
  return sameYear ? `${date} ${time}` : `${date} ${then.getFullYear()}`
}

const twoDigits = (n: number) => String(n).padStart(2, '0')
// Not by `toLocaleDateString`: its tables take longer to load than a list of hundreds takes to draw.
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec']
