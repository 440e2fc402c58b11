/** The text of the HTML edition: paragraphs, lists, tables, speeches, page turns. */
import type { Correction } from '../../corrections.js'
import type { EditedDocument } from '../../document.js'
import type { SortedRanges } from '../../ranges.js'
import { type Piece, shows, views } from '../../readings.js'
import { formeWork } from '../../structure.js'
import { type Flow, flowOf } from '../flow.js'
import { isInTable } from '../grid.js'
import { type Cell, cellsOf } from './cells.js'
import { escaped } from './escape.js'
import { type InlineWriter, markOf } from './inline.js'

/** The marks of the notes that end in a block. */
export type NoteMarks = (block: number) => readonly { offset: number; html: string }[]

/** A paragraph as its element. `flow` is the first of those that it holds. */
export interface TextElement {
  readonly flow: Flow
  readonly html: string
  /** Whether it is a whole row of a table, cells and all. */
  readonly isRow: boolean
}

/** `corrections` are those to show, on whole words. All four texts in one. */
export function textHtml(
  document: EditedDocument,
  corrections: SortedRanges<Correction>,
  inline: InlineWriter,
  notes: NoteMarks,
): string {
  return grouped(elementsHtml(document, fourTexts(document, corrections), inline, notes)).join('\n')
}

/** The paragraphs of all four texts. What a correction's text begins anew stays in one element: only some of the texts
 * have that break. */
export function fourTexts(document: EditedDocument, corrections: SortedRanges<Correction>): Flow[][] {
  const paragraphs: Flow[][] = []
  for (const flow of flowOf(document, 'all', { corrections }))
    if (flow.pieces[0]!.opened && paragraphs.length > 0) paragraphs.at(-1)!.push(flow)
    else paragraphs.push([flow])
  return paragraphs
}

/** Each paragraph as an element. `own`, where given, writes what is not to be written in the usual way, and returns null
 * for all else. */
export function elementsHtml(
  document: EditedDocument,
  paragraphs: readonly (readonly Flow[])[],
  inline: InlineWriter,
  notes: NoteMarks,
  own: (flow: Flow, inside: string) => string | null = () => null,
): TextElement[] {
  const last = new Map<number, Piece>()
  for (const parts of paragraphs)
    for (const { pieces } of parts) for (const piece of pieces) last.set(piece.block.index, piece)
  const marksOf = (piece: Piece) => (last.get(piece.block.index) === piece ? notes(piece.block.index) : [])
  const write = (piece: Piece) => inline.write(piece, marksOf(piece))
  return paragraphs.map(parts => {
    const flow = parts[0]!
    const [piece, ...more] = parts.flatMap(({ pieces }) => pieces)
    const isRow = isInTable(flow) && flow.attrs.cells !== undefined && more.length === 0
    return {
      flow,
      isRow,
      html: isRow
        ? rowHtml(flow, cellsOf(piece!, marksOf(piece!)), inline)
        : element(document, parts, write, inline, own),
    }
  })
}

/** The cells of a row; the number that it is cited by leads to the first of them. */
function rowHtml({ number, pieces }: Flow, cells: readonly Cell[], inline: InlineWriter): string {
  const page = pieces[0]!.page
  return cells
    .map(({ piece, marks }, i) => {
      const id = i === 0 && number > 0 ? ` id="p${number}"` : ''
      return `<td dir="auto"${id}>${i === 0 && page ? inline.form.milestone(page) : ''}${inline.write(piece, marks)}</td>`
    })
    .join('')
}

/** The elements with lists and tables around those that are parts of one. */
export function grouped(elements: readonly TextElement[]): string[] {
  const out: string[] = []
  for (let i = 0; i < elements.length; ) {
    const { flow, html } = elements[i]!
    const { kind, attrs } = flow
    const isTable = isInTable(flow)
    let to = i + 1
    const goesOn = (next: Flow) =>
      isTable ? isInTable(next) && next.attrs.table === attrs.table : kind === 'item' && next.kind === 'item'
    while (to < elements.length && goesOn(elements[to]!.flow)) to++
    const inside = elements.slice(i, to)
    if (isTable) out.push(tableHtml(inside))
    else if (kind === 'item') out.push('<ul class="list">', ...inside.map(element => element.html), '</ul>')
    else out.push(html)
    i = to
  }
  return out
}

/** The most empty cells before one that are written: what a table says of itself may be anything. */
const mostEmpty = 50

/** Rows and cells, several paragraphs of one cell together. What has cells of its own is a row already. Cells that have no
 * text are no paragraphs: those before one that has are written empty. */
