/** The text of an edition for reledmac: numbered paragraphs and tables with their apparatus. */
import type { EditedDocument } from '../../document.js'
import type { Piece } from '../../readings.js'
import { formeWork } from '../../structure.js'
import type { Milestone } from '../../witness.js'
import { type Flow, flowOf, winnersInWords } from '../flow.js'
import { cellAttrs, isInTable, isRow } from '../grid.js'
import { Signs } from '../plain/signs.js'
import { SourceFootnotes } from '../source-footnotes.js'
import { escaped, withBreaks } from './escape.js'
import type { LatexNotes } from './notes.js'
import { isPlain, sourceNote } from './source-notes.js'
import { type LatexCell, tableLatex } from './table.js'

/** What the text is written with. */
interface Writer {
  readonly signs: Signs
  readonly notes: LatexNotes
  readonly source: SourceFootnotes
}

/** A paragraph; the cells of a row are parted by `cellEnd` in its LaTeX. */
interface Written extends LatexCell {
  readonly flow: Flow
}

/** What no escaped text has. */
const cellEnd = '\u0000'

export function textLatex(document: EditedDocument, notes: LatexNotes): string[] {
  const signs = new Signs(document)
  const all = flowOf(document, 'reading', { corrections: winnersInWords(document) })
  // Nothing in a footnote has lines, entries, notes or a margin of its own.
  const source = new SourceFootnotes(
    document,
    all,
    ({ pieces }, at) =>
      at.kind !== 'note' &&
      pieces.every(piece => isPlain(piece) && !notes.endsIn(piece.block.start, piece.block.end)),
  )
  const flows = all.filter(({ pieces }) => !source.of(pieces[0]!))
  const out: string[] = []
  // What stands in the margin of the next line of text.
  let margin = ''
  for (let i = 0; i < flows.length; ) {
    const end = tableEnd(flows, i)
    const written: Written[] = []
    for (const flow of flows.slice(i, Math.max(end, i + 1))) {
      const { latex, text } = contents(flow, { signs, notes, source })
      margin += latex
      if (text.trim() === '') continue
      written.push({ flow, latex: margin, text })
      margin = ''
    }
    const table = end > i && written.length > 0 ? tableOf(written) : null
    if (table !== null) out.push(table)
    else out.push(...written.map(({ flow, latex }) => paragraph(flow, latex.replaceAll(cellEnd, ' '))))
    i = Math.max(end, i + 1)
  }
  const rest = margin.replaceAll(cellEnd, ' ') + notes.upTo(Number.POSITIVE_INFINITY)
  if (rest !== '') out.push(`\\pstart\\leavevmode{}${rest}\\pend`)
  return out
}

/** Where the table ends that begins with a paragraph, forme work between its rows included; 0 where none does. */
function tableEnd(flows: readonly Flow[], from: number): number {
  if (!isInTable(flows[from]!)) return 0
  const { table } = flows[from]!.attrs
  let end = from
  for (let i = from; i < flows.length; i++) {
    const flow = flows[i]!
    if (isInTable(flow) && flow.attrs.table === table) end = i + 1
    else if (!formeWork.has(flow.kind)) break
  }
  return end
}

function tableOf(written: readonly Written[]): string | null {
  return tableLatex(
    written.map(({ flow, latex, text }) => {
      if (!isRow(flow)) return { attrs: cellAttrs(flow.attrs), cells: [{ latex, text }] }
      const texts = text.split('\t')
      const cells = latex.split(cellEnd).map((words, i) => ({ latex: words, text: texts[i] ?? '' }))
      return { attrs: flow.attrs, cells }
    }),
  )
}

function paragraph({ kind, attrs }: Flow, inside: string): string {
  const number = (key: string, most: number) => {
    const value = attrs[key]
    return typeof value === 'number' ? Math.min(Math.max(Math.round(value), 1), most) : 1
  }
  switch (kind) {
    case 'heading':
      return `\\pstart\n\\eled${'sub'.repeat(number('level', 3) - 1)}section*{${inside}}\n\\pend`
    case 'quotation':
      return `\\pstart\\quoted{}${inside}\\pend`
    case 'item':
      return `\\pstart\\listed{${number('depth', 9)}}${inside}\\pend`
    default:
      return `\\pstart\\leavevmode{}${inside}\\pend`
  }
}

/** The pieces of one paragraph; and what they say. */
function contents(flow: Flow, { signs, notes, source }: Writer): LatexCell {
  const spell = flow.kind === 'heading' ? escaped : withBreaks
  const hasCells = isRow(flow)
  let out = ''
  let last = ''
  let all = ''
  for (const piece of flow.pieces) {
    out += pageTurn(piece.page)
    if (formeWork.has(piece.kind)) {
      out += stamp(piece, signs)
      continue
    }
    const shown = piece.segments.filter(segment => !('struck' in segment && segment.struck.length > 0))
    const runs = signs
      .runsIn(shown)
      .map(run => ({ ...run, call: run.segment && source.call(run.segment, piece) }))
      .filter(({ text, call }) => text !== '' || call)
    const pages = pagesIn(piece)
    const pagesUpTo = (offset: number) => {
      let turns = ''
      while (pages[0] && pages[0].at <= offset) turns += pageTurn(pages.shift()!)
      return turns
    }
    if (runs.length > 0 && last !== '' && !/[-\u2010-\u2015\u00ad\s]$/.test(last)) out += ' '
    for (let i = 0; i < runs.length; i++) {
      const { text, segment, call } = runs[i]!
      last = text || last
      all += text
      if (segment && 'correction' in segment) {
        let words = text
        while (isOf(runs[i + 1]?.segment, segment.correction.id)) words += runs[++i]!.text
        last = words
        all += words.slice(text.length)
        out += notes.corrected(segment.correction, spell(words))
        continue
      }
      if (segment && 'offset' in segment) out += pagesUpTo(segment.offset) + notes.upTo(segment.offset)
      if (call && !call.again) {
        if (call.begins) out += sourceNote(call.note, signs)
        // A mark alone is text.
        if (text === '') all += call.note.mark || '*'
        continue
      }
      const spans = segment?.type === 'text' ? segment.spans.map(({ type }) => type) : []
      out += (hasCells ? text.split('\t') : [text])
        .map(words => {
          let latex = spell(words)
          if (words !== '' && spans.includes('hi')) latex = `\\emph{${latex}}`
          return words !== '' && spans.includes('speaker') ? `\\speaker{${latex}}` : latex
        })
        .join(cellEnd)
    }
    out += pagesUpTo(piece.block.end) + notes.upTo(piece.block.end)
  }
  return { latex: out, text: all }
}

function isOf(segment: Piece['segments'][number] | null | undefined, id: string): boolean {
  return segment != null && 'correction' in segment && segment.correction.id === id
}

/** The number of a page of the source, at its beginning. */
function pageTurn(page: Milestone | null): string {
  return page ? `\\ledsidenote{p.~${escaped(page.n ?? '')}}` : ''
}

/** The pages that begin within a piece, in order. */
function pagesIn({ segments }: Piece): Milestone[] {
  return segments
    .flatMap(segment => (segment.type === 'milestone' ? segment.milestone : []))
    .filter(({ type }) => type === 'pb')
}

/** Stamps stand in the margin; catchwords are left out. */
function stamp(piece: Piece, signs: Signs): string {
  const text = signs.textOf(piece).trim()
  return piece.kind === 'stamp' && text !== '' ? `\\ledsidenote{\\textit{${escaped(text)}}}` : ''
}
