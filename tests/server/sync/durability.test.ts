import { join } from 'node:path'
import * as decoding from 'lib0/decoding'
import Database from 'libsql'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { Layers } from '../../../schema/layers.js'
import { openSqlite } from '../../../server/store/sqlite.js'
import type { Store } from '../../../server/store/store.js'
import { messageSaved } from '../../../server/sync/protocol.js'
import { Random } from '../../support/random.js'
import { compile, type Serving, startChild } from '../support/child.js'
import { openRaw, type RawClient } from '../support/raw.js'
import {
  addDocument,
  type Client,
  correction,
  joinDocument,
  newcomer,
  type Someone,
  serve,
  stopServers,
  temporaryFolder,
  until,
} from '../support/server.js'

afterEach(stopServers)

/** Follows what a client is told about its messages. `sent` holds how many corrections each message held so far. */
function followSaved(client: Client): { sent: number[]; saved: () => number; next(): Promise<void> } {
  const sent: number[] = []
  let saved = 0
  let tell = () => {}
  client.provider.messageHandlers[messageSaved] = (_, decoder: decoding.Decoder) => {
    saved = decoding.readVarUint(decoder)
    tell()
  }
  const socket = client.provider.ws!
  const send = socket.send.bind(socket)
  socket.send = (data: Uint8Array<ArrayBuffer>) => {
    const carries = data[0] === 0 && (data[1] === 1 || data[1] === 2)
    if (carries) sent.push(client.layers.corrections.size)
    send(data)
  }
  return {
    sent,
    saved: () => saved,
    next: () =>
      new Promise(resolve => {
        tell = resolve
      }),
  }
}

describe('kill -9 in mid-stream', () => {
  beforeAll(compile)
  const places = [temporaryFolder(), temporaryFolder()]
  const children = new Set<Serving>()
  afterAll(async () => {
    for (const child of children) await child.end('SIGKILL')
    for (const { remove } of places) remove()
  })

  /** Two servers at once, as a machine has at least two cores. */
  test('fifty times, loses nothing that another client saw or that was called saved', async () => {
    const kills = 25
    const promised = await Promise.all(places.map(({ folder }, i) => killAgainAndAgain(folder, kills, i)))
    for (const count of promised) expect(count).toBeGreaterThan(kills * 10)
  }, 600_000)

  /** Kills a server so often while somebody types, looking each time whether all is there that somebody was told of; answers
   * how many corrections those were. */
  async function killAgainAndAgain(folder: string, kills: number, seed: number): Promise<number> {
    const chance = new Random(11 + seed)
    let child = await start(folder)
    const people = [await newcomer(child.url, 'Ada'), await newcomer(child.url, 'Ben')] as const
    let document = ''
    let promised: readonly string[] = []
    let promisedInAll = 0
    for (let round = 0; round <= kills; round++) {
      const reader = document ? joinDocument(child.url, document, people[1]) : null
      await reader?.synced
      // Nobody of the round before has come back, so that only the disk can know.
      const there = new Set(reader?.layers.corrections.keys())
      expect(promised.filter(id => !there.has(id))).toEqual([])
      promisedInAll += promised.length
      reader?.leave()
      if (round === kills) break
      if (round % 10 === 0) document = await addDocument(child.url, undefined, people[0].cookie)
      promised = await killInMidStream(child, document, people, `r${round}`, 5 + chance.below(30))
      children.delete(child)
      child = await start(folder)
    }
    expect(await child.end('SIGTERM')).toBe(0)
    children.delete(child)
    return promisedInAll
  }

  async function start(folder: string): Promise<Serving> {
    const child = await startChild(folder)
    children.add(child)
    return child
  }

  /** Lets one type and another read, and kills the server when the reader has seen so many updates. Answers the ids of what
   * it had told somebody of. */
  async function killInMidStream(
    child: Serving,
    id: string,
    people: readonly [Someone, Someone],
    name: string,
    enough: number,
  ): Promise<string[]> {
    const writer = joinDocument(child.url, id, people[0])
    const reader = joinDocument(child.url, id, people[1])
    const follow = followSaved(writer)
    await Promise.all([writer.synced, reader.synced])
    const killed = new Promise<void>(resolve => {
      let seen = 0
      reader.doc.on('update', () => {
        if (++seen === enough) resolve(child.end('SIGKILL').then(() => {}))
      })
    })
    const typing = setInterval(() => {
      for (let i = 0; i < 3; i++)
        writer.layers.change('typing', () =>
          writer.layers.addCorrection(
            correction(people[0].id, { id: `${name}-${writer.layers.corrections.size}` }),
          ),
        )
    }, 1)
    await killed
    clearInterval(typing)
    const called = follow.saved() === 0 ? 0 : follow.sent[follow.saved() - 1]!
    const told = [...writer.layers.corrections.keys()].slice(0, called)
    expect(follow.saved()).toBeGreaterThan(2)
    const promises = [...new Set([...reader.layers.corrections.keys(), ...told])]
    writer.leave()
    reader.leave()
    return promises
  }

  test('a server that cannot write ends with 70, having told nobody', async () => {
    const own = temporaryFolder()
    const failing = await startChild(own.folder)
    const document = await addDocument(failing.url)
    const ada = joinDocument(failing.url, document, await newcomer(failing.url, 'Ada'))
    const ben = joinDocument(failing.url, document, await newcomer(failing.url, 'Ben'))
    await Promise.all([ada.synced, ben.synced])
    const raw = new Database(join(own.folder, 'corrigenda.db'))
    raw.exec('drop table updates')
    raw.close()
    const ended = failing.ended
    ada.layers.change('t', () => ada.layers.addCorrection(correction(ada.person.id)))
    expect(await ended).toBe(70)
    expect(ben.layers.corrections.size).toBe(0)
    for (const client of [ada, ben]) client.leave()
    own.remove()
  })
})

