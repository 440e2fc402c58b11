/** Single blocks in TEI. */
import type { Piece } from '../../readings.js'
import { formeWork } from '../../structure.js'
import type { Flow } from '../flow.js'
import { facsOf } from './facsimile.js'
import { closedLines, type Inline, linesOf, milestoneXml } from './inline.js'
import type { TeiChoices } from './options.js'
import type { Point, Points } from './points.js'
import { cutAt, type Token, tokensOf } from './tokens.js'
import { attributes } from './xml.js'

const stampTags: Readonly<Record<TeiChoices['stamps'], readonly [open: string, close: string]>> = {
  stamp: ['<stamp>', '</stamp>'],
  fw: ['<fw type="stamp">', '</fw>'],
  note: ['<note type="stamp">', '</note>'],
}

export class BlockWriter {
  /** The points of the block being written that have not been set yet. */
  private left: { block: number; points: Point[] } | null = null

  constructor(
    private readonly inline: Inline,
    private readonly points: Points,
    /** Whether corrections show as such, rather than the text that results from them. */
    private readonly withMarkup: boolean,
    /** Whether a piece is the last of its block. */
    private readonly isLast: (piece: Piece) => boolean,
    private readonly stamps: TeiChoices['stamps'] = 'stamp',
  ) {}

  /** A block that stands by itself, the page break before it included. */
  block(flow: Flow): string {
    const { kind, number } = flow
    const n = number > 0 ? String(number) : undefined
    switch (kind) {
      case 'heading':
        return this.whole(flow, 'head', { n })
      case 'paragraph':
        return this.whole(flow, 'p', { n })
      case 'quotation':
        return this.whole(flow, 'quote', { n }, 'p')
      case 'stage':
        return this.whole(flow, 'stage', { n })
      case 'verse':
        return this.verse(flow, n)
      default: {
        const label = kind === 'metadata' ? flow.attrs.label : undefined
        const name = typeof label === 'string' ? label : undefined
        return this.whole(flow, 'ab', { type: kind, n: name ?? n })
      }
    }
  }

  /** A block inside an opener or closer. */
  grouped(flow: Flow): string {
    switch (flow.kind) {
      case 'dateline':
        return this.whole(flow, 'dateline', numbered(flow))
      case 'salutation':
        return this.whole(flow, 'salute', numbered(flow))
      case 'signature':
        return this.whole(flow, 'signed', numbered(flow))
      case 'label':
      case 'rule':
        return this.whole(flow, 'seg', { type: flow.kind })
      default:
        return this.furniture(flow)
    }
  }

  /** A stamp or catchword between paragraphs. */
  furniture(flow: Flow): string {
    const piece = flow.pieces[0]!
    const inside = lines(this.inline.write(this.tokens(piece)))
    const page = piece.page ? `${milestoneXml(piece.page)}\n` : ''
    const facs = attributes({ facs: facsOf(piece.attrs) })
    if (piece.kind !== 'stamp') return `${page}<fw type="catch"${facs}>${inside}</fw>`
    const [open, close] = tagsOf(piece, this.stamps)
    // Between paragraphs a stamp stands in forme work.
    return `${page}${this.stamps === 'stamp' ? `<fw type="stamp">${open}${inside}${close}</fw>` : open + inside + close}`
  }

  /** The page break before a speech, its speaker's name (where wanted) and its paragraph. */
  speech(flow: Flow, withSpeaker: boolean): [page: string, speaker: string, paragraph: string] {
    const [head, rest] = this.withHead(flow, withSpeaker ? 'speaker' : null)
    return [
      this.page(flow),
      head === '' ? '' : `<speaker>${head}</speaker>`,
      wrap('p', { ...numbered(flow), facs: facsOf(flow.attrs) }, rest),
    ]
  }

  /** The page break before an item, and the item, which is left open for lists nested in it. */
  item(flow: Flow): [page: string, item: string] {
    const [head, rest] = this.withHead(flow, 'marker')
    const { marker } = flow.attrs
    const n = typeof marker === 'string' ? marker : undefined
    const label = head === '' ? '' : `<label>${head}</label>`
    return [this.page(flow), `<item${attributes({ n, facs: facsOf(flow.attrs) })}>${label}${rest}`]
  }

