import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { Layers } from '../../../schema/layers.js'
import { defaultLimits } from '../../../server/config.js'
import { Random } from '../../support/random.js'
import { awarenessOf, bytesOf, openRaw, type RawClient, readAwareness, sendFrame } from '../support/raw.js'
import {
  type Client,
  correction,
  joinDocument,
  type Someone,
  serve,
  stopServers,
  type TestServer,
  temporaryFolder,
  until,
} from '../support/server.js'

let server: TestServer
let document: string
let mallory: Someone
let ada: Client
let ben: Client

beforeAll(async () => {
  server = await serve()
  document = await server.document()
  ada = joinDocument(server.url, document, await server.newcomer('Ada'))
  ben = joinDocument(server.url, document, await server.newcomer('Ben'))
  await Promise.all([ada.synced, ben.synced])
  ada.layers.change('test', () => ada.layers.addCorrection(correction(ada.person.id, { id: 'of-ada' })))
  await until(ben.doc, () => ben.layers.corrections.has('of-ada'))
})
// Somebody new each time: who is refused again and again is not heard for a while.
beforeEach(async () => {
  mallory = await server.newcomer('Mallory')
})
afterAll(stopServers)

/** The update that `write` makes in a copy of the document. */
function update(
  write: (layers: Layers, doc: Y.Doc) => void,
  prepare: (copy: Y.Doc) => void = () => {},
): Uint8Array {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(ada.doc))
  prepare(copy)
  const before = Y.encodeStateVector(copy)
  const layers = new Layers(copy)
  layers.change(null, () => write(layers, copy))
  return Y.encodeStateAsUpdate(copy, before)
}

const sync = (bytes: Uint8Array) => bytesOf(0, 2, bytes)

/** An update of one struct: client 99, clock 0, then what is given; nothing deleted. */
const oneStruct = (...parts: (number | string | Uint8Array)[]) => bytesOf(1, 1, 99, 0, ...parts, 0)

const chance = new Random(7)
const random = (below: number) => chance.below(below)
const noise = (length: number) => Uint8Array.from({ length }, () => random(256))

const frames: [code: number, name: string, frame: () => Uint8Array, rule?: string][] = [
  [4400, 'nothing', () => new Uint8Array(0)],
  [4400, 'half a number', () => Uint8Array.of(0x80)],
  [4400, 'an endless number', () => new Uint8Array(200).fill(0xff)],
  [4400, 'noise', () => Uint8Array.of(200, ...noise(300))],
  [4400, 'an unknown message', () => bytesOf(7, 'x')],
  [4400, 'an auth message', () => bytesOf(2, 0, 'x')],
  [4400, 'an unknown sync message', () => bytesOf(0, 9, new Uint8Array(2))],
  [4400, 'a message that ends too early', () => sync(new Uint8Array(100)).subarray(0, 50)],
  [4400, 'noise for an update', () => sync(Uint8Array.of(1, ...noise(60)))],
  [4400, 'a cut update', () => sync(update(l => l.addCorrection(correction(mallory.id))).subarray(0, 60))],
  [4400, 'an update with a tail', () => sync(Uint8Array.of(...update(l => l.setBreak(1, true)), 0, 0))],
  [4413, 'milliards of structs', () => sync(bytesOf(1, 2 ** 31, 99, 0))],
  [4400, 'milliards of clients', () => sync(bytesOf(2 ** 31))],
  [4400, 'an absurd clock', () => sync(bytesOf(1, 1, 99, 2 ** 40, 4, 1, 'notes', 'x', 0))],
  [4400, 'an absurd length', () => sync(oneStruct(0, 2 ** 40))],
  [4400, 'a client twice', () => sync(bytesOf(2, 1, 99, 0, 0, 1, 1, 99, 1, 0, 1, 0))],
  [4400, 'content of an unknown kind', () => sync(oneStruct(31, 1, 'notes', 'x'))],
  [4400, 'bytes in the document', () => sync(oneStruct(3, 1, 'notes', noise(9)))],
  [4400, 'a subdocument', () => sync(update(l => l.notes.set('n', new Y.Doc())))],
  [4400, 'an embedded object', () => sync(update(l => l.correctionText('of-ada')!.insertEmbed(0, { a: 1 })))],
  [4400, 'a state vector of noise', () => bytesOf(0, 0, Uint8Array.of(9, ...noise(3)))],
  [
    4400,
    'a whole state that rests on nothing',
    () => bytesOf(0, 1, bytesOf(1, 1, 99, 5, 4, 1, 'notes', 'x', 0)),
  ],
  [4400, 'noise for presence', () => bytesOf(1, Uint8Array.of(5, ...noise(20)))],
  [4400, 'presence that is no JSON', () => bytesOf(1, bytesOf(1, 99, 1, '{"user":'))],
  [4413, 'more deletions than there can be', () => sync(manyDeletes(150_000))],
  [4413, 'two million deletions', () => sync(manyDeletes(2_000_000))],
  [4413, 'a state vector too large', () => bytesOf(0, 0, new Uint8Array(2 ** 20 + 1))],
  [4413, 'an update too large', () => sync(new Uint8Array(defaultLimits.update + 1))],
  [1009, 'a frame too large', () => new Uint8Array(defaultLimits.frame + 1)],
  [4403, 'a part of one’s own', () => sync(update((_, doc) => doc.getMap('mine').set('a', 1))), 'G2'],
  [4403, 'another layout', () => sync(update(l => l.meta.set('layout', 9))), 'G3'],
  [
    4403,
    'an offset beyond the text',
    () => sync(update(l => l.addCorrection(correction(mallory.id, { end: 1e6 })))),
    'G4',
  ],
  [4403, 'a forged author', () => sync(update(l => l.addCorrection(correction(ada.person.id)))), 'G7'],
  [4403, 'the removal of another’s', () => sync(update(l => l.removeCorrection('of-ada'))), 'G7'],
  [
    4403,
    'a decision on nothing',
    () =>
      sync(update(l => l.addDecision({ id: 'd', on: 'no', act: 'reopen', by: mallory.id, at: 0, why: '' }))),
    'G9',
  ],
  [
    4403,
    'writing under another’s client id',
    () =>
      sync(
        update(
          l => l.setBreak(1, true),
          copy => {
            copy.clientID = ada.doc.clientID
          },
        ),
      ),
    'G1',
  ],
  [
    4403,
    'writing under the server’s client id',
    () =>
      sync(
        update(
          l => l.setBreak(1, true),
          copy => {
            copy.clientID = serverClient()
          },
        ),
      ),
    'G1',
  ],
]

