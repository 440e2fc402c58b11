import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { ExportAsked, ExportJob } from '../../../schema/export-jobs.js'
import { importFile } from '../../../server/library.js'
import { browser, member } from '../support/everybody.js'
import { serve, stopServers, type TestServer } from '../support/server.js'

let server: TestServer
let edition: string
const documents: string[] = []
let ann: string

beforeAll(async () => {
  server = await serve({ accounts: 'invited', url: 'http://localhost' })
  edition = 'letters'
  await server.store.addEdition({ id: edition, title: 'Letters: 1938', created: 1 })
  for (const title of ['First', 'Second', 'Third'])
    documents.push(
      (await importFile(server.store, edition, `${title}.txt`, Buffer.from(`${title}\n\nA text.\n`), '')).id!,
    )
  ann = (await reader('Ann', [{ scope: 'edition', thing: edition, role: 'reader' }])).cookie
})
afterAll(stopServers)

const reader = (name: string, grants: Parameters<typeof member>[2]) => member(server.store, name, grants)

const ask = (cookie: string, path = '', init: RequestInit = {}) =>
  fetch(`${server.url}/api/editions/${edition}/exports${path}`, {
    ...init,
    headers: { cookie, 'content-type': 'application/json', origin: 'http://localhost' },
  })
const begin = (cookie: string, body: ExportAsked = { parts: [{ to: 'text' }] }) =>
  ask(cookie, '', { method: 'POST', body: JSON.stringify(body) })
const jobOf = async (answer: Response) => (await answer.json()) as ExportJob
const state = (cookie: string, id: string, wanted: ExportJob['state'] = 'done') =>
  vi.waitUntil(
    async () => {
      const job = await jobOf(await ask(cookie, `/${id}`))
      return job.state === wanted && job
    },
    { timeout: 20_000 },
  )
const filesOf = async (cookie: string, id: string) =>
  unzipSync(new Uint8Array(await (await ask(cookie, `/${id}/file`)).arrayBuffer()))

test('an edition is written in the background, and downloaded when it is done', async () => {
  const begun = await begin(ann, {
    parts: [{ to: 'text', view: 'received' }, { to: 'tei' }, { to: 'csv', set: { table: 'notes' } }],
  })
  expect(begun.status).toBe(202)
  const { id } = await jobOf(begun)
  expect(begun.headers.get('location')).toBe(`/api/editions/${edition}/exports/${id}`)
  const done = await state(ann, id)
  expect(done).toMatchObject({ done: 3, of: 3, faults: [], doing: null, error: null })
  expect(done.expires).toBeGreaterThan(Date.now())
  const download = await ask(ann, `/${id}/file`)
  expect(download.headers.get('content-type')).toBe('application/zip')
  expect(download.headers.get('content-disposition')).toContain('filename="Letters 1938.zip"')
  expect(download.headers.get('cache-control')).toBe('no-store')
  const files = unzipSync(new Uint8Array(await download.arrayBuffer()))
  expect(strFromU8(files['text-received/1 First.txt']!)).toBe('First\n\nA text.\n')
  expect(Object.keys(files)).toEqual(expect.arrayContaining(['tei/3 Third.xml', 'csv-notes/2 Second.csv']))
  // Whoever comes back finds it in their list.
  const list = (await (await ask(ann)).json()) as ExportJob[]
  expect(list.map(job => job.id)).toContain(id)
  expect((await ask(ann, `/${id}`, { method: 'DELETE' })).status).toBe(204)
  expect((await ask(ann, `/${id}/file`)).status).toBe(410)
})

test('holds only what whoever asks may read, and only while they may', async () => {
  const grants = documents.slice(1).map(thing => ({ scope: 'document', thing, role: 'reader' }) as const)
  const ben = await reader('Ben', grants)
  const { id } = await jobOf(await begin(ben.cookie))
  expect((await state(ben.cookie, id)).of).toBe(2)
  const names = Object.keys(await filesOf(ben.cookie, id))
  expect(names).toContain('text-reading/1 Second.txt')
  expect(names.join()).not.toContain('First')
  expect((await begin(ben.cookie, { parts: [{ to: 'text' }], documents: [documents[0]!] })).status).toBe(404)
  // An export is nobody else's.
  expect((await ask(ann, `/${id}`)).status).toBe(410)
  await server.store.accounts.removeGrant(ben.id, 'document', documents[1]!)
  server.access.changed()
  const refused = await ask(ben.cookie, `/${id}/file`)
  expect(refused.status).toBe(403)
  expect(refused.headers.get('content-type')).toContain('application/problem+json')
})

test('is of the documents that are asked for', async () => {
  const { id } = await jobOf(await begin(ann, { parts: [{ to: 'text' }], documents: [documents[2]!] }))
  await state(ann, id)
  expect(Object.keys(await filesOf(ann, id))[0]).toBe('text-reading/1 Third.txt')
})

test('needs somebody with a name', async () => {
  await server.store.changeEdition(edition, { isPublic: true })
  const nobody = await browser(server.store, null)
  expect((await begin(nobody.cookie)).status).toBe(401)
  expect((await ask(nobody.cookie)).status).toBe(401)
  await server.store.changeEdition(edition, { isPublic: false })
})

test('says what is wrong with what is asked for', async () => {
  const wrong: [ExportAsked, RegExp][] = [
    [{ parts: [] }, /name a format at least/],
    [{ parts: [{ to: 'nonsense' }] }, /^parts\.0\.to: there is no format "nonsense"/],
    [{ parts: [{ to: 'text' }, { to: 'csv', set: { table: 'x' } }] }, /^parts\.1\.set: The option "table"/],
    [{ parts: [{ to: 'csv', view: 'received' }] }, /^parts\.0\.view: /],
    [{ to: 'nonsense' }, /^to: it is one of zip/],
    [{ parts: [{ to: 'text' }], set: { no: '1' } }, /^set: .* has no option "no"/],
  ]
  for (const [body, detail] of wrong) {
    const answer = await begin(ann, body)
    expect(answer.status).toBe(400)
    expect(((await answer.json()) as { detail: string }).detail).toMatch(detail)
  }
})
