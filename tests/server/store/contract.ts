/** What every store must do. A store's own test hands over a way to open it. */
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { canonical, type Witness, witnessHash } from '../../../schema/witness.js'
import { packed } from '../../../server/reading/prepare.js'
import type { NewDocument, NewUpdate, Store } from '../../../server/store/store.js'
import { accountsContract } from './accounts-contract.js'
import { auditContract } from './audit-contract.js'

export interface Opened {
  readonly store: Store
  /** Closes the store and opens the same data again. */
  reopen(): Promise<Store>
  remove(): Promise<void>
}

const witness: Witness = {
  format: 1,
  text: 'One “word” more',
  blocks: [{ start: 0, end: 15, kind: 'paragraph', attrs: {} }],
  milestones: [],
  spans: [],
  source: { format: 'text', encoding: 'utf-8', bom: false, name: 'one.txt' },
}

const newDocument = (id: string, change: Partial<NewDocument> = {}): NewDocument => ({
  id,
  edition: 'e1',
  title: `Document ${id}`,
  witness: packed(witness),
  words: 3,
  created: 1_000,
  metadata: { title: 'Ö', date: '1945' },
  problems: [{ severity: 'info', code: 'encoding', message: 'utf-8', line: 1, column: 1 }],
  file: 'one.txt',
  source: bytes(79, 110, 101),
  state: bytes(1),
  person: 'p1',
  ...change,
})

const update = (document: string, ...data: number[]): NewUpdate => ({
  document,
  person: 'p1',
  connection: 's1',
  at: 2_000,
  data: bytes(...data),
  clients: [],
})

function bytes(...values: number[]): Uint8Array {
  return new Uint8Array(values)
}

