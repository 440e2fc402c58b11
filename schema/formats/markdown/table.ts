/** Tables of GFM (its specification, §4.10). */
import { cellAttrs, gridOf, isRow } from '../grid.js'
import { cell } from './escape.js'
import { type MarkdownRun, runsMarkdown } from './runs.js'
import type { Written } from './text.js'

/** The paragraphs of one table as rows between pipes; null where they make no table. A table has a head in Markdown: it is empty
 * where the source's has none. */
export function tableMarkdown(paragraphs: readonly Written[]): string | null {
  const grid = gridOf(
    paragraphs.map(({ flow, runs }) => ({
      attrs: isRow(flow) ? flow.attrs : cellAttrs(flow.attrs),
      cells: (isRow(flow) ? atTabs(runs) : [runs]).map(words => cell(runsMarkdown(words))),
    })),
  )
  if (!grid) return null
  const rows = grid.rows.map(row => row.map(words => words.join('<br>')))
  const head = grid.hasHead ? rows.shift()! : rows[0]!.map(() => '')
  return [head, head.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n')
}

function atTabs(runs: readonly MarkdownRun[]): MarkdownRun[][] {
  const cells: MarkdownRun[][] = [[]]
  for (const run of runs)
    for (const [i, text] of (run.raw ? [run.text] : run.text.split('\t')).entries()) {
      if (i > 0) cells.push([])
      cells.at(-1)!.push({ ...run, text })
    }
  return cells
}
