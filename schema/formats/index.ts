/** All formats that the program writes and reads. */
import { type View, views } from '../readings.js'
import type { Metadata, Problem, Witness } from '../witness.js'
import { looksLikeArchive } from './archive/archive.js'
import { readArchive } from './archive/read.js'
import { archiveFormat } from './archive/write.js'
import type { Format } from './format.js'
import { htmlFormat } from './html/write.js'
import { textFormat } from './plain/write.js'
import { teiFormat } from './tei/write.js'
import { readText } from './text/read.js'

export type { ArchiveContent } from './archive/archive.js'
export type { Exported, Format } from './format.js'

/** What can be written, in the order of menus. */
export const formats: readonly Format[] = [teiFormat, textFormat, htmlFormat, archiveFormat]

export function formatNamed(name: string): Format | undefined {
  return formats.find(f => f.name === name)
}

/** The view in which to write: the one asked for, or the format's usual one. Null where the format does not have the
 * view that is asked for. A format that holds all texts at once takes any: it is the one that shows first. */
export function viewOf(format: Format, asked?: string): View | null {
  const has = format.views.length > 0 ? format.views : views
  if (asked !== undefined) return has.find(v => v === asked) ?? null
  return format.views[0] ?? 'reading'
}

/** A file as read, whatever its format. `witness` is null only where `problems` holds an error. `source` are the bytes
 * to keep as the import: the file itself or, from an archive, what was imported then. `layers` (a Yjs update) and
 * `people` (id → name) come only from an archive; otherwise they are null and empty. */
export interface FileRead {
  readonly reader: 'text' | 'archive'
  readonly title: string
  readonly edition: string | null
  readonly witness: Witness | null
  readonly metadata: Metadata
  readonly problems: readonly Problem[]
  readonly source: Uint8Array
  readonly layers: Uint8Array | null
  readonly people: Readonly<Record<string, string>>
}

/** Reads a file: our archive where it begins as a ZIP or is named so, else plain text. `name` is the file's name. */
export function readFile(bytes: Uint8Array, name: string): FileRead {
  if (looksLikeArchive(bytes) || /\.corrigenda$/i.test(name)) {
    const { content, problems } = readArchive(bytes)
    const nothing = { title: withoutExtension(name), edition: null, witness: null, metadata: {}, people: {} }
    return content
      ? { reader: 'archive', ...content }
      : { reader: 'archive', ...nothing, problems, source: bytes, layers: null }
  }
  const { witness, metadata, problems } = readText(bytes, name)
  return {
    reader: 'text',
    title: metadata.title || withoutExtension(name),
    edition: null,
    witness,
    metadata,
    problems,
    source: bytes,
    layers: null,
    people: {},
  }
}

function withoutExtension(name: string): string {
  return name.replace(/^.*[\\/]/, '').replace(/(.)\.[^.]*$/, '$1') || 'Untitled'
}
