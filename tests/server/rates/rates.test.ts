import type { IncomingMessage } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Attempts } from '../../../server/rates/attempts.js'
import { actionOf } from '../../../server/rates/middleware.js'
import { networkOf } from '../../../server/rates/network.js'
import { OpenCounts } from '../../../server/rates/open.js'
import { Rates, TooMany } from '../../../server/rates/rates.js'
import { homeRates, type RateTable, worldRates } from '../../../server/rates/table.js'
import { openRaw } from '../support/raw.js'
import { type Someone, serve, stopServers, type TestServer } from '../support/server.js'

const few = { address: 5, person: 3, seconds: 60 }
const table: RateTable = {
  ...worldRates,
  actions: { read: { ...few, address: 200 }, write: few, import: few, export: few, socket: few },
}

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002:ffff::', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['', ''],
])('%s counts as %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})

test.each([
  ['GET', '/editions', 'read'],
  ['HEAD', '/documents/x', 'read'],
  ['GET', '/documents/x/export', 'export'],
  ['POST', '/inspect', 'import'],
  ['POST', '/editions/x/bundles', 'import'],
  ['POST', '/editions/x/documents', 'import'],
  ['POST', '/editions', 'write'],
  ['DELETE', '/editions/x/records/works/y', 'write'],
])('%s %s is counted as %s', (method, path, action) => {
  expect(actionOf({ method, path })).toBe(action)
})

describe('rates', () => {
  test('are counted by person and by address, each for itself', async () => {
    const rates = new Rates(table)
    for (let i = 0; i < 3; i++) await rates.take('write', '192.0.2.1', 'ada')
    await expect(rates.take('write', '192.0.2.2', 'ada')).rejects.toBeInstanceOf(TooMany)
    await rates.take('write', '192.0.2.1', 'ben')
    await rates.take('write', '192.0.2.1', null)
    await expect(rates.take('write', '192.0.2.1', null)).rejects.toMatchObject({
      status: 429,
      detail: expect.stringMatching(/^Too much is written at once\. Try again in \d+ seconds?\.$/),
      more: { retryAfter: expect.any(Number) },
    })
    await rates.take('export', '192.0.2.1', 'ada')
    await rates.take('write', '192.0.2.3', 'cleo')
  })

  test('at home are so wide that they are not met', async () => {
    const rates = new Rates(homeRates)
    for (let i = 0; i < 5_000; i++) await rates.take('write', '127.0.0.1', 'ada')
  })
})

test('connections that are open at one time are counted', () => {
  const open = new OpenCounts({ address: 2, person: 1 })
  expect([open.enter('address', 'a'), open.enter('address', 'a'), open.enter('address', 'a')]).toEqual([
    true,
    true,
    false,
  ])
  open.leave('address', 'a')
  expect([open.enter('address', 'a'), open.enter('person', 'a'), open.enter('person', 'a')]).toEqual([
    true,
    true,
    false,
  ])
})

describe('attempts to come in', () => {
  const from = (ip: string) => ({ ip }) as unknown as IncomingMessage
  let now = 0
  const made = () => {
    now = 1_000_000
    return new Attempts(worldRates, () => now)
  }
  const waitOf = async (attempts: Attempts, ip: string, account: string): Promise<number> => {
    try {
      await attempts.attempt('sign-in', from(ip), account)
      return 0
    } catch (error) {
      return (error as TooMany).more.retryAfter as number
    }
  }

  test('the wait doubles with each that fails, to an hour', async () => {
    const attempts = made()
    for (let i = 0; i < 5; i++) expect(await waitOf(attempts, '192.0.2.1', 'ada@example.org')).toBe(0)
    const waits: number[] = []
    for (let i = 0; i < 10; i++) {
      const wait = await waitOf(attempts, '192.0.2.1', 'ada@example.org')
      waits.push(wait)
      now += wait * 1000
      expect(await waitOf(attempts, '192.0.2.1', 'ada@example.org')).toBe(0)
    }
    expect(waits).toEqual([30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600])
  })

  test('an account is the same however its address is written', async () => {
    const attempts = made()
    for (const account of ['ada@example.org', 'ADA@example.org', ' Ada@Example.org '])
      await waitOf(attempts, '192.0.2.1', account)
    for (let i = 0; i < 2; i++) await waitOf(attempts, '192.0.2.1', 'ada@example.org')
    expect(await waitOf(attempts, '192.0.2.1', 'aDa@example.org')).toBe(30)
  })

  test('somebody else is not kept out by it, nor the same person elsewhere', async () => {
    const attempts = made()
    for (let i = 0; i < 6; i++) await waitOf(attempts, '192.0.2.1', 'ada@example.org')
    expect(await waitOf(attempts, '192.0.2.1', 'ada@example.org')).toBeGreaterThan(0)
    expect(await waitOf(attempts, '192.0.2.9', 'ada@example.org')).toBe(0)
    expect(await waitOf(attempts, '192.0.2.1', 'ben@example.org')).toBe(0)
  })

  test('one address that tries many accounts has to wait', async () => {
    const attempts = made()
    for (let i = 0; i < 30; i++) expect(await waitOf(attempts, '2001:db8::1', `a${i}@example.org`)).toBe(0)
    expect(await waitOf(attempts, '2001:db8::2', 'other@example.org')).toBe(30)
  })

  test('many addresses that try one account have to wait, but not for long', async () => {
    const attempts = made()
    for (let i = 0; i < 50; i++) expect(await waitOf(attempts, `192.0.2.${i}`, 'ada@example.org')).toBe(0)
    let longest = 0
    for (let i = 0; i < 12; i++) {
      const wait = await waitOf(attempts, `198.51.100.${i}`, 'ada@example.org')
      longest = Math.max(longest, wait)
      now += wait * 1000
      await waitOf(attempts, `198.51.100.${i}`, 'ada@example.org')
    }
    expect(longest).toBe(900)
  })

  test('whoever comes in begins anew', async () => {
    const attempts = made()
    for (let round = 0; round < 20; round++) {
      for (let i = 0; i < 4; i++) await waitOf(attempts, `192.0.2.${round}`, 'ada@example.org')
      expect(await waitOf(attempts, `192.0.2.${round}`, 'ada@example.org')).toBe(0)
      await attempts.succeeded('sign-in', from(`192.0.2.${round}`), 'ada@example.org')
      expect(await waitOf(attempts, `192.0.2.${round}`, 'ada@example.org')).toBe(0)
    }
  })

  test('attempts at once are counted before they are made', async () => {
    const attempts = made()
    const all = await Promise.all(
      Array.from({ length: 20 }, () => waitOf(attempts, '192.0.2.1', 'ada@example.org')),
    )
    expect(all.filter(wait => wait === 0).length).toBe(5)
  })
})

describe('over the network', () => {
  let server: TestServer
  let ada: Someone
  let document: string
  beforeAll(async () => {
    server = await serve({ rates: { ...table, sockets: { address: 4, person: 2 } } })
    document = await server.document()
    ada = await server.newcomer('Ada')
  })
  afterAll(stopServers)

  test('who writes too often is told so, and when to come again', async () => {
    const write = () =>
      fetch(`${server.url}/api/editions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie: ada.cookie },
        body: '{"title":"One of many"}',
      })
    const answers: Response[] = []
    for (let i = 0; i < 4; i++) answers.push(await write())
    const last = answers.at(-1)!
    expect(last.status).toBe(429)
    expect(last.headers.get('content-type')).toContain('application/problem+json')
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await last.json()).toMatchObject({ status: 429, detail: expect.stringContaining('Try again in') })
    expect((await fetch(`${server.url}/api/editions`, { headers: { cookie: ada.cookie } })).status).toBe(200)
  })

  test('so is who opens too many documents at one time', async () => {
    const first = await openRaw(server.url, `/sync/${document}`, ada.cookie)
    await first.until(() => first.roles.length > 0)
    const second = await openRaw(server.url, `/sync/${document}`, ada.cookie)
    await second.until(() => second.roles.length > 0)
    const third = await openRaw(server.url, `/sync/${document}`, ada.cookie)
    expect((await third.closed).code).toBe(1013)
    for (const socket of [first.socket, second.socket]) socket.close()
  })
})
