/** Finding words in a document, corrections taken into account: what is struck is not found, what is proposed is. */
import type { EditedDocument } from './document.js'
import { type Passage, passagesOf, type Segment, segmentText, type View } from './readings.js'

/** Where found words stand: a range of the witness, or of a correction's text. */
export type MatchPart =
  | { readonly start: number; readonly end: number }
  | { readonly correction: string; readonly start: number; readonly end: number }

/** One place where the words were found. `block` is the index of the block it begins in, `before`, `words` and `after`
 * are for a list of results. */
export interface Match {
  readonly block: number
  readonly parts: readonly MatchPart[]
  readonly before: string
  readonly words: string
  readonly after: string
}

export interface SearchOptions {
  readonly matchCase?: boolean
  /** The text to look in; `all` reads proposals as if they were accepted. */
  readonly view?: View
  /** No more matches than this are returned. */
  readonly most?: number
}

/** Finds `query` in text order. White space in it finds any white space, a straight apostrophe or quotation mark its
 * curly kin. Words that run on over a page turn are found; the stamp and catchword between do not hinder. */
export function search(document: EditedDocument, query: string, options: SearchOptions = {}): Match[] {
  const { matchCase = false, view = 'all', most = 5_000 } = options
  const pattern = patternOf(query, matchCase)
  if (!pattern) return []
  const matches: Match[] = []
  for (const passage of passagesOf(document, view, { withFormeWork: true })) {
    const { text, pieces } = spelled(passage)
    pattern.lastIndex = 0
    for (let found = pattern.exec(text); found; found = pattern.exec(text)) {
      const from = found.index
      const to = from + found[0].length
      matches.push({
        block: blockAt(pieces, from),
        parts: partsOf(pieces, from, to),
        before: text.slice(Math.max(0, from - 40), from),
        words: found[0],
        after: text.slice(to, to + 40),
      })
      if (matches.length >= most) return matches
      if (found[0] === '') pattern.lastIndex++
    }
  }
  return matches
}

function patternOf(query: string, matchCase: boolean): RegExp | null {
  if (query.trim() === '') return null
  const source = query
    .trim()
    .replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
    .replace(/\s+/g, '\\s+')
    .replace(/['’‘]/g, "['’‘]")
    .replace(/["“”]/g, '["“”]')
  // `-` needs no escape outside of a class, and the u flag does not allow one there.
  return new RegExp(source.replaceAll('\\-', '-'), matchCase ? 'gu' : 'giu')
}

interface Spelled {
  readonly at: number
  readonly length: number
  readonly segment: Segment
  readonly block: number
}

function spelled(passage: Passage): { text: string; pieces: Spelled[] } {
  let text = ''
  const pieces: Spelled[] = []
  for (const piece of passage.pieces) {
    if (text && !/\s$/.test(text)) text += ' '
    for (const segment of piece.segments) {
      const words = segmentText(segment)
      if (!words) continue
      pieces.push({ at: text.length, length: words.length, segment, block: piece.block.index })
      text += words
    }
  }
  return { text, pieces }
}

function blockAt(pieces: readonly Spelled[], at: number): number {
  return (pieces.find(p => p.at + p.length > at) ?? pieces.at(-1))!.block
}

function partsOf(pieces: readonly Spelled[], from: number, to: number): MatchPart[] {
  const parts: MatchPart[] = []
  for (const { at, length, segment } of pieces) {
    const a = Math.max(from, at) - at
    const b = Math.min(to, at + length) - at
    if (a >= b) continue
    switch (segment.type) {
      case 'text':
        parts.push({ start: segment.offset + a, end: segment.offset + b })
        break
      case 'line':
      case 'gap':
        parts.push({ start: segment.offset, end: segment.offset + segment.length })
        break
      case 'added':
        parts.push({ correction: segment.correction.id, start: segment.index + a, end: segment.index + b })
        break
      case 'addedLine':
        parts.push({ correction: segment.correction.id, start: segment.index, end: segment.index + 1 })
        break
      case 'milestone':
        break
    }
  }
  return parts
}
