import { join } from 'node:path'
import Database from 'libsql'
import { afterEach, describe, expect, test } from 'vitest'
import { lookAtSqlite, openSqlite, storeFile } from '../../../server/store/sqlite.js'
import { stateOfFile, stepsOf } from '../../../server/store/sqlite-file.js'
import type { Store } from '../../../server/store/store.js'
import { temporaryFolder } from '../support/server.js'

const folders: (() => void)[] = []
afterEach(() => {
  for (const remove of folders.splice(0)) remove()
})

/** What the program wrote when its tables had been through so many steps; each step's rows stand beside those before. */
const written: readonly string[][] = [
  [
    `insert into editions values ('e1', 'Letters', 10)`,
    `insert into people values ('ada', 'Ada', 20), ('eve', 'Eve', 30)`,
    `insert into witnesses values ('hash1', x'01')`,
    `insert into documents values ('d1', 'e1', 'One', 'hash1', 7, '{"place":"Wesk"}', '[]', 'one.txt', x'41', 30)`,
    `insert into updates values ('d1', 1, 'ada', 'import', 30, x'0000'), ('d1', 2, 'ada', 'k1', 40, x'0102')`,
    `insert into clients values ('d1', 4294967295, 'ada')`,
    `insert into snapshots values ('d1', 1, x'0000')`,
  ],
  [`insert into records values ('e1', 'settings', 'settings', 1, 'ada', 50, '{"twoPersons":true}')`],
  [
    `update editions set public = 1`,
    `update people set email = 'ada@example.org', initials = 'A.' where id = 'ada'`,
    `insert into passwords values ('ada', 'secret', 60)`,
    `insert into grants values ('ada', 'house', '', 'owner', '', 60)`,
    `insert into sessions values ('s1', 'hash', 'ada', '', 60, 60, 99, 'Browser', '127.0.0.1')`,
    `insert into refusals (document, at, person, connection, code, rule, message, bytes) values ('d1', 70, 'eve', 'k2', 4403, 'G7', 'not yours', 9)`,
    `insert into acts (at, person, address, what, edition, document, detail) values (60, 'ada', '', 'join', '', '', '{}')`,
  ],
  [`insert into authors values ('d1', 'ada') on conflict do nothing`],
  [`insert into updates values ('d1', 3, 'eve', 'k3', 80, x'0304', 'corrector')`],
  [`insert into digests values ('d1', 'f', 3, '{}', '[]', '[]')`],
  [
    `insert into documents values ('d2', 'e1', 'One', 'hash1', 7, '{}', '[]', 'two.txt', x'42', 90, 'd1')`,
    `insert into updates values ('d2', 1, 'ada', 'import', 90, x'0000', null)`,
  ],
]

/** A data folder as the program left it whose tables had been through `steps` steps. */
function folderOf(steps: number): string {
  const { folder, remove } = temporaryFolder()
  folders.push(remove)
  const raw = new Database(join(folder, storeFile))
  raw.exec('PRAGMA journal_mode = WAL')
  raw.exec('create table migrations (number integer primary key, at bigint not null)')
  const all = stepsOf(raw)
  all.slice(0, steps).forEach((step, i) => {
    for (const { sql } of step) raw.exec(sql)
    raw.exec(`insert into migrations values (${i + 1}, 0)`)
    for (const sql of written[i]!) raw.exec(sql)
  })
  raw.close()
  return folder
}

/** All that a store says of what `written` wrote. */
async function contentsOf(store: Store) {
  const log = await store.log('d1', 0, 10)
  return {
    editions: await store.editions(),
    people: await store.people(),
    document: await store.document('d1'),
    source: (await store.source('d1'))!.bytes,
    witness: await store.witness('hash1'),
    log: log.map(({ seq, person, connection, at, data, role }) => [
      seq,
      person,
      connection,
      at,
      [...data],
      role,
    ]),
    clients: [...(await store.load('d1')).clients],
    records: await store.revisions('e1', 'settings', 'settings'),
    writers: await store.writers({ documents: ['d1'], editions: [] }),
    refusals: await store.audit.refusals({ document: 'd1' }, { limit: 10 }),
    grants: await store.accounts.grants({ person: 'ada' }),
    digests: (await store.digests('e1', 'f')).length,
  }
}

