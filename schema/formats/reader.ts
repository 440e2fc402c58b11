/** How a file comes into the program. */
import type { Metadata, Problem, Witness } from '../witness.js'

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
  read(bytes: Uint8Array, name: string): FileRead
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
