/** The source's own notes by what calls them, with all of their paragraphs. */
import type { EditedDocument } from '../document.js'
import { sourceNotesOf } from '../source-notes.js'

/** A note: its mark as the source has it ('' where it has none), and the indexes of its blocks. */
export interface CalledNote {
  readonly mark: string
  readonly blocks: readonly number[]
}

/** The notes by the id of the span or milestone that calls them. One that nothing calls is not among them. */
export function calledNotes(document: EditedDocument): Map<string, CalledNote> {
  const byStart = new Map(sourceNotesOf(document).map(note => [note.start, note]))
  const called = new Map<string, CalledNote>()
  if (byStart.size === 0) return called
  const { structure } = document
  let last: { readonly n: unknown; readonly blocks: number[] } | null = null
  for (let i = 0; i < structure.count; i++) {
    const { kind, attrs, start } = structure.block(i)
    const note = byStart.get(start)
    if (note?.reference) {
      last = { n: attrs.n, blocks: [i] }
      called.set(note.reference, { mark: note.mark, blocks: last.blocks })
    } else if (
      kind === 'note' &&
      last &&
      (attrs.continues === true || (attrs.n !== undefined && attrs.n === last.n))
    )
      last.blocks.push(i)
    else last = null
  }
  return called
}
