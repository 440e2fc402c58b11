/** ZIPs of files over HTTP: one document, or a document each. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openZip } from '../../schema/formats/index.js'
import { importEach } from '../../server/bundles.js'
import { openDocument } from '../../server/library.js'
import { fullPage, pageRegion, pageXml, transkribusPage } from '../support/scans.js'
import { zipOf } from '../support/zip.js'
import { member } from './support/everybody.js'
import { type Someone, serve, stopServers, type TestServer } from './support/server.js'

let server: TestServer
let owner: Someone
let edition: string

beforeAll(async () => {
  server = await serve({ accounts: 'invited' })
  owner = await member(server.store, 'Orla', [{ scope: 'house', thing: '', role: 'owner' }])
  const made = await fetch(`${server.url}/api/editions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: owner.cookie },
    body: '{"title":"Scans"}',
  })
  edition = ((await made.json()) as { id: string }).id
})
afterAll(stopServers)

interface Answer {
  readonly id: string
  readonly title: string
  readonly detail: string
  readonly problems: readonly { readonly code: string; readonly message: string }[]
  readonly witness: { readonly text: string }
}

const post = async (path: string, body: Uint8Array<ArrayBuffer>) => {
  const headers = { 'content-type': 'application/octet-stream', cookie: owner.cookie }
  const response = await fetch(`${server.url}/api${path}`, { method: 'POST', headers, body })
  return { status: response.status, body: (await response.json()) as Answer }
}

const zip = () =>
  zipOf({
    'p2.xml': transkribusPage(),
    'p1.xml': pageXml(pageRegion('r', ['The first page.'])),
    'p3.xml': fullPage().slice(0, 900),
    'p1.jpg': 'x',
  }) as Uint8Array<ArrayBuffer>

test('as one document: a witness of all pages, whose source is the ZIP', async () => {
  const { status, body } = await post(`/editions/${edition}/documents?name=Letters.zip`, zip())
  expect([status, body.title]).toEqual([201, 'Letters'])
  const opened = (await openDocument(server.store, body.id))!
  expect(opened.document.text.startsWith('The first page.\n\nThe second letter')).toBe(true)
  expect([...opened.document.names.values()]).toHaveLength(4)
  const source = await fetch(`${server.url}/api/documents/${body.id}/source`, {
    headers: { cookie: owner.cookie },
  })
  expect(new Uint8Array(await source.arrayBuffer())).toEqual(new Uint8Array(zip()))
  expect(
    body.problems.filter(({ code }) => code === 'unreadable').map(({ message }) => message.split(':')[0]),
  ).toEqual(['p3.xml is left out'])
  const tei = await fetch(`${server.url}/api/documents/${body.id}/export?to=tei`, {
    headers: { cookie: owner.cookie },
  })
  expect((await tei.text()).match(/<surface /g)).toHaveLength(2)
})

test('looking at it first says the same', async () => {
  const { status, body } = await post('/inspect?name=Letters.zip', zip())
  expect(status).toBe(200)
  expect(body.witness.text).toContain('The second letter')
})

test('a document each: what cannot be read is named, the others go in', async () => {
  const { status, body } = await post(`/editions/${edition}/bundles?name=Letters.zip`, zip())
  expect(status).toBe(201)
  const { documents, left } = body as unknown as Awaited<ReturnType<typeof importEach>>
  expect(documents.map(({ path, title }) => [path, title])).toEqual([
    ['p1.xml', 'p1'],
    ['p2.xml', 'p2'],
  ])
  expect(left.map(({ path, is }) => [path, is])).toEqual([
    ['p1.jpg', 'passed-over'],
    ['p3.xml', 'unreadable'],
  ])
  expect(left[1]!.why).toMatch(/^\d+:\d+: The XML is not well-formed/)
  for (const { id } of documents) expect((await server.store.document(id))!.edition).toBe(edition)
})

test.each([
  ['a text', new TextEncoder().encode('A text.\n'), 'a.txt', /not a ZIP of files/],
  ['a ZIP that is cut short', zip().slice(0, -30), 'a.zip', /cut short/],
])('%s is refused', async (_, bytes, name, why) => {
  const { status, body } = await post(`/editions/${edition}/bundles?name=${name}`, bytes)
  expect(status).toBe(422)
  expect(body.detail).toMatch(why)
})

describe('file by file', () => {
  test('where it is stopped, what is in stays in, and the rest is named', async () => {
    const opened = openZip(zipOf({ '1.txt': 'One.\n', '2.txt': 'Two.\n', '3.jpg': 'x', '4.txt': 'Four.\n' }))
    if ('error' in opened) throw new Error(opened.error.message)
    const kept: string[] = []
    const keep = async (_: Uint8Array, path: string) => {
      kept.push(path)
      return { id: path, title: path, problems: [] }
    }
    const { documents, left } = await importEach(opened, keep, () => kept.length === 1)
    expect(documents.map(({ path }) => path)).toEqual(['1.txt'])
    expect(left.map(({ path, is }) => [path, is])).toEqual([
      ['2.txt', 'stopped'],
      ['3.jpg', 'passed-over'],
      ['4.txt', 'stopped'],
    ])
  })
})
