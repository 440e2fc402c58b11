import { mkdir, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Witness, witnessHash } from '../../schema/witness.js'
import { hashOf } from '../../server/auth/secrets.js'
import { pagesOf } from '../support/pdf-text.js'
import {
  correction,
  joinDocument,
  type Someone,
  serve,
  stopServers,
  type TestServer,
  temporaryFolder,
} from './support/server.js'

const text = 'A Letter\r\n\r\nTo the Fôreign Minister “Ugeki”.\r\n'

let server: TestServer
let ada: Someone
let document: string
let edition: string
const site = temporaryFolder()

beforeAll(async () => {
  await mkdir(join(site.folder, 'assets'))
  await writeFile(join(site.folder, 'index.html'), '<title>Corrigenda</title>')
  await writeFile(join(site.folder, 'assets', 'main-1a2b.js'), 'export {}')
  server = await serve({ site: site.folder })
  ada = await server.newcomer('Ada')
  document = await server.document(text)
  edition = (await json<Answer[]>('/api/editions')).body[0]!.id
})
afterAll(async () => {
  await stopServers()
  site.remove()
})

/** The keys of answers that the tests look at; each answer has some of them. */
interface Answer {
  readonly id: string
  readonly name: string
  readonly status: number
  readonly witness: string
  readonly documents: readonly Answer[]
  readonly problems: readonly { readonly severity: string }[]
}

async function json<T = Answer>(
  path: string,
  init: RequestInit = {},
): Promise<{ status: number; headers: Headers; body: T }> {
  // By Ada, unless somebody else or nobody is named.
  const headers = { cookie: ada.cookie, ...(init.headers as Record<string, string> | undefined) }
  const response = await fetch(server.url + path, { ...init, headers })
  return { status: response.status, headers: response.headers, body: (await response.json()) as T }
}

const send = (method: string, body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
})

/** A plain request: `fetch` adds headers of its own. */
function get(path: string, headers: Record<string, string>): Promise<{ status: number; text: string }> {
  return new Promise(resolve =>
    request(server.url + path, { headers }, response => {
      let all = ''
      response.setEncoding('utf8')
      response.on('data', part => {
        all += part
      })
      response.on('end', () => resolve({ status: response.statusCode!, text: all }))
    }).end(),
  )
}

describe('who I am', () => {
  test('is unknown without a cookie, and with a forged one', async () => {
    const answer = await json('/api/me', { headers: { cookie: '' } })
    expect(answer.status).toBe(401)
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(answer.body).toMatchObject({ type: 'about:blank', title: 'Unauthorized', status: 401 })
    for (const cookie of ['corrigenda=x', `${ada.cookie}x`, `corrigenda=${ada.id}`])
      expect((await json('/api/me', { headers: { cookie } })).status).toBe(401)
  })

  test('is a name that keeps its id when it changes', async () => {
    const response = await fetch(`${server.url}/api/me`, send('POST', { name: '  Ben   Böhm ' }))
    const cookie = response.headers.get('set-cookie')!
    expect(cookie).toMatch(/; Path=\/; HttpOnly; SameSite=Lax$/)
    const ben = (await response.json()) as Answer
    expect(ben.name).toBe('Ben Böhm')
    const own = { cookie: cookie.split(';')[0]! }
    expect((await json('/api/me', { headers: own })).body).toMatchObject({ ...ben, house: 'owner' })
    const renamed = await json('/api/me', send('POST', { name: 'Benjamin' }, own))
    expect(renamed.body).toEqual({ id: ben.id, name: 'Benjamin' })
    expect((await json('/api/people')).body).toContainEqual({ id: ben.id, name: 'Benjamin', initials: '' })
  })

  test.each([
    { name: '' },
    { name: ' ' },
    { name: 'x'.repeat(81) },
    { name: 'a\u202eb' },
    { name: 7 },
    {},
    'Ben',
  ])('is not %j', async body => {
    expect((await json('/api/me', send('POST', body))).status).toBe(400)
  })

  test('is kept by the server as a hash alone', async () => {
    const secret = ada.cookie.split('=')[1]!
    const [session] = await server.store.accounts.sessionsOf(ada.id)
    expect(session!.hash).toBe(hashOf(secret))
    expect(JSON.stringify(session)).not.toContain(secret)
  })
})

