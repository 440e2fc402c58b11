import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { EditedDocument } from '../../schema/document.js'
import { Layers } from '../../schema/layers.js'
import { openDocument } from '../../server/library.js'
import {
  type Client,
  correction,
  joinDocument,
  type Someone,
  serve,
  stopServers,
  type TestServer,
  until,
} from './support/server.js'

let server: TestServer
let ada: Someone
let ben: Someone

beforeAll(async () => {
  server = await serve({ idle: 50 })
  ada = await server.newcomer('Ada')
  ben = await server.newcomer('Ben')
})
afterAll(stopServers)

async function send(path: string, method: string, body: unknown, cookie: string) {
  const response = await fetch(`${server.url}/api/${path}`, {
    method,
    headers: { cookie, 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: response.status, body: JSON.parse(await response.text()) }
}

const seen = { start: 22, end: 27, text: 'Ugaki' }
const decide = (document: string, who: Someone | null, ...decisions: unknown[]) =>
  send(`documents/${document}/decisions`, 'POST', decisions, who?.cookie ?? '')
const accepting = (on: string) => ({ on, act: 'accept', why: 'so it is', seen })

/** A document with a correction of Ada's, open at her desk. */
async function begin(): Promise<{ id: string; client: Client; on: string }> {
  const id = await server.document()
  const client = joinDocument(server.url, id, ada)
  await client.synced
  const made = correction(ada.id)
  const saved = new Promise<void>(resolve => {
    client.provider.messageHandlers[100] = () => resolve()
  })
  client.layers.change('t', () => client.layers.addCorrection(made))
  await saved
  return { id, client, on: made.id }
}

async function setTwoPersons(document: string, twoPersons: boolean): Promise<void> {
  const { edition } = (await server.store.document(document))!
  const rev = (await server.store.revisions(edition, 'settings', 'edition')).length
  const path = `editions/${edition}/records/settings/edition`
  expect((await send(path, 'PUT', { value: { twoPersons }, rev }, ada.cookie)).status).toBe(200)
}

const standings = async (document: string): Promise<string[]> => {
  const { document: edited } = (await openDocument(server.store, document))!
  return [...edited.corrections.values()].map(({ id }) => edited.standing(id))
}

describe('decisions over HTTP', () => {
  test('are on disk when they are answered, and reach open sockets', async () => {
    const { id, client, on } = await begin()
    const { status, body } = await decide(id, ben, accepting(on))
    expect(status).toBe(201)
    expect(body).toEqual([expect.objectContaining({ on, act: 'accept', by: ben.id, why: 'so it is', seen })])
    expect(await standings(id)).toEqual(['accepted'])
    await until(client.doc, () => [...client.layers.allDecisions()].length === 1)
    expect([...client.layers.allDecisions()][0]).toMatchObject({ by: ben.id, on })
    const last = (await server.store.log(id, 0, 100)).at(-1)!
    expect([last.person, last.connection.startsWith('http-')]).toEqual([ben.id, true])
  })

  test('answer the one before them, whatever its clock said', async () => {
    const { id, client, on } = await begin()
    client.layers.change('t', () =>
      client.layers.addDecision({
        id: 'ahead',
        on,
        act: 'reject',
        by: ada.id,
        at: Date.now() + 3_600_000,
        why: '',
        seen,
      }),
    )
    await waitFor(async () => (await standings(id))[0] === 'rejected')
    await decide(id, ben, accepting(on))
    expect(await standings(id)).toEqual(['accepted'])
  })

  test('write under one client id a person and document', async () => {
    const { id, on } = await begin()
    for (const act of ['accept', 'reopen', 'reject'])
      expect((await decide(id, ben, { ...accepting(on), act })).status).toBe(201)
    const { clients } = await server.store.load(id)
    expect([...clients.values()].filter(person => person === ben.id)).toHaveLength(1)
  })

  test('work on a document that nobody has open, which is unloaded again', async () => {
    const { id, client, on } = await begin()
    client.leave()
    await waitFor(async () => !server.hub.loaded.includes(id))
    expect((await decide(id, ben, accepting(on))).status).toBe(201)
    expect(await standings(id)).toEqual(['accepted'])
    await waitFor(async () => !server.hub.loaded.includes(id))
    // What the log holds makes the same document.
    const doc = new Y.Doc()
    for (const { data } of await server.store.log(id, 0, 100)) Y.applyUpdate(doc, data)
    const opened = (await openDocument(server.store, id))!
    const again = new EditedDocument(opened.document.witness, new Layers(doc))
    expect(again.standing(on)).toBe('accepted')
  })

  test('are judged by the gate, all or none, and hurt nobody else', async () => {
    const { id, client, on } = await begin()
    const cases: [unknown, string][] = [
      [accepting('nothing'), 'G9'],
      [{ ...accepting(on), act: 'withdraw' }, 'G9'],
      [{ ...accepting(on), why: 'x'.repeat(5_001) }, 'G6'],
      [{ ...accepting(on), on: 'x'.repeat(65) }, 'G6'],
      [{ ...accepting(on), seen: { start: 1.5, end: 2, text: '' } }, 'G4'],
    ]
    for (const [bad, rule] of cases) {
      const { status, body } = await decide(id, ben, accepting(on), bad)
      expect([status, body.rule], JSON.stringify(bad).slice(0, 80)).toEqual([403, rule])
    }
    expect(await standings(id)).toEqual(['proposed'])
    expect((await decide(id, ben, accepting(on))).status).toBe(201)
    expect(client.provider.wsconnected).toBe(true)
    expect(server.logged).toEqual([])
  })

  test('from nobody, on nothing, or of no known shape are refused', async () => {
    const { id, on } = await begin()
    expect((await decide(id, null, accepting(on))).status).toBe(401)
    expect((await decide('nothing', ben, accepting(on))).status).toBe(404)
    expect((await decide(id, ben)).status).toBe(400)
    for (const bad of [
      null,
      'accept',
      { on },
      { ...accepting(on), by: ada.id },
      { ...accepting(on), act: 'burn' },
    ])
      expect((await decide(id, ben, bad)).status).toBe(400)
    const many = Array.from({ length: 5_001 }, () => accepting(on))
    expect((await decide(id, ben, ...many)).status).toBe(400)
    expect((await send(`documents/${id}/decisions`, 'POST', '{', ben.cookie)).status).toBe(400)
  })

  test('many at once are all kept', async () => {
    const { id, on } = await begin()
    const all = await Promise.all(
      [ada, ben, ada, ben, ada].flatMap(who =>
        [0, 1, 2].map(() => decide(id, who, { ...accepting(on), act: 'reopen' })),
      ),
    )
    expect(all.map(answer => answer.status)).toEqual(Array(15).fill(201))
    const { document } = (await openDocument(server.store, id))!
    expect(document.decisionsOn(on)).toHaveLength(15)
  })
})

describe('[G14] two persons', () => {
  test('are asked for at once, in open documents too, by socket and by HTTP', async () => {
    const { id, client, on } = await begin()
    expect((await decide(id, ada, { ...accepting(on), act: 'reopen' })).status).toBe(201)
    await setTwoPersons(id, true)
    expect((await decide(id, ada, accepting(on))).body).toMatchObject({ status: 403, rule: 'G14' })
    client.layers.change('t', () =>
      client.layers.addDecision({ id: 'own', on, act: 'accept', by: ada.id, at: Date.now(), why: '', seen }),
    )
    expect(await client.refused).toMatchObject({ code: 4403, reason: 'G14' })
    expect(await standings(id)).toEqual(['proposed'])
    expect((await decide(id, ben, accepting(on))).status).toBe(201)
    expect(await standings(id)).toEqual(['accepted'])
  })

  test('are asked for when a document is loaded, and no more when the settings say so', async () => {
    const { id, client, on } = await begin()
    client.leave()
    await waitFor(async () => !server.hub.loaded.includes(id))
    await setTwoPersons(id, true)
    expect((await decide(id, ada, accepting(on))).status).toBe(403)
    await setTwoPersons(id, false)
    expect((await decide(id, ada, accepting(on))).status).toBe(201)
  })

  test('are asked for in one edition only', async () => {
    const strict = await begin()
    const other = await begin()
    await setTwoPersons(strict.id, true)
    expect((await decide(strict.id, ada, accepting(strict.on))).status).toBe(403)
    expect((await decide(other.id, ada, accepting(other.on))).status).toBe(201)
  })
})

/** Asks again until it is so. */
async function waitFor(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise(resolve => setTimeout(resolve, 5))
}
