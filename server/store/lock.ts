/** The lock on a data folder: only one server may write to it. Reading, and importing beside it, need no lock. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'libsql'
import { atStore } from './fault.js'

/** The file that is locked. */
export const lockName = 'server.lock'

export interface Lock {
  release(): void
}

/** Takes the lock, or answers null where another server holds it. It is SQLite's own file lock, so it falls with the
 * process that holds it, however that ends. Throws `StoreFault` where the folder cannot be written. */
export function lockFolder(folder: string): Lock | null {
  return atStore(folder, () => take(folder))
}

function take(folder: string): Lock | null {
  mkdirSync(folder, { recursive: true })
  const lock = new Database(join(folder, lockName))
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
