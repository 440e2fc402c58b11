/** Carrying the layers of a document over to another witness of the same source (docs/decisions/0019). */
import type { EditedDocument } from '../document.js'
import { readReply } from '../layers.js'
import { equal, type Json, keyOf, partsOfKey, recordAt, type State } from '../state.js'
import { fieldsOf } from '../telling.js'
import { allUnplaced } from '../unplaced.js'
import { type Witness, witnessHash } from '../witness.js'
import { carryNames, carryNotes, carrySpans } from './annotations.js'
import { Grounds, type Places } from './ground.js'
import { Load, type Outcome } from './load.js'
import { carryCorrections } from './readings.js'
import { Beginnings, carryBlockAttrs, carryBreaks, carryMilestones } from './structure.js'

/** `state` is what the layers over the new witness say, without `meta`. Each record of the earlier layers has an outcome, but for
 * those that had no place before: they are handed on as they were. */
export interface Carried {
  readonly state: State
  readonly outcomes: readonly Outcome[]
}

/** Carries everything over. Nothing is lost: each record of the earlier layers is in the new ones under its own id (structure
 * under its new offset), with all that it said but its place; or it is in `unplaced`, whole. `earlier` is the id of the
 * document that the layers are of; `places` says which place of its witness is which of the new one. */
export function carry(document: EditedDocument, earlier: string, to: Witness, places: Places): Carried {
  const { layers, witness } = document
  const grounds = new Grounds(witness.text, to.text, places)
  const load = new Load(witness.text, witnessHash(witness))
  const beginnings = new Beginnings(to, grounds)
  carryBreaks(document, beginnings, grounds, load)
  carryBlockAttrs(document, beginnings, grounds, load)
  carryMilestones(document, to, beginnings, grounds, load)
  carrySpans(document, to, grounds, load)
  carryCorrections(document, grounds, load)
  for (const id of layers.threads.keys()) {
    const value = recordAt(layers, 'threads', id)!
    const on = readReply(id, layers.threads.get(id))?.on ?? ''
    const where = load.of('corrections', on) ?? { start: 0, end: 0 }
    load.put('threads', id, value, where)
  }
  carryNames(document, grounds, load)
  carryNotes(document, grounds, load, earlier)
  handOn(document, places, load.state)
  return { state: load.state, outcomes: load.outcomes }
}

/** What had no place before has none now. What was placed meanwhile, and has lost its place again, is kept as it is now. */
function handOn({ layers }: EditedDocument, places: Places, state: Map<string, Json>): void {
  for (const { id, near, end } of allUnplaced(layers)) {
    const key = keyOf('unplaced', id)
    if (state.has(key)) continue
    const there = places.mapRange(near, end)
    state.set(key, { ...fieldsOf(recordAt(layers, 'unplaced', id)), near: there.start, end: there.end })
  }
  for (const id of layers.unplaced.keys()) {
    const key = keyOf('unplaced', id)
    if (!state.has(key)) state.set(key, recordAt(layers, 'unplaced', id)!)
  }
}

/** Two states as one: that of a file's own layers, and what is carried over to them. What both call by one name and is not the
 * same has another name in the file's: what it says of itself follows. */
export function joined(own: State, carried: State): State {
  const all = new Map(carried)
  const renamed = new Map<string, string>()
  for (const key of own.keys()) {
    const { root, record } = partsOfKey(key)!
    if (!named.has(root) || !carried.has(key) || equal(own.get(key), carried.get(key))) continue
    let n = 2
    while (own.has(`${key}~${n}`) || carried.has(`${key}~${n}`)) n++
    renamed.set(record, `${record}~${n}`)
  }
  for (const [key, value] of own) {
    const { root, record } = partsOfKey(key)!
    const name = named.has(root) ? (renamed.get(record) ?? record) : record
    const as = keyOf(root, name)
    if (all.has(as)) continue
    const { on, parent, ...rest } = fieldsOf(value)
    const follow = (id: Json | undefined) => (typeof id === 'string' ? (renamed.get(id) ?? id) : id)
    const isRecord = on !== undefined || parent !== undefined
    all.set(
      as,
      isRecord && named.has(root)
        ? ({
            ...rest,
            ...(on === undefined ? {} : { on: follow(on) }),
            ...(parent === undefined ? {} : { parent: follow(parent) }),
          } as Json)
        : value,
    )
  }
  return all
}

const named: ReadonlySet<string> = new Set(['corrections', 'decisions', 'notes', 'names', 'threads'])
