import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { Journal } from '../../schema/history.js'
import { Layers } from '../../schema/layers.js'
import { stateHash } from '../../schema/state.js'
import {
  type Client,
  correction,
  joinDocument,
  type Someone,
  serve,
  stopServers,
  type TestServer,
} from './support/server.js'

let server: TestServer
let ada: Someone
let document: string
let edition: string
let client: Client

beforeAll(async () => {
  server = await serve()
  ada = await server.newcomer('Ada')
  document = await server.document()
  edition = (await server.store.document(document))!.edition
  client = joinDocument(server.url, document, ada)
  await client.synced
  await written(() => client.layers.addCorrection(correction(ada.id, { id: 'c1' })))
  await written(() => client.layers.correctionText('c1')!.insert(5, '!'))
  await written(() => client.layers.removeCorrection('c1'))
})
afterAll(stopServers)

interface Page {
  readonly rows: readonly { seq: number; person: string; at: number; data: string }[]
}

async function log(query = ''): Promise<Page> {
  const response = await fetch(`${server.url}/api/documents/${document}/log${query}`)
  expect(response.status).toBe(200)
  return (await response.json()) as Page
}

/** Writes, and waits until it is a row of the log. */
async function written(write: () => void): Promise<void> {
  const { length } = await server.store.log(document, 0, 1_000)
  client.layers.change(null, write)
  await vi.waitUntil(async () => (await server.store.log(document, 0, 1_000)).length > length)
}

const put = (id: string, value: unknown, rev = 0, method = 'PUT') =>
  fetch(
    `${server.url}/api/editions/${edition}/records/versions/${id}${method === 'DELETE' ? `?rev=${rev}` : ''}`,
    {
      method,
      headers: { cookie: ada.cookie, 'content-type': 'application/json' },
      ...(method === 'DELETE' ? {} : { body: JSON.stringify({ value, rev }) }),
    },
  )

const bytes = (data: string) => new Uint8Array(Buffer.from(data, 'base64'))

describe('the log over HTTP', () => {
  test('[V3] shows every moment again', async () => {
    const journal = new Journal()
    for (const row of (await log()).rows) journal.add({ ...row, data: bytes(row.data) })
    expect(journal.last).toBe(4)
    expect(journal.steps.map(step => step.person)).toEqual([expect.any(String), ada.id, ada.id, ada.id])
    const doc = new Y.Doc()
    for (const { seq, data } of await server.store.log(document, 0, 10)) {
      Y.applyUpdate(doc, data)
      expect(stateHash(journal.stateAt(seq))).toBe(stateHash(new Layers(doc)))
    }
    expect(journal.stateAt(3).get('corrections/c1')).toMatchObject({ text: 'Ugaki!' })
    expect(journal.stateAt(4).has('corrections/c1')).toBe(false)
  })

  test('comes in pages', async () => {
    expect((await log('?after=1&limit=2')).rows.map(row => row.seq)).toEqual([2, 3])
    expect((await log('?after=4')).rows).toEqual([])
    for (const [path, status] of [
      [`${document}/log?limit=0`, 400],
      [`${document}/log?after=x`, 400],
      ['none/log', 404],
    ] as const)
      expect((await fetch(`${server.url}/api/documents/${path}`)).status).toBe(status)
  })
})

describe('[V6] a version', () => {
  const version = async (seq: number) => {
    const doc = new Y.Doc()
    for (const { data } of await server.store.log(document, 0, seq)) Y.applyUpdate(doc, data)
    const { witness } = (await server.store.document(document))!
    return { document, title: 'As sent', note: '', seq, witness, state: stateHash(new Layers(doc)) }
  }

  test('is kept where its hashes are so, and then never changed or removed', async () => {
    const value = await version(3)
    expect((await put('v1', value)).status).toBe(200)
    expect((await put('v1', { ...value, title: 'Another' }, 1)).status).toBe(403)
    expect((await put('v1', null, 1, 'DELETE')).status).toBe(403)
    const kept = await server.store.records(edition, 'versions')
    expect(kept.map(r => JSON.parse(r.value!))).toEqual([value])
  })

  test.each([
    ['another state', { state: '0'.repeat(64) }, 'state: after row 3'],
    ['another witness', { witness: '0'.repeat(64) }, 'witness:'],
    ['a row that is still to come', { seq: 99 }, 'seq: the log has 4 rows'],
    ['a document of another edition', { document: 'none' }, 'document:'],
    ['no title', { title: '' }, 'title:'],
  ])('is refused with %s', async (_, change, why) => {
    const answer = await put('v2', { ...(await version(3)), ...change })
    expect(answer.status).toBe(400)
    expect(((await answer.json()) as { detail: string }).detail).toContain(why)
  })
})
