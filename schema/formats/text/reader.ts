/** The reader of plain text. */
import { type Reader, withoutExtension } from '../reader.js'
import { readText } from './read.js'

export const textReader: Reader = {
  name: 'text',
  title: 'Plain text',
  extensions: ['.txt', '.text'],
  recognises: () => true,
  read(bytes, name) {
    const { witness, metadata, problems } = readText(bytes, name)
    return {
      reader: 'text',
      title: metadata.title || withoutExtension(name),
      edition: null,
      witness,
      metadata,
      problems,
      source: bytes,
      layers: null,
      people: {},
    }
  },
}
