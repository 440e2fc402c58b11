/** The text of the HTML edition: paragraphs, lists, speeches, page turns. */
import type { Correction } from '../../corrections.js'
import type { EditedDocument } from '../../document.js'
import type { SortedRanges } from '../../ranges.js'
import { type Piece, shows, views } from '../../readings.js'
import { formeWork } from '../../structure.js'
import { type Flow, flowOf } from '../flow.js'
import { escaped } from './escape.js'
import { type InlineWriter, markOf, milestone } from './inline.js'

/** `corrections` are those to show, on whole words; `notes` gives, for a block, the marks of the notes that end in it. */
export function textHtml(
  document: EditedDocument,
  corrections: SortedRanges<Correction>,
  inline: InlineWriter,
  notes: (block: number) => readonly { offset: number; html: string }[],
): string {
  const flows = flowOf(document, 'all', { corrections })
  const last = new Map<number, Piece>()
  for (const { pieces } of flows) for (const piece of pieces) last.set(piece.block.index, piece)
  const write = (piece: Piece) => {
    const isLast = last.get(piece.block.index) === piece
    return inline.write(piece, isLast ? notes(piece.block.index) : [])
  }
  const out: string[] = []
  let inList = false
  for (let i = 0; i < flows.length; ) {
    // What a correction's text begins anew stays in one element: only some of the texts have that break.
    const parts = [flows[i]!]
    for (i++; i < flows.length && flows[i]!.pieces[0]!.opened; i++) parts.push(flows[i]!)
    const { kind } = parts[0]!
    if (inList !== (kind === 'item')) {
      out.push(inList ? '</ul>' : '<ul class="list">')
      inList = !inList
    }
    out.push(element(document, parts, write))
  }
  if (inList) out.push('</ul>')
  return out.join('\n')
}

function element(document: EditedDocument, parts: readonly Flow[], write: (piece: Piece) => string): string {
  const flow = parts[0]!
  const { kind, attrs, number } = flow
  const page = flow.pieces[0]!.page
  let inside = ''
  for (const part of parts) {
    const opened = part.pieces[0]!.opened
    if (opened) inside += `<ins class="${markOf(document, opened.correction)} new" aria-hidden="true"></ins>`
    inside += joined(part.pieces, write)
  }
  const hidden = emptyIn(document, parts)
  const classes = (name: string) => ` class="${[name, ...hidden].join(' ')}"`
  // Each paragraph finds its own direction of writing.
  const id = ` dir="auto"${number > 0 ? ` id="p${number}"` : ''}`
  const no =
    number > 0 ? `<a class="no" href="#p${number}" aria-label="paragraph ${number}">${number}</a>` : ''
  // A page that turns in a list belongs to the item that begins with it.
  const before = page ? milestone(page) : ''
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
function joined(pieces: readonly Piece[], write: (piece: Piece) => string): string {
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