/** What must be there, whichever step wrote it; `steps` is how many there had been. */
function expected(steps: number) {
  const has = (step: number) => steps >= step
  const person = (id: string, name: string, created: number, change = {}) => ({
    ...{ id, name, created, initials: '', orcid: '', email: '', isGuest: false, ended: null },
    ...change,
  })
  return {
    editions: [{ id: 'e1', title: 'Letters', created: 10, isPublic: has(3) }],
    people: [
      person('ada', 'Ada', 20, has(3) ? { email: 'ada@example.org', initials: 'A.' } : {}),
      person('eve', 'Eve', 30),
    ],
    document: {
      ...{ id: 'd1', edition: 'e1', title: 'One', witness: 'hash1', words: 7, created: 30 },
      ...{ metadata: { place: 'Wesk' }, problems: [], file: 'one.txt' },
      ...{ replaces: null, replacedBy: has(7) ? 'd2' : null, current: has(7) ? 'd2' : 'd1' },
    },
    source: Uint8Array.of(0x41),
    witness: Uint8Array.of(1),
    log: [
      [1, 'ada', 'import', 30, [0, 0], null],
      [2, 'ada', 'k1', 40, [1, 2], null],
      ...(has(5) ? [[3, 'eve', 'k3', 80, [3, 4], 'corrector']] : []),
    ],
    clients: [[4294967295, 'ada']],
    records: has(2)
      ? [
          {
            ...{ edition: 'e1', kind: 'settings', id: 'settings', rev: 1, person: 'ada', at: 50 },
            value: '{"twoPersons":true}',
          },
        ]
      : [],
    // Step 4 takes for authors those who were put down at the moment of the import.
    writers: ['ada', 'eve'],
    refusals: has(3)
      ? [
          {
            ...{ seq: 1, document: 'd1', at: 70, person: 'eve', connection: 'k2', code: 4403, rule: 'G7' },
            ...{ message: 'not yours', bytes: 9, count: 1 },
          },
        ]
      : [],
    grants: has(3) ? [{ person: 'ada', scope: 'house', thing: '', role: 'owner', by: '', at: 60 }] : [],
    digests: has(6) ? 1 : 0,
  }
}

describe('a store that was written', () => {
  const newest = stateOfNew().newest
  const steps = Array.from({ length: newest }, (_, i) => i + 1)

  test('has rows of every step to try', () => {
    expect(written).toHaveLength(newest)
  })

  test.each(steps)('after step %i is brought up to date, and keeps all that it held', async step => {
    const folder = folderOf(step)
    const store = openSqlite(folder)
    expect(await contentsOf(store)).toEqual(expected(step))
    await store.close()
    expect(stateOfFile(join(folder, storeFile))).toEqual({ version: newest, newest, faults: [] })
    // And is as it was when it is opened again.
    const again = openSqlite(folder)
    expect(await contentsOf(again)).toEqual(expected(step))
    await again.close()
  })

  test.each(steps)('after step %i can be looked at, and is left as it is', async step => {
    const path = join(folderOf(step), storeFile)
    expect(stateOfFile(path)).toEqual({ version: step, newest, faults: [] })
    const store = lookAtSqlite(path)
    expect(await contentsOf(store)).toEqual(expected(step))
    await store.close()
    expect(stateOfFile(path)).toEqual({ version: step, newest, faults: [] })
  })

  test('by a step that fails is left as it was', () => {
    const folder = folderOf(3)
    const path = join(folder, storeFile)
    const raw = new Database(path)
    // Step 5 adds this column; step 4 has gone through by then.
    raw.exec('alter table updates add column role text')
    raw.close()
    expect(() => openSqlite(folder)).toThrow('duplicate column')
    expect(stateOfFile(path)).toEqual({ version: 3, newest, faults: [] })
  })
})

function stateOfNew() {
  const { folder, remove } = temporaryFolder()
  void openSqlite(folder).close()
  const state = stateOfFile(join(folder, storeFile))
  remove()
  return state
}
