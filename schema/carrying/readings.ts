/** Carrying over corrections, and what was decided on them. */
import { type Correction, resolve } from '../corrections.js'
import type { Decision } from '../decisions.js'
import type { EditedDocument } from '../document.js'
import { type Json, keyOf, recordAt } from '../state.js'
import { fieldsOf } from '../telling.js'
import { footing, type Grounds, readsAs } from './ground.js'
import type { Load } from './load.js'

/** A correction as it will be, and what finds the offset in the new witness of one of the old in the words round it. */
interface Bearing {
  readonly correction: Correction
  at(offset: number): number
}

/** A correction whose struck words still stand is carried; one that the new witness reads already is kept as that. */
export function carryCorrections(document: EditedDocument, grounds: Grounds, load: Load): void {
  const { layers } = document
  const carried = new Map<string, Bearing>()
  for (const id of layers.correctionIds()) {
    const correction = document.corrections.get(id)
    const value = recordAt(layers, 'corrections', id)!
    if (correction) carryCorrection(correction, value, grounds, load, carried)
    else load.keep('corrections', id, value, 'unreadable', [0, 0], nowhere)
  }
  // What lost against a correction that is not there any more would hold of a sudden: nobody has decided so.
  for (;;) {
    const decisions = [...layers.allDecisions()].map(decision =>
      decisionIn(decision, document, grounds, carried),
    )
    const corrections = [...carried.values()].map(({ correction }) => correction)
    const { standings } = resolve(corrections, decisions, grounds.to)
    const other = corrections.filter(({ id }) => standings.get(id) !== document.standing(id))
    if (other.length === 0) break
    for (const { id, start, end } of other) {
      const was = document.corrections.get(id)!
      carried.delete(id)
      load.state.delete(keyOf('corrections', id))
      const value = recordAt(layers, 'corrections', id)!
      load.keep('corrections', id, value, 'changed', [was.start, was.end], { start, end })
    }
  }
  carryDecisions(document, grounds, load, carried)
}

function carryCorrection(
  correction: Correction,
  value: Json,
  grounds: Grounds,
  load: Load,
  carried: Map<string, Bearing>,
): void {
  const { id, start, end, text } = correction
  const { from } = grounds
  const [narrow] = footing(from, start, end)
  // What adds or leaves out whole words is told from what is there already by the words on both sides.
  const isBetween = text === '' || start === end ? narrow === start || start === end : false
  const [first, last] = footing(from, start, end, isBetween)
  const ground = grounds.of(first, last)
  const stands = from.slice(first, last)
  const reads = from.slice(first, start) + text + from.slice(end, last)
  const keep = (why: 'already' | 'changed' | 'gone' | 'unsure', where: { start: number; end: number }) =>
    load.keep('corrections', id, value, why, [start, end], where)
  if (ground.is === 'lost') {
    const isLeftOut = ground.why === 'gone' && readsAs(reads, '')
    keep(isLeftOut ? 'already' : ground.why, { start: ground.near, end: ground.near })
    return
  }
  const words = grounds.to.slice(ground.start, ground.end)
  // A correction of white space alone is told by the white space.
  const saysSo = readsAs(stands, reads) ? words === reads && words !== stands : readsAs(words, reads)
  if (saysSo) {
    keep('already', ground)
    return
  }
  const range = ground.is === 'same' && grounds.sound(ground.at(start), ground.at(end))
  if (!range || ground.is !== 'same') {
    keep('changed', ground)
    return
  }
  carried.set(id, { correction: { ...correction, ...range }, at: ground.at })
  load.put('corrections', id, { ...fieldsOf(value), ...range }, range)
}

function carryDecisions(
  document: EditedDocument,
  grounds: Grounds,
  load: Load,
  carried: ReadonlyMap<string, Bearing>,
): void {
  const { layers } = document
  const known = new Map([...layers.allDecisions()].map(decision => [decision.id, decision]))
  for (const id of layers.decisions.keys()) {
    const value = recordAt(layers, 'decisions', id)!
    const decision = known.get(id)
    if (!decision) {
      load.keep('decisions', id, value, 'unreadable', [0, 0], nowhere)
      continue
    }
    const { seen } = decisionIn(decision, document, grounds, carried)
    const where = load.of('corrections', decision.on) ?? nowhere
    load.put('decisions', id, seen ? { ...fieldsOf(value), seen: { ...seen } } : value, where)
  }
}

/** A decision holds for what it was made on: that is told in the new offsets. What cannot be is told so that it fits nothing. */
function decisionIn(
  decision: Decision,
  document: EditedDocument,
  grounds: Grounds,
  carried: ReadonlyMap<string, Bearing>,
): Decision {
  const { on, seen } = decision
  const bearing = carried.get(on)
  const was = document.corrections.get(on)
  if (!seen && bearing) return decision
  const { start, end, text } = seen ?? was ?? { ...nowhere, text: '' }
  const there = bearing && was ? seenAt({ start, end }, was, grounds, bearing) : null
  const beyond = grounds.to.length + 1
  return { ...decision, seen: { ...(there ?? { start: beyond + start, end: beyond + end }), text } }
}

function seenAt(
  seen: { readonly start: number; readonly end: number },
  correction: Correction,
  grounds: Grounds,
  { at }: Bearing,
): { readonly start: number; readonly end: number } | null {
  const [first, last] = footing(grounds.from, correction.start, correction.end)
  if (seen.start >= first && seen.end <= last) return { start: at(seen.start), end: at(seen.end) }
  const ground = grounds.of(...footing(grounds.from, seen.start, seen.end))
  return ground.is === 'same' ? { start: ground.at(seen.start), end: ground.at(seen.end) } : null
}

const nowhere = { start: 0, end: 0 }
