/** The gate: each update is tried on a shadow of the document and judged there; the document itself sees only what was
 * found good. */
import { Script } from 'node:vm'
import * as Y from 'yjs'
import { Layers } from '../../schema/layers.js'
import { type Actor, type Demands, isAtLeast, noDemands } from '../../schema/people.js'
import { type Breach, Judge, type Writer } from '../../schema/rules.js'
import type { Limits } from '../config.js'
import { BadUpdate, isComplete, isNews, type Look, lookAt } from './bytes.js'
import { closeCodes, type Refusal } from './protocol.js'

export type Verdict =
  /** `clients` are the Yjs client ids that the update is the first to use. */
  | { readonly type: 'admitted'; readonly clients: readonly number[] }
  /** The document has all of it already: there is nothing to apply. */
  | { readonly type: 'known' }
  /** It rests on something that is not here: nothing was done, ask the client for what is missing. */
  | { readonly type: 'incomplete' }
  | { readonly type: 'refused'; readonly refusal: Refusal }

/** Client ids that one person may write with in a document: one a visit, twenty-five visits a day for three years. */
const maxClients = 30_000

/** Updates with more pieces than this are tried against the clock. */
const many = 200

/** How long an update may take to be tried: some milliseconds, and so much for each piece, in milliseconds. Honest ones
 * take half of it at most; those made to have Yjs search for long are cut off. */
const patience = { atLeast: 60, each: 0.004 } as const

/** An update with fewer pieces is tried twice: a pause of the machine may have fallen into the first time. */
const few = 5_000

/** Where the machine was busy with something else for most of that time, an update is given so many times as long. */
const muchLonger = 4

export class Gate {
  /** Null until the first update, and again after a refusal: a shadow that has seen a forbidden update is thrown away. */
  private shadow: Shadow | null = null
  /** What the edition asks of everybody, from the next update on. */
  demands: Demands = noDemands
  /** Whether the document has been replaced by that of a newer witness: then nothing is let in. */
  isClosed = false
  /** How many client ids each person has written with. */
  private readonly sessions = new Map<string, number>()
  /** What was owned when `sessions` was last counted. */
  private counted = -1
  /** At most so many bytes does the state of the document have. */
  private size = 0

  /** `doc` is the document that the gate keeps, `text` its witness's text. `owners` says which person first wrote with
   * each client id; the caller adds to it when an update is admitted. */
  constructor(
    private readonly doc: Y.Doc,
    private readonly text: string,
    private readonly owners: ReadonlyMap<number, string>,
    private readonly limits: Limits,
  ) {}

  /** Judges one update. Whoever is told `admitted` must apply it to the document before asking again. */
  judge(update: Uint8Array, actor: Actor, now: number): Verdict {
    if (update.length > this.limits.update)
      return refused(closeCodes.tooLarge, '', `an update is larger than ${this.limits.update} bytes`)
    let look: Look
    try {
      look = lookAt(update, this.limits)
    } catch (error) {
      if (!(error instanceof BadUpdate)) throw error
      return refused(error.tooLarge ? closeCodes.tooLarge : closeCodes.malformed, '', error.message)
    }
    const { store } = this.doc
    if (!isComplete(look, client => Y.getState(store, client))) return { type: 'incomplete' }
    if (!isNews(look, store)) return { type: 'known' }
    if (this.isClosed)
      return refused(
        closeCodes.refused,
        'G18',
        'this witness has been replaced by a newer one, and is only read',
      )
    // Whoever only reads has no business with the shadow, which is dear to build.
    if (!isAtLeast(actor.role, 'annotator'))
      return refused(closeCodes.refused, 'G15', `whoever is ${actor.role ?? 'nobody'} here writes nothing`)
    const clients = this.newClients(look, actor.id)
    if (!Array.isArray(clients)) return clients as Verdict
    this.shadow ??= this.newShadow()
    if (look.structs > 0 && this.size + update.length > this.limits.document) {
      this.shadow.destroy()
      this.shadow = this.newShadow()
      if (this.size + update.length > this.limits.document)
        return refused(
          closeCodes.refused,
          'G16',
          `the document is full: it holds at most ${this.limits.document} bytes`,
        )
    }
    const limit = look.structs > many ? patience.atLeast + look.structs * patience.each : null
    const writer = { actor, now, demands: this.demands }
    let breach = this.shadow.try(update, writer, limit)
    if (breach === 'starved' || (breach === 'endless' && look.structs < few)) {
      this.shadow.destroy()
      this.shadow = this.newShadow()
      breach = this.shadow.try(update, writer, breach === 'starved' ? limit! * muchLonger : limit)
    }
    if (breach === null) {
      this.size += update.length
      return { type: 'admitted', clients }
    }
    this.shadow.destroy()
    this.shadow = null
    switch (breach) {
      case 'malformed':
        return refused(closeCodes.malformed, '', 'an update cannot be applied')
      case 'starved':
      case 'endless':
        return refused(closeCodes.tooLarge, '', 'an update takes too long to be tried')
      default:
        return refused(closeCodes.refused, breach.rule, breach.message)
    }
  }

