/** The sample documents: files of server/samples with the work of some invented colleagues, so that a newcomer finds
 * something to read, to answer and to decide. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as Y from 'yjs'
import { z } from 'zod'
import { correctionKinds, evidences } from '../schema/corrections.js'
import { acts } from '../schema/decisions.js'
import { Layers } from '../schema/layers.js'
import { noteTypes } from '../schema/notes.js'
import type { Limits } from './config.js'
import { editionTitled, importFile, openDocument } from './library.js'
import type { NewUpdate, Store } from './store/store.js'
import { Gate } from './sync/gate.js'

/** Where in the witness: the words themselves, and which of their occurrences, from 1. */
const place = { find: z.string().min(1), occurrence: z.int().min(1).default(1) }

const correction = z.strictObject({
  ...place,
  text: z.string(),
  kind: z.enum(correctionKinds),
  reason: z.string().default(''),
  evidence: z.enum(['', ...evidences]).default(''),
  by: z.string(),
  decision: z.strictObject({ act: z.enum(acts), by: z.string(), why: z.string().default('') }).optional(),
})

const note = z.strictObject({ ...place, type: z.enum(noteTypes), text: z.string().min(1), by: z.string() })

const script = z.strictObject({
  edition: z.string().min(1),
  people: z.array(z.strictObject({ id: z.string(), name: z.string() })),
  documents: z.array(
    z.strictObject({
      file: z.string(),
      title: z.string(),
      corrections: z.array(correction).default([]),
      notes: z.array(note).default([]),
    }),
  ),
})
type Sample = z.infer<typeof script>['documents'][number]

/** Whether a person is one of the invented colleagues, whom nobody can be. */
export const isInvented = (person: string): boolean => person.startsWith('sample-')

/** Gives an empty store the samples that `folder`/index.json lists; does nothing where the store has an edition or the
 * folder no index. `now` counts milliseconds since 1970. Throws where the index cannot be read or asks for something
 * that the gate refuses: the samples are part of the program. */
export async function addSamples(store: Store, folder: string, limits: Limits, now: number): Promise<void> {
  const index = join(folder, 'index.json')
  if (!existsSync(index) || (await store.editions()).length > 0) return
  const { edition, people, documents } = script.parse(JSON.parse(readFileSync(index, 'utf8')))
  for (const { id, name } of people) await store.putPerson({ id, name, created: now })
  const { id: editionId } = await editionTitled(store, edition)
  for (const sample of documents) {
    const { id, problems } = await importFile(
      store,
      editionId,
      sample.file,
      readFileSync(join(folder, sample.file)),
      '',
    )
    if (!id) throw new Error(`The sample ${sample.file} cannot be read: ${problems[0]?.message}`)
    await store.changeDocument(id, { title: sample.title })
    const updates = await workOn(store, id, sample, limits, now)
    if (updates.length > 0) await store.append(updates)
  }
}

/** What the colleagues do to one document, as rows of its log: each deed passes the gate as an update of its author. */
async function workOn(
  store: Store,
  id: string,
  sample: Sample,
  limits: Limits,
  now: number,
): Promise<NewUpdate[]> {
  const opened = await openDocument(store, id)
  if (!opened) throw new Error(`The sample ${sample.file} was not stored`)
  const { text } = opened.document
  const { doc } = opened.document.layers
  const owners = new Map((await store.load(id)).clients)
  const gate = new Gate(doc, text, owners, limits)
  const desks = new Map<string, Y.Doc>()
  const updates: NewUpdate[] = []

  const write = (person: string, change: (layers: Layers, at: number) => void) => {
    const desk = desks.get(person) ?? new Y.Doc()
    desks.set(person, desk)
    Y.applyUpdate(desk, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(desk)))
    const known = Y.encodeStateVector(desk)
    // A millisecond apart, so that decisions are newer than what they are about.
    const at = now + updates.length
    const layers = new Layers(desk)
    layers.change('sample', () => change(layers, at))
    const data = Y.encodeStateAsUpdate(desk, known)
    const verdict = gate.judge(data, { id: person, role: 'owner' }, at)
    if (verdict.type !== 'admitted') {
      const why = verdict.type === 'refused' ? verdict.refusal.message : 'it is incomplete'
      throw new Error(`A change to the sample ${sample.file} was refused: ${why}`)
    }
    Y.applyUpdate(doc, data)
    for (const client of verdict.clients) owners.set(client, person)
    updates.push({
      document: id,
      person,
      connection: 'sample',
      at,
      data,
      clients: verdict.clients,
      role: 'owner',
    })
  }

  sample.corrections.forEach(({ find, occurrence, decision, ...rest }, i) => {
    const correctionId = `sample-c${i + 1}`
    const range = rangeOf(text, find, occurrence, sample.file)
    write(rest.by, (layers, at) =>
      layers.addCorrection({
        ...rest,
        ...range,
        id: correctionId,
        side: -1,
        certainty: 'unknown',
        at,
        parent: null,
      }),
    )
    if (decision)
      write(decision.by, (layers, at) =>
        layers.addDecision({
          ...decision,
          id: `sample-d${i + 1}`,
          on: correctionId,
          at,
          seen: { ...range, text: rest.text },
        }),
      )
  })
  sample.notes.forEach(({ find, occurrence, ...rest }, i) => {
    const range = rangeOf(text, find, occurrence, sample.file)
    write(rest.by, (layers, at) =>
      layers.addNote({ ...rest, ...range, id: `sample-n${i + 1}`, on: null, at }),
    )
  })

  gate.destroy()
  for (const desk of desks.values()) desk.destroy()
  opened.document.destroy()
  doc.destroy()
  return updates
}

/** Offsets of words in the witness. */
function rangeOf(
  text: string,
  find: string,
  occurrence: number,
  file: string,
): { start: number; end: number } {
  let start = text.indexOf(find)
  for (let n = 1; n < occurrence && start >= 0; n++) start = text.indexOf(find, start + 1)
  if (start < 0) throw new Error(`The sample ${file} does not hold "${find}" ${occurrence} times`)
  return { start, end: start + find.length }
}
