/** The work of earlier editors as layers: corrections that they accepted themselves, notes, names. */

import * as Y from 'yjs'
import type { Certainty, CorrectionKind, Evidence } from '../../../corrections.js'
import { Layers } from '../../../layers.js'
import type { NameType } from '../../../names.js'
import type { NoteType } from '../../../notes.js'
import { cleanName } from '../../../people.js'
import { namedInFile } from '../../reader.js'
import type { Composed } from './compose.js'
import type { Element } from './nodes.js'

/** `resp` is the attribute as it stands in the file. Of several readings for one place the first `holds`; the others are
 * proposals. `element` is the one with the reading. */
export interface EarlierCorrection {
  readonly id: string
  readonly start: number
  readonly end: number
  readonly side: -1 | 1
  readonly text: string
  readonly kind: CorrectionKind
  readonly certainty: Certainty
  readonly evidence: Evidence | ''
  readonly resp: string
  readonly holds: boolean
  readonly element: Element
}

export interface EarlierNote {
  readonly id: string
  readonly start: number
  readonly end: number
  readonly type: NoteType
  readonly text: string
  readonly resp: string
  readonly element: Element
}

export interface EarlierName {
  readonly id: string
  readonly start: number
  readonly end: number
  readonly type: NameType
  readonly element: Element
}

/** Who is meant where a file does not say who. */
export const unnamed = 'Earlier editor'

/** The layers of what earlier editors did, as one update, and the names of those people by their ids; nothing where
 * they did nothing. `personOf` gives the name of whom @resp means. `at` is when, in milliseconds since 1970; `reader` is the
 * name of the reader. */
export function layersOf(
  { corrections, notes, names }: Pick<Composed, 'corrections' | 'notes' | 'names'>,
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
    const name = cleanName(personOf(resp).slice(0, 80)) ?? unnamed
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
    for (const { id, start, end, side, text, kind, certainty, evidence, resp, holds } of corrections) {
      const by = idOf(resp)
      layers.addCorrection({
        id,
        start,
        end,
        side,
        text,
        kind,
        reason: '',
        evidence,
        certainty,
        by,
        at,
        parent: null,
      })
      if (holds)
        layers.addDecision({
          id: `${id}-d`,
          on: id,
          act: 'accept',
          by,
          at,
          why: '',
          seen: { start, end, text },
        })
    }
    for (const { id, start, end, type, text, resp } of notes)
      layers.addNote({ id, start, end, on: null, type, by: idOf(resp), at, text })
    for (const { id, start, end, type, element } of names)
      layers.setName({ id, start, end, type, ref: '', by: idOf(element.attrs.resp ?? ''), at })
  })
  const update = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  return { layers: update, people }
}