  private verse(flow: Flow, n: string | undefined): string {
    const written = this.content(flow)
    const verses = linesOf(written).map(({ facs, text }) => `<l${attributes({ facs })}>${text}</l>`)
    return `${this.page(flow, '\n')}<lg${attributes({ n, facs: facsOf(flow.attrs) })}>\n${verses.join('\n')}\n</lg>`
  }

  private whole(
    flow: Flow,
    name: string,
    values: Record<string, string | undefined>,
    inner?: string,
  ): string {
    const inside = lines(this.content(flow))
    return (
      this.page(flow, '\n') +
      wrap(name, { ...values, facs: facsOf(flow.attrs) }, inner ? `<${inner}>${inside}</${inner}>` : inside)
    )
  }

  private page(flow: Flow, end = ''): string {
    const page = flow.pieces[0]!.page
    return page ? milestoneXml(page) + end : ''
  }

  /** The text of a flow, its first words cut off where they are a label that a span of `type` marks. */
  private withHead(flow: Flow, type: string | null): [head: string, rest: string] {
    const [first, ...others] = flow.pieces
    const tokens = this.tokens(first!)
    const label = tokens
      .flatMap(t => (t.type === 'witness' ? t.spans : []))
      .find(s => s.type === type && s.start === first!.block.start)
    const cut = label && first!.part === 0 ? cutAt(tokens, label.end) : null
    const head = cut ? lines(this.inline.write(cut[0])) : ''
    return [head, lines(this.inline.write(cut ? cut[1] : tokens) + this.rest(first!, others))]
  }

  private content(flow: Flow): string {
    const [first, ...others] = flow.pieces
    return this.inline.write(this.tokens(first!)) + this.rest(first!, others)
  }

  /** What follows a paragraph's first piece. A raw newline parts what are separate blocks in the witness; where a word
   * runs on across them there is none, and the break says `break="no"`. */
  private rest(first: Piece, others: readonly Piece[]): string {
    let out = ''
    let before = first
    for (const piece of others) {
      const written = this.inline.write(this.tokens(piece))
      const parts = !endsInHyphen(before)
      const space = parts ? '\n' : ''
      const page = piece.page ? milestoneXml(piece.page, parts) : ''
      if (formeWork.has(piece.kind)) {
        const [open, close] = tagsOf(piece, this.stamps)
        out += `${space}${page}${open}${lines(written)}${close}`
      } else {
        out += `${space}${page || parts ? page : '<lb break="no"/>'}${written}`
        before = piece
      }
    }
    return out
  }

  private tokens(piece: Piece): Token[] {
    const { index } = piece.block
    if (this.left?.block !== index) this.left = { block: index, points: [...this.points.of(index)] }
    return tokensOf(piece, this.left.points, this.isLast(piece), this.withMarkup)
  }
}

function numbered(flow: Flow): { n: string | undefined } {
  return { n: flow.number > 0 ? String(flow.number) : undefined }
}

function wrap(name: string, values: Record<string, string | undefined>, inside: string): string {
  return `<${name}${attributes(values)}>${inside}</${name}>`
}

function lines(written: string): string {
  return closedLines(written)
}

function endsInHyphen(piece: Piece): boolean {
  for (let i = piece.segments.length - 1; i >= 0; i--) {
    const segment = piece.segments[i]!
    if (segment.type === 'text') return /[-\u2010-\u2015\u00ad\s]$/.test(segment.text)
    if (segment.type === 'line' || segment.type === 'gap') return false
  }
  return false
}

/** The tags of a stamp or catchword; the first says where it stands. */
function tagsOf(
  { kind, attrs }: Piece,
  stamps: TeiChoices['stamps'],
): readonly [open: string, close: string] {
  const [open, close] = kind === 'stamp' ? stampTags[stamps] : ['<fw type="catch">', '</fw>']
  return [open.replace('>', `${attributes({ facs: facsOf(attrs) })}>`), close]
}
