/** What could not be carried over from an earlier witness (docs/decisions/0019): records of its layers, kept whole, with the
 * words that they stood on. Somebody finds the place of each by hand, or sets it aside. */

import { type Layers, type Root, readAttrKey } from './layers.js'
import type { Deed } from './people.js'
import { offsetFault, rangeFault } from './shapes.js'
import { type Json, keyOf, partsOfKey, recordAt, writeRecord } from './state.js'
import type { Structure } from './structure.js'
import { canonical } from './witness.js'

/** *already*: the new witness reads so; *gone*: its words are not there; *changed*: they read otherwise; *unsure*: they stand
 * where it is not certain that they are the same; *bound*: it stood on a record that has no place; *unreadable*: it was no
 * record that anybody could read. */
export const causes = ['already', 'gone', 'changed', 'unsure', 'bound', 'unreadable'] as const
export type Cause = (typeof causes)[number]

/** Who did something, and when, in milliseconds since 1970. */
export interface Signature {
  readonly by: string
  readonly at: number
}

/** What is kept of a record. `value` is the record as it was, its offsets in the earlier witness, whose hash is `witness`;
 * `words` stood there, between `before` and `after`. `near` is the offset in the new witness next to which its place would be;
 * `end` ends the words that say it already. */
export interface Kept {
  readonly value: Json
  readonly why: Cause
  readonly witness: string
  readonly words: string
  readonly before: string
  readonly after: string
  readonly near: number
  readonly end: number
}

/** `id` is the key under which it is kept: that which the record has in a state. `record` is the record's own. `placed` says who
 * has found its place, `aside` who has set it aside. */
export interface Unplaced extends Kept {
  readonly id: string
  readonly root: Root
  readonly record: string
  readonly placed: Signature | null
  readonly aside: Signature | null
}

/** *open*: somebody is to find its place. */
export type UnplacedState = 'open' | 'already' | 'placed' | 'aside'

export function stateOfUnplaced({ placed, aside, why }: Unplaced): UnplacedState {
  if (placed) return 'placed'
  if (aside) return 'aside'
  return why === 'already' ? 'already' : 'open'
}

