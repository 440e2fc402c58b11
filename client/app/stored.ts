/** The browser's own copy of a document's layers, and how much of it the server has not confirmed. */
import { IndexeddbPersistence } from 'y-indexeddb'
import type * as Y from 'yjs'
import { recall, remember, remembered } from './local.js'

/** Opens the copy and fills `doc` from it; null where the browser keeps none (private windows, full disks). */
export async function openStored(
  document: string,
  witness: string,
  doc: Y.Doc,
): Promise<IndexeddbPersistence | null> {
  if (typeof indexedDB === 'undefined') return null
  const name = `corrigenda:${document}:${witness.slice(0, 16)}:${epochOf(document)}`
  const stored = new IndexeddbPersistence(name, doc)
  const failed = stored._db.then(
    () => new Promise<never>(() => {}),
    () => null,
  )
  return (await Promise.race([stored.whenSynced, failed])) ? stored : null
}

/** Gives the copy up; the next opening begins a new one. It gets a new name, since another window may hold the old
 * database open, and nothing can be opened under a name that is being deleted. */
export function giveUp(document: string, stored: IndexeddbPersistence | null): void {
  remember(`epoch:${document}`, String(epochOf(document) + 1))
  noteAllSent(document)
  void stored?.clearData()
}

/** How often the copy has been begun anew. */
function epochOf(document: string): number {
  return Number(recall(`epoch:${document}`)) || 0
}

/** Changes that earlier pages of this browser kept and had not sent when they were closed. */
export function unsentBefore(document: string): number {
  return remembered(`unsent:${document}:`).reduce((sum, key) => sum + (Number(recall(key)) || 0), 0)
}

/** Notes how many changes of this page (`client` is its Yjs client id) wait to be sent. */
export function noteUnsent(document: string, client: number, unsent: number): void {
  remember(`unsent:${document}:${client}`, unsent > 0 ? String(unsent) : null)
}

export function noteAllSent(document: string): void {
  for (const key of remembered(`unsent:${document}:`)) remember(key, null)
}