function manyDeletes(ranges: number): Uint8Array {
  const head = bytesOf(0, 1, 1, ranges)
  const bytes = new Uint8Array(head.length + 2 * ranges)
  bytes.set(head)
  for (let i = 0; i < ranges; i++) bytes[head.length + 2 * i + 1] = 1
  return bytes
}

/** The client id under which the import wrote. */
function serverClient(): number {
  return [...ada.doc.store.clients.keys()].find(
    client => client !== ada.doc.clientID && client !== ben.doc.clientID,
  )!
}

/** After an attack: the others still see each other's work, and the log holds nothing but that. */
async function expectUnhurt(before: number): Promise<void> {
  const mine = correction(ada.person.id)
  ada.layers.change('test', () => ada.layers.addCorrection(mine))
  await until(ben.doc, () => ben.layers.corrections.has(mine.id))
  expect(ada.provider.wsconnected && ben.provider.wsconnected).toBe(true)
  expect(ben.doc.toJSON()).toEqual(ada.doc.toJSON())
  expect(await server.store.log(document, before, 10)).toHaveLength(1)
  expect(server.logged).toEqual([])
}

const logLength = async () => (await server.store.load(document)).seq

describe('a hostile frame', () => {
  test.each(frames)('%i %s', async (code, _, frame, rule) => {
    const before = await logLength()
    const raw = await openRaw(server.url, `/sync/${document}`, mallory.cookie)
    raw.socket.send(frame())
    const closed = await raw.closed
    expect(closed.code).toBe(code)
    if (code >= 4400) expect(raw.refusals[0]?.code).toBe(code)
    if (rule) expect([raw.refusals[0]?.rule, closed.reason]).toEqual([rule, rule])
    expect(raw.saved).toEqual([])
    await expectUnhurt(before)
  })

  test('4400 text', async () => {
    const before = await logLength()
    const raw = await openRaw(server.url, `/sync/${document}`, mallory.cookie)
    raw.socket.send('hello')
    expect((await raw.closed).code).toBe(4400)
    await expectUnhurt(before)
  })

  test('4400 updates without end that rest on nothing', async () => {
    const before = await logLength()
    const raw = await openRaw(server.url, `/sync/${document}`, mallory.cookie)
    for (let i = 0; i < 100; i++) raw.send(0, 2, bytesOf(1, 1, 99, 5 + i, 4, 1, 'notes', 'x', 0))
    expect((await raw.closed).code).toBe(4400)
    expect(raw.saved).toEqual([])
    await expectUnhurt(before)
  })

  const masked = (first: number, payload: number[]) =>
    Buffer.from([first, 0x80 | payload.length, 0, 0, 0, 0, ...payload])
  test.each([
    [1002, 'an illegal opcode', masked(0x83, [])],
    [1002, 'a reserved bit', masked(0xc2, [1])],
    [1002, 'an unmasked frame', Buffer.from([0x82, 1, 0])],
    [1007, 'text that is not UTF-8', masked(0x81, [0xff, 0xfe])],
    [1002, 'a close code that is none', masked(0x88, [0, 1])],
  ])('%i %s', async (code, _, frame) => {
    const before = await logLength()
    expect(await sendFrame(server.url, `/sync/${document}`, mallory.cookie, frame)).toBe(code)
    await expectUnhurt(before)
  })

  test('a flood is worked off, and the others are heard meanwhile', async () => {
    const before = await logLength()
    const raw = await openRaw(server.url, `/sync/${document}`, mallory.cookie)
    const nothing = sync(Uint8Array.of(0, 0))
    for (let i = 0; i < 20_000; i++) raw.socket.send(nothing)
    await expectUnhurt(before)
    await raw.until(() => raw.saved.at(-1) === 20_000)
    raw.socket.close()
  })

  test('noise of every length and kind', async () => {
    const before = await logLength()
    for (let i = 0; i < 200; i++) {
      if (i % 10 === 0) mallory = await server.newcomer('Mallory')
      const raw: RawClient = await openRaw(server.url, `/sync/${document}`, mallory.cookie)
      raw.socket.send(i % 2 ? sync(noise(random(200))) : noise(random(200)))
      // Some noise is a harmless message.
      const end = setTimeout(() => raw.socket.close(), 30)
      await raw.closed
      clearTimeout(end)
    }
    await expectUnhurt(before)
  })
})

