/** A document that somebody has open: the Y.Doc, its gate, its connections, and what is to be done in this turn. */
import * as Y from 'yjs'
import { Layers, layoutVersion } from '../../schema/layers.js'
import type { Actor, Demands } from '../../schema/people.js'
import { stateHash } from '../../schema/state.js'
import type { Limits } from '../config.js'
import { type Meter, noMeter } from '../meter.js'
import type { LoadedDocument, NewUpdate } from '../store/store.js'
import type { Connection } from './connection.js'
import { Desk, type Errand } from './errand.js'
import { Gate, type Verdict } from './gate.js'
import { Presence } from './presence.js'
import {
  closeCodes,
  type Message,
  syncStep1,
  syncStep2,
  syncUpdate,
  writeAwareness,
  writeSync,
} from './protocol.js'
import type { Refusals } from './refusals.js'

/** How often a client is asked for missing updates before its own are taken for nonsense. */
const maxAsked = 64

/** How long one document may keep the others waiting in a turn, in milliseconds. */
const turnTime = 50

/** So many bytes of answers to state vectors are kept until the document changes. */
const maxAnswers = 16 << 20

/** A state vector has some ten bytes for each session in which the document was ever written to. */
const maxVector = 1 << 20

/** So many people's desks may hold the whole document at a time: each takes as much memory as the document itself. */
const maxDesks = 8

interface Arrival {
  readonly from: Connection
  readonly message: Message
}

export class Room {
  readonly connections = new Set<Connection>()
  readonly layout: number
  private readonly doc = new Y.Doc()
  private readonly gate: Gate
  private readonly owners: Map<number, string>
  private readonly presence: Presence
  private arrivals: Arrival[] = []
  private errands: Errand[] = []
  private isHeld = false
  /** By person. */
  private readonly desks = new Map<string, Desk>()
  /** What this turn brought, between `apply` and `tell`. */
  private turn = new Turn()
  private readonly answers = new Map<string, Buffer>()
  private answersSize = 0
  /** The number of the last update on disk, and of the last that a snapshot holds. */
  private seq: number
  private snapshotSeq: number

  /** `text` is the witness's. Throws where the stored updates do not make a document. */
  constructor(
    readonly id: string,
    readonly edition: string,
    text: string,
    stored: LoadedDocument,
    limits: Limits,
    private readonly refusals: Refusals,
    private readonly meter: Meter = noMeter,
  ) {
    this.doc.transact(() => {
      if (stored.snapshot) Y.applyUpdate(this.doc, stored.snapshot)
      for (const update of stored.tail) Y.applyUpdate(this.doc, update)
    })
    this.layout = new Layers(this.doc).about()?.layout ?? layoutVersion
    this.owners = new Map(stored.clients)
    this.presence = new Presence(limits.presence)
    this.gate = new Gate(this.doc, text, this.owners, limits)
    this.seq = stored.seq
    this.snapshotSeq = stored.seq - stored.tail.length
    this.doc.on('update', update => this.turn.emitted.push(update))
  }

  join(connection: Connection): void {
    this.connections.add(connection)
    connection.send(writeSync(syncStep1, Y.encodeStateVector(this.doc)))
    const present = connection.isKnown ? this.presence.all() : null
    if (present) connection.send(writeAwareness(present))
  }

  leave(connection: Connection): void {
    this.connections.delete(connection)
    this.presence.leave(connection)
  }

  receive(from: Connection, message: Message): void {
    from.wait()
    this.arrivals.push({ from, message })
  }

  /** Takes on something that a person wants written; it is done in the next turn. */
  charge(errand: Errand): void {
    this.errands.push(errand)
  }

  /** Lets nothing in any more: a newer witness has taken its place. */
  close(): void {
    this.gate.isClosed = true
  }

  /** While held, what arrives waits. */
  hold(held: boolean): void {
    this.isHeld = held
  }

  /** Has the gate ask this of everybody from now on. */
  demand(demands: Demands): void {
    this.gate.demands = demands
  }

  /** First half of a turn: judges and applies what has arrived, or as much of it as a turn has time for. Answers what
   * is to be stored. */
  apply(now: number): NewUpdate[] {
    this.turn = new Turn()
    if (this.isHeld) return []
    const arrivals = this.arrivals
    this.arrivals = []
    const errands = this.errands
    this.errands = []
    for (const errand of errands) this.applyErrand(errand, now)
    const start = performance.now()
    for (const [i, { from, message }] of arrivals.entries()) {
      if (performance.now() - start > turnTime) {
        this.arrivals = arrivals.slice(i)
        break
      }
      from.handled()
      if (!from.open) continue
      switch (message.type) {
        case 'update':
        case 'step2':
          this.applyUpdate(from, message.update, message.type === 'step2', now)
          break
        case 'step1':
          this.turn.questions.push({ from, vector: message.vector })
          break
        case 'awareness':
          this.updatePresence(from, message.states)
          break
        case 'queryAwareness':
          this.turn.curious.add(from)
      }
    }
    return this.turn.rows
  }

