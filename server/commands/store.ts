/** `corrigenda import` and `list`: what a data folder holds. They work beside a running server. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Command, Option } from 'commander'
import { arePages, isBundle, openZip } from '../../schema/formats/index.js'
import type { StyleMap } from '../../schema/formats/style-map.js'
import { importEach } from '../bundles.js'
import { folderFrom } from '../environment.js'
import { editionTitled, importFile } from '../library.js'
import { openSqlite } from '../store/sqlite.js'
import type { Store } from '../store/store.js'
import { styleOption } from './files.js'
import { importWitness } from './new-witness.js'
import { CommandFailed, readInput, WrongUse, writeOutput } from './output.js'

export function addImport(program: Command): void {
  withData(program.command('import'))
    .description('Import files into an edition, which is made where there is none of this name.')
    .argument('<file...>', 'transcriptions or archives')
    .option('--edition <name>', 'the edition’s title')
    .option('--replaces <document>', 'make the file the new witness of a document: its id or its title')
    .option('--dry-run', 'with --replaces: only say what would become of the document’s layers')
    .addOption(
      new Option(
        '--as <what>',
        'what a ZIP of files becomes: a document each, or one in the order of their names; usually one where all are pages of scans',
      ).choices(['documents', 'document']),
    )
    .addOption(styleOption())
    .addHelpText(
      'after',
      '\nExamples:\n  corrigenda import letters/*.txt --edition "Letters 1914–18"\n' +
        '  corrigenda import letters.zip --as documents --edition "Letters 1914–18"\n' +
        '  corrigenda import better.txt --replaces k3v9m2x8q7zt --dry-run\n\n' +
        'Prints the id and title of each document. The exit code is 1 where a file could not be read; the others are imported. ' +
        'A document that is replaced stays as it is and is only read; no server may be running meanwhile.',
    )
    .action(async (paths: string[], { edition = '', replaces, dryRun, data, as, style }: ImportOptions) => {
      const title = edition.trim()
      if (replaces !== undefined) {
        if (title !== '')
          throw new WrongUse('error: a new witness is in the edition of the old one: leave out --edition.')
        if (paths.length > 1) throw new WrongUse('error: a document is replaced by one file.')
        return importWitness(paths[0]!, replaces, dryRun === true, data)
      }
      if (dryRun)
        throw new WrongUse('error: --dry-run goes with --replaces; `corrigenda inspect` looks at files.')
      if (title === '')
        throw new WrongUse('error: say into which edition with --edition, or which document with --replaces.')
      const failures: string[] = []
      await withStore(data, true, async store => {
        for (const path of paths) {
          try {
            const { bytes, name } = readInput(path)
            const into = await editionTitled(store, title)
            failures.push(...(await taken(store, into.id, { path, bytes, name }, as, style)))
          } catch (error) {
            if (!(error instanceof CommandFailed)) throw error
            failures.push(error.message)
          }
        }
      })
      if (failures.length > 0) throw new CommandFailed(failures.join('\n'))
    })
}

type As = 'document' | 'documents' | undefined

/** Takes a file in, and prints what has become of it; returns what could not be read, a line each. */
async function taken(
  store: Store,
  edition: string,
  { path, bytes, name }: { path: string; bytes: Uint8Array; name: string },
  as: As,
  styles?: StyleMap,
): Promise<string[]> {
  const files = as !== 'document' && isBundle(bytes, name) ? openZip(bytes) : null
  if (files && 'error' in files) throw new CommandFailed(`${path}: ${files.error.message}`)
  if (files && (as === 'documents' || !arePages(files))) {
    const keep = (file: Uint8Array, inside: string) => importFile(store, edition, inside, file, '', styles)
    const { documents, left } = await importEach(files, keep)
    for (const { id, title } of documents) await writeOutput(`${id}\t${title}\n`)
    for (const { path: inside, is, why } of left)
      if (is === 'passed-over') console.error(`${path}/${inside} is passed over: ${why}`)
    return left.flatMap(({ path: inside, is, why }) =>
      is === 'passed-over' ? [] : `${path}/${inside}: ${why}`,
    )
  }
  const { id, title, problems } = await importFile(store, edition, name, bytes, '', styles)
  if (id !== null) await writeOutput(`${id}\t${title}\n`)
  for (const { code, message } of problems) if (code === 'passed-over') console.error(`${path}: ${message}`)
  // Of a ZIP as one document, files that could not be read are losses.
  return problems.flatMap(({ severity, code, line, column, message }) =>
    severity === 'error' || code === 'unreadable' ? `${path}:${line}:${column}: ${message}` : [],
  )
}

interface ImportOptions {
  readonly edition?: string
  readonly replaces?: string
  readonly dryRun?: true
  readonly as?: As
  readonly style?: StyleMap
  readonly data: string
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
          const lines = edition.documents.map(
            ({ id, title, words, current }) =>
              `  ${id}  ${title} (${words} words)${current === id ? '' : `, earlier witness: now ${current}`}`,
          )
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
