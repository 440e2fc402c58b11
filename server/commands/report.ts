/** The report of `corrigenda inspect`, for people to read. */
import type { FileRead } from '../../schema/formats/index.js'
import type { StyleUse } from '../../schema/formats/style-map.js'
import { type Block, lineAndColumn, type Problem, type Witness } from '../../schema/witness.js'

/** So much of each block is shown. In characters. */
const excerptLength = 60

/** What was recognised, an outline of the blocks, and the guesses with their places. */
export function report(file: string, { title, witness, metadata, problems, styles = [] }: FileRead): string {
  const lines = [file, '='.repeat(file.length), '', `Title: ${title}`]
  for (const [key, value] of Object.entries(metadata))
    if (key !== 'title') lines.push(`${key}: ${excerpt(value, 90)}`)
  if (witness) lines.push('', ...counts(witness), '', 'Recognised', ...problemLines(problems, 'info'))
  for (const [severity, heading] of [
    ['guess', 'Unsure'],
    ['loss', 'Not taken over'],
    ['error', 'Errors'],
  ] as const) {
    const found = problemLines(problems, severity)
    if (found.length > 0) lines.push('', heading, ...found)
  }
  if (styles.length > 0) lines.push('', 'Styles', ...styles.map(styleLine))
  if (witness) lines.push('', 'Outline', ...outline(witness))
  return `${lines.join('\n')}\n`
}

function styleLine({ name, count, usual, chosen }: StyleUse): string {
  return `  ${String(count).padStart(5)}  ${name.padEnd(24)} ${chosen ?? usual}${chosen === null ? '' : ' (chosen)'}`
}

function counts({ text, blocks, milestones }: Witness): string[] {
  const kinds = new Map<string, number>()
  for (const { kind } of blocks) kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  const pages = milestones.filter(({ type }) => type === 'pb').length + 1
  return [
    `${text.length} characters, ${pages} ${pages === 1 ? 'page' : 'pages'}, ${blocks.length} blocks:`,
    `  ${[...kinds].map(([kind, n]) => `${kind} ${n}`).join(', ')}`,
  ]
}

function problemLines(problems: readonly Problem[], severity: Problem['severity']): string[] {
  return problems
    .filter(problem => problem.severity === severity)
    .map(({ line, column, message }) =>
      severity === 'info' ? `  ${message}` : `  ${line}:${column}  ${message}`,
    )
}

function outline(witness: Witness): string[] {
  const pages = witness.milestones.filter(({ type }) => type === 'pb')
  const lines: string[] = []
  let page = 0
  for (const block of witness.blocks) {
    for (; page < pages.length && pages[page]!.at <= block.start; page++)
      lines.push(`  -- page ${pages[page]!.n ?? ''} --`)
    const { line } = lineAndColumn(witness.text, block.start)
    lines.push(
      `  ${String(line).padStart(5)}  ${labelOf(block).padEnd(24)} ${excerpt(textOf(witness, block), excerptLength)}`,
    )
  }
  return lines
}

function labelOf({ kind, attrs }: Block): string {
  const details = [attrs.level, attrs.marker, attrs.who, attrs.continues ? 'continues' : undefined]
  return [kind, ...details.filter(detail => detail !== undefined)].join(' ')
}

function textOf({ text }: Witness, { start, end }: Block): string {
  return text.slice(start, Math.min(end, start + 4 * excerptLength))
}

function excerpt(text: string, length: number): string {
  const line = text.replace(/\s+/gu, ' ').trim()
  return line.length > length ? `${line.slice(0, length - 1)}…` : line
}
