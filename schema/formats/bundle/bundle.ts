/** Many files in one ZIP. Nothing of it is ever written to a disk under a name that the ZIP says. */
import type { Problem } from '../../witness.js'
import { looksLikeArchive } from '../archive/archive.js'
import { firstElement } from '../tei/read/parse.js'
import { byName } from './natural.js'
import { BadZip, entriesOf, unpacked, type ZipEntry } from './zip.js'

/** What is in a bundle: a `file` for a reader, with that reader's name; one that is none for a reader, and why; or one
 * that cannot be unpacked. `path` is clean: no part of it leads upwards. */
export type BundleItem =
  | { readonly is: 'file'; readonly path: string; readonly reader: string; readonly bytes: Uint8Array }
  | { readonly is: 'passed-over'; readonly path: string; readonly why: string }
  | { readonly is: 'unreadable'; readonly path: string; readonly why: string }

/** The items stand in the order of their names, numbers in them by their size: `p2.xml` before `p10.xml`. */
export interface Bundle {
  readonly items: readonly BundleItem[]
  readonly problems: readonly Problem[]
}

/** Whether a file is a ZIP of files, and not one of the formats that are ZIPs themselves: an archive of ours, Word,
 * EPUB, OpenDocument. One that calls itself a ZIP and has no directory is a broken one. */
export function isBundle(bytes: Uint8Array, name: string): boolean {
  if (!looksLikeArchive(bytes) || /\.(?:corrigenda|docx|docm|epub|odt|xlsx|pptx)$/i.test(name)) return false
  try {
    const paths = new Set(entriesOf(bytes).map(({ path }) => path))
    const isOther =
      paths.has('[Content_Types].xml') ||
      paths.has('mimetype') ||
      paths.has('word/document.xml') ||
      (paths.has('manifest.json') && paths.has('witness.json'))
    return !isOther
  } catch (error) {
    if (!(error instanceof BadZip)) throw error
    return error.code !== 'not-a-zip' || /\.zip$/i.test(name)
  }
}

/** Opens a bundle; `readerOf` names the reader of a file. Never throws on bad bytes. */
export function openBundle(
  bytes: Uint8Array,
  readerOf: (bytes: Uint8Array, name: string) => string,
): Bundle | { readonly error: Problem } {
  let entries: ZipEntry[]
  try {
    entries = entriesOf(bytes)
  } catch (error) {
    if (!(error instanceof BadZip)) throw error
    return { error: problem('error', error.code, error.message) }
  }
  const problems: Problem[] = []
  const items = new Map<string, BundleItem>()
  for (const entry of entries) {
    if (/[\\/]$/.test(entry.path)) continue
    const path = cleaned(entry.path)
    if (path !== entry.path.replace(/\\/g, '/'))
      problems.push(
        problem(
          'guess',
          'path',
          `"${entry.path.slice(0, 200)}" is no path within the ZIP; it is called "${path}".`,
        ),
      )
    if (items.has(path))
      problems.push(problem('loss', 'twice', `"${path}" is in the ZIP twice; the first is taken.`))
    else items.set(path, itemOf(bytes, entry, path, readerOf))
  }
  return { items: [...items.values()].sort((a, b) => byName(a.path, b.path)), problems }
}

function itemOf(
  bytes: Uint8Array,
  entry: ZipEntry,
  path: string,
  readerOf: (bytes: Uint8Array, name: string) => string,
): BundleItem {
  const why = passedOver(path)
  if (why) return { is: 'passed-over', path, why }
  try {
    const file = unpacked(bytes, entry)
    if (file.length === 0) return { is: 'passed-over', path, why: 'empty' }
    const reader = readerOf(file, path)
    if (reader === 'zip')
      return { is: 'unreadable', path, why: 'A ZIP within the ZIP is not opened: unpack it first.' }
    const root = reader === 'text' && looksLikeXml(file, path) ? firstElement(file) : null
    if (root === 'mets') return { is: 'passed-over', path, why: 'METS, a list of files' }
    if (root) return { is: 'passed-over', path, why: `XML of another kind: <${root.slice(0, 40)}>` }
    return { is: 'file', path, reader, bytes: file }
  } catch (error) {
    if (!(error instanceof BadZip)) throw error
    return { is: 'unreadable', path, why: error.message }
  }
}

const systems = /(?:^|\/)(?:__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\.[^/]*$|\.[^/]+\/)/i
const pictures = /\.(?:jpe?g|png|tiff?|gif|jp2|j2k|webp|bmp|svg|heic)$/i
const media = /\.(?:pdf|mp3|mp4|wav|mov|ttf|otf|woff2?)$/i
const programs = /\.(?:css|js|mjs|json|csv|tsv|xsl|xslt|xsd|rng|rnc|sch|dtd|log|py|sh|exe|dll)$/i

function passedOver(path: string): string | null {
  if (systems.test(path)) return 'of the system that packed it'
  if (pictures.test(path)) return 'an image'
  if (media.test(path)) return 'no text'
  return programs.test(path) ? 'no transcription' : null
}

function looksLikeXml(bytes: Uint8Array, path: string): boolean {
  const head = String.fromCharCode(...bytes.subarray(0, 64).filter(byte => byte !== 0))
  return /\.xml$/i.test(path) || /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*<\?xml/.test(head)
}

/** A path without drive, root, or steps upwards. */
function cleaned(path: string): string {
  const steps = path
    .replace(/^[A-Za-z]:/, '')
    .replace(/\p{Cc}/gu, '')
    .split(/[\\/]+/)
    .filter(step => step !== '' && step !== '.' && step !== '..')
  return steps.join('/').slice(-500) || 'file'
}

export function problem(severity: Problem['severity'], code: string, message: string): Problem {
  return { severity, code, message, line: 1, column: 1 }
}

/** Whether all files of a bundle are pages of scans, so that it is likely to be one document. */
export function arePages({ items }: Bundle): boolean {
  const files = items.flatMap(item => (item.is === 'file' ? [item.reader] : []))
  return files.length > 0 && files.every(reader => reader === 'page' || reader === 'alto')
}
