/** Carrying over structure: blocks that were split and joined, their attributes, and page breaks. */
import type { EditedDocument } from '../document.js'
import { readAttrKey, readBreak, readMilestone, readOffset } from '../layers.js'
import { lowerBound } from '../ranges.js'
import { type Json, recordAt } from '../state.js'
import { type Block, canonical, type Milestone, type Witness } from '../witness.js'
import { freeId } from './annotations.js'
import type { Grounds } from './ground.js'
import type { Load } from './load.js'

/** From this confidence on the first word of a block, spelled otherwise, is still its first word. */
const likely = 0.5

const letter = /[\p{L}\p{N}]/u

/** Where the new witness begins its blocks, and the layers over it. */
export class Beginnings {
  private readonly own: ReadonlyMap<number, Block>
  private starts: number[]

  constructor(
    private readonly to: Witness,
    private readonly grounds: Grounds,
  ) {
    this.own = new Map(to.blocks.map(block => [block.start, block]))
    this.starts = to.blocks.map(({ start }) => start)
  }

  /** The place of the new witness before the words that follow an offset of the old one; null where those are gone. `end` is
   * where the block ends that they must be in. */
  after(offset: number, end?: number): { readonly offset: number; readonly word: number } | null {
    const word = this.grounds.wordAfter(offset, end)
    const ground = word && this.grounds.of(word.start, word.end)
    if (!word || !ground || ground.is === 'lost') return null
    if (ground.is === 'other' && ground.confidence < likely) return null
    const between = this.grounds.from.slice(offset, word.start)
    const before = this.grounds.to.slice(ground.start - between.length, ground.start)
    const isSame = between === before && ground.start >= between.length
    return { offset: ground.start - (isSame ? between.length : 0), word: ground.start }
  }

  /** The place of the new witness next to which an offset of the old one would stand. */
  near(offset: number): { readonly start: number; readonly end: number } {
    return this.grounds.near(offset)
  }

  /** The beginning of the block whose first letter is at `word`; null where that stands within one. */
  beginning(word: number): number | null {
    const start = this.starts[lowerBound(this.starts, word + 1, s => s) - 1]
    return start !== undefined && !letter.test(this.to.text.slice(start, word)) ? start : null
  }

  /** The block of the new witness that begins at an offset. */
  block(start: number): Block | undefined {
    return this.own.get(start)
  }

  /** Whether a block begins at an offset, in the layers as carried so far. */
  has(offset: number): boolean {
    return this.starts[lowerBound(this.starts, offset, s => s)] === offset
  }

  isFirst(start: number): boolean {
    return this.to.blocks[0]!.start === start
  }

  isInside(offset: number): boolean {
    const block = this.to.blocks[lowerBound(this.to.blocks, offset + 1, b => b.start) - 1]
    return block !== undefined && offset > block.start && offset < block.end
  }

  set(offset: number, on: boolean): void {
    const index = lowerBound(this.starts, offset, s => s)
    const has = this.starts[index] === offset
    if (on && !has) this.starts.splice(index, 0, offset)
    else if (!on && has) this.starts.splice(index, 1)
  }

  /** The beginning of a block without letters: a rule, a row of dots. */
  wordless(start: number, end: number): number | null {
    const said = this.grounds.from.slice(start, end).trim()
    const { start: near } = this.grounds.of(start, end) as { start?: number }
    const block = near === undefined ? undefined : this.own.get(near)
    return block && this.to.text.slice(block.start, block.end).trim() === said ? block.start : null
  }
}

