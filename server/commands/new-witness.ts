/** `corrigenda import FILE --replaces DOCUMENT`: a new witness of a document, or what would come of it. */
import type { CarriedRecord, CarryReport } from '../../schema/carrying/report.js'
import type { Root } from '../../schema/layers.js'
import { onOneLine } from '../../schema/words.js'
import { carryOnto } from '../reading/carrying.js'
import { lookAtWitness, type Means, replaceDocument } from '../replacing.js'
import { lockFolder } from '../store/lock.js'
import { oneNamed } from './export.js'
import { CommandFailed, readInput, writeOutput } from './output.js'
import { withStore } from './store.js'

/** Prints the new document's id and title, and what became of the layers of the one that it replaces. */
export async function importWitness(
  path: string,
  name: string,
  dryRun: boolean,
  data: string,
): Promise<void> {
  const file = readInput(path)
  await withStore(data, false, async store => {
    // A server knows of nothing that others write into documents.
    const lock = dryRun ? null : lockFolder(data)
    if (!dryRun && !lock)
      throw new CommandFailed(
        `A server is running on ${data}: stop it first, or import the new witness in the browser or over HTTP.`,
      )
    try {
      const document = oneNamed(await store.documents(), name, 'document')
      const means: Means = {
        store,
        carry: async (bytes, name, earlier) => carryOnto(bytes, name, earlier),
        still: async (_, work) => work(),
      }
      const asked = { ...file, document: document.id, person: '', believed: true }
      const outcome = await (dryRun ? lookAtWitness(means, asked) : replaceDocument(means, asked))
      switch (outcome?.is) {
        case 'unread':
          throw new CommandFailed(
            outcome.problems
              .filter(({ severity }) => severity === 'error')
              .map(({ line, column, message }) => `${path}:${line}:${column}: ${message}`)
              .join('\n'),
          )
        case 'same':
          throw new CommandFailed(`${path} gives the very witness that the document has.`)
        case 'replaced':
          throw new CommandFailed(`Another witness has taken its place already: ${outcome.current}.`)
        case 'done':
          if (outcome.id !== null) await writeOutput(`${outcome.id}\t${outcome.title}\n`)
          await writeOutput(told(outcome.report))
      }
    } finally {
      lock?.release()
    }
  })
}

const nouns: Readonly<Partial<Record<Root, string>>> = {
  corrections: 'corrections',
  decisions: 'decisions',
  notes: 'notes',
  threads: 'replies',
  names: 'names',
  breaks: 'splits and joins',
  blockAttrs: 'attributes of blocks',
  milestones: 'page breaks and milestones',
  spans: 'marks',
}

/** A report as text: how alike the texts are, a line for each part of the layers, and what was not carried as it was. */
function told({ shared, counts, records, differences }: CarryReport): string {
  const percent = (share: number) => `${Math.floor(share * 1000) / 10} %`
  const lines = [
    `${percent(shared.old)} of the words of the old witness stand in the new one, ${percent(shared.new)} of the new in the old; ${differences.total} differences.`,
  ]
  for (const [root, { carried, reworded, already, unplaced }] of Object.entries(counts)) {
    const all = carried + reworded + already + unplaced
    if (all === 0) continue
    const parts = [
      [carried, 'carried over'],
      [reworded, 'on words that read otherwise now'],
      [already, 'said by the new witness already'],
      [unplaced, 'without a place'],
    ] as const
    const said = parts.flatMap(([n, words]) => (n === 0 ? [] : [`${n} ${words}`]))
    lines.push(`${all} ${nouns[root as Root] ?? root}: ${said.join(', ')}.`)
  }
  return `${[...lines, ...records.map(line)].join('\n')}\n`
}

const hows = { reworded: 'reworded', already: 'already so', unplaced: 'no place' } as const

function line({ root, how, why, words, reads, now }: CarriedRecord): string {
  const what = reads === null ? onOneLine(words) : `${onOneLine(words)} ] ${onOneLine(reads)}`
  const there = how === 'reworded' || why === 'changed' ? `, now: ${onOneLine(now)}` : ''
  return `  ${hows[how]}\t${nouns[root] ?? root}\t${what}${why === '' || why === 'already' ? '' : ` (${why})`}${there}`
}
