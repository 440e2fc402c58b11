/** What commands print, and where they write it. */
import { readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'

// The writer of each piece hears of an error; the stream's own listener would only end the process.
process.stdout.on('error', () => {})

/** A reason for failing that is told to the person, without a stack (exit code 1). */
export class CommandFailed extends Error {}

/** Called wrongly (exit code 2). */
export class WrongUse extends Error {}

/** A file's bytes and name. Throws `CommandFailed` where it cannot be read. */
export function readInput(path: string): { bytes: Uint8Array; name: string } {
  try {
    return { bytes: readFileSync(path), name: basename(path) }
  } catch (error) {
    throw new CommandFailed(`${path}: ${reasonOf(error)}`)
  }
}

/** Writes to a file or, without one, to standard output. Resolves when everything has been taken. */
export async function writeOutput(bytes: Uint8Array | string, path?: string): Promise<void> {
  if (path === undefined || path === '-') {
    await new Promise<void>((resolve, reject) =>
      process.stdout.write(bytes, error => (error ? reject(error) : resolve())),
    )
    return
  }
  try {
    writeFileSync(path, bytes)
  } catch (error) {
    throw new CommandFailed(`${path}: ${reasonOf(error)}`)
  }
}

/** Says on standard error what a format could not hold (`lossesOf`). */
export function tellLeftOut(leftOut: readonly string[]): void {
  if (leftOut.length > 0) process.stderr.write(`Left out: ${leftOut.join('; ')}.\n`)
}

function reasonOf(error: unknown): string {
  switch ((error as { code?: unknown }).code) {
    case 'ENOENT':
      return 'there is no such file'
    case 'EISDIR':
      return 'it is a folder'
    case 'EACCES':
      return 'it may not be opened'
    default:
      return error instanceof Error ? error.message : String(error)
  }
}
