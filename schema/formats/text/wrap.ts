/** Hard-wrapped files: the lines of a paragraph, broken at some width by a typist or a mail program, put together. */
import { isRule, pageMark } from './furniture.js'
import { type Line, together } from './lines.js'
import { markerOf } from './lists.js'
import { keywordOf } from './notation.js'
import { speakerLabel } from './speeches.js'
import { beginsLower, ending } from './words.js'

/** The width to which a file's lines are wrapped, or null if it is not wrapped. It is when nearly all lines have 35 to
 * 110 characters at most, many break in the middle of a sentence with no blank line after, and most of those are about
 * as long as the longest. */
export function wrapWidth(lines: readonly Line[]): number | null {
  const lengths = lines.map(line => line.indent + line.text.length).sort((a, b) => a - b)
  const width = lengths[Math.floor(lengths.length * 0.95)] ?? 0
  if (width < 35 || width > 110) return null
  let inner = 0
  let running = 0
  let full = 0
  for (let i = 0; i + 1 < lines.length; i++) {
    const line = lines[i]!
    const next = lines[i + 1]!
    if (next.gap > 0 || next.formFeed) continue
    inner++
    if (ending(line.text) === 'final' || !beginsLower(next.text)) continue
    running++
    if (line.indent + line.text.length >= width * 0.7) full++
  }
  return running >= 3 && running >= inner * 0.3 && full >= running * 0.6 ? width : null
}

/** The lines with each wrapped paragraph as one. Lines that begin something (an item, a speaker's turn) or stand for
 * themselves (a rule, a page mark, a heading) stay apart; so do short lines, such as those of an address. */
export function unwrap(text: string, lines: readonly Line[], width: number): Line[] {
  const result: Line[] = []
  let group: Line[] = []
  const flush = () => {
    if (group.length > 0) result.push(together(text, group))
    group = []
  }
  for (const line of lines) {
    const last = group.at(-1)
    if (last && !runsOn(group, last, line, width)) flush()
    group.push(line)
  }
  flush()
  return result
}

/** A line wholly in parentheses, such as a stage direction. */
const ASIDE = /^\([^()]{1,80}\)\.?$/

function runsOn(group: readonly Line[], last: Line, line: Line, width: number): boolean {
  if (line.gap > 0 || line.formFeed || isLone(last.text) || isLone(line.text)) return false
  const short = last.indent + last.text.length < width * 0.6
  const end = ending(last.text)
  if (ASIDE.test(last.text)) return false
  const stopped = end !== 'open' && end !== 'abbreviation'
  if (stopped && ASIDE.test(line.text)) return false
  if (markerOf(line.text) && (stopped || short || markerOf(group[0]!.text))) return false
  if (speakerLabel(line.text) && stopped) return false
  if (group.length === 1 && keywordOf(last.text) && short) return false
  if (stopped && line.indent >= last.indent + 2) return false
  return !short || beginsLower(line.text) || (end === 'abbreviation' && group.length > 1)
}

function isLone(text: string): boolean {
  return isRule(text) || pageMark(text) !== null
}
