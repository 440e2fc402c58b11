/** All formats that the program writes and reads. */
import { type View, views } from '../readings.js'
import type { Problem } from '../witness.js'
import { altoReader } from './alto/read.js'
import { annotationsFormat } from './annotations/write.js'
import { archiveReader } from './archive/read.js'
import { archiveFormat } from './archive/write.js'
import { type Bundle, openBundle } from './bundle/bundle.js'
import { bundleReader } from './bundle/reader.js'
import { collectionFormat } from './collection/write.js'
import { csvFormat } from './csv/write.js'
import { docxReader } from './docx/read.js'
import { docxFormat } from './docx/write.js'
import type { EditionFormat } from './edition-format.js'
import { epubFormat } from './epub/write.js'
import type { Format } from './format.js'
import { htmlReader } from './html/read/read.js'
import { htmlFormat } from './html/write.js'
import { latexFormat } from './latex/write.js'
import { markdownReader } from './markdown/read/read.js'
import { markdownFormat } from './markdown/write.js'
import { pageReader } from './page/read.js'
import { pdfFormat, typstFormat } from './pdf/write.js'
import { textFormat } from './plain/write.js'
import type { FileRead, Reader, ReadOptions } from './reader.js'
import { siteFormat } from './site/write.js'
import { teiReader } from './tei/read/read.js'
import { teiFormat } from './tei/write.js'
import { textReader } from './text/reader.js'

export type { ArchiveContent } from './archive/archive.js'
export type { Bundle, BundleItem } from './bundle/bundle.js'
export { arePages, isBundle } from './bundle/bundle.js'
export type { EditionFormat } from './edition-format.js'
export type { Exported, Format, FormatOption } from './format.js'
export { chosen, optionFault } from './format.js'
export type { FileRead, Reader, ReadOptions } from './reader.js'

/** What can be written, in the order of menus. */
export const formats: readonly Format[] = [
  teiFormat,
  docxFormat,
  pdfFormat,
  textFormat,
  htmlFormat,
  epubFormat,
  markdownFormat,
  latexFormat,
  typstFormat,
  csvFormat,
  annotationsFormat,
  archiveFormat,
]

export function formatNamed(name: string): Format | undefined {
  return formats.find(f => f.name === name)
}

/** What a whole edition can be written as, in the order of menus. */
export const editionFormats: readonly EditionFormat[] = [collectionFormat, siteFormat]

export function editionFormatNamed(name: string): EditionFormat | undefined {
  return editionFormats.find(f => f.name === name)
}

/** The view in which to write: the one asked for, or the format's usual one. Null where the format does not have the
 * view that is asked for. A format that holds all texts at once takes any: it is the one that shows first. */
export function viewOf(format: Format, asked?: string): View | null {
  const has = format.views.length > 0 ? format.views : views
  if (asked !== undefined) return has.find(v => v === asked) ?? null
  return format.views[0] ?? 'reading'
}

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
