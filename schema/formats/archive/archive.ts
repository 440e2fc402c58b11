/** Our own archive: a ZIP with everything that is known of one document, so that it can be imported again unchanged.
 *
 *     manifest.json   version, title, edition, metadata, people, hash of the witness, hash of every other entry
 *     witness.json    the witness, keys in order
 *     source          the imported bytes
 *     layers.bin      the layers, as one Yjs update
 *     problems.json   what the reader said at the import
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import type { Metadata, Problem, Witness } from '../../witness.js'

/** The version of this layout. A reader refuses what is newer than it knows. */
export const archiveVersion = 1

/** The entries beside the manifest, in the order in which they are written. */
export const entryNames = ['layers.bin', 'problems.json', 'source', 'witness.json'] as const
export type EntryName = (typeof entryNames)[number]

/** No entry, unpacked, may be larger than this, and no archive with all its entries larger than twice this. A volume of
 * 30,000 paragraphs is below 20 MB; what is far above is an attack. */
export const largestEntry = 256 * 1024 * 1024

/** What an archive holds. `layers` is a Yjs update that makes the layers anew in an empty Y.Doc. `people` gives the
 * printed name of each person's id that the layers mention. */
export interface ArchiveContent {
  readonly title: string
  readonly edition: string
  readonly metadata: Metadata
  readonly people: Readonly<Record<string, string>>
  readonly witness: Witness
  readonly layers: Uint8Array
  readonly source: Uint8Array
  readonly problems: readonly Problem[]
}

/** SHA-256 in hexadecimal. */
export function hashOf(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes))
}

/** Whether a file begins as a ZIP does. */
export function looksLikeArchive(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 0x03 || bytes[2] === 0x05)
}