  private applyErrand(errand: Errand, now: number): void {
    const { actor } = errand
    const person = actor.id
    const turnedAway = this.refusals.turnsAway(person)
    if (turnedAway) {
      errand.done({ type: 'refused', refusal: turnedAway })
      return
    }
    const desk = this.deskOf(person, errand.changes)
    let update: Uint8Array | null
    try {
      update = desk.update(layers => errand.write(layers, new Layers(this.doc), now))
    } catch (error) {
      this.dropDesk(person, desk)
      errand.threw(error)
      return
    }
    this.turn.errands.push(errand)
    if (update === null) return
    const verdict = this.judge(update, actor, now)
    if (verdict.type === 'admitted') {
      this.admit(update, actor, desk.connection, verdict.clients, now)
      return
    }
    if (verdict.type === 'known') return
    if (verdict.type === 'incomplete') throw new Error('an errand was written on what is not there')
    // The desk now holds what the document does not.
    this.dropDesk(person, desk)
    this.turn.errands.pop()
    const { connection } = desk
    this.refusals.note(
      { ...verdict.refusal, document: this.id, person, connection, bytes: update.length },
      now,
    )
    errand.done(verdict)
  }

  private deskOf(person: string, changes: boolean): Desk {
    const desk = this.desks.get(person) ?? new Desk()
    // Whoever came last stands last.
    this.desks.delete(person)
    this.desks.set(person, desk)
    if (changes) desk.follow(this.doc)
    const knowing = [...this.desks].filter(([, { knows }]) => knows)
    for (const [other, known] of knowing.slice(0, -maxDesks)) this.dropDesk(other, known)
    return desk
  }

  private dropDesk(person: string, desk: Desk): void {
    this.desks.delete(person)
    desk.destroy()
  }

  private applyUpdate(from: Connection, update: Uint8Array, whole: boolean, now: number): void {
    from.received++
    const turnedAway = this.refusals.turnsAway(from.person.id)
    if (turnedAway) {
      from.refuse(turnedAway, update.length)
      return
    }
    const verdict = this.judge(update, from.actor, now)
    switch (verdict.type) {
      case 'refused':
        from.refuse(verdict.refusal, update.length)
        return
      case 'incomplete':
        from.incomplete = true
        if (++from.asked > maxAsked || whole)
          this.malformed(from, 'an update rests on updates that do not exist', update.length)
        else from.send(writeSync(syncStep1, Y.encodeStateVector(this.doc)))
        return
      case 'known':
      case 'admitted': {
        // A whole answer holds whatever earlier updates rested on.
        if (whole) from.incomplete = false
        if (!from.incomplete) from.asked = 0
        this.turn.writers.add(from)
        if (verdict.type === 'admitted') this.admit(update, from.actor, from.id, verdict.clients, now)
      }
    }
  }

  private judge(update: Uint8Array, actor: Actor, now: number): Verdict {
    const start = performance.now()
    const verdict = this.gate.judge(update, actor, now)
    const rule = verdict.type === 'refused' ? verdict.refusal.rule || String(verdict.refusal.code) : ''
    this.meter.judged(verdict.type, rule, performance.now() - start)
    return verdict
  }

  /** Applies what the gate has found good, and has it stored. */
  private admit(
    update: Uint8Array,
    { id: person, role }: Actor,
    connection: string,
    clients: readonly number[],
    at: number,
  ): void {
    const { emitted } = this.turn
    const before = emitted.length
    Y.applyUpdate(this.doc, update)
    if (emitted.length === before) return
    // Yjs may tidy up after an update (marks that no longer mark anything); the writer is then told of it.
    const tidied = emitted.length > before + 1
    if (tidied) this.turn.tidied = true
    const data = tidied ? Y.mergeUpdates(emitted.slice(before)) : emitted[before]!
    for (const client of clients) this.owners.set(client, person)
    this.turn.rows.push({
      document: this.id,
      person,
      connection,
      at,
      data,
      clients,
      ...(role ? { role } : {}),
    })
  }

