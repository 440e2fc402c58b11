/** The lock on a data folder: only one server may write to it. Reading, and importing beside it, need no lock. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'libsql'

export interface Lock {
  release(): void
}

/** Takes the lock, or answers null where another server holds it. It is SQLite's own file lock, so it falls with the
 * process that holds it, however that ends. */
export function lockFolder(folder: string): Lock | null {
  mkdirSync(folder, { recursive: true })
  const lock = new Database(join(folder, 'server.lock'))
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if ((error as { code?: unknown }).code === 'SQLITE_BUSY') return null
    throw error
  }
  return {
    release() {
      if (!lock.open) return
      lock.exec('ROLLBACK')
      lock.close()
    },
  }
}