  /** The client ids that an update is the first to use, or why they may not be used (G1). */
  private newClients(look: Look, person: string): readonly number[] | Verdict {
    const { store } = this.doc
    const clients: number[] = []
    for (const [client, { to }] of look.writes) {
      const known = Y.getState(store, client)
      if (to <= known) continue
      const owner = this.owners.get(client)
      if (owner === undefined && known === 0) clients.push(client)
      else if (owner !== person)
        return refused(
          closeCodes.refused,
          'G1',
          'an update was written under the client id of another person',
        )
    }
    if (clients.length > 0 && this.sessionsOf(person) + clients.length > maxClients)
      return refused(
        closeCodes.refused,
        'G1',
        `a person writes under at most ${maxClients} client ids in a document`,
      )
    return clients
  }

  private sessionsOf(person: string): number {
    if (this.counted !== this.owners.size) {
      this.sessions.clear()
      for (const owner of this.owners.values()) this.sessions.set(owner, (this.sessions.get(owner) ?? 0) + 1)
      this.counted = this.owners.size
    }
    return this.sessions.get(person) ?? 0
  }

  private newShadow(): Shadow {
    const state = Y.encodeStateAsUpdate(this.doc)
    this.size = state.length
    return new Shadow(state, this.text)
  }

  destroy(): void {
    this.shadow?.destroy()
    this.shadow = null
  }
}

function refused(code: number, rule: string, message: string): Verdict {
  return { type: 'refused', refusal: { code, rule, message } }
}

class Shadow {
  private readonly doc = new Y.Doc()
  private readonly judge: Judge
  private writer: Writer = { actor: { id: '', role: null }, now: 0 }
  private breach: Breach | null = null

  constructor(state: Uint8Array, text: string) {
    Y.applyUpdate(this.doc, state)
    this.judge = new Judge(new Layers(this.doc), text)
    // Here what the transaction deleted can still be read; after this Yjs discards it.
    this.doc.on('afterTransaction', transaction => {
      this.breach ??= this.judge.judge(transaction, this.writer)
    })
  }

  /** Null where the update is good. After anything else the shadow is of no more use. `limit` is how long it may take, in
   * milliseconds; null where that need not be watched. */
  try(
    update: Uint8Array,
    writer: Writer,
    limit: number | null,
  ): Breach | 'malformed' | 'endless' | 'starved' | null {
    this.writer = writer
    this.breach = null
    const begun = limit === null ? undefined : process.cpuUsage()
    try {
      if (limit === null) Y.applyUpdate(this.doc, update)
      else within(limit, () => Y.applyUpdate(this.doc, update))
    } catch (error) {
      if (!isTimeout(error)) return 'malformed'
      const { user, system } = process.cpuUsage(begun)
      return (user + system) / 1_000 < limit! * 0.4 ? 'starved' : 'endless'
    }
    const { pendingStructs, pendingDs } = this.doc.store
    return pendingStructs || pendingDs ? 'malformed' : this.breach
  }

  destroy(): void {
    this.doc.destroy()
  }
}

const runner = new Script('work()')

/** Does something, and breaks off in the midst of it after so many milliseconds: whatever it was working on is then good for
 * nothing. Throws what `work` throws. */
function within(limit: number, work: () => void): void {
  runner.runInNewContext({ work }, { timeout: Math.ceil(limit) })
}

function isTimeout(error: unknown): boolean {
  return Object(error).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
}