describe('saved', () => {
  test('is said of a message only when the store has it', async () => {
    let release = () => {}
    let appends = 0
    const server = await serve(
      {},
      {
        openStore: folder => {
          const store = openSqlite(folder)
          const append = store.append.bind(store)
          store.append = async updates => {
            const done = await append(updates)
            appends++
            await new Promise<void>(resolve => {
              release = resolve
            })
            return done
          }
          return store
        },
      },
    )
    const document = await server.document()
    const ada = joinDocument(server.url, document, await server.newcomer('Ada'))
    const ben = joinDocument(server.url, document, await server.newcomer('Ben'))
    const follow = followSaved(ada)
    await Promise.all([ada.synced, ben.synced])
    await until(ada.doc, () => ada.layers.about() !== null)
    ada.layers.change('t', () => ada.layers.addCorrection(correction(ada.person.id, { id: 'c1' })))
    // A third client that asks while the commit is under way is kept waiting until it is done.
    await new Promise<void>(resolve => {
      const look = () => (appends > 0 ? resolve() : setImmediate(look))
      look()
    })
    const cleo = joinDocument(server.url, document, await server.newcomer('Cleo'))
    await new Promise(resolve => setTimeout(resolve, 50))
    const early = [
      follow.saved() < follow.sent.length,
      ben.layers.corrections.has('c1'),
      cleo.provider.synced,
    ]
    expect(early).toEqual([true, false, false])
    release()
    await until(ben.doc, () => ben.layers.corrections.has('c1'))
    await cleo.synced
    expect(cleo.layers.corrections.has('c1')).toBe(true)
    while (follow.saved() < follow.sent.length) await follow.next()
  })

  test('is also said of what changed nothing, and not of what is incomplete', async () => {
    const server = await serve()
    const document = await server.document()
    const ada = await server.newcomer('Ada')
    const client = joinDocument(server.url, document, ada)
    await client.synced
    const parts: Uint8Array[] = []
    client.doc.on('update', update => parts.push(update))
    client.provider.disconnect()
    for (const id of ['c1', 'c2'])
      client.layers.change('t', () => client.layers.addCorrection(correction(ada.id, { id })))
    const raw = await openRaw(server.url, `/sync/${document}`, ada.cookie)
    await raw.until(() => raw.syncs.length === 1)
    raw.send(0, 2, parts[1]!)
    // The server asks for what is missing, and is silent about saving.
    await raw.until(() => raw.syncs.length === 2)
    expect([raw.syncs[1]![0], raw.saved]).toEqual([0, []])
    raw.send(0, 2, parts[0]!)
    raw.send(0, 1, Y.encodeStateAsUpdate(client.doc))
    await raw.until(() => raw.saved.length > 0)
    raw.send(0, 2, parts[0]!)
    await raw.until(() => raw.saved.at(-1) === 4)
    raw.socket.close()
  })

  test('nobody is told anything when the disk fails, and the process is to end', async () => {
    let failures = 0
    let isFatal = () => {}
    const fatal = new Promise<void>(resolve => {
      isFatal = resolve
    })
    const server = await serve(
      {},
      {
        events: { fatal: () => isFatal() },
        openStore: folder => {
          const store = openSqlite(folder)
          store.append = async () => {
            failures++
            throw new Error('the disk is full')
          }
          return store
        },
      },
    )
    const document = await server.document()
    const ada = joinDocument(server.url, document, await server.newcomer('Ada'))
    const ben = joinDocument(server.url, document, await server.newcomer('Ben'))
    const follow = followSaved(ada)
    const closed = new Promise<number | undefined>(resolve =>
      ben.provider.on('connection-close', event => resolve(event?.code)),
    )
    await Promise.all([ada.synced, ben.synced])
    ada.layers.change('t', () => ada.layers.addCorrection(correction(ada.person.id)))
    await fatal
    expect(await closed).toBe(1011)
    expect([failures, ben.layers.corrections.size, follow.saved() < follow.sent.length]).toEqual([1, 0, true])
  })
})

