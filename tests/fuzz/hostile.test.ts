/** Whatever hostile peers send, nobody else sees anything of what is refused, nor does the store. */
import * as decoding from 'lib0/decoding'
import { expect, test } from 'vitest'
import type { WebSocket } from 'ws'
import * as Y from 'yjs'
import { Layers, roots } from '../../schema/layers.js'
import { bodyFault } from '../../schema/note-body.js'
import { type Role, roles } from '../../schema/people.js'
import { Judge } from '../../schema/rules.js'
import {
  attrFault,
  breakFault,
  correctionFaults,
  decisionFaults,
  milestoneFault,
  nameFaults,
  noteFaults,
  replyFaults,
  spanFault,
} from '../../schema/shapes.js'
import { stateHash } from '../../schema/state.js'
import { defaultLimits } from '../../server/config.js'
import type { NewUpdate, Store } from '../../server/store/store.js'
import { Connection } from '../../server/sync/connection.js'
import { Refusals } from '../../server/sync/refusals.js'
import { Room } from '../../server/sync/room.js'
import { Random } from '../support/random.js'
import { absurdPresence, attacks, type Eve } from './hostile.js'

const rounds = Number(process.env.ROUNDS ?? 25)
const text = 'From Foreign Minister Ugeki 😀 to the e\u0301ditor of the Ambassador, with a line.\n'.repeat(2)
const owners = ['ada', 'ben'] as const

/** A room with a store that is a list, and sockets that are lists. */
class House {
  readonly rows: NewUpdate[] = []
  readonly refusals = new Refusals({ accounts: { addRefusal: async () => {} } } as unknown as Store, () => {})
  readonly room: Room
  clock = 1_000_000

  constructor() {
    const doc = new Y.Doc()
    doc.clientID = 1
    new Layers(doc).found('hash')
    const data = Y.encodeStateAsUpdate(doc)
    this.rows.push({ document: 'd', person: 'ada', connection: 'import', at: 0, data, clients: [] })
    const stored = { snapshot: null, tail: [data], seq: 1, clients: new Map<number, string>() }
    this.room = new Room('d', 'e', text, stored, defaultLimits, this.refusals)
  }

  enter(id: string, role: Role, hear: (frame: Uint8Array) => void = () => {}): Connection {
    const socket = { bufferedAmount: 0, send: hear, close() {}, terminate() {}, pause() {}, resume() {} }
    const connection = new Connection(
      `k${Math.random()}`,
      { id, name: id },
      socket as unknown as WebSocket,
      1e9,
    )
    connection.role = role
    this.room.join(connection)
    return connection
  }

  /** As many turns as it takes, as the hub has them. */
  turn(): void {
    do {
      this.rows.push(...this.room.apply(++this.clock))
      this.room.tell(this.rows.length)
    } while (this.room.hasChanges)
  }
}

/** Somebody honest: a document of their own that is kept in step. */
class Honest {
  readonly doc = new Y.Doc()
  readonly layers = new Layers(this.doc)
  readonly connection: Connection
  count = 0

  constructor(
    readonly id: string,
    readonly house: House,
    client: number,
  ) {
    this.doc.clientID = client
    this.connection = house.enter(id, 'owner', frame => {
      if (frame[0] !== 0) return
      const decoder = decoding.createDecoder(frame)
      decoding.readVarUint(decoder)
      if (decoding.readVarUint(decoder) !== 0)
        Y.applyUpdate(this.doc, decoding.readVarUint8Array(decoder), 'server')
    })
    house.room.receive(this.connection, { type: 'step1', vector: Uint8Array.of(0) })
    house.turn()
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'server') house.room.receive(this.connection, { type: 'update', update })
    })
  }

  work(random: Random): void {
    const { layers, id } = this
    const at = this.house.clock
    const start = random.below(20)
    const name = `${id}${this.count++}`
    const mine = [...layers.correctionIds()].filter(one => one.startsWith(id))
    const doing: (() => void)[] = [
      () =>
        layers.addCorrection({
          ...{ id: name, start, end: start + 1, side: -1, text: 'x', kind: 'emendation', reason: '' },
          ...{ evidence: '', certainty: 'unknown', by: id, at, parent: null },
        }),
      () => mine.length > 0 && layers.correctionText(random.pick(mine))!.insert(0, 'y'),
      () =>
        layers.addNote({ id: name, start, end: start + 2, on: null, type: 'textual', by: id, at, text: 'n' }),
      () => layers.setName({ id: name, start, end: start + 3, type: 'person', ref: '', by: id, at }),
      () => layers.setBreak(start, random.chance(0.5)),
      () => layers.setMilestone({ id: 'm1', at: start, type: 'pb', n: '2' }),
      () =>
        mine.length > 0 &&
        layers.setReply({ id: name, on: random.pick(mine), act: 'reply', text: 'So.', by: id, at }),
    ]
    layers.change(null, random.pick(doing))
  }
}

