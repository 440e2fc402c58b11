import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { member, post } from './support/everybody.js'
import { openRaw } from './support/raw.js'
import { addDocument, serve, stopServers, type TestServer } from './support/server.js'

let server: TestServer
let host: Awaited<ReturnType<typeof member>>
let owner: Awaited<ReturnType<typeof member>>
let edda: Awaited<ReturnType<typeof member>>
let document: string
let edition: string

beforeAll(async () => {
  server = await serve({ accounts: 'invited' })
  host = await member(server.store, 'Hanna', [{ scope: 'house', thing: '', role: 'owner' }])
})
beforeEach(async () => {
  document = await addDocument(server.url, undefined, host.cookie)
  edition = (await server.store.document(document))!.edition
  owner = await member(
    server.store,
    'Orla',
    [{ scope: 'edition', thing: edition, role: 'owner' }],
    'orla@example.org',
  )
  edda = await member(
    server.store,
    'Edda',
    [{ scope: 'edition', thing: edition, role: 'corrector' }],
    'edda@example.org',
  )
})
afterAll(stopServers)

const ask = async (method: string, path: string, by: { cookie: string } | null, body?: unknown) => {
  const response = await fetch(server.url + path, {
    method,
    headers: { ...(by ? { cookie: by.cookie } : {}), 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return {
    status: response.status,
    body: response.status === 204 ? null : ((await response.json()) as unknown),
  }
}
const give = (person: { id: string }, role: string, by = owner) =>
  ask('PUT', `/api/editions/${edition}/members/${person.id}`, by, { role })
const takeAway = (person: { id: string }, by = owner) =>
  ask('DELETE', `/api/editions/${edition}/members/${person.id}`, by)

describe('members', () => {
  test('are listed with what they may and where they may something else', async () => {
    await ask('PUT', `/api/documents/${document}/members/${edda.id}`, owner, { role: 'reader' })
    const { body } = await ask('GET', `/api/editions/${edition}/members`, owner)
    expect(body).toMatchObject({
      edition: { id: edition, isPublic: false },
      house: [{ person: { id: host.id }, role: 'owner' }],
      members: [
        { person: { id: edda.id, email: 'edda@example.org' }, role: 'corrector' },
        { person: { id: host.id }, role: 'owner' },
        { person: { id: owner.id }, role: 'owner' },
      ],
      documents: [{ person: { id: edda.id }, thing: document, role: 'reader' }],
      invitations: [],
    })
  })

  test('lose their exceptions with their place, and it is on record', async () => {
    await ask('PUT', `/api/documents/${document}/members/${edda.id}`, owner, { role: 'reviewer' })
    expect((await takeAway(edda)).status).toBe(204)
    expect(await server.store.accounts.grants({ person: edda.id })).toEqual([])
    expect((await ask('GET', `/api/documents/${document}`, edda)).status).toBe(404)
    expect((await takeAway(edda)).status).toBe(404)
    const acts = await server.store.accounts.acts({ limit: 3, edition })
    expect(acts.map(({ what, person, detail }) => [what, person, JSON.parse(detail).role])).toEqual([
      ['grant-end', owner.id, null],
      ['grant-end', owner.id, null],
      ['grant', owner.id, 'reviewer'],
    ])
  })

  test('an edition keeps an owner, unless the house has one', async () => {
    await takeAway(host)
    // The house has one: the last of the edition may go.
    expect((await give(owner, 'reviewer', host)).status).toBe(200)
    await give(owner, 'owner', host)
    await server.store.accounts.removeGrant(host.id, 'house', '')
    for (const refused of [await give(owner, 'reviewer'), await takeAway(owner)])
      expect(refused).toMatchObject({
        status: 409,
        body: { detail: expect.stringContaining('at least one owner') },
      })
    await give(edda, 'owner')
    expect((await give(owner, 'reviewer')).status).toBe(200)
    await server.store.accounts.putGrant({
      person: host.id,
      scope: 'house',
      thing: '',
      role: 'owner',
      by: '',
      at: 1,
    })
  })

  test('are people there are', async () => {
    expect((await give({ id: 'nobody' }, 'reader')).status).toBe(404)
    await server.store.putPerson({ id: edda.id, name: 'Edda', created: 1, ended: 1 })
    expect((await give(edda, 'reviewer')).status).toBe(404)
  })
})

describe('while a document is open', () => {
  test('a role that is raised or lowered is told at once, and holds', async () => {
    const socket = await openRaw(server.url, `/sync/${document}`, edda.cookie)
    for (const [i, role] of ['corrector', 'reader', 'reviewer'].entries()) {
      if (i > 0) await give(edda, role)
      await socket.until(() => socket.roles.length > i)
      expect(socket.roles.at(-1)).toBe(role)
    }
    await takeAway(edda)
    expect((await socket.closed).code).toBe(4410)
  })

  test('an edition that is no longer public closes its readers’ connections', async () => {
    const opened = await ask('PATCH', `/api/editions/${edition}`, owner, { isPublic: true })
    expect(opened).toMatchObject({ status: 200, body: { isPublic: true } })
    expect((await ask('GET', `/api/documents/${document}`, null)).body).toMatchObject({ role: 'reader' })
    expect((await ask('GET', '/api/editions', null)).body).toMatchObject([{ id: edition, role: 'reader' }])
    const socket = await openRaw(server.url, `/sync/${document}`)
    await socket.until(() => socket.roles.length > 0)
    await ask('PATCH', `/api/editions/${edition}`, owner, { isPublic: false })
    expect((await socket.closed).code).toBe(4410)
    expect((await ask('GET', `/api/documents/${document}`, null)).status).toBe(401)
  })

  test('a session that is ended closes its connections', async () => {
    const socket = await openRaw(server.url, `/sync/${document}`, edda.cookie)
    await socket.until(() => socket.roles.length > 0)
    await server.store.accounts.removeSession(edda.session)
    server.access.changed()
    expect((await socket.closed).code).toBe(4410)
  })
})

test('a finder of nothing is not told what there is', async () => {
  const stranger = await member(server.store, 'Stranger')
  for (const id of [document, 'nothing']) {
    expect((await ask('GET', `/api/documents/${id}`, stranger)).body).toMatchObject({
      status: 404,
      detail: 'There is no such document.',
    })
    expect((await ask('GET', `/api/documents/${id}`, null)).status).toBe(401)
  }
  expect((await post(server, `/api/editions/${edition}/links`, {}, { cookie: stranger.cookie })).status).toBe(
    404,
  )
})
