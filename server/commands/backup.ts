/** `corrigenda backup`, `restore` and `verify`. The first and the last work beside a running server. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { BackupFault, backUp, discardPart, NotWhole, restore } from '../backup.js'
import { copying } from '../store/copying.js'
import { StoreFault } from '../store/fault.js'
import { storeFile } from '../store/sqlite.js'
import { sizeOfCopy } from '../store/sqlite-file.js'
import { type Progress, type Verification, verifyFile } from '../verification.js'
import { Line } from './line.js'
import { CommandFailed, writeOutput } from './output.js'
import { withData } from './store.js'

export function addBackup(program: Command): void {
  withData(program.command('backup'))
    .description('Write everything that a data folder holds to one file, beside a running server too.')
    .argument('<file>', 'where to write it; nothing is replaced without --force')
    .option('--force', 'replace a file of this name')
    .addHelpText(
      'after',
      '\nExamples:\n  corrigenda backup corrigenda-2026-05-04.db\n' +
        '  corrigenda backup --data /var/lib/corrigenda /var/backups/corrigenda/today.db\n\n' +
        'The file has its name when it is whole on the disk and has been verified, and not before. It holds what people\n' +
        'wrote, and hashes of their passwords: only its owner may read it.',
    )
    .action(async (file: string, { force, data }: { force?: true; data: string }) => {
      const line = new Line()
      const copy = async (from: string, to: string) => {
        const size = sizeOfCopy(from)
        const watching = setInterval(() => line.show(`Copying: ${percent(sizeOf(to), size)}`), 200)
        try {
          await copying(from, to)
        } finally {
          clearInterval(watching)
        }
      }
      // Whoever breaks it off finds nothing half done.
      const stop = () => {
        discardPart(file)
        line.clear()
        console.error('Broken off; nothing was kept.')
        process.exit(1)
      }
      // A name that is another's is not to be cleared away.
      const copyOnceTaken = (from: string, to: string) => {
        process.on('SIGINT', stop).on('SIGTERM', stop)
        return copy(from, to)
      }
      try {
        const found = await told(() => backUp(data, file, force === true, copyOnceTaken, showing(line)), line)
        await writeOutput(`${file}: ${sizeOf(file)} bytes, ${summaryOf(found)}, verified.\n`)
      } finally {
        process.off('SIGINT', stop).off('SIGTERM', stop)
      }
    })
}

export function addRestore(program: Command): void {
  withData(program.command('restore'))
    .description('Put a backup in the place of what a data folder holds, while no server runs on it.')
    .argument('<file>', 'a file that `backup` has written')
    .addHelpText(
      'after',
      '\nExamples:\n  corrigenda restore corrigenda-2026-05-04.db --data /var/lib/corrigenda\n\n' +
        'The backup is verified before anything is touched. What the folder held stays in it, under a name with the time.',
    )
    .action(async (file: string, { data }: { data: string }) => {
      const line = new Line()
      const { verification, former } = await told(() => restore(file, data, Date.now(), showing(line)), line)
      await writeOutput(`${data} holds ${file}: ${summaryOf(verification)}, verified.\n`)
      if (former !== null) await writeOutput(`What was there before lies in ${former}.\n`)
    })
}

export function addVerify(program: Command): void {
  withData(program.command('verify'))
    .description('Hold all that is stored against itself, beside a running server too. Nothing is changed.')
    .argument('[file]', 'a backup; what the data folder holds otherwise')
    .option('--json', 'print what was found as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  corrigenda verify\n  corrigenda verify --json corrigenda-2026-05-04.db\n\n' +
        'Looked at are the file and its tables, every witness against its hash, every imported file against its witness,\n' +
        'every log against what people see and against its snapshot. The exit code is 1 where something is not as it should be.',
    )
    .action(async (file: string | undefined, { json, data }: { json?: true; data: string }) => {
      const line = new Line()
      const path = file ?? join(data, storeFile)
      if (sizeOf(path) === 0)
        throw new CommandFailed(
          file === undefined ? `There is no data in ${data}.` : `${file}: there is no such file`,
        )
      const found = await told(() => verifyFile(path, showing(line)), line)
      if (json) await writeOutput(`${JSON.stringify(found, null, 2)}\n`)
      else if (found.findings.length === 0) await writeOutput(`${path}: ${remarksOn(found)}`)
      if (found.findings.length > 0) throw new CommandFailed(`${path}:\n${findingsOf(found)}`)
    })
}

/** Runs what may meet something foreseeable, which becomes the command's failure. */
async function told<T>(work: () => Promise<T>, line: Line): Promise<T> {
  try {
    return await work()
  } catch (error) {
    line.clear()
    if (error instanceof NotWhole)
      throw new CommandFailed(`${error.message}\n${findingsOf(error.verification)}`)
    if (error instanceof BackupFault || error instanceof StoreFault) throw new CommandFailed(error.message)
    throw error
  } finally {
    line.clear()
  }
}

function findingsOf({ findings }: Verification): string {
  return findings
    .map(({ document, title, fault }) =>
      document === '' ? `  ${fault}` : `  ${document} ${title}: ${fault}`,
    )
    .join('\n')
}

function summaryOf({ documents, rows }: Verification): string {
  return `${documents} ${documents === 1 ? 'document' : 'documents'}, ${rows} changes`
}

function remarksOn(found: Verification): string {
  const { version, newest, readsOtherwise, beyondRules } = found
  const remarks = [`${summaryOf(found)}; everything holds.`]
  if (version < newest)
    remarks.push(`An older version of the program has written it (tables ${version} of ${newest}).`)
  if (readsOtherwise > 0)
    remarks.push(
      `Today's readers would make something else of ${readsOtherwise} of the imported files; the witnesses stay as they are.`,
    )
  if (beyondRules > 0)
    remarks.push(`Today's rules would not admit ${beyondRules} of the changes; they stand.`)
  return `${remarks.join('\n')}\n`
}

const percent = (part: number, whole: number) =>
  `${Math.min(100, Math.floor((100 * part) / Math.max(1, whole)))} %`

const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0

const showing =
  (line: Line): Progress =>
  (done, of, title) =>
    line.show(title === '' ? 'Verifying the file' : `Verifying ${done + 1} of ${of}: ${title}`)
