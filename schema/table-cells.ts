/** How the cells of a source's tables stand beside each other. A cell is a block with the attributes `table`, `row` and
 * `cell`, a row whose cells are parted by tabs one with `table`, `row` and `cells`. */
import type { Attrs, Block } from './witness.js'

/** `columns` are those of its table, `span` how many of them it takes: the last cell of a short row takes what is left. `skip`
 * are those before it that have no words; `first` says that it begins a row. */
export interface TableCell {
  readonly columns: number
  readonly span: number
  readonly skip: number
  readonly first: boolean
}

/** The cells of all tables by the offsets at which their blocks begin. A table in which some cell has several blocks is
 * not among them: its blocks stand one below the other. */
export function tableCells(blocks: readonly Block[]): ReadonlyMap<number, TableCell> {
  const cells = new Map<number, TableCell>()
  for (let i = 0; i < blocks.length; ) {
    const table = tableOf(blocks[i]!.attrs)
    let end = i + 1
    if (table !== null) while (end < blocks.length && tableOf(blocks[end]!.attrs) === table) end++
    if (table !== null) place(blocks.slice(i, end), cells)
    i = end
  }
  return cells
}

/** The table of which a block is one cell; null where it is none. */
function tableOf({ table, row, cell }: Attrs): number | null {
  const is = typeof table === 'number' && typeof row === 'number' && typeof cell === 'number'
  return is ? table : null
}

function place(blocks: readonly Block[], cells: Map<number, TableCell>): void {
  const columns = Math.max(...blocks.map(({ attrs }) => attrs.cell as number))
  const isPlain = blocks.every(({ attrs }, i) => {
    const before = blocks[i - 1]?.attrs
    return attrs.row !== before?.row || (attrs.cell as number) > (before?.cell as number)
  })
  if (!isPlain || columns > 24) return
  blocks.forEach(({ start, attrs }, i) => {
    const before = blocks[i - 1]?.attrs
    const after = blocks[i + 1]?.attrs
    const first = before?.row !== attrs.row
    // A cell without words is no block: the one before it takes its place.
    const from = (attrs.cell as number) - 1
    const to = after && after.row === attrs.row ? (after.cell as number) - 1 : columns
    cells.set(start, { columns, span: to - from, skip: first ? from : 0, first })
  })
}
