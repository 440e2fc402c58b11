/** History: the log of a document read row by row, so that every moment of it can be shown again. */
import * as Y from 'yjs'
import { parentOf, type SharedType } from './changes.js'
import { Layers, type Root, roots } from './layers.js'
import { equal, type Json, keyOf, partsOfKey, recordAt, type State } from './state.js'

/** A row of the log: an update that `person` sent. `seq` counts from 1; `at` counts milliseconds since 1970. */
export interface LogRow {
  readonly seq: number
  readonly person: string
  readonly at: number
  readonly data: Uint8Array
}

/** What a row did to one record; undefined where there was, or is, none. `key` is that of a state. */
export interface RecordChange {
  readonly key: string
  readonly before: Json | undefined
  readonly after: Json | undefined
}

/** A row, read. `changes` is empty where the row changed nothing that can be seen. */
export interface Step {
  readonly seq: number
  readonly person: string
  readonly at: number
  readonly changes: readonly RecordChange[]
}

/** Reads the rows of a log one after the other and says what each did. It keeps what the layers say now, and nothing of
 * the rows that it has read. */
export class LogReader {
  readonly layers = new Layers(new Y.Doc())
  protected readonly values = new Map<string, Json>()
  private readonly rootOf: ReadonlyMap<SharedType, Root>
  private touched = new Set<string>()
  private seq = 0

  constructor() {
    const { layers } = this
    this.rootOf = new Map(roots.map(root => [layers[root], root]))
    layers.doc.on('afterTransaction', transaction => this.note(transaction))
  }

  /** Reads the next row. Throws where it is not the next one, or no update. */
  read({ seq, person, at, data }: LogRow): Step {
    if (seq !== this.seq + 1) throw new Error(`Row ${seq} of the log follows row ${this.seq}`)
    this.seq = seq
    this.touched = new Set()
    Y.applyUpdate(this.layers.doc, data)
    const changes: RecordChange[] = []
    for (const key of this.touched) {
      const { root, record } = partsOfKey(key)!
      const before = this.values.get(key)
      const after = recordAt(this.layers, root, record)
      if (equal(before, after)) continue
      if (after === undefined) this.values.delete(key)
      else this.values.set(key, after)
      changes.push({ key, before, after })
    }
    return { seq, person, at, changes }
  }

  /** What the layers say now under a state's key; undefined where they say nothing. */
  valueOf(key: string): Json | undefined {
    return this.values.get(key)
  }

  private note(transaction: Y.Transaction): void {
    for (const [type, keys] of transaction.changed) {
      const root = this.rootOf.get(type)
      if (root) {
        for (const key of keys) if (key !== null) this.touched.add(keyOf(root, key))
        continue
      }
      let up = parentOf(type)
      for (; up; up = parentOf(up.parent)) {
        const holder = this.rootOf.get(up.parent)
        if (!holder) continue
        if (up.key !== null) this.touched.add(keyOf(holder, up.key))
        break
      }
    }
  }
}

/** All rows of a log in order, each with what it did. One pass reads them; afterwards every moment is reached from any
 * other, forwards and backwards, by what lies between. */
export class Journal extends LogReader {
  readonly steps: Step[] = []

  /** Takes the next row. Throws where it is not the next one, or no update. */
  add(row: LogRow): void {
    this.steps.push(this.read(row))
  }

  /** The number of the last row; 0 while there is none. */
  get last(): number {
    return this.steps.length
  }

  /** What the layers said after row `seq` (0: before anything was written). */
  stateAt(seq: number): State {
    const state = new Map(this.values)
    for (const [key, value] of this.between(this.last, seq)) {
      if (value === undefined) state.delete(key)
      else state.set(key, value)
    }
    return state
  }

  /** What must be written to get from the moment after row `from` to that after row `to`, whichever is earlier. */
  between(from: number, to: number): Map<string, Json | undefined> {
    const written = new Map<string, Json | undefined>()
    if (from <= to)
      for (let i = from; i < to; i++)
        for (const { key, after } of this.steps[i]!.changes) written.set(key, after)
    else
      for (let i = from - 1; i >= to; i--)
        for (const { key, before } of this.steps[i]!.changes) written.set(key, before)
    return written
  }
}

/** Rows that one person wrote without a long pause and without anybody else's between them. `from` and `to` are
 * indexes of the list that was given, `to` the last one's. */
export interface Sitting {
  readonly person: string
  readonly from: number
  readonly to: number
  readonly begun: number
  readonly ended: number
}

/** Ten minutes without a key, and one has been away from the desk. */
const pause = 10 * 60 * 1000

export function sittingsOf(steps: readonly Pick<Step, 'person' | 'at'>[]): Sitting[] {
  const sittings: Sitting[] = []
  steps.forEach(({ person, at }, i) => {
    const last = sittings.at(-1)
    if (last && last.person === person && at - last.ended <= pause)
      sittings[sittings.length - 1] = { ...last, to: i, ended: Math.max(last.ended, at) }
    else sittings.push({ person, from: i, to: i, begun: at, ended: at })
  })
  return sittings
}

/** Something that is no longer in the layers: what it said, who wrote it, who took it away and when. */
export interface Removed {
  readonly root: 'corrections' | 'notes'
  readonly id: string
  readonly value: { readonly [key: string]: Json }
  readonly removedBy: string
  readonly removedAt: number
}

/** What stood for less than this was on the way to something else. In milliseconds. */
const typing = 1_000

/** The corrections and notes that were removed and never came back, the last removed first. Of what somebody typed and
 * deleted letter by letter, that is given which stood longest; where all of it went by within a breath, the fullest. */
export function removedIn(steps: readonly Step[]): Removed[] {
  const stood = new Map<string, { value: Json; since: number; longest: Json; time: number }>()
  const gone = new Map<string, { by: string; at: number }>()
  for (const { person, at, changes } of steps)
    for (const { key, after } of changes) {
      const parts = partsOfKey(key)
      if (parts?.root !== 'corrections' && parts?.root !== 'notes') continue
      const known = stood.get(key)
      if (known) {
        const time = at - known.since < typing ? 0 : at - known.since
        const isFuller = JSON.stringify(known.value).length >= JSON.stringify(known.longest).length
        if (time > known.time || (time === known.time && isFuller))
          stood.set(key, { ...known, longest: known.value, time })
      }
      if (after === undefined) gone.set(key, { by: person, at })
      else {
        gone.delete(key)
        const now = stood.get(key)
        stood.set(
          key,
          now ? { ...now, value: after, since: at } : { value: after, since: at, longest: after, time: 0 },
        )
      }
    }
  const removed: Removed[] = []
  for (const [key, { by, at }] of gone) {
    const { root, record } = partsOfKey(key)!
    const value = stood.get(key)?.longest
    if ((root !== 'corrections' && root !== 'notes') || !isRecord(value)) continue
    removed.push({ root, id: record, value, removedBy: by, removedAt: at })
  }
  return removed.sort((a, b) => b.removedAt - a.removedAt)
}

function isRecord(value: Json | undefined): value is { readonly [key: string]: Json } {
  return value !== undefined && value !== null && typeof value === 'object' && !Array.isArray(value)
}