describe('a document', () => {
  const edited = async (store: Store, document: string) => {
    const doc = new Y.Doc()
    for (const { data } of await store.log(document, 0, 1e6)) Y.applyUpdate(doc, data)
    return new Layers(doc)
  }

  test('is rebuilt from its log, and from snapshot and tail', async () => {
    const server = await serve({ snapshotAfter: 10, idle: 20 })
    const document = await server.document()
    const ada = joinDocument(server.url, document, await server.newcomer('Ada'))
    const ben = joinDocument(server.url, document, await server.newcomer('Ben'))
    await Promise.all([ada.synced, ben.synced])
    for (let i = 0; i < 25; i++) {
      const [me, other] = i % 2 ? [ada, ben] : [ben, ada]
      me.layers.change('t', () => me.layers.addCorrection(correction(me.person.id, { id: `c${i}` })))
      await until(other.doc, () => other.layers.corrections.has(`c${i}`))
      if (i % 5 === 0) me.layers.change('t', () => me.layers.removeCorrection(`c${i}`))
    }
    await until(ada.doc, () => ada.layers.corrections.size === 20)
    await until(ben.doc, () => ben.layers.corrections.size === 20)
    const state = ada.doc.toJSON()
    const { snapshot, tail, seq } = await server.store.load(document)
    expect(snapshot).not.toBeNull()
    expect(tail.length).toBeLessThanOrEqual(10)
    const rebuilt = new Y.Doc()
    for (const update of [snapshot!, ...tail]) Y.applyUpdate(rebuilt, update)
    new Layers(rebuilt)
    expect(rebuilt.toJSON()).toEqual(state)
    expect((await edited(server.store, document)).doc.toJSON()).toEqual(state)
    const log = await server.store.log(document, 0, 1e6)
    expect(log.map(row => row.seq)).toEqual(log.map((_, i) => i + 1))
    expect(seq).toBe(log.length)
    const importer = (await server.store.people())[0]!.id
    expect(new Set(log.map(row => row.person))).toEqual(new Set([importer, ada.person.id, ben.person.id]))

    // Everybody leaves, the document is unloaded, and it comes back as it was.
    ada.leave()
    ben.leave()
    await new Promise<void>(resolve => {
      const look = () => (server.hub.loaded.length === 0 ? resolve() : setTimeout(look, 5))
      look()
    })
    expect((await server.store.load(document)).tail).toEqual([])
    const cleo = joinDocument(server.url, document, await server.newcomer('Cleo'))
    await cleo.synced
    expect(cleo.doc.toJSON()).toEqual(state)
    expect(server.hub.loaded).toEqual([document])
  })

  test('stays in memory while somebody has it open or comes back', async () => {
    const server = await serve({ idle: 30 })
    const document = await server.document()
    const ada = joinDocument(server.url, document, await server.newcomer('Ada'))
    await ada.synced
    ada.leave()
    const ben = joinDocument(server.url, document, await server.newcomer('Ben'))
    await ben.synced
    await new Promise(resolve => setTimeout(resolve, 60))
    expect(server.hub.loaded).toEqual([document])
  })

  test('edited offline merges when its editor comes back', async () => {
    const server = await serve()
    const document = await server.document()
    const ada = joinDocument(server.url, document, await server.newcomer('Ada'))
    const ben = joinDocument(server.url, document, await server.newcomer('Ben'))
    await Promise.all([ada.synced, ben.synced])
    ada.provider.disconnect()
    for (let i = 0; i < 20; i++)
      ada.layers.change('t', () => ada.layers.addCorrection(correction(ada.person.id, { id: `a${i}` })))
    ben.layers.change('t', () => ben.layers.addCorrection(correction(ben.person.id, { id: 'b' })))
    ada.provider.connect()
    // Typed before the server has heard of the rest.
    ada.layers.change('t', () => ada.layers.addCorrection(correction(ada.person.id, { id: 'a20' })))
    await until(ben.doc, () => ben.layers.corrections.size === 22)
    await until(ada.doc, () => ada.layers.corrections.size === 22)
  })

  test('that cannot be built from its log is refused, and the server lives', async () => {
    const server = await serve()
    const [document, other] = [await server.document(), await server.document()]
    await server.store.append([
      { document, person: '', connection: '', at: 0, data: Uint8Array.of(9, 9), clients: [] },
    ])
    const ada = await server.newcomer('Ada')
    const raw = await openRaw(server.url, `/sync/${document}`, ada.cookie)
    expect((await raw.closed).code).toBe(1011)
    expect(server.logged.join()).toContain(document)
    await joinDocument(server.url, other, ada).synced
  })
})

