/** Catchwords: the word at a page's foot that announces the next page, checked against what that page begins with. */
import type { EditedDocument } from './document.js'
import { piecesOf, textOf } from './readings.js'
import { formeWork } from './structure.js'
import type { Reading } from './words.js'

/** A catchword and what follows it, both in the reading text. `agrees` where the next page begins with the catchword
 * or, as a catchword may be a syllable, with a word that begins so. `follows` are as many words as the catchword has;
 * '' where no text follows. The mendings are null where a correction already stands on the words, or nothing follows. */
export interface Catchword {
  readonly offset: number
  readonly block: number
  readonly text: string
  readonly follows: string
  readonly agrees: boolean
  /** The catchword made as the page begins. */
  readonly mendCatchword: Reading | null
  /** The page's beginning made as the catchword has it. */
  readonly mendPage: Reading | null
}

/** All catchwords, in text order. */
export function catchwordsOf(document: EditedDocument): Catchword[] {
  const found: Catchword[] = []
  const { structure } = document
  for (let i = 0; i < structure.count; i++) {
    if (structure.block(i).kind !== 'catchword') continue
    found.push(check(document, i))
  }
  return found
}

/** Those whose page begins otherwise. */
export function catchwordDifferences(document: EditedDocument): Catchword[] {
  return catchwordsOf(document).filter(catchword => !catchword.agrees)
}

function check(document: EditedDocument, index: number): Catchword {
  const { structure } = document
  const block = structure.block(index)
  const text = readingOf(document, index)
  let next = index + 1
  while (next < structure.count && isPassedOver(document, next)) next++
  const page = next < structure.count ? readingOf(document, next) : ''
  const count = words(text).length
  const follows = words(page).slice(0, count).join(' ')
  const agrees = text !== '' && page !== '' && startsAlike(page, text)
  const whole = { offset: block.start, block: index, text, follows, agrees }
  if (agrees || follows === '' || text === '') return { ...whole, mendCatchword: null, mendPage: null }
  const bare = bareOf(follows)
  return {
    ...whole,
    mendCatchword: isUntouched(document, block.start, block.end)
      ? { start: block.start, end: block.end, text: bare }
      : null,
    mendPage: mendingOfPage(document, next, bare, bareOf(text)),
  }
}

function isPassedOver(document: EditedDocument, index: number): boolean {
  const { kind } = document.structure.block(index)
  return formeWork.has(kind) || kind === 'rule'
}

function mendingOfPage(document: EditedDocument, index: number, from: string, to: string): Reading | null {
  const { start, end } = document.structure.block(index)
  const source = document.text.slice(start, end)
  const lead = source.length - source.trimStart().length
  // The words may be parted by other white space in the witness than in the reading.
  const pattern = from.split(' ').map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  const match = new RegExp(`^${pattern.join('\\s+')}`, 'u').exec(source.slice(lead))
  if (!match) return null
  const at = { start: start + lead, end: start + lead + match[0].length }
  return isUntouched(document, at.start, at.end) ? { ...at, text: to } : null
}

/** Whether no accepted correction stands on a range. */
function isUntouched(document: EditedDocument, start: number, end: number): boolean {
  return document.corrections
    .touching(start, end)
    .every(c => document.standing(c.id) !== 'accepted' || c.end <= start || c.start >= end)
}

function readingOf(document: EditedDocument, index: number): string {
  return piecesOf(document, index, 'reading').map(textOf).join(' ').replace(/\s+/g, ' ').trim()
}

const words = (text: string) => text.split(' ').filter(word => word !== '')

/** Without the stops and dashes around it, which a catchword need not repeat. */
const bareOf = (text: string) => text.replace(/^[\s.…\-–—"“”']+|[\s.,;:…\-–—"“”']+$/gu, '')

function startsAlike(page: string, catchword: string): boolean {
  const bare = bareOf(catchword)
  return bare === '' ? page.startsWith(catchword) : page.replace(/^[\s.…\-–—"“”']+/u, '').startsWith(bare)
}
