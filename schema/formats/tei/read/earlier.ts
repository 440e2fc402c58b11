/** The work of earlier editors as layers: corrections that they accepted themselves, notes, names. */

import * as Y from 'yjs'
import type { Certainty, CorrectionKind, Evidence, Standing } from '../../../corrections.js'
import type { Act, Decision } from '../../../decisions.js'
import { Layers } from '../../../layers.js'
import type { NameType } from '../../../names.js'
import { type BodyBlock, writeBody } from '../../../note-body.js'
import type { NoteType } from '../../../notes.js'
import { cleanName } from '../../../people.js'
import { namedInFile } from '../../reader.js'
import type { Composed } from './compose.js'
import type { Element } from './nodes.js'
import { type Leads, noteBodyOf, paragraph, plain } from './note-body.js'

/** `resp` is the attribute as it stands in the file, `xmlId` the id by which others point to the correction, or ''. `element`
 * is the one with the reading, `elements` those that hold the places with all their readings, `beside` what else in the file is
 * there for it alone. */
export interface EarlierCorrection {
  readonly id: string
  readonly xmlId: string
  start: number
  end: number
  side: -1 | 1
  text: string
  readonly kind: CorrectionKind
  readonly certainty: Certainty
  readonly evidence: Evidence | ''
  readonly resp: string
  reason: string
  readonly standing: Standing
  readonly element: Element
  readonly elements: Element[]
  readonly beside: Element[]
}

/** `on` is the id of the correction that it is about, `beside` what else in the file is there for it alone, the element around it
 * first. `leads` gives what a pointer in it leads to; `text` is what it says, where that is not what the element says. */
export interface EarlierNote {
  readonly id: string
  readonly start: number
  readonly end: number
  readonly on: string | null
  readonly type: NoteType
  readonly resp: string
  readonly element: Element
  readonly beside: readonly Element[]
  readonly leads?: Leads
  readonly text?: string
}

/** `at` is null where the file does not say when. */
export interface EarlierDecision {
  readonly id: string
  readonly on: string
  readonly act: Act
  readonly resp: string
  readonly at: number | null
  readonly why: string
}

export interface EarlierName {
  readonly id: string
  readonly start: number
  readonly end: number
  readonly type: NameType
  readonly element: Element
  /** The elements of its other parts. */
  readonly others: readonly Element[]
}

/** Who is meant where a file does not say who. */
export const unnamed = 'Earlier editor'

/** The layers of what earlier editors did, as one update, and the names of those people by their ids; nothing where
 * they did nothing. `personOf` gives the name of whom @resp means. `at` is when, in milliseconds since 1970; `reader` is the
 * name of the reader. */
export function layersOf(
  { corrections, notes, names, decisions }: Pick<Composed, 'corrections' | 'notes' | 'names' | 'decisions'>,
  personOf: (resp: string) => string,
  at: number,
  reader = 'tei',
): { layers: Uint8Array | null; people: Record<string, string> } {
  const people: Record<string, string> = {}
  if (corrections.length + notes.length + names.length === 0) return { layers: null, people }
  const ids = new Map<string, string>()
  const idOf = (resp: string) => {
    const known = ids.get(resp)
    if (known) return known
    const name = nameOf(personOf(resp))
    const id = namedInFile(reader, name)
    people[id] = name
    ids.set(resp, id)
    return id
  }
  const doc = new Y.Doc()
  // The same file makes the same bytes.
  doc.clientID = 1
  const layers = new Layers(doc)
  doc.transact(() => {
    for (const correction of corrections) {
      const { id, start, end, side, text, kind, certainty, evidence, reason, resp } = correction
      const by = idOf(resp)
      const said = { kind, certainty, evidence, reason }
      layers.addCorrection({ id, start, end, side, text, ...said, by, at, parent: null })
    }
    for (const { resp, ...decision } of decisionsIn({ corrections, decisions }, at))
      layers.addDecision({ ...decision, by: idOf(resp) })
    for (const note of notes) {
      const { id, start, end, on, type, resp } = note
      layers.addNote({ id, start, end, on, type, by: idOf(resp), at, text: '' })
      const body = layers.noteBody(id)!
      body.delete(0, body.length)
      writeBody(body, bodyOf(note))
    }
    for (const { id, start, end, type, element } of names)
      layers.setName({ id, start, end, type, ref: '', by: idOf(element.attrs.resp ?? ''), at })
  })
  const update = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  return { layers: update, people }
}

/** What was decided: as the file lists it, and of corrections of which it lists nothing, what their standing says. */
export function decisionsIn(
  { corrections, decisions }: Pick<Composed, 'corrections' | 'decisions'>,
  at: number,
): (Omit<Decision, 'by'> & { readonly resp: string })[] {
  const listed = new Set(decisions.map(({ on }) => on))
  const byId = new Map(corrections.map(correction => [correction.id, correction]))
  const seenOf = ({ start, end, text }: EarlierCorrection) => ({ start, end, text })
  return [
    ...corrections.flatMap(correction => {
      const { id, resp, standing } = correction
      const act = acting[standing]
      if (listed.has(id) || !act) return []
      // What was superseded was accepted before that which holds.
      const when = standing === 'superseded' ? Math.max(0, at - 1) : at
      return [{ id: `${id}-d`, on: id, act, resp, at: when, why: '', seen: seenOf(correction) }]
    }),
    ...decisions.map(decision => {
      const seen = seenOf(byId.get(decision.on)!)
      return { ...decision, at: decision.at ?? at, seen }
    }),
  ]
}

const acting: Readonly<Record<Standing, Act | null>> = {
  accepted: 'accept',
  superseded: 'accept',
  rejected: 'reject',
  withdrawn: 'withdraw',
  proposed: null,
}

/** What an earlier editor's note says; a paragraph without words where it says nothing. */
export function bodyOf({ element, text, leads = () => null }: EarlierNote): BodyBlock[] {
  if (text !== undefined) return text.split('\n').map(words => paragraph(words === '' ? [] : [plain(words)]))
  const body = noteBodyOf(element, leads)
  return body.length > 0 ? body : [{ type: 'paragraph', inlines: [] }]
}

/** The name under which an earlier editor is listed. */
export function nameOf(name: string): string {
  return cleanName(name.slice(0, 80)) ?? unnamed
}
