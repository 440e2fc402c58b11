/** What is sent to the server is refused as early as that can be known. */
import { request as ask } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { defaultLimits } from '../../server/config.js'
import { type Someone, serve, stopServers, type TestServer } from './support/server.js'

let server: TestServer
let ada: Someone
let edition: string
const limit = 100_000

beforeAll(async () => {
  server = await serve({ limits: { ...defaultLimits, file: limit } })
  ada = await server.newcomer('Ada')
  const made = await fetch(`${server.url}/api/editions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: ada.cookie },
    body: '{"title":"Uploads"}',
  })
  edition = ((await made.json()) as { id: string }).id
})
afterAll(stopServers)

/** Sends a request piece by piece, for as long as nothing is answered; resolves with the status, and how much of the
 * body was sent until then. */
function send(
  path: string,
  headers: Record<string, string | number>,
  pieces: Iterable<Buffer>,
  { url, cookie } = { url: server.url, cookie: ada.cookie },
): Promise<{ status: number; sent: number; body: string }> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    let sent = 0
    let answered = false
    const request = ask(
      { hostname, port, path, agent: false, method: 'POST', headers: { cookie, ...headers } },
      answer => {
        answered = true
        let body = ''
        answer.on('data', (part: Buffer) => {
          body += part
        })
        answer.on('end', () => {
          resolve({ status: answer.statusCode!, sent, body })
          request.destroy()
        })
      },
    )
    request.on('error', error => {
      if (!answered) reject(error)
    })
    const next = pieces[Symbol.iterator]()
    const more = () => {
      if (answered) return
      const { value, done } = next.next()
      if (done) request.end()
      else {
        sent += (value as Buffer).length
        request.write(value, () => setImmediate(more))
      }
    }
    request.flushHeaders()
    more()
  })
}

function* endless(): Generator<Buffer> {
  for (;;) yield Buffer.alloc(8_192, 'a')
}

const paths = () => [`/api/editions/${edition}/documents?name=x.txt`, '/api/inspect?name=x.txt']

describe.each([0, 1])('a file', which => {
  test('that says that it is too large is refused before it is sent', async () => {
    const { status, body } = await send(paths()[which]!, { 'content-length': limit * 1000 }, [])
    expect([status, JSON.parse(body)]).toEqual([413, expect.objectContaining({ status: 413 })])
  })

  test('that does not say how large it is is refused when it gets too large', async () => {
    const { status, sent } = await send(paths()[which]!, { 'transfer-encoding': 'chunked' }, endless())
    expect(status).toBe(413)
    expect(sent).toBeLessThan(limit * 100)
  })

  test('that is packed is not unpacked', async () => {
    const packed = gzipSync(Buffer.alloc(limit * 200, 'a'))
    const { status } = await send(paths()[which]!, { 'content-encoding': 'gzip' }, [packed])
    expect(status).toBe(415)
  })

  test('of somebody who may not send it is refused before it is sent', async () => {
    const { status } = await send(paths()[which]!, { cookie: '', 'content-length': limit }, [])
    expect(status).toBe(401)
  })

  test('as large as may be is taken', async () => {
    const text = Buffer.from('A line of words.\n'.repeat(limit)).subarray(0, limit)
    const { status, body } = await send(paths()[which]!, { 'content-length': limit }, [text])
    expect([200, 201], body).toContain(status)
  })
})

test('a file of 200 MB is refused with the usual limit, and is never in memory', async () => {
  const usual = await serve()
  const zoe = await usual.newcomer('Zoe')
  const size = 200_000_000
  const pieces = function* () {
    for (let sent = 0; sent < size; sent += 65_536) yield Buffer.alloc(65_536, 'a')
  }
  const before = process.memoryUsage()
  const to = { url: usual.url, cookie: zoe.cookie }
  const declared = await send('/api/inspect?name=x.xml', { 'content-length': size }, [], to)
  expect([declared.status, declared.sent]).toEqual([413, 0])
  const streamed = await send('/api/inspect?name=x.xml', { 'transfer-encoding': 'chunked' }, pieces(), to)
  expect(streamed.status).toBe(413)
  expect(streamed.sent).toBeLessThan(defaultLimits.file * 2)
  const { external, heapUsed } = process.memoryUsage()
  const grown = external + heapUsed - before.external - before.heapUsed
  expect(grown).toBeLessThan(size)
}, 60_000)

describe('JSON', () => {
  const json = { 'content-type': 'application/json' }

  test.each([
    ['too large', `{"title":"${'x'.repeat(2 << 20)}"}`, [413]],
    ['no JSON', '{"title":', [400]],
    ['nested without end', '['.repeat(200_000), [400]],
    ['nested to the end', `{"title":${'['.repeat(200_000)}${']'.repeat(200_000)}}`, [400]],
    ['of another shape', '{"title":{"__proto__":{"x":1}}}', [400]],
    ['nothing', '', [400]],
  ])('that is %s is refused', async (_, text, statuses) => {
    const { status, body } = await send('/api/editions', json, [Buffer.from(text)])
    expect(statuses).toContain(status)
    expect((JSON.parse(body) as { status: number }).status).toBe(status)
    expect(({} as { x?: unknown }).x).toBeUndefined()
  })

  test('under the name of a form is not taken for JSON', async () => {
    const { status } = await send('/api/me', { 'content-type': 'text/plain' }, [
      Buffer.from('{"name":"Mallory"}'),
    ])
    expect(status).toBe(415)
  })
})

test('the server lives after all that', async () => {
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
  expect(server.logged).toEqual([])
})
