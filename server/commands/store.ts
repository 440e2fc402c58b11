/** `corrigenda import` and `list`: what a data folder holds. They work beside a running server. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { folderFrom } from '../environment.js'
import { editionTitled, importFile } from '../library.js'
import { openSqlite } from '../store/sqlite.js'
import type { Store } from '../store/store.js'
import { CommandFailed, readInput, WrongUse, writeOutput } from './output.js'

export function addImport(program: Command): void {
  withData(program.command('import'))
    .description('Import files into an edition, which is made where there is none of this name.')
    .argument('<file...>', 'transcriptions or archives')
    .requiredOption('--edition <name>', 'the edition’s title')
    .addHelpText(
      'after',
      '\nExamples:\n  corrigenda import letters/*.txt --edition "Letters 1914–18"\n\n' +
        'Prints the id and title of each document. The exit code is 1 where a file could not be read; the others are imported.',
    )
    .action(async (paths: string[], { edition, data }: { edition: string; data: string }) => {
      const title = edition.trim()
      if (title === '') throw new WrongUse('error: --edition is empty.')
      const failures: string[] = []
      await withStore(data, true, async store => {
        for (const path of paths) {
          try {
            const { bytes, name } = readInput(path)
            const into = await editionTitled(store, title)
            const result = await importFile(store, into.id, name, bytes, '')
            if (result.id !== null) await writeOutput(`${result.id}\t${result.title}\n`)
            else
              for (const { severity, line, column, message } of result.problems)
                if (severity === 'error') failures.push(`${path}:${line}:${column}: ${message}`)
          } catch (error) {
            if (!(error instanceof CommandFailed)) throw error
            failures.push(error.message)
          }
        }
      })
      if (failures.length > 0) throw new CommandFailed(failures.join('\n'))
    })
}

export function addList(program: Command): void {
  withData(program.command('list'))
    .description('List the editions and their documents.')
    .option('--json', 'print them as JSON')
    .addHelpText('after', '\nExamples:\n  corrigenda list\n  corrigenda list --json --data /srv/corrigenda')
    .action(async ({ json, data }: { json?: true; data: string }) => {
      await withStore(data, false, async store => {
        const documents = await store.documents()
        const editions = (await store.editions()).map(edition => ({
          ...edition,
          documents: documents.filter(document => document.edition === edition.id),
        }))
        if (json) return writeOutput(`${JSON.stringify(editions, null, 2)}\n`)
        for (const edition of editions) {
          const lines = edition.documents.map(({ id, title, words }) => `  ${id}  ${title} (${words} words)`)
          await writeOutput(`${[edition.title, ...lines].join('\n')}\n`)
        }
      })
    })
}

export function withData(command: Command): Command {
  return command.option('--data <folder>', 'the folder that holds everything', folderFrom(process.env))
}

/** Opens the store for as long as `work` takes. What only reads does not make a folder where there is none. */
export async function withStore(
  folder: string,
  make: boolean,
  work: (store: Store) => Promise<void>,
): Promise<void> {
  if (!make && !existsSync(join(folder, 'corrigenda.db')))
    throw new CommandFailed(`There is no data in ${folder}.`)
  const store = openSqlite(folder)
  try {
    await work(store)
  } finally {
    await store.close()
  }
}
