/** `corrigenda inspect` and `corrigenda convert`: import and export without a server and without a data folder. */
import { type Command, InvalidArgumentError, Option } from 'commander'
import { EditedDocument } from '../../schema/document.js'
import {
  type FileRead,
  type Format,
  formats,
  optionFault,
  readFile,
  viewOf,
} from '../../schema/formats/index.js'
import { lossesOf } from '../../schema/formats/losses.js'
import { mergedStyles, type StyleMap, styleChoice } from '../../schema/formats/style-map.js'
import { type View, views } from '../../schema/readings.js'
import type { Witness } from '../../schema/witness.js'
import { layersOf } from '../library.js'
import { written } from '../press/write.js'
import { CommandFailed, readInput, tellLeftOut, WrongUse, writeOutput } from './output.js'
import { report } from './report.js'

export function addInspect(program: Command): void {
  program
    .command('inspect')
    .description('Show what import would make of a file.')
    .argument('<file>', 'the transcription, or an archive')
    .addOption(styleOption())
    .option('--json', 'print {witness, metadata, problems, styles} as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  corrigenda inspect letter.txt\n  corrigenda inspect letter.txt --json | jq .witness.blocks\n\n' +
        'The exit code is 1 where the file cannot be read.',
    )
    .action(async (path: string, { json, style }: { json?: true; style?: StyleMap }) => {
      const { bytes, name } = readInput(path)
      const read = readFile(bytes, name, undefined, style && { styles: style })
      const { witness, metadata, problems, styles } = read
      if (json) await writeOutput(`${JSON.stringify({ witness, metadata, problems, styles }, null, 2)}\n`)
      else if (witness) await writeOutput(report(name, read))
      witnessOf(read, path)
    })
}

export function addConvert(program: Command): void {
  program
    .command('convert')
    .description('Read a file and write it in another format.')
    .argument('<file>', 'the transcription, or an archive')
    .addOption(toOption())
    .addOption(viewOption())
    .addOption(setOption())
    .addOption(styleOption())
    .option('-o, --output <file>', 'where to write; standard output otherwise')
    .addHelpText(
      'after',
      '\nExamples:\n  corrigenda convert letter.txt --to tei -o letter.xml\n' +
        '  corrigenda convert letter.corrigenda --to text --view reading',
    )
    .action(
      async (
        path: string,
        {
          to,
          view,
          set,
          style,
          output,
        }: {
          to: string
          view?: View
          set?: Readonly<Record<string, string>>
          style?: StyleMap
          output?: string
        },
      ) => {
        const format = formats.find(({ name }) => name === to)!
        const asView = viewFor(format, view)
        const options = optionsFor(format, set)
        const { bytes, name } = readInput(path)
        const read = readFile(bytes, name, undefined, style && { styles: style })
        const witness = witnessOf(read, path)
        const layers = layersOf(witness, read.layers)
        const document = new EditedDocument(witness, layers)
        const file = await written(
          format,
          {
            id: witness.source.name.replace(/\.[^.]*$/, ''),
            title: read.title,
            edition: read.edition ?? '',
            metadata: read.metadata,
            document,
            person: id => read.people[id] ?? id,
            at: Date.now(),
            source: read.source,
            problems: read.problems,
            options,
          },
          asView,
        )
        await writeOutput(file, output)
        tellLeftOut(lossesOf(format, document, { view: asView, options }))
      },
    )
}

export function toOption(): Option {
  return new Option('--to <format>', 'the format to write')
    .choices(formats.map(format => format.name))
    .makeOptionMandatory()
}

export function viewOption(): Option {
  return new Option('--view <view>', 'which of the four texts; the format’s usual one otherwise').choices(
    views,
  )
}

/** `--set name=value`, as often as wanted. */
export function setOption(): Option {
  return new Option('--set <option=value>', 'an option of the format, as often as wanted').argParser(
    (asked: string, before: Readonly<Record<string, string>> = {}) => {
      const [, name, value] = /^([\w-]+)=(.*)$/.exec(asked) ?? []
      if (name === undefined || value === undefined)
        throw new InvalidArgumentError('An option is written as name=value.')
      return { ...before, [name]: value }
    },
  )
}

/** `--style "Subhead=heading:2"`, as often as wanted. */
export function styleOption(): Option {
  const words = 'what a paragraph style of a Word file becomes, as often as wanted: "Subhead=heading:2"'
  return new Option('--style <name=kind>', words).argParser((asked: string, before: StyleMap = {}) => {
    const parsed = styleChoice.safeParse(asked)
    if (!parsed.success) throw new InvalidArgumentError(parsed.error.issues[0]!.message)
    return mergedStyles(before, Object.fromEntries([parsed.data]))
  })
}

/** The options to write with; throws `WrongUse` where the format does not have them. */
export function optionsFor(
  format: Format,
  asked: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const fault = optionFault(format, asked)
  if (fault) throw new WrongUse(`error: ${fault}`)
  return asked
}

/** The view to write in; throws `WrongUse` where the format does not have it. */
export function viewFor(format: Format, asked: View | undefined): View {
  const view = viewOf(format, asked)
  if (view !== null) return view
  const has = format.views.length > 0 ? format.views.join(', ') : 'all texts at once'
  throw new WrongUse(`error: ${format.name} is not written as "${asked}" (it has ${has}).`)
}

function witnessOf({ witness, problems }: FileRead, path: string): Witness {
  if (witness) return witness
  const errors = problems.filter(problem => problem.severity === 'error')
  throw new CommandFailed(
    errors.map(({ line, column, message }) => `${path}:${line}:${column}: ${message}`).join('\n'),
  )
}
