/** References from notes to other places: what they say, worked out whenever they are shown, so that they stay true
 * when blocks are split, joined and renumbered. */
import type { EditedDocument } from './document.js'
import type { Reference } from './note-body.js'
import { placeOf } from './readings.js'

/** What a reference says: "¶ 11", "n. 3"; null where its place is gone. `labels` are the marks of the notes
 * (note-series.ts). The document must be the one that the reference leads into. */
export function wordsOf(
  document: EditedDocument,
  labels: ReadonlyMap<string, string>,
  to: Reference,
): string | null {
  if ('note' in to) {
    const label = labels.get(to.note)
    return label === undefined ? null : `n. ${label}`
  }
  if ('correction' in to) {
    const correction = document.corrections.get(to.correction)
    return correction ? cited(document, placeOf(document, correction)) : null
  }
  return to.end <= document.length ? cited(document, document.structure.indexAt(to.start, 1)) : null
}

function cited(document: EditedDocument, block: number): string {
  const { structure } = document
  const number = structure.cited(block)
  if (number > 0) return `¶ ${number}`
  // What comes before the first paragraph has no number: a title, a stamp.
  return structure.block(block).kind
}

/** The key of a reference, for looking up what has been worked out of it. */
export function referenceKey(to: Reference): string {
  if ('note' in to) return `${to.document}#note=${to.note}`
  if ('correction' in to) return `${to.document}#correction=${to.correction}`
  return `${to.document}#at=${to.start}-${to.end}`
}

/** The address of a place in this house: `/d/x#at=10-15`. */
export function referenceAddress(to: Reference, here: string): string {
  return `/d/${encodeURIComponent(to.document || here)}${referenceKey({ ...to, document: '' })}`
}

/** The place that an address leads to, whatever the house; null where it leads to none. */
export function referenceIn(address: string): Reference | null {
  const match =
    /\/d\/([\w.:~%-]{1,64})#(?:(note|correction)=([\w.:~-]{1,64})|at=(\d{1,12})-(\d{1,12}))$/.exec(address)
  if (!match) return null
  const [, document = '', what, id = '', start = '', end = ''] = match
  if (what === 'note') return { document, note: id }
  if (what === 'correction') return { document, correction: id }
  return Number(start) <= Number(end) ? { document, start: Number(start), end: Number(end) } : null
}