/** What is kept under a key. Total: null where that is nothing. */
export function readUnplaced(id: string, said: unknown): Unplaced | null {
  const parts = partsOfKey(id)
  if (!parts || said === null || typeof said !== 'object') return null
  const { value, why, witness, words, before, after, near, end, placed, aside } = said as Record<
    string,
    unknown
  >
  if (value === undefined || !(causes as readonly unknown[]).includes(why)) return null
  const at = typeof near === 'number' && Number.isSafeInteger(near) && near >= 0 ? near : 0
  return {
    ...parts,
    id,
    value: value as Json,
    why: why as Cause,
    witness: textOf(witness),
    words: textOf(words),
    before: textOf(before),
    after: textOf(after),
    near: at,
    end: typeof end === 'number' && Number.isSafeInteger(end) && end >= at ? end : at,
    placed: readSignature(placed),
    aside: readSignature(aside),
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

export function readSignature(value: unknown): Signature | null {
  if (value === null || typeof value !== 'object') return null
  const { by, at } = value as Record<string, unknown>
  return typeof by === 'string' && typeof at === 'number' && Number.isFinite(at) ? { by, at } : null
}

/** All that is kept, in the order in which it would stand in the text. */
export function allUnplaced(layers: Layers): Unplaced[] {
  const found = [...layers.unplaced.entries()].flatMap(([id, said]) => readUnplaced(id, said) ?? [])
  return found.sort((a, b) => a.near - b.near || (a.id < b.id ? -1 : 1))
}

/** What it asks of whoever finds its place, or sets it aside; null where it has no place that could be found. */
export function placingDeed(root: Root): Deed | null {
  switch (root) {
    case 'corrections':
      return 'propose'
    case 'notes':
      return 'note'
    case 'names':
      return 'name'
    case 'breaks':
    case 'blockAttrs':
    case 'milestones':
    case 'spans':
      return 'structure'
    default:
      return null
  }
}

/** Whether a record has to stand on words, rather than between two letters. */
export function needsWords({ root, value }: Unplaced): boolean {
  if (root === 'names' || root === 'spans') return true
  if (root !== 'corrections' && root !== 'notes') return false
  const { start, end } = fields(value)
  return start !== end
}

/** Why a record cannot be placed on these words, as a sentence; null where it can. `structure` is that of the document as it stands. */
export function placingFault(
  unplaced: Unplaced,
  { start, end }: { readonly start: number; readonly end: number },
  text: string,
  structure: Structure,
): string | null {
  const { root, record } = unplaced
  if (placingDeed(root) === null || fields(unplaced.value).off === true) return 'This cannot be placed.'
  const bad =
    rangeFault(start, end, text) ?? offsetFault(start, text, root === 'breaks' || root === 'blockAttrs')
  if (bad) return `It cannot stand there: ${bad.message}.`
  if (needsWords(unplaced) && start === end) return 'Select the words first that it belongs to.'
  if (root === 'breaks') {
    const on = fields(unplaced.value).on === true
    if (on && !structure.isInside(start)) return 'A block begins here already.'
    if (!on && !structure.isJoinable(structure.starts[structure.indexAt(start, 1)]!))
      return 'There is no earlier paragraph to join this one to.'
  }
  if (root === 'blockAttrs' && !readAttrKey(record)) return 'This cannot be placed.'
  return null
}

/** Puts a record on words of the new witness, as it was but for its place, or moves it if it has been placed before; notes on a
 * correction come with it. Must run inside `layers.change`. Asks nothing: see `placingFault`. */
export function place(
  layers: Layers,
  unplaced: Unplaced,
  range: { readonly start: number; readonly end: number },
  who: Signature,
  structure: Structure,
): void {
  const { start, end } = range
  const { root, record, value } = unplaced
  const known = fields(value)
  switch (root) {
    case 'corrections':
    case 'notes':
      // What its author has made of it meanwhile stays.
      writeRecord(layers, keyOf(root, record), {
        ...fields(recordAt(layers, root, record) ?? value),
        start,
        end: root === 'corrections' && known.start === known.end ? start : end,
      })
      break
    case 'names': {
      const is = recordAt(layers, root, record)
      const signed: { [key: string]: Json } =
        is === undefined || sameButPlace(is, value) ? {} : { by: who.by, at: who.at }
      writeRecord(layers, keyOf(root, record), { ...fields(is ?? value), start, end, ...signed })
      break
    }
    case 'spans':
      writeRecord(layers, keyOf(root, record), { ...known, start, end })
      break
    case 'milestones':
      writeRecord(layers, keyOf(root, record), { ...known, at: start })
      break
    case 'breaks': {
      const at = known.on === true ? start : structure.starts[structure.indexAt(start, 1)]!
      writeRecord(layers, keyOf(root, String(at)), value)
      break
    }
    case 'blockAttrs': {
      const at = structure.starts[structure.indexAt(start, 1)]!
      writeRecord(layers, keyOf(root, `${at}#${readAttrKey(record)!.key}`), value)
      break
    }
    default:
      return
  }
  sign(layers, unplaced.id, { placed: who, aside: null })
  if (root !== 'corrections') return
  for (const note of allUnplaced(layers))
    if (note.root === 'notes' && fields(note.value).on === record && stateOfUnplaced(note) === 'open')
      place(layers, note, { start, end }, who, structure)
}

/** Sets a record aside, as one that has no place in the new witness. It stays on record. Must run inside `layers.change`. */
export function setAside(layers: Layers, { id }: Unplaced, who: Signature): void {
  sign(layers, id, { aside: who })
}

/** Takes back that a record was set aside. Must run inside `layers.change`. */
export function bringBackUnplaced(layers: Layers, { id }: Unplaced): void {
  sign(layers, id, { aside: null })
}

function sign(
  layers: Layers,
  id: string,
  signatures: { readonly placed?: Signature; readonly aside?: Signature | null },
): void {
  const { aside: before, ...said } = fields(layers.unplaced.get(id) as Json)
  const { placed, aside = before as Signature | null | undefined } = signatures
  layers.unplaced.set(id, {
    ...said,
    ...(placed ? { placed } : {}),
    ...(aside ? { aside } : {}),
  })
}

/** Whether two records say the same but for where they stand. */
export function sameButPlace(a: Json | undefined, b: Json | undefined): boolean {
  const bare = (value: Json | undefined) => {
    const { start: _, end: __, ...rest } = fields(value)
    return canonical(rest)
  }
  return bare(a) === bare(b)
}

/** Whether two values under one key of `unplaced` keep the same record: all is the same but who placed it or set it aside. */
export function isSameKept(a: unknown, b: unknown): boolean {
  const bare = ({ placed: _, aside: __, ...kept }: Record<string, unknown>) => canonical(kept)
  return bare(Object(a)) === bare(Object(b))
}

/** A value's fields; none where it is no record. */
function fields(value: Json | undefined): { readonly [key: string]: Json } {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
    ? (value as { readonly [key: string]: Json })
    : {}
}
