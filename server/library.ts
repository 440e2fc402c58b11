/** Editions and their documents: taking files in, and writing them out again. The HTTP interface and the command line
 * both do so through here. */
import * as Y from 'yjs'
import type { EditedDocument } from '../schema/document.js'
import { fileName } from '../schema/formats/file-name.js'
import type { Exported, Format } from '../schema/formats/index.js'
import { lossesOf } from '../schema/formats/losses.js'
import { isNamedInFile } from '../schema/formats/reader.js'
import { mergedStyles, type StyleMap } from '../schema/formats/style-map.js'
import { Layers } from '../schema/layers.js'
import type { View } from '../schema/readings.js'
import type { Problem } from '../schema/witness.js'
import { citingOf, elsewhereOf, settingsOf } from './citations.js'
import { newId } from './ids.js'
import { registerOf } from './names.js'
import { openDocument } from './opened.js'
import { written } from './press/write.js'
import { type Prepared, type PreparedContent, prepare } from './reading/prepare.js'
import type { DocumentRecord, Edition, Store } from './store/store.js'

export { openDocument } from './opened.js'
export { layersOf } from './reading/prepare.js'

/** What came of an import: the document's id, or null where the file could not be read and `problems` says why. */
export interface ImportResult {
  readonly id: string | null
  readonly title: string
  readonly problems: readonly Problem[]
}

/** Makes a document of a file that has been read. `person` is put down as the one who imported it. Where the file is
 * not `believed`, what it says that people of the house have signed is put down to others of the same names: a file
 * must not speak for them. */
export async function keepFile(
  store: Store,
  edition: string,
  { title, problems, content }: Prepared,
  person: string,
  { believed }: { readonly believed: boolean },
): Promise<ImportResult> {
  if (!content) return { id: null, title, problems }
  const id = newId()
  const created = Date.now()
  const { people, state, ...rest } = believed ? content : await asStrangers(store, content, person)
  for (const [known, name] of Object.entries(people))
    if (!(await store.person(known))) await store.putPerson({ id: known, name, created })
  await store.addDocument({
    ...rest,
    state,
    id,
    edition,
    title,
    problems,
    created,
    person,
    authors: Object.keys(people),
  })
  return { id, title, problems }
}

/** The content of a file in which nobody of the house but `person` has signed anything. */
export async function asStrangers(
  store: Store,
  content: PreparedContent,
  person: string,
): Promise<PreparedContent> {
  const layers = new Layers(new Y.Doc())
  Y.applyUpdate(layers.doc, content.state)
  const others = new Map<string, string>()
  // Somebody whom a file names is nobody of the house, and the same in all files.
  for (const signer of new Set([...layers.signers(), ...Object.keys(content.people)]))
    if (signer !== person && !isNamedInFile(signer) && (await store.person(signer)))
      others.set(signer, newId())
  if (others.size > 0) layers.change('import', () => layers.resign(others))
  const state = others.size > 0 ? Y.encodeStateAsUpdate(layers.doc) : content.state
  layers.doc.destroy()
  const named = Object.entries(content.people).map(([id, name]) => [others.get(id) ?? id, name])
  return { ...content, state, people: Object.fromEntries(named) as Record<string, string> }
}

/** Makes a document of a file's bytes. An archive brings along its layers, and the names of the people in them. Styles of
 * a Word file become what `chosen` says, else what the edition's settings say. */
export async function importFile(
  store: Store,
  edition: string,
  file: string,
  bytes: Uint8Array,
  person: string,
  chosen: StyleMap = {},
): Promise<ImportResult> {
  const styles = mergedStyles((await settingsOf(store, edition)).wordStyles, chosen)
  return keepFile(store, edition, prepare(bytes, file, { styles }), person, { believed: true })
}

/** The edition with this title, made where there is none. */
export async function editionTitled(store: Store, title: string): Promise<Edition> {
  const known = (await store.editions()).find(edition => edition.title === title)
  if (known) return known
  const edition = { id: newId(), title, created: Date.now() }
  await store.addEdition(edition)
  return { ...edition, isPublic: false }
}

/** What whoever exports chose. `upTo` is the row of the log after which the document is written, without it as it is now;
 * `options` are the format's own, by name; `isReadable` says of other documents whether references may tell of them. */
export interface ExportChoices {
  readonly upTo?: number | undefined
  readonly withApparatus?: boolean
  readonly options?: Readonly<Record<string, string>>
  readonly isReadable?: (document: string) => boolean
}

/** A stored document written in a format, with the name of the file to save it as and what the file could not hold, in
 * phrases; null where there is none. Places of other documents are named where those are readable. */
export async function exportDocument(
  store: Store,
  id: string,
  format: Format,
  view: View,
  choices: ExportChoices = {},
): Promise<{ bytes: Uint8Array; file: string; leftOut: readonly string[] } | null> {
  const opened = await openDocument(store, id, choices.upTo)
  if (!opened) return null
  const { record, document } = opened
  try {
    const exported = await exportedOf(store, record, document, choices)
    const bytes = await written(format, exported, view)
    const leftOut = lossesOf(format, document, { ...choices, view })
    return { bytes, file: `${fileName(record.title)}.${format.extension}`, leftOut }
  } finally {
    document.destroy()
    document.layers.doc.destroy()
  }
}

/** What all documents of an edition have in common when they are written. */
export type Shared = Pick<Exported, 'edition' | 'person' | 'at'> &
  Required<Pick<Exported, 'initials' | 'orcid' | 'settings' | 'register'>> &
  Pick<Exported, 'citing'>

export async function sharedOf(store: Store, id: string): Promise<Shared> {
  const people = new Map((await store.people()).map(person => [person.id, person]))
  const editions = await store.editions()
  const settings = await settingsOf(store, id)
  const citing = await citingOf(store, id, settings.bibliographyStyle)
  return {
    edition: editions.find(edition => edition.id === id)?.title ?? '',
    person: who => people.get(who)?.name ?? who,
    initials: who => people.get(who)?.initials ?? '',
    orcid: who => people.get(who)?.orcid ?? '',
    at: Date.now(),
    settings,
    ...(citing ? { citing } : {}),
    register: await registerOf(store, id),
  }
}

/** All that a writer may use of an opened document. */
export async function exportedOf(
  store: Store,
  record: DocumentRecord,
  document: EditedDocument,
  { withApparatus = false, isReadable = () => true, options = {} }: ExportChoices = {},
  shared?: Shared,
): Promise<Exported> {
  const common = shared ?? (await sharedOf(store, record.edition))
  const source = await store.source(record.id)
  return {
    ...common,
    id: record.id,
    title: record.title,
    metadata: record.metadata,
    document,
    problems: record.problems,
    withApparatus,
    options,
    elsewhere: await elsewhereOf(store, record, document, common.settings, isReadable),
    ...(source ? { source: source.bytes } : {}),
  }
}
