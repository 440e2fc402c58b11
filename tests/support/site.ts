/** Whole sites, as they come out of the writer. */
import type { EditionExported, EditionFault } from '../../schema/formats/edition-format.js'
import type { Exported } from '../../schema/formats/format.js'
import { writeSite } from '../../schema/formats/site/write.js'
import { Register } from '../../schema/register.js'
import { defaultSettings } from '../../schema/settings.js'

/** What the documents are part of. */
export function edition(
  documents: readonly Exported[],
  given: Partial<EditionExported> = {},
): EditionExported {
  return {
    id: 'e1',
    title: 'An edition',
    contents: documents.map(({ id, title }) => ({ id, title })),
    at: 1_750_000_000_000,
    settings: defaultSettings,
    register: new Register([]),
    person: id => documents[0]?.person(id) ?? id,
    parts: [],
    options: {},
    ...given,
  }
}

/** The files of a site by their paths, and what could not be written. `failing` are the ids of documents that cannot be had. */
export async function siteOf(
  documents: readonly Exported[],
  given: Partial<EditionExported> = {},
  failing: readonly string[] = [],
): Promise<{ files: Map<string, Uint8Array>; faults: EditionFault[] }> {
  async function* coming() {
    for (const exported of documents)
      yield failing.includes(exported.id)
        ? { document: exported.id, fault: 'It is gone.' }
        : { id: exported.id, exported }
  }
  const files = new Map<string, Uint8Array>()
  const faults: EditionFault[] = []
  const made = writeSite(edition(documents, given), coming(), async (part, exported) =>
    part.format.write({ ...exported, options: part.options }, part.view),
  )
  for await (const file of made) {
    if ('fault' in file) faults.push(file)
    else if (files.has(file.path)) throw new Error(`Two files are ${file.path}`)
    else files.set(file.path, file.bytes)
  }
  return { files, faults }
}
