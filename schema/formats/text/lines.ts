/**
 * Lines: what a transcription consists of before anything is recognised in it. A recogniser sees nothing but lines, so
 * a reader of another format may make lines of its paragraphs and use the same recognisers.
 */

import { graphemeStart } from '../../graphemes.js'

/** A line with something on it. `start` and `end` are offsets without the white space at either end; `text` is what
 * stands between them, each newline or form feed as a space, so that an index in `text` is an offset less `start`. */
export interface Line {
  readonly start: number
  readonly end: number
  readonly text: string
  /** Where it stands in the file, both from 1. */
  readonly number: number
  readonly column: number
  /** How many characters of white space stand before it. */
  readonly indent: number
  /** How many blank lines stand before it. */
  readonly gap: number
  /** Whether a form feed stands between it and the line before. */
  readonly formFeed: boolean
  /** How many typed lines it holds: more than one where a hard-wrapped paragraph was put together. */
  readonly rows: number
}

/** How the lines of a file end, and how many there are of each. */
export interface LineEnds {
  readonly lf: number
  readonly crlf: number
  readonly cr: number
}

const COMBINING = /^[\p{M}\u200D]/u

/** The lines of a text that hold anything but white space (`\s`, which has the no-break space and the byte-order
 * mark). A form feed ends a line as a newline does, but is not counted as one. */
export function linesOf(text: string): { lines: Line[]; ends: LineEnds } {
  const lines: Line[] = []
  const ends = { lf: 0, crlf: 0, cr: 0 }
  let number = 1
  let gap = 0
  let formFeed = false
  let lineStart = 0
  let from = 0
  const separator = /\r\n|[\r\n\f]/g
  for (;;) {
    const found = separator.exec(text)
    const to = found ? found.index : text.length
    const raw = text.slice(from, to)
    const shown = raw.trim()
    if (shown === '') gap++
    else {
      let indent = raw.length - raw.trimStart().length
      // A combining mark on a space belongs to the space: a block may not begin inside the cluster.
      if (indent > 0 && COMBINING.test(shown)) indent = Math.max(0, graphemeStart(text, from + indent) - from)
      const start = from + indent
      const end = start + raw.slice(indent).trimEnd().length
      const column = start - lineStart + 1
      lines.push({ start, end, text: text.slice(start, end), number, column, indent, gap, formFeed, rows: 1 })
      gap = 0
      formFeed = false
    }
    if (!found) return { lines, ends }
    from = separator.lastIndex
    if (found[0] === '\f') formFeed = true
    else {
      if (found[0] === '\n') ends.lf++
      else if (found[0] === '\r') ends.cr++
      else ends.crlf++
      number++
      lineStart = from
    }
  }
}

/** Several lines as one, its newlines as spaces. */
export function together(text: string, lines: readonly Line[]): Line {
  const first = lines[0]!
  const end = lines[lines.length - 1]!.end
  if (lines.length === 1) return first
  const rows = lines.reduce((n, line) => n + line.rows, 0)
  return { ...first, end, rows, text: text.slice(first.start, end).replace(/[\r\n\f]/g, ' ') }
}
