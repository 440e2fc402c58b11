/** Reads our archive. */

import { strFromU8, type UnzipFileInfo, unzipSync } from 'fflate'
import * as Y from 'yjs'
import { z } from 'zod'
import { Layers, layoutVersion, roots } from '../../layers.js'
import { blockKinds, type Problem, type Witness, witnessFaults, witnessHash } from '../../witness.js'
import { type Reader, unread } from '../reader.js'
import {
  type ArchiveContent,
  archiveVersion,
  entryNames,
  hashOf,
  largestEntry,
  looksLikeArchive,
} from './archive.js'

const attrs = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
const offset = z.int().nonnegative()

const witnessShape = z.strictObject({
  format: z.literal(1),
  text: z.string(),
  blocks: z.array(z.strictObject({ start: offset, end: offset, kind: z.enum(blockKinds), attrs })),
  milestones: z.array(
    z.strictObject({
      id: z.string(),
      at: offset,
      type: z.string().min(1),
      n: z.string().exactOptional(),
      attrs: attrs.exactOptional(),
    }),
  ),
  spans: z.array(
    z.strictObject({
      id: z.string(),
      start: offset,
      end: offset,
      type: z.string().min(1),
      attrs: attrs.exactOptional(),
    }),
  ),
  source: z.strictObject({
    format: z.string(),
    encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']),
    bom: z.boolean(),
    name: z.string(),
  }),
})

const problemsShape = z.array(
  z.strictObject({
    severity: z.enum(['info', 'guess', 'loss', 'error']),
    code: z.string(),
    message: z.string(),
    line: z.number(),
    column: z.number(),
    start: z.number().exactOptional(),
    end: z.number().exactOptional(),
  }),
)

const manifestShape = z.object({
  title: z.string(),
  edition: z.string(),
  metadata: z.record(z.string(), z.string()),
  people: z.record(z.string(), z.string()),
  witness: z.string(),
  entries: z.object(Object.fromEntries(entryNames.map(name => [name, z.string()]))),
})

/** What an archive holds, or why it cannot be read: `content` is null exactly where `problems` has an error. */
export interface ArchiveRead {
  readonly content: ArchiveContent | null
  readonly problems: readonly Problem[]
}

/** A ZIP's directory can name four milliard entries in a few bytes. */
const mostEntries = 1_000

/** Why an archive cannot be read; caught at this file's own door. */
class Unreadable extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message)
  }
}

/** Reads an archive and checks every hash in it. Never throws on bad bytes. */
export function readArchive(bytes: Uint8Array): ArchiveRead {
  try {
    return { content: contentOf(bytes), problems: [] }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    const { code, message } = error
    return { content: null, problems: [{ severity: 'error', code, message, line: 1, column: 1 }] }
  }
}

function contentOf(bytes: Uint8Array): ArchiveContent {
  const files = unpack(bytes)
  const raw = jsonOf(files, 'manifest.json')
  const about = z.object({ format: z.literal('corrigenda'), version: z.int().positive() }).safeParse(raw)
  if (!about.success) throw new Unreadable('not-an-archive', 'The ZIP is not a Corrigenda archive.')
  const { version } = about.data
  if (version > archiveVersion)
    throw new Unreadable(
      'newer-archive',
      `The archive has version ${version}; this program reads up to version ${archiveVersion}.`,
    )
  const manifest = parsed(manifestShape, raw, 'manifest.json')
  for (const name of entryNames)
    if (hashOf(entry(files, name)) !== manifest.entries[name])
      throw new Unreadable(
        'damaged-archive',
        `${name} is damaged: it does not have the hash that the manifest names.`,
      )
  const witness: Witness = parsed(witnessShape, jsonOf(files, 'witness.json'), 'witness.json')
  if (witnessHash(witness) !== manifest.witness)
    throw new Unreadable('damaged-archive', 'The witness does not have the hash that the manifest names.')
  const faults = witnessFaults(witness)
  if (faults.length > 0) throw new Unreadable('bad-witness', `The witness is unsound: ${faults[0]}.`)
  const layers = entry(files, 'layers.bin')
  checkLayers(layers, manifest.witness)
  const { title, edition, metadata, people } = manifest
  const problems = parsed(problemsShape, jsonOf(files, 'problems.json'), 'problems.json')
  return { title, edition, metadata, people, witness, layers, source: entry(files, 'source'), problems }
}

