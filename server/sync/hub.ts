/**
 * All rooms, and the one path by which anything is written: check, apply, commit, tell.
 *
 * What arrives in one turn of the event loop is handled together: one commit for all rooms, then one message a room.
 * Between two turns a room's document is exactly what is on disk.
 */
import { gunzipSync } from 'node:zlib'
import { layoutVersion } from '../../schema/layers.js'
import { type Actor, type Demands, noDemands } from '../../schema/people.js'
import { settingsId, settingsSchema } from '../../schema/settings.js'
import type { Witness } from '../../schema/witness.js'
import type { Config } from '../config.js'
import { type Meter, noMeter } from '../meter.js'
import type { NewUpdate, Store } from '../store/store.js'
import type { Connection } from './connection.js'
import type { Errand, Outcome } from './errand.js'
import { closeCodes, type Message } from './protocol.js'
import { Refusals } from './refusals.js'
import { Room } from './room.js'

export interface HubEvents {
  /** The store could not commit. Memory is now ahead of the disk, so the process must end. */
  fatal(error: unknown): void
  /** Something went wrong with one document, which is given up and will be loaded anew. */
  warn(message: string, error: unknown): void
}

export class Hub {
  private readonly rooms = new Map<string, Promise<Room | null>>()
  private readonly open = new Map<string, Room>()
  private readonly idle = new Map<string, NodeJS.Timeout>()
  private dirty = new Set<Room>()
  private scheduled = false
  private flushing: Promise<void> = Promise.resolve()
  private stopped = false
  /** True when a commit has failed: what is in memory may then be more than is on disk. */
  private failed = false
  private readonly refusals: Refusals

  constructor(
    private readonly store: Store,
    private readonly config: Config,
    private readonly events: HubEvents,
    private readonly meter: Meter = noMeter,
  ) {
    this.refusals = new Refusals(store, error => events.warn('a refusal could not be put on record', error))
  }

  /** Brings a connection into a document's room, which is loaded before anything is answered. Answers how the room is
   * to be reached, or null where the connection was closed instead. */
  async enter(connection: Connection, id: string): Promise<Entry | null> {
    connection.pause()
    let room: Room | null
    try {
      room = await this.room(id)
    } catch {
      connection.close(closeCodes.failure, 'the document cannot be loaded')
      return null
    }
    if (!connection.open) {
      if (room) this.scheduleUnload(room)
      return null
    }
    connection.resume()
    if (this.stopped) {
      connection.close(closeCodes.restart, 'the server is stopping')
      return null
    }
    if (!room) {
      connection.refuse({ code: closeCodes.noDocument, rule: '', message: 'there is no such document' })
      return null
    }
    if (room.layout !== layoutVersion) {
      const message = `the document has layout ${room.layout}, this server knows ${layoutVersion}`
      connection.refuse({ code: closeCodes.otherLayout, rule: '', message })
      this.scheduleUnload(room)
      return null
    }
    const turnedAway = this.refusals.turnsAway(connection.person.id)
    if (turnedAway) {
      connection.refuse(turnedAway)
      this.scheduleUnload(room)
      return null
    }
    connection.onRefused = (refusal, bytes) => {
      if (!blameless.has(refusal.code))
        this.refusals.note(
          { ...refusal, document: id, person: connection.person.id, connection: connection.id, bytes },
          Date.now(),
        )
    }
    clearTimeout(this.idle.get(id))
    this.idle.delete(id)
    room.join(connection)
    return {
      receive: message => {
        room.receive(connection, message)
        this.mark(room)
      },
      leave: () => {
        room.leave(connection)
        this.mark(room)
        if (room.connections.size === 0) this.scheduleUnload(room)
      },
    }
  }

  /** Writes to a document for a person, as if they had sent it. Answers what came of it when it is on disk and everybody
   * has been told; null where there is no such document. Rejects where the document cannot be loaded. */
  write(id: string, actor: Actor, write: Errand['write']): Promise<Outcome | null> {
    return this.send(id, { actor, write, changes: false })
  }

