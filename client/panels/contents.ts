/** What the left side lists: headings, pages, speakers. Pure readings of a document. */
import type { Change, EditedDocument } from '../../schema/document.js'
import { lowerBound } from '../../schema/ranges.js'
import { piecesOf, textOf } from '../../schema/readings.js'
import type { BlockKind } from '../../schema/witness.js'

/** Whether a change may make another list of headings, pages or speakers: it touches structure, or the words of one. */
export function changesContents(change: Change, document: EditedDocument): boolean {
  if (change.structure) return true
  const { structure } = document
  return change.ranges.some(([start, end]) => {
    for (let i = structure.indexAt(start, -1); i < structure.count && structure.starts[i]! <= end; i++)
      if (listed.has(structure.block(i).kind)) return true
    return false
  })
}

/** Kinds of blocks whose words stand in a list. */
const listed: ReadonlySet<BlockKind> = new Set(['heading', 'stamp', 'signature'])

/** `index` is the block's. */
export interface Entry {
  readonly index: number
  readonly offset: number
  readonly level: number
  readonly title: string
}

/** The headings, in text order. */
export function outlineOf(document: EditedDocument): Entry[] {
  const { structure } = document
  const headings: Entry[] = []
  const seen = new Map<string, number>()
  for (let index = 0; index < structure.count; index++) {
    const { kind, attrs, start } = structure.block(index)
    if (kind !== 'heading') continue
    const level = typeof attrs.level === 'number' ? Math.min(6, Math.max(1, attrs.level)) : 1
    const title = drawnTogether(readBlock(document, index)) || '(empty heading)'
    seen.set(title, (seen.get(title) ?? 0) + 1)
    headings.push({ index, offset: start, level, title })
  }
  return headings.map((heading, i) => {
    if (seen.get(heading.title) === 1) return heading
    const end = headings[i + 1]?.offset ?? Number.POSITIVE_INFINITY
    return { ...heading, title: heading.title + signatureAfter(document, heading.index, end) }
  })
}

/** The offsets of the corrections that are proposed or accepted, ascending. */
export function correctedAt(document: EditedDocument): number[] {
  const offsets: number[] = []
  for (const { id, start } of document.corrections.values()) {
    const standing = document.standing(id)
    if (standing === 'proposed' || standing === 'accepted') offsets.push(start)
  }
  return offsets.sort((a, b) => a - b)
}

/** How many of `offsets` (ascending) stand under each heading, down to the next one. */
export function countsUnder(outline: readonly Entry[], offsets: readonly number[]): number[] {
  let next = lowerBound(offsets, outline[0]?.offset ?? 0, o => o)
  return outline.map((_, i) => {
    const from = next
    const end = outline[i + 1]?.offset ?? Number.POSITIVE_INFINITY
    while (next < offsets.length && offsets[next]! < end) next++
    return next - from
  })
}

/** "C E R T I F I C A T E" as one word: letter-spacing is for the page, not for a list. */
function drawnTogether(title: string): string {
  return /^(?:\S )+\S$/u.test(title) ? title.replaceAll(' ', '') : title
}

/** " (K. Hayashi)": who signed what a heading heads, to tell apart headings that read alike; empty where nobody did. */
function signatureAfter(document: EditedDocument, index: number, end: number): string {
  const { structure } = document
  for (let i = index + 1; i < structure.count && structure.starts[i]! < end; i++) {
    if (structure.block(i).kind !== 'signature') continue
    const name = readBlock(document, i).replace(/^\W*(?:s\/|signed:?)\W*/iu, '')
    return name ? ` (${name})` : ''
  }
  return ''
}

/** `n` is the page's number as cited; `stamps` what the stamps on it read. */
export interface Page {
  readonly n: string
  readonly offset: number
  readonly stamps: readonly string[]
}

/** The pages; empty where the document has no page breaks. The first page is 1 and has no break before it. */
export function pagesOf(document: EditedDocument): Page[] {
  const breaks = document.allMilestones().filter(m => m.type === 'pb')
  if (breaks.length === 0) return []
  const { structure } = document
  const first = structure.starts[0] ?? 0
  const pages: { n: string; offset: number; stamps: string[] }[] = []
  if (breaks[0]!.at > first) pages.push({ n: '1', offset: first, stamps: [] })
  for (const { at, n } of breaks) pages.push({ n: n ?? '?', offset: at, stamps: [] })
  let page = 0
  for (let index = 0; index < structure.count; index++) {
    const start = structure.starts[index]!
    while (page + 1 < pages.length && pages[page + 1]!.offset <= start) page++
    if (structure.block(index).kind === 'stamp') pages[page]!.stamps.push(readBlock(document, index))
  }
  return pages
}

/** The page on which an offset stands, as its place in `pages`, or -1. */
export function pageAt(pages: readonly Page[], offset: number): number {
  let low = 0
  let high = pages.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (pages[middle]!.offset <= offset) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** `turns` are the offsets at which this speaker begins to speak. */
export interface Speaker {
  readonly who: string
  readonly turns: readonly number[]
}

/** Who speaks, in the order in which they first do. A turn of several paragraphs is one turn. */
export function speakersOf(document: EditedDocument): Speaker[] {
  const { structure } = document
  const speakers = new Map<string, number[]>()
  for (let index = 0; index < structure.count; index++) {
    const { kind, attrs, start } = structure.block(index)
    if (kind !== 'speech' || attrs.continues === true) continue
    const who = typeof attrs.who === 'string' && attrs.who ? attrs.who : 'Unknown speaker'
    const turns = speakers.get(who)
    if (turns) turns.push(start)
    else speakers.set(who, [start])
  }
  return [...speakers].map(([who, turns]) => ({ who, turns }))
}

/** The first turn after an offset, or the first of all. */
export function nextTurn(turns: readonly number[], offset: number): number | undefined {
  return turns.find(turn => turn > offset) ?? turns[0]
}

/** What a block reads with its accepted corrections, line breaks as spaces. */
function readBlock(document: EditedDocument, index: number): string {
  return piecesOf(document, index, 'reading').map(textOf).join(' ').replace(/\s+/g, ' ').trim()
}
