/** tei_all, the schema that every TEI file of ours must satisfy. Compiled once a test file: it takes 7 to 12 seconds. */
import { RelaxNGValidator, XmlDocument } from 'libxml2-wasm'
import { hasMaterial, material } from './material.js'

const path = 'material/tei-schema/tei_all.rng'

export const hasSchema = hasMaterial(path)

let validator: RelaxNGValidator | undefined

/** What is wrong with a TEI file, a line each; empty where it is well-formed and valid. */
export function faultsOf(xml: string): string[] {
  validator ??= RelaxNGValidator.fromDoc(XmlDocument.fromBuffer(material(path)))
  let document: XmlDocument
  try {
    document = XmlDocument.fromString(xml)
  } catch (error) {
    return [`not well-formed: ${error}`]
  }
  try {
    validator.validate(document)
    return []
  } catch (error) {
    const { details } = error as { details?: readonly { message: string; line: number }[] }
    return details?.map(d => `line ${d.line}: ${d.message.trim()}`) ?? [String(error)]
  } finally {
    document.dispose()
  }
}
