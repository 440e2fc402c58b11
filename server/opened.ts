/** Documents taken from the store to be read. */
import { gunzipSync } from 'node:zlib'
import * as Y from 'yjs'
import { EditedDocument } from '../schema/document.js'
import { Layers } from '../schema/layers.js'
import type { Witness } from '../schema/witness.js'
import type { DocumentRecord, Store } from './store/store.js'

/** A stored document as it stands on disk at this moment; `seq` is the number of its last update. Every update that anybody has seen is on disk, so this is
 * also what people see. Null where there is no such document. */
export async function openDocument(
  store: Store,
  id: string,
): Promise<{ record: DocumentRecord; document: EditedDocument; seq: number } | null> {
  const record = await store.document(id)
  const json = record && (await store.witness(record.witness))
  if (!record || !json) return null
  const witness = JSON.parse(gunzipSync(json).toString('utf8')) as Witness
  const stored = await store.load(id)
  const doc = new Y.Doc()
  doc.transact(() => {
    if (stored.snapshot) Y.applyUpdate(doc, stored.snapshot)
    for (const update of stored.tail) Y.applyUpdate(doc, update)
  })
  return { record, document: new EditedDocument(witness, new Layers(doc)), seq: stored.seq }
}
