import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type * as Y from 'yjs'
import { Layers } from '../../schema/layers.js'
import { CitationIndex } from '../../server/citations.js'
import { cite, para, ref } from '../support/note-bodies.js'
import { joinDocument, type Someone, serve, stopServers, type TestServer } from './support/server.js'

let server: TestServer
let ada: Someone
let first: string
let second: string
let edition: string

const ask = async (path: string) => {
  const response = await fetch(`${server.url}/api/${path}`, { headers: { cookie: ada.cookie } })
  return { status: response.status, text: await response.text() }
}
const json = async (path: string) => JSON.parse((await ask(path)).text)

/** Writes a note over the first five letters as Ada, and waits until it is on disk. */
async function writeNote(document: string, id: string, ...inside: readonly (string | Y.XmlElement)[]) {
  const client = joinDocument(server.url, document, ada)
  await client.synced
  const layers = new Layers(client.doc)
  layers.change(null, () => {
    const given = { start: 0, end: 4, on: null, type: 'textual', by: ada.id, at: 1_000, text: '' } as const
    layers.addNote({ id, ...given })
    layers.noteBody(id)!.delete(0, 1)
    layers.noteBody(id)!.insert(0, [para(...inside)])
  })
  await vi.waitFor(async () =>
    expect((await json(`documents/${document}/places?at=note=${id}`)).places[0].says).toMatch(/^n\. [ab]$/),
  )
  client.leave()
}

beforeAll(async () => {
  server = await serve()
  ada = await server.newcomer('Ada')
  first = await server.document('One two.\n\nThree four.\n')
  edition = (await server.store.editions())[0]!.id
  const made = await fetch(`${server.url}/api/editions/${edition}/documents?name=second.txt`, {
    method: 'POST',
    headers: { cookie: ada.cookie },
    body: 'SECOND REPORT\n\nFive six.\n',
  })
  second = ((await made.json()) as { id: string }).id
  await writeNote(second, 'n2', 'Words.')
  await writeNote(
    first,
    'n1',
    cite('coox', 'p. 3'),
    ref({ document: second, note: 'n2' }),
    ref({ document: 'none', note: 'x' }),
  )
})
afterAll(stopServers)

describe('what notes refer to', () => {
  test('[N5] places of a document say what they are', async () => {
    const found = await json(`documents/${first}/places?at=note=n1&at=at=10-15&at=note=gone&at=nonsense`)
    expect(found.places).toEqual([
      { at: 'note=n1', says: 'n. a' },
      { at: 'at=10-15', says: '¶ 2' },
      { at: 'note=gone', says: null },
      { at: 'nonsense', says: null },
    ])
    expect((await json(`documents/${second}/places`)).places).toEqual([])
    expect((await ask('documents/none/places')).status).toBe(404)
  })

  test('the citations of an edition are listed', async () => {
    expect((await json(`editions/${edition}/citations`)).citations).toEqual([
      { key: 'coox', locator: 'p. 3', document: first, title: expect.any(String), note: 'n1', label: 'a' },
    ])
    expect((await ask('editions/none/citations')).status).toBe(404)
  })

  test('works are checked, and exports print them and name other documents', async () => {
    const put = (value: object) =>
      fetch(`${server.url}/api/editions/${edition}/records/bibliography/coox`, {
        method: 'PUT',
        headers: { cookie: ada.cookie, 'content-type': 'application/json' },
        body: JSON.stringify({ value, rev: 0 }),
      })
    expect((await put({ id: 'coox', title: 5 })).status).toBe(400)
    const work = {
      id: 'coox',
      type: 'book',
      title: 'Nomonhan',
      author: [{ family: 'Coox', given: 'Alvin' }],
      issued: { 'date-parts': [[1985]] },
    }
    expect((await put(work)).status).toBe(200)
    const { text } = await ask(`documents/${first}/export?to=tei`)
    expect(text).toContain('<ref target="#bibl.coox">(Coox, 1985, p. 3)</ref>')
    expect(text).toMatch(
      new RegExp(`<ref target="corrigenda:${second}#note=n2">.*SECOND REPORT, n\\. a</ref>`, 'i'),
    )
    expect(text).toContain('<ref target="corrigenda:none#note=x">[gone]</ref>')
  })
})

test('what is found is kept until a document or the series of notes change', async () => {
  const { store } = server
  const index = new CitationIndex(store)
  const documents = await store.documents(edition)
  const opened = vi.spyOn(store, 'load')
  const before = await index.of(edition, documents)
  expect(before).toEqual([
    { document: first, title: expect.any(String), key: 'coox', locator: 'p. 3', note: 'n1', label: 'a' },
  ])
  expect(opened).toHaveBeenCalledTimes(documents.length)
  expect(await index.of(edition, documents)).toEqual(before)
  expect(opened).toHaveBeenCalledTimes(documents.length)
  opened.mockRestore()
  await writeNote(second, 'n3', cite('new', ''))
  expect((await index.of(edition, documents)).map(({ key }) => key).sort()).toEqual(['coox', 'new'])
})
