/** What a new witness of a document comes to: everything that computes. It runs where files are read. */
import { gunzipSync } from 'node:zlib'
import * as Y from 'yjs'
import { align } from '../../schema/align/index.js'
import { carry } from '../../schema/carrying/carry.js'
import { type CarryReport, reportOf } from '../../schema/carrying/report.js'
import { EditedDocument } from '../../schema/document.js'
import type { StyleMap } from '../../schema/formats/style-map.js'
import { Layers } from '../../schema/layers.js'
import { type State, stateOf } from '../../schema/state.js'
import type { Witness } from '../../schema/witness.js'
import { type Prepared, prepare } from './prepare.js'

/** The document that is to be replaced: its id, its witness as it is kept (JSON, compressed), its layers as one update, and
 * what the styles of Word files become in its edition. */
export interface EarlierDocument {
  readonly id: string
  readonly witness: Uint8Array
  readonly state: Uint8Array
  readonly styles?: StyleMap
}

/** A file as read, and what becomes of the earlier layers over it; null where it cannot be read. */
export interface CarriedFile {
  readonly prepared: Prepared
  readonly carried: { readonly state: State; readonly report: CarryReport } | null
}

/** Reads a file as another witness of a document's source. */
export function carryOnto(bytes: Uint8Array, name: string, earlier: EarlierDocument): CarriedFile {
  const prepared = prepare(bytes, name, { styles: earlier.styles ?? {} })
  if (!prepared.content) return { prepared, carried: null }
  const witness = witnessOf(earlier.witness)
  const to = witnessOf(prepared.content.witness.json)
  const layers = new Layers(new Y.Doc())
  Y.applyUpdate(layers.doc, earlier.state)
  const document = new EditedDocument(witness, layers)
  const alignment = align(sideOf(witness), sideOf(to))
  const carried = carry(document, earlier.id, to, alignment)
  const report = reportOf(stateOf(layers), carried, alignment)
  document.destroy()
  layers.doc.destroy()
  return { prepared, carried: { state: carried.state, report } }
}

const witnessOf = (json: Uint8Array) => JSON.parse(gunzipSync(json).toString('utf8')) as Witness
/** A witness as it is aligned. */
export const sideOf = ({ text, blocks }: Witness) => ({ text, blocks })