  /** As `write`, for what changes records that are there: `desk` holds them. Rejects with what `write` throws. */
  change(id: string, actor: Actor, write: Errand['write']): Promise<Outcome | null> {
    return this.send(id, { actor, write, changes: true })
  }

  private async send(id: string, errand: Omit<Errand, 'done' | 'threw'>): Promise<Outcome | null> {
    const room = await this.room(id)
    if (!room) return null
    if (this.stopped || this.open.get(id) !== room || room.layout !== layoutVersion) return { type: 'failed' }
    return new Promise((resolve, reject) => {
      room.charge({ ...errand, done: resolve, threw: reject })
      this.mark(room)
      this.scheduleUnload(room)
    })
  }

  /** Does something while a document stays as it is on disk: what arrives meanwhile waits. Where `work` answers true the document
   * has been replaced, and from then on nothing is let into it. Null where there is no such document. */
  async still(id: string, work: () => Promise<boolean>): Promise<boolean | null> {
    const room = await this.room(id)
    if (!room) return null
    clearTimeout(this.idle.get(id))
    // What is being committed comes first.
    await new Promise<void>(resolve =>
      this.queue(async () => {
        room.hold(true)
        resolve()
      }),
    )
    try {
      const isReplaced = await work()
      if (isReplaced) room.close()
      return isReplaced
    } finally {
      room.hold(false)
      this.mark(room)
      this.scheduleUnload(room)
    }
  }

  /** Has the settings of an edition, which have changed, hold in its open documents. */
  async settingsChanged(edition: string): Promise<void> {
    await Promise.allSettled([...this.rooms.values()])
    const demands = await this.demandsOf(edition)
    for (const room of this.open.values()) if (room.edition === edition) room.demand(demands)
  }

  private async demandsOf(edition: string): Promise<Demands> {
    const newest = (await this.store.revisions(edition, 'settings', settingsId)).at(-1)
    const settings = newest?.value ? settingsSchema.safeParse(JSON.parse(newest.value)) : null
    return settings?.success ? { twoPersons: settings.data.twoPersons } : noDemands
  }

  /** How many messages of clients wait to be handled. */
  get messagesWaiting(): number {
    let waiting = 0
    for (const room of this.open.values()) waiting += room.messagesWaiting
    return waiting
  }

  /** The ids of the documents in memory. */
  get loaded(): readonly string[] {
    return [...this.open.keys()]
  }

  private room(id: string): Promise<Room | null> {
    const known = this.rooms.get(id)
    if (known) return known
    const loading = this.load(id)
    this.rooms.set(id, loading)
    loading.then(
      room => {
        if (room) this.open.set(id, room)
        else this.rooms.delete(id)
      },
      error => {
        this.rooms.delete(id)
        this.events.warn(`document ${id} cannot be loaded`, error)
      },
    )
    return loading
  }

  private async load(id: string): Promise<Room | null> {
    const document = await this.store.document(id)
    const json = document && (await this.store.witness(document.witness))
    if (!json) return null
    const { text } = JSON.parse(gunzipSync(json).toString('utf8')) as Witness
    const stored = await this.store.load(id)
    const room = new Room(id, document.edition, text, stored, this.config.limits, this.refusals, this.meter)
    room.demand(await this.demandsOf(document.edition))
    if (document.replacedBy !== null) room.close()
    return room
  }

  /** How an open document stands, all that it holds being on disk; null where nobody has it open. */
  moment(id: string): Promise<ReturnType<Room['moment']> | null> {
    return new Promise((resolve, reject) => {
      this.queue(async () => {
        try {
          resolve(this.open.get(id)?.moment() ?? null)
        } catch (error) {
          reject(error)
        }
      })
    })
  }

  private mark(room: Room): void {
    // One that has been given up may hold what is not on disk: nothing of it may get anywhere.
    if (this.open.get(room.id) !== room) return
    this.dirty.add(room)
    if (this.scheduled) return
    this.scheduled = true
    setImmediate(() => this.queue(() => this.flush()))
  }

