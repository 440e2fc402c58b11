/** `corrigenda export`: a document, or a whole edition. It works beside a running server. */
import { cpSync, existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Command, Option } from 'commander'
import {
  editionFormatNamed,
  editionFormats,
  formatNamed,
  formats,
  optionFault,
} from '../../schema/formats/index.js'
import { type View, views } from '../../schema/readings.js'
import { exportDocument } from '../library.js'
import type { EditionTask, PartAsked } from '../press/edition.js'
import { Press } from '../press/press.js'
import { GivenUp } from '../press/thread.js'
import { storeFile } from '../store/sqlite.js'
import type { Store } from '../store/store.js'
import { optionsFor, setOption, viewFor, viewOption } from './files.js'
import { Line } from './line.js'
import { CommandFailed, tellLeftOut, WrongUse, writeOutput } from './output.js'
import { withData, withStore } from './store.js'

interface Flags {
  readonly edition?: string
  readonly to: string
  readonly view?: View
  readonly apparatus?: true
  readonly set?: Readonly<Record<string, string>>
  readonly output?: string
  readonly out?: string
  readonly force?: true
  readonly data: string
}

/** The exit code of a process that was interrupted: 128 + SIGINT. */
const interrupted = 130

/** The largest ZIP, in bytes; past 4 GB it would need extensions that not every program reads. */
const largest = 4 * 2 ** 30 - (64 << 20)

export function addExport(program: Command): void {
  const named = [...formats, ...editionFormats].map(({ name }) => name).join(', ')
  withData(program.command('export'))
    .description(
      'Write a document, as it now stands, in a format; or a whole edition into a ZIP or a folder.',
    )
    .argument('[document]', 'the document’s id or its title, as `list` shows them')
    .option('--edition <name>', 'write all documents of this edition, named by its title or its id')
    .addOption(
      new Option(
        '--to <format>',
        `the format to write: ${named}. Of an edition also several, with commas, each with a view where wanted: tei,text:received`,
      ).makeOptionMandatory(),
    )
    .addOption(viewOption())
    .option('--apparatus', 'end the plain text of a reading with the apparatus')
    .addOption(setOption())
    .option('-o, --output <file>', 'where to write; standard output otherwise, but for an edition')
    .addOption(new Option('--out <file>').hideHelp())
    .option('--force', 'replace the ZIP of an edition where there is one of this name')
    .addHelpText(
      'after',
      '\nExamples:\n  corrigenda export k3v9m2x8q7zt --to tei -o report.xml\n' +
        '  corrigenda export "Report" --to text --view diplomatic\n' +
        '  corrigenda export --edition "Letters 1914–18" --to tei,text:reading,docx -o letters.zip\n' +
        '  corrigenda export --edition "Letters 1914–18" --to site -o public/\n\n' +
        'Where the output is a folder, or ends with /, the files are written into it. The ZIP or folder has its name when it\n' +
        'is whole, and not before. What could not be written of an edition is told on standard error, and the exit code is 1;\n' +
        'the rest is there.',
    )
    .action(async (name: string | undefined, flags: Flags) => {
      if ((name === undefined) === (flags.edition === undefined))
        throw new WrongUse('error: name a document, or an edition with --edition.')
      if (name !== undefined) await exportOne(name, flags)
      else await exportEdition(flags.edition!, flags)
    })
}

async function exportOne(name: string, flags: Flags): Promise<void> {
  const format = formatNamed(flags.to)
  if (!format) {
    const isEdition = editionFormatNamed(flags.to) !== undefined || flags.to.includes(',')
    throw new WrongUse(
      `error: ${isEdition ? `"${flags.to}" is for a whole edition: use --edition` : unknown(flags.to)}.`,
    )
  }
  const view = viewFor(format, flags.view)
  const options = optionsFor(format, flags.set)
  await withStore(flags.data, false, async store => {
    const { id } = oneNamed(await store.documents(), name, 'document')
    const written = await exportDocument(store, id, format, view, {
      withApparatus: flags.apparatus === true,
      options,
    })
    if (!written) throw new CommandFailed(`There is no document "${name}".`)
    await writeOutput(written.bytes, flags.output ?? flags.out)
    tellLeftOut(written.leftOut)
  })
}

