/** The shape of a Word table: its rows and cells, and which of them are merged (ISO 29500-1 §17.4). */
import type { Attrs } from '../../witness.js'
import { childNamed, type Element, elementsIn, isOn, textIn, valOf } from './tree.js'

/** The most columns that Word has. */
export const mostColumns = 63

/** The attributes of cells: `row` and `cell`, both from 1, and where they say something `cols`, `rows` and `role`. A cell that others are
 * merged into counts once; one without words counts as many as it covers. */
export type ShapedCells = ReadonlyMap<Element, Attrs>

/** What stands in a table or row, content controls and the like opened. */
export function* partsOf(element: Element): Generator<Element> {
  for (const child of elementsIn(element))
    if (/^w:(sdt|sdtContent|customXml|ins|del|moveTo|moveFrom)$/.test(child.name)) yield* partsOf(child)
    else yield child
}

interface Cell {
  readonly element: Element
  readonly column: number
  readonly cols: number
  readonly merge: 'none' | 'begins' | 'goes on'
  readonly hasWords: boolean
}

/** The cells of each row, in order; without those that are merged into one above. */
export function shapeOf(table: Element): ReadonlyMap<Element, ShapedCells> {
  const rows = [...partsOf(table)].filter(({ name }) => name === 'w:tr')
  const grid = rows.map(cellsOf)
  // From below: how many cells are merged into the one above a column.
  const below: ReadonlyMap<number, number>[] = []
  let under = new Map<number, number>()
  for (let r = rows.length - 1; r >= 0; r--) {
    below[r] = under
    const here = new Map<number, number>()
    for (const { column, merge, hasWords } of grid[r]!)
      if (merge === 'goes on' && !hasWords) here.set(column, 1 + (under.get(column) ?? 0))
    under = here
  }
  // The columns in which a cell with words is open.
  let open = new Set<number>()
  const shape = new Map<Element, ShapedCells>()
  rows.forEach((row, r) => {
    const properties = childNamed(row, 'w:trPr')
    const isHeader = isOn(properties, 'w:tblHeader')
    const cells = new Map<Element, Attrs>()
    const goesOn = new Set<number>()
    let cell = gridBefore(properties)
    for (const { element, column, cols, merge, hasWords } of grid[r]!) {
      if (merge === 'goes on' && !hasWords && open.has(column)) {
        goesOn.add(column)
        continue
      }
      cell++
      const more = hasWords && merge === 'begins' ? (below[r]!.get(column) ?? 0) : 0
      if (more > 0) goesOn.add(column)
      cells.set(element, {
        row: r + 1,
        cell,
        ...(isHeader ? { role: 'label' } : {}),
        ...(more > 0 ? { rows: more + 1 } : {}),
        ...(cols > 1 && hasWords ? { cols } : {}),
      })
      if (!hasWords) cell += cols - 1
    }
    open = goesOn
    shape.set(row, cells)
  })
  return shape
}

function cellsOf(row: Element): Cell[] {
  let column = gridBefore(childNamed(row, 'w:trPr'))
  return [...partsOf(row)]
    .filter(({ name }) => name === 'w:tc')
    .map(element => {
      const properties = childNamed(element, 'w:tcPr')
      const cols = countIn(valOf(properties, 'w:gridSpan'), 1)
      const merged = childNamed(properties, 'w:vMerge')
      const begins = merged?.attributes['w:val'] === 'restart'
      const at = column
      column += cols
      return {
        element,
        column: at,
        cols,
        merge: !merged ? 'none' : begins ? 'begins' : 'goes on',
        hasWords: hasWords(element),
      }
    })
}

const gridBefore = (properties: Element | undefined) => countIn(valOf(properties, 'w:gridBefore'), 0)

function countIn(value: string | undefined, least: number): number {
  const n = Number(value ?? least)
  return Number.isInteger(n) && n >= least ? Math.min(n, mostColumns) : least
}

/** What is known of cells: those of a table within a table are asked for once more with it. */
const known = new WeakMap<Element, boolean>()

function hasWords(cell: Element): boolean {
  const is = known.get(cell) ?? [...elementsIn(cell)].some(mayBeText)
  known.set(cell, is)
  return is
}

/** Whether anything in an element may become text, or be told of as left out. */
function mayBeText(element: Element): boolean {
  switch (element.name) {
    case 'w:t':
    case 'w:delText':
    case 'm:t':
      return textIn(element).trim() !== ''
    case 'w:sym':
    case 'w:numPr':
    case 'w:noBreakHyphen':
    case 'w:footnoteReference':
    case 'w:endnoteReference':
    case 'w:drawing':
    case 'w:pict':
    case 'w:object':
      return true
    case 'w:tc':
      return hasWords(element)
    default:
      return [...elementsIn(element)].some(mayBeText)
  }
}

/** The paragraph that ends a cell: its mark is the cell's and belongs to nobody. */
export function lastParagraph(element: Element): Element | undefined {
  for (const child of [...partsOf(element)].reverse()) if (child.name === 'w:p') return child
  return undefined
}
