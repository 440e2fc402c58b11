/** What the package says of the book: Dublin Core, accessibility (schema.org), the time of writing (EPUB 3.3 §5.5). */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { contributorsOf } from '../../contributors.js'
import type { View } from '../../readings.js'
import { witnessHash } from '../../witness.js'
import type { Exported } from '../format.js'
import { content } from '../tei/xml.js'

export interface Book {
  readonly exported: Exported
  readonly view: View
  readonly language: string
  readonly hasPages: boolean
  readonly hasIndex: boolean
}

/** The `<metadata>` of the package. */
export function metadataXml(book: Book): string {
  const { exported, language, hasPages } = book
  const { title, edition, metadata } = exported
  const lines = [
    element('dc:identifier', identifierOf(book), ' id="book"'),
    element('dc:title', title.trim() || 'Untitled', ' id="book-title"'),
    '<meta refines="#book-title" property="title-type">main</meta>',
    element('dc:language', language),
    ...people(exported),
    ...(edition.trim() === ''
      ? []
      : [
          `<meta property="belongs-to-collection" id="edition">${line(edition)}</meta>`,
          '<meta refines="#edition" property="collection-type">set</meta>',
        ]),
    element('dc:date', dateOf(metadata.date)),
    element('dc:rights', metadata.rights ?? metadata.licence ?? ''),
    element('dc:description', `${views[book.view]} Written by Corrigenda.`),
    element('dc:source', sourceOf(exported), ' id="source"'),
    ...(hasPages ? ['<meta refines="#source" property="source-of">pagination</meta>'] : []),
    element('dc:source', `urn:sha256:${witnessHash(exported.document.witness)}`),
    `<meta property="dcterms:modified">${modified(exported.at)}</meta>`,
    ...accessibility(book),
  ]
  return `<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n${lines.filter(each => each !== '').join('\n')}\n</metadata>`
}

/** What each text is, in a sentence. */
export const views: Readonly<Record<View, string>> = {
  reading: 'The reading text, with all accepted corrections.',
  diplomatic: 'The diplomatic text, with accepted corrections of the transcription.',
  received: 'The text as received.',
  all: 'All markup: what was received, accepted and proposed, side by side.',
}

/** The book's name for good: the same document in the same text is the same book, whatever has been edited since. A UUID
 * of version 8 (RFC 9562 §5.8), made of the document's id and the witness's hash. */
export function identifierOf({ exported, view }: Pick<Book, 'exported' | 'view'>): string {
  const said = JSON.stringify([exported.id, witnessHash(exported.document.witness), view])
  const bytes = sha256(utf8ToBytes(said)).slice(0, 16)
  bytes[6] = (bytes[6]! & 0x0f) | 0x80
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytesToHex(bytes)
  return `urn:uuid:${[hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')}`
}

/** The author of the source where it is known, and who edited it, with the relators of MARC (`aut`, `edt`). */
function people({ document, metadata, person }: Exported): string[] {
  const author = (metadata.author ?? metadata.creator ?? '').trim()
  const editors = contributorsOf(document).map(id => person(id).trim() || id)
  return [
    ...(author === '' ? [] : relator('dc:creator', 'author', author, 'aut')),
    ...editors.flatMap((name, i) =>
      relator(author === '' ? 'dc:creator' : 'dc:contributor', `editor-${i + 1}`, name, 'edt'),
    ),
  ]
}

function relator(name: string, id: string, person: string, role: string): string[] {
  return [
    element(name, person, ` id="${id}"`),
    `<meta refines="#${id}" property="role" scheme="marc:relators">${role}</meta>`,
  ]
}

/** A date as W3CDTF has it; '' where the words are no such date. */
function dateOf(words = ''): string {
  const found = /^(\d{4})(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/.exec(words.trim())
  return found ? found[0] : ''
}

function sourceOf({ metadata, document }: Exported): string {
  const said = [metadata.citation, metadata.url, metadata.source].find(each => each?.trim())
  return said ?? document.witness.source.name
}

/** CCYY-MM-DDThh:mm:ssZ; the beginning of Unix time where the time cannot be written so. */
export function modified(at: number): string {
  const date = new Date(at)
  const year = date.getUTCFullYear()
  const isWritable = year >= 1000 && year <= 9999
  return `${(isWritable ? date : new Date(0)).toISOString().slice(0, 19)}Z`
}

function accessibility({ hasPages, hasIndex }: Book): string[] {
  const features = [
    'readingOrder',
    'structuralNavigation',
    'tableOfContents',
    'displayTransformability',
    'ARIA',
    ...(hasIndex ? ['index'] : []),
    ...(hasPages ? ['pageBreakMarkers', 'pageNavigation'] : []),
  ]
  const meta = (property: string, value: string) => `<meta property="schema:${property}">${value}</meta>`
  return [
    meta('accessMode', 'textual'),
    meta('accessModeSufficient', 'textual'),
    ...features.map(feature => meta('accessibilityFeature', feature)),
    meta('accessibilityHazard', 'none'),
    meta(
      'accessibilitySummary',
      'All of the book is text. Headings, lists and tables are marked as such; notes and readings are linked to and from the text. It has not been certified.',
    ),
  ]
}

/** An element on one line; '' where there is nothing to say. */
const element = (name: string, words: string, attributes = '') =>
  line(words) === '' ? '' : `<${name}${attributes}>${line(words)}</${name}>`

const line = (words: string) => content(words).replace(/\s+/g, ' ').trim()
