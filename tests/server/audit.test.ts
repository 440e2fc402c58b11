import { join } from 'node:path'
import Database from 'libsql'
import { afterEach, describe, expect, test } from 'vitest'
import type { AuditEntry, AuditPage, Rebuilding } from '../../schema/audit.js'
import { verifyDocument } from '../../server/verify.js'
import {
  type Client,
  correction,
  joinDocument,
  type Someone,
  serve,
  stopServers,
  type TestServer,
  until,
} from './support/server.js'

afterEach(stopServers)

async function get<T>(server: TestServer, who: Someone, path: string): Promise<T> {
  const response = await fetch(`${server.url}/api${path}`, { headers: { cookie: who.cookie } })
  expect(response.status).toBe(200)
  return (await response.json()) as T
}

/** Ada proposes, Ben accepts; then Ben writes in Ada's name and is refused. */
async function work() {
  const server = await serve({ checks: true })
  const document = await server.document()
  const [ada, ben] = [await server.newcomer('Ada'), await server.newcomer('Ben')]
  const clients = [joinDocument(server.url, document, ada), joinDocument(server.url, document, ben)] as const
  await Promise.all(clients.map(client => client.synced))
  const [of, other] = clients
  await write(of, other, 'c1')
  other.layers.change('t', () =>
    other.layers.addDecision({
      id: 'd1',
      on: 'c1',
      act: 'accept',
      by: ben.id,
      at: Date.now(),
      why: '',
      seen: { start: 22, end: 27, text: 'Ugaki' },
    }),
  )
  await until(of.doc, () => of.layers.decisions.has('d1'))
  other.layers.change('t', () => other.layers.addCorrection(correction(ada.id, { id: 'forged' })))
  await other.refused
  return { server, document, ada, ben, of }
}

async function write(from: Client, to: Client, id: string): Promise<void> {
  from.layers.change('t', () => from.layers.addCorrection(correction(from.person.id, { id })))
  await until(to.doc, () => to.layers.corrections.has(id))
}

const brief = ({ way, person, says, rule, role, kinds }: AuditEntry) => ({
  way,
  person,
  says,
  rule,
  role,
  kinds,
})

describe('the audit log', () => {
  test('tells who did what, in which role, admitted or refused and why', async () => {
    const { server, document, ada, ben } = await work()
    const { entries, before, titles } = await get<AuditPage>(server, ada, `/documents/${document}/audit`)
    expect(before).toBeNull()
    expect(Object.keys(titles)).toEqual([document])
    const [refused, decided, proposed, imported] = entries.filter(({ way }) => way !== 'act')
    expect(brief(refused!)).toEqual({
      way: 'refused',
      person: ben.id,
      says: [],
      rule: 'G7',
      role: null,
      kinds: [],
    })
    expect(refused).toMatchObject({ code: 4403, message: expect.stringContaining('forged'), count: 1 })
    expect(refused!.bytes).toBeGreaterThan(50)
    expect(brief(decided!)).toEqual({
      way: 'admitted',
      person: ben.id,
      says: ['accepted Ugeki → Ugaki'],
      rule: '',
      role: 'owner',
      kinds: ['decisions'],
    })
    expect(refused!.connection).toBe(decided!.connection)
    expect(brief(proposed!)).toMatchObject({
      person: ada.id,
      says: ['proposed Ugeki → Ugaki'],
      kinds: ['corrections'],
    })
    expect(imported).toMatchObject({ row: 1, kinds: ['import'], connection: 'import', role: null })
    const here = Object.values(titles)[0]
    const edition = (await server.store.document(document))!.edition
    const whole = await get<AuditPage>(server, ada, `/editions/${edition}/audit`)
    expect(whole.entries.filter(({ way }) => way !== 'act')).toEqual(
      entries.filter(({ way }) => way !== 'act'),
    )
    expect(whole.titles).toEqual({ [document]: here })
  })

  test('can be filtered, and is read page by page without losing or repeating anything', async () => {
    const { server, document, ada, ben } = await work()
    const path = `/documents/${document}/audit`
    const { entries: all } = await get<AuditPage>(server, ada, path)
    const ask = async (query: string) => (await get<AuditPage>(server, ada, `${path}?${query}`)).entries
    expect(await ask('way=refused')).toEqual(all.filter(({ way }) => way === 'refused'))
    expect(await ask(`person=${ben.id}`)).toEqual(all.filter(({ person }) => person === ben.id))
    expect(await ask('kind=decisions')).toEqual(all.filter(({ kinds }) => kinds.includes('decisions')))
    expect(await ask(`from=${Date.now() + 1_000}`)).toEqual([])
    const pages: AuditEntry[] = []
    let before: string | null = ''
    for (let asked = 0; before !== null && asked < 20; asked++) {
      const page: AuditPage = await get(server, ada, `${path}?limit=1${before && `&before=${before}`}`)
      pages.push(...page.entries)
      before = page.before
    }
    expect(pages).toEqual(all)
    const bad = await fetch(`${server.url}/api${path}?before=x`, { headers: { cookie: ada.cookie } })
    expect(bad.status).toBe(400)
  })

  test('is exported as CSV and as JSON lines, with nothing that a spreadsheet would run', async () => {
    const { server, document, ada } = await work()
    await server.store.accounts.addAct({
      at: Date.now(),
      person: ada.id,
      address: '',
      what: '=1+1',
      edition: '',
      document,
      detail: '{"a":1}',
    })
    const take = async (as: string) => {
      const answer = await fetch(`${server.url}/api/documents/${document}/audit/export?as=${as}`, {
        headers: { cookie: ada.cookie },
      })
      return { type: answer.headers.get('content-type'), text: await answer.text() }
    }
    const { entries } = await get<AuditPage>(server, ada, `/documents/${document}/audit`)
    const lines = await take('jsonl')
    expect(lines.type).toMatch(/^application\/jsonl/)
    const read = lines.text
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line) as AuditEntry & { name: string })
    expect(read.map(({ name: _, ...entry }) => entry)).toEqual(entries)
    expect(read.find(({ kinds }) => kinds.includes('decisions'))?.name).toBe('Ben')
    const csv = await take('csv')
    expect(csv.type).toMatch(/^text\/csv/)
    const rows = csv.text.trimEnd().split('\r\n')
    expect(rows).toHaveLength(entries.length + 1)
    expect(rows[0]).toMatch(/^time,way,person,name,role,/)
    expect(csv.text).toContain("'=1+1")
    expect(csv.text).toContain('"{""a"":1}"')
    expect(csv.text).toContain('accepted Ugeki → Ugaki')
  })

  test('says when work was written, where that is long before it came', async () => {
    const { server, document, ada, of } = await work()
    const written = Date.now() - 3_600_000
    of.layers.change('t', () => of.layers.addCorrection(correction(ada.id, { id: 'late', at: written })))
    for (;;) {
      const { entries } = await get<AuditPage>(server, ada, `/documents/${document}/audit?kind=corrections`)
      if (entries.length < 2) continue
      expect(entries.map(entry => entry.written)).toEqual([written, null])
      return
    }
  })

  test('counts together what one person is refused again and again, and does not hear them for a while', async () => {
    const { server, document, ada, ben } = await work()
    const codes: number[] = []
    for (let i = 0; i < 25; i++) {
      const client = joinDocument(server.url, document, ben)
      const gone = client.refused
      await Promise.race([client.synced, gone])
      client.layers.change('t', () => client.layers.addCorrection(correction(ada.id, { id: `f${i}` })))
      codes.push((await gone).code)
      client.leave()
    }
    expect(codes.slice(0, 19)).toEqual(codes.slice(0, 19).map(() => 4403))
    expect(codes.slice(19)).toEqual(codes.slice(19).map(() => 4429))
    const { entries } = await get<AuditPage>(
      server,
      ada,
      `/documents/${document}/audit?way=refused&limit=500`,
    )
    expect(entries).toHaveLength(20)
  })
})

