/** Writing a document in a format to the end: what its writer gives, typeset where it is Typst source. */
import type { Exported, Format } from '../../schema/formats/index.js'
import type { View } from '../../schema/readings.js'
import { typeset } from './typeset.js'

/** The bytes of the file. Rejects with 422 where it cannot be typeset. */
export async function written(format: Format, exported: Exported, view: View): Promise<Uint8Array> {
  const bytes = format.write(exported, view)
  return format.typeset ? typeset(bytes) : bytes
}