describe('editions and documents', () => {
  test('are listed', async () => {
    const { body } = await json<Answer[]>('/api/editions')
    const [first] = body[0]!.documents
    expect(first).toMatchObject({ id: document, words: 7 })
    expect(Object.keys(first!).sort()).toEqual([
      'created',
      'current',
      'edition',
      'id',
      'replacedBy',
      'replaces',
      'role',
      'title',
      'witness',
      'words',
    ])
  })

  test('are made', async () => {
    const made = await json('/api/editions', send('POST', { title: ' Letters ' }))
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({ title: 'Letters', documents: [] })
    const imported = await json(`/api/editions/${made.body.id}/documents?name=l%C3%A9tter.txt`, {
      method: 'POST',
      body: 'Dear Sir,\n',
      headers: { cookie: ada.cookie },
    })
    expect(imported.status).toBe(201)
    expect(imported.body.problems.length).toBeGreaterThan(0)
    const described = await json(`/api/documents/${imported.body.id}`)
    expect(described.body).toMatchObject({
      title: 'létter',
      file: 'létter.txt',
      edition: { id: made.body.id, title: 'Letters' },
    })
    expect((await server.store.log(imported.body.id, 0, 1))[0]!.person).toBe(ada.id)
  })

  test('are described and changed', async () => {
    const before = (await json(`/api/documents/${document}`)).body
    expect(before).toMatchObject({ id: document, edition: { title: 'Test' } })
    const changed = await json(
      `/api/documents/${document}`,
      send('PATCH', { title: 'Brief', metadata: { date: '1914' } }),
    )
    expect(changed.body).toMatchObject({
      title: 'Brief',
      metadata: { date: '1914' },
      witness: before.witness,
    })
    for (const bad of [{ title: '' }, { witness: 'x' }, { metadata: { 'a b': 'x' } }, { metadata: { a: 1 } }])
      expect((await json(`/api/documents/${document}`, send('PATCH', bad))).status).toBe(400)
  })

  test('that cannot be read are refused, with the reasons', async () => {
    const { status, body } = await json(`/api/editions/${edition}/documents?name=x.txt`, {
      method: 'POST',
      body: ' \n ',
    })
    expect(status).toBe(422)
    expect(body.problems[0]).toMatchObject({ severity: 'error' })
    expect((await json(`/api/editions/${edition}/documents?name=x.txt`, { method: 'POST' })).status).toBe(422)
  })

  test('are inspected without being kept', async () => {
    const before = (await server.store.documents()).length
    const { body } = await json<{ witness: Witness }>('/api/inspect?name=x.txt', {
      method: 'POST',
      body: text,
      headers: { 'content-type': 'application/json' },
    })
    expect(body.witness.text).toBe(text)
    expect(Object.keys(body).sort()).toEqual(['metadata', 'problems', 'witness'])
    expect((await server.store.documents()).length).toBe(before)
  })

  test('too large are refused', async () => {
    const small = await serve({
      limits: { ...(await import('../../server/config.js')).defaultLimits, file: 1_000 },
    })
    const id = await small.document()
    expect(id).toBeDefined()
    const [{ id: into }] = (await (await fetch(`${small.url}/api/editions`)).json()) as [{ id: string }]
    const ben = await small.newcomer('Ben')
    const response = await fetch(`${small.url}/api/editions/${into}/documents`, {
      method: 'POST',
      headers: { cookie: ben.cookie },
      body: 'x'.repeat(1_001),
    })
    expect([response.status, ((await response.json()) as Answer).status]).toEqual([413, 413])
  })
})

