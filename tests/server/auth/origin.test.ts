import type { IncomingMessage } from 'node:http'
import { request as ask } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { addressBehind, isLocal, isOwnOrigin, isOwnWrite } from '../../../server/auth/origin.js'
import { type Someone, serve, stopServers, type TestServer } from '../support/server.js'

const url = 'https://editions.example.org'
const made = (headers: Record<string, string>, remoteAddress = '10.0.0.9') =>
  ({ headers, socket: { remoteAddress } }) as unknown as IncomingMessage

describe('where a write comes from', () => {
  test.each<[string, Record<string, string>, string | null, boolean]>([
    ['a program', {}, url, true],
    ['our page', { origin: url, 'sec-fetch-site': 'same-origin', host: 'editions.example.org' }, url, true],
    ['our page behind a proxy that names another host', { origin: url, host: '127.0.0.1:4747' }, url, true],
    ['our page without an address', { origin: 'http://127.0.0.1:4747', host: '127.0.0.1:4747' }, null, true],
    ['another site', { origin: 'https://evil.example', host: 'editions.example.org' }, url, false],
    [
      'another site that names itself as host',
      { origin: 'https://evil.example', host: 'evil.example' },
      url,
      false,
    ],
    ['another port', { origin: `${url}:8443` }, url, false],
    ['without TLS', { origin: 'http://editions.example.org' }, url, false],
    ['a name that begins alike', { origin: `${url}.evil.example` }, url, false],
    ['a sandbox, a file', { origin: 'null' }, url, false],
    ['nonsense', { origin: 'x' }, null, false],
    ['another server of the domain', { 'sec-fetch-site': 'same-site' }, url, false],
    ['another site that hides its origin', { 'sec-fetch-site': 'cross-site' }, url, false],
    ['what somebody typed', { 'sec-fetch-site': 'none' }, url, true],
  ])('%s', (_, headers, url, own) => {
    expect(isOwnWrite(made(headers), url)).toBe(own)
    if (!('sec-fetch-site' in headers)) expect(isOwnOrigin(made(headers), url)).toBe(own)
  })
})

test.each<[number, string | undefined, string]>([
  [0, undefined, '10.0.0.9'],
  [0, '1.2.3.4', '10.0.0.9'],
  [1, '1.2.3.4', '1.2.3.4'],
  [1, '6.6.6.6, 1.2.3.4', '1.2.3.4'],
  [2, '6.6.6.6, 5.5.5.5, 1.2.3.4', '5.5.5.5'],
  [2, '1.2.3.4', '1.2.3.4'],
])('behind %d proxies that say %s the address is %s', (proxies, forwarded, address) => {
  const headers: Record<string, string> = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
  expect(addressBehind(made(headers), proxies)).toBe(address)
})

test.each<[Record<string, string>, string, boolean]>([
  [{ host: '127.0.0.1:4747' }, '127.0.0.1', true],
  [{ host: 'localhost' }, '::1', true],
  [{ host: '[::1]:4747' }, '::ffff:127.0.0.1', true],
  [{ host: 'rebound.example' }, '127.0.0.1', false],
  [{ host: '127.0.0.1.evil.example' }, '127.0.0.1', false],
  [{ host: 'localhost', 'x-forwarded-for': '1.2.3.4' }, '127.0.0.1', false],
  [{ host: 'localhost', forwarded: 'for=1.2.3.4' }, '127.0.0.1', false],
  [{ host: 'localhost' }, '10.0.0.9', false],
  [{}, '127.0.0.1', false],
])('%j from %s is of this machine: %s', (headers, from, local) => {
  expect(isLocal(made(headers, from))).toBe(local)
})

describe('forged requests', () => {
  let server: TestServer
  let ada: Someone
  let document: string
  beforeAll(async () => {
    server = await serve()
    document = await server.document()
    ada = await server.newcomer('Ada')
  })
  afterAll(stopServers)

  /** Sends what no `fetch` would: any Host, Origin and Sec-Fetch-Site. */
  function send(
    method: string,
    path: string,
    headers: Record<string, string>,
    body = '',
  ): Promise<{ status: number; text: string }> {
    const { hostname, port } = new URL(server.url)
    return new Promise((resolve, reject) => {
      const sent = ask(
        { hostname, port, method, path, headers: { cookie: ada.cookie, ...headers } },
        answer => {
          let text = ''
          answer.on('data', (part: Buffer) => {
            text += part
          })
          answer.on('end', () => resolve({ status: answer.statusCode!, text }))
        },
      )
      sent.on('error', reject)
      sent.end(body)
    })
  }

  const json = { 'content-type': 'application/json' }
  const writes: [string, string, string][] = [
    ['POST', '/api/me', '{"name":"Mallory"}'],
    ['POST', '/api/editions', '{"title":"Forged"}'],
    ['PATCH', '/api/documents/:document', '{"title":"Forged"}'],
    ['POST', '/api/documents/:document/decisions', '[]'],
    ['POST', '/api/inspect', 'text'],
    ['DELETE', '/api/editions/x/records/works/y?rev=1', ''],
  ]
  const forged: [string, Record<string, string>][] = [
    ['the origin of another site', { origin: 'https://evil.example' }],
    ['no origin that can be read', { origin: 'null' }],
    ['the origin of another port', { origin: 'http://127.0.0.1:1' }],
    ['fetch metadata of another site', { 'sec-fetch-site': 'cross-site' }],
  ]
  test.each(writes.flatMap(write => forged.map(forgery => [...write, ...forgery] as const)))(
    '%s %s with %s: %s',
    async (method, path, body, _, headers) => {
      const { status, text } = await send(
        method,
        path.replace(':document', document),
        { ...json, ...headers },
        body,
      )
      expect([status, text]).toEqual([403, expect.stringContaining('This request comes from another site.')])
    },
  )

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'a form’s %s is not taken for JSON',
    async type => {
      const { status } = await send('POST', '/api/editions', { 'content-type': type }, '{"title":"Forged"}')
      expect([400, 415]).toContain(status)
    },
  )

  test('a name that was made to lead to this machine leads nowhere', async () => {
    const { status } = await send('GET', '/api/editions', { host: 'rebound.example' })
    expect(status).toBe(403)
  })

  test.each(['https://evil.example', 'null', 'http://127.0.0.1:1'])(
    'a socket of %s is not opened',
    async origin => {
      const socket = new WebSocket(`${server.url.replace('http', 'ws')}/sync/${document}`, {
        headers: { cookie: ada.cookie, origin },
      })
      const status = await new Promise(resolve => {
        socket.on('unexpected-response', (_, answer) => resolve(answer.statusCode))
        socket.on('error', () => {})
        socket.on('open', () => resolve('open'))
      })
      socket.terminate()
      expect(status).toBe(403)
    },
  )

  test('nothing of all this was done', async () => {
    const editions = await (
      await fetch(`${server.url}/api/editions`, { headers: { cookie: ada.cookie } })
    ).text()
    expect(editions).not.toContain('Forged')
    expect((await server.store.people()).map(({ name }) => name)).not.toContain('Mallory')
  })
})
