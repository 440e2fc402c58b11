/** Versions, as the server sees to them: what they name must be so, and they are never changed or removed. */
import * as Y from 'yjs'
import { Layers } from '../schema/layers.js'
import { stateHash } from '../schema/state.js'
import { versionShape } from '../schema/versions.js'
import { HttpError, parse } from './problem.js'
import type { Store } from './store/store.js'

/** The document of a version. Throws where the version may not be written: `known` is the revision that it would replace, `value` its JSON or null.
 * Both hashes are computed anew from the witness and the log. */
export async function checkVersion(
  store: Store,
  edition: string,
  known: number,
  value: string | null,
): Promise<string> {
  if (known > 0 || value === null) throw new HttpError(403, 'A version is never changed or removed.')
  const { document, seq, witness, state } = parse(versionShape, JSON.parse(value))
  const record = await store.document(document)
  if (record?.edition !== edition) throw new HttpError(400, 'document: there is none of that name here')
  if (record.witness !== witness) throw new HttpError(400, 'witness: this is not the hash of its witness')
  const rows = await store.log(document, 0, seq)
  if (rows.length < seq) throw new HttpError(400, `seq: the log has ${rows.length} rows`)
  const doc = new Y.Doc()
  doc.transact(() => {
    for (const { data } of rows) Y.applyUpdate(doc, data)
  })
  const found = stateHash(new Layers(doc))
  doc.destroy()
  if (found !== state) throw new HttpError(400, `state: after row ${seq} its hash is ${found}`)
  return document
}
