/**
 * Going back to an earlier moment, as a new act of one person. Nothing is rewound: what is one's own is written as it
 * was; what others wrote stays theirs, and is rejected, accepted or reopened, or proposed anew with credit, until the
 * texts read as they did. What cannot be had back by anything that the rules allow is named.
 */
import { type Both, compare, type Difference, sameCorrection } from './compare.js'
import type { Correction, Standing } from './corrections.js'
import type { Act, Decision } from './decisions.js'
import type { EditedDocument } from './document.js'
import { can, type Deed, type Demands, noDemands, type Role } from './people.js'
import { documentIn, type Json, keyOf, recordAt, type State, stateOf, writeRecord } from './state.js'

/** Whose act it is, when, under which ids, and the reason that decisions give ("Back to 3 March 10:12"). */
export interface Restorer {
  readonly person: string
  readonly now: number
  readonly newId: () => string
  readonly why: string
  /** What the edition asks of everybody; nothing where this is missing. */
  readonly demands?: Demands
  /** The person's role in the document; owner where this is missing. */
  readonly role?: Role
}

/** One thing to do. `write` sets a record to what it says (undefined removes it); `propose` makes a correction in the
 * place of somebody's that is gone or says something else now; `decide` appends a decision. `about` is the correction
 * or note in question, as the difference names it. */
export type Doing =
  | { readonly does: 'write'; readonly key: string; readonly value: Json | undefined; readonly about: string }
  | { readonly does: 'propose'; readonly correction: Correction; readonly about: string }
  | { readonly does: 'decide'; readonly decision: Decision; readonly about: string }

/** `doings` lead from now to then; `kept` is what will still differ, `result` the document as it will be. */
export interface Plan {
  readonly doings: readonly Doing[]
  readonly kept: readonly Difference[]
  readonly result: EditedDocument
}

/** What `restorer` can do to bring a document back to what it was (V4). Neither document is changed. */
export function planReturn(now: EditedDocument, then: EditedDocument, restorer: Restorer): Plan {
  const result = documentIn(now.witness, stateOf(now.layers))
  const doings: Doing[] = []
  const act = (made: readonly Doing[]) => {
    doings.push(...made)
    result.layers.change(null, () => perform(made, result))
  }
  // Who stands for a correction of then: itself, or the new proposal that says what it said.
  const standIns = new Map<string, string>()
  const differences = compare(now, then)
  act(differences.flatMap(d => written(d, now, then, restorer, standIns)))
  act(differences.flatMap(d => (d.is === 'correction' ? verdicts(d, result, then, restorer, standIns) : [])))
  // One's own withdrawals and reopenings may have let an older acceptance hold again: look once more at what won then.
  act(
    then.winners.flatMap(winner => {
      const id = standIns.get(winner.id) ?? winner.id
      const standing = result.corrections.get(id) && result.standing(id)
      return standing && standing !== 'accepted' ? decided(id, 'accept', result, restorer, winner.id) : []
    }),
  )
  const kept = compare(result, then).filter(d => d.is !== 'reply' && !isMade(d, standIns, result, then))
  return { doings, kept, result }
}

/** Does what was planned. Must run inside `layers.change`; the document must be as it was when it was planned. */
export function perform(doings: readonly Doing[], { layers }: EditedDocument): void {
  for (const doing of doings) {
    switch (doing.does) {
      case 'write':
        writeRecord(layers, doing.key, doing.value)
        break
      case 'propose':
        layers.addCorrection(doing.correction)
        break
      case 'decide':
        layers.addDecision(doing.decision)
    }
  }
}

// --- what is written --------------------------------------------------------------------------------------------

/** What to write about a difference, `before` being now and `after` then. */
function written(
  difference: Difference,
  now: EditedDocument,
  then: EditedDocument,
  restorer: Restorer,
  standIns: Map<string, string>,
): Doing[] {
  const { person } = restorer
  const set = (key: string, value: Json | undefined, about: string): Doing => ({
    does: 'write',
    key,
    value,
    about,
  })
  switch (difference.is) {
    case 'correction':
      return correction(difference, now, then, restorer, standIns)
    case 'note': {
      const { id, before, after } = difference
      if (before && before.by !== person) return []
      const record = recordAt(then.layers, 'notes', id)
      if (before || after?.by === person) return [set(keyOf('notes', id), signed(record, before), id)]
      return []
    }
    case 'block': {
      const { offset } = difference
      const keys = new Set([keyOf('breaks', String(offset))])
      for (const { layers } of [now, then])
        for (const [at, key] of layers.allBlockAttrs())
          if (at === offset) keys.add(keyOf('blockAttrs', `${at}#${key}`))
      const state = stateOfKeys(then, keys)
      return [...keys].map(key => set(key, state.get(key), String(offset)))
    }
    case 'milestone':
      return [
        set(
          keyOf('milestones', difference.id),
          recordAt(then.layers, 'milestones', difference.id),
          difference.id,
        ),
      ]
    case 'span':
      return [
        set(keyOf('spans', difference.id), recordAt(then.layers, 'spans', difference.id), difference.id),
      ]
    case 'name': {
      const record = recordAt(then.layers, 'names', difference.id)
      const mine = isObject(record) ? { ...record, by: person, at: restorer.now } : undefined
      return [set(keyOf('names', difference.id), mine, difference.id)]
    }
    case 'reply':
      return []
  }
}

