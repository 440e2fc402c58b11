/** Writes our archive. */
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { zipSync } from 'fflate'
import * as Y from 'yjs'
import { contributorsOf } from '../../contributors.js'
import type { EditedDocument } from '../../document.js'
import { canonical, witnessHash } from '../../witness.js'
import type { Exported, Format } from '../format.js'
import { encode } from '../text/read.js'
import { archiveVersion, type EntryName, hashOf } from './archive.js'

/** The same document, written at the same time, gives the same bytes. */
export function writeArchive(exported: Exported): Uint8Array {
  const { title, edition, metadata, document, person, at } = exported
  const { witness, layers } = document
  const entries: Record<EntryName, Uint8Array> = {
    'layers.bin': Y.encodeStateAsUpdate(layers.doc),
    'problems.json': utf8ToBytes(canonical(exported.problems ?? [])),
    source: exported.source ?? encode(witness),
    'witness.json': utf8ToBytes(canonical(witness)),
  }
  const manifest = {
    format: 'corrigenda',
    version: archiveVersion,
    title,
    edition,
    metadata,
    people: Object.fromEntries(peopleOf(document).map(id => [id, person(id)])),
    written: at,
    witness: witnessHash(witness),
    entries: Object.fromEntries(Object.entries(entries).map(([name, bytes]) => [name, hashOf(bytes)])),
  }
  return zipSync(
    { 'manifest.json': utf8ToBytes(canonical(manifest)), ...entries },
    // The first moment that a ZIP can name, in whatever time zone: the bytes must not depend on the clock.
    { mtime: new Date(1980, 0, 1), level: 6 },
  )
}

/** The ids of all whose names stand in it: replies, names and what has no place included. */
function peopleOf(document: EditedDocument): string[] {
  return [...new Set([...contributorsOf(document), ...document.layers.signers()])].sort()
}

export const archiveFormat: Format = {
  name: 'archive',
  title: 'Corrigenda archive (everything)',
  extension: 'corrigenda',
  mediaType: 'application/zip',
  views: [],
  write: writeArchive,
}
