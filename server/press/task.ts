/** What the press is asked for, and how it is done: in a thread on a server, and where it is called in tests that run the
 * sources. */
import { formatNamed } from '../../schema/formats/index.js'
import type { View } from '../../schema/readings.js'
import { exportDocument } from '../library.js'
import type { Store } from '../store/store.js'
import { type EditionTask, type EditionTold, type EditionWritten, writeEdition } from './edition.js'

/** A document in a format. `readable` are the documents that its references may tell of, null where all. */
export interface DocumentTask {
  readonly document: string
  readonly format: string
  readonly view: View
  readonly upTo?: number | undefined
  readonly withApparatus: boolean
  readonly options: Readonly<Record<string, string>>
  readonly readable: readonly string[] | null
}

/** The file, the name to save it as, and what it could not hold (`lossesOf`). */
export interface DocumentWritten {
  readonly bytes: Uint8Array
  readonly file: string
  readonly leftOut: readonly string[]
}

/** Null where there is no such document. */
export async function writeDocument(store: Store, task: DocumentTask): Promise<DocumentWritten | null> {
  const { document, format, view, upTo, withApparatus, options, readable } = task
  const known = formatNamed(format)
  if (!known) throw new RangeError(`there is no format "${format}"`)
  const ids = readable && new Set(readable)
  return exportDocument(store, document, known, view, {
    upTo,
    withApparatus,
    options,
    ...(ids ? { isReadable: id => ids.has(id) } : {}),
  })
}

export type PressTask =
  | { readonly type: 'document'; readonly task: DocumentTask }
  | { readonly type: 'edition'; readonly task: EditionTask }

export type PressDone =
  | { readonly type: 'document'; readonly written: DocumentWritten | null }
  | { readonly type: 'edition'; readonly written: EditionWritten }

export async function doTask(
  store: Store,
  asked: PressTask,
  tell: (told: EditionTold) => void | Promise<void>,
): Promise<PressDone> {
  if (asked.type === 'document') return { type: 'document', written: await writeDocument(store, asked.task) }
  return { type: 'edition', written: await writeEdition(store, asked.task, tell) }
}