export function carryBreaks(
  document: EditedDocument,
  beginnings: Beginnings,
  grounds: Grounds,
  load: Load,
): void {
  const { layers } = document
  for (const key of layers.breaks.keys()) {
    const value = recordAt(layers, 'breaks', key)!
    const offset = readOffset(key)
    const on = readBreak(value)
    if (offset === null || on === undefined || offset >= document.length) {
      load.keep('breaks', key, value, 'unreadable', [0, 0], { start: 0, end: 0 })
      continue
    }
    const words = [offset, wordsEnd(document, offset)] as const
    const at = on
      ? splitIn(offset, document, beginnings, grounds)
      : joinIn(offset, document, beginnings, grounds)
    if (at === null) {
      load.keep('breaks', key, value, 'gone', words, beginnings.near(offset))
      continue
    }
    const where = { start: at, end: at }
    if (beginnings.has(at) === on) load.keep('breaks', key, value, 'already', words, where)
    else if ((on ? !beginnings.isInside(at) : beginnings.isFirst(at)) || load.isTaken('breaks', String(at)))
      load.keep('breaks', key, value, 'changed', words, where)
    else {
      beginnings.set(at, on)
      load.put('breaks', key, value, where, { as: String(at) })
    }
  }
}

/** Where the new witness can be split as the old one was; a beginning that it has there itself. */
function splitIn(
  offset: number,
  document: EditedDocument,
  beginnings: Beginnings,
  grounds: Grounds,
): number | null {
  const exact = grounds.point(offset)
  if (exact !== null) return exact
  const at = pointOf(offset, document, beginnings, grounds)
  if (at === null || beginnings.has(at)) return at
  const after = beginnings.after(offset, blockAt(document.witness, offset)?.end)
  return (after && beginnings.beginning(after.word)) ?? at
}

/** Where the new witness has what was joined to what stands before it: a beginning of its own, or none any more. */
function joinIn(
  offset: number,
  document: EditedDocument,
  beginnings: Beginnings,
  grounds: Grounds,
): number | null {
  const exact = grounds.point(offset)
  if (exact !== null && beginnings.has(exact)) return exact
  const end = blockAt(document.witness, offset)?.end ?? document.length
  const after = beginnings.after(offset, end)
  if (after) return beginnings.beginning(after.word) ?? after.offset
  return end > offset ? beginnings.wordless(offset, end) : null
}

export function carryBlockAttrs(
  document: EditedDocument,
  beginnings: Beginnings,
  grounds: Grounds,
  load: Load,
): void {
  const { layers, structure } = document
  for (const name of layers.blockAttrs.keys()) {
    const value = recordAt(layers, 'blockAttrs', name)!
    const place = readAttrKey(name)
    const index = place ? structure.indexOfStart(place.offset) : -1
    if (!place || (value !== null && typeof value === 'object') || place.offset >= document.length) {
      load.keep('blockAttrs', name, value, 'unreadable', [0, 0], { start: 0, end: 0 })
      continue
    }
    const { offset, key } = place
    const end = index < 0 ? wordsEnd(document, offset) : structure.block(index).end
    const words = [offset, Math.min(end, offset + 200)] as const
    const word = beginnings.after(offset, index < 0 ? undefined : end)
    const exact = grounds.point(offset)
    let at: number | null = null
    if (exact !== null && (beginnings.has(exact) || beginnings.block(exact))) at = exact
    // What is said of a beginning that was joined says nothing for now.
    else if (index >= 0) at = word ? beginnings.beginning(word.word) : beginnings.wordless(offset, end)
    if (at === null) {
      load.keep('blockAttrs', name, value, word ? 'changed' : 'gone', words, beginnings.near(offset))
      continue
    }
    const own = beginnings.block(at)
    const says: Json | undefined = key === 'kind' ? own?.kind : own?.attrs[key]
    if (load.isTaken('blockAttrs', `${at}#${key}`))
      load.keep('blockAttrs', name, value, 'changed', words, { start: at, end: at })
    else if (own && (says ?? null) === value)
      load.keep('blockAttrs', name, value, 'already', words, { start: at, end: at })
    else load.put('blockAttrs', name, value, { start: at, end: at }, { as: `${at}#${key}` })
  }
}

