/** The browser's own copy of a document's layers, and how much of it the server has not confirmed. */
import { IndexeddbPersistence } from 'y-indexeddb'
import type * as Y from 'yjs'
import { recall, remember, remembered } from './local.js'

/** Whose copies these are. Copies of two people in one browser never meet: what one has not sent yet the other would send in
 * their own name. The first that a browser knew has no mark, for the copies that are older than this. */
let mark = ''

export function storeFor(person: string): void {
  const first = recall('first') ?? person
  remember('first', first)
  mark = first === person ? '' : `@${person}`
}

/** Opens the copy and fills `doc` from it; null where the browser keeps none (private windows, full disks). */
export async function openStored(
  document: string,
  witness: string,
  doc: Y.Doc,
): Promise<IndexeddbPersistence | null> {
  if (typeof indexedDB === 'undefined') return null
  const name = `corrigenda:${document}${mark}:${witness.slice(0, 16)}:${epochOf(document)}`
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
  remember(`epoch:${document}${mark}`, String(epochOf(document) + 1))
  noteAllSent(document)
  void stored?.clearData()
}

/** How often the copy has been begun anew. */
function epochOf(document: string): number {
  return Number(recall(`epoch:${document}${mark}`)) || 0
}

/** Changes that earlier pages of this browser kept and had not sent when they were closed. */
export function unsentBefore(document: string): number {
  return remembered(`unsent:${document}${mark}:`).reduce((sum, key) => sum + (Number(recall(key)) || 0), 0)
}

/** Notes how many changes of this page (`client` is its Yjs client id) wait to be sent. */
export function noteUnsent(document: string, client: number, unsent: number): void {
  remember(`unsent:${document}${mark}:${client}`, unsent > 0 ? String(unsent) : null)
}

export function noteAllSent(document: string): void {
  for (const key of remembered(`unsent:${document}${mark}:`)) remember(key, null)
}

/** How many changes of the person wait in this browser to be sent, in all documents. */
export function unsentAnywhere(): number {
  return remembered('unsent:')
    .filter(key => isOwn(key.split(':')[1] ?? ''))
    .reduce((sum, key) => sum + (Number(recall(key)) || 0), 0)
}

/** Somebody signs out, perhaps of a browser that others use: what it keeps of theirs goes when the next page is opened, since this one
 * holds it open. */
export function leave(person: string): void {
  remember('left', person)
}

/** Forgets the copies of whoever signed out: of all documents in which everything has been sent, and what else is remembered of
 * documents. */
export async function forgetLeft(): Promise<void> {
  const left = recall('left')
  if (left === null) return
  remember('left', null)
  storeFor(left)
  const waiting = new Set(remembered('unsent:').map(key => key.split(':')[1]))
  for (const key of remembered('about:')) remember(key, null)
  if (typeof indexedDB === 'undefined' || !indexedDB.databases) return
  for (const { name = '' } of await indexedDB.databases()) {
    const [program, document = ''] = name.split(':')
    if (program === 'corrigenda' && isOwn(document) && !waiting.has(document)) indexedDB.deleteDatabase(name)
  }
}

/** Whether a document with its mark is one of the person's. */
function isOwn(marked: string): boolean {
  return mark === '' ? !marked.includes('@') : marked.endsWith(mark)
}
