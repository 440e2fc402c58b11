/** New witnesses: a document that takes the place of another of the same source, with its layers carried over
 * (docs/decisions/0019). The HTTP interface and the command line both make them through here. */
import * as Y from 'yjs'
import { joined } from '../schema/carrying/carry.js'
import type { CarryReport } from '../schema/carrying/report.js'
import { Layers } from '../schema/layers.js'
import { layersOf as layersIn, type State, stateOf } from '../schema/state.js'
import type { Problem } from '../schema/witness.js'
import { settingsOf } from './citations.js'
import { newId } from './ids.js'
import { asStrangers } from './library.js'
import type { CarriedFile, EarlierDocument } from './reading/carrying.js'
import type { PreparedContent } from './reading/prepare.js'
import { type DocumentRecord, ReplacedOtherwise, type Store } from './store/store.js'

/** What came of it. *unread*: `problems` says why the file cannot be read. *same*: it is the witness that the document has.
 * *replaced*: another document, `current`, has taken its place already. */
export type Replacing =
  | { readonly is: 'unread'; readonly problems: readonly Problem[] }
  | { readonly is: 'same' }
  | { readonly is: 'replaced'; readonly current: string }
  | {
      readonly is: 'done'
      /** The new document; null where it was only looked at what would come of it. */
      readonly id: string | null
      readonly title: string
      readonly problems: readonly Problem[]
      readonly report: CarryReport
    }

/** What a new witness is made with. `carry` reads the file and carries the layers over; `still` does something while the
 * document stays as it is on disk, and null where there is none. */
export interface Means {
  readonly store: Store
  carry(bytes: Uint8Array, name: string, earlier: EarlierDocument): Promise<CarriedFile>
  still(id: string, work: () => Promise<boolean>): Promise<boolean | null>
}

export interface NewWitness {
  readonly document: string
  readonly bytes: Uint8Array
  /** The name of the file. */
  readonly name: string
  readonly person: string
  /** Whether what the file says that people of the house have signed is taken for theirs. */
  readonly believed: boolean
}

/** What a file would come to as a new witness of a document. Nothing is written. Null where there is no such document. */
export async function lookAtWitness(
  means: Means,
  { document, bytes, name }: NewWitness,
): Promise<Replacing | null> {
  const earlier = await earlierOf(means.store, document)
  if (!earlier) return null
  const outcome = outcomeOf(earlier, await means.carry(bytes, name, earlier.earlier))
  return outcome.is === 'carried' ? { ...outcome.told, is: 'done', id: null } : outcome
}

/** Makes a file the new witness of a document. What people write to the document while its layers are carried over waits, and
 * comes too late. Null where there is no such document. */
export async function replaceDocument(means: Means, asked: NewWitness): Promise<Replacing | null> {
  const { store } = means
  const { document, bytes, name } = asked
  const before = await earlierOf(store, document)
  if (!before) return null
  let carried = await means.carry(bytes, name, before.earlier)
  const first = outcomeOf(before, carried)
  if (first.is !== 'carried') return first
  let outcome: Replacing | null = null
  await means.still(document, async () => {
    const now = await earlierOf(store, document)
    if (!now) return false
    // People may have gone on while the file was read.
    if (now.seq !== before.seq) carried = await means.carry(bytes, name, now.earlier)
    const found = outcomeOf(now, carried)
    if (found.is !== 'carried') {
      outcome = found
      return false
    }
    try {
      const id = await keep(store, now, found.content, found.state, found.told.problems, asked)
      outcome = { ...found.told, is: 'done', id }
      return true
    } catch (error) {
      if (!(error instanceof ReplacedOtherwise) || error.why !== 'replaced') throw error
      outcome = { is: 'replaced', current: (await store.document(document))?.current ?? document }
      return false
    }
  })
  return outcome
}

interface Earlier {
  readonly record: DocumentRecord
  readonly earlier: EarlierDocument
  readonly seq: number
}

async function earlierOf(store: Store, id: string): Promise<Earlier | null> {
  const record = await store.document(id)
  const witness = record && (await store.witness(record.witness))
  if (!record || !witness) return null
  const { snapshot, tail, seq } = await store.load(id)
  const state = Y.mergeUpdates([...(snapshot ? [snapshot] : []), ...tail])
  const { wordStyles: styles } = await settingsOf(store, record.edition)
  return { record, earlier: { id, witness, state, styles }, seq }
}

type Outcome =
  | Exclude<Replacing, { is: 'done' }>
  | {
      readonly is: 'carried'
      readonly content: PreparedContent
      readonly state: State
      readonly told: {
        readonly title: string
        readonly problems: readonly Problem[]
        readonly report: CarryReport
      }
    }

function outcomeOf({ record }: Earlier, { prepared, carried }: CarriedFile): Outcome {
  const { content, problems } = prepared
  if (record.replacedBy !== null) return { is: 'replaced', current: record.current }
  if (!content || !carried) return { is: 'unread', problems }
  if (content.witness.hash === record.witness) return { is: 'same' }
  const { report, state } = carried
  return { is: 'carried', content, state, told: { title: record.title, problems, report } }
}

async function keep(
  store: Store,
  { record, seq }: Earlier,
  file: PreparedContent,
  carried: State,
  problems: readonly Problem[],
  { document, person, believed }: NewWitness,
): Promise<string> {
  const id = newId()
  const created = Date.now()
  const { people, state, metadata, ...content } = believed ? file : await asStrangers(store, file, person)
  const own = new Layers(new Y.Doc())
  Y.applyUpdate(own.doc, state)
  const layers = layersIn(joined(stateOf(own), carried))
  for (const [known, name] of Object.entries(people))
    if (!(await store.person(known))) await store.putPerson({ id: known, name, created })
  await store.addDocument({
    ...content,
    state: Y.encodeStateAsUpdate(layers.doc),
    id,
    edition: record.edition,
    title: record.title,
    // What people have said of the document holds; a better transcription may know more.
    metadata: { ...metadata, ...record.metadata },
    problems,
    created,
    person,
    authors: [...new Set([...Object.keys(people), ...layers.signers()])],
    replaces: { document, seq },
  })
  own.doc.destroy()
  layers.doc.destroy()
  return id
}
