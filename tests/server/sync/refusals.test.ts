import { afterEach, expect, test } from 'vitest'
import { openSqlite } from '../../../server/store/sqlite.js'
import { Allowance } from '../../../server/sync/allowance.js'
import { mostRefusals, Refusals } from '../../../server/sync/refusals.js'
import { temporaryFolder } from '../support/server.js'

const folders: (() => void)[] = []
afterEach(() => {
  for (const remove of folders.splice(0)) remove()
})

test('refusals beyond so many a minute become one row that counts them', async () => {
  const { folder, remove } = temporaryFolder()
  folders.push(remove)
  const store = openSqlite(folder)
  const failures: unknown[] = []
  const refusals = new Refusals(store, error => failures.push(error))
  const refused = { document: 'd1', connection: 'k', code: 4403, rule: 'G7', message: 'no', bytes: 10 }
  for (let i = 0; i < 1_000; i++) refusals.note({ ...refused, person: 'eve' }, 1_000 + i)
  refusals.note({ ...refused, person: 'ada' }, 5_000)
  for (let i = 0; i < 1_000; i++) refusals.note({ ...refused, person: '' }, 6_000)
  expect(['eve', 'ada', ''].map(person => refusals.turnsAway(person)?.code)).toEqual([
    4429,
    undefined,
    undefined,
  ])
  await refusals.endPeriod()
  expect(refusals.turnsAway('eve')).toBeNull()
  const rows = await store.accounts.refusals('d1', { limit: 5_000 })
  expect(rows).toHaveLength(mostRefusals * 2 + 1 + 2)
  expect(rows.slice(0, 2).map(({ person, count, bytes, at }) => [person, count, bytes, at])).toEqual([
    ['', 980, 9_800, 6_000],
    ['eve', 980, 9_800, 1_999],
  ])
  expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(2_001)
  expect(failures).toEqual([])
  await store.close()
})

test('an allowance can be used up at once, and comes back at its rate', () => {
  const allowance = new Allowance(3, 2, 0)
  expect([0, 0, 0, 0].map(now => allowance.take(now))).toEqual([true, true, true, false])
  expect([400, 500, 500].map(now => allowance.take(now))).toEqual([false, true, false])
  expect([9_000, 9_000, 9_000, 9_000].map(now => allowance.take(now))).toEqual([true, true, true, false])
})
