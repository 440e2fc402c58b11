/** Candidates: words that look like names and that nobody has tagged. Guesses to be gone through by a person. */
import type { EditedDocument } from './document.js'
import { FormFinder } from './name-index.js'
import type { NameType } from './names.js'
import { oneLine, type Register } from './register.js'

/** Why words look like a name: the register knows them, a title stands before them, they are a date, or they have
 * capitals where none are needed. */
export type Sign = 'register' | 'title' | 'date' | 'capitals'

/** Words that look like a name, and every place where they stand. `key` is the same in every document. `entries` are
 * the ids of the register's entries that have this form. Places are ranges of the witness, in order. */
export interface Candidate {
  readonly key: string
  readonly words: string
  readonly type: NameType
  readonly sign: Sign
  readonly entries: readonly string[]
  readonly places: readonly { readonly start: number; readonly end: number }[]
}

interface Found {
  readonly start: number
  readonly end: number
  readonly type: NameType
  readonly sign: Sign
  readonly entries: readonly string[]
  /** Whether it is a single word that begins a sentence, where any word has a capital. */
  readonly doubtful: boolean
}

const months =
  'January|February|March|April|May|June|July|August|September|October|November|December|Jan\\.|Feb\\.|Mar\\.|Apr\\.|Aug\\.|Sept?\\.|Oct\\.|Nov\\.|Dec\\.'
const day = '\\d{1,2}(?:st|nd|rd|th)?'
const date = new RegExp(
  `\\b(?:${day}\\s+(?:of\\s+)?(?:${months})(?:,?\\s+\\d{4})?|(?:${months})\\s+${day}(?:,?\\s+\\d{4})?|(?:${months}),?\\s+\\d{4})(?![\\p{L}\\p{N}])`,
  'gu',
)

const titles =
  'Mr|Mrs|Miss|Ms|Messrs|Madame|Mme|Monsieur|Dr|Prof|Professor|Sir|Lord|Lady|Count|Baron|Prince|Princess|King|Queen|Emperor|President|Premier|Chairman|Chancellor|Secretary|Minister|Ambassador|Envoy|Consul|Commissar|Comrade|Marshal|General|Admiral|Commodore|Colonel|Major|Captain|Lieutenant|Sergeant|Generalissimo|Governor|Senator|Judge|Father|Bishop|Pope'
const name = "\\p{Lu}[\\p{L}\\p{M}'’-]*"
/** Small words that stand inside of names: Charles de Gaulle, Chargé d’Affaires, Sea of Japan. */
const inner = '(?:of(?:\\s+the)?|de(?:\\s+la)?|du|des|von(?:\\s+der)?|van(?:\\s+de[rn]?)?|da|di|al|bin|ibn)'
const titled = new RegExp(`(?<![\\p{L}\\p{N}])(?:${titles})\\.?\\s+(?:(?:${titles})\\.?\\s+)*`, 'u')
const sequence = new RegExp(
  `(?<![\\p{L}\\p{N}'’.-])(?:(?:${titles})\\.?[^\\S\\r\\n]+)*(?:${name}|\\p{Lu}\\.)(?:[^\\S\\r\\n]?(?:\\r\\n|[\\r\\n])?[^\\S\\r\\n]*(?:${inner}\\s+)?(?<=[\\s.])(?:${name}|\\p{Lu}\\.))*`,
  'gu',
)

const placeWord =
  /\b(?:River|Lake|Sea|Bay|Gulf|Strait|Hill|Hills|Mountains?|Mt|Island|Islands|Peninsula|Province|City|Street|Railway|Port|Valley|Pass|Fort|Bridge)\b/u
const orgWord =
  /\b(?:Ministry|Office|Government|Embassy|Legation|Consulate|Council|Committee|Commission|Army|Navy|Fleet|Division|Regiment|Party|Union|League|Nations|Company|Bank|University|Institute|Bureau|Department|Congress|Parliament|Court|Tribunal|Agency|Authorities)\b/u
const placeBefore = /(?:^|\s)(?:in|at|near|to|from|via|through|into|towards?|reached|left|of)\s+(?:the\s+)?$/u

/** Words that begin sentences and no names, for short texts that do not write them small anywhere. */
const openers = new Set(
  'a an the this that these those then there here he she it they we you i his her its their our your my in on at by to from for with of as and or but if so yet when while after before since until during no not yes what which who where why how all some any each both one two three'.split(
    ' ',
  ),
)

/** Every candidate of a document, those that occur most often first. What overlaps a tagged name is left out. */
export function candidatesIn(document: EditedDocument, register: Register): Candidate[] {
  const { text } = document
  const taken: [number, number][] = [...document.names.values()].map(n => [n.start, n.end])
  const isFree = spaces(taken)
  const all: Found[] = []
  const add = (found: Found) => {
    if (isFree(found.start, found.end)) all.push(found)
  }
  const finder = new FormFinder(register.entries)
  for (const { start, end, entries } of finder.find(text))
    add({
      start,
      end,
      type: entries[0]!.type,
      sign: 'register',
      entries: entries.map(e => e.id),
      doubtful: false,
    })
  for (const match of text.matchAll(date))
    add({
      start: match.index,
      end: match.index + match[0].length,
      type: 'date',
      sign: 'date',
      entries: [],
      doubtful: false,
    })
  const free = spaces([...taken, ...all.map(({ start, end }): [number, number] => [start, end])])
  const lower = lowerWords(text)
  for (const { start, end } of document.structure.count > 0 ? blocksOf(document) : [])
    for (const match of text.slice(start, end).matchAll(sequence)) {
      const found = guess(text, start + match.index, match[0], start, lower)
      if (found && free(found.start, found.end)) all.push(found)
    }
  return grouped(text, all)
}

