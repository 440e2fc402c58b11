/** Reading a file of any format that is known. */
import { readText } from '../schema/formats/text/read.js'
import type { ReadResult } from '../schema/witness.js'

export interface Imported extends ReadResult {
  /** The layers that the file brings along, as a Yjs update; null where its format holds none. */
  readonly layers: Uint8Array | null
}

/** What import makes of a file. The format is known by its bytes, not by its name, which is kept for the record. */
export function readFile(bytes: Uint8Array, name: string): Imported {
  return { ...readText(bytes, name), layers: null }
}
