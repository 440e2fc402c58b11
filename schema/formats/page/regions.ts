/** The regions of a PAGE file, with their lines. */
import type { Attrs } from '../../witness.js'
import { roleOf } from '../scans/kinds.js'
import type { Report } from '../scans/report.js'
import { numberOf, type ScanRegion } from '../scans/scan.js'
import { allNamed, childrenNamed, childrenOf, nameOf, othersOf } from '../scans/tree.js'
import type { Element } from '../tei/read/nodes.js'
import { customIndex, customTags, customType } from './custom.js'
import { linesOf } from './lines.js'
import { placeOf } from './place.js'

/** A region with what it is called by in reading orders; `index` is Transkribus's own. A table has several pieces. */
export interface PageRegion {
  readonly id: string | undefined
  readonly index: number | null
  readonly element: Element
  readonly pieces: readonly ScanRegion[]
}

/** What regions without text of their own become: milestones of these names. */
const graphics: Readonly<Record<string, string>> = {
  ImageRegion: 'image',
  LineDrawingRegion: 'drawing',
  GraphicRegion: 'graphic',
  ChartRegion: 'chart',
  SeparatorRegion: 'separator',
  MathsRegion: 'formula',
  ChemRegion: 'chemical-formula',
  MusicRegion: 'music',
  AdvertRegion: 'advertisement',
  NoiseRegion: 'noise',
  MapRegion: 'map',
  UnknownRegion: 'unknown-region',
  CustomRegion: 'custom-region',
}

const known = new Set(['id', 'custom', 'type'])
/** What is read elsewhere, or says nothing that the text would need. */
const passed = new Set([
  'Coords',
  'TextLine',
  'TextEquiv',
  'ReadingOrder',
  'TableCell',
  'CornerPts',
  'Roles',
  'AlternativeImage',
])

/** All regions within an element, outermost first, in the order of the file; those of a table are its own. */
export function regionsIn(within: Element, report: Report, tables = { n: 0 }): PageRegion[] {
  const regions: PageRegion[] = []
  for (const element of childrenOf(within)) {
    const name = nameOf(element)
    const graphic = Object.hasOwn(graphics, name) ? graphics[name] : undefined
    if (name === 'TextRegion') {
      const inner = regionsIn(element, report, tables)
      const piece = textRegion(element, report, inner.some(hasText))
      regions.push(region(element, piece ? [piece] : []), ...inner)
    } else if (name === 'TableRegion') {
      regions.push(region(element, table(element, ++tables.n, report)))
    } else if (graphic) {
      const attrs = { ...placeOf(element, report), ...othersOf(element, 'page', known) }
      regions.push(region(element, [{ is: 'graphic', type: graphic, attrs }]))
      regions.push(...regionsIn(element, report, tables))
    } else if (nameOf(within) === 'Page' && !passed.has(name)) report.leaveOut(name, element)
  }
  return regions
}

function hasText({ pieces }: PageRegion): boolean {
  return pieces.some(piece => piece.is === 'text' && piece.lines.length > 0)
}

function region(element: Element, pieces: readonly ScanRegion[]): PageRegion {
  return { id: element.attrs.id, index: customIndex(customTags(element.attrs.custom)), element, pieces }
}

/** `holdsOthers` says that regions within this one have text: then its own text without lines is theirs. */
function textRegion(element: Element, report: Report, holdsOthers: boolean): ScanRegion | null {
  const type = customType(customTags(element.attrs.custom)) ?? element.attrs.type
  const { kind, attrs, isInitial = false } = roleOf(type)
  const lines = linesOf(element, report, holdsOthers)
  const place = placeOf(element, report)
  if (lines.length === 0)
    return holdsOthers ? null : { is: 'graphic', type: 'empty-region', attrs: { ...place, ...typed(type) } }
  const number = attrs.place === 'page' ? /[\divxlc]+/i.exec(lines[0]!.text)?.[0] : undefined
  return {
    is: 'text',
    kind,
    attrs: {
      ...attrs,
      ...(number ? { n: number } : {}),
      ...place,
      ...othersOf(element, 'page', known),
      ...typed(type),
    },
    lines,
    isInitial,
    element,
  }
}

/** The file's own word for a region, which its kind need not tell. */
function typed(type: string | undefined): Attrs {
  return type ? { 'page:type': type } : {}
}

/** The cells of a table, row by row, each a paragraph as in the other formats. A cell is a text region whose role says
 * where it stands (schema of 2019), or Transkribus's TableCell. */
function table(element: Element, n: number, report: Report): ScanRegion[] {
  const cells: { row: number; cell: number; region: ScanRegion }[] = []
  const others: ScanRegion[] = []
  for (const child of childrenNamed(element, 'TextRegion', 'TableCell')) {
    const role = [...allNamed(child, 'TableCellRole')][0]
    const row = numberOf(role?.attrs.rowIndex ?? child.attrs.row)
    const column = numberOf(role?.attrs.columnIndex ?? child.attrs.col)
    const read = textRegion(child, report, false)
    if (!read) continue
    if (read.is === 'graphic' || row === undefined || column === undefined) {
      others.push(read)
      continue
    }
    const isHeader = role?.attrs.header === 'true'
    const attrs = { ...read.attrs, table: n, row: row + 1, cell: column + 1 }
    const said = isHeader ? { ...attrs, role: 'label' } : attrs
    cells.push({ row, cell: column, region: { ...read, kind: 'paragraph', attrs: said } })
  }
  cells.sort((a, b) => a.row - b.row || a.cell - b.cell)
  const rows = [...childrenOf(element)].filter(child => /^(?:Grid|UserDefined)$/.test(nameOf(child)))
  for (const left of rows) report.leaveOut(nameOf(left), left)
  const place: ScanRegion = { is: 'graphic', type: 'table', attrs: placeOf(element, report) }
  return [place, ...cells.map(({ region }) => region), ...others]
}