describe('a document rebuilt from its log', () => {
  test('is what people work on, and every row would be admitted again', async () => {
    const { server, document, ada } = await work()
    const open = await get<Rebuilding>(server, ada, `/documents/${document}/audit/check`)
    expect(open).toMatchObject({ rows: 3, faults: [], breaches: [], beyond: 0, judged: 2 })
    expect(open.live).toEqual({ from: 'open', state: open.state })
    const loaded = (await verifyDocument(server.store, document))!
    expect(loaded).toEqual({ ...open, live: { from: 'loaded', state: open.state } })
    expect(await verifyDocument(server.store, 'nowhere')).toBeNull()
  })

  test.each<[string, string, RegExp]>([
    ['a row that is missing', 'delete from updates where seq = 2', /Row 3 follows row 1/],
    ['a row that was changed', "update updates set data = x'0102' where seq = 2", /Row 2 cannot be read/],
    [
      'another hand',
      "update updates set person = 'eve' where seq = 3",
      /another person than is written down/,
    ],
    [
      'another witness',
      'update witnesses set json = (select source from documents)',
      /witness cannot be read/,
    ],
    [
      'a last row cut off',
      'delete from updates where seq = 3',
      /The log ends with row 2|not what the log says/,
    ],
  ])('tells of %s', async (_, tampering, fault) => {
    const { server, document } = await work()
    const live = await server.hub.moment(document)
    const raw = new Database(join(server.folder, 'corrigenda.db'))
    raw.exec(tampering)
    raw.close()
    const found = (await verifyDocument(server.store, document, live))!
    expect(found.faults.join('\n')).toMatch(fault)
  })

  test('names rows that today’s rules would not admit', async () => {
    const { server, document } = await work()
    const raw = new Database(join(server.folder, 'corrigenda.db'))
    raw.exec("update updates set role = 'annotator' where seq > 1")
    raw.close()
    const { breaches, faults } = (await verifyDocument(server.store, document))!
    expect(breaches.map(({ row, rule }) => [row, rule])).toEqual([
      [2, 'G15'],
      [3, 'G15'],
    ])
    expect(faults).toEqual([])
  })

  test('says so where the snapshot is another document’s', async () => {
    const { server, document } = await work()
    const { seq } = await server.store.load(document)
    await server.store.putSnapshot(document, seq, Uint8Array.of(0, 0))
    const { faults } = (await verifyDocument(server.store, document))!
    expect(faults).toEqual([
      `The snapshot of row ${seq} does not say what the log says up to that row.`,
      'What people see is not what the log says.',
    ])
  })
})
