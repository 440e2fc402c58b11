/** The text of an edition for reledmac: numbered paragraphs with their apparatus. */
import type { EditedDocument } from '../../document.js'
import type { Piece } from '../../readings.js'
import { formeWork } from '../../structure.js'
import type { Milestone } from '../../witness.js'
import { type Flow, flowOf, winnersInWords } from '../flow.js'
import { Signs } from '../plain/signs.js'
import { escaped, withBreaks } from './escape.js'
import type { LatexNotes } from './notes.js'

export function textLatex(document: EditedDocument, notes: LatexNotes): string[] {
  const signs = new Signs(document)
  const out: string[] = []
  // What stands in the margin of the next line of text.
  let margin = ''
  for (const flow of flowOf(document, 'reading', { corrections: winnersInWords(document) })) {
    const { kind, pieces } = flow
    if (formeWork.has(kind)) {
      margin += pieces.map(piece => pageTurn(piece.page) + stamp(piece, signs)).join('')
      continue
    }
    const isHeading = kind === 'heading'
    const [inside, hasText] = contents(pieces, signs, notes, isHeading)
    if (!hasText) {
      margin += inside
      continue
    }
    out.push(paragraph(flow, margin + inside))
    margin = ''
  }
  const rest = margin + notes.upTo(Number.POSITIVE_INFINITY)
  if (rest !== '') out.push(`\\pstart\\leavevmode{}${rest}\\pend`)
  return out
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

/** The pieces of one paragraph; and whether they have any text. */
function contents(
  pieces: readonly Piece[],
  signs: Signs,
  notes: LatexNotes,
  isHeading: boolean,
): [latex: string, hasText: boolean] {
  const spell = isHeading ? escaped : withBreaks
  let out = ''
  let last = ''
  let all = ''
  for (const piece of pieces) {
    out += pageTurn(piece.page)
    if (formeWork.has(piece.kind)) {
      out += stamp(piece, signs)
      continue
    }
    const runs = signs.runsOf(piece)
    const pages = pagesIn(piece)
    const pagesUpTo = (offset: number) => {
      let turns = ''
      while (pages[0] && pages[0].at <= offset) turns += pageTurn(pages.shift()!)
      return turns
    }
    if (runs.length > 0 && last !== '' && !/[-\u2010-\u2015\u00ad\s]$/.test(last)) out += ' '
    for (let i = 0; i < runs.length; i++) {
      const { text, segment } = runs[i]!
      last = text
      all += text
      if (segment && 'correction' in segment) {
        let words = text
        while (isOf(runs[i + 1]?.segment, segment.correction.id)) words += runs[++i]!.text
        last = words
        all += words
        out += notes.corrected(segment.correction, spell(words))
        continue
      }
      if (segment && 'offset' in segment) out += pagesUpTo(segment.offset) + notes.upTo(segment.offset)
      let latex = spell(text)
      const spans = segment?.type === 'text' ? segment.spans.map(({ type }) => type) : []
      if (spans.includes('hi')) latex = `\\emph{${latex}}`
      if (spans.includes('speaker')) latex = `\\speaker{${latex}}`
      out += latex
    }
    out += pagesUpTo(piece.block.end) + notes.upTo(piece.block.end)
  }
  return [out, all.trim() !== '']
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
