/** The source's own notes as footnotes: reledmac's series C. */
import type { Piece } from '../../readings.js'
import type { Signs } from '../plain/signs.js'
import { markLength, type SourceFootnote } from '../source-footnotes.js'
import { escaped, withBreaks } from './escape.js'

/** Whether a piece has neither a correction nor a page turn. */
export function isPlain({ page, segments }: Piece): boolean {
  return (
    page === null &&
    segments.every(segment => {
      if (segment.type === 'milestone') return segment.milestone.type !== 'pb'
      return !('correction' in segment) && segment.struck.length === 0
    })
  )
}

/** A note with its mark, which stands in the text where the note is. */
export function sourceNote({ mark, pieces }: SourceFootnote, signs: Signs): string {
  const paragraphs = pieces.map((piece, i) => {
    const runs = signs.runsOf(piece)
    let left = i === 0 ? markLength(runs.map(({ text }) => text).join(''), mark) : 0
    return runs
      .map(({ text, segment }) => {
        const words = text.slice(left)
        left = Math.max(0, left - text.length)
        const isHi = segment?.type === 'text' && segment.spans.some(({ type }) => type === 'hi')
        return words !== '' && isHi ? `\\emph{${withBreaks(words)}}` : withBreaks(words)
      })
      .join('')
  })
  const body = paragraphs.filter(words => words.trim() !== '').join('\\newline{}')
  return `\\noteC{${escaped(mark || '*')}}{${body}}`
}