/** Milestones are added, or stand over one of the witness's own: then over that which the new witness has for it. */
export function carryMilestones(
  document: EditedDocument,
  to: Witness,
  beginnings: Beginnings,
  grounds: Grounds,
  load: Load,
): void {
  const { layers, witness, length } = document
  const old = new Map(witness.milestones.map(m => [m.id, m]))
  const taken = new Set(to.milestones.map(m => m.id))
  const point = (at: number) => pointOf(at, document, beginnings, grounds)
  for (const id of layers.milestones.keys()) {
    const value = recordAt(layers, 'milestones', id)!
    const overlay = readMilestone(id, value, length)
    if (!overlay) {
      load.keep('milestones', id, value, 'unreadable', [0, 0], { start: 0, end: 0 })
      continue
    }
    const own = old.get(id)
    const counterpart = own && counterpartOf(own, to, point(own.at))
    if (overlay.off) {
      const at = own?.at ?? 0
      const near = point(at) ?? 0
      if (counterpart && !load.isTaken('milestones', counterpart.id))
        load.put('milestones', id, value, { start: near, end: near }, { as: counterpart.id })
      else load.keep('milestones', id, value, 'already', [at, at], { start: near, end: near })
      continue
    }
    const milestone = overlay.value
    const at = point(milestone.at)
    if (at === null) {
      const words = [milestone.at, milestone.at] as const
      load.keep('milestones', id, value, 'gone', words, beginnings.near(milestone.at))
      continue
    }
    const where = { start: at, end: at }
    const same = to.milestones.find(m => saysSame(m, milestone) && !hasLetters(to.text, m.at, at))
    if (same) load.keep('milestones', id, value, 'already', [milestone.at, milestone.at], where)
    else {
      const isFree = counterpart && !load.isTaken('milestones', counterpart.id)
      const as = isFree ? counterpart.id : freeId(id, taken)
      load.put('milestones', id, { ...(value as object), at } as Json, where, { as })
    }
  }
}

/** The place in the new witness of a point of the old one: where it has the same on both sides, at a block's beginning where
 * it was at one, else before the word that follows, or after the one before; null where neither stands. */
function pointOf(
  at: number,
  document: EditedDocument,
  beginnings: Beginnings,
  grounds: Grounds,
): number | null {
  const exact = grounds.point(at)
  if (exact !== null) return exact
  const { text, witness } = document
  const word = grounds.wordAfter(at)
  const block = word && blockAt(witness, word.start)
  const after = word && beginnings.after(at)
  if (after && block && text.slice(at, block.start).trim() === '') {
    const isFirst = !hasLetters(text, block.start, word.start)
    return (isFirst ? beginnings.beginning(after.word) : null) ?? after.offset
  }
  const before = grounds.wordBefore(at)
  const ground = before && grounds.of(before.start, before.end)
  return ground?.is === 'same' ? ground.end : (after?.offset ?? null)
}

function blockAt({ blocks }: Witness, offset: number): Block | undefined {
  return blocks[lowerBound(blocks, offset + 1, b => b.start) - 1]
}

/** What the new witness has for a milestone of the old one: the same page; of several the nearest. */
function counterpartOf(own: Milestone, to: Witness, at: number | null): Milestone | undefined {
  const same = to.milestones.filter(m => m.type === own.type && m.n === own.n)
  if (same.length < 2) return same[0]
  if (at === null) return undefined
  return same.reduce((a, b) => (Math.abs(a.at - at) <= Math.abs(b.at - at) ? a : b))
}

function saysSame(a: Milestone, b: Milestone): boolean {
  return a.type === b.type && a.n === b.n && canonical(a.attrs ?? {}) === canonical(b.attrs ?? {})
}

function hasLetters(text: string, a: number, b: number): boolean {
  return letter.test(text.slice(Math.min(a, b), Math.max(a, b)))
}

/** So much of a block's beginning is shown of it. */
function wordsEnd(document: EditedDocument, offset: number): number {
  const line = document.text.indexOf('\n', offset + 1)
  return Math.min(document.length, line < 0 ? document.length : line, offset + 60)
}
