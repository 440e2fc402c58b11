/** What reading a file comes to: everything of an import that computes. It runs in a thread of its own on a server, so
 * that a large file keeps nobody waiting, and where it is called on the command line. */
import { gunzipSync, gzipSync } from 'node:zlib'
import * as Y from 'yjs'
import { type Base, type CopyComparison, compareCopy } from '../../schema/copies/index.js'
import { EditedDocument } from '../../schema/document.js'
import { type ReadOptions, readFile } from '../../schema/formats/index.js'
import { Layers } from '../../schema/layers.js'
import { canonical, type Metadata, type Problem, type Witness, witnessHash } from '../../schema/witness.js'
import type { PackedWitness } from '../store/store.js'

/** A file as read; `content` is null where it could not be, and `problems` says why. */
export interface Prepared {
  readonly title: string
  readonly problems: readonly Problem[]
  readonly content: PreparedContent | null
}

/** `file` is the name of the file that was imported in the first place, `source` its bytes. `state` is the first update
 * of the document's log: the layout and the witness's hash, and what an archive brought along, as are the names of
 * `people` by their ids. */
export interface PreparedContent {
  readonly witness: PackedWitness
  readonly words: number
  readonly metadata: Metadata
  readonly file: string
  readonly source: Uint8Array
  readonly state: Uint8Array
  readonly people: Readonly<Record<string, string>>
}

/** Reads a file for being kept. */
export function prepare(bytes: Uint8Array, name: string, options?: ReadOptions): Prepared {
  const read = readFile(bytes, name, undefined, options)
  const { reader, title, witness, problems, metadata, source, people, layers } = read
  if (!witness) return { title, problems, content: null }
  const { doc } = layersOf(witness, layers)
  const state = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  const content = {
    witness: packed(witness),
    words: countWords(witness.text),
    metadata,
    file: reader === 'archive' ? witness.source.name : name,
    source,
    state,
    people,
  }
  return { title, problems, content }
}

/** Reads a file for being looked at: `{witness, metadata, problems, styles}` as JSON in UTF-8. */
export function inspect(bytes: Uint8Array, name: string, options?: ReadOptions): Uint8Array {
  const { witness, metadata, problems, styles } = readFile(bytes, name, undefined, options)
  return new TextEncoder().encode(JSON.stringify({ witness, metadata, problems, styles }))
}

/** A document that a copy is compared with: its witness as stores keep it, and its layers as an update. */
export interface Against {
  readonly witness: Uint8Array
  readonly state: Uint8Array
  readonly base?: Base
}

/** Compares a copy with a document; `problems` alone where it could not be read. */
export function compare(
  bytes: Uint8Array,
  name: string,
  { witness, state, base }: Against,
): CopyComparison | Pick<CopyComparison, 'problems'> {
  const read = readFile(bytes, name)
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state)
  const known = JSON.parse(gunzipSync(witness).toString('utf8')) as Witness
  const document = new EditedDocument(known, new Layers(doc))
  const found = compareCopy(document, read, base)
  document.destroy()
  doc.destroy()
  return found ?? { problems: read.problems }
}

/** A witness as stores keep it. */
export function packed(witness: Witness): PackedWitness {
  return { hash: witnessHash(witness), json: gzipSync(canonical(witness)) }
}

/** New layers over a witness, holding what `update` brings. */
export function layersOf(witness: Witness, update: Uint8Array | null): Layers {
  const layers = new Layers(new Y.Doc())
  if (update) Y.applyUpdate(layers.doc, update)
  if (!layers.about()) layers.found(witnessHash(witness))
  return layers
}

function countWords(text: string): number {
  let words = 0
  for (const _ of text.matchAll(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’-]*/gu)) words++
  return words
}
