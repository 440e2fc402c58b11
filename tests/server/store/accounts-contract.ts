/** What every store must do for accounts, roles and the record of acts. Part of the contract of stores. */
import { beforeEach, describe, expect, test } from 'vitest'
import type { StoredLink, StoredSession, StoredTicket, StoredToken } from '../../../server/store/accounts.js'
import type { Store } from '../../../server/store/store.js'

const session = (id: string, change: Partial<StoredSession> = {}): StoredSession => ({
  id,
  hash: `hash-${id}`,
  person: 'p1',
  provider: 'password',
  created: 1_000,
  seen: 1_000,
  expires: 9_000,
  agent: 'A browser',
  address: '192.0.2.1',
  ...change,
})

const token: StoredToken = {
  id: 't1',
  hash: 'hash-t1',
  person: 'p1',
  name: 'Backup script',
  reads: 'read',
  created: 1_000,
  seen: null,
  expires: null,
}

const ticket = (id: string, change: Partial<StoredTicket> = {}): StoredTicket => ({
  id,
  hash: `hash-${id}`,
  kind: 'invitation',
  person: null,
  email: 'ben@example.org',
  note: '',
  grants: [{ scope: 'edition', thing: 'e1', role: 'corrector' }],
  by: 'p1',
  created: 1_000,
  expires: 5_000,
  used: null,
  ...change,
})

const link: StoredLink = {
  id: 'l1',
  hash: 'hash-l1',
  scope: 'document',
  thing: 'd1',
  role: 'reader',
  label: 'For the press',
  by: 'p1',
  created: 1_000,
  expires: null,
  ended: null,
}

