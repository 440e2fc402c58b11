/** All formats that the program writes and reads. */
import { type View, views } from '../readings.js'
import { annotationsFormat } from './annotations/write.js'
import { archiveFormat } from './archive/write.js'
import { collectionFormat } from './collection/write.js'
import { csvFormat } from './csv/write.js'
import { docxFormat } from './docx/write.js'
import type { EditionFormat } from './edition-format.js'
import { epubFormat } from './epub/write.js'
import type { Format } from './format.js'
import { htmlFormat } from './html/write.js'
import { latexFormat } from './latex/write.js'
import { markdownFormat } from './markdown/write.js'
import { pdfFormat, typstFormat } from './pdf/write.js'
import { textFormat } from './plain/write.js'
import { siteFormat } from './site/write.js'
import { teiFormat } from './tei/write.js'

export type { ArchiveContent } from './archive/archive.js'
export type { Bundle, BundleItem } from './bundle/bundle.js'
export { arePages, isBundle } from './bundle/bundle.js'
export type { EditionFormat } from './edition-format.js'
export type { Exported, Format, FormatOption } from './format.js'
export { chosen, optionFault } from './format.js'
export type { FileRead, Reader, ReadOptions } from './reader.js'
export { openZip, readerOf, readers, readFile } from './readers.js'

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
