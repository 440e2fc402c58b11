/** The package of a Word file (ISO 29500-2): a ZIP of parts, their types and their relationships. */
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { zipSync } from 'fflate'
import { attributes, content } from '../tei/xml.js'

export const namespaces =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packaged = 'http://schemas.openxmlformats.org/package/2006'
const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml'

/** A part: its path without the leading stroke, its media type, how its parent refers to it. */
export interface Part {
  readonly path: string
  readonly type: string
  readonly relation: string
  readonly xml: string
  /** Addresses outside of the file, by the ids link1, link2 … */
  readonly addresses?: readonly string[]
}

export const documentPart = (xml: string): Part => ({
  path: 'word/document.xml',
  type: `${word}.document.main+xml`,
  relation: `${office}/officeDocument`,
  xml,
})

/** A part beside the document: `styles`, `settings`, `footnotes`, `comments`. */
export const wordPart = (name: string, xml: string, addresses: readonly string[] = []): Part => ({
  path: `word/${name}.xml`,
  type: `${word}.${name}+xml`,
  relation: `${office}/${name}`,
  xml,
  addresses,
})

/** The package as bytes: the same parts give the same bytes. */
export function packed(document: Part, beside: readonly Part[], properties: readonly Part[]): Uint8Array {
  const all = [document, ...beside, ...properties]
  const files: Record<string, Uint8Array> = {}
  const add = (path: string, xml: string) => {
    files[path] = utf8ToBytes(declaration + xml)
  }
  add(
    '[Content_Types].xml',
    `<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${all.map(({ path, type }) => `<Override PartName="/${path}" ContentType="${type}"/>`).join('')}</Types>`,
  )
  add(
    '_rels/.rels',
    relationships([document, ...properties].map(({ path, relation }) => ({ target: path, relation }))),
  )
  add(
    'word/_rels/document.xml.rels',
    relationships(beside.map(({ path, relation }) => ({ target: path.replace('word/', ''), relation }))),
  )
  for (const { path, addresses = [] } of beside)
    if (addresses.length > 0)
      add(
        path.replace('word/', 'word/_rels/').concat('.rels'),
        `<Relationships xmlns="${packaged}/relationships">${addresses.map((address, i) => `<Relationship${attributes({ Id: `link${i + 1}`, Type: `${office}/hyperlink`, Target: address, TargetMode: 'External' })}/>`).join('')}</Relationships>`,
      )
  for (const { path, xml } of all) add(path, xml)
  // The first moment that a ZIP can name, in whatever time zone: the bytes must not depend on the clock.
  return zipSync(files, { mtime: new Date(1980, 0, 1), level: 6 })
}

function relationships(list: readonly { target: string; relation: string }[]): string {
  return `<Relationships xmlns="${packaged}/relationships">${list.map(({ target, relation }, i) => `<Relationship Id="rId${i + 1}" Type="${relation}" Target="${target}"/>`).join('')}</Relationships>`
}

/** What Word calls the properties of a document. `at` is an ISO time, or nothing. */
export function coreProperties(said: {
  title: string
  subject: string
  creators: string
  at: string | undefined
}): Part {
  const element = (name: string, value: string) => (value ? `<${name}>${content(value)}</${name}>` : '')
  const time = (name: string) =>
    said.at ? `<dcterms:${name} xsi:type="dcterms:W3CDTF">${said.at}</dcterms:${name}>` : ''
  return {
    path: 'docProps/core.xml',
    type: 'application/vnd.openxmlformats-package.core-properties+xml',
    relation: `${packaged}/relationships/metadata/core-properties`,
    xml: `<cp:coreProperties xmlns:cp="${packaged}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${element('dc:title', said.title)}${element('dc:subject', said.subject)}${element('dc:creator', said.creators)}${time('created')}${time('modified')}</cp:coreProperties>`,
  }
}

/** Properties by names of our own. */
export function customProperties(values: Readonly<Record<string, string>>): Part {
  const named = Object.entries(values).filter(([name]) => name !== '')
  return {
    path: 'docProps/custom.xml',
    type: 'application/vnd.openxmlformats-officedocument.custom-properties+xml',
    relation: `${office}/custom-properties`,
    // Word's own numbers begin at 2.
    xml: `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">${named.map(([name, value], i) => `<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="${i + 2}"${attributes({ name })}><vt:lpwstr>${content(value)}</vt:lpwstr></property>`).join('')}</Properties>`,
  }
}
