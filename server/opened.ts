/** Documents taken from the store to be read. */
import { gunzipSync } from 'node:zlib'
import * as Y from 'yjs'
import { EditedDocument } from '../schema/document.js'
import { Layers } from '../schema/layers.js'
import type { Witness } from '../schema/witness.js'
import { HttpError, notFound } from './problem.js'
import type { DocumentRecord, Store } from './store/store.js'

/** A stored document as it stands on disk at this moment, which is what people see: every update that anybody has seen is
 * on disk; or as it was after row `upTo` of its log. `seq` is the number of its last update. Null where there is no such
 * document; throws 404 where its log has no such row. */
export async function openDocument(
  store: Store,
  id: string,
  upTo?: number,
): Promise<{ record: DocumentRecord; document: EditedDocument; seq: number } | null> {
  const record = await store.document(id)
  const json = record && (await store.witness(record.witness))
  if (!record || !json) return null
  const witness = JSON.parse(gunzipSync(json).toString('utf8')) as Witness
  const stored = upTo === undefined ? await store.load(id) : await loadUpTo(store, id, upTo)
  const doc = new Y.Doc()
  doc.transact(() => {
    if (stored.snapshot) Y.applyUpdate(doc, stored.snapshot)
    for (const update of stored.tail) Y.applyUpdate(doc, update)
  })
  return { record, document: new EditedDocument(witness, new Layers(doc)), seq: stored.seq }
}

async function loadUpTo(store: Store, id: string, seq: number) {
  const rows = await store.log(id, 0, seq)
  if (rows.length < seq) throw new HttpError(404, `The log of this document has ${rows.length} rows.`)
  return { snapshot: null, tail: rows.map(({ data }) => data), seq }
}

/** A document as it stands on disk, unread: its witness as stores keep it, and its layers as one update. Throws 404 where
 * there is no such document. */
export async function layersState(
  store: Store,
  id: string,
): Promise<{ record: DocumentRecord; witness: Uint8Array; state: Uint8Array }> {
  const record = await store.document(id)
  const witness = record && (await store.witness(record.witness))
  if (!record || !witness) throw notFound('document')
  const { snapshot, tail } = await store.load(id)
  return { record, witness, state: Y.mergeUpdates([...(snapshot ? [snapshot] : []), ...tail]) }
}

/** What `read` makes of a stored document. Throws 404 where there is no such document. */
export async function readDocument<T>(
  store: Store,
  id: string,
  read: (document: EditedDocument, record: DocumentRecord) => T | Promise<T>,
): Promise<T> {
  const opened = await openDocument(store, id)
  if (!opened) throw notFound('document')
  const { document, record } = opened
  try {
    return await read(document, record)
  } finally {
    document.destroy()
    document.layers.doc.destroy()
  }
}

/** The witness of a document. Throws 404 where there is no such document. */
export async function witnessOf(store: Store, id: string): Promise<Witness> {
  const record = await store.document(id)
  const json = record && (await store.witness(record.witness))
  if (!json) throw notFound('document')
  return JSON.parse(gunzipSync(json).toString('utf8')) as Witness
}