describe('witness, source and export', () => {
  test('a witness comes compressed, for ever', async () => {
    const { body } = await json(`/api/documents/${document}`)
    const { status, headers, body: witness } = await json<Witness>(`/api/witnesses/${body.witness}`)
    expect([status, headers.get('content-encoding'), headers.get('cache-control')]).toEqual([
      200,
      'gzip',
      'private, max-age=31536000, immutable',
    ])
    expect(witnessHash(witness)).toBe(body.witness)
    const etag = headers.get('etag')!
    expect((await get(`/api/witnesses/${body.witness}`, { 'if-none-match': etag })).status).toBe(304)
    const plain = await get(`/api/witnesses/${body.witness}`, { 'accept-encoding': 'identity' })
    expect(JSON.parse(plain.text)).toEqual(witness)
  })

  test('the source comes as it was imported', async () => {
    const response = await fetch(`${server.url}/api/documents/${document}/source`)
    expect(Buffer.from(await response.arrayBuffer()).toString()).toBe(text)
    expect(response.headers.get('content-disposition')).toBe(
      'attachment; filename="test.txt"; filename*=UTF-8\'\'test.txt',
    )
  })

  test('an export holds what has been accepted by now', async () => {
    const id = await server.document('A word.\n')
    await json(`/api/documents/${id}`, send('PATCH', { title: 'Brief „Ä“/1' }))
    const client = joinDocument(server.url, id, ada)
    await client.synced
    const saved = new Promise<void>(resolve => {
      client.provider.messageHandlers[100] = () => resolve()
    })
    client.layers.change('t', () => {
      client.layers.addCorrection(correction(ada.id, { id: 'c', start: 2, end: 6, text: 'phrase' }))
      client.layers.addDecision({
        id: 'd',
        on: 'c',
        act: 'accept',
        by: ada.id,
        at: Date.now(),
        why: '',
        seen: { start: 2, end: 6, text: 'phrase' },
      })
    })
    await saved
    const until = async (): Promise<Response> => {
      const response = await fetch(`${server.url}/api/documents/${id}/export?to=text&view=reading`)
      return (await response.clone().text()).includes('phrase') ? response : until()
    }
    const response = await until()
    expect(response.headers.get('content-type')).toContain('text/plain')
    expect(response.headers.get('content-disposition')).toBe(
      `attachment; filename="Brief _A_ 1.txt"; filename*=UTF-8''Brief%20%E2%80%9E%C3%84%E2%80%9C%201.txt`,
    )
    expect(response.headers.get('corrigenda-left-out')).toBe("the source's reading in 1 corrected place")
    const received = await fetch(`${server.url}/api/documents/${id}/export?to=text&view=received`)
    expect(received.headers.get('corrigenda-left-out')).toBe(
      '1 accepted correction that this text does not have',
    )
    expect(await received.text()).toBe('A word.\n')
    const archive = await fetch(`${server.url}/api/documents/${id}/export?to=archive`)
    expect(archive.headers.get('corrigenda-left-out')).toBeNull()
    const again = await json(`/api/editions/${edition}/documents?name=a.corrigenda`, {
      method: 'POST',
      body: await archive.arrayBuffer(),
    })
    expect(again.status).toBe(201)
    const copy = await fetch(`${server.url}/api/documents/${again.body.id}/export?to=text&view=reading`)
    expect(await copy.text()).toContain('phrase')
    const table = await fetch(`${server.url}/api/documents/${id}/export?to=csv&set=table%3Dcorrections`)
    expect(await table.text()).toContain(',word,phrase,emendation,accepted,')
    const pdf = await fetch(`${server.url}/api/documents/${id}/export?to=pdf&set=paper%3Dletter`)
    expect([pdf.status, pdf.headers.get('content-type')]).toEqual([200, 'application/pdf'])
    expect((await pagesOf(new Uint8Array(await pdf.arrayBuffer())))[0]).toContain('A phrase.')
    const bad = [
      '',
      '?to=nothing',
      '?to=pdf&set=paper%3Da3',
      '?to=pdf&view=sideways',
      '?to=text&view=sideways',
      '?to=csv&set=table%3Dx',
      '?to=csv&set=x',
      '?to=tei&set=a%3Db',
    ]
    for (const query of bad) expect((await json(`/api/documents/${id}/export${query}`)).status).toBe(400)
  })
})

describe('addresses', () => {
  test.each([
    '/api/nothing',
    '/api/documents/nothing',
    '/api/documents/nothing/source',
    '/api/documents/nothing/export?to=tei',
    '/api/witnesses/nothing',
    '/api/editions/nothing/documents',
  ])('%s is not found', async path => {
    const { status, body } = await json(
      path,
      path.endsWith('/documents') ? { method: 'POST', body: 'x' } : {},
    )
    expect([status, body.status]).toEqual([404, 404])
  })

  test('bad requests are answered, not logged', async () => {
    expect(
      (await json('/api/me', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' }))
        .status,
    ).toBe(400)
    expect((await json('/api/documents/%ff')).status).toBe(400)
    expect((await json('/api/editions', send('POST', { title: 'x'.repeat(2_000_000) }))).status).toBe(413)
    expect(server.logged).toEqual([])
  })

  test('writes from other sites are refused', async () => {
    for (const origin of ['http://evil.example', 'null'])
      expect((await json('/api/editions', send('POST', { title: 'x' }, { origin }))).status).toBe(403)
    expect((await json('/api/editions', send('POST', { title: 'x' }, { origin: server.url }))).status).toBe(
      201,
    )
  })

  test('health', async () => {
    expect((await json('/healthz')).body).toEqual({ status: 'ok' })
  })
})

describe('the client', () => {
  test('is sent for every page, and its assets for ever', async () => {
    for (const path of ['/', `/documents/${document}`]) {
      const response = await fetch(server.url + path)
      expect([response.status, await response.text()]).toEqual([200, '<title>Corrigenda</title>'])
      expect(response.headers.get('cache-control')).toBe('no-cache')
    }
    const asset = await fetch(`${server.url}/assets/main-1a2b.js`)
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect((await fetch(`${server.url}/assets/gone-1a2b.js`)).status).toBe(404)
    expect((await fetch(`${server.url}/..%2f..%2fpackage.json`)).status).toBe(404)
  })
})
