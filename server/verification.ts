/** Holding a whole store against itself: the file, every witness against its hash, every imported file against its witness,
 * every log against what people see. */
import { gunzipSync } from 'node:zlib'
import { z } from 'zod'
import { encode } from '../schema/formats/text/decode.js'
import type { Witness } from '../schema/witness.js'
import { prepare } from './reading/prepare.js'
import { storeFault } from './store/fault.js'
import { lookAtSqlite } from './store/sqlite.js'
import { stateOfFile } from './store/sqlite-file.js'
import type { DocumentEntry, Store } from './store/store.js'
import { verifyDocument } from './verify.js'

/** Something that is not as it should be: `document` is the id of the one it is about, empty where it is about the store,
 * `title` that document's. */
const finding = z.object({ document: z.string(), title: z.string(), fault: z.string() })
export type Finding = z.infer<typeof finding>

/** What was looked at, and what was found. `version` counts the steps of the tables that the file has been through, `newest`
 * those that this program knows. `readsOtherwise` is how many sources this program's readers would make another witness of:
 * readers get better, and a witness stays what it was. `beyondRules` is how many rows the rules of today would not admit: what
 * was admitted stands. */
export const verification = z.object({
  version: z.number(),
  newest: z.number(),
  documents: z.number(),
  witnesses: z.number(),
  rows: z.number(),
  readsOtherwise: z.number(),
  beyondRules: z.number(),
  findings: z.array(finding),
})
export type Verification = z.infer<typeof verification>

/** Told before each document, and before the file is looked at, where `title` is empty. */
export type Progress = (done: number, of: number, title: string) => void

/** Looks at the store in a file as it is at this moment, and writes nothing. Throws `StoreFault` where the file cannot be
 * opened for reading. */
export async function verifyFile(path: string, progress: Progress = () => {}): Promise<Verification> {
  progress(0, 0, '')
  const { version, newest, faults } = stateOfFile(path)
  const findings = faults.map(fault => ({ document: '', title: '', fault }))
  const counts = { documents: 0, witnesses: 0, rows: 0, readsOtherwise: 0, beyondRules: 0 }
  if (version > newest) {
    const fault = `A newer version of the program has written it: its tables are number ${version}, this version knows ${newest}.`
    findings.push({ document: '', title: '', fault })
  }
  // What is not even a whole file of this program, or a newer one's, is not read on.
  if ((version === 0 && faults.length > 0) || version > newest)
    return { version, newest, ...counts, findings }
  const store = lookAtSqlite(path)
  try {
    const documents = await store.documents()
    const known = new Set<string>()
    for (const [i, document] of documents.entries()) {
      progress(i, documents.length, document.title)
      const note = (fault: string) => findings.push({ document: document.id, title: document.title, fault })
      try {
        if (!(await sourceReads(store, document, note))) counts.readsOtherwise++
        const rebuilt = await verifyDocument(store, document.id)
        counts.rows += rebuilt?.rows ?? 0
        counts.beyondRules += rebuilt ? rebuilt.breaches.length + rebuilt.beyond : 0
        for (const fault of rebuilt?.faults ?? []) note(fault)
      } catch (error) {
        note(`It cannot be read: ${error instanceof Error ? error.message : error}`)
      }
      known.add(document.witness)
      counts.documents++
    }
    counts.witnesses = known.size
  } catch (error) {
    throw storeFault(error, path) ?? error
  } finally {
    await store.close()
  }
  return { version, newest, ...counts, findings }
}

/** Whether the imported file is read today as it was at its import; `note` is told where it is not the file of the witness,
 * or cannot be read any more. */
async function sourceReads(
  store: Store,
  { id, witness: hash }: DocumentEntry,
  note: (fault: string) => void,
): Promise<boolean> {
  const source = await store.source(id)
  if (!source) {
    note('The imported file is not there.')
    return true
  }
  const { content } = prepare(source.bytes, source.file)
  if (!content) {
    note(`The imported file "${source.file}" can no longer be read.`)
    return true
  }
  if (content.witness.hash === hash) return true
  const witness = witnessIn(await store.witness(hash))
  if (witness?.source.format === 'text' && !Buffer.from(encode(witness)).equals(source.bytes))
    note(`The imported file "${source.file}" is not the one that the witness was made of.`)
  return false
}

/** Null where it cannot be read, which `verifyDocument` tells. */
function witnessIn(json: Uint8Array | null): Witness | null {
  try {
    return json && (JSON.parse(gunzipSync(json).toString('utf8')) as Witness)
  } catch {
    return null
  }
}