async function exportEdition(name: string, flags: Flags): Promise<void> {
  const output = flags.output ?? flags.out
  if (output === undefined || output === '-')
    throw new WrongUse('error: an edition is written to a file: name it with -o.')
  const asked = askedOf(flags)
  const isFolder = /[/\\]$/.test(output) || (existsSync(output) && statSync(output).isDirectory())
  if (isFolder && existsSync(output) && readdirSync(output).length > 0 && !flags.force)
    throw new CommandFailed(`${output}: the folder is not empty; --force writes into it all the same.`)
  if (!isFolder && existsSync(output) && !flags.force)
    throw new CommandFailed(`${output}: there is such a file already; --force replaces it.`)
  if (!existsSync(dirname(output))) throw new CommandFailed(`${dirname(output)}: there is no such folder`)
  await withStore(flags.data, false, async store => {
    const edition = oneNamed(await store.editions(), name, 'edition')
    const documents = (await store.documents(edition.id))
      .filter(({ id, current }) => id === current)
      .map(({ id, title }) => ({ id, title }))
    if (documents.length === 0) throw new CommandFailed(`"${edition.title}" has no documents.`)
    const to = `${output.replace(/[/\\]+$/, '')}.part-${process.pid}`
    const task: EditionTask = {
      ...asked,
      edition: edition.id,
      title: edition.title,
      documents,
      readable: null,
      isPart: false,
      to,
      asFolder: isFolder,
      at: Date.now(),
      most: largest,
      spoiled: [],
    }
    const faults = await writing(store, flags.data, task, output, isFolder)
    const titles = new Map(documents.map(({ id, title }) => [id, title]))
    if (faults.length > 0)
      throw new CommandFailed(
        faults
          .map(({ document, part, fault }) =>
            [titles.get(document) ?? document, ...(part ? [part] : []), fault].join(': '),
          )
          .join('\n'),
      )
  })
}

/** Writes the file beside its place, and gives it its name in the end; broken off, it leaves nothing. */
async function writing(store: Store, folder: string, task: EditionTask, output: string, isFolder: boolean) {
  const line = new Line()
  const press = new Press(store, join(folder, storeFile))
  const leaving = new AbortController()
  const stop = () => leaving.abort()
  process.on('SIGINT', stop).on('SIGTERM', stop)
  const titles = new Map(task.documents.map(({ id, title }) => [id, title]))
  try {
    const { faults, files, bytes } = await press.edition(task, {
      signal: leaving.signal,
      told: ({ done, doing }) =>
        line.show(
          `Writing ${Math.min(done + 1, task.documents.length)} of ${task.documents.length}: ${
            doing ? `${titles.get(doing.document)} ${doing.part ?? ''}` : ''
          }`,
        ),
    })
    if (isFolder) {
      cpSync(task.to, output, { recursive: true })
      rmSync(task.to, { recursive: true })
    } else renameSync(task.to, output)
    line.clear()
    await writeOutput(`${output}: ${files} files, ${bytes} bytes.\n`)
    return faults
  } catch (error) {
    line.clear()
    rmSync(task.to, { force: true, recursive: true })
    if (!(error instanceof GivenUp) || error.why !== 'cancelled') throw error
    console.error('Broken off; nothing was kept.')
    process.exit(interrupted)
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop)
    await press.end()
  }
}

/** What `--to` and `--set` ask for. Throws `WrongUse` where that cannot be had. */
function askedOf({
  to,
  view,
  set = {},
  apparatus,
}: Flags): Pick<EditionTask, 'format' | 'parts' | 'options'> {
  const whole = editionFormatNamed(to)
  if (whole?.name === 'zip')
    throw new WrongUse('error: name the formats that the ZIP is to hold, as --to tei,text:reading.')
  if (whole) {
    const fault = optionFault(whole, set)
    if (fault) throw new WrongUse(`error: ${fault}`)
    return { format: whole.name, parts: [], options: set }
  }
  const unused = new Set(Object.keys(set))
  const parts = to.split(',').map((word): PartAsked => {
    const [, name = '', ofIts] = /^([^:]*)(?::(.*))?$/.exec(word.trim()) ?? []
    const format = formatNamed(name)
    if (!format) throw new WrongUse(`error: ${unknown(name)}.`)
    const asView = views.find(known => known === ofIts)
    if (ofIts !== undefined && !asView)
      throw new WrongUse(`error: "${ofIts}" is none of the texts ${views.join(', ')}.`)
    const own = Object.fromEntries(
      Object.entries(set).filter(([key]) => format.options?.some(option => option.name === key)),
    )
    for (const key of Object.keys(own)) unused.delete(key)
    const isHeld = format.views.length === 0 || (view !== undefined && format.views.includes(view))
    return {
      format: name,
      view: viewFor(format, asView ?? (isHeld ? view : undefined)),
      options: optionsFor(format, own),
      withApparatus: apparatus === true,
    }
  })
  if (unused.size > 0)
    throw new WrongUse(`error: none of these formats has an option "${[...unused].join('", "')}".`)
  return { format: 'zip', parts, options: {} }
}

const unknown = (name: string) =>
  `there is no format "${name}" (there are ${[...formats, ...editionFormats].map(f => f.name).join(', ')})`

/** The one that has this id or title; of the witnesses of one source, which have one title, the newest. Throws `CommandFailed`
 * where there is none, or several. */
export function oneNamed<
  T extends { readonly id: string; readonly title: string; readonly current?: string },
>(all: readonly T[], name: string, noun: string): T {
  const found = all.filter(({ id, title, current = id }) => id === name || (title === name && current === id))
  if (found.length === 1) return found[0]!
  throw new CommandFailed(
    found.length === 0
      ? `There is no ${noun} "${name}".`
      : `Several ${noun}s have the title "${name}": name one by its id (${found.map(({ id }) => id).join(', ')}).`,
  )
}
