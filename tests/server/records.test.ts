import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isTooDeep, maxRecord, maxRecordDepth } from '../../schema/records.js'
import { defaultSettings } from '../../schema/settings.js'
import { type Someone, serve, stopServers, type TestServer } from './support/server.js'

let server: TestServer
let ada: Someone
let ben: Someone
let edition: string

beforeAll(async () => {
  server = await serve()
  ada = await server.newcomer('Ada')
  ben = await server.newcomer('Ben')
  await server.document()
  edition = (await server.store.editions())[0]!.id
})
afterAll(stopServers)

async function ask(path: string, method = 'GET', body?: unknown, cookie = ada.cookie) {
  const response = await fetch(`${server.url}/api/editions/${path}`, {
    method,
    headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  return { status: response.status, body: JSON.parse(await response.text()) }
}
const at = (path: string) => `${edition}/records/${path}`
const put = (path: string, value: unknown, rev: number, who = ada) =>
  ask(at(path), 'PUT', { value, rev }, who.cookie)

describe('records', () => {
  test('[E1] are made, changed, removed and brought back, and nothing of it is lost', async () => {
    const made = await put('apparatus/v1', { name: 'Ö' }, 0)
    expect(made).toMatchObject({ status: 200, body: { id: 'v1', rev: 1, by: ada.id, value: { name: 'Ö' } } })
    expect((await put('apparatus/v1', { name: 'P' }, 1, ben)).body).toMatchObject({ rev: 2, by: ben.id })
    expect((await ask(at('apparatus'))).body.records).toEqual([
      expect.objectContaining({ id: 'v1', rev: 2, value: { name: 'P' } }),
    ])
    expect((await ask(at('apparatus/v1?rev=2'), 'DELETE')).body).toMatchObject({ rev: 3, value: null })
    expect((await ask(at('apparatus'))).body.records).toEqual([])
    expect((await put('apparatus/v1', { name: 'Q' }, 3)).body).toMatchObject({ rev: 4 })
    const history = (await ask(at('apparatus/v1/history'))).body
    expect(history.map((r: { rev: number; value: unknown }) => [r.rev, r.value])).toEqual([
      [1, { name: 'Ö' }],
      [2, { name: 'P' }],
      [3, null],
      [4, { name: 'Q' }],
    ])
  })

  test('[E2] are not written over what one has not seen', async () => {
    await put('apparatus/a', { n: 1 }, 0)
    await put('apparatus/a', { n: 2 }, 1, ben)
    for (const rev of [0, 1, 3]) {
      const late = await put('apparatus/a', { n: 3 }, rev)
      expect(late.status).toBe(409)
      expect(late.body).toMatchObject({
        status: 409,
        current: { id: 'a', rev: 2, by: ben.id, value: { n: 2 } },
      })
    }
    expect((await ask(at('apparatus/a?rev=1'), 'DELETE')).status).toBe(409)
    expect((await put('apparatus/new', {}, 1)).body).toMatchObject({ status: 409, current: null })
    const racing = await Promise.all([ada, ben, ada, ben].map(who => put('apparatus/race', { who }, 0, who)))
    expect(racing.map(answer => answer.status).sort()).toEqual([200, 409, 409, 409])
  })

  test('settings are one record, and have the shape of settings', async () => {
    expect((await put('settings/other', {}, 0)).status).toBe(400)
    expect((await put('settings/edition', { twoPersons: 'yes' }, 0)).body.detail).toContain('twoPersons')
    const said = await put('settings/edition', { twoPersons: true, unknown: 1 }, 0)
    expect(said.body.value).toEqual({ ...defaultSettings, twoPersons: true })
  })

  test('are written by people with a name, from our own pages', async () => {
    expect((await ask(at('apparatus/x'), 'PUT', { value: {}, rev: 0 }, '')).status).toBe(401)
    expect((await ask(at('apparatus/x'), 'PUT', { value: {}, rev: 0 }, 'corrigenda=a.b')).status).toBe(401)
    const foreign = await fetch(`${server.url}/api/editions/${at('apparatus/x')}`, {
      method: 'PUT',
      headers: { cookie: ada.cookie, origin: 'http://evil.example', 'content-type': 'application/json' },
      body: '{"value":{},"rev":0}',
    })
    expect(foreign.status).toBe(403)
  })

  test.each<[what: string, path: string, body: unknown, status: number]>([
    ['an unknown kind', 'passwords/a', { value: {}, rev: 0 }, 404],
    ['a kind of every object', 'constructor/a', { value: {}, rev: 0 }, 404],
    ['a path', 'apparatus/..%2f..%2fa', { value: {}, rev: 0 }, 400],
    ['a long id', `apparatus/${'a'.repeat(65)}`, { value: {}, rev: 0 }, 400],
    ['no value', 'apparatus/a', { rev: 0 }, 400],
    ['a list', 'apparatus/a', { value: [], rev: 0 }, 400],
    ['a text', 'apparatus/a', { value: 'x', rev: 0 }, 400],
    ['no revision', 'apparatus/a', { value: {} }, 400],
    ['a revision before the first', 'apparatus/a', { value: {}, rev: -1 }, 400],
    ['half a revision', 'apparatus/a', { value: {}, rev: 0.5 }, 400],
    ['too large a value', 'apparatus/a', { value: { x: 'x'.repeat(maxRecord) }, rev: 0 }, 413],
    [
      'too deep a value',
      'apparatus/a',
      `{"rev":0,"value":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`,
      400,
    ],
    ['too large a body', 'apparatus/a', { value: { x: 'x'.repeat(2 << 20) }, rev: 0 }, 413],
    ['no JSON', 'apparatus/a', '{', 400],
  ])('%s is refused', async (_, path, body, status) => {
    expect((await ask(at(path), 'PUT', body)).status).toBe(status)
    expect(server.logged).toEqual([])
  })

  test('of an unknown edition there are none', async () => {
    expect((await ask('nothing/records/versions')).status).toBe(404)
    expect((await ask('nothing/records/apparatus/a', 'PUT', { value: {}, rev: 0 })).status).toBe(404)
    expect((await ask(at('apparatus/nothing/history'))).status).toBe(404)
    expect((await ask(at('apparatus/nothing?rev=1'), 'DELETE')).status).toBe(404)
    expect((await ask(at('apparatus/a?rev=x'), 'DELETE')).status).toBe(400)
  })

  test('may be nested, up to a limit', () => {
    const nested = (depth: number): unknown => (depth === 0 ? 1 : { a: nested(depth - 1) })
    expect(isTooDeep(nested(maxRecordDepth))).toBe(false)
    expect(isTooDeep(nested(maxRecordDepth + 1))).toBe(true)
  })
})
