/** What the gate costs: judging one update, beside what it takes to apply the same update alone, and its share of a turn that
 * tells 50 clients; and how long the server's event loop stands still under what hostile peers send. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { Layers } from '../../dist/schema/layers.js'
import { defaultLimits } from '../../dist/server/config.js'
import { Connection } from '../../dist/server/sync/connection.js'
import { Gate } from '../../dist/server/sync/gate.js'
import { Refusals } from '../../dist/server/sync/refusals.js'
import { Room } from '../../dist/server/sync/room.js'

const text = 'The words of a document that several people correct at the same time.\n\n'.repeat(500)
const edits = 5_000
const watchers = 50

const correction = (id, by = 'ada') => ({
  ...{ id, start: 0, end: 4, side: -1, text: 'reading', kind: 'emendation', reason: '', evidence: '' },
  ...{ certainty: 'unknown', by, at: 1, parent: null },
})

export async function run(print) {
  for (const [size, count] of [
    ['an empty document', 0],
    ['a document of 3,000 corrections', 3_000],
  ]) {
    const { updates, state } = typed(count)
    const plain = new Y.Doc()
    Y.applyUpdate(plain, state)
    const applied = each(updates, update => Y.applyUpdate(plain, update))
    const doc = new Y.Doc()
    Y.applyUpdate(doc, state)
    const owners = new Map()
    const gate = new Gate(doc, text, owners, defaultLimits)
    const ada = { id: 'ada', role: 'corrector' }
    const judged = []
    for (const update of updates) {
      const start = performance.now()
      const verdict = gate.judge(update, ada, 2)
      judged.push(performance.now() - start)
      if (verdict.type !== 'admitted') throw new Error(JSON.stringify(verdict))
      for (const client of verdict.clients) owners.set(client, 'ada')
      Y.applyUpdate(doc, update)
    }
    print({
      name: `judging a keystroke in ${size}, p50`,
      value: micro(judged, 0.5),
      unit: 'µs',
      peer: micro(applied, 0.5),
    })
    print({
      name: `judging a keystroke in ${size}, p95`,
      value: micro(judged, 0.95),
      unit: 'µs',
      peer: micro(applied, 0.95),
    })
    const turns = inRoom(updates, state)
    const share = quantile(judged, 0.5) / quantile(turns, 0.5)
    print({
      name: `the gate's share of a turn that tells ${watchers} clients, sockets not counted, in ${size}`,
      value: Math.round(share * 100),
      unit: '%',
    })
    gate.destroy()
  }
  for (const [name, attack] of Object.entries(attacks)) await delayed(name, attack, print)
}

/** What one person types in one correction, letter by letter, and the state of the document before that. */
function typed(count) {
  const doc = new Y.Doc()
  const layers = new Layers(doc)
  layers.change(null, () => {
    layers.found('hash')
    for (let i = 0; i < count; i++) layers.addCorrection(correction(`c${i}`))
  })
  const state = Y.encodeStateAsUpdate(doc)
  const desk = new Y.Doc()
  Y.applyUpdate(desk, state)
  const updates = []
  desk.on('update', update => updates.push(update))
  const own = new Layers(desk)
  for (let i = 0; i < edits; i++) {
    const id = `new${Math.floor(i / 200)}`
    own.change(null, () => {
      if (i % 200 === 0) own.addCorrection(correction(id))
      else own.correctionText(id).insert(own.correctionText(id).length, 'x')
    })
  }
  return { updates, state }
}

/** A room whose sockets take what they are sent and do nothing with it. */
function roomOf(state) {
  const refusals = new Refusals({ accounts: { addRefusal: async () => {} } }, () => {})
  const stored = { snapshot: state, tail: [], seq: 1, clients: new Map() }
  const room = new Room('d', 'e', text, stored, defaultLimits, refusals)
  let count = 0
  const enter = (id, role) => {
    const socket = { bufferedAmount: 0, send() {}, close() {}, terminate() {}, pause() {}, resume() {} }
    const connection = new Connection(`k${count++}`, { id, name: id }, socket, 1e9)
    connection.role = role
    connection.synced = true
    room.join(connection)
    return connection
  }
  return { room, enter, refusals }
}