  private updatePresence(from: Connection, states: Uint8Array): void {
    // The public reads unseen, and does not see who works.
    if (!from.isKnown) return
    // Of movements that nobody can follow some may be left out.
    if (!from.mayShow()) return
    try {
      this.presence.update(from, states)
    } catch {
      this.malformed(from, 'an awareness message cannot be read', states.length)
    }
  }

  private malformed(from: Connection, message: string, bytes: number): void {
    from.refuse({ code: closeCodes.malformed, rule: '', message }, bytes)
  }

  /** Second half of a turn, when its updates are on disk: tells everybody. `seq` is the number of the last of them. */
  tell(seq: number | undefined): void {
    const { emitted, rows, tidied, writers, questions, curious, errands } = this.turn
    this.turn = new Turn()
    if (seq !== undefined) this.seq = seq
    if (emitted.length > 0) {
      this.answers.clear()
      this.answersSize = 0
      const frame = writeSync(syncUpdate, emitted.length === 1 ? emitted[0]! : Y.mergeUpdates(emitted))
      // A lone writer knows what it wrote.
      const [first] = rows
      const isLone = !tidied && rows.every(row => row.connection === first?.connection)
      const author = isLone ? first?.connection : undefined
      for (const connection of this.connections)
        if (connection.synced && connection.id !== author) {
          connection.send(frame)
          this.meter.sent(frame.length)
        }
    }
    for (const errand of errands) errand.done({ type: 'done' })
    for (const { from, vector } of questions) this.answer(from, vector)
    for (const connection of writers) connection.sendSaved()
    const changes = this.presence.takeChanges()
    if (changes) {
      const frame = writeAwareness(changes)
      for (const connection of this.connections) if (connection.isKnown) connection.send(frame)
    }
    const present = curious.size > 0 ? this.presence.all() : null
    if (present)
      for (const connection of curious) if (connection.isKnown) connection.send(writeAwareness(present))
  }

  /** Sends what a client lacks. Clients with the same state share one encoding until the document changes. */
  private answer(to: Connection, vector: Uint8Array): void {
    if (vector.length > maxVector) {
      const message = 'a state vector is too large'
      to.refuse({ code: closeCodes.tooLarge, rule: '', message }, vector.length)
      return
    }
    if (!to.mayAsk()) {
      const message = 'the document was asked for too often: wait a minute, then open it again'
      to.refuse({ code: closeCodes.tooOften, rule: '', message }, vector.length)
      return
    }
    const key = Buffer.from(vector).toString('latin1')
    let frame = this.answers.get(key)
    if (!frame) {
      try {
        frame = writeSync(syncStep2, Y.encodeStateAsUpdate(this.doc, vector))
      } catch {
        this.malformed(to, 'a state vector cannot be read', vector.length)
        return
      }
      if (this.answersSize + frame.length + key.length <= maxAnswers) {
        this.answers.set(key, frame)
        this.answersSize += frame.length + key.length
      }
    }
    to.synced = true
    to.send(frame)
  }

  /** The number of the last row of the log and the hash of the state that it leads to. To be asked between two turns. */
  moment(): { readonly seq: number; readonly state: string } {
    return { seq: this.seq, state: stateHash(new Layers(this.doc)) }
  }

  get messagesWaiting(): number {
    return this.arrivals.length
  }

  get hasChanges(): boolean {
    if (this.isHeld) return false
    return this.arrivals.length > 0 || this.errands.length > 0 || this.presence.hasChanges
  }

  /** The state to write down where so many updates lie behind the last snapshot, else null. */
  snapshot(atLeast: number): { seq: number; state: Uint8Array } | null {
    if (this.seq - this.snapshotSeq < atLeast) return null
    this.snapshotSeq = this.seq
    return { seq: this.seq, state: Y.encodeStateAsUpdate(this.doc) }
  }

  /** Tells whoever waits for an errand that nothing came of it. */
  abandon(): void {
    for (const errand of [...this.turn.errands.splice(0), ...this.errands.splice(0)])
      errand.done({ type: 'failed' })
  }

  destroy(): void {
    this.abandon()
    for (const desk of this.desks.values()) desk.destroy()
    this.gate.destroy()
    this.doc.destroy()
  }
}

class Turn {
  /** The errands that have been applied. */
  readonly errands: Errand[] = []
  readonly emitted: Uint8Array[] = []
  readonly rows: NewUpdate[] = []
  tidied = false
  readonly writers = new Set<Connection>()
  readonly questions: { readonly from: Connection; readonly vector: Uint8Array }[] = []
  readonly curious = new Set<Connection>()
}
