/** What every store must do for those who look after an edition. */
import { describe, expect, test } from 'vitest'
import type { NewDocument, NewUpdate, Store } from '../../../server/store/store.js'

const bytes = (...list: number[]) => Uint8Array.from(list)

const document = (id: string, edition: string): NewDocument => ({
  id,
  edition,
  title: id,
  words: 1,
  created: 100,
  metadata: {},
  problems: [],
  file: `${id}.txt`,
  witness: { hash: 'h', json: bytes(1) },
  source: bytes(1),
  state: bytes(1, 2, 3),
  person: 'ada',
})

const update = (change: Partial<NewUpdate>): NewUpdate => ({
  document: 'd1',
  person: 'ada',
  connection: 'k1',
  at: 200,
  data: bytes(9, 9),
  clients: [],
  role: 'corrector',
  ...change,
})

export function auditContract(opened: () => Store): void {
  describe('for the audit', () => {
    const fill = async () => {
      const store = opened()
      await store.addEdition({ id: 'e9', title: 'Other', created: 600 })
      await store.addDocument(document('d1', 'e1'))
      await store.addDocument(document('d2', 'e1'))
      await store.addDocument(document('d3', 'e9'))
      await store.append([update({}), update({ document: 'd3' }), update({ document: 'd2', person: 'ben' })])
      await store.append([update({ at: 150, role: 'owner' })])
      return store
    }

    test('tells updates in the order of writing, the newest first, with role and size', async () => {
      const { audit } = await fill()
      const all = await audit.updates({ edition: 'e1' }, { limit: 10 })
      expect(all.map(({ document, seq, person, at }) => [document, seq, person, at])).toEqual([
        ['d1', 3, 'ada', 150],
        ['d2', 2, 'ben', 200],
        ['d1', 2, 'ada', 200],
        ['d2', 1, 'ada', 100],
        ['d1', 1, 'ada', 100],
      ])
      expect(all[0]).toMatchObject({ connection: 'k1', role: 'owner', bytes: 2 })
      expect(all.at(-1)).toMatchObject({ connection: 'import', role: null, bytes: 3 })
      const page = await audit.updates({ edition: 'e1' }, { limit: 2, before: all[1]!.mark })
      expect(page).toEqual(all.slice(2, 4))
      const seqs = async (query: object) =>
        (await audit.updates({ document: 'd1' }, { limit: 10, ...query })).map(({ seq }) => seq)
      expect(await seqs({})).toEqual([3, 2, 1])
      expect(await seqs({ from: 150, to: 200 })).toEqual([3])
      expect(await seqs({ person: 'ben' })).toEqual([])
      expect(await audit.updates({ edition: 'nowhere' }, { limit: 10 })).toEqual([])
    })

    test('keeps the role of a row in the log', async () => {
      const store = await fill()
      expect((await store.log('d1', 0, 9)).map(({ role }) => role)).toEqual([null, 'corrector', 'owner'])
    })

    test('tells refusals and acts of a document and of an edition', async () => {
      const { accounts, audit } = await fill()
      const refusal = {
        at: 300,
        person: 'ben',
        connection: 'k2',
        code: 4403,
        rule: 'G7',
        message: 'no',
        bytes: 4,
      }
      await accounts.addRefusal({ ...refusal, document: 'd1' })
      await accounts.addRefusal({ ...refusal, document: 'd3' })
      await accounts.addRefusal({ ...refusal, document: 'd2', count: 7, at: 400 })
      const refusals = await audit.refusals({ edition: 'e1' }, { limit: 9 })
      expect(refusals.map(({ document, count }) => [document, count])).toEqual([
        ['d2', 7],
        ['d1', 1],
      ])
      expect(await audit.refusals({ edition: 'e1' }, { limit: 9, to: 400 })).toEqual(refusals.slice(1))
      expect(await audit.refusals({ edition: 'e1' }, { limit: 9, before: refusals[0]!.seq })).toEqual(
        refusals.slice(1),
      )
      expect(await audit.refusals({ document: 'd3' }, { limit: 9, person: 'ada' })).toEqual([])
      const act = { at: 500, person: 'ada', address: '', edition: 'e1', document: '', detail: '{}' }
      await accounts.addAct({ ...act, what: 'grant' })
      await accounts.addAct({ ...act, what: 'rename', document: 'd1' })
      await accounts.addAct({ ...act, what: 'sign-in', edition: '' })
      const whats = async (of: Parameters<typeof audit.acts>[0], query = {}) =>
        (await audit.acts(of, { limit: 9, ...query })).map(({ what }) => what)
      expect(await whats({ edition: 'e1' })).toEqual(['rename', 'grant'])
      expect(await whats({ document: 'd1' })).toEqual(['rename'])
      expect(await whats({ edition: 'e1' }, { from: 501 })).toEqual([])
    })
  })
}
