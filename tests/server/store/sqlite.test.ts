import { join } from 'node:path'
import Database from 'libsql'
import { afterEach, describe, expect, test } from 'vitest'
import { lockFolder } from '../../../server/store/lock.js'
import { openSqlite } from '../../../server/store/sqlite.js'
import { temporaryFolder } from '../support/server.js'
import { storeContract } from './contract.js'

storeContract('SQLite', async () => {
  const { folder, remove } = temporaryFolder()
  let store = openSqlite(folder)
  return {
    store,
    async reopen() {
      await store.close()
      store = openSqlite(folder)
      return store
    },
    async remove() {
      await store.close()
      remove()
    },
  }
})

describe('the SQLite file', () => {
  const folders: (() => void)[] = []
  afterEach(() => {
    for (const remove of folders.splice(0)) remove()
  })
  const newFolder = () => {
    const { folder, remove } = temporaryFolder()
    folders.push(remove)
    return folder
  }

  test('has a write-ahead log', async () => {
    const folder = newFolder()
    await openSqlite(folder).close()
    const raw = new Database(join(folder, 'corrigenda.db'))
    const [mode] = raw.pragma('journal_mode') as { journal_mode: string }[]
    expect(mode?.journal_mode).toBe('wal')
    raw.close()
  })

  test('of a newer program is not opened', async () => {
    const folder = newFolder()
    await openSqlite(folder).close()
    const raw = new Database(join(folder, 'corrigenda.db'))
    raw.exec('insert into migrations values (999, 0)')
    raw.close()
    expect(() => openSqlite(folder)).toThrow('newer version')
  })

  test('can be read and written by two processes’ stores at once', async () => {
    const folder = newFolder()
    const [one, two] = [openSqlite(folder), openSqlite(folder)]
    await one.addEdition({ id: 'e1', title: 'One', created: 1 })
    await two.addEdition({ id: 'e2', title: 'Two', created: 2 })
    expect((await one.editions()).map(edition => edition.id)).toEqual(['e1', 'e2'])
    await Promise.all([one.close(), two.close()])
  })

  test('a folder is locked by one server at a time', () => {
    const folder = newFolder()
    const lock = lockFolder(folder)
    expect(lock).not.toBeNull()
    expect(lockFolder(folder)).toBeNull()
    lock!.release()
    lock!.release()
    const again = lockFolder(folder)
    expect(again).not.toBeNull()
    again!.release()
  })
})
