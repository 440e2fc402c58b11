/** What the reader of TEI says about a file. */
import { lineAndColumn, type Problem } from '../../../witness.js'
import type { Composed } from './compose.js'
import type { Parsed } from './parse.js'

/** How much of each thing was recognised, and what is kept under its own name. */
export function summaryOf(
  { xml, encoding }: Pick<Parsed, 'xml' | 'encoding'>,
  composed: Composed,
  people: Readonly<Record<string, string>>,
): Problem[] {
  const { blocks, milestones, corrections, notes, names, unmodelled, alternatives } = composed
  const kinds = new Map<string, number>()
  for (const { kind } of blocks) kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  const pages = milestones.filter(({ type }) => type === 'pb').length
  const recognised = [
    ...[...kinds].sort((a, b) => b[1] - a[1]).map(([kind, n]) => `${n} × ${kind}`),
    ...(pages > 0 ? [`${pages} × page break`] : []),
  ]
  const problems: Problem[] = [
    info('recognised', `TEI, ${encoding.toUpperCase()}: ${recognised.join(', ')}.`),
  ]
  const earlier = [
    ...counted(corrections.length, 'correction', 'corrections'),
    ...counted(notes.length, 'note', 'notes'),
    ...counted(names.length, 'name', 'names'),
  ]
  if (earlier.length > 0)
    problems.push(
      info(
        'earlier-editors',
        `Of earlier editors: ${earlier.join(', ')} (${Object.values(people).join('; ')}).`,
      ),
    )
  if (unmodelled.size > 0) {
    const list = [...unmodelled].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    const shown = list.slice(0, 40).map(([name, n]) => `${name} ${n}`)
    const more = list.length > shown.length ? ` and ${list.length - shown.length} more` : ''
    problems.push(
      info('kept', `Kept under their own names, and written back as they are: ${shown.join(', ')}${more}.`),
    )
  }
  for (const element of alternatives.slice(0, 100)) {
    const { line, column } = lineAndColumn(xml, element.open.place)
    problems.push({
      severity: 'info',
      code: 'alternatives',
      message: `<${element.name}> holds several readings; the first of them, or the lemma, is the text. The others are kept in the file.`,
      line,
      column,
    })
  }
  return problems
}

function info(code: string, message: string): Problem {
  return { severity: 'info', code, message, line: 1, column: 1 }
}

function counted(n: number, one: string, many: string): string[] {
  return n === 0 ? [] : [`${n} ${n === 1 ? one : many}`]
}