function correction(
  difference: Extract<Difference, { is: 'correction' }>,
  now: EditedDocument,
  then: EditedDocument,
  restorer: Restorer,
  standIns: Map<string, string>,
): Doing[] {
  const { id, before, after, standing } = difference
  const { person, role = 'owner' } = restorer
  const decisions = now.decisionsOn(id)
  if (!after) {
    const removable = before && can({ id: person, role }, 'remove', { by: before.by, decisions })
    return removable ? [{ does: 'write', key: keyOf('corrections', id), value: undefined, about: id }] : []
  }
  if (before && sameCorrection(before, after)) return []
  const untouched = decisions.every(d => d.by === person)
  const isOwn = after.by === person && (before ? before.by === person : untouched)
  if (isOwn) {
    const record = recordAt(then.layers, 'corrections', id)
    return [{ does: 'write', key: keyOf('corrections', id), value: signed(record, before), about: id }]
  }
  // What did not hold then either is not proposed again: it can be had from the tray.
  if (!shownIn(standing.after)) return []
  const made = restorer.newId()
  standIns.set(id, made)
  const parent = after.by === person ? after.parent : id
  return [
    { does: 'propose', correction: { ...after, id: made, by: person, at: restorer.now, parent }, about: id },
  ]
}

const shownIn = (standing: Standing | null) => standing === 'accepted' || standing === 'proposed'

/** What a record said then; who wrote it and when stays as it is now, since that never changes (G7). */
function signed(
  record: Json | undefined,
  before: { readonly by: string; readonly at: number } | null,
): Json | undefined {
  return isObject(record) && before ? { ...record, by: before.by, at: before.at } : record
}

function stateOfKeys(document: EditedDocument, keys: Iterable<string>): State {
  const all = stateOf(document.layers)
  return new Map([...keys].flatMap(key => (all.has(key) ? [[key, all.get(key)!]] : [])))
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return value !== undefined && value !== null && typeof value === 'object' && !Array.isArray(value)
}

// --- what is decided --------------------------------------------------------------------------------------------

/** The decisions that make a correction stand as it did, `result` being the document after all writing. */
function verdicts(
  { id }: { readonly id: string } & Both<Correction | null>,
  result: EditedDocument,
  then: EditedDocument,
  restorer: Restorer,
  standIns: ReadonlyMap<string, string>,
): Doing[] {
  const standIn = standIns.get(id)
  const old = result.corrections.get(id)
  const was = then.corrections.get(id)
  const doings: Doing[] = []
  if (standIn) {
    if (was && then.standing(id) === 'accepted')
      doings.push(...decided(standIn, 'accept', result, restorer, id))
    if (old && shownIn(result.standing(id))) doings.push(...decided(id, 'reject', result, restorer, id))
    return doings
  }
  if (!old) return []
  const is = result.standing(id)
  // A correction that did not exist then must not show now; one's own is withdrawn, as it was never there.
  const aim: Standing = was ? then.standing(id) : old.by === restorer.person ? 'withdrawn' : 'rejected'
  if (is === aim || (!was && !shownIn(is) && is !== 'superseded')) return []
  switch (aim) {
    case 'accepted':
      return decided(id, 'accept', result, restorer, id)
    case 'rejected':
      return decided(id, 'reject', result, restorer, id)
    case 'proposed':
      return decided(id, 'reopen', result, restorer, id)
    case 'withdrawn':
      return decided(id, old.by === restorer.person ? 'withdraw' : 'reject', result, restorer, id)
    // It gives way again by itself to what is accepted over it.
    case 'superseded':
      return []
  }
}

function decided(
  on: string,
  act: Act,
  document: EditedDocument,
  { person, now, newId, why, demands = noDemands, role = 'owner' }: Restorer,
  about: string,
): Doing[] {
  const found = document.corrections.get(on)
  if (!found) return []
  const decisions = document.decisionsOn(on)
  if (!can({ id: person, role }, deedOf(act), { by: found.by, decisions }, demands)) return []
  const { start, end, text } = found
  const at = Math.max(now, ...decisions.map(d => d.at + 1))
  const decision = { id: newId(), on, act, by: person, at, why, seen: { start, end, text } }
  return [{ does: 'decide', decision, about }]
}

/** Which question of access a decision is. */
export function deedOf(act: Act): Deed {
  return act === 'withdraw' || act === 'accept' ? act : 'decide'
}

/** Whether what still differs is only the trace of what was done: decisions that changed nothing, a correction that
 * stands in for another, and the other that it stands in for. */
function isMade(
  difference: Difference,
  standIns: ReadonlyMap<string, string>,
  result: EditedDocument,
  then: EditedDocument,
): boolean {
  if (difference.is !== 'correction') return false
  const { id, before, after, standing } = difference
  if ([...standIns.values()].includes(id)) return true
  const standIn = standIns.get(id)
  if (standIn) return result.standing(standIn) === then.standing(id)
  return (
    before !== null && after !== null && sameCorrection(before, after) && standing.before === standing.after
  )
}
