/** Grapheme clusters (Unicode UAX #29), so that no correction or note ever begins inside what a reader sees as one letter. */

/** Made when it is first needed: reading its tables takes 15 ms, and most text never asks. */
let segmenter: Intl.Segmenter | undefined
function clustersOf(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter('und', { granularity: 'grapheme' })
  return segmenter.segment(text)
}

/** A cluster longer than this (a hundred stacked accents) is cut: the window keeps the cost of one look constant. */
const window = 96

function isPlain(code: number): boolean {
  // Below U+0300 nothing combines with its neighbours but the pair CR LF.
  return code < 0x300 && code !== 0x0d
}

/** The nearest cluster boundary at or before `offset`. */
export function graphemeStart(text: string, offset: number): number {
  if (offset <= 0) return 0
  if (offset >= text.length) return text.length
  if (isPlain(text.charCodeAt(offset - 1)) && isPlain(text.charCodeAt(offset))) return offset
  const from = Math.max(0, offset - window)
  const found = clustersOf(text.slice(from, offset + window)).containing(offset - from)
  return found ? from + found.index : offset
}

/** The nearest cluster boundary at or after `offset`. */
export function graphemeEnd(text: string, offset: number): number {
  const start = graphemeStart(text, offset)
  if (start === offset || offset >= text.length) return Math.min(offset, text.length)
  const from = Math.max(0, offset - window)
  const found = clustersOf(text.slice(from, offset + window)).containing(offset - from)
  return found ? from + found.index + found.segment.length : offset
}