/** `opened` answers the store under test, new for each test, with an edition `e1`. */
export function accountsContract(opened: () => Store): void {
  describe('keeps accounts:', () => {
    let store: Store

    beforeEach(async () => {
      store = opened()
      await store.putPerson({ id: 'p1', name: 'Ada', created: 10 })
      await store.putPerson({ id: 'p2', name: 'Ben', created: 20 })
    })

    test('one password a person, which can be changed and taken away', async () => {
      const { accounts } = store
      expect(await accounts.password('p1')).toBeNull()
      await accounts.setPassword('p1', 'first', 1)
      await accounts.setPassword('p1', 'second', 2)
      expect(await accounts.password('p1')).toBe('second')
      expect(await accounts.password('p2')).toBeNull()
      await accounts.setPassword('p1', null, 3)
      expect(await accounts.password('p1')).toBeNull()
    })

    test('an identity belongs to one person', async () => {
      const { accounts } = store
      const identity = { issuer: 'https://id.example', subject: '7', person: 'p1', created: 5 }
      await accounts.addIdentity(identity)
      expect(await accounts.identity('https://id.example', '7')).toEqual(identity)
      expect(await accounts.identity('https://other.example', '7')).toBeNull()
      await expect(accounts.addIdentity({ ...identity, person: 'p2' })).rejects.toThrow()
      expect(await accounts.identities('p1')).toEqual([identity])
      await accounts.removeIdentity('https://id.example', '7')
      expect(await accounts.identities('p1')).toEqual([])
    })

    test('sessions are found by their hash, and end one by one or together', async () => {
      const { accounts } = store
      for (const one of [session('s1'), session('s2', { seen: 2_000 }), session('s3', { person: 'p2' })])
        await accounts.addSession(one)
      expect(await accounts.session('hash-s1')).toEqual(session('s1'))
      expect(await accounts.session('hash-s9')).toBeNull()
      await accounts.changeSession('s1', { seen: 3_000, address: '192.0.2.9' })
      expect((await accounts.sessionsOf('p1')).map(({ id, address }) => [id, address])).toEqual([
        ['s1', '192.0.2.9'],
        ['s2', '192.0.2.1'],
      ])
      expect([await accounts.removeSession('s2'), await accounts.removeSession('s2')]).toEqual([true, false])
      await accounts.addSession(session('s4'))
      await accounts.removeSessionsOf('p1', 's4')
      expect((await accounts.sessionsOf('p1')).map(({ id }) => id)).toEqual(['s4'])
      await accounts.changeSession('s4', { expires: 10_000 })
      await accounts.sweepSessions(9_500)
      expect((await accounts.sessionsOf('p1')).map(({ id }) => id)).toEqual(['s4'])
      expect(await accounts.sessionsOf('p2')).toEqual([])
    })

    test('a session holds the links that it has opened, and takes them along when it ends', async () => {
      const { accounts } = store
      await accounts.addLink(link)
      await accounts.addSession(session('s1', { person: null }))
      await accounts.addLinkToSession('s1', 'l1')
      await accounts.addLinkToSession('s1', 'l1')
      expect(await accounts.linksOfSession('s1')).toEqual([link])
      expect(await accounts.removeSession('s1')).toBe(true)
      expect(await accounts.linksOfSession('s1')).toEqual([])
    })

    test('tokens are found by their hash and taken back by their person alone', async () => {
      const { accounts } = store
      await accounts.addToken(token)
      expect(await accounts.token('hash-t1')).toEqual(token)
      await accounts.seeToken('t1', 4_000)
      expect(await accounts.tokensOf('p1')).toEqual([{ ...token, seen: 4_000 }])
      expect(await accounts.removeToken('p2', 't1')).toBe(false)
      expect(await accounts.removeToken('p1', 't1')).toBe(true)
      expect(await accounts.token('hash-t1')).toBeNull()
    })

    test('a ticket is used once, and is listed until it is used or has run out', async () => {
      const { accounts } = store
      await accounts.addTicket(ticket('i1'))
      await accounts.addTicket(ticket('i2', { created: 2_000, expires: 3_000 }))
      await accounts.addTicket(ticket('r1', { kind: 'reset', person: 'p2', created: 1_500, grants: [] }))
      expect((await accounts.tickets(2_500)).map(({ id }) => id)).toEqual(['i2', 'r1', 'i1'])
      expect((await accounts.tickets(4_000)).map(({ id }) => id)).toEqual(['r1', 'i1'])
      expect(await accounts.ticket('hash-i1')).toEqual(ticket('i1'))
      const uses = await Promise.all([accounts.useTicket('i1', 4_000), accounts.useTicket('i1', 4_001)])
      expect(uses.filter(Boolean)).toHaveLength(1)
      expect((await accounts.ticket('hash-i1'))?.used).not.toBeNull()
      expect((await accounts.tickets(4_000)).map(({ id }) => id)).toEqual(['r1'])
      expect(await accounts.removeTicket('r1')).toBe(true)
      expect(await accounts.ticket('hash-r1')).toBeNull()
    })

    test('one role a person and thing, the last that was given', async () => {
      const { accounts } = store
      const given = { scope: 'edition', thing: 'e1', role: 'reader', by: 'p2', at: 1 } as const
      await accounts.putGrant({ person: 'p1', ...given })
      await accounts.putGrant({ person: 'p1', ...given, role: 'reviewer', at: 2 })
      await accounts.putGrant({ person: 'p1', ...given, scope: 'house', thing: '', role: 'owner', at: 3 })
      await accounts.putGrant({ person: 'p2', ...given, at: 4 })
      expect((await accounts.grants({ person: 'p1' })).map(({ scope, role }) => [scope, role])).toEqual([
        ['edition', 'reviewer'],
        ['house', 'owner'],
      ])
      expect((await accounts.grants({ scope: 'edition', thing: 'e1' })).map(({ person }) => person)).toEqual([
        'p1',
        'p2',
      ])
      expect(await accounts.grants()).toHaveLength(3)
      expect(await accounts.removeGrant('p1', 'edition', 'e1')).toBe(true)
      expect(await accounts.removeGrant('p1', 'edition', 'e1')).toBe(false)
      expect(await accounts.grants({ person: 'p1' })).toHaveLength(1)
    })

    test('links are listed with their thing and end once', async () => {
      const { accounts } = store
      await accounts.addLink(link)
      await accounts.addLink({ ...link, id: 'l2', hash: 'hash-l2', thing: 'd2' })
      expect(await accounts.links('document', 'd1')).toEqual([link])
      expect(await accounts.link('hash-l2')).toMatchObject({ id: 'l2' })
      expect([await accounts.endLink('l1', 7), await accounts.endLink('l1', 8)]).toEqual([true, false])
      expect(await accounts.link('hash-l1')).toEqual({ ...link, ended: 7 })
    })

    test('acts and refusals are told the newest first, a page at a time', async () => {
      const { accounts } = store
      const act = { at: 5, person: 'p1', address: '', edition: 'e1', document: '', detail: '{}' }
      for (const what of ['grant', 'import', 'link']) await accounts.addAct({ ...act, what })
      await accounts.addAct({ ...act, what: 'sign-in', edition: '' })
      const [newest, second] = await accounts.acts({ limit: 2 })
      expect([newest!.what, second!.what]).toEqual(['sign-in', 'link'])
      expect((await accounts.acts({ limit: 9, before: second!.seq })).map(({ what }) => what)).toEqual([
        'import',
        'grant',
      ])
      expect(await accounts.acts({ limit: 9, edition: 'e1' })).toHaveLength(3)
      const refusal = {
        at: 5,
        person: 'p2',
        connection: 'c',
        code: 4403,
        rule: 'G7',
        message: 'no',
        bytes: 9,
      }
      await accounts.addRefusal({ ...refusal, document: 'd1' })
      await accounts.addRefusal({ ...refusal, document: 'd1', rule: 'G15' })
      await accounts.addRefusal({ ...refusal, document: 'd2' })
      const [last, first] = await accounts.refusals('d1', { limit: 5 })
      expect([last!.rule, first!.rule]).toEqual(['G15', 'G7'])
      expect(await accounts.refusals('d1', { limit: 5, before: last!.seq })).toEqual([first])
    })

    test('editions open to the public, and take a new title', async () => {
      expect(await store.changeEdition('e1', { isPublic: true })).toBe(true)
      expect((await store.editions())[0]).toMatchObject({ id: 'e1', isPublic: true })
      expect(await store.changeEdition('e1', { title: 'Other', isPublic: false })).toBe(true)
      expect((await store.editions())[0]).toMatchObject({ title: 'Other', isPublic: false })
      expect(await store.changeEdition('e9', { isPublic: true })).toBe(false)
    })
  })
}