/** Everything in the document that no honest client could have put there. */
function faultsIn(layers: Layers): string[] {
  const faults: string[] = []
  const say = (key: string, fault: { message: string } | null | undefined) => {
    if (fault) faults.push(`${key}: ${fault.message}`)
  }
  for (const name of layers.doc.share.keys())
    if (!(roots as readonly string[]).includes(name)) faults.push(`a part ${name}`)
  for (const [id, record] of layers.corrections) say(id, correctionFaults(id, record as Y.Map<unknown>, text))
  for (const [id, record] of layers.notes) {
    say(id, noteFaults(id, record as Y.Map<unknown>, text))
    say(id, bodyFault(id, (record as Y.Map<unknown>).get('body')))
  }
  for (const [id, value] of layers.decisions) say(id, decisionFaults(id, value))
  for (const [id, value] of layers.threads) say(id, replyFaults(id, value))
  for (const [id, value] of layers.names) say(id, nameFaults(id, value, text))
  for (const [id, value] of layers.breaks) say(id, breakFault(value))
  for (const [id, value] of layers.blockAttrs) say(id, attrFault(id.split('#')[1]!, value))
  for (const [id, value] of layers.milestones) say(id, milestoneFault(value, text))
  for (const [id, value] of layers.spans) say(id, spanFault(value, text))
  if (JSON.stringify(layers.meta.toJSON()) !== JSON.stringify({ layout: 1, witness: 'hash' }))
    faults.push('meta')
  const { pendingStructs, pendingDs } = layers.doc.store
  if (pendingStructs || pendingDs) faults.push('something waits for what will never come')
  return faults
}

test('[G1–G16] nothing that is refused reaches anybody, nor the store', {
  timeout: 10 * 60_000,
}, async () => {
  const tally = { admitted: 0, refused: 0, ignored: 0, honest: 0 }
  const seen = new Set<string>()
  for (let seed = 1; seed <= rounds; seed++) {
    const random = new Random(seed * 77)
    const house = new House()
    const people = owners.map((id, i) => new Honest(id, house, 10 + i))
    for (let i = 0; i < 120; i++) {
      for (const one of people) if (random.chance(0.3)) one.work(random)
      house.turn()
      const person = `eve${random.below(3)}`
      const eve: Eve = { doc: people[0]!.doc, person, others: owners, client: 100 + random.below(9), text }
      const role = random.pick(roles)
      const connection = house.enter(person, role)
      const [name, make] = random.pick(Object.entries(attacks))
      const state = stateHash(people[0]!.layers)
      const before = house.rows.length
      if (random.chance(0.2))
        house.room.receive(connection, { type: 'awareness', states: absurdPresence(eve, random) })
      const update = make(eve, random)
      house.room.receive(connection, { type: random.chance(0.2) ? 'step2' : 'update', update })
      house.turn()
      const where = `seed ${seed}, step ${i}: ${name} of a ${role}`
      const added = house.rows.slice(before)
      if (!connection.open) {
        tally.refused++
        seen.add(name)
        expect(added, where).toEqual([])
        expect(stateHash(people[0]!.layers), where).toBe(state)
      } else if (added.length > 0) tally.admitted++
      else tally.ignored++
      expect(
        added.filter(row => row.person !== person),
        where,
      ).toEqual([])
      for (const one of people) expect(one.connection.open, `${where}: ${one.id} is still here`).toBe(true)
      expect(faultsIn(people[1]!.layers), where).toEqual([])
      house.room.leave(connection)
      if (i % 10 === 0) await house.refusals.endPeriod()
    }
    // What everybody sees, what the room holds and what the log says are one and the same.
    const rebuilt = new Layers(new Y.Doc())
    const judge = new Judge(rebuilt, text)
    let writer = ''
    let breaches = 0
    rebuilt.doc.on('afterTransaction', transaction => {
      if (
        writer !== '' &&
        judge.judge(transaction, { actor: { id: writer, role: 'owner' }, now: house.clock })
      )
        breaches++
    })
    for (const { data, person, connection } of house.rows) {
      writer = connection === 'import' ? '' : person
      Y.applyUpdate(rebuilt.doc, data)
    }
    const hashes = [
      stateHash(rebuilt),
      house.room.moment().state,
      ...people.map(one => stateHash(one.layers)),
    ]
    expect(new Set(hashes).size, `seed ${seed}`).toBe(1)
    expect(breaches, `seed ${seed}`).toBe(0)
    tally.honest += people.reduce((sum, one) => sum + one.count, 0)
    house.room.destroy()
  }
  expect(tally.refused).toBeGreaterThan(rounds * 50)
  expect(tally.admitted).toBeGreaterThan(rounds)
  expect(tally.honest).toBeGreaterThan(rounds * 20)
  expect([...Object.keys(attacks)].filter(name => !seen.has(name))).toEqual([])
})