function unpack(bytes: Uint8Array): Record<string, Uint8Array> {
  const known = new Set<string>(['manifest.json', ...entryNames])
  let total = 0
  let entries = 0
  // Names are only looked up among ours, so that one like ../x leads nowhere; what is packed within is not unpacked.
  const wanted = ({ name, size, originalSize }: UnzipFileInfo) => {
    if (++entries > mostEntries)
      throw new Unreadable('archive-too-large', `The ZIP has more than ${mostEntries} entries.`)
    if (!known.has(name)) return false
    // Packing makes nothing much larger: an entry that would shrink is not what it says it is.
    if (size > originalSize * 1.01 + 1024)
      throw new Unreadable('damaged-archive', `${name} is packed in more bytes than it has.`)
    total += originalSize
    if (originalSize > largestEntry || total > 2 * largestEntry)
      throw new Unreadable(
        'archive-too-large',
        `${name} is larger than this program unpacks (${largestEntry} bytes).`,
      )
    // A name that comes twice would be unpacked twice.
    known.delete(name)
    return true
  }
  try {
    return unzipSync(bytes, { filter: wanted })
  } catch (error) {
    if (error instanceof Unreadable) throw error
    throw new Unreadable('not-a-zip', 'The file is not a ZIP, or it is cut short.')
  }
}

function entry(files: Record<string, Uint8Array>, name: string): Uint8Array {
  const bytes = files[name]
  if (!bytes) throw new Unreadable('incomplete-archive', `The archive has no ${name}.`)
  return bytes
}

function jsonOf(files: Record<string, Uint8Array>, name: string): unknown {
  try {
    return JSON.parse(strFromU8(entry(files, name)))
  } catch (error) {
    if (error instanceof Unreadable) throw error
    throw new Unreadable('damaged-archive', `${name} is not JSON.`)
  }
}

function parsed<T>(shape: z.ZodType<T>, value: unknown, name: string): T {
  const result = shape.safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw new Unreadable(
    'damaged-archive',
    `${name}: ${issue?.path.join('.') || 'the whole'}: ${issue?.message}`,
  )
}

/** The layers must be one whole Yjs update of a layout that is known, made for this witness. */
function checkLayers(update: Uint8Array, witness: string): void {
  const doc = new Y.Doc()
  try {
    Y.applyUpdate(doc, update)
    const pending = doc.store.pendingStructs !== null || doc.store.pendingDs !== null
    if (pending) throw new Unreadable('damaged-archive', 'The layers lack a part of their history.')
    const foreign = [...doc.share.keys()].find(key => !(roots as readonly string[]).includes(key))
    if (foreign !== undefined)
      throw new Unreadable('bad-layers', `The layers hold something unknown: "${foreign.slice(0, 40)}".`)
    const about = new Layers(doc).about()
    if (about && about.layout > layoutVersion)
      throw new Unreadable(
        'newer-archive',
        `The layers have layout ${about.layout}; this program knows ${layoutVersion}.`,
      )
    if (about && about.witness !== witness)
      throw new Unreadable('bad-layers', 'The layers were made for another witness.')
  } catch (error) {
    if (error instanceof Unreadable) throw error
    throw new Unreadable('damaged-archive', 'The layers cannot be read.')
  } finally {
    doc.destroy()
  }
}

export const archiveReader: Reader = {
  name: 'archive',
  title: 'Corrigenda archive',
  extensions: ['.corrigenda'],
  // A ZIP of another kind that nobody else knew is told what it lacks to be an archive.
  recognises: (bytes, name) => looksLikeArchive(bytes) || /\.corrigenda$/i.test(name),
  read(bytes, name) {
    const { content, problems } = readArchive(bytes)
    return content ? { reader: 'archive', ...content } : unread('archive', bytes, name, problems)
  },
}
