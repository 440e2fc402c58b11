/** Markdown as a tree: CommonMark 0.31 with the extensions of GitHub. */
import type { Root } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { gfm } from 'micromark-extension-gfm'
import { Unreadable } from '../../remarks.js'
import { piecesOf, type TextPiece } from './pieces.js'

/** A part of a text with its tree. Nodes that begin before `added` belong to other parts. */
export interface Piece extends TextPiece {
  readonly root: Root
}

/** Quotations and lists within each other, and the columns by which an item may be indented. */
const deepest = 30
const furthest = 300
/** Signs of links and emphasis in one paragraph: to match them up takes time that grows with the square of their number. */
const mostSigns = 4000

/** Parses a text part by part. Throws `Unreadable` where it is made so that reading it would take unreasonably long. */
export function* parsed(text: string): Generator<Piece> {
  refuse(text)
  for (const piece of piecesOf(text)) {
    try {
      yield {
        ...piece,
        root: fromMarkdown(piece.text, { extensions: [gfm()], mdastExtensions: gfmFromMarkdown() }),
      }
    } catch (error) {
      // The parser calls itself for what stands within each other.
      if (error instanceof RangeError) throw tooDeep(piece.at)
      throw error
    }
  }
}

const tooDeep = (at: number) =>
  new Unreadable(
    'too-deep',
    `More than ${deepest} lists, quotations or stretches of emphasis stand within each other`,
    at,
  )

const containers = /^(?:[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t])))+/
const indented = new RegExp(`^[ \\t]{${furthest},}(?:[-+*>]|\\d{1,9}[.)])`)
const delimiterRow = /^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/
const rule = /^[ \t]*([-*_])(?:[ \t]*\1)+[ \t]*$/
const definition = /^ {0,3}\[[^\]]{1,999}\]:/

/** Looks through the lines for what the parser would be too long about. */
function refuse(text: string): void {
  const line = /[^\r\n]*(?:\r\n|\r|\n|$)/g
  let signs = 0
  let isTable = false
  let isDefinitions = true
  for (let found = line.exec(text); found && found[0] !== ''; found = line.exec(text)) {
    const words = found[0].replace(/[\r\n]+$/, '')
    const at = found.index
    if (indented.test(words)) throw tooDeep(at)
    const before = rule.test(words) ? '' : (containers.exec(words)?.[0] ?? '')
    if (before.length > deepest && before.replace(/[^>+*.)-]/g, '').length > deepest) throw tooDeep(at)
    const isItem = /[-+*.)]/.test(before)
    if (words.trim() === '' || isItem || isTable) signs = 0
    if (words.trim() === '') {
      isTable = false
      isDefinitions = true
    } else if (delimiterRow.test(words)) isTable = words.includes('|')
    isDefinitions &&= definition.test(words) || words.trim() === ''
    if (isDefinitions && words.length < 2000) continue
    signs += signsIn(words.slice(before.length))
    if (signs > mostSigns)
      throw new Unreadable(
        'too-many-signs',
        `One paragraph has more than ${mostSigns} brackets, asterisks, underscores and tildes; empty lines would make several of it`,
        at,
      )
  }
}

function signsIn(words: string): number {
  let count = 0
  for (const _ of words.matchAll(/[[\]]|\*+|_+|~+/g)) count++
  return count
}
