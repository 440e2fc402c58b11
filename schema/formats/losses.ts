/** What a format cannot hold of a document, told before it is written: docs/formats.md says why. */
import type { EditedDocument } from '../document.js'
import type { View } from '../readings.js'
import { sourceMarksOf } from '../source-marks.js'
import type { Format } from './format.js'

/** What a document may have that not every format holds. `source`: what the source has in the place of what was corrected. */
type Feature = 'proposals' | 'settled' | 'source' | 'notes' | 'names' | 'replies' | 'stamps' | 'marks'

export interface Chosen {
  readonly view: View
  readonly options?: Readonly<Record<string, string>>
  readonly withApparatus?: boolean
}

/** What is left out, as phrases ("3 open proposals"); only of what the document has. Formats that are not known here are
 * taken to hold what a printed edition holds. */
export function lossesOf(
  format: Pick<Format, 'name' | 'views'>,
  document: EditedDocument,
  chosen: Chosen,
): string[] {
  const lacks = lackingIn(format.name, chosen)
  const counts = countsOf(document)
  const unapplied = format.views.length === 0 ? 0 : unappliedIn(document, chosen.view)
  const lost = lacks
    .map(feature => {
      const n = feature === 'source' ? counts.source - unapplied : counts[feature]
      return n > 0 ? words[feature](n) : ''
    })
    .filter(phrase => phrase !== '')
  return unapplied > 0 && lacks.includes('source')
    ? [many(unapplied, 'accepted correction', 'that this text does not have'), ...lost]
    : lost
}

const many = (n: number, noun: string, rest = '') =>
  `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}${rest && ` ${rest}`}`

const words: Readonly<Record<Feature, (n: number) => string>> = {
  proposals: n => many(n, 'open proposal'),
  settled: n => many(n, 'proposal', 'rejected, withdrawn or superseded'),
  source: n => `the source’s reading in ${many(n, 'corrected place')}`,
  notes: n => many(n, 'note'),
  names: n => many(n, 'tagged name'),
  replies: n => (n === 1 ? '1 reply' : `${n.toLocaleString('en')} replies`),
  stamps: n => (n === 1 ? '1 stamp or catchword' : `${n.toLocaleString('en')} stamps and catchwords`),
  marks: n => many(n, 'mark', 'of the source'),
}

const proposals: readonly Feature[] = ['proposals', 'settled']
/** Of one of the texts, written as nothing but text. */
const bare: readonly Feature[] = [...proposals, 'source', 'notes', 'names', 'replies']

function lackingIn(format: string, { view, options = {}, withApparatus = false }: Chosen): Feature[] {
  const reading: Feature[] = view === 'reading' ? ['stamps'] : []
  const printed = withApparatus || options.apparatus === 'end'
  const lists = (features: readonly Feature[]) =>
    printed ? features.filter(feature => feature !== 'source' && feature !== 'notes') : [...features]
  switch (format) {
    case 'archive':
      return []
    case 'html':
      return ['replies']
    case 'tei':
      return view === 'all' ? ['replies'] : [...bare, ...reading]
    case 'annotations':
      return ['stamps', 'marks']
    case 'csv': {
      const table = options.table ?? 'corrections'
      const others: Feature[] = ['replies', 'stamps', 'marks']
      if (table === 'corrections') return ['notes', 'names', ...others]
      return [...proposals, 'source', table === 'notes' ? 'names' : 'notes', ...others]
    }
    case 'docx':
      if (view !== 'all') return [...lists(bare), ...reading]
      if (options.corrections === 'none') return [...proposals, 'names', 'replies', 'stamps']
      return ['settled', ...(options.corrections === 'all' ? [] : (['source'] as const)), 'names', 'replies']
    case 'text':
      return view === 'all' ? ['names', 'replies'] : [...lists(bare), ...reading]
    case 'markdown':
      return view === 'received'
        ? [...bare, 'stamps']
        : [...lists(bare.filter(feature => feature !== 'notes')), 'stamps']
    case 'epub':
      if (view === 'received') return [...bare]
      if (view === 'all') return ['settled', 'replies']
      return [
        ...proposals,
        ...(options.apparatus === 'none' ? (['source'] as const) : []),
        'replies',
        ...reading,
      ]
    case 'pdf':
    case 'typst':
      if (view === 'received') return [...bare]
      return view === 'all' ? ['settled', 'replies'] : [...proposals, 'replies']
    case 'latex':
      return [...proposals, 'names', 'replies']
    default:
      return [...proposals, 'replies']
  }
}

function countsOf(document: EditedDocument): Record<Feature, number> {
  const counts = { proposals: 0, settled: 0, source: 0, notes: 0, names: 0, replies: 0, stamps: 0, marks: 0 }
  const replied = (id: string) => {
    counts.replies += document.repliesOn(id).filter(({ act }) => act === 'reply').length
  }
  for (const { id } of document.corrections.values()) {
    const standing = document.standing(id)
    counts[standing === 'proposed' ? 'proposals' : standing === 'accepted' ? 'source' : 'settled']++
    replied(id)
  }
  for (const { id } of document.notes.values()) {
    counts.notes++
    replied(id)
  }
  counts.names = document.names.size
  counts.marks = sourceMarksOf(document).length
  for (let i = 0; i < document.structure.count; i++) {
    const { kind } = document.structure.block(i)
    if (kind === 'stamp' || kind === 'catchword') counts.stamps++
  }
  return counts
}

/** How many accepted corrections a text does not have. */
function unappliedIn(document: EditedDocument, view: View): number {
  if (view === 'reading' || view === 'all') return 0
  return document.winners.filter(({ kind }) => view === 'received' || kind !== 'transcription').length
}
