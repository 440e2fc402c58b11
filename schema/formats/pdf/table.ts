/** A table as it is gathered from its rows and cells: a row of cells parted by tabs, or a cell for each paragraph. */
import type { Attrs } from '../../witness.js'

/** More columns than a page has room for are set as lines. */
const mostColumns = 12

interface Row {
  readonly of: unknown
  readonly cells: string[]
  cell: unknown
}

export class Table {
  private readonly rows: Row[] = []

  constructor(readonly name: Attrs[string]) {}

  /** A whole row. */
  addRow(cells: readonly string[]): void {
    this.rows.push({ of: null, cells: [...cells], cell: null })
  }

  /** Whether a paragraph begins a row. */
  isNewRow({ row }: Attrs): boolean {
    const last = this.rows.at(-1)
    return !last || row === undefined || last.of !== row
  }

  /** A paragraph of a cell; several of one cell stand below each other. */
  addToCell(attrs: Attrs, typst: string): void {
    const words = attrs.role === 'label' ? `#cell-head[${typst}]` : typst
    const isNew = this.isNewRow(attrs)
    if (isNew) this.rows.push({ of: attrs.row, cells: [], cell: null })
    const row = this.rows.at(-1)!
    if (!isNew && attrs.cell !== undefined && row.cell === attrs.cell)
      row.cells.push(`${row.cells.pop()}#parbreak();${words}`)
    else row.cells.push(words)
    row.cell = attrs.cell
  }

  /** The table in one line of source. */
  typst(): string {
    const columns = Math.max(...this.rows.map(({ cells }) => cells.length))
    if (columns > mostColumns) return this.rows.map(({ cells }) => `#p[${cells.join('#h(1em);')}]`).join('\n')
    const cells = this.rows.flatMap(({ cells }) =>
      Array.from({ length: columns }, (_, i) => `[${cells[i] ?? ''}]`),
    )
    return `#rows(${columns}, ${cells.join(', ')})`
  }
}
