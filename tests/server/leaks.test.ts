/** What somebody who may read one document of an edition is not told of the others. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { member } from './support/everybody.js'
import { addDocument, serve, stopServers, type TestServer } from './support/server.js'

let server: TestServer
let guest: Awaited<ReturnType<typeof member>>
let edition: string
let open: string
let closed: string

beforeAll(async () => {
  server = await serve({ accounts: 'invited' })
  const { store } = server
  const owner = await member(
    store,
    'Orla',
    [{ scope: 'house', thing: '', role: 'owner' }],
    'orla@example.org',
  )
  open = await addDocument(server.url, 'From Ugeki to the Ambassador.\n', owner.cookie)
  edition = (await store.document(open))!.edition
  const made = await fetch(`${server.url}/api/editions/${edition}/documents?name=secret.txt`, {
    method: 'POST',
    headers: { cookie: owner.cookie },
    body: 'The secret protocol of Harbin.\n',
  })
  closed = ((await made.json()) as { id: string }).id
  await store.changeDocument(closed, { title: 'Secret protocol' })
  const witness = (await store.document(closed))!.witness
  const values: readonly (readonly [string, string, object])[] = [
    ['register', 'ugeki', { type: 'person', form: 'Ugeki' }],
    ['register', 'harbin', { type: 'place', form: 'Harbin' }],
    ['bibliography', 'hidden', { id: 'hidden', type: 'book', title: 'Hidden' }],
    ['versions', 'v1', { document: closed, title: 'Secret', seq: 1, witness, state: '0'.repeat(64) }],
  ]
  for (const [kind, id, value] of values)
    await store.addRevision({ edition, kind, id, rev: 1, person: 'spy', at: 1, value: JSON.stringify(value) })
  await store.putPerson({ id: 'spy', name: 'Spy', created: 1, email: 'spy@example.org' })
  guest = await member(store, 'Gast', [{ scope: 'document', thing: open, role: 'reviewer' }])
})
afterAll(stopServers)

const get = async (path: string) => {
  const response = await fetch(`${server.url}/api${path}`, { headers: { cookie: guest.cookie } })
  return { status: response.status, text: await response.text() }
}

test.each([
  '/editions',
  '/people',
  '/editions/:e/corrections',
  '/editions/:e/feed',
  '/editions/:e/names',
  '/editions/:e/names?entry=harbin',
  '/editions/:e/citations',
  '/editions/:e/records/register',
  '/editions/:e/records/bibliography',
  '/editions/:e/records/versions',
  '/documents/:d',
  '/documents/:d/export?to=tei',
])('%s tells of one document alone', async path => {
  const { status, text } = await get(path.replace(':e', edition).replace(':d', open))
  expect(status).toBe(200)
  for (const secret of [closed, 'Secret', 'Harbin', 'Hidden', 'Spy', '@example.org'])
    expect(text).not.toContain(secret)
})

test('names what stands in the one document', async () => {
  expect((await get(`/editions/${edition}/records/register`)).text).toContain('Ugeki')
  expect((await get(`/editions/${edition}/records/register/ugeki/history`)).status).toBe(200)
  expect((await get('/people')).text).toContain('Orla')
})

test('all else is not there', async () => {
  const { witness } = (await server.store.document(closed))!
  for (const path of [
    `/documents/${closed}`,
    `/documents/${closed}/places?at=at=1-2`,
    `/documents/${closed}/export?to=tei`,
    `/witnesses/${witness}`,
    `/editions/${edition}/records/register/harbin/history`,
    `/editions/${edition}/records/versions/v1/history`,
  ])
    expect([path, (await get(path)).status]).toEqual([path, 404])
})
