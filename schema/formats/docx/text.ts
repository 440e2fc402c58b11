/** The text of a Word file: its paragraphs, with tracked changes, page marks and anchors. */

import type { Correction } from '../../corrections.js'
import type { Piece, Segment, View } from '../../readings.js'
import { isSourceMark, signsOf } from '../../source-marks.js'
import { formeWork } from '../../structure.js'
import type { Attrs, BlockKind, Milestone, Span } from '../../witness.js'
import { flowOf } from '../flow.js'
import type { Exported } from '../format.js'
import type { Anchors } from './anchors.js'
import { type RunLook, run, signed } from './runs.js'
import type { Shown } from './shown.js'
import { gapMark, pageMark, spanStyles, styleInCell, styleOf } from './styles.js'
import { tablesIn, tableXml } from './table-xml.js'

/** One paragraph of Word. In a clean text it holds all that runs on over page turns, else one block. */
interface Paragraph {
  readonly kind: BlockKind
  readonly attrs: Attrs
  readonly pieces: readonly Piece[]
}

/** The paragraphs in order. In a clean text (`view` other than *all*, or nothing tracked at all: `isClean`) paragraphs are
 * put together over page turns; of the reading text stamps and catchwords are left out. */
export class TextWriter {
  constructor(
    private readonly exported: Exported,
    private readonly view: View,
    private readonly isClean: boolean,
    private readonly shown: Shown,
    private readonly anchors: Anchors,
    private readonly nextId: () => number,
  ) {}

  write(): string[] {
    const { document } = this.exported
    const isReading = this.isClean && (this.view === 'reading' || this.view === 'all')
    const flows = flowOf(document, this.view === 'received' ? 'received' : 'all', {
      corrections: this.shown.inText,
      withFormeWork: !isReading,
    })
    const paragraphs: Paragraph[] = this.isClean
      ? flows
      : flows
          .flatMap(flow => flow.pieces)
          .map(piece => ({ kind: piece.kind, attrs: piece.attrs, pieces: [piece] }))
    const out: string[] = []
    let between: Paragraph[] = []
    for (const part of tablesIn(paragraphs)) {
      if ('pieces' in part) {
        between.push(part)
        continue
      }
      out.push(...this.paragraphs(between))
      out.push(tableXml(part, inCell => this.paragraphs(inCell, true).join('\n') || '<w:p/>'))
      between = []
    }
    out.push(...this.paragraphs(between))
    const left = this.anchors.closedUpTo(Number.POSITIVE_INFINITY)
    if (left) out.push(`<w:p>${left}</w:p>`)
    return out
  }

  /** Those of one cell, or between two tables: no mark of a paragraph reaches further. */
  private paragraphs(paragraphs: readonly Paragraph[], isCell = false): string[] {
    return paragraphs
      .map((paragraph, i) => this.paragraph(paragraph, paragraphs[i + 1]?.pieces[0], isCell))
      .filter(xml => xml !== '')
  }

  /** '' where nothing is left of it. `next` is the piece that the following paragraph begins with. */
  private paragraph({ kind, attrs, pieces }: Paragraph, next: Piece | undefined, isCell: boolean): string {
    let inside = ''
    let parts = false
    pieces.forEach((piece, i) => {
      if (piece.page) inside += (i > 0 && parts ? run(' ') : '') + this.page(piece.page)
      else if (i > 0 && parts) inside += run(' ')
      const isSet = formeWork.has(piece.kind) && i > 0
      inside += this.piece(piece, isSet ? styleOf(piece.kind, {}, false) : undefined)
      parts = isSet || !endsInHyphen(piece)
    })
    const last = pieces.at(-1)!
    if (next?.block.index !== last.block.index) inside += this.anchors.closedUpTo(last.block.end)
    const change = this.markChange(pieces, next)
    if (!inside && !change) return ''
    const style = isCell ? styleInCell(kind, attrs, !this.isClean) : styleOf(kind, attrs, !this.isClean)
    return `<w:p><w:pPr><w:pStyle w:val="${style}"/>${change ? `<w:rPr>${change}</w:rPr>` : ''}</w:pPr>${inside}</w:p>`
  }

  /** The tracked change of the paragraph's mark: inserted where a proposal begins the next paragraph, deleted where
   * one strikes all that is in this. */
  private markChange(pieces: readonly Piece[], next: Piece | undefined): string {
    if (this.isClean) return ''
    const opened = next && next.part > 0 ? next.opened?.correction : undefined
    if (opened) return this.isTracked(opened) ? `<w:ins${this.sign(opened)}/>` : ''
    let striker: Correction | undefined
    for (const { segments } of pieces)
      for (const segment of segments) {
        if (segment.type === 'milestone') continue
        if (!('struck' in segment)) return ''
        const by = segment.struck[0]
        if (!by || !this.isTracked(by) || (striker && striker.id !== by.id)) return ''
        striker = by
      }
    return striker && next ? `<w:del${this.sign(striker)}/>` : ''
  }

