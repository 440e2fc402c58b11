/** All that the program reads. */
import type { Problem } from '../witness.js'
import { altoReader } from './alto/read.js'
import { archiveReader } from './archive/read.js'
import { type Bundle, openBundle } from './bundle/bundle.js'
import { bundleReader } from './bundle/reader.js'
import { docxReader } from './docx/read.js'
import { htmlReader } from './html/read/read.js'
import { markdownReader } from './markdown/read/read.js'
import { pageReader } from './page/read.js'
import type { FileRead, Reader, ReadOptions } from './reader.js'
import { teiReader } from './tei/read/read.js'
import { textReader } from './text/reader.js'

export { arePages, isBundle } from './bundle/bundle.js'

/** What can be read; the first that recognises a file reads it. Plain text takes whatever is left. */
export const readers: readonly Reader[] = [
  docxReader,
  bundleReader(
    (bytes, name, options) => readFile(bytes, name, undefined, options),
    (bytes, name) => readerOf(bytes, name).name,
  ),
  archiveReader,
  teiReader,
  pageReader,
  altoReader,
  htmlReader,
  markdownReader,
  textReader,
]

/** Reads a file: by its content where that tells what it is, else by its name. Where a reader is named, by that. Options
 * that its reader does not know say nothing. */
export function readFile(bytes: Uint8Array, name: string, reader?: string, options?: ReadOptions): FileRead {
  const named = readers.find(r => r.name === reader)
  return (named ?? readerOf(bytes, name)).read(bytes, name, options)
}

/** The reader that reads a file where none is named. */
export function readerOf(bytes: Uint8Array, name: string): Reader {
  return readers.find(r => r.recognises(bytes, name)) ?? textReader
}

/** What a ZIP of files holds, each with the name of its reader; or why it cannot be opened. */
export function openZip(bytes: Uint8Array): Bundle | { readonly error: Problem } {
  return openBundle(bytes, (file, name) => readerOf(file, name).name)
}