describe('somebody who asks for too much', () => {
  test('4429 the document, again and again', async () => {
    const raw = await openRaw(server.url, `/sync/${document}`, mallory.cookie)
    for (let i = 0; i < 200; i++) raw.send(0, 0, Uint8Array.of(0))
    expect((await raw.closed).code).toBe(4429)
    expect(raw.syncs.length).toBeLessThan(60)
    await expectUnhurt(await logLength())
  })

  test('presence a thousand times a second: what nobody can follow is left out', async () => {
    const before = await logLength()
    const [one, two] = [
      await openRaw(server.url, `/sync/${document}`, mallory.cookie),
      await openRaw(server.url, `/sync/${document}`, mallory.cookie),
    ]
    for (let i = 0; i < 5_000; i++) {
      one.send(1, awarenessOf([900, i + 1, { i }]))
      if (i % 20 === 0) await new Promise(resolve => setImmediate(resolve))
    }
    // A question is answered after all that came before it.
    one.send(0, 0, Uint8Array.of(0))
    await one.until(() => one.syncs.length === 2)
    await expectUnhurt(before)
    expect(two.awareness.length).toBeLessThan(2_000)
    one.socket.close()
    two.socket.close()
  })

  test('4429 refused twenty times, and not judged for a while, from whichever window', async () => {
    const before = await logLength()
    const path = `/sync/${document}`
    const raws = await Promise.all(
      Array.from({ length: 30 }, () => openRaw(server.url, path, mallory.cookie)),
    )
    for (const raw of raws) {
      raw.send(
        0,
        2,
        update(l => l.addCorrection(correction(ada.person.id))),
      )
      await raw.closed
    }
    const codes = await Promise.all(raws.map(raw => raw.closed.then(({ code }) => code)))
    expect(codes).toEqual(raws.map((_, i) => (i < 20 ? 4403 : 4429)))
    await expectUnhurt(before)
  })
})

test('[G1] a client id belongs to its person after the server has been started anew', async () => {
  const { folder, remove } = temporaryFolder()
  const first = await serve({ folder })
  const id = await first.document()
  const eve = await first.newcomer('Eve')
  const writer = joinDocument(first.url, id, await first.newcomer('Ada'))
  const other = joinDocument(first.url, id, eve)
  await Promise.all([writer.synced, other.synced])
  writer.layers.change('t', () => writer.layers.addCorrection(correction(writer.person.id, { id: 'c1' })))
  await until(other.doc, () => other.layers.corrections.has('c1'))
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(other.doc))
  copy.clientID = writer.doc.clientID
  const known = Y.encodeStateVector(copy)
  new Layers(copy).setBreak(1, true)
  writer.leave()
  other.leave()
  await first.stop()
  const second = await serve({ folder })
  const raw = await openRaw(second.url, `/sync/${id}`, eve.cookie)
  raw.send(0, 2, Y.encodeStateAsUpdate(copy, known))
  expect(await raw.closed).toMatchObject({ code: 4403, reason: 'G1' })
  await second.stop()
  remove()
})

