/** A table of the source as a grid, for formats whose tables are one. */
import type { Attrs } from '../witness.js'
import type { Flow } from './flow.js'

/** `T` is what is written of a paragraph. Each row has `columns` cells, each cell any number of paragraphs: none where the
 * source has nothing. `hasHead` says that the source calls all cells of the first row labels. */
export interface Grid<T> {
  readonly columns: number
  readonly hasHead: boolean
  readonly rows: readonly (readonly (readonly T[])[])[]
}

/** A paragraph of a table: one of its cells, or, where its attributes say `cells`, a whole row. */
export interface TablePart<T> {
  readonly attrs: Attrs
  readonly cells: readonly T[]
}

/** More columns, or more empty rows between two others, are no table that one could read. */
const most = 50

/** Whether a paragraph is a cell or row of a table. */
export const isInTable = ({ kind, attrs }: Pick<Flow, 'kind' | 'attrs'>) =>
  kind === 'paragraph' && attrs.table !== undefined

/** Whether a paragraph is a row whose cells are parted by tabs. */
export const isRow = (flow: Flow) =>
  isInTable(flow) && flow.attrs.cells !== undefined && flow.pieces.length === 1

/** The attributes of a paragraph that is no row by itself: a row that goes on in another paragraph. */
export const cellAttrs = (attrs: Attrs): Attrs => {
  const { cells: _, ...rest } = attrs
  return rest
}

/** The grid that the paragraphs of one table make, in their order. Null where they make none: rows or cells have no
 * numbers, or numbers that are out of order. */
export function gridOf<T>(parts: readonly TablePart<T>[]): Grid<T> | null {
  const rows: T[][][] = []
  let last: { row: number; cell: number } | null = null
  for (const { attrs, cells } of parts) {
    const { row } = attrs
    const isWhole = attrs.cells !== undefined
    const cell = isWhole ? cells.length : attrs.cell
    if (!isCount(row) || !isCount(cell) || cell > most) return null
    const down: number = last ? row - last.row : 1
    if (down < 0 || down > most || (down === 0 && (isWhole || cell < last!.cell))) return null
    for (let n = 0; n < down; n++) rows.push([])
    const open = rows.at(-1)!
    while (open.length < cell) open.push([])
    if (isWhole) for (const [i, words] of cells.entries()) open[i]!.push(words)
    else open[cell - 1]!.push(...cells)
    last = { row, cell }
  }
  if (rows.length === 0) return null
  const columns = Math.max(...rows.map(({ length }) => length))
  for (const row of rows) while (row.length < columns) row.push([])
  const first = parts[0]!.attrs.row
  const hasHead = parts.every(({ attrs }) => attrs.row !== first || attrs.role === 'label')
  return { columns, hasHead, rows }
}

const isCount = (value: Attrs[string] | undefined): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value > 0