function blocksOf(document: EditedDocument): { start: number; end: number }[] {
  const blocks: { start: number; end: number }[] = []
  for (let i = 0; i < document.structure.count; i++)
    for (const [start, end] of document.structure.block(i).runs) blocks.push({ start, end })
  return blocks
}

/** What a sequence of words with capitals may be; null where the capital only begins a sentence. `lower` are the words
 * that the text also writes small. */
function guess(
  text: string,
  at: number,
  words: string,
  blockStart: number,
  lower: ReadonlySet<string>,
): Found | null {
  let start = at
  let rest = words.replace(/[-’']+$/u, '')
  const opensSentence = () => {
    const before = text.slice(Math.max(blockStart, start - 3), start)
    return start === blockStart || /(?:^|[.!?:;"“”)\]\d])[\s"“(]*$/u.test(before) || /[\r\n]\s*$/.test(before)
  }
  for (;;) {
    const first = /^[^\s]+/u.exec(rest)?.[0] ?? ''
    const isTitle = titled.test(`${first} `)
    const isCommon = lower.has(first.toLowerCase()) || openers.has(first.toLowerCase())
    if (isTitle || !isCommon || !(opensSentence() || /^(?:I|A|The)$/.test(first))) break
    const skipped = /^[^\s]+\s*(?:(?:of|and|de|the)\s+)*/u.exec(rest)![0].length
    start += skipped
    rest = rest.slice(skipped)
    if (rest === '') return null
  }
  rest = rest.replace(/(?:['’]s)$/u, '')
  const bare = rest.replace(titled, '').trim()
  if (bare.replace(/[^\p{L}]/gu, '').length < 2) return null
  // Headings in capitals say nothing about names; short ones are abbreviations of organisations.
  const isLoud = bare === bare.toUpperCase()
  if (isLoud && !/^\p{Lu}{2,5}$/u.test(bare.replaceAll('.', ''))) return null
  if (!/\s/.test(rest) && lower.has(rest.toLowerCase())) return null
  const end = start + rest.length
  const doubtful = !/\s/.test(rest) && opensSentence()
  if (titled.test(`${rest} `) && bare !== rest)
    return { start, end, type: 'person', sign: 'title', entries: [], doubtful: false }
  if (new RegExp(`^(?:${titles})\\.?$`, 'u').test(rest)) return null
  const before = text.slice(Math.max(blockStart, start - 24), start)
  const type = placeWord.test(rest)
    ? 'place'
    : orgWord.test(rest) || isLoud
      ? 'org'
      : placeBefore.test(before)
        ? 'place'
        : 'person'
  return { start, end, type, sign: 'capitals', entries: [], doubtful }
}

/** The words that a text writes without a capital. */
function lowerWords(text: string): Set<string> {
  const words = new Set<string>()
  for (const [word] of text.matchAll(/(?<![\p{L}\p{M}])\p{Ll}[\p{L}\p{M}]*/gu)) words.add(word)
  return words
}

/** Says of a range whether it overlaps none of the given ones. */
function spaces(ranges: readonly [number, number][]): (start: number, end: number) => boolean {
  const sorted = [...ranges].sort((a, b) => a[0] - b[0])
  // The furthest end among the first so many, so that one look-up tells.
  const reach: number[] = []
  let far = Number.NEGATIVE_INFINITY
  for (const [, end] of sorted) {
    far = Math.max(far, end)
    reach.push(far)
  }
  return (start, end) => {
    let low = 0
    let high = sorted.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (sorted[middle]![0] < end) low = middle + 1
      else high = middle
    }
    return low === 0 || reach[low - 1]! <= start
  }
}

const signOrder: readonly Sign[] = ['register', 'title', 'date', 'capitals']

function grouped(text: string, all: readonly Found[]): Candidate[] {
  const groups = new Map<string, { words: string; found: Found[] }>()
  for (const found of [...all].sort((a, b) => a.start - b.start)) {
    const words = oneLine(text.slice(found.start, found.end))
    const known = groups.get(words)
    if (known) known.found.push(found)
    else groups.set(words, { words, found: [found] })
  }
  return [...groups.values()]
    .filter(({ found }) => !found.every(f => f.doubtful))
    .map(({ words, found }): Candidate => {
      const best = [...found].sort((a, b) => signOrder.indexOf(a.sign) - signOrder.indexOf(b.sign))[0]!
      return {
        key: words,
        words,
        type: best.type,
        sign: best.sign,
        entries: best.entries,
        places: found.map(({ start, end }) => ({ start, end })),
      }
    })
    .sort((a, b) => b.places.length - a.places.length || a.places[0]!.start - b.places[0]!.start)
}