describe('a client that does not read', () => {
  test('is cut off, and the others are not', async () => {
    const server = await serve({
      limits: { ...(await import('../../../server/config.js')).defaultLimits, unread: 64_000 },
    })
    const document = await server.document()
    const ada = joinDocument(server.url, document, await server.newcomer('Ada'))
    const ben = joinDocument(server.url, document, await server.newcomer('Ben'))
    await Promise.all([ada.synced, ben.synced])
    const slow = await openRaw(server.url, `/sync/${document}`, (await server.newcomer('Cleo')).cookie)
    slow.send(0, 0, Uint8Array.of(0))
    await slow.until(() => slow.syncs.length === 2)
    slow.socket.pause()
    const text = 'x'.repeat(19_000)
    for (let i = 0; i < 600; i++) {
      ada.layers.change('t', () => ada.layers.addCorrection(correction(ada.person.id, { id: `c${i}`, text })))
      if (i % 20 === 19) await until(ben.doc, () => ben.layers.corrections.has(`c${i}`))
    }
    slow.socket.resume()
    expect((await slow.closed).code).toBe(1013)
    expect(ben.provider.wsconnected).toBe(true)
  })

  test('does not delay two hundred others, and is cut off', async () => {
    const server = await serve({
      limits: { ...(await import('../../../server/config.js')).defaultLimits, unread: 64_000 },
    })
    const document = await server.document()
    const ada = joinDocument(server.url, document, await server.newcomer('Ada'))
    await ada.synced
    const path = `/sync/${document}`
    const reader = await server.newcomer('Reader')
    const readers = await Promise.all(
      Array.from({ length: 200 }, async () => {
        const raw = await openRaw(server.url, path, reader.cookie)
        raw.send(0, 0, Uint8Array.of(0))
        await raw.until(() => raw.syncs.length === 2)
        return raw
      }),
    )
    const slow = readers[100]!
    const others = readers.filter(raw => raw !== slow)
    slow.socket.pause()
    const received = (raw: RawClient) => raw.syncs.reduce((sum, [, bytes]) => sum + bytes.length, 0)
    const before = others.map(received)
    const text = 'x'.repeat(19_000)
    let sent = 0
    ada.doc.on('update', (update: Uint8Array) => {
      sent += update.length
    })
    // So much that what the system itself holds back for the slow one is full as well; each other gets all of it in time.
    for (let i = 0; i < 400; i++) {
      ada.layers.change('t', () => ada.layers.addCorrection(correction(ada.person.id, { id: `c${i}`, text })))
      if (i % 40 === 39)
        await Promise.all(others.map((raw, n) => raw.until(() => received(raw) - before[n]! >= sent * 0.9)))
    }
    expect(new Set(others.map(raw => raw.socket.readyState))).toEqual(new Set([WebSocket.OPEN]))
    slow.socket.resume()
    expect((await slow.closed).code).toBe(1013)
    for (const raw of others) raw.socket.terminate()
  })

  test('is ended where it does not answer a ping, and the others are not', async () => {
    const server = await serve({ heartbeat: 20 })
    const document = await server.document()
    const ada = await server.newcomer('Ada')
    const client = joinDocument(server.url, document, ada)
    await client.synced
    const dead = new WebSocket(`${server.url.replace('http', 'ws')}/sync/${document}`, {
      headers: { cookie: ada.cookie },
      autoPong: false,
    })
    expect(await new Promise(resolve => dead.on('close', resolve))).toBe(1006)
    expect(client.provider.wsconnected).toBe(true)
  })
})
