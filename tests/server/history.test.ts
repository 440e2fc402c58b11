import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { Layers } from '../../schema/layers.js'
import { type LogRow, logPage } from '../../schema/log.js'
import { Histories } from '../../server/histories.js'
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

const steps: ((client: Client) => void)[] = [
  ({ layers, person }) => layers.addCorrection(correction(person.id, { id: 'c1' })),
  ({ layers }) => layers.correctionText('c1')!.insert(0, 'x'),
  ({ layers, person }) => {
    layers.addCorrection(correction(person.id, { id: 'c2' }))
    layers.correctionText('c2')!.insert(0, 'y')
    layers.setBreak(7, true)
    layers.setBlockAttr(0, 'kind', 'heading')
  },
  ({ layers, person }) => {
    const seen = { start: 22, end: 27, text: 'Ugaki' }
    layers.addDecision({ id: 'd1', on: 'c2', act: 'withdraw', by: person.id, at: Date.now(), why: '', seen })
    layers.setReply({ id: 'r1', on: 'c1', act: 'reply', text: 'So?', by: person.id, at: Date.now() })
  },
  ({ layers, person }) => {
    layers.addNote({ id: 'n1', start: 0, end: 4, on: null, type: 'textual', by: person.id, at: 1, text: 'N' })
    layers.setName({ id: 'm1', start: 5, end: 12, type: 'person', ref: '', by: person.id, at: 1 })
  },
  ({ layers }) => {
    layers.removeCorrection('c1')
    layers.removeName('m1')
  },
]

beforeAll(async () => {
  server = await serve()
  ada = await server.newcomer('Ada')
  document = await server.document()
  const client = joinDocument(server.url, document, ada)
  await client.synced
  for (const step of steps) {
    const saved = new Promise<void>(resolve => {
      client.provider.messageHandlers[100] = () => resolve()
    })
    client.layers.change('t', () => step(client))
    await saved
  }
})
afterAll(stopServers)

const get = (path: string) => fetch(`${server.url}/api/documents/${path}`)
const page = async (query = '') => logPage.parse(await (await get(`${document}/history${query}`)).json())

describe('the history of a document', () => {
  test('says what each update did, the newest first', async () => {
    const { rows, before } = await page()
    expect(before).toBeNull()
    expect(rows.map(({ seq, person }) => [seq, person])).toEqual([
      ...[7, 6, 5, 4, 3, 2].map(seq => [seq, ada.id]),
      [1, expect.any(String)],
    ])
    const none = { made: [], changed: [], removed: [] }
    const did = (seq: number): Partial<LogRow> => {
      const { at, person, seq: _, ...rest } = rows.find(row => row.seq === seq)!
      return Object.fromEntries(
        Object.entries(rest).filter(([, v]) =>
          Array.isArray(v) ? v.length > 0 : JSON.stringify(v) !== JSON.stringify(none),
        ),
      )
    }
    expect([1, 2, 3, 4, 5, 6, 7].map(did)).toEqual([
      {},
      { corrections: { ...none, made: ['c1'] } },
      { corrections: { ...none, changed: ['c1'] } },
      { corrections: { ...none, made: ['c2'] }, structure: ['breaks 7', 'blockAttrs 0#kind'] },
      {
        decisions: [{ id: 'd1', on: 'c2', act: 'withdraw' }],
        replies: [{ id: 'r1', on: 'c1', act: 'reply' }],
      },
      { notes: { ...none, made: ['n1'] }, names: { ...none, made: ['m1'] } },
      { corrections: { ...none, removed: ['c1'] }, names: { ...none, removed: ['m1'] } },
    ])
  })

  test('comes in pages', async () => {
    const seqs: number[] = []
    let before: number | null = 8
    while (before !== null) {
      const next = await page(`?limit=3&before=${before}`)
      seqs.push(...next.rows.map(({ seq }) => seq))
      before = next.before
    }
    expect(seqs).toEqual([7, 6, 5, 4, 3, 2, 1])
    expect(await page('?before=1')).toEqual({ rows: [], before: null })
  })

  test('goes on where it was left, for many who ask at once', async () => {
    const histories = new Histories(server.store)
    const asked = await Promise.all([1, 2, 3].map(() => histories.of(document)))
    for (const rows of asked) expect(rows.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7])
    expect(await histories.of('nothing')).toEqual([])
  })

  test('is refused where it is asked for badly', async () => {
    for (const query of ['?before=0', '?before=x', '?limit=0', '?limit=1001', '?limit=1.5'])
      expect((await get(`${document}/history${query}`)).status, query).toBe(400)
    expect((await get('nothing/history')).status).toBe(404)
  })
})

describe('the state of a document', () => {
  test('is how it stood after each row of its log', async () => {
    const standing = async (seq: number) => {
      const response = await get(`${document}/state?seq=${seq}`)
      expect(response.status).toBe(200)
      const doc = new Y.Doc()
      Y.applyUpdate(doc, new Uint8Array(await response.arrayBuffer()))
      const layers = new Layers(doc)
      return [
        layers.about()?.layout,
        ...[...layers.correctionIds()].map(id => layers.correction(id, 90)!.text),
      ]
    }
    expect(await standing(1)).toEqual([1])
    expect(await standing(2)).toEqual([1, 'Ugaki'])
    expect(await standing(3)).toEqual([1, 'xUgaki'])
    expect(await standing(6)).toEqual([1, 'xUgaki', 'yUgaki'])
    expect(await standing(7)).toEqual([1, 'yUgaki'])
  })

  test('is of rows that there are', async () => {
    for (const [query, status] of [
      ['?seq=8', 404],
      ['?seq=0', 400],
      ['?seq=x', 400],
      ['', 400],
    ] as const)
      expect((await get(`${document}/state${query}`)).status).toBe(status)
    expect((await get('nothing/state?seq=1')).status).toBe(404)
  })
})