  private piece({ segments }: Piece, style: string | undefined): string {
    let out = ''
    for (let i = 0; i < segments.length; ) {
      const segment = segments[i]!
      if ('offset' in segment) out += this.anchors.before(segment.offset)
      const by = changeOf(segment)
      if (!by || !this.isTracked(by)) {
        out += by && 'struck' in segment ? '' : this.plain(segment, style)
        i++
        continue
      }
      // One element for what one correction strikes or adds without a gap.
      const isStruck = 'struck' in segment
      let inside = ''
      for (; i < segments.length; i++) {
        const next = segments[i]!
        if (changeOf(next)?.id !== by.id || 'struck' in next !== isStruck) break
        const anchor: string = 'offset' in next && inside ? this.anchors.before(next.offset) : ''
        if (anchor) {
          out += this.change(by, isStruck, inside) + anchor
          inside = ''
        }
        inside += this.plain(next, style, isStruck)
      }
      out += this.change(by, isStruck, inside)
    }
    return out
  }

  private change(by: Correction, isStruck: boolean, inside: string): string {
    if (!inside) return ''
    const tag = isStruck ? 'w:del' : 'w:ins'
    return `<${tag}${this.sign(by)}>${inside}</${tag}>`
  }

  private plain(segment: Segment, style: string | undefined, isDeleted = false): string {
    switch (segment.type) {
      case 'text': {
        const signs = this.view === 'received' ? [] : segment.spans.filter(span => isSourceMark(span.type))
        const look = lookOf(segment.spans, style)
        let out = run(segment.text, look, isDeleted)
        for (const span of signs) {
          const [before, after] = signsOf({ type: 'gap', attrs: span.attrs ?? {}, isPoint: false })
          if (span.type === 'gap' && span.end === segment.offset + segment.length)
            out += this.mark(before + after, isDeleted)
          if (span.type === 'subst' && span.start === segment.offset)
            out = this.mark(`⟦${String(span.attrs?.deleted ?? '') || '…'}⟧`, isDeleted) + out
        }
        return out
      }
      case 'line':
      case 'addedLine':
        return run('\n', {}, isDeleted)
      case 'gap':
        return run(segment.glue, {}, isDeleted)
      case 'added':
        return run(segment.text, { style }, isDeleted)
      case 'milestone':
        return this.milestone(segment.milestone, isDeleted)
    }
  }

  private mark(text: string, isDeleted: boolean): string {
    return run(text, { style: gapMark }, isDeleted)
  }

  private milestone(milestone: Milestone, isDeleted: boolean): string {
    if (milestone.type === 'pb') return isDeleted ? '' : this.page(milestone)
    if (milestone.type !== 'gap' || this.view === 'received') return ''
    const [sign] = signsOf({ type: 'gap', attrs: milestone.attrs ?? {}, isPoint: true })
    return this.mark(sign, isDeleted)
  }

  private page({ n }: Milestone): string {
    return run(`[p. ${n ?? ''}]`, { style: pageMark })
  }

  private isTracked(correction: Correction): boolean {
    return this.shown.tracked.has(correction.id)
  }

  private sign({ by, at }: Correction): string {
    return signed(this.nextId(), this.exported.person(by), at)
  }
}

/** The correction that a segment is struck or added by. */
function changeOf(segment: Segment): Correction | undefined {
  if ('correction' in segment) return segment.correction
  return 'struck' in segment ? segment.struck[0] : undefined
}

/** A run has one character style: of several spans the first of the table counts. */
function lookOf(spans: readonly Span[], style: string | undefined): RunLook {
  const types = new Set(spans.map(span => span.type))
  const own = Object.keys(spanStyles).find(type => types.has(type))
  return { style: own ? spanStyles[own] : charStyle(style), em: types.has('hi') }
}

/** Forme work that stands inside a paragraph has the look of a gap: it is not the paragraph's text. */
const charStyle = (style: string | undefined) => (style ? 'Editorial' : undefined)

function endsInHyphen({ segments }: Piece): boolean {
  const last = segments.findLast(segment => segment.type === 'text')
  return last?.type === 'text' && /[-\u2010-\u2015\u00ad]$/.test(last.text)
}
