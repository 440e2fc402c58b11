/** The tokens of a piece: its segments, cut wherever an anchor or a note stands between two letters. */
import type { Correction } from '../../corrections.js'
import type { Name } from '../../names.js'
import type { Piece, Segment } from '../../readings.js'
import type { Milestone, Span } from '../../witness.js'
import type { Point } from './points.js'

/** `witness` tokens come from the witness, `added` ones from a correction; the others stand between letters. `by` is
 * the correction that strikes or adds, where that is to be shown. */
export type Token =
  | {
      readonly type: 'witness'
      readonly content: 'text' | 'line' | 'space' | 'nothing'
      readonly text: string
      readonly offset: number
      readonly spans: readonly Span[]
      readonly names: readonly Name[]
      readonly by: Correction | null
    }
  | {
      readonly type: 'added'
      readonly content: 'text' | 'line'
      readonly text: string
      readonly of: Correction
      readonly names: readonly Name[]
      readonly by: Correction | null
    }
  | { readonly type: 'milestone'; readonly milestone: Milestone }
  | { readonly type: 'point'; readonly xml: string }

/** `points` are those of the block that have not been passed yet; the ones this piece passes are taken out of it.
 * `isLast` pieces of a block take all that are left. */
export function tokensOf(piece: Piece, points: Point[], isLast: boolean, withMarkup: boolean): Token[] {
  const tokens: Token[] = []
  const pass = (offset: number) => {
    while (points.length > 0 && points[0]!.offset <= offset)
      tokens.push({ type: 'point', xml: points.shift()!.phrase })
  }
  for (const segment of piece.segments) {
    if (segment.type === 'milestone') tokens.push(segment)
    else if (segment.type === 'added' || segment.type === 'addedLine') {
      const { correction } = segment
      const by = withMarkup ? correction : null
      const names = withMarkup ? segment.names : []
      const isText = segment.type === 'added'
      tokens.push({
        type: 'added',
        content: isText ? 'text' : 'line',
        text: isText ? segment.text : '\n',
        of: correction,
        names,
        by,
      })
    } else {
      pass(segment.offset)
      fromWitness(segment, points, withMarkup, tokens)
    }
  }
  if (isLast) pass(Number.POSITIVE_INFINITY)
  return tokens
}

type FromWitness = Extract<Segment, { offset: number }>

function fromWitness(segment: FromWitness, points: Point[], withMarkup: boolean, tokens: Token[]): void {
  const { offset, length, spans } = segment
  const by = withMarkup ? (segment.struck[0] ?? null) : null
  const names = withMarkup ? segment.names : []
  if (segment.type !== 'text') {
    const content = segment.type === 'line' ? 'line' : segment.glue === ' ' ? 'space' : 'nothing'
    tokens.push({ type: 'witness', content, text: '', offset, spans, names, by })
    return
  }
  let at = offset
  const end = offset + length
  while (at < end) {
    const to = points.length > 0 && points[0]!.offset < end ? points[0]!.offset : end
    if (to > at) {
      const text = segment.text.slice(at - offset, to - offset)
      tokens.push({ type: 'witness', content: 'text', text, offset: at, spans, names, by })
    }
    while (points.length > 0 && points[0]!.offset <= to && to < end)
      tokens.push({ type: 'point', xml: points.shift()!.phrase })
    at = to
  }
}

/** Cuts tokens where a label ends (a speaker's, an item's marker), spaces after it included. Null where there is
 * nothing to cut, or where a correction reaches across. */
export function cutAt(tokens: readonly Token[], end: number): [Token[], Token[]] | null {
  let k = tokens.findIndex(t => t.type === 'witness' && t.offset >= end)
  if (k < 0) k = tokens.length
  const head = tokens.slice(0, k)
  const tail = tokens.slice(k)
  if (!head.some(t => (t.type === 'witness' || t.type === 'added') && t.text.trim() !== '')) return null
  const by = new Set(head.map(t => ('by' in t ? t.by : null)).filter(c => c !== null))
  if (tail.some(t => 'by' in t && t.by && by.has(t.by))) return null
  if (head.some(t => 'content' in t && t.content !== 'text')) return null
  const first = tail[0]
  if (first?.type === 'witness' && first.content === 'text' && !first.by) {
    const space = /^[\s\u00a0]+/.exec(first.text)?.[0] ?? ''
    if (space) {
      head.push({ ...first, text: space })
      tail[0] = { ...first, text: first.text.slice(space.length), offset: first.offset + space.length }
      if (tail[0].text === '') tail.shift()
    }
  }
  return [head, tail]
}
