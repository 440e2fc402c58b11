import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { editionFeedItem } from '../../schema/feed.js'
import {
  type EditionQueue,
  editionQueue,
  leanRow,
  noRows,
  type QueueRow,
  queueRow,
} from '../../schema/queue.js'
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
let ben: Someone
let edition: string
let first: string
let second: string

beforeAll(async () => {
  server = await serve()
  ada = await server.newcomer('Ada')
  ben = await server.newcomer('Ben')
  first = await server.document()
  edition = (await server.store.document(first))!.edition
  const made = await fetch(`${server.url}/api/editions/${edition}/documents?name=second.txt`, {
    method: 'POST',
    headers: { cookie: ada.cookie },
    body: 'Another document with a wrod.\n',
  })
  second = ((await made.json()) as { id: string }).id
})
afterAll(stopServers)

async function get(path: string, who: Someone | null = ada): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${server.url}/api/${path}`, { headers: { cookie: who?.cookie ?? '' } })
  return { status: response.status, body: await response.json() }
}
const queue = async (since = ''): Promise<EditionQueue> =>
  editionQueue.parse((await get(`editions/${edition}/corrections${since && `?since=${since}`}`)).body)
const feed = async (who: Someone, query = '') =>
  editionFeedItem.array().parse((await get(`editions/${edition}/feed${query}`, who)).body)

/** Lets somebody write, and waits until it is on disk. */
async function write(document: string, who: Someone, change: (client: Client) => void): Promise<void> {
  const client = joinDocument(server.url, document, who)
  await client.synced
  const saved = new Promise<void>(resolve => {
    client.provider.messageHandlers[100] = () => resolve()
  })
  client.layers.change('t', () => change(client))
  await saved
  client.leave()
}

describe('the queue of an edition', () => {
  test('has the corrections of all its documents, and later only what changed', async () => {
    const empty = await queue()
    expect(empty).toMatchObject({
      complete: true,
      documents: [
        { id: first, rows: [] },
        { id: second, rows: [] },
      ],
    })
    await write(first, ada, ({ layers }) =>
      layers.addCorrection(correction(ada.id, { id: 'c1', start: 24, end: 25, text: 'a' })),
    )
    const one = await queue(empty.mark)
    expect(one).toMatchObject({ complete: false, documents: [{ id: first, title: 'test' }] })
    expect(one.documents[0]!.rows).toEqual([
      expect.objectContaining({
        id: 'c1',
        received: 'Ugeki',
        reading: 'Ugaki',
        standing: 'proposed',
        by: ada.id,
        paragraph: 1,
        rivals: '',
        decision: null,
      }),
    ])
    expect((await queue(one.mark)).documents).toEqual([])
    await write(second, ben, ({ layers }) =>
      layers.addCorrection(correction(ben.id, { id: 'c2', start: 24, end: 28, text: 'word' })),
    )
    const { rows } = (await queue(one.mark)).documents[0]!
    expect(rows).toMatchObject([
      { id: 'c2', received: 'wrod', before: 'Another document with a ', after: '.' },
    ])
    expect((await queue()).documents.map(({ rows }) => rows.length)).toEqual([1, 1])
  })

  test('knows at once what has been decided, and a new title', async () => {
    const { mark } = await queue()
    const seen = { start: 22, end: 27, text: 'Ugaki' }
    const answer = await fetch(`${server.url}/api/documents/${first}/decisions`, {
      method: 'POST',
      headers: { cookie: ben.cookie, 'content-type': 'application/json' },
      body: JSON.stringify([{ on: 'c1', act: 'reject', why: 'not so', seen }]),
    })
    expect(answer.status).toBe(201)
    const { documents } = await queue(mark)
    expect(documents[0]!.rows[0]).toMatchObject({
      standing: 'rejected',
      decision: { act: 'reject', by: ben.id, why: 'not so' },
    })
    const later = await queue()
    await fetch(`${server.url}/api/documents/${second}`, {
      method: 'PATCH',
      headers: { cookie: ada.cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ title: 'New' }),
    })
    expect((await queue(later.mark)).documents.map(({ title }) => title)).toEqual(['New'])
  })

  test('is complete for those whose mark is unknown', async () => {
    for (const since of ['x', 'x-1', `${(await queue()).mark}9x`, '-', '%00'])
      expect(await queue(since)).toMatchObject({ complete: true, documents: { length: 2 } })
    expect((await get(`editions/${edition}/corrections?since=${'x'.repeat(65)}`)).status).toBe(400)
    expect((await get('editions/nothing/corrections')).status).toBe(404)
  })

  test('comes in pages, with the counts of the whole on each', async () => {
    const page = async (query: string) =>
      editionQueue.parse((await get(`editions/${edition}/corrections?${query}`)).body)
    const whole = await queue()
    expect(whole.counts).toEqual({ ...noRows, proposed: 1, rejected: 1 })
    const one = await page('limit=1')
    expect(one).toEqual({ ...whole, next: second, documents: [whole.documents[0]] })
    expect(await page(`limit=1&from=${one.next}`)).toEqual({ ...whole, documents: [whole.documents[1]] })
    expect(await page('limit=2')).toEqual(whole)
    expect(await page(`limit=1&since=${whole.mark}`)).toMatchObject({
      complete: false,
      documents: [],
      next: null,
    })
    for (const query of ['limit=0', 'limit=x', 'from=nothing', `from=${'x'.repeat(65)}`])
      expect((await get(`editions/${edition}/corrections?${query}`)).status).toBe(400)
  })

  test('is the same for many who ask at once', async () => {
    const all = await Promise.all([1, 2, 3, 4].map(() => queue()))
    for (const one of all) expect(one).toEqual(all[0])
  })
})

test('a row leaves out on the wire what it does not have, and comes back whole', () => {
  const row: QueueRow = {
    id: 'c',
    start: 0,
    end: 0,
    received: '',
    reading: '',
    before: '',
    after: '',
    kind: 'supplied',
    reason: '',
    evidence: '',
    citation: '',
    certainty: 'unknown',
    by: '',
    at: 0,
    standing: 'proposed',
    decision: null,
    paragraph: 0,
    page: '',
    replies: 0,
    settled: false,
    rivals: '',
    supersededBy: '',
  }
  const full: QueueRow = { ...row, page: '2', replies: 1, settled: true, rivals: 'c', evidence: 'internal' }
  for (const one of [row, full]) expect(queueRow.parse(JSON.parse(JSON.stringify(leanRow(one))))).toEqual(one)
  expect(Object.keys(leanRow(row))).toHaveLength(13)
})

describe('the feed', () => {
  test('tells what others decided on and said about one’s work, the newest first', async () => {
    await write(first, ben, ({ layers }) =>
      layers.setReply({ id: 'r1', on: 'c1', act: 'reply', text: 'See p. 2', by: ben.id, at: Date.now() + 5 }),
    )
    await write(first, ada, ({ layers }) =>
      layers.setReply({ id: 'r2', on: 'c1', act: 'reply', text: 'I see', by: ada.id, at: Date.now() + 6 }),
    )
    const items = await feed(ada)
    expect(items).toMatchObject([
      { id: 'r1', type: 'reply', on: 'c1', text: 'See p. 2', by: ben.id, document: first },
      {
        type: 'decision',
        act: 'reject',
        on: 'c1',
        text: 'not so',
        by: ben.id,
        received: 'Ugeki',
        reading: 'Ugaki',
      },
    ])
    expect(await feed(ada, `?before=${items[0]!.at}`)).toEqual([items[1]])
    expect(await feed(ben)).toEqual([])
    const cleo = await server.newcomer('Cleo')
    expect(await feed(cleo)).toEqual([])
  })

  test('is for people with a name', async () => {
    expect((await get(`editions/${edition}/feed`, null)).status).toBe(401)
    expect((await get('editions/nothing/feed')).status).toBe(404)
    expect((await get(`editions/${edition}/feed?before=x`)).status).toBe(400)
  })
})
