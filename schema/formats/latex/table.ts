/** Tables of reledmac: its `edtabularl`, in which lines are numbered and entries of the apparatus hold. */
import type { Attrs } from '../../witness.js'
import { gridOf } from '../grid.js'

/** What a cell says: in LaTeX, and as text by which it is measured. */
export interface LatexCell {
  readonly latex: string
  readonly text: string
}

/** More columns than a page has room for are set as paragraphs. */
const mostColumns = 12
/** About how many letters a line has. */
const lineLength = 75

/** The paragraphs of one table, `cells` being all of a row or one; null where they make no table that a page has room for. Cells are as
 * wide as their longest text, or share the line by that where it is too short for them. */
export function tableLatex(
  parts: readonly { readonly attrs: Attrs; readonly cells: readonly LatexCell[] }[],
): string | null {
  const grid = gridOf(parts)
  if (!grid || grid.columns > mostColumns) return null
  const longest = (column: number) =>
    Math.max(...grid.rows.map(row => Math.max(6, ...row[column]!.map(({ text }) => text.length))))
  const lengths = Array.from({ length: grid.columns }, (_, column) => Math.min(longest(column) + 2, 60))
  const whole = Math.max(
    lengths.reduce((sum, length) => sum + length),
    lineLength,
  )
  // What is left is for the space between columns, 5pt on each side of a cell.
  const room = 1 - 0.04 * grid.columns
  const width = (column: number) => ((lengths[column]! / whole) * room).toFixed(3)
  const rows = grid.rows.map((row, r) =>
    row
      .map((cells, column) => {
        const head = r === 0 && grid.hasHead ? '\\bfseries{}' : ''
        return `\\incell{${width(column)}}{${head}${cells.map(({ latex }) => latex).join('\\newline{}')}}`
      })
      .join(' & '),
  )
  return `\\pstart\n\\begin{edtabularl}\n${rows.map(row => `${row} \\\\\n`).join('')}\\end{edtabularl}\n\\pend`
}
