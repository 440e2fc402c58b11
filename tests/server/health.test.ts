import { existsSync } from 'node:fs'
import { request as ask } from 'node:http'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Readiness } from '../../server/readiness.js'
import type { Store } from '../../server/store/store.js'
import { openRaw } from './support/raw.js'
import {
  correction,
  joinDocument,
  type Someone,
  serve,
  stopServers,
  type TestServer,
  temporaryFolder,
  until,
} from './support/server.js'

afterAll(stopServers)

describe('health and figures', () => {
  let server: TestServer
  let ada: Someone
  let document: string
  const token = 'a-token-for-metrics'
  beforeAll(async () => {
    server = await serve({ metricsToken: token })
    document = await server.document()
    ada = await server.newcomer('Ada')
  })

  /** A request with headers that `fetch` does not let one set, as a proxy passes it on. */
  const from = (
    path: string,
    headers: Record<string, string>,
  ): Promise<{ status: number; body: Buffer; encoding: string | undefined }> => {
    const { hostname, port } = new URL(server.url)
    return new Promise((resolve, reject) => {
      const sent = ask({ hostname, port, path, headers }, answer => {
        const parts: Buffer[] = []
        answer.on('data', (part: Buffer) => parts.push(part))
        answer.on('end', () =>
          resolve({
            status: answer.statusCode!,
            body: Buffer.concat(parts),
            encoding: answer.headers['content-encoding'],
          }),
        )
      })
      sent.on('error', reject)
      sent.end()
    })
  }
  const elsewhere = { host: 'editions.example.org', 'x-forwarded-for': '192.0.2.1' }

  test('the server is alive and ready', async () => {
    expect(await (await fetch(`${server.url}/healthz`)).json()).toEqual({ status: 'ok' })
    const ready = await fetch(`${server.url}/readyz`)
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'ok' }])
    expect(existsSync(join(server.folder, '.probe'))).toBe(false)
  })

  test('figures count what happened', async () => {
    const writer = joinDocument(server.url, document, ada)
    const reader = joinDocument(server.url, document, await server.newcomer('Ben'))
    await Promise.all([writer.synced, reader.synced])
    writer.layers.change('typing', () => writer.layers.addCorrection(correction(ada.id)))
    await until(reader.doc, () => reader.layers.corrections.size === 1)
    const raw = await openRaw(server.url, `/sync/${document}`, ada.cookie)
    await raw.until(() => raw.roles.length > 0)
    const text = await (await fetch(`${server.url}/metrics`)).text()
    const value = (line: string) =>
      Number(new RegExp(`^${line.replace(/[{}]/g, '\\$&')} (\\S+)$`, 'm').exec(text)?.[1])
    expect(value('corrigenda_sockets_open')).toBe(3)
    expect(value('corrigenda_documents_loaded')).toBe(1)
    expect(value('corrigenda_updates_total{verdict="admitted",rule=""}')).toBe(1)
    expect(value('corrigenda_committed_updates_total')).toBe(1)
    expect(value('corrigenda_commit_seconds_count')).toBe(1)
    expect(value('corrigenda_gate_seconds_count')).toBeGreaterThanOrEqual(1)
    expect(value('corrigenda_fanout_bytes_total')).toBeGreaterThan(0)
    expect(value('corrigenda_messages_waiting')).toBe(0)
    expect(value('corrigenda_files_waiting')).toBe(0)
    expect(text).toContain('corrigenda_event_loop_lag_seconds{quantile="0.99"}')
    expect(text).toMatch(
      /corrigenda_http_request_seconds_count\{method="POST",route="\/api\/editions\/:edition\/documents",status="201"\} 1/,
    )
    // Addresses as such would make a row for each document, and show secrets.
    expect(text).not.toContain(document)
    writer.layers.change('typing', () => writer.layers.addCorrection(correction('somebody else')))
    await writer.refused
    expect(await (await fetch(`${server.url}/metrics`)).text()).toMatch(
      /corrigenda_updates_total\{verdict="refused",rule="[A-Z]\d+"\} 1/,
    )
  })

  test('figures are for this machine, or for whoever has the token', async () => {
    expect((await from('/metrics', elsewhere)).status).toBe(404)
    expect((await from('/metrics', { ...elsewhere, authorization: 'Bearer wrong' })).status).toBe(404)
    expect((await from('/metrics', { ...elsewhere, authorization: `Bearer ${token}` })).status).toBe(200)
  })

  test('what goes over the network is compressed, and what stays here is not', async () => {
    const gzip = { 'accept-encoding': 'gzip' }
    const far = await from('/metrics', { ...elsewhere, ...gzip, authorization: `Bearer ${token}` })
    expect(far.encoding).toBe('gzip')
    expect(gunzipSync(far.body).toString()).toContain('corrigenda_sockets_open')
    expect((await from('/metrics', { ...gzip, host: '127.0.0.1' })).encoding).toBeUndefined()
  })

  test('answers have an id by which they are found in the log', async () => {
    const ids = [await fetch(`${server.url}/healthz`), await fetch(`${server.url}/healthz`)].map(answer =>
      answer.headers.get('x-request-id'),
    )
    expect(ids[0]).toMatch(/^\w+$/)
    expect(ids[1]).not.toBe(ids[0])
  })
})

describe('readiness', () => {
  const storeThat = (sweep: () => Promise<void>) =>
    ({ accounts: { sweepSessions: sweep } }) as unknown as Store

  test('is looked at not more than every few seconds', async () => {
    const { folder, remove } = temporaryFolder()
    let [now, looks] = [0, 0]
    const readiness = new Readiness(
      storeThat(async () => void looks++),
      folder,
      () => now,
    )
    for (const at of [0, 1_000, 3_000]) {
      now = at
      expect(await readiness.reasonNot()).toBeNull()
    }
    expect(looks).toBe(1)
    now = 3_001
    await readiness.reasonNot()
    expect(looks).toBe(2)
    remove()
  })

  test('ends where the store, or the folder, takes no writes, and when the server stops', async () => {
    const { folder, remove } = temporaryFolder()
    const full = new Readiness(
      storeThat(async () => {
        throw new Error('database or disk is full')
      }),
      folder,
    )
    expect(await full.reasonNot()).toBe('the store does not take writes')
    remove()
    const gone = new Readiness(
      storeThat(async () => {}),
      folder,
    )
    expect(await gone.reasonNot()).toBe('the data folder does not take writes')
    gone.stop()
    expect(await gone.reasonNot()).toBe('the server is stopping')
  })
})
