import { afterAll, describe, expect, test } from 'vitest'
import { type Config, defaultConfig } from '../../server/config.js'
import { logRequest, makeLogger } from '../../server/logger.js'
import type { RequestDone } from '../../server/requests.js'
import { newcomer, serve, stopServers } from './support/server.js'

afterAll(stopServers)

function logged(
  work: (logger: ReturnType<typeof makeLogger>) => void,
  change: Partial<Config> = {},
  isTerminal = false,
): string {
  let out = ''
  const stream = {
    write(line: string) {
      out += line
    },
  }
  const config: Config = { ...defaultConfig, log: 'info', ...change }
  work(makeLogger(config, stream, isTerminal))
  return out
}

const done: RequestDone = {
  id: 'r1',
  method: 'GET',
  route: '/api/documents/:document',
  status: 200,
  milliseconds: 12.345,
  person: 'ada',
  address: '192.0.2.1',
}

describe('a line', () => {
  test('is JSON, one for each request', () => {
    const line = JSON.parse(logged(logger => logRequest(logger, done))) as Record<string, unknown>
    expect(line).toMatchObject({ ...done, milliseconds: 12.3, level: 'info' })
    expect(line.time).toMatch(/^\d{4}-\d\d-\d\dT/)
  })

  test('is plain on a terminal', () => {
    expect(logged(logger => logRequest(logger, done), {}, true)).toMatch(
      /^\d\d:\d\d:\d\d GET \/api\/documents\/:document 200 12\.3 ms ada 192\.0\.2\.1\n$/,
    )
    const failed = logged(logger => logger.error({ err: new Error('no room') }, 'It failed'), {}, true)
    expect(failed).toMatch(/^\d\d:\d\d:\d\d error It failed\n {2}Error: no room\n {6}at /)
  })

  test.each<[RequestDone, string | undefined]>([
    [{ ...done, status: 500 }, 'error'],
    [{ ...done, status: 404 }, 'info'],
    [{ ...done, route: '/assets' }, undefined],
    [{ ...done, route: '(page)', status: 500 }, 'error'],
  ])('%j is logged as %s', (request, level) => {
    const line = logged(logger => logRequest(logger, request))
    expect(line === '' ? undefined : (JSON.parse(line) as { level: string }).level).toBe(level)
  })

  test('says of an error what and where, and nothing else that hangs on it', () => {
    const error = Object.assign(new Error('refused', { cause: new Error('deep') }), {
      code: 'EAUTH',
      request: { headers: { cookie: 'planted' } },
    })
    const line = logged(logger => logger.error({ err: error }, 'It failed'))
    expect(JSON.parse(line)).toMatchObject({
      err: { type: 'Error', message: 'refused', code: 'EAUTH', cause: { message: 'deep' } },
    })
    expect(line).not.toContain('planted')
  })
})

test('the server’s own secrets are taken out wherever they stand', () => {
  const change: Partial<Config> = {
    metricsToken: 'metrics-token-0123456789',
    mail: { server: 'smtp://ed:p%40ss%22word@mail.example', from: 'e@example.org' },
    providers: [{ name: 'x', title: 'X', issuer: 'https://x.example', id: 'i', secret: 'oidc"secret' }],
  }
  const line = logged(
    logger =>
      logger.error(
        {
          err: new Error(
            'smtp://ed:p%40ss%22word@mail.example p@ss"word metrics-token-0123456789 oidc"secret',
          ),
        },
        'It failed',
      ),
    change,
  )
  for (const secret of ['p%40ss', 'p@ss', 'metrics-token', 'oidc']) expect(line).not.toContain(secret)
  expect(line).toContain('[secret]')
})

test.each([
  ['/join/abcdefghijklmnopqrstuvwxyz', '/join/[secret]'],
  ['/reset/abcdefghijklmnop_-1234 x', '/reset/[secret] x'],
  ['https://e.example/s/abcdefghijklmnopqrstuvwxyz?x', 'https://e.example/s/[secret]?x'],
  ['Authorization: Bearer abcdefghijklmnopqrstuv', 'Authorization: Bearer [secret]'],
  ['__Host-corrigenda=abcdefghijklmnopqrstuv; a', '__Host-corrigenda=[secret]; a'],
  ['corrigenda-journey=abcdefghijklmnopqrstuv; a', 'corrigenda-journey=[secret]; a'],
])('%s', (text, shown) => {
  expect((JSON.parse(logged(logger => logger.info(text))) as { msg: string }).msg).toBe(shown)
})

test('nothing that is secret gets from a request into the log', async () => {
  let out = ''
  const stream = {
    write(line: string) {
      out += line
    },
  }
  const logger = makeLogger({ ...defaultConfig, log: 'trace' }, stream, false)
  const server = await serve(
    {},
    {
      events: {
        log: (message, error) => logger.error({ err: error }, message),
        request: done => logRequest(logger, done),
      },
    },
  )
  const ada = await newcomer(server.url, 'Planted Name')
  const cookie = ada.cookie.split('=')[1]!
  const secrets = [
    'planted-password',
    'planted-secret-0123456789abcdef',
    'planted-token-0123456789abcdef',
    cookie,
  ]
  const json = { 'content-type': 'application/json', cookie: ada.cookie }
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(server.url + path, { redirect: 'manual', ...init })
  for (const place of ['join', 'reset', 's']) {
    await ask(`/${place}/planted-secret-0123456789abcdef`)
    await ask(`/api/${place}/planted-secret-0123456789abcdef?secret=planted-secret-0123456789abcdef`)
  }
  await ask('/api/editions', { headers: { authorization: 'Bearer planted-token-0123456789abcdef' } })
  await ask('/api/sign-in', {
    method: 'POST',
    headers: json,
    body: '{"email":"a@example.org","password":"planted-password"}',
  })
  await ask('/api/editions', { method: 'POST', headers: json, body: '{"title":"planted-password"}' })
  await ask('/api/editions', { method: 'POST', headers: json, body: '{"planted-password"' })
  await ask('/api/documents/x?name=planted-password', { headers: json })
  await server.stop()
  const lines = out.trim().split('\n')
  expect(lines.length).toBeGreaterThan(10)
  expect(lines.map(line => (JSON.parse(line) as RequestDone).route)).toEqual(
    expect.arrayContaining([
      '/api/me',
      '/api/editions',
      '/api/documents/:document',
      '/api (other)',
      '(page)',
    ]),
  )
  for (const secret of [...secrets, 'Planted Name']) expect(out).not.toContain(secret)
  expect(out).toContain(ada.id)
})
