import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browser, linkTo, member, post } from './support/everybody.js'
import { openRaw } from './support/raw.js'
import { addDocument, serve, stopServers, type TestServer } from './support/server.js'

let server: TestServer
let owner: Awaited<ReturnType<typeof member>>
let document: string
let edition: string

beforeAll(async () => {
  server = await serve({ accounts: 'invited', recheck: 50 })
  owner = await member(
    server.store,
    'Orla',
    [{ scope: 'house', thing: '', role: 'owner' }],
    'orla@example.org',
  )
  document = await addDocument(server.url, undefined, owner.cookie)
  edition = (await server.store.document(document))!.edition
})
afterAll(stopServers)

interface Link {
  readonly id: string
  readonly secret: string
  readonly role: string
  readonly browsers: number
}
const make = async (body: object, where = `editions/${edition}`) => {
  const answer = await post(server, `/api/${where}/links`, body, { cookie: owner.cookie })
  return { status: answer.status, body: (await answer.json()) as Link & { detail: string } }
}
const listed = async () => {
  const answer = await fetch(`${server.url}/api/editions/${edition}/links`, {
    headers: { cookie: owner.cookie },
  })
  return ((await answer.json()) as { links: Link[] }).links
}
const cookieOf = (response: Response) => response.headers.get('set-cookie')!.split(';')[0]!
const read = async (cookie: string) =>
  (await fetch(`${server.url}/api/documents/${document}`, { headers: { cookie } })).status

describe('a share link', () => {
  test('lets its finder in, without a name as a reader and with one as what it says', async () => {
    const { status, body } = await make({ role: 'corrector', label: 'For the seminar', expires: null })
    expect(status).toBe(201)
    const first = await post(server, '/api/links/open', { secret: body.secret })
    expect(await first.json()).toMatchObject({
      scope: 'edition',
      thing: edition,
      role: 'corrector',
      title: 'Test',
      needsName: true,
      person: null,
    })
    const cookie = cookieOf(first)
    const about = async (cookie: string) =>
      (await (await fetch(`${server.url}/api/documents/${document}`, { headers: { cookie } })).json()) as {
        role: string
      }
    expect((await about(cookie)).role).toBe('reader')
    const second = await post(
      server,
      '/api/links/open',
      { secret: body.secret, name: ' Gast  Hart ' },
      { cookie },
    )
    const { person, needsName } = (await second.json()) as {
      person: { id: string; name: string }
      needsName: boolean
    }
    expect([person.name, needsName]).toEqual(['Gast Hart', false])
    expect(await server.store.person(person.id)).toMatchObject({ isGuest: true })
    expect((await about(cookieOf(second))).role).toBe('corrector')
    expect(await listed()).toMatchObject([
      { label: 'For the seminar', browsers: 1, seen: expect.any(Number) },
    ])
  })

  test('never takes away what its finder has', async () => {
    const edda = await member(server.store, 'Edda', [{ scope: 'edition', thing: edition, role: 'reviewer' }])
    const secret = await linkTo(server.store, 'document', document, 'reader')
    const opened = await post(server, '/api/links/open', { secret }, { cookie: edda.cookie })
    expect(await opened.json()).toMatchObject({ needsName: false, person: { id: edda.id } })
    const change = await fetch(`${server.url}/api/documents/${document}`, {
      method: 'PATCH',
      headers: { cookie: edda.cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ title: 'Minutes' }),
    })
    expect(change.status).toBe(200)
  })

  test('that has been ended, has run out or was never made opens nothing', async () => {
    const { body } = await make({ role: 'reader', label: '', expires: null })
    const { body: other } = await make({ role: 'reader', label: '', expires: null }, `documents/${document}`)
    const opened = await post(server, '/api/links/open', { secret: body.secret })
    const cookie = cookieOf(opened)
    expect(await read(cookie)).toBe(200)
    const end = (path: string) =>
      fetch(`${server.url}/api/${path}`, { method: 'DELETE', headers: { cookie: owner.cookie } })
    expect((await end(`editions/${edition}/links/${other.id}`)).status).toBe(404)
    expect((await end(`editions/${edition}/links/${body.id}`)).status).toBe(204)
    expect((await end(`editions/${edition}/links/${body.id}`)).status).toBe(404)
    expect(await read(cookie)).toBe(401)
    const late = await linkTo(server.store, 'edition', edition, 'reader', Date.now() - 1)
    for (const secret of [body.secret, late, 'nonsense'])
      expect((await post(server, '/api/links/open', { secret })).status).toBe(404)
  })

  test.each([
    [{ role: 'owner', label: '', expires: null }, 'role'],
    [{ role: 'reader', label: '', expires: 5 }, 'expires'],
    [{ role: 'reader', label: '' }, 'expires'],
    [{ role: 'reader', label: 'x'.repeat(201), expires: null }, 'label'],
  ])('is not made of %j', async (body, part) => {
    const answer = await make(body)
    expect([answer.status, answer.body.detail]).toEqual([400, expect.stringContaining(part)])
  })

  test('that runs out ends open connections', async () => {
    const secret = await linkTo(server.store, 'document', document, 'reader', Date.now() + 400)
    const { cookie, session } = await browser(server.store, null)
    await post(server, '/api/links/open', { secret }, { cookie })
    expect(await server.store.accounts.linksOfSession(session)).toHaveLength(1)
    const socket = await openRaw(server.url, `/sync/${document}`, cookie)
    await socket.until(() => socket.roles.length > 0)
    expect(socket.roles).toEqual(['reader'])
    expect((await socket.closed).code).toBe(4410)
  })

  test('is kept as a hash alone, and its acts are on record', async () => {
    const { body } = await make({ role: 'reader', label: 'Recorded', expires: null })
    await post(server, '/api/links/open', { secret: body.secret })
    const acts = await server.store.accounts.acts({ limit: 2 })
    expect(acts.map(({ what, edition }) => [what, edition])).toEqual([
      ['link-open', edition],
      ['link', edition],
    ])
    expect(
      JSON.stringify(acts) + JSON.stringify(await server.store.accounts.links('edition', edition)),
    ).not.toContain(body.secret)
  })
})
