/** What a copy has besides its text: comments, and footnotes that the document has not. */
import { Places } from '../apparatus.js'
import { wordStart } from '../words.js'
import type { Candidate, ProposedNote } from './candidate.js'
import type { Compared } from './compare.js'
import { placeIn, shown } from './place.js'

/** The notes in the order of the text, and how many of them the document has already. */
export function notesOf(compared: Compared): { candidates: Candidate[]; known: number } {
  const { document, copy, alignment, ours, theirs, people } = compared
  const places = new Places(document)
  const back = alignment.turned()
  const candidates: Candidate[] = []
  let known = 0
  const add = (
    start: number,
    end: number,
    note: Omit<ProposedNote, 'start' | 'end'>,
    author: string | null,
  ) => {
    const placed = back.mapRange(start, end)
    const source = ours.sourceOf(placed.start, placed.end)
    const isPlaced = placed.confidence > 0 && source.end > source.start
    const same = document.notes
      .touching(source.start, source.end)
      .some(other => other.text.trim() === note.text.trim())
    if (same) {
      known++
      return
    }
    candidates.push({
      id: 0,
      class: 'note',
      ...placeIn(compared, places, placed.start, placed.end),
      received: shown(ours.text.slice(placed.start, placed.end)),
      reading: shown(note.text),
      author,
      isUsual: isPlaced,
      wasRejected: false,
      hindrance: isPlaced ? '' : 'The document has not the words that it stands on: enter it by hand.',
      corrections: [],
      notes: isPlaced ? [{ start: source.start, end: source.end, ...note }] : [],
      structure: [],
    })
  }
  for (const { start, end, type, text, by } of copy.notes.inOrder())
    if (text.trim() !== '')
      add(
        theirs.indexOf(start),
        Math.max(theirs.indexOf(end), theirs.indexOf(start)),
        { type, text },
        people[by] ?? null,
      )
  for (const { at, text } of theirs.notes) {
    const end = Math.max(0, at)
    const start = wordStart(theirs.text, end)
    // A footnote's sign often stands after the punctuation that ends the words.
    const from =
      start < end ? start : wordStart(theirs.text, theirs.text.slice(0, end).search(/[^\p{L}\p{N}]*$/u))
    add(at < 0 ? 0 : from, at < 0 ? 0 : end, { type: 'explanatory', text }, null)
  }
  return { candidates, known }
}
