/** Tables of a Word file, from paragraphs that say in which cell of which table they stand (ISO 29500-1 §17.4). */
import type { Attrs } from '../../witness.js'
import { tableStyle } from './styles.js'
import { mostColumns } from './table-shape.js'

interface InTable {
  readonly attrs: Attrs
}

/** `merged`: whether it takes cells below it, or is one that a cell above takes. */
export interface WrittenCell<T> {
  readonly cols: number
  readonly merged: 'none' | 'begins' | 'goes on'
  readonly paragraphs: T[]
}

export interface WrittenTable<T> {
  readonly columns: number
  readonly rows: readonly (readonly WrittenCell<T>[])[]
}

/** The most rows without words that are written before one that has some: what a text says of itself may be anything. */
const mostEmpty = 50
/** The most cells of a table with so many paragraphs: Word writes those that are merged or have no words one by one, so
 * that a few words could ask for millions. */
const mostCells = (paragraphs: number) => 200 + 20 * paragraphs

/** Tables and the paragraphs between them, in order. Paragraphs of one table that stand in no order of rows and cells any
 * more, or in more columns than Word has, stay paragraphs. */
export function tablesIn<T extends InTable>(paragraphs: readonly T[]): (T | WrittenTable<T>)[] {
  const out: (T | WrittenTable<T>)[] = []
  const begun = new Set<unknown>()
  for (let i = 0; i < paragraphs.length; ) {
    const { table } = paragraphs[i]!.attrs
    let end = i + 1
    if (table !== undefined) while (end < paragraphs.length && paragraphs[end]!.attrs.table === table) end++
    const inside = paragraphs.slice(i, end)
    const written = table === undefined ? null : tableOf(inside, begun.has(table))
    begun.add(table)
    if (written) out.push(written)
    else out.push(...inside)
    i = end
  }
  return out
}

/** `isRest` where the table has begun before: then it begins with its first row that is left. */
function tableOf<T extends InTable>(paragraphs: readonly T[], isRest: boolean): WrittenTable<T> | null {
  const layout = new Layout<T>()
  const isCount = (n: unknown): n is number => typeof n === 'number' && Number.isInteger(n) && n > 0
  let [row, cell] = [isRest ? Number.POSITIVE_INFINITY : 0, 0]
  for (const paragraph of paragraphs) {
    const { row: r, cell: c, cols, rows } = paragraph.attrs
    if (!isCount(r) || !isCount(c) || c > mostColumns) return null
    if (row === Number.POSITIVE_INFINITY) row = r - 1
    if (r < row || (r === row && c < cell)) return null
    if (r > row) {
      for (let empty = r - row - 1; empty > 0 && r - row - 1 <= mostEmpty; empty--) layout.row()
      layout.row()
      cell = 0
    }
    for (let empty = c - cell - 1; empty > 0; empty--) layout.cell(1, 1)
    if (r > row || c > cell) layout.cell(isCount(cols) ? cols : 1, isCount(rows) ? rows : 1)
    layout.add(paragraph)
    if (layout.size > mostCells(paragraphs.length)) return null
    row = r
    cell = c
  }
  const table = layout.table()
  return table && layout.size <= mostCells(paragraphs.length) ? table : null
}

/** Sets cells beside and below each other, as a browser does. */
class Layout<T> {
  /** How many cells there are. */
  size = 0
  private readonly rows: WrittenCell<T>[][] = []
  private column = 0
  private widest = 0
  /** The merged cells that reach into the next rows, by their columns, each with the rows that are left of it. */
  private readonly reaching = new Map<number, { cols: number; left: number }>()

  row(): void {
    this.endRow()
    this.rows.push([])
    this.column = 0
  }

  cell(cols: number, rows: number): void {
    this.passMerged()
    const { column } = this
    let room = 1
    while (room < cols && room < mostColumns && !this.reaching.has(column + room)) room++
    const width = Math.min(cols, room)
    this.push({ cols: width, merged: rows > 1 ? 'begins' : 'none', paragraphs: [] })
    if (rows > 1) this.reaching.set(column, { cols: width, left: rows })
    this.column += width
  }

  /** Adds a paragraph to the last cell. */
  add(paragraph: T): void {
    this.rows.at(-1)!.at(-1)!.paragraphs.push(paragraph)
  }

  /** The table, each row as wide as the widest; null where that is too wide. */
  table(): WrittenTable<T> | null {
    this.endRow()
    const columns = this.widest
    if (columns > mostColumns) return null
    for (const row of this.rows) {
      const width = row.reduce((sum, { cols }) => sum + cols, 0)
      for (let empty = columns - width; empty > 0; empty--) this.push(emptyCell(), row)
    }
    return { columns, rows: this.rows }
  }

  private push(cell: WrittenCell<T>, row = this.rows.at(-1)!): void {
    row.push(cell)
    this.size++
  }

  /** The merged cells that stand in the column that has been reached. */
  private passMerged(): void {
    for (let merged = this.reaching.get(this.column); merged; merged = this.reaching.get(this.column)) {
      this.push({ cols: merged.cols, merged: 'goes on', paragraphs: [] })
      this.column += merged.cols
    }
  }

  private endRow(): void {
    const row = this.rows.at(-1)
    if (!row) return
    this.passMerged()
    while ([...this.reaching.keys()].some(column => column >= this.column)) {
      this.push(emptyCell())
      this.column++
      this.passMerged()
    }
    this.widest = Math.max(this.widest, this.column)
    for (const [column, merged] of this.reaching) if (--merged.left === 0) this.reaching.delete(column)
  }
}

const emptyCell = () => ({ cols: 1, merged: 'none' as const, paragraphs: [] })

/** The width of the text in twentieths of a point: A4 without its margins. */
const textWidth = 9072

/** Two tables that touch are one to Word, and a text does not end with one. */
const space =
  '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="140" w:lineRule="exact"/></w:pPr></w:p>'

/** A table and the space below it. `cell` writes what is in one: paragraphs, one at least. */
export function tableXml<T extends InTable>(
  { columns, rows }: WrittenTable<T>,
  cell: (paragraphs: readonly T[]) => string,
): string {
  const width = Math.floor(textWidth / columns)
  let isHead = true
  const rowsXml = rows.map(cells => {
    const inside = cells.flatMap(({ paragraphs }) => paragraphs)
    isHead &&= inside.length > 0 && inside.every(({ attrs }) => attrs.role === 'label')
    const cellsXml = cells.map(({ cols, merged, paragraphs }) => {
      const span = cols > 1 ? `<w:gridSpan w:val="${cols}"/>` : ''
      const merge =
        merged === 'none' ? '' : merged === 'begins' ? '<w:vMerge w:val="restart"/>' : '<w:vMerge/>'
      return `<w:tc><w:tcPr><w:tcW w:w="${width * cols}" w:type="dxa"/>${span}${merge}</w:tcPr>${cell(paragraphs)}</w:tc>`
    })
    return `<w:tr>${isHead ? '<w:trPr><w:tblHeader/></w:trPr>' : ''}${cellsXml.join('')}</w:tr>`
  })
  return `<w:tbl><w:tblPr><w:tblStyle w:val="${tableStyle}"/><w:tblW w:w="${width * columns}" w:type="dxa"/></w:tblPr><w:tblGrid>${`<w:gridCol w:w="${width}"/>`.repeat(columns)}</w:tblGrid>
${rowsXml.join('\n')}
</w:tbl>
${space}`
}
