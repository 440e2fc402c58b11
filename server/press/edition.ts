/** Writing a whole edition into a file. */
import type {
  EditionDocument,
  EditionExported,
  EditionFault,
  Part,
} from '../../schema/formats/edition-format.js'
import { editionFormatNamed, formatNamed } from '../../schema/formats/index.js'
import type { View } from '../../schema/readings.js'
import { Register } from '../../schema/register.js'
import { CitationIndex } from '../citations.js'
import { exportedOf, type Shared, sharedOf } from '../library.js'
import { NameIndex } from '../names.js'
import { openDocument } from '../opened.js'
import type { Store } from '../store/store.js'
import { Folder } from './folder.js'
import { written } from './write.js'
import { ZipFile } from './zip-file.js'

/** A form in which documents are asked for, as it travels; see `Part`. */
export interface PartAsked {
  readonly format: string
  readonly view: View
  readonly options: Readonly<Record<string, string>>
  readonly withApparatus: boolean
}

/** What is asked for. `documents` are those to write, in their order, `readable` those that references may tell of, null
 * where all; `isPart`: they may read only some documents of the edition, and of its register and bibliography only what these
 * name and cite. `to` is the file, which must not be there; `most` the largest that it may get, in bytes. `spoiled` are documents, or forms
 * of them, that have ended the thread before: they are told as faults, and not tried. */
export interface EditionTask {
  readonly edition: string
  readonly title: string
  readonly documents: readonly { readonly id: string; readonly title: string }[]
  readonly format: string
  readonly parts: readonly PartAsked[]
  readonly options: Readonly<Record<string, string>>
  readonly readable: readonly string[] | null
  readonly isPart: boolean
  readonly to: string
  /** Whether `to` is to be a folder, and not a ZIP. */
  readonly asFolder?: boolean
  readonly at: number
  readonly most: number
  readonly spoiled: readonly EditionFault[]
}

/** How far it is: so many documents are done, so many bytes written; `doing` is what comes now. */
export interface EditionTold {
  readonly done: number
  readonly bytes: number
  readonly doing: { readonly document: string; readonly part?: string } | null
  readonly faults: readonly EditionFault[]
}

export interface EditionWritten {
  readonly bytes: number
  readonly files: number
  readonly faults: readonly EditionFault[]
}

/** Writes the file. `tell` hears how far it is before each document and each of its forms. Throws what the disk throws, and 413
 * where the file gets too large; then what there is of the file is for the caller to remove. */
export async function writeEdition(
  store: Store,
  task: EditionTask,
  tell: (told: EditionTold) => void | Promise<void>,
): Promise<EditionWritten> {
  const format = editionFormatNamed(task.format)
  if (!format) throw new RangeError(`there is no format "${task.format}" of an edition`)
  const shared: Shared = { ...(await sharedOf(store, task.edition)), at: task.at }
  const known = task.isPart ? await knownIn(store, task, shared) : shared
  const parts = task.parts.map(partOf)
  const faults: EditionFault[] = []
  const zip = task.asFolder ? new Folder(task.to, task.most) : new ZipFile(task.to, task.most)
  let done = 0
  let current = ''
  const say = (part?: string) =>
    tell({
      done,
      bytes: zip.size,
      doing: current === '' ? null : { document: current, ...(part === undefined ? {} : { part }) },
      faults: [...faults],
    })
  const spoiled = (document: string, part?: string) =>
    task.spoiled.find(fault => fault.document === document && fault.part === part)

  async function* documents(): AsyncGenerator<EditionDocument> {
    const readable = task.readable && new Set(task.readable)
    for (const { id } of task.documents) {
      current = id
      await say()
      const fault = spoiled(id)
      if (fault) yield fault
      else yield* opened(id, readable)
      done++
    }
    current = ''
    await say()
  }

  async function* opened(id: string, readable: ReadonlySet<string> | null): AsyncGenerator<EditionDocument> {
    const found = await openDocument(store, id)
    if (!found) {
      yield { document: id, fault: 'There is no such document any more.' }
      return
    }
    const { record, document } = found
    try {
      const choices = readable ? { isReadable: (other: string) => readable.has(other) } : {}
      yield { id, exported: await exportedOf(store, record, document, choices, shared) }
    } finally {
      document.destroy()
      document.layers.doc.destroy()
    }
  }

  const edition: EditionExported = {
    ...known,
    id: task.edition,
    title: task.title,
    contents: task.documents,
    parts,
    options: task.options,
  }
  try {
    const made = format.write(edition, documents(), async (part, exported) => {
      await say(part.format.title)
      const fault = spoiled(exported.id, part.format.title)
      if (fault) throw new Error(fault.fault)
      const { options, withApparatus = false, view } = part
      return written(part.format, { ...exported, options, withApparatus }, view)
    })
    for await (const step of made)
      if ('fault' in step) faults.push(step)
      else zip.add(step.path, step.bytes)
    zip.end()
  } catch (error) {
    zip.abandon()
    throw error
  }
  return { bytes: zip.size, files: zip.files, faults }
}

/** The register and the works, as far as the documents name and cite them. */
async function knownIn(store: Store, { edition, documents }: EditionTask, shared: Shared): Promise<Shared> {
  const wanted = new Set(documents.map(({ id }) => id))
  const entries = (await store.documents(edition)).filter(({ id }) => wanted.has(id))
  const named = new Set<string>()
  for (const { occurrences } of await new NameIndex(store).of(edition, entries))
    for (const { entries } of occurrences) for (const entry of entries) named.add(entry)
  const { register, settings, citing, ...rest } = shared
  const all = [...register.entries, ...register.mergedEntries]
  const isNamed = (id: string) => named.has(id) || named.has(register.entry(id)?.id ?? '')
  const own = { ...rest, settings, register: new Register(all.filter(({ id }) => isNamed(id))) }
  if (!citing) return own
  const cited = new Set((await new CitationIndex(store).of(edition, entries)).map(({ key }) => key))
  const { Citing } = await import('../../schema/citing.js')
  const works = [...cited].flatMap(key => citing.get(key) ?? [])
  return works.length > 0 ? { ...own, citing: new Citing(works, settings.bibliographyStyle) } : own
}

function partOf({ format, view, options, withApparatus }: PartAsked): Part {
  const known = formatNamed(format)
  if (!known) throw new RangeError(`there is no format "${format}"`)
  return { format: known, view, options, withApparatus }
}
