/** Edited documents by hand: corrections, decisions and notes named by the words they are about. Ids and times count
 * up, so that two runs are the same. */
import * as Y from 'yjs'
import type { Correction } from '../../schema/corrections.js'
import type { Act } from '../../schema/decisions.js'
import { EditedDocument } from '../../schema/document.js'
import type { Exported } from '../../schema/formats/format.js'
import { Layers } from '../../schema/layers.js'
import type { NoteType } from '../../schema/notes.js'
import type { Witness } from '../../schema/witness.js'

const counts = new WeakMap<EditedDocument, number>()

/** The next number of a document, for ids and times. */
function next(document: EditedDocument): number {
  const n = (counts.get(document) ?? 0) + 1
  counts.set(document, n)
  return n
}

/** A witness with nothing added yet. */
export function edited(witness: Witness): EditedDocument {
  const doc = new Y.Doc()
  doc.clientID = 1
  return new EditedDocument(witness, new Layers(doc))
}

/** Where words first stand in the witness. Throws where they do not. */
export function find(document: EditedDocument, words: string): { start: number; end: number } {
  const start = document.text.indexOf(words)
  if (start < 0) throw new Error(`The witness does not have the words "${words}"`)
  return { start, end: start + words.length }
}

/** Proposes that `words` should read `text`; returns the correction's id. `words: ''` with `start` and `end` given adds. */
export function correct(
  document: EditedDocument,
  words: string,
  text: string,
  given: Partial<Omit<Correction, 'text'>> = {},
): string {
  const n = next(document)
  const correction: Correction = {
    id: `c${n}`,
    ...(given.start === undefined ? find(document, words) : { start: 0, end: 0 }),
    side: -1,
    kind: 'emendation',
    reason: '',
    evidence: '',
    certainty: 'unknown',
    by: 'ann',
    at: 1_700_000_000_000 + n * 1000,
    parent: null,
    ...given,
    text,
  }
  document.layers.change(null, () => document.layers.addCorrection(correction))
  return correction.id
}

export function decide(document: EditedDocument, on: string, act: Act, by = 'ben', why = ''): string {
  const n = next(document)
  const decision = { id: `d${n}`, on, act, by, at: 1_700_000_000_000 + n * 1000, why }
  document.layers.change(null, () => document.layers.addDecision(decision))
  return on
}

/** Accepts a correction; returns its id, so that it can stand around `correct`. */
export const accept = (document: EditedDocument, id: string) => decide(document, id, 'accept')

/** A note on words; returns its id. Newlines in `body` part paragraphs. */
export function note(
  document: EditedDocument,
  words: string,
  body: string,
  given: { by?: string; type?: NoteType; on?: string } = {},
): string {
  const n = next(document)
  const { by = 'ann', type = 'explanatory', on = null } = given
  const place = words === '' && on !== null ? document.corrections.get(on) : find(document, words)
  if (!place) throw new Error(`There is no correction ${on}`)
  const made = {
    id: `n${n}`,
    start: place.start,
    end: place.end,
    on,
    type,
    by,
    at: 1_700_000_000_000,
    text: body,
  }
  document.layers.change(null, () => document.layers.addNote(made))
  return made.id
}

/** A document as writers get it. */
export function exported(document: EditedDocument, given: Partial<Exported> = {}): Exported {
  const names: Readonly<Record<string, string>> = { ann: 'Ann Author', ben: 'Ben Brown' }
  return {
    id: 'd1',
    title: 'A document',
    edition: 'An edition',
    metadata: {},
    document,
    person: id => names[id] ?? id,
    at: 1_750_000_000_000,
    ...given,
  }
}
