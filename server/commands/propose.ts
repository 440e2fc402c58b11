/** `corrigenda propose`: what somebody has corrected in a copy of a document, entered as their proposals. */
import { type Command, Option } from 'commander'
import {
  type Base,
  bases,
  type Candidate,
  type CandidateClass,
  type CopyComparison,
  candidateClasses,
} from '../../schema/copies/index.js'
import { cleanName } from '../../schema/people.js'
import { settingsOf } from '../citations.js'
import { defaultConfig } from '../config.js'
import { enterCopy, personNamed } from '../copies.js'
import { layersState } from '../opened.js'
import { compare } from '../reading/prepare.js'
import { lockFolder } from '../store/lock.js'
import type { DocumentEntry, Store } from '../store/store.js'
import { Hub } from '../sync/hub.js'
import { oneNamed } from './export.js'
import { CommandFailed, readInput, WrongUse, writeOutput } from './output.js'
import { withData, withStore } from './store.js'

interface Choices {
  readonly by: string
  readonly from?: Base
  readonly class?: readonly CandidateClass[]
  readonly dryRun?: true
  readonly json?: true
  readonly anyway?: true
  readonly data: string
}

export function addPropose(program: Command): void {
  withData(program.command('propose'))
    .description('Compare a corrected copy with its document, and enter the differences as proposals.')
    .argument('<document>', 'the document’s id or its title, as `list` shows them')
    .argument('<file>', 'the corrected copy: text, Word, TEI, or whatever else can be read')
    .requiredOption('--by <name>', 'who has corrected it: the proposals are theirs')
    .addOption(
      new Option('--from <text>', 'which text the copy was made from; the nearest otherwise').choices(bases),
    )
    .addOption(
      new Option('--class <classes...>', 'enter these classes of differences alone').choices(
        candidateClasses,
      ),
    )
    .option('--dry-run', 'list what would be entered, and enter nothing')
    .option('--json', 'with --dry-run: print the comparison as JSON')
    .option('--anyway', 'enter it even where the file seems to be no copy of the document')
    .addHelpText(
      'after',
      '\nExamples:\n  corrigenda propose "Report" report-mora.docx --by "Mora Lind" --dry-run\n' +
        '  corrigenda propose k3v9m2x8q7zt copy.txt --by "Mora Lind" --class words punctuation\n\n' +
        'Without --class, words, punctuation and notes are entered; typography, white space, structure and missing parts are not.\n' +
        'While a server runs on the data folder, copies are entered through it: on screen, or over HTTP.',
    )
    .action(propose)
}

async function propose(name: string, path: string, choices: Choices): Promise<void> {
  const by = cleanName(choices.by)
  if (by === null) throw new WrongUse('error: --by is no name that can be printed.')
  if (choices.json && !choices.dryRun) throw new WrongUse('error: --json goes with --dry-run.')
  const { bytes, name: file } = readInput(path)
  await withStore(choices.data, false, async store => {
    const document = oneNamed(await store.documents(), name, 'document')
    const { witness, state } = await layersState(store, document.id)
    const found = compare(bytes, file, { witness, state, ...(choices.from ? { base: choices.from } : {}) })
    if (!('candidates' in found)) {
      const errors = found.problems.filter(({ severity }) => severity === 'error')
      throw new CommandFailed(
        errors.map(({ line, column, message }) => `${path}:${line}:${column}: ${message}`).join('\n'),
      )
    }
    if (choices.json) return writeOutput(`${JSON.stringify(found, null, 2)}\n`)
    const chosen = found.candidates.filter(candidate =>
      choices.class
        ? choices.class.includes(candidate.class) && candidate.hindrance === ''
        : candidate.isUsual,
    )
    await writeOutput(listed(found, chosen))
    if (choices.dryRun || chosen.length === 0) return
    if (found.isOther && !choices.anyway)
      throw new CommandFailed(
        `${path} seems to be no copy of “${document.title}”: they have ${percent(found.shared.copy)} of its words in common. Nothing was entered; --anyway enters it.`,
      )
    await enter(store, document, file, by, chosen, choices.data)
  })
}

async function enter(
  store: Store,
  document: DocumentEntry,
  file: string,
  by: string,
  chosen: readonly Candidate[],
  folder: string,
): Promise<void> {
  const lock = lockFolder(folder)
  if (!lock)
    throw new CommandFailed(
      'A server is running on this data folder: enter the copy through it (on screen, or over HTTP), so that everybody sees it.',
    )
  const warn = (message: string, error: unknown) => console.error(message, error)
  const hub = new Hub(store, defaultConfig, {
    fatal: error => warn('nothing more can be written', error),
    warn,
  })
  try {
    const person = await personNamed(store, by)
    const author = <T>(all: readonly T[], candidate: Candidate) =>
      all.map(one => ({ ...one, author: candidate.author }))
    const entry = {
      by: person,
      kind: (await settingsOf(store, document.edition)).defaultKind,
      corrections: chosen.flatMap(candidate => author(candidate.corrections, candidate)),
      notes: chosen.flatMap(candidate => author(candidate.notes, candidate)),
      structure: chosen.flatMap(({ structure }) => structure),
    }
    const { by: people, ...made } = await enterCopy(store, hub, document.id, entry, {
      id: person,
      role: 'corrector',
    })
    await store.accounts.addAct({
      at: Date.now(),
      person: '',
      address: 'command line',
      what: 'copy-entered',
      edition: document.edition,
      document: document.id,
      detail: JSON.stringify({ ...made, file, people: people.map(person => ({ person })) }),
    })
    await writeOutput(`${entered(made)} by ${by} (${made.copy})\n`)
  } finally {
    await hub.stop()
    lock.release()
  }
}

function listed({ base, known, shared, candidates }: CopyComparison, chosen: readonly Candidate[]): string {
  const lines = [
    `Compared with the ${base} text: ${percent(shared.copy)} of the copy’s words stand in it.`,
    ...chosen.map(
      ({ class: kind, page, paragraph, received, reading, author }) =>
        `  ${kind.padEnd(11)} ${[page && `p. ${page}`, paragraph > 0 && `¶ ${paragraph}`].filter(Boolean).join(', ').padEnd(12)} ${received || '∅'} ] ${reading || '∅'}${author ? `  (${author})` : ''}`,
    ),
  ]
  const left = candidates.length - chosen.length
  if (left > 0)
    lines.push(
      `${left} ${left === 1 ? 'difference is' : 'differences are'} left out: ${countsOf(candidates, chosen)}.`,
    )
  if (known > 0) lines.push(`${known} ${known === 1 ? 'is' : 'are'} proposed or accepted already.`)
  if (chosen.length === 0) lines.push('There is nothing to enter.')
  return `${lines.join('\n')}\n`
}

function countsOf(candidates: readonly Candidate[], chosen: readonly Candidate[]): string {
  const taken = new Set(chosen)
  return candidateClasses
    .map(kind => [kind, candidates.filter(c => c.class === kind && !taken.has(c)).length] as const)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${kind} ${count}`)
    .join(', ')
}

function entered(made: {
  readonly corrections: number
  readonly notes: number
  readonly structure: readonly unknown[]
}): string {
  const parts = [
    [made.corrections, 'correction'],
    [made.notes, 'note'],
    [made.structure.length, 'change of structure'],
  ] as const
  const said = parts
    .filter(([count]) => count > 0)
    .map(([count, noun]) => `${count} ${count === 1 ? noun : noun.replace(/^(\w+)/, '$1s')}`)
  return `Entered ${said.join(', ')}`
}

const percent = (share: number): string => `${Math.round(share * 100)} %`
