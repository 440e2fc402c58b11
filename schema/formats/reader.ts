/** How a file comes into the program. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { Metadata, Problem, Witness } from '../witness.js'
import type { StyleMap, StyleUse } from './style-map.js'

/** A file as read, whatever its format. `witness` is null only where `problems` holds an error. `source` are the bytes
 * to keep as the import: the file itself or, from an archive, what was imported then. `layers` is a Yjs update: what the
 * file holds beside its text (proposals, notes, names), signed by the ids of `people` (id → name); null and empty where
 * it holds nothing. */
export interface FileRead {
  /** The name of the reader. */
  readonly reader: string
  readonly title: string
  readonly edition: string | null
  readonly witness: Witness | null
  readonly metadata: Metadata
  readonly problems: readonly Problem[]
  readonly source: Uint8Array
  readonly layers: Uint8Array | null
  readonly people: Readonly<Record<string, string>>
  /** The paragraph styles that the file uses, the most frequent first; only of formats that have styles. */
  readonly styles?: readonly StyleUse[]
}

/** What whoever reads a file may choose. */
export interface ReadOptions {
  /** What paragraphs of a Word file become, by their styles. */
  readonly styles?: StyleMap
}

export interface Reader {
  /** The word on the command line and in addresses: `text`, `tei`, `docx`. */
  readonly name: string
  /** What a person reads in a list. */
  readonly title: string
  /** With the dot: `.xml`. */
  readonly extensions: readonly string[]
  /** Whether these bytes are of this format; `name` is the file's name. Never throws. */
  recognises(bytes: Uint8Array, name: string): boolean
  /** Never throws: what is wrong is in `problems`. */
  read(bytes: Uint8Array, name: string, options?: ReadOptions): FileRead
}

/** What a reader answers where a file cannot be read. */
export function unread(
  reader: string,
  bytes: Uint8Array,
  name: string,
  problems: readonly Problem[],
): FileRead {
  return {
    reader,
    title: withoutExtension(name),
    edition: null,
    witness: null,
    metadata: {},
    problems,
    source: bytes,
    layers: null,
    people: {},
  }
}

/** A file's name without its folders and its extension. */
export function withoutExtension(name: string): string {
  return name.replace(/^.*[\\/]/, '').replace(/(.)\.[^.]*$/, '$1') || 'Untitled'
}

/** The id of somebody whom a file names as an author: the same name is the same person in all files of a kind, so that
 * an edition lists them once. `reader` is the reader's name. */
export function namedInFile(reader: string, name: string): string {
  return `${reader}:${bytesToHex(sha256(utf8ToBytes(name))).slice(0, 24)}`
}

/** Whether an id is that of somebody whom a file names, and who has not been here themselves. */
export function isNamedInFile(id: string): boolean {
  return id.includes(':')
}