describe('at the door', () => {
  test.each([
    [4401, 'nobody', () => '', '', ''],
    [4401, 'a forged cookie', () => mallory.cookie.replace(/.$/, c => (c === 'A' ? 'B' : 'A')), '', ''],
    [4404, 'a document that does not exist', () => mallory.cookie, 'nothing-here', ''],
    [4409, 'another layout', () => mallory.cookie, '', '?layout=99'],
  ])('%i %s', async (code, _, cookie, id, query) => {
    const raw = await openRaw(server.url, `/sync/${id || document}${query}`, cookie())
    expect((await raw.closed).code).toBe(code)
    expect(raw.syncs).toEqual([])
  })

  test.each([
    [403, 'another site', `/sync/x`, { origin: 'http://evil.example' }],
    [404, 'another address', '/socket', {}],
    [404, 'an address that is none', '//', {}],
    [404, 'a document with a strange name', '/sync/a%2Fb', {}],
  ])('%i %s', async (status, _, path, headers) => {
    const { WebSocket } = await import('ws')
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}${path}`, { headers })
    const error = await new Promise<Error>(resolve => socket.on('error', resolve))
    expect(error.message).toContain(String(status))
  })
})

describe('presence', () => {
  const join = async (who: Someone) => {
    const raw = await openRaw(server.url, `/sync/${document}`, who.cookie)
    await raw.until(() => raw.syncs.length > 0)
    return raw
  }
  const seen = (raw: RawClient) => new Map(raw.awareness.flatMap(bytes => [...readAwareness(bytes)]))

  test('goes under the name of the cookie, and ends with the connection', async () => {
    const [one, two] = [await join(mallory), await join(mallory)]
    one.send(1, awarenessOf([501, 1, { user: { name: 'The King', color: 'red' }, at: 5 }]))
    await two.until(() => seen(two).has(501))
    expect(seen(two).get(501)).toEqual({ user: { id: mallory.id, name: 'Mallory', color: 'red' }, at: 5 })
    one.socket.close()
    await two.until(() => seen(two).get(501) === null)
    two.socket.close()
  })

  test('goes under a new name as soon as the person has one', async () => {
    const renamed = await server.newcomer('Old Name')
    const [one, two] = [await join(renamed), await join(mallory)]
    await fetch(`${server.url}/api/me`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: renamed.cookie },
      body: JSON.stringify({ name: 'New Name' }),
    })
    one.send(1, awarenessOf([700, 1, { user: { name: 'Old Name' } }]))
    await two.until(() => seen(two).has(700))
    expect(seen(two).get(700)).toMatchObject({ user: { id: renamed.id, name: 'New Name' } })
    one.socket.close()
    two.socket.close()
  })

  test('in another’s name, too large, or for another is not passed on', async () => {
    const [one, two] = [await join(mallory), await join(mallory)]
    const others = ada.doc.clientID
    one.send(1, awarenessOf([502, 1, { user: { id: ada.person.id } }]))
    one.send(1, awarenessOf([503, 1, { text: 'x'.repeat(5_000) }]))
    one.send(1, awarenessOf([others, 1_000, { user: { id: mallory.id } }]))
    one.send(1, awarenessOf([others, 1_001, null]))
    one.send(1, awarenessOf([504, 1, 'not an object']))
    one.send(1, awarenessOf([505, 1, { user: { id: mallory.id } }]))
    await two.until(() => seen(two).has(505))
    expect([...seen(two).keys()].filter(client => client >= 502 && client <= 505)).toEqual([505])
    expect(seen(two).get(others)).toMatchObject({ user: { name: 'Ada' } })
    one.socket.close()
    two.socket.close()
  })

  test('is of one client id a connection', async () => {
    const [one, two] = [await join(mallory), await join(mallory)]
    for (let i = 0; i < 50; i++) one.send(1, awarenessOf([600 + i, 1, { i }]))
    await two.until(() => seen(two).has(649))
    const here = [...seen(two)].filter(([client, state]) => client >= 600 && client < 650 && state !== null)
    expect(here.map(([client]) => client)).toEqual([649])
    two.send(3)
    const before = two.awareness.length
    await two.until(() => two.awareness.length > before)
    expect(readAwareness(two.awareness.at(-1)!).has(649)).toBe(true)
    one.socket.close()
    two.socket.close()
  })
})