function inRoom(updates, state) {
  const { room, enter } = roomOf(state)
  const ada = enter('ada', 'corrector')
  for (let i = 0; i < watchers; i++) enter(`p${i}`, 'reader')
  return each(updates, (update, i) => {
    room.receive(ada, { type: 'update', update })
    room.apply(2)
    room.tell(i)
  })
}

/** What somebody may send who has an account and means ill, as an update of their own making. */
const attacks = {
  'two million deletions': () => {
    const encoder = encoding.createEncoder()
    for (const n of [0, 1, 1, 1_900_000]) encoding.writeVarUint(encoder, n)
    for (let i = 0; i < 1_900_000; i++) encoding.writeUint8(encoder, i % 2)
    return encoding.toUint8Array(encoder)
  },
  '100,000 deletions of what is not there': () => {
    const encoder = encoding.createEncoder()
    for (const n of [0, 1, 1, 100_000]) encoding.writeVarUint(encoder, n)
    for (let i = 0; i < 100_000; i++) for (const n of [i * 2, 1]) encoding.writeVarUint(encoder, n)
    return encoding.toUint8Array(encoder)
  },
  'noise of 4 MB': () => Uint8Array.from({ length: 4 << 20 }, (_, i) => (i * 7919) % 251),
  'a forged author': desk => {
    desk.change(null, () => desk.addCorrection(correction('forged', 'ben')))
    return Y.encodeStateAsUpdate(desk.doc)
  },
  '2,000 corrections, the last forged': desk => {
    desk.change(null, () => {
      for (let i = 0; i < 2_000; i++) desk.addCorrection(correction(`f${i}`, i === 1_999 ? 'ben' : 'eve'))
    })
    return Y.encodeStateAsUpdate(desk.doc)
  },
  'pieces that are long to place': desk => {
    desk.change(null, () => desk.addCorrection(correction('mine', 'eve')))
    const id = desk.correctionText('mine')._item.id
    const encoder = encoding.createEncoder()
    const n = 10_000
    const write = (...numbers) => {
      for (const number of numbers) encoding.writeVarUint(encoder, number)
    }
    write(1, 2 * n, 77, 0)
    for (let i = 0; i < 2 * n; i++) {
      if (i === 0) write(4, 0, id.client, id.clock)
      else write(4 | 64, 77, i < n ? i - 1 : i - n)
      encoding.writeVarString(encoder, 'x')
    }
    write(0)
    return [Y.encodeStateAsUpdate(desk.doc), encoding.toUint8Array(encoder)]
  },
}

/** The longest time for which nobody else is served, in a document of 1,000 corrections: the update is sent ten times. */
async function delayed(name, attack, print) {
  const { state } = typed(1_000)
  const { room, enter, refusals } = roomOf(state)
  // The first update has the shadow built, for whoever sends it.
  const ada = enter('ada', 'corrector')
  room.receive(ada, { type: 'update', update: typed(0).updates[0] })
  room.apply(2)
  room.tell(2)
  const updates = [attack(new Layers(new Y.Doc()))].flat()
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const rss = process.memoryUsage().rss
  for (let i = 0; i < 10; i++) {
    const eve = enter('eve', 'owner')
    for (const update of updates) {
      room.receive(eve, { type: 'update', update })
      await new Promise(resolve => setImmediate(resolve))
      room.apply(2)
      room.tell(2)
      await new Promise(resolve => setTimeout(resolve, 5))
    }
    room.leave(eve)
  }
  delay.disable()
  await refusals.endPeriod()
  print({
    name: `nobody else is served at most, under ${name}`,
    value: Math.round(delay.max / 1e5) / 10,
    unit: 'ms',
    memory: `${Math.round((process.memoryUsage().rss - rss) / 1e6)} MB`,
  })
  room.destroy()
}

function each(list, work) {
  return list.map((item, i) => {
    const start = performance.now()
    work(item, i)
    return performance.now() - start
  })
}

function quantile(times, q) {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length * q)]
}

const micro = (times, q) => Math.round(quantile(times, q) * 10_000) / 10
