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