function tableHtml(elements: readonly TextElement[]): string {
  let out = '<table class="table"><tbody>'
  let row: unknown
  let cell: unknown
  let open = ''
  elements.forEach(({ flow: { attrs }, html, isRow }, i) => {
    const newRow = i === 0 || isRow || attrs.row !== row
    if (newRow || attrs.cell !== cell) out += open && `</${open}>`
    if (newRow) out += `${i > 0 ? '</tr>' : ''}\n<tr>`
    if (isRow) open = ''
    else if (newRow || attrs.cell !== cell) {
      open = attrs.role === 'label' ? 'th' : 'td'
      const before = newRow ? 0 : Number(cell)
      const empty = typeof attrs.cell === 'number' ? Math.floor(attrs.cell - before - 1) : 0
      out += `${'<td></td>'.repeat(empty > 0 && empty <= mostEmpty ? empty : 0)}<${open}>`
    }
    out += html
    row = attrs.row
    cell = attrs.cell
  })
  return `${out}${open && `</${open}>`}</tr>\n</tbody></table>`
}

function element(
  document: EditedDocument,
  parts: readonly Flow[],
  write: (piece: Piece) => string,
  { form }: InlineWriter,
  own: (flow: Flow, inside: string) => string | null,
): string {
  const flow = parts[0]!
  const { kind, attrs, number } = flow
  const page = flow.pieces[0]!.page
  let inside = ''
  for (const [i, part] of parts.entries()) {
    const opened = part.pieces[0]!.opened
    if (opened && i > 0)
      inside += `<ins class="${markOf(document, opened.correction)} new" aria-hidden="true"></ins>`
    inside += joined(part.pieces, write, form.milestone)
  }
  const hidden = emptyIn(document, parts)
  const classes = (name: string) => ` class="${[name, ...hidden].join(' ')}"`
  // Each paragraph finds its own direction of writing.
  const id = ` dir="auto"${number > 0 ? ` id="p${number}"` : ''}`
  const no = number > 0 && !isInTable(flow) ? form.number(number) : ''
  // A page that turns in a list belongs to the item that begins with it.
  const before = page ? form.milestone(page) : ''
  const special = own(flow, inside)
  if (special !== null) return before + special
  switch (kind) {
    case 'heading': {
      const level =
        typeof attrs.level === 'number' ? Math.min(Math.max(Math.round(attrs.level), 1), 5) + 1 : 2
      return `${before}<h${level}${id}${classes('heading')}>${no}${inside}</h${level}>`
    }
    case 'quotation':
      return `${before}<blockquote${id}${classes('quotation')}><p>${no}${inside}</p></blockquote>`
    case 'item': {
      const depth = typeof attrs.depth === 'number' ? Math.min(Math.max(Math.round(attrs.depth), 1), 6) : 1
      return `<li${id}${classes(`item d${depth}`)}>${before}${no}${inside}</li>`
    }
    case 'stamp':
      return `${before}<p${classes('stamp-line')}><span class="stamp">${inside}</span></p>`
    case 'catchword':
      return `${before}<p${classes('catch-line')}><span class="catch">${inside}</span></p>`
    default: {
      const turn = kind === 'speech' && attrs.continues === true ? ' goes-on' : ''
      return `${before}<p${id}${classes(kind + turn)}>${no}${inside}</p>`
    }
  }
}

/** The pieces of one paragraph, with the stamps, catchwords and page turns between them. */
function joined(
  pieces: readonly Piece[],
  write: (piece: Piece) => string,
  milestone: InlineWriter['form']['milestone'],
): string {
  let out = ''
  let parts = false
  pieces.forEach((piece, i) => {
    const written = write(piece)
    const page = i > 0 && piece.page ? milestone(piece.page) : ''
    if (piece.kind === 'stamp' && i > 0) out += `${page}<span class="stamp">${written}</span>`
    else if (piece.kind === 'catchword' && i > 0) out += `${page}<span class="catch">${written}</span>`
    else {
      // The space comes before the page turn, so that it is one space where stamps and catchwords are hidden.
      out += (i > 0 && parts ? ' ' : '') + page + written
      parts = !endsInHyphen(piece)
    }
  })
  return out
}

function endsInHyphen(piece: Piece): boolean {
  for (let i = piece.segments.length - 1; i >= 0; i--) {
    const segment = piece.segments[i]!
    if (segment.type === 'text') return /[-\u2010-\u2015\u00ad]$/.test(segment.text)
    if (segment.type !== 'milestone') return false
  }
  return false
}

/** Classes for the texts in which nothing of a paragraph is left, such as one that is struck as a whole. */
function emptyIn(document: EditedDocument, parts: readonly Flow[]): string[] {
  const seen = new Set<string>()
  for (const { pieces } of parts)
    for (const piece of pieces) {
      if (formeWork.has(piece.kind) && !formeWork.has(parts[0]!.kind)) continue
      for (const segment of piece.segments) {
        if (segment.type !== 'text' && segment.type !== 'added') continue
        for (const view of views) {
          if (seen.has(view)) continue
          const hidden =
            segment.type === 'added'
              ? !shows(document, segment.correction, view)
              : view !== 'all' && segment.struck.some(c => shows(document, c, view))
          if (!hidden && segment.text.trim() !== '') seen.add(view)
        }
        if (seen.size === views.length) return []
      }
    }
  return views.filter(view => !seen.has(view)).map(view => `e-${escaped(view)}`)
}
