/** Operations on structure, as commands and typing use them. Each must run inside a Yjs transaction. */
import type { Correction } from '../../schema/corrections.js'
import type { EditedDocument } from '../../schema/document.js'
import { graphemeStart } from '../../schema/graphemes.js'
import { formeWork } from '../../schema/structure.js'
import type { BlockKind } from '../../schema/witness.js'
import type { Writer } from './writer.js'

/** Whether a correction of `person`'s own can still be edited: it is a proposal, or nobody but its author has accepted it. */
export function isOpen(document: EditedDocument, { id, by }: Correction, person: string): boolean {
  if (by !== person) return false
  const standing = document.standing(id)
  return standing === 'proposed' || (standing === 'accepted' && !document.isDecidedByOthers(id, person))
}

/** Takes a correction of one's own back: removes it, or withdraws it where others have decided on it (G8). */
export function takeBack(document: EditedDocument, id: string, writer: Writer): void {
  const { layers } = document
  const { person } = writer
  if (!document.isDecidedByOthers(id, person)) {
    layers.removeCorrection(id)
    return
  }
  const at = Math.max(writer.now(), ...document.decisionsOn(id).map(d => d.at + 1))
  layers.addDecision({ id: writer.newId(), on: id, act: 'withdraw', by: person, at, why: '' })
}

/** Begins a block at an offset and returns where it begins; null where no block can begin there. Between two joined
 * blocks the witness's own beginning is restored. */
export function splitAt(document: EditedDocument, offset: number): number | null {
  const { structure, layers } = document
  const at = graphemeStart(document.text, offset)
  const index = structure.indexAt(at, -1)
  const block = structure.block(index)
  for (let i = 1; i < block.runs.length; i++) {
    const gapStart = block.runs[i - 1]![1]
    const next = block.runs[i]![0]
    if (at >= gapStart && at <= next && structure.isWitnessBreak(next)) {
      layers.setBreak(next, undefined)
      return next
    }
  }
  if (at <= block.start || at >= block.end || !structure.isInside(at)) return null
  layers.setBreak(at, true)
  return at
}

/** Joins the block that begins at an offset to the one before it. A block after a page's forme work cannot take that
 * in: it is marked as continuing instead. */
export function joinAt(document: EditedDocument, offset: number): boolean {
  const { structure, layers } = document
  const index = structure.indexOfStart(offset)
  if (index <= 0) return false
  const block = structure.block(index)
  if (formeWork.has(structure.block(index - 1).kind) !== formeWork.has(block.kind)) {
    if (formeWork.has(block.kind) || block.attrs.continues === true) return false
    layers.setBlockAttr(offset, 'continues', true)
    return true
  }
  layers.setBreak(offset, structure.isWitnessBreak(offset) ? false : undefined)
  return true
}

/** Whether the block that begins at an offset and the one before it are both running text, so that what replaces the
 * border between them makes one block of them. */
export function areRunningText(document: EditedDocument, offset: number): boolean {
  const { structure } = document
  const index = structure.indexOfStart(offset)
  if (index <= 0) return false
  const apart = (i: number) => {
    const { kind } = structure.block(i)
    return formeWork.has(kind) || kind === 'rule'
  }
  return !apart(index) && !apart(index - 1)
}

/** Attributes that only blocks of one kind have, so that a block which becomes another kind loses them. */
const ownAttrs: Partial<Record<BlockKind, readonly string[]>> = {
  heading: ['level'],
  speech: ['who', 'whoRef'],
  item: ['ordered', 'depth'],
}

/** Makes a block of another kind, with the attributes given; `null` takes one away. */
export function setKind(
  document: EditedDocument,
  index: number,
  kind: BlockKind,
  attrs: Readonly<Record<string, string | number | boolean | null>> = {},
): void {
  const { layers } = document
  const block = document.structure.block(index)
  if (block.kind !== kind) {
    layers.setBlockAttr(block.start, 'kind', kind)
    for (const key of ownAttrs[block.kind] ?? [])
      if (block.attrs[key] !== undefined) layers.setBlockAttr(block.start, key, null)
  }
  for (const [key, value] of Object.entries(attrs))
    if (block.attrs[key] !== (value ?? undefined)) layers.setBlockAttr(block.start, key, value)
}
