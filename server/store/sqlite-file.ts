/** The SQLite file of a store, taken as a file: whether it is whole, and a copy of it. Beside a running server both see one
 * moment, and keep nobody from writing. */

import { Kysely, SqliteDialect } from 'kysely'
import Database from 'libsql'
import { atStore } from './fault.js'
import { migrations } from './migrations.js'
import type { Tables } from './tables.js'

/** So many places are told that SQLite finds damaged. */
const mostTold = 100

/** How far a file has come through the steps of the tables, how many there are, and what is wrong with it, as sentences. */
export interface FileState {
  readonly version: number
  readonly newest: number
  readonly faults: readonly string[]
}

/** Looks at pages, indexes, references between tables, steps and columns; reads the whole file. */
export function stateOfFile(path: string): FileState {
  const raw = new Database(path, { timeout: 5_000 })
  try {
    const all = <T>(sql: string) => raw.prepare(sql).all([]) as T[]
    const newest = stepsOf(raw).length
    const damage = all<{ integrity_check: string }>(`PRAGMA integrity_check(${mostTold})`).flatMap(
      ({ integrity_check: said }) => (said === 'ok' ? [] : [`SQLite: ${said}`]),
    )
    if (damage.length > 0) return { version: 0, newest, faults: damage }
    const tables = new Set(all<{ name: string }>('select name from sqlite_master').map(({ name }) => name))
    if (!tables.has('migrations')) return { version: 0, newest, faults: ['This is no store of the program.'] }
    const faults: string[] = []
    const lost = new Map<string, number>()
    for (const { table, parent } of all<{ table: string; parent: string }>('PRAGMA foreign_key_check'))
      lost.set(`${table} ${parent}`, (lost.get(`${table} ${parent}`) ?? 0) + 1)
    for (const [pair, count] of lost) {
      const [table, parent] = pair.split(' ')
      faults.push(`${count} rows of "${table}" refer to rows of "${parent}" that are not there.`)
    }
    const steps = all<{ number: number }>('select number from migrations order by number')
    const version = steps.at(-1)?.number ?? 0
    if (steps.some(({ number }, i) => number !== i + 1))
      faults.push(`Of the steps up to ${version} that made the tables, some are missing.`)
    if (version <= newest) faults.push(...columnFaults(raw, version))
    return { version, newest, faults }
  } catch (error) {
    return { version: 0, newest: 0, faults: [`SQLite: ${error instanceof Error ? error.message : error}`] }
  } finally {
    raw.close()
  }
}

/** Writes what a store's file holds at this moment to `target`, which must be missing or empty: one file, with nothing beside
 * it. Throws `StoreFault` where it cannot be read or written. */
export function copyFile(path: string, target: string): void {
  atStore(target, () => {
    const raw = new Database(path, { timeout: 5_000 })
    try {
      raw.exec(`VACUUM INTO '${target.replaceAll("'", "''")}'`)
    } finally {
      raw.close()
    }
  })
}

/** Brings what lies in a file's write-ahead log into the file itself. Throws where it is damaged or in use. */
export function foldLog(path: string): void {
  const raw = new Database(path, { timeout: 5_000 })
  try {
    raw.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all([])
  } finally {
    raw.close()
  }
}

/** How many bytes a copy of a store's file will have at most. */
export function sizeOfCopy(path: string): number {
  const raw = new Database(path, { timeout: 5_000 })
  try {
    const one = (pragma: string) =>
      Number(Object.values(raw.prepare(`PRAGMA ${pragma}`).get([]) as object)[0])
    return (one('page_count') - one('freelist_count')) * one('page_size')
  } finally {
    raw.close()
  }
}

/** Tables and columns that a file should have after so many steps, and has not. */
function columnFaults(raw: Database.Database, version: number): string[] {
  const model = new Database(':memory:')
  try {
    for (const step of stepsOf(model).slice(0, version)) for (const { sql } of step) model.exec(sql)
    const there = columnsOf(raw)
    return [...columnsOf(model)].filter(name => !there.has(name)).map(name => `"${name}" is not there.`)
  } finally {
    model.close()
  }
}

function columnsOf(raw: Database.Database): Set<string> {
  const rows = raw
    .prepare(
      `select m.name as tableName, c.name as columnName from sqlite_master m, pragma_table_info(m.name) c where m.type = 'table'`,
    )
    .all([]) as { tableName: string; columnName: string }[]
  return new Set(rows.map(({ tableName, columnName }) => `${tableName}.${columnName}`))
}

/** The steps that make the tables, to be run on this database. */
export const stepsOf = (raw: Database.Database) =>
  migrations(new Kysely<Tables>({ dialect: new SqliteDialect({ database: raw }) }))
