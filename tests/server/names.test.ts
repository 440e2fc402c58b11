/** Names over the documents of an edition, and policies carried out over HTTP. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newEntry } from '../../schema/register.js'
import { openDocument } from '../../server/library.js'
import { joinDocument, type Someone, serve, stopServers, type TestServer } from './support/server.js'

let server: TestServer
let ada: Someone

beforeAll(async () => {
  server = await serve({ idle: 50 })
  ada = await server.newcomer('Ada')
})
afterAll(stopServers)

async function send(path: string, method = 'GET', body?: unknown, cookie = ada.cookie) {
  const response = await fetch(`${server.url}/api/${path}`, {
    method,
    headers: { cookie, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: JSON.parse(await response.text()) }
}

/** An edition with two documents and Ugaki in its register. */
async function begin() {
  const first = await server.document('From Foreign Minister Ugeki to Mr. Nishi. So said Ugeki.\n')
  const { edition } = (await server.store.document(first))!
  const made = await fetch(`${server.url}/api/editions/${edition}/documents?name=b.txt`, {
    method: 'POST',
    headers: { cookie: ada.cookie },
    body: 'Minister Ugeki again; Ugaki at last.\n',
  })
  const second = ((await made.json()) as { id: string }).id
  const value = {
    ...newEntry('person', 'Ugaki Kazushige'),
    variants: ['Ugeki', 'Ugaki'],
    policies: { Ugeki: { act: 'emend', reading: 'Ugaki' } },
  }
  const put = await send(`editions/${edition}/records/register/u`, 'PUT', { value, rev: 0 })
  expect(put.status).toBe(200)
  return { edition, first, second, value }
}

test('every occurrence of every variant is listed with its document, tagged or not', async () => {
  const { edition, first, second } = await begin()
  const client = joinDocument(server.url, first, ada)
  await client.synced
  const saved = new Promise<void>(resolve => {
    client.provider.messageHandlers[100] = () => resolve()
  })
  client.layers.change('t', () =>
    client.layers.setName({ id: 'n1', start: 22, end: 27, type: 'person', ref: 'u', by: ada.id, at: 1 }),
  )
  await saved
  client.leave()
  const counts = await send(`editions/${edition}/names`)
  expect(counts.body).toEqual({ counts: { u: { tagged: 1, untagged: 3 } }, unlinked: 0 })
  const { body } = await send(`editions/${edition}/names?entry=u`)
  expect(body.total).toBe(4)
  expect(
    body.occurrences.map((o: { document: string; words: string; name: string }) => [
      o.document,
      o.words,
      o.name,
    ]),
  ).toEqual([
    [first, 'Ugeki', 'n1'],
    [first, 'Ugeki', ''],
    [second, 'Ugeki', ''],
    [second, 'Ugaki', ''],
  ])
})

test('[R3] a policy becomes one proposal at each place in all documents, once, signed by who asked', async () => {
  const { edition, first, second } = await begin()
  const policy = () => send(`editions/${edition}/names/policy`, 'POST', { entry: 'u', variant: 'Ugeki' })
  const { status, body } = await policy()
  expect(status).toBe(201)
  expect(
    body.documents.map((d: { document: string; corrections: unknown[] }) => [
      d.document,
      d.corrections.length,
    ]),
  ).toEqual([
    [first, 2],
    [second, 1],
  ])
  const opened = (await openDocument(server.store, first))!
  const corrections = opened.document.corrections.inOrder()
  expect(corrections.map(c => [c.start, c.end, c.text, c.kind, c.by])).toEqual([
    [22, 27, 'Ugaki', 'emendation', ada.id],
    [50, 55, 'Ugaki', 'emendation', ada.id],
  ])
  expect((await policy()).body).toEqual({ documents: [] })
  const { body: rows } = await send(`editions/${edition}/names?entry=u`)
  expect(rows.occurrences.map((o: { reads: string | null }) => o.reads)).toEqual([
    'Ugaki',
    'Ugaki',
    'Ugaki',
    null,
  ])
  const withdrawals = body.documents[0].corrections.map(
    ({ id: on, ...seen }: { id: string; start: number; end: number; text: string }) => ({
      on,
      act: 'withdraw',
      seen,
    }),
  )
  expect((await send(`documents/${first}/decisions`, 'POST', withdrawals)).status).toBe(201)
  const after = (await openDocument(server.store, first))!.document
  expect(after.corrections.inOrder().map(c => after.standing(c.id))).toEqual(['withdrawn', 'withdrawn'])
})

test('what cannot be done is told', async () => {
  const { edition } = await begin()
  const path = `editions/${edition}/names/policy`
  expect((await send('editions/none/names')).status).toBe(404)
  expect((await send(path, 'POST', { entry: 'nobody', variant: 'x' })).status).toBe(404)
  expect((await send(path, 'POST', { entry: 'u', variant: 'Ugaki' })).status).toBe(409)
  expect((await send(path, 'POST', { entry: 'u' })).status).toBe(400)
  expect((await send(path, 'POST', { entry: 'u', variant: 'Ugeki' }, '')).status).toBe(401)
})
