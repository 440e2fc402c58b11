/** A backup: one file that holds everything a data folder holds, as it was at one moment. Made beside a running server, and
 * brought back where none is running. */
import {
  chownSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { atStore } from './store/fault.js'
import { lockFolder, lockName } from './store/lock.js'
import { openSqliteFile, storeFile } from './store/sqlite.js'
import { foldLog } from './store/sqlite-file.js'
import { type Progress, type Verification, verifyFile } from './verification.js'

/** Something about a backup that stands in its way. */
export class BackupFault extends Error {}

/** A backup, or the store that one would become, does not hold together: `verification` says where. */
export class NotWhole extends Error {
  constructor(
    message: string,
    readonly verification: Verification,
  ) {
    super(message)
  }
}

/** Copies one store file into another, which is missing or empty. */
export type Copying = (from: string, to: string) => Promise<void>

/** What a backup is called while it is written. */
export const partOf = (file: string) => `${file}.part`

/** Clears away what has been written of a backup so far. */
export function discardPart(file: string): void {
  removeStore(partOf(file))
}

/** Writes everything that a data folder holds at this moment to `file`, which only this user may read. It has its name when
 * it is whole on the disk and verified, and not before. Throws `BackupFault` where there is no store, or `file` is there and
 * `force` is false; `StoreFault` where the disk does not take it; `NotWhole` where the copy does not hold together, which is
 * then left under the name of `partOf`, to be looked at. */
export async function backUp(
  folder: string,
  file: string,
  force: boolean,
  copy: Copying,
  progress: Progress,
): Promise<Verification> {
  const from = join(folder, storeFile)
  if (!existsSync(from)) throw new BackupFault(`There is no data in ${folder}.`)
  if (resolve(file) === resolve(from)) throw new BackupFault(`${file} is the store itself.`)
  if (existsSync(file) && !force)
    throw new BackupFault(`${file} is there already: choose another name, or say --force to replace it.`)
  const part = partOf(file)
  if (force) removeStore(part)
  takeName(part)
  let keep = false
  try {
    await copy(from, part)
    atStore(part, () => sync(part))
    const verification = await verifyFile(part, progress)
    if (verification.findings.length > 0) {
      keep = true
      throw new NotWhole(
        `The backup does not hold together, and so, it seems, neither does the store. It is left as ${part}.`,
        verification,
      )
    }
    atStore(file, () => {
      renameSync(part, file)
      sync(dirname(resolve(file)))
    })
    return verification
  } finally {
    if (!keep) removeStore(part)
  }
}

/** What a restoration did. `former` is where the store lies that was there before, null where there was none. */
export interface Restored {
  readonly verification: Verification
  readonly former: string | null
}

/** Puts a backup in the place of a data folder's store. The backup is copied, brought up to date, put on record and verified
 * before anything that is there is touched; what was there is kept beside it, under a name with the time. Throws
 * `BackupFault` where a server runs on the folder or the file is no backup; `StoreFault`, `NotWhole`. */
export async function restore(
  file: string,
  folder: string,
  now: number,
  progress: Progress,
): Promise<Restored> {
  if (!existsSync(file) || !statSync(file).isFile()) throw new BackupFault(`There is no file ${file}.`)
  if (existsSync(`${file}-wal`))
    throw new BackupFault(
      `${file} is a store in use, not a backup: its newest changes lie in ${file}-wal. Make a backup of it.`,
    )
  const lock = lockFolder(folder)
  if (!lock)
    throw new BackupFault(
      `A server is running on the data folder ${folder}: stop it first. Nothing has been changed.`,
    )
  const store = join(folder, storeFile)
  const part = partOf(store)
  try {
    removeStore(part)
    atStore(part, () => copyFileSync(file, part, constants.COPYFILE_EXCL))
    // Told apart from a damaged one before it is opened for writing.
    const verification = await verifyFile(part, progress)
    if (verification.findings.length > 0)
      throw new NotWhole(`${file} cannot be brought back. Nothing has been changed.`, verification)
    await record(part, file, now)
    atStore(part, () => {
      foldLog(part)
      sync(part)
    })
    giveToOwner(folder, part)
    const former = existsSync(store) ? setAside(folder, store, now) : null
    renameSync(part, store)
    sync(folder)
    return { verification, former }
  } finally {
    removeStore(part)
    lock.release()
  }
}

/** Brings the tables up to date, and writes down in the store that it was restored. */
async function record(path: string, file: string, at: number): Promise<void> {
  const opened = openSqliteFile(path)
  try {
    const detail = JSON.stringify({ file })
    await opened.accounts.addAct({
      at,
      person: '',
      address: 'command line',
      what: 'restore',
      edition: '',
      document: '',
      detail,
    })
  } finally {
    await opened.close()
  }
}

/** Gives the store of a folder a second name, so that there is one under the first until another takes it. What lies in the
 * write-ahead log is brought into it before; where that cannot be done, the log is kept beside it. */
function setAside(folder: string, store: string, now: number): string {
  const time = new Date(now).toISOString().replaceAll(':', '-').slice(0, 19)
  let former = join(folder, `corrigenda-${time}.db`)
  for (let i = 2; existsSync(former); i++) former = join(folder, `corrigenda-${time}-${i}.db`)
  try {
    foldLog(store)
  } catch {
    // A damaged store is kept as it is.
  }
  linkSync(store, former)
  const log = statSync(`${store}-wal`, { throwIfNoEntry: false })
  if (log && log.size > 0) linkSync(`${store}-wal`, `${former}-wal`)
  sync(folder)
  // A log beside another store would be taken for that one's.
  for (const end of ['-wal', '-shm']) rmSync(store + end, { force: true })
  return former
}

/** What an administrator restores is to be the server's, whose folder it is. */
function giveToOwner(folder: string, part: string): void {
  if (process.getuid?.() !== 0) return
  const { uid, gid } = statSync(folder)
  for (const path of [part, join(folder, lockName)]) chownSync(path, uid, gid)
}

function removeStore(path: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(path + end, { force: true })
}

/** Makes an empty file that nobody else may read; SQLite fills it. */
function takeName(part: string): void {
  try {
    closeSync(openSync(part, 'wx', 0o600))
  } catch (error) {
    if ((error as { code?: unknown }).code === 'EEXIST')
      throw new BackupFault(
        `${part} is there: another backup is being written, or one was ended in its midst. If none is running, say --force.`,
      )
    atStore(part, () => {
      throw error
    })
  }
}

/** Has a file, or the names in a folder, written to the disk. */
function sync(path: string): void {
  const file = openSync(path, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
