/** Corrected copies: entering what somebody has corrected in a copy of a document, and taking it back. All of it goes
 * through the gate, signed by whoever made it. */
import type { ProposedCorrection, ProposedNote, StructureChange } from '../schema/copies/index.js'
import type { CorrectionKind } from '../schema/corrections.js'
import { isNamedInFile, namedInFile } from '../schema/formats/reader.js'
import type { Layers } from '../schema/layers.js'
import type { Actor } from '../schema/people.js'
import { newId } from './ids.js'
import type { Store } from './store/store.js'
import type { Hub } from './sync/hub.js'
import { anyLength, written } from './writing.js'

/** What of a copy is to be entered. `by` is the id of whoever sent the copy; `author` names whom the file names instead.
 * `kind` is that of corrections that have none. */
export interface CopyEntry {
  readonly by: string
  readonly kind: CorrectionKind
  readonly corrections: readonly (ProposedCorrection & { readonly author?: string | null })[]
  readonly notes: readonly (ProposedNote & { readonly author?: string | null })[]
  readonly structure: readonly StructureChange[]
}

/** What was entered. `copy` is the name by which it can be taken back; `structure` says what was there before. */
export interface EnteredCopy {
  readonly copy: string
  readonly by: readonly string[]
  readonly corrections: number
  readonly notes: number
  readonly structure: readonly StructureBefore[]
}

/** A change of structure that was made, with the value that the layers had; null where they said nothing. */
export interface StructureBefore {
  readonly change: StructureChange
  readonly before: string | number | boolean | null
  readonly wasSet: boolean
}

/** Records of one update: the gate tries each update against the clock, and everybody else waits so long. */
const atOnce = 1_000

/** Somebody's own corrections, or another's for whom the asker vouches: the gate is to judge them as a corrector's. */
const asCorrector = (person: string): Actor => ({ id: person, role: 'corrector' })

/** The id of somebody who is known by a name alone: files that name them may have brought them before. */
export async function personNamed(store: Store, name: string): Promise<string> {
  const known = (await store.people()).find(person => isNamedInFile(person.id) && person.name === name)
  if (known) return known.id
  const id = namedInFile('copy', name)
  if (!(await store.person(id))) await store.putPerson({ id, name, created: Date.now() })
  return id
}

/** Enters a copy for `actor`. All of it or, where a rule forbids something, nothing. Throws as `written` does. */
export async function enterCopy(
  store: Store,
  hub: Hub,
  document: string,
  entry: CopyEntry,
  actor: Actor,
): Promise<EnteredCopy> {
  const copy = `copy~${newId()}`
  const shares = await sharesOf(store, entry, copy)
  const people = [...new Set(shares.map(({ person }) => person))]
  const structure: StructureBefore[] = []
  try {
    for (const { person, write } of shares) {
      const signer = person === actor.id ? actor : asCorrector(person)
      written(await hub.write(document, signer, (desk, _, now) => write(desk, now)))
    }
    if (entry.structure.length > 0)
      written(
        await hub.change(document, actor, desk => {
          for (const change of entry.structure) structure.push(changed(desk, change))
        }),
      )
  } catch (error) {
    await removeCopy(hub, document, copy, people, [], actor).catch(() => undefined)
    throw error
  }
  return {
    copy,
    by: people,
    corrections: entry.corrections.length,
    notes: entry.notes.length,
    structure,
  }
}

/** What is written under one name in one update. */
interface Share {
  readonly person: string
  write(desk: Layers, now: number): void
}

async function sharesOf(
  store: Store,
  { by, kind, corrections, notes }: CopyEntry,
  copy: string,
): Promise<Share[]> {
  const byPerson = new Map<string, ((desk: Layers, now: number) => void)[]>()
  let n = 0
  const add = async (
    author: string | null | undefined,
    write: (desk: Layers, id: string, by: string, at: number) => void,
  ) => {
    const person = author ? await personNamed(store, author) : by
    const id = `${copy}.${++n}`
    const all = byPerson.get(person) ?? []
    byPerson.set(person, all)
    all.push((desk, now) => write(desk, id, person, now))
  }
  for (const { author, ...correction } of corrections)
    await add(author, (desk, id, by, at) => {
      const { reason, parent, start, end, side, text } = correction
      const said = { kind: correction.kind || kind, reason, evidence: '', certainty: 'unknown' } as const
      desk.addCorrection({ id, start, end, side, text, parent, ...said, by, at })
    })
  for (const { author, ...note } of notes)
    await add(author, (desk, id, by, at) => desk.addNote({ ...note, id, on: null, by, at }))
  return [...byPerson].flatMap(([person, writes]) => {
    const shares: Share[] = []
    for (let i = 0; i < writes.length; i += atOnce) {
      const some = writes.slice(i, i + atOnce)
      shares.push({
        person,
        write: (desk, now) => {
          for (const write of some) write(desk, now)
        },
      })
    }
    return shares
  })
}

function changed(desk: Layers, change: StructureChange): StructureBefore {
  const before = change.is === 'break' ? desk.breakAt(change.at) : desk.blockAttr(change.at, change.key)
  if (change.is === 'break') desk.setBreak(change.at, change.begins)
  else desk.setBlockAttr(change.at, change.key, change.value)
  return { change, before: before ?? null, wasSet: before !== undefined }
}

/** Takes a copy back: what nobody has decided on or replied to is removed, and structure that is still as the copy made it
 * is as it was. Answers how many corrections and notes are gone, and how many stay. */
export async function removeCopy(
  hub: Hub,
  document: string,
  copy: string,
  people: readonly string[],
  structure: readonly StructureBefore[],
  actor: Actor,
): Promise<{ removed: number; kept: number }> {
  let removed = 0
  let kept = 0
  for (const person of people) {
    const signer = person === actor.id ? actor : asCorrector(person)
    const outcome = await hub.change(document, signer, desk => {
      const answered = new Set<string>()
      for (const { on, by } of [...desk.allDecisions(), ...desk.allReplies()])
        if (by !== person) answered.add(on)
      const own = (ids: Iterable<string>, byOf: (id: string) => string | undefined) =>
        [...ids].filter(id => id.startsWith(`${copy}.`) && byOf(id) === person)
      const corrections = own(desk.correctionIds(), id => desk.correction(id, anyLength)?.by)
      const notes = own(desk.noteIds(), id => desk.note(id, anyLength)?.by)
      kept += [...corrections, ...notes].filter(id => answered.has(id)).length
      for (const id of corrections)
        if (!answered.has(id)) {
          desk.removeCorrection(id)
          removed++
        }
      for (const id of notes)
        if (!answered.has(id)) {
          desk.removeNote(id)
          removed++
        }
    })
    written(outcome)
  }
  if (structure.length > 0)
    written(
      await hub.change(document, actor, desk => {
        for (const { change, before, wasSet } of structure) {
          const was = wasSet ? before : undefined
          if (change.is === 'break') {
            if (desk.breakAt(change.at) === change.begins)
              desk.setBreak(change.at, was as boolean | undefined)
          } else if (desk.blockAttr(change.at, change.key) === change.value)
            desk.setBlockAttr(change.at, change.key, was)
        }
      }),
    )
  return { removed, kept }
}
