/** `corrigenda import`, `list` and `export`: what a data folder holds. They work beside a running server. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { formats } from '../../schema/formats/index.js'
import type { View } from '../../schema/readings.js'
import { folderFrom } from '../environment.js'
import { editionTitled, exportDocument, importFile } from '../library.js'
import { openSqlite } from '../store/sqlite.js'
import type { DocumentEntry, Store } from '../store/store.js'
import { optionsFor, setOption, toOption, viewFor, viewOption } from './files.js'
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

export function addExport(program: Command): void {
  withData(program.command('export'))
    .description('Write a document, as it now stands, in a format.')
    .argument('<document>', 'the document’s id or its title, as `list` shows them')
    .addOption(toOption())
    .addOption(viewOption())
    .option('--apparatus', 'end the plain text of a reading with the apparatus')
    .addOption(setOption())
    .option('-o, --output <file>', 'where to write; standard output otherwise')
    .addHelpText(
      'after',
      '\nExamples:\n  corrigenda export k3v9m2x8q7zt --to tei -o report.xml\n' +
        '  corrigenda export "Report" --to text --view diplomatic',
    )
    .action(
      async (
        name: string,
        {
          to,
          view,
          apparatus,
          set,
          output,
          data,
        }: {
          to: string
          view?: View
          apparatus?: true
          set?: Readonly<Record<string, string>>
          output?: string
          data: string
        },
      ) => {
        const format = formats.find(format => format.name === to)!
        const asView = viewFor(format, view)
        const options = optionsFor(format, set)
        await withStore(data, false, async store => {
          const { id } = documentNamed(await store.documents(), name)
          const written = await exportDocument(store, id, format, asView, {
            withApparatus: apparatus === true,
            options,
          })
          if (!written) throw new CommandFailed(`There is no document "${name}".`)
          await writeOutput(written.bytes, output)
        })
      },
    )
}

function documentNamed(documents: readonly DocumentEntry[], name: string): DocumentEntry {
  const found = documents.filter(({ id, title }) => id === name || title === name)
  if (found.length === 1) return found[0]!
  throw new CommandFailed(
    found.length === 0
      ? `There is no document "${name}".`
      : `Several documents have the title "${name}": name one by its id (${found.map(({ id }) => id).join(', ')}).`,
  )
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