  /** One thing after the other: a turn's second half is over before the next turn begins. */
  private queue(work: () => Promise<void>): void {
    this.flushing = this.flushing.then(work).catch(error => this.fail(error))
  }

  private async flush(): Promise<void> {
    this.scheduled = false
    const rooms = [...this.dirty]
    this.dirty = new Set()
    const now = Date.now()
    const rows: NewUpdate[] = []
    const good: Room[] = []
    for (const room of rooms) {
      try {
        for (const row of room.apply(now)) rows.push(row)
        good.push(room)
      } catch (error) {
        this.giveUp(room, error)
      }
    }
    let seqs: ReadonlyMap<string, number> = new Map()
    if (rows.length > 0) {
      try {
        const start = performance.now()
        seqs = await this.store.append(rows)
        this.meter.committed(rows.length, performance.now() - start)
      } catch (error) {
        this.fail(error)
        return
      }
    }
    for (const room of good) {
      try {
        room.tell(seqs.get(room.id))
      } catch (error) {
        this.giveUp(room, error)
        continue
      }
      await this.writeSnapshot(room, this.config.snapshotAfter)
      if (room.hasChanges) this.mark(room)
    }
  }

  /** Nothing that is not on disk may be shown: everybody is sent away and the process is to end. */
  private fail(error: unknown): void {
    this.failed = true
    this.closeAll(closeCodes.failure, 'the server cannot write to its disk')
    this.events.fatal(error)
  }

  /** Drops a room whose document may no longer be what is on disk; its clients come back and it is loaded anew. */
  private giveUp(room: Room, error: unknown): void {
    this.events.warn(`document ${room.id} is given up and will be loaded anew`, error)
    for (const connection of room.connections)
      connection.close(closeCodes.failure, 'the document is loaded anew')
    this.forget(room)
  }

  private forget(room: Room): void {
    clearTimeout(this.idle.get(room.id))
    this.idle.delete(room.id)
    if (this.open.get(room.id) === room) {
      this.open.delete(room.id)
      this.rooms.delete(room.id)
    }
    this.dirty.delete(room)
    room.destroy()
  }

  private scheduleUnload(room: Room): void {
    if (this.stopped || room.connections.size > 0 || this.open.get(room.id) !== room) return
    clearTimeout(this.idle.get(room.id))
    const timer = setTimeout(() => this.queue(() => this.unload(room)), this.config.idle)
    timer.unref()
    this.idle.set(room.id, timer)
  }

  private async unload(room: Room): Promise<void> {
    if (room.connections.size > 0 || this.open.get(room.id) !== room) return
    await this.writeSnapshot(room, 1)
    // Somebody may have come while the snapshot was written.
    if (room.connections.size === 0 && !room.hasChanges) this.forget(room)
  }

  /** A snapshot only makes loading faster: where it fails, the log still has everything. */
  private async writeSnapshot(room: Room, atLeast: number): Promise<void> {
    if (this.failed) return
    const snapshot = room.snapshot(atLeast)
    if (!snapshot) return
    try {
      await this.store.putSnapshot(room.id, snapshot.seq, snapshot.state)
    } catch (error) {
      this.events.warn(`no snapshot of document ${room.id} could be written`, error)
    }
  }

  private closeAll(code: number, reason: string): void {
    this.stopped = true
    for (const room of this.open.values()) {
      for (const connection of room.connections) connection.close(code, reason)
      room.abandon()
    }
  }

  /** Commits what has arrived, sends everybody away (1012) and writes snapshots. */
  async stop(): Promise<void> {
    await new Promise(resolve => setImmediate(resolve))
    await this.flushing
    this.closeAll(closeCodes.restart, 'the server is stopping')
    for (const room of [...this.open.values()]) {
      await this.writeSnapshot(room, 1)
      this.forget(room)
    }
    await this.refusals.endPeriod()
  }
}

/** Whoever is sent away with these has done nothing that is to be put on record. */
const blameless: ReadonlySet<number> = new Set([closeCodes.noAccess, closeCodes.otherLayout])

/** A connection's way to its room. */
export interface Entry {
  receive(message: Message): void
  leave(): void
}
