/** Writes an edition as a collection of files: each document in each of the forms that were asked for, and beside them
 * what belongs to the edition as a whole. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import type {
  EditionDocument,
  EditionExported,
  EditionFault,
  EditionFile,
  EditionFormat,
  Part,
  Writing,
} from '../edition-format.js'
import type { Exported } from '../format.js'
import { documentFile, foldersOf } from './folders.js'
import { editionFiles, Lists } from './lists.js'
import { type Listed, readme, sums } from './readme.js'

/** The last file, README.txt, lists all others. A document that cannot be written in one form is written in the others. */
export async function* writeCollection(
  edition: EditionExported,
  documents: AsyncIterable<EditionDocument>,
  written: Writing,
): AsyncGenerator<EditionFile | EditionFault> {
  const { contents, parts } = edition
  const folders = foldersOf(parts)
  const places = new Map(contents.map(({ id }, i) => [id, i]))
  const lists = new Lists()
  const listed: Listed[] = []
  const faults: EditionFault[] = []
  const kept = (file: EditionFile): EditionFile => {
    listed.push({ path: file.path, size: file.bytes.length, hash: bytesToHex(sha256(file.bytes)) })
    return file
  }
  const missing = (fault: EditionFault): EditionFault => {
    faults.push(fault)
    return fault
  }
  for await (const document of documents) {
    if ('fault' in document) {
      yield missing(document)
      continue
    }
    const { id, exported } = document
    const index = places.get(id) ?? 0
    for (const [i, part] of parts.entries()) {
      const made = await attempt(id, part, exported, written)
      if ('fault' in made) yield missing(made)
      else {
        const name = documentFile(index, contents.length, exported.title, part.format.extension)
        yield kept({ path: `${folders[i]}/${name}`, ...made })
      }
    }
    lists.add(index + 1, exported)
  }
  for (const file of lists.files()) yield kept(file)
  for (const file of editionFiles(edition)) yield kept(file)
  yield sums(listed)
  yield readme(edition, folders, listed, faults)
}

async function attempt(
  document: string,
  part: Part,
  exported: Exported,
  written: Writing,
): Promise<{ bytes: Uint8Array } | EditionFault> {
  try {
    return { bytes: await written(part, exported) }
  } catch (error) {
    return {
      document,
      part: part.format.title,
      fault: error instanceof Error ? error.message : String(error),
    }
  }
}

export const collectionFormat: EditionFormat = {
  name: 'zip',
  title: 'Files of every document (ZIP)',
  extension: 'zip',
  mediaType: 'application/zip',
  write: writeCollection,
}
