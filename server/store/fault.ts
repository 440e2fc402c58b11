/** Why a store cannot be opened or written, as a sentence for the person who can do something about it. */

/** Foreseeable, and told without a stack. */
export class StoreFault extends Error {}

/** Errors of SQLite (its result codes) and of the system by what they mean for whoever runs the program. */
const meanings: readonly (readonly [codes: RegExp, says: (path: string) => string])[] = [
  [
    /^(SQLITE_FULL|ENOSPC|EDQUOT)$/,
    path =>
      `The disk that holds ${path} is full. Make room and try again: nothing that was called saved is lost.`,
  ],
  [
    /^(SQLITE_NOTADB|SQLITE_CORRUPT\w*)$/,
    path =>
      `${path} is damaged, or is no store of this program. Leave it as it is, and bring back a backup: corrigenda restore.`,
  ],
  [
    /^(SQLITE_READONLY\w*|SQLITE_PERM|SQLITE_CANTOPEN\w*|EACCES|EPERM|EROFS|ENOTDIR|ENOENT)$/,
    path =>
      `${path} cannot be written: this user needs to be able to write to the folder and all that is in it.`,
  ],
  [
    /^(SQLITE_BUSY\w*|SQLITE_LOCKED\w*)$/,
    path => `${path} is in use by another program that does not let go of it. Try again when that is done.`,
  ],
  [/^(SQLITE_IOERR\w*|EIO)$/, path => `The disk that holds ${path} fails to read or write.`],
]

/** What an error means for the store at `path`, with the system's own words; null where it means something else. */
export function storeFault(error: unknown, path: string): StoreFault | null {
  if (error instanceof StoreFault) return error
  const code = codeOf(error)
  const [, says] = meanings.find(([codes]) => codes.test(code)) ?? []
  if (!says) return null
  return new StoreFault(`${says(path)} (${code}: ${(error as Error).message})`, { cause: error })
}

/** Does something with the store at `path`; throws `StoreFault` where that fails for a reason that can be foreseen. */
export function atStore<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw storeFault(error, path) ?? error
  }
}

/** Whether an error says that what was to be written is not on the disk, and that it is the disk's doing. */
export function isOfTheDisk(error: unknown): boolean {
  return /^(SQLITE_(FULL|IOERR|READONLY|CORRUPT|CANTOPEN)|ENOSPC|EDQUOT|EROFS|EIO)/.test(codeOf(error))
}

/** SQLite's result codes, for what libsql tells by number alone. */
const numbered: Readonly<Record<string, string>> = {
  '5': 'SQLITE_BUSY',
  '8': 'SQLITE_READONLY',
  '10': 'SQLITE_IOERR',
  '11': 'SQLITE_CORRUPT',
  '13': 'SQLITE_FULL',
  '14': 'SQLITE_CANTOPEN',
  '26': 'SQLITE_NOTADB',
}

function codeOf(error: unknown): string {
  const { code, message } = Object(error ?? {}) as { code?: unknown; message?: unknown }
  if (typeof code === 'string' && code !== '') return code
  const [, number] = /^ConnectionFailed\(.*: (\d+)"\)$/.exec(String(message ?? '')) ?? []
  return numbered[number ?? ''] ?? ''
}
