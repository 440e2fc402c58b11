import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { Layers } from '../../schema/layers.js'
import { stateHash } from '../../schema/state.js'
import { openDocument } from '../../server/library.js'
import { joinDocument, type Someone, serve, stopServers, type TestServer, until } from './support/server.js'

let server: TestServer
let ada: Someone
let ben: Someone
let document: string

beforeAll(async () => {
  server = await serve()
  ada = await server.newcomer('Ada')
  ben = await server.newcomer('Ben')
})
beforeEach(async () => {
  document = await server.document()
})
afterAll(stopServers)

/** What the tests look at in answers; each has some of it. */
interface Answer {
  readonly id: string
  readonly text: string
  readonly kind: string
  readonly at: number
  readonly rule: string
  readonly detail: string
  readonly next: string | null
  readonly corrections: readonly Answer[]
  readonly notes: readonly Answer[]
  readonly names: readonly Answer[]
  readonly versions: readonly Answer[]
  readonly blocks: readonly { start: number; kind: string; attrs: object }[]
  readonly milestones: readonly Answer[]
  readonly spans: readonly Answer[]
  readonly lists: readonly { list: string; entries: readonly { runs: readonly { text: string }[] }[] }[]
  readonly value: { seq: number; state: string }
}

async function ask(method: string, path: string, body?: unknown, who = ada) {
  const response = await fetch(`${server.url}/api/documents/${document}/${path}`, {
    method,
    headers: { cookie: who.cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as Answer }
}

const ugaki = { start: 22, end: 27, text: 'Ugaki' }

/** What the log says is what is told: the document built anew from it has this state. */
async function expectLogged(): Promise<void> {
  const doc = new Y.Doc()
  for (const { data } of await server.store.log(document, 0, 1_000)) Y.applyUpdate(doc, data)
  const opened = (await openDocument(server.store, document))!
  expect(stateHash(new Layers(doc))).toBe(stateHash(opened.document.layers))
}

describe('corrections over HTTP', () => {
  test('are made, read, changed and removed, and reach whoever has the document open', async () => {
    const client = joinDocument(server.url, document, ben)
    await client.synced
    const made = await ask('POST', 'corrections', { ...ugaki, original: 'Ugeki', reason: 'the minister' })
    expect(made).toMatchObject({ status: 201, body: { ...ugaki, by: ada.id, kind: 'emendation', side: -1 } })
    const { id } = made.body
    await until(client.doc, () => client.layers.correction(id, 1_000)?.text === 'Ugaki')
    const changed = await ask('PATCH', `corrections/${id}`, { text: 'Ugaki Kazushige', certainty: 'high' })
    expect(changed).toMatchObject({
      status: 200,
      body: { text: 'Ugaki Kazushige', certainty: 'high', reason: 'the minister', at: made.body.at },
    })
    await until(client.doc, () => client.layers.correction(id, 1_000)?.certainty === 'high')
    expect((await ask('GET', `corrections/${id}`)).body).toMatchObject({
      text: 'Ugaki Kazushige',
      received: 'Ugeki',
      reading: 'Ugaki Kazushige',
      standing: 'proposed',
      paragraph: 1,
      decisions: [],
      thread: [],
    })
    await expectLogged()
    expect((await ask('DELETE', `corrections/${id}`)).status).toBe(204)
    await until(client.doc, () => client.layers.correction(id, 1_000) === null)
    expect((await ask('GET', 'corrections')).body.corrections).toEqual([])
    expect((await ask('DELETE', `corrections/${id}`)).status).toBe(404)
    expect(client.provider.wsconnected).toBe(true)
    await expectLogged()
  })

  test('sent twice with an id of one’s own are made once', async () => {
    const first = await ask('POST', 'corrections', { ...ugaki, id: 'mine-1' })
    const again = await ask('POST', 'corrections', { ...ugaki, id: 'mine-1' })
    expect(again).toEqual(first)
    expect((await ask('GET', 'corrections')).body.corrections).toHaveLength(1)
    expect(await server.store.log(document, 0, 100)).toHaveLength(2)
    expect((await ask('POST', 'corrections', { ...ugaki, id: 'mine-1', text: 'Ukagi' })).status).toBe(409)
    expect((await ask('POST', 'corrections', { ...ugaki, id: 'mine-1' }, ben)).status).toBe(409)
  })

  test('stay their authors’, and what was decided on', async () => {
    const { id } = (await ask('POST', 'corrections', ugaki)).body
    expect(await ask('PATCH', `corrections/${id}`, { text: 'x' }, ben)).toMatchObject({
      status: 403,
      body: { rule: 'G7' },
    })
    expect(await ask('DELETE', `corrections/${id}`, undefined, ben)).toMatchObject({
      status: 403,
      body: { rule: 'G7' },
    })
    const accept = { on: id, act: 'accept', why: '', seen: ugaki }
    expect((await ask('POST', 'decisions', [accept], ben)).status).toBe(201)
    expect((await ask('GET', 'corrections?standing=accepted')).body.corrections).toHaveLength(1)
    expect(await ask('DELETE', `corrections/${id}`)).toMatchObject({ status: 403, body: { rule: 'G8' } })
    // What the gate refused is not on anybody's desk when they write again.
    expect((await ask('POST', 'replies', { on: id, text: 'Thanks.' })).status).toBe(201)
    const { status, body } = await ask('GET', `corrections/${id}`)
    expect(status).toBe(200)
    expect(body).toMatchObject({ text: 'Ugaki', standing: 'accepted', replies: 1 })
    await expectLogged()
  })

  test.each<[string, object, number, string]>([
    ['a range outside the text', { ...ugaki, end: 9_999 }, 403, 'outside the witness'],
    ['a text that is none', { ...ugaki, text: 5 }, 400, 'text:'],
    ['an offset that is none', { ...ugaki, start: 1.5 }, 400, 'start:'],
    ['a kind that there is not', { ...ugaki, kind: 'guess' }, 400, 'kind:'],
    ['something unknown', { ...ugaki, colour: 'red' }, 400, 'colour'],
    ['an id that is none', { ...ugaki, id: 'a b' }, 403, 'is no id'],
    ['another text than is there', { ...ugaki, original: 'Ugaki' }, 409, 'Ugeki'],
  ])('%s is refused with its reason', async (_, body, status, says) => {
    const answer = await ask('POST', 'corrections', body)
    expect(answer.status).toBe(status)
    expect(answer.body.detail).toContain(says)
    expect((await ask('GET', 'corrections')).body.corrections).toEqual([])
    expect(server.logged).toEqual([])
  })

  test('are listed page by page', async () => {
    for (const start of [5, 0, 22, 10, 14])
      await ask('POST', 'corrections', { start, end: start + 1, text: '?', id: `c${start}` })
    const ids: string[] = []
    let after = ''
    for (;;) {
      const { body } = await ask('GET', `corrections?limit=2${after}`)
      expect(body.corrections.length).toBeLessThanOrEqual(2)
      ids.push(...body.corrections.map(({ id }) => id))
      if (body.next === null) break
      after = `&after=${encodeURIComponent(body.next)}`
    }
    expect(ids).toEqual(['c0', 'c5', 'c10', 'c14', 'c22'])
    expect(await ask('GET', 'corrections?after=x')).toMatchObject({ status: 400 })
    expect(await ask('GET', 'corrections?limit=0')).toMatchObject({ status: 400 })
  })

  test('are written by many at once without one desk growing old', async () => {
    const people = await Promise.all(Array.from({ length: 12 }, (_, i) => server.newcomer(`P${i}`)))
    const made = await Promise.all(people.map(who => ask('POST', 'corrections', ugaki, who)))
    for (const round of [1, 2])
      await Promise.all(
        people.map(async (who, i) => {
          const path = `corrections/${made[i]!.body.id}`
          expect((await ask('PATCH', path, { text: `Ugaki ${round}` }, who)).status).toBe(200)
        }),
      )
    const { corrections } = (await ask('GET', 'corrections')).body
    expect(corrections.map(({ text }) => text)).toEqual(people.map(() => 'Ugaki 2'))
    await expectLogged()
  })
})

describe('replies over HTTP', () => {
  test('are made and reworded by their author', async () => {
    const { id: on } = (await ask('POST', 'corrections', ugaki)).body
    const { body: reply } = await ask('POST', 'replies', { on, text: 'Why?', id: 'r1' }, ben)
    expect(reply).toMatchObject({ id: 'r1', on, act: 'reply', text: 'Why?', by: ben.id })
    expect((await ask('POST', 'replies', { on, text: 'Why?', id: 'r1' }, ben)).body).toEqual(reply)
    expect((await ask('PATCH', 'replies/r1', { text: 'Why so?' }, ben)).body.text).toBe('Why so?')
    expect(await ask('PATCH', 'replies/r1', { text: 'x' })).toMatchObject({
      status: 403,
      body: { rule: 'G12' },
    })
    expect(await ask('PATCH', 'replies/none', { text: 'x' })).toMatchObject({ status: 404 })
    expect(await ask('POST', 'replies', { on: 'nothing', text: 'x' })).toMatchObject({
      status: 403,
      body: { rule: 'G12' },
    })
    await ask('POST', 'replies', { on, act: 'resolve' })
    expect((await ask('GET', `corrections/${on}`)).body).toMatchObject({
      settled: true,
      thread: [{ text: 'Why so?' }, { act: 'resolve' }],
    })
  })
})

describe('notes over HTTP', () => {
  const body = [
    {
      name: 'paragraph',
      content: [
        { text: 'See ' },
        { text: 'Coox', marks: { em: {} } },
        { text: ' and ' },
        { name: 'ref', content: [], attrs: { start: 0, end: 4 } },
      ],
    },
    {
      name: 'bullet_list',
      content: [{ name: 'list_item', content: [{ name: 'paragraph', content: [{ text: 'one' }] }] }],
    },
  ]

  test('are written as plain text or with their marks, changed and removed', async () => {
    const plain = await ask('POST', 'notes', { start: 22, end: 27, text: 'Minister.\nFrom 1938.' })
    expect(plain).toMatchObject({
      status: 201,
      body: {
        type: 'explanatory',
        on: null,
        shared: false,
        text: 'Minister.\nFrom 1938.',
        body: [
          { name: 'paragraph', content: [{ text: 'Minister.' }] },
          { name: 'paragraph', content: [{ text: 'From 1938.' }] },
        ],
      },
    })
    const rich = await ask('POST', 'notes', { start: 0, end: 4, type: 'textual', body, id: 'n2' })
    expect(rich).toMatchObject({ status: 201, body: { text: 'See Coox and →\none', body } })
    expect((await ask('POST', 'notes', { start: 0, end: 4, type: 'textual', body, id: 'n2' })).body).toEqual(
      rich.body,
    )
    expect((await ask('GET', 'notes')).body).toMatchObject({
      notes: [
        { id: 'n2', label: 'a', words: 'From', paragraph: 1, replies: 0 },
        { id: plain.body.id, label: '1', words: 'Ugeki' },
      ],
      next: null,
    })
    const changed = await ask('PATCH', `notes/${plain.body.id}`, { body, type: 'textual' })
    expect(changed.body).toMatchObject({ type: 'textual', body, start: 22 })
    expect((await ask('PATCH', `notes/${plain.body.id}`, { text: 'Short.' })).body.text).toBe('Short.')
    expect(await ask('PATCH', `notes/${plain.body.id}`, { text: 'x' }, ben)).toMatchObject({
      status: 403,
      body: { rule: 'G7' },
    })
    await ask('PATCH', `notes/${plain.body.id}`, { shared: true })
    expect((await ask('PATCH', `notes/${plain.body.id}`, { text: 'By Ben.' }, ben)).status).toBe(200)
    expect((await ask('DELETE', 'notes/n2')).status).toBe(204)
    expect((await ask('GET', 'notes/n2')).status).toBe(404)
    expect((await ask('GET', `notes/${plain.body.id}`)).body).toMatchObject({ text: 'By Ben.', thread: [] })
    await expectLogged()
  })

  test('stand on something, and hold what notes hold', async () => {
    const where = { start: 22, end: 27 }
    const script = [{ name: 'paragraph', content: [{ name: 'ref', content: [], attrs: { href: 'x' } }] }]
    expect(await ask('POST', 'notes', { ...where, body: script })).toMatchObject({
      status: 403,
      body: { rule: 'G10' },
    })
    expect((await ask('POST', 'notes', { ...where, body: [{ name: 'script', content: [] }] })).status).toBe(
      400,
    )
    expect((await ask('POST', 'notes', { ...where, text: 'a', body })).body.detail).toContain('body:')
    expect((await ask('POST', 'notes', { start: 3, end: 3, text: 'a' })).body.rule).toBe('G4')
    const { id: on } = (await ask('POST', 'corrections', { start: 4, end: 4, text: ' the' })).body
    expect((await ask('POST', 'notes', { start: 4, end: 4, on, text: 'a' })).status).toBe(201)
    expect((await ask('GET', 'notes')).body.notes).toMatchObject([{ on, words: ' the' }])
  })
})

describe('names over HTTP', () => {
  test('are tagged, referred to their entry by anybody who may, and untagged', async () => {
    const made = await ask('POST', 'names', { start: 22, end: 27, type: 'person', id: 'p1' })
    expect(made).toMatchObject({ status: 201, body: { ref: '', by: ada.id } })
    expect((await ask('POST', 'names', { start: 22, end: 27, type: 'person', id: 'p1' })).body).toEqual(
      made.body,
    )
    expect((await ask('PATCH', 'names/p1', { ref: 'ugaki' }, ben)).body).toMatchObject({
      ref: 'ugaki',
      by: ben.id,
    })
    expect((await ask('GET', 'names?ref=ugaki')).body.names).toMatchObject([{ words: 'Ugeki', paragraph: 1 }])
    expect((await ask('GET', 'names?type=place')).body.names).toEqual([])
    expect((await ask('POST', 'names', { start: 22, end: 22, type: 'person' })).body.rule).toBe('G4')
    expect((await ask('DELETE', 'names/p1')).status).toBe(204)
    expect((await ask('GET', 'names')).body).toEqual({ names: [], next: null })
    await expectLogged()
  })
})

describe('structure over HTTP', () => {
  test('is split, named, joined and put back', async () => {
    const { blocks: before } = (await ask('GET', 'structure')).body
    const changed = await ask('PATCH', 'structure', {
      breaks: [{ at: 22, begins: true }],
      attributes: [
        { at: 0, key: 'kind', value: 'heading' },
        { at: 0, key: 'level', value: 2 },
      ],
      milestones: [{ id: 'pb2', at: 22, type: 'pb', n: '2' }],
      spans: [{ id: 's1', start: 0, end: 4, type: 'hi', attrs: { rend: 'italic' } }],
    })
    expect(changed.status).toBe(200)
    expect(changed.body.blocks).toHaveLength(before.length + 1)
    expect(changed.body.blocks[0]).toMatchObject({ start: 0, kind: 'heading', attrs: { level: 2 } })
    expect(changed.body.milestones).toEqual([{ id: 'pb2', at: 22, type: 'pb', n: '2' }])
    expect(changed.body.spans).toMatchObject([{ id: 's1', type: 'hi' }])
    const back = await ask('PATCH', 'structure', {
      breaks: [{ at: 22, begins: null }],
      restored: [
        { at: 0, key: 'kind' },
        { at: 0, key: 'level' },
      ],
      milestones: [{ id: 'pb2', gone: true }],
      spans: [{ id: 's1', gone: true }],
    })
    expect(back.body).toMatchObject({ blocks: before, milestones: [], spans: [] })
    await expectLogged()
  })

  test('is changed wholly or not at all', async () => {
    const { body: before } = await ask('GET', 'structure')
    const answer = await ask('PATCH', 'structure', {
      breaks: [{ at: 22, begins: true }],
      attributes: [{ at: 0, key: 'kind', value: 'poem' }],
    })
    expect(answer).toMatchObject({ status: 403, body: { rule: 'G5' } })
    expect((await ask('GET', 'structure')).body).toEqual(before)
    const twice = { attributes: [{ at: 0, key: 'n', value: '1' }], restored: [{ at: 0, key: 'n' }] }
    expect((await ask('PATCH', 'structure', twice)).status).toBe(400)
    expect((await ask('GET', 'structure')).body).toEqual(before)
    expect(server.logged).toEqual([])
  })
})

describe('apparatus and versions over HTTP', () => {
  test('the apparatus is answered as lists of entries', async () => {
    const { id: on } = (await ask('POST', 'corrections', { ...ugaki, reason: 'the minister' })).body
    await ask('POST', 'decisions', [{ on, act: 'accept', why: '', seen: ugaki }], ben)
    const { lists } = (await ask('GET', 'apparatus')).body
    const emendations = lists.find(({ list }) => list === 'emendations')!
    const text = emendations.entries[0]!.runs.map(run => run.text).join('')
    expect(text).toMatch(/Ugaki.*\].*Ugeki.*the minister/)
  })

  test('a version is named, listed, and exported as it was', async () => {
    await ask('POST', 'corrections', ugaki)
    const named = await ask('POST', 'versions', { title: 'As sent', id: 'v1' })
    expect(named).toMatchObject({ status: 201, body: { id: 'v1', value: { seq: 2, title: 'As sent' } } })
    await ask('POST', 'notes', { start: 0, end: 4, text: 'Later.' })
    expect((await ask('POST', 'versions', { title: 'As sent', id: 'v1' })).body).toEqual(named.body)
    expect((await ask('POST', 'versions', { title: 'Another', id: 'v1' })).status).toBe(409)
    const first = await ask('POST', 'versions', { title: 'As received', seq: 1 })
    expect(first.body.value.state).not.toBe(named.body.value.state)
    expect((await ask('POST', 'versions', { title: 'Too late', seq: 99 })).status).toBe(404)
    const { versions } = (await ask('GET', 'versions')).body
    expect(versions.map(({ value }) => value.seq)).toEqual([1, 2])
    const tei = async (query: string) =>
      (
        await fetch(`${server.url}/api/documents/${document}/export?to=tei${query}`, {
          headers: { cookie: ada.cookie },
        })
      ).text()
    expect(await tei('')).toContain('Later.')
    expect(await tei('&seq=2')).not.toContain('Later.')
    expect(await tei('&seq=2')).toContain('Ugaki')
    expect(await tei('&seq=1')).not.toContain('Ugaki')
  })
})