export function storeContract(name: string, open: () => Promise<Opened>): void {
  describe(`the ${name} store`, () => {
    let opened: Opened
    let store: Store

    beforeEach(async () => {
      opened = await open()
      store = opened.store
      await store.addEdition({ id: 'e1', title: 'First', created: 500 })
    })
    afterEach(() => opened.remove())

    accountsContract(() => store)
    auditContract(() => store)

    test('keeps editions, the oldest first', async () => {
      await store.addEdition({ id: 'e0', title: 'Second', created: 600 })
      expect(await store.editions()).toEqual([
        { id: 'e1', title: 'First', created: 500, isPublic: false },
        { id: 'e0', title: 'Second', created: 600, isPublic: false },
      ])
      await expect(store.addEdition({ id: 'e1', title: 'Again', created: 700 })).rejects.toThrow()
    })

    test('keeps documents with their source, witness and first update', async () => {
      await store.addDocument(newDocument('d1'))
      await store.addDocument(newDocument('d0', { created: 1_001 }))
      const hash = witnessHash(witness)
      const entry = {
        id: 'd1',
        edition: 'e1',
        title: 'Document d1',
        witness: hash,
        words: 3,
        created: 1_000,
        replaces: null,
        replacedBy: null,
        current: 'd1',
      }
      expect((await store.documents()).map(document => document.id)).toEqual(['d1', 'd0'])
      expect((await store.documents('e1'))[0]).toEqual(entry)
      expect(await store.documents('e2')).toEqual([])
      const { metadata, problems, file } = newDocument('d1')
      expect(await store.document('d1')).toEqual({ ...entry, metadata, problems, file })
      expect(await store.document('d2')).toBeNull()
      expect(await store.source('d1')).toEqual({ file: 'one.txt', bytes: bytes(79, 110, 101) })
      expect(await store.source('d2')).toBeNull()
      const json = (await store.witness(hash))!
      expect(gunzipSync(json).toString()).toBe(canonical(witness))
      expect(await store.witness('0000')).toBeNull()
      expect(await store.log('d1', 0, 10)).toEqual([
        { seq: 1, person: 'p1', connection: 'import', at: 1_000, data: bytes(1), role: null },
      ])
    })

    test('writes a document whole or not at all', async () => {
      await store.addDocument(newDocument('d1'))
      await expect(store.addDocument(newDocument('d1', { title: 'Other' }))).rejects.toThrow()
      await expect(store.addDocument(newDocument('d2', { edition: 'nowhere' }))).rejects.toThrow()
      expect((await store.documents()).map(document => document.title)).toEqual(['Document d1'])
      expect(await store.log('d1', 0, 10)).toHaveLength(1)
    })

    test('keeps which document replaces which, each one but once, and only as it was carried over', async () => {
      const replacing = (id: string, document: string, seq: number) =>
        store.addDocument(newDocument(id, { replaces: { document, seq } }))
      await store.addDocument(newDocument('d1'))
      await store.append([update('d1', 2)])
      await expect(replacing('d2', 'd1', 1)).rejects.toMatchObject({ why: 'changed' })
      expect(await store.document('d2')).toBeNull()
      await replacing('d2', 'd1', 2)
      await expect(replacing('d9', 'd1', 2)).rejects.toMatchObject({ why: 'replaced' })
      await replacing('d3', 'd2', 1)
      const chain = [
        { id: 'd1', replaces: null, replacedBy: 'd2', current: 'd3' },
        { id: 'd2', replaces: 'd1', replacedBy: 'd3', current: 'd3' },
        { id: 'd3', replaces: 'd2', replacedBy: null, current: 'd3' },
      ]
      expect(await store.documents('e1')).toMatchObject(chain)
      for (const one of chain) expect(await store.document(one.id)).toMatchObject(one)
    })

    test('gives what was given on a document on the one that replaces it', async () => {
      await store.putPerson({ id: 'p1', name: 'Ada', created: 10 })
      await store.addDocument(newDocument('d1'))
      const grant = { scope: 'document', role: 'corrector' } as const
      const link = { id: 'l1', hash: 'h1', label: '', by: 'p1', created: 1, expires: null, ended: null }
      const ticket = { kind: 'invitation', person: null, email: '', note: '', by: 'p1', created: 1 } as const
      await store.accounts.putGrant({ person: 'p1', ...grant, thing: 'd1', by: 'p1', at: 1 })
      await store.accounts.addLink({ ...link, ...grant, thing: 'd1' })
      const grants = [{ ...grant, thing: 'd1' }, { scope: 'edition', thing: 'e1', role: 'reader' } as const]
      await store.accounts.addTicket({ ...ticket, id: 't1', hash: 'h2', grants, expires: 9_999, used: null })
      await store.addDocument(newDocument('d2', { replaces: { document: 'd1', seq: 1 } }))
      expect(await store.accounts.grants({ scope: 'document', thing: 'd1' })).toEqual([])
      expect(await store.accounts.grants({ person: 'p1' })).toMatchObject([
        { thing: 'd2', role: 'corrector' },
      ])
      expect((await store.accounts.links('document', 'd2')).map(({ id }) => id)).toEqual(['l1'])
      const [promised] = await store.accounts.tickets(1)
      expect(promised?.grants).toEqual([{ ...grant, thing: 'd2' }, grants[1]])
    })

    test('changes title and metadata, each by itself', async () => {
      await store.addDocument(newDocument('d1'))
      expect(await store.changeDocument('d1', { title: 'New' })).toBe(true)
      expect(await store.document('d1')).toMatchObject({ title: 'New', metadata: { title: 'Ö' } })
      expect(await store.changeDocument('d1', { metadata: { place: 'Tokyo' } })).toBe(true)
      expect(await store.document('d1')).toMatchObject({ title: 'New', metadata: { place: 'Tokyo' } })
      expect(await store.changeDocument('d1', {})).toBe(true)
      expect(await store.changeDocument('d2', { title: 'New' })).toBe(false)
      expect(await store.changeDocument('d2', {})).toBe(false)
    })

    test('keeps people, and lets them change their name', async () => {
      await store.putPerson({ id: 'p1', name: 'Ada', created: 10 })
      await store.putPerson({ id: 'p2', name: 'Ben', created: 20 })
      await store.putPerson({ id: 'p1', name: 'Ada L.', created: 30 })
      const plain = { initials: '', orcid: '', email: '', isGuest: false, ended: null }
      expect(await store.people()).toEqual([
        { id: 'p1', name: 'Ada L.', created: 10, ...plain },
        { id: 'p2', name: 'Ben', created: 20, ...plain },
      ])
      await store.putPerson({ id: 'p2', name: 'Ben', created: 20, email: 'Ben@x.org', isGuest: true })
      await store.putPerson({ id: 'p2', name: 'Benn', created: 20 })
      expect(await store.personByEmail('ben@X.org')).toEqual({
        id: 'p2',
        name: 'Benn',
        created: 20,
        ...plain,
        email: 'Ben@x.org',
        isGuest: true,
      })
      expect(await store.personByEmail('')).toBeNull()
      expect(await store.person('p3')).toBeNull()
    })

    test('numbers each document’s updates from 1, without gaps', async () => {
      await store.addDocument(newDocument('d1'))
      await store.addDocument(newDocument('d2'))
      const seqs = await store.append([update('d1', 2), update('d2', 3), update('d1', 4)])
      expect(seqs).toEqual(
        new Map([
          ['d1', 3],
          ['d2', 2],
        ]),
      )
      expect(await store.append([update('d1', 5)])).toEqual(new Map([['d1', 4]]))
      expect(await store.append([])).toEqual(new Map())
      expect((await store.log('d1', 0, 10)).map(({ seq, data }) => [seq, ...data])).toEqual([
        [1, 1],
        [2, 2],
        [3, 4],
        [4, 5],
      ])
      expect((await store.log('d1', 1, 2)).map(({ seq }) => seq)).toEqual([2, 3])
    })

    test('appends all of a batch or nothing', async () => {
      await store.addDocument(newDocument('d1'))
      await expect(store.append([update('d1', 2), update('nowhere', 3)])).rejects.toThrow()
      expect(await store.log('d1', 0, 10)).toHaveLength(1)
      expect(await store.append([update('d1', 4)])).toEqual(new Map([['d1', 2]]))
    })

    test('remembers who first used a client id', async () => {
      await store.addDocument(newDocument('d1'))
      const large = 4_294_967_295
      await store.append([{ ...update('d1', 2), clients: [7, large] }])
      await store.append([{ ...update('d1', 3), person: 'p2', clients: [7, 8] }])
      expect((await store.load('d1')).clients).toEqual(
        new Map([
          [7, 'p1'],
          [8, 'p2'],
          [large, 'p1'],
        ]),
      )
    })

    test('loads the newest snapshot and what came after it', async () => {
      await store.addDocument(newDocument('d1'))
      expect(await store.load('d1')).toEqual({ snapshot: null, tail: [bytes(1)], seq: 1, clients: new Map() })
      await store.append([update('d1', 2), update('d1', 3)])
      await store.putSnapshot('d1', 2, bytes(1, 2))
      expect(await store.load('d1')).toMatchObject({ snapshot: bytes(1, 2), tail: [bytes(3)], seq: 3 })
      await store.putSnapshot('d1', 3, bytes(1, 2, 3))
      await store.putSnapshot('d1', 2, bytes(9))
      expect(await store.load('d1')).toMatchObject({ snapshot: bytes(1, 2, 3), tail: [], seq: 3 })
      // A snapshot shortens nothing.
      expect(await store.log('d1', 0, 10)).toHaveLength(3)
      expect(await store.load('nowhere')).toEqual({ snapshot: null, tail: [], seq: 0, clients: new Map() })
    })

    test('keeps the newest digest of each document, by the form of the program that made it', async () => {
      await store.addEdition({ id: 'e2', title: 'Second', created: 600 })
      for (const [id, edition] of Object.entries({ d1: 'e1', d2: 'e1', d3: 'e2' }))
        await store.addDocument(newDocument(id, { edition }))
      const digest = (document: string, seq: number, form = 'f1') => ({
        document,
        form,
        seq,
        rows: `["${document} ö",${seq}]`,
        feed: '[]',
        counts: '{}',
      })
      await store.putDigests([digest('d1', 1), digest('d2', 1), digest('d3', 1)])
      await store.putDigests([digest('d1', 2), digest('d2', 1, 'f2')])
      expect(await store.digests('e1', 'f1')).toEqual([digest('d1', 2)])
      expect(await store.digests('e1', 'f2')).toEqual([digest('d2', 1, 'f2')])
      expect(await store.digests('e2', 'f1')).toEqual([digest('d3', 1)])
      await expect(store.putDigests([digest('d1', 3), digest('nowhere', 1)])).rejects.toThrow()
      expect(await store.digests('e1', 'f1')).toEqual([digest('d1', 2)])
    })

    test('knows the last update of each document of an edition', async () => {
      await store.addEdition({ id: 'e2', title: 'Second', created: 600 })
      await store.addDocument(newDocument('d1'))
      await store.addDocument(newDocument('d2'))
      await store.addDocument(newDocument('d3', { edition: 'e2' }))
      await store.append([update('d1', 2), update('d1', 3)])
      expect(await store.lastUpdates('e1')).toEqual(
        new Map([
          ['d1', 3],
          ['d2', 1],
        ]),
      )
      expect(await store.lastUpdates('e2')).toEqual(new Map([['d3', 1]]))
      expect(await store.lastUpdates('nowhere')).toEqual(new Map())
    })

    test('keeps every revision of a record, and takes none out of turn', async () => {
      const at = { edition: 'e1', kind: 'register', id: 'r1', person: 'p1', at: 10 }
      const first = { ...at, rev: 1, value: '{"a":1}' }
      const second = { ...at, rev: 2, at: 20, value: '{"a":"ö"}' }
      const gone = { ...at, rev: 3, at: 30, person: 'p2', value: null }
      const other = { ...first, id: 'r0' }
      expect(await store.addRevision({ ...first, rev: 2 })).toBe(false)
      expect(await store.addRevision(first)).toBe(true)
      expect(await store.addRevision(first)).toBe(false)
      expect(await store.addRevision(second)).toBe(true)
      expect(await store.addRevision(other)).toBe(true)
      await expect(store.addRevision({ ...first, edition: 'nowhere' })).rejects.toThrow()
      expect(await store.records('e1', 'register')).toEqual([other, second])
      expect(await store.records('e1', 'versions')).toEqual([])
      expect(await store.addRevision(gone)).toBe(true)
      expect(await store.records('e1', 'register')).toEqual([other])
      expect(await store.revisions('e1', 'register', 'r1')).toEqual([first, second, gone])
      expect(await store.revisions('e1', 'register', 'r2')).toEqual([])
      store = await opened.reopen()
      expect(await store.revisions('e1', 'register', 'r1')).toEqual([first, second, gone])
    })

    test('keeps bytes of any length and value', async () => {
      const all = new Uint8Array(70_000).map((_, i) => i & 255)
      await store.addDocument(
        newDocument('d1', { source: new Uint8Array(0), state: all.subarray(3, 60_000) }),
      )
      expect((await store.source('d1'))?.bytes).toEqual(new Uint8Array(0))
      expect((await store.load('d1')).tail).toEqual([all.slice(3, 60_000)])
    })

    test('has everything again after it was closed', async () => {
      await store.addDocument(newDocument('d1'))
      await store.append([update('d1', 2)])
      const before = [await store.editions(), await store.documents(), await store.load('d1')]
      store = await opened.reopen()
      expect([await store.editions(), await store.documents(), await store.load('d1')]).toEqual(before)
    })
  })
}
