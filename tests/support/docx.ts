/** Word files in tests: their parts, what a published schema says of them, and small ones made by hand. */
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { RelaxNGValidator, XmlDocument } from 'libxml2-wasm'
import { hasMaterial, material } from './material.js'
import { rngOf } from './rnc.js'

const folder = 'material/ooxml-schema/rnc'

export const hasWordSchema = hasMaterial(`${folder}/wml.rnc`)

/** The parts of a Word file by their paths, as text. */
export function partsOf(bytes: Uint8Array): Record<string, string> {
  return Object.fromEntries(Object.entries(unzipSync(bytes)).map(([path, part]) => [path, strFromU8(part)]))
}

export function packParts(parts: Readonly<Record<string, string>>): Uint8Array {
  return zipSync(Object.fromEntries(Object.entries(parts).map(([path, text]) => [path, strToU8(text)])))
}

/** Which schema of ISO 29500 is about which part. */
const schemas: readonly (readonly [path: RegExp, schema: string])[] = [
  [/^word\/document\.xml$/, 'WordprocessingML_Main_Document'],
  [/^word\/styles\.xml$/, 'WordprocessingML_Style_Definitions'],
  [/^word\/settings\.xml$/, 'WordprocessingML_Document_Settings'],
  [/^word\/footnotes\.xml$/, 'WordprocessingML_Footnotes'],
  [/^word\/comments\.xml$/, 'WordprocessingML_Comments'],
  [/^docProps\/custom\.xml$/, 'Shared_Custom_File_Properties'],
]

const validators = new Map<string, RelaxNGValidator>()

function validatorOf(schema: string): RelaxNGValidator {
  const known = validators.get(schema)
  if (known) return known
  const text = rngOf(`${schema}.rnc`, file => strFromU8(material(`${folder}/${file}`)))
  const validator = RelaxNGValidator.fromDoc(XmlDocument.fromString(text))
  validators.set(schema, validator)
  return validator
}

/** What is wrong with the parts of a Word file, a line each; empty where all are well-formed and valid. */
export function wordFaults(bytes: Uint8Array): string[] {
  const faults: string[] = []
  for (const [path, xml] of Object.entries(partsOf(bytes))) {
    const schema = schemas.find(([pattern]) => pattern.test(path))?.[1]
    const document = XmlDocument.fromString(xml)
    try {
      if (schema) validatorOf(schema).validate(document)
    } catch (error) {
      const { details } = error as { details?: readonly { message: string; line: number }[] }
      faults.push(
        ...(details?.map(d => `${path} line ${d.line}: ${d.message.trim()}`) ?? [`${path}: ${error}`]),
      )
    } finally {
      document.dispose()
    }
  }
  return faults
}

const ns =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** A Word file by hand: `body` is the XML in `w:body`, `parts` that in the roots of other parts by their names (`footnotes`). */
export function wordFile(body: string, parts: Readonly<Record<string, string>> = {}): Uint8Array {
  const roots: Record<string, string> = { commentsExtended: 'w15:commentsEx' }
  const beside = Object.entries(parts)
  return packParts({
    '_rels/.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="${relation}/officeDocument" Target="word/document.xml"/></Relationships>`,
    'word/document.xml': `<w:document ${ns}><w:body>${body}</w:body></w:document>`,
    'word/_rels/document.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${beside.map(([name]) => `<Relationship Id="${name}" Type="${relation}/${name}" Target="${name}.xml"/>`).join('')}<Relationship Id="link" Type="${relation}/hyperlink" Target="https://example.org/" TargetMode="External"/></Relationships>`,
    ...Object.fromEntries(
      beside.map(([name, xml]) => {
        const root = roots[name] ?? `w:${name}`
        return [`word/${name}.xml`, `<${root} ${ns}>${xml}</${root}>`]
      }),
    ),
  })
}

export const t = (text: string, properties = '') =>
  `<w:r>${properties ? `<w:rPr>${properties}</w:rPr>` : ''}<w:t xml:space="preserve">${text}</w:t></w:r>`
export const wp = (inside: string, properties = '') =>
  `<w:p>${properties ? `<w:pPr>${properties}</w:pPr>` : ''}${inside}</w:p>`
const sign = (by: string, at = '2024-05-01T10:00:00Z') => `w:id="1" w:author="${by}" w:date="${at}"`
/** Text that somebody has added or struck. */
export const ins = (by: string, text: string, at?: string) => `<w:ins ${sign(by, at)}>${t(text)}</w:ins>`
export const del = (by: string, text: string, at?: string) =>
  `<w:del ${sign(by, at)}><w:r><w:delText xml:space="preserve">${text}</w:delText></w:r></w:del>`
/** A paragraph's mark that somebody has added or struck. */
export const insMark = (by: string) => `<w:rPr><w:ins ${sign(by)}/></w:rPr>`
export const delMark = (by: string) => `<w:rPr><w:del ${sign(by)}/></w:rPr>`

/** What Word makes of a file when all tracked changes are accepted, or refused: on files of ours, a paragraph a line. */
export function decidedInWord(bytes: Uint8Array, decision: 'accept' | 'refuse'): Uint8Array {
  const parts = partsOf(bytes)
  const [gone, stays] = decision === 'accept' ? ['del', 'ins'] : ['ins', 'del']
  let xml = parts['word/document.xml']!.replace(new RegExp(`<w:${gone} [^>]*[^/]>.*?</w:${gone}>`, 'gs'), '')
    .replace(new RegExp(`<w:${stays} [^>]*[^/]>(.*?)</w:${stays}>`, 'gs'), '$1')
    .replace(new RegExp(`<w:rPr><w:${stays} [^>]*/></w:rPr>`, 'g'), '')
    .replace(/w:delText/g, 'w:t')
  // A paragraph without its mark goes on with the next.
  const unmarked = new RegExp(
    `<w:p><w:pPr><w:pStyle [^>]*/><w:rPr><w:${gone} [^>]*/></w:rPr></w:pPr>(((?!</w:p>).)*)</w:p>\n(<w:p><w:pPr>((?!</w:pPr>).)*</w:pPr>)`,
    's',
  )
  while (unmarked.test(xml)) xml = xml.replace(unmarked, '$3$1')
  return packParts({ ...parts, 'word/document.xml': xml })
}
