/** The source's own notes, blocks of kind `note`, and the marks in the text that lead to them: spans and milestones of
 * type `note-ref`. Which belong together no format says; they are paired by their marks and their order. */
import type { EditedDocument } from './document.js'

/** A note of the source. `number` counts them from 1, `mark` is as the source has it ('' where it has none), `start` is
 * the offset of its block, `reference` the id of the span or milestone that leads to it; null where none does. */
export interface SourceNote {
  readonly number: number
  readonly mark: string
  readonly start: number
  readonly reference: string | null
}

/** All notes of the source in text order. A note belongs to the earliest mark before it that is the same and is not
 * another's, or where the note has none, to the earliest that is left. */
export function sourceNotesOf(document: EditedDocument): SourceNote[] {
  const notes: SourceNote[] = []
  const { structure } = document
  let open: Reference[] | null = null
  for (let i = 0; i < structure.count; i++) {
    const { kind, attrs, start } = structure.block(i)
    if (kind !== 'note' || attrs.continues === true) continue
    open ??= referencesOf(document)
    const mark = attrs.n === undefined ? '' : bare(String(attrs.n))
    const found: Reference | undefined = open.find(
      ({ at, mark: its }) => at < start && (mark === '' || its === mark),
    )
    if (found) open = open.filter(reference => reference !== found)
    notes.push({
      number: notes.length + 1,
      mark: mark || found?.mark || '',
      start,
      reference: found?.id ?? null,
    })
  }
  return notes
}

interface Reference {
  readonly id: string
  readonly at: number
  readonly mark: string
}

function referencesOf(document: EditedDocument): Reference[] {
  const { text } = document
  const spans = document.spans
    .inOrder()
    .filter(({ type }) => type === 'note-ref')
    .map(({ id, start, end }) => ({ id, at: start, mark: bare(text.slice(start, end)) }))
  const points = document
    .allMilestones()
    .filter(({ type }) => type === 'note-ref')
    .map(({ id, at, n = '' }) => ({ id, at, mark: bare(n) }))
  return [...spans, ...points].sort((a, b) => a.at - b.at)
}

const bare = (mark: string) => mark.replace(/[[\]\s]/g, '')
