/** What an archive says that somebody has signed, when it is taken in. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDocument } from '../../server/library.js'
import { del, ins, t, wordFile, wp } from '../support/docx.js'
import { member } from './support/everybody.js'
import {
  addDocument,
  correction,
  joinDocument,
  type Someone,
  serve,
  stopServers,
  type TestServer,
} from './support/server.js'

let server: TestServer
let owner: Someone
let reviewer: Someone
let edition: string
let archive: ArrayBuffer

beforeAll(async () => {
  server = await serve({ accounts: 'invited' })
  const { store } = server
  owner = await member(store, 'Orla', [{ scope: 'house', thing: '', role: 'owner' }])
  const document = await addDocument(server.url, 'From Ugeki to the Ambassador.\n', owner.cookie)
  edition = (await store.document(document))!.edition
  reviewer = await member(store, 'Rhea', [{ scope: 'edition', thing: edition, role: 'reviewer' }])
  for (const [who, id, text] of [
    [owner, 'c1', 'Ugaki'],
    [reviewer, 'c2', 'Ugami'],
  ] as const) {
    const client = joinDocument(server.url, document, who)
    await client.synced
    const saved = new Promise<void>(resolve => {
      client.provider.messageHandlers[100] = () => resolve()
    })
    client.layers.change('t', () => {
      client.layers.addCorrection(correction(who.id, { id, start: 5, end: 10, text }))
      client.layers.setReply({ id: `r${id}`, on: id, act: 'reply', text: 'So.', by: who.id, at: Date.now() })
      const seen = { start: 5, end: 10, text }
      if (who === owner)
        client.layers.addDecision({
          id: 'd',
          on: id,
          act: 'accept',
          by: who.id,
          at: Date.now(),
          why: '',
          seen,
        })
    })
    await saved
    client.leave()
  }
  const response = await fetch(`${server.url}/api/documents/${document}/export?to=archive`, {
    headers: { cookie: owner.cookie },
  })
  archive = await response.arrayBuffer()
})
afterAll(stopServers)

/** Takes the archive in as somebody; answers who has signed what in the new document. */
async function takenIn(who: Someone) {
  const response = await fetch(`${server.url}/api/editions/${edition}/documents?name=a.corrigenda`, {
    method: 'POST',
    headers: { cookie: who.cookie },
    body: archive,
  })
  expect(response.status).toBe(201)
  const { id } = (await response.json()) as { id: string }
  const { document } = (await openDocument(server.store, id))!
  const { layers } = document
  const signed = {
    c1: document.corrections.get('c1')!.by,
    c2: document.corrections.get('c2')!.by,
    reply: [...layers.allReplies()].find(reply => reply.on === 'c1')!.by,
    decision: [...layers.allDecisions()][0]!.by,
  }
  document.destroy()
  return signed
}

test('is believed of whoever owns the house', async () => {
  const signed = await takenIn(owner)
  expect(signed).toEqual({ c1: owner.id, c2: reviewer.id, reply: owner.id, decision: owner.id })
})

test('is put down to others of the same names, but for one’s own', async () => {
  const signed = await takenIn(reviewer)
  expect(signed.c2).toBe(reviewer.id)
  expect(signed.c1).not.toBe(owner.id)
  expect(signed).toMatchObject({ reply: signed.c1, decision: signed.c1 })
  expect(await server.store.person(signed.c1)).toMatchObject({ name: 'Orla', email: '' })
  expect(await server.store.accounts.grants({ person: signed.c1 })).toEqual([])
})

test('an author whom files name stays one person, whoever of the house takes them in', async () => {
  const bytes = wordFile(
    wp(`${t('From ')}${del('Kitty', 'Ugeki')}${ins('Kitty', 'Ugaki')}${t(' to Nishi.')}`),
  )
  const authors = new Set<string>()
  for (const who of [owner, reviewer]) {
    const response = await fetch(`${server.url}/api/editions/${edition}/documents?name=a.docx`, {
      method: 'POST',
      headers: { cookie: who.cookie },
      body: bytes as Uint8Array<ArrayBuffer>,
    })
    expect(response.status).toBe(201)
    const { id } = (await response.json()) as { id: string }
    const { document } = (await openDocument(server.store, id))!
    for (const { by } of document.corrections.values()) authors.add(by)
    document.destroy()
  }
  expect(authors.size).toBe(1)
  const [author] = authors
  expect(await server.store.person(author!)).toMatchObject({ name: 'Kitty' })
  expect((await server.store.people()).filter(({ name }) => name === 'Kitty')).toHaveLength(1)
})
