/** Stamps: what archives and offices printed onto a document's pages, side by side, and which of them are readings of
 * the same thing. */
import { Places } from './apparatus.js'
import type { EditedDocument } from './document.js'
import { piecesOf, textOf } from './readings.js'
import type { Reading } from './words.js'

/** A stamp. `offset` is that of its block, which names it; `end` where the block ends. `received` is the witness's
 * transcription of it, `reading` with the accepted corrections. `doubts` are the marks of doubt on it: `(?)` of the
 * source, an unclear reading, a gap, a proposal that nobody has decided on. `group` is what its editors call the stamp
 * of which this is one impression, '' where nobody has said. */
export interface Stamp {
  readonly offset: number
  readonly end: number
  readonly block: number
  readonly page: string
  readonly received: string
  readonly reading: string
  readonly doubts: readonly string[]
  readonly group: string
}

/** All stamps, in text order. */
export function stampsOf(document: EditedDocument): Stamp[] {
  const { structure } = document
  const places = new Places(document)
  const stamps: Stamp[] = []
  for (let index = 0; index < structure.count; index++) {
    const block = structure.block(index)
    if (block.kind !== 'stamp') continue
    const { start, end, attrs } = block
    const reading = piecesOf(document, index, 'reading').map(textOf).join('\n')
    stamps.push({
      offset: start,
      end,
      block: index,
      page: places.page(start),
      received: document.text.slice(start, end),
      reading,
      doubts: doubtsOn(document, start, end, reading),
      group: typeof attrs.group === 'string' ? attrs.group : '',
    })
  }
  return stamps
}

function doubtsOn(document: EditedDocument, start: number, end: number, reading: string): string[] {
  const doubts: string[] = []
  const spans = document.spans.touching(start, end).filter(s => s.start < end && s.end > start)
  if (reading.includes('?') || spans.some(s => s.type === 'unclear')) doubts.push('unclear')
  if (spans.some(s => s.type === 'gap') || document.milestonesIn(start, end).some(m => m.type === 'gap'))
    doubts.push('gap')
  const open = document.corrections
    .touching(start, end)
    .filter(c => c.start < end && c.end > start && document.standing(c.id) === 'proposed')
  if (open.length > 0) doubts.push(open.length === 1 ? 'one open proposal' : `${open.length} open proposals`)
  return doubts
}

/** How alike two transcriptions are, from 0 to 1: letters that are read for each other (1 and l, 0 and O, 5 and S)
 * count as the same, and what is neither letter nor figure does not count. */
export function similarity(a: string, b: string): number {
  const [x, y] = [skeleton(a), skeleton(b)]
  const longest = Math.max(x.length, y.length)
  return longest === 0 ? 1 : 1 - distance(x, y) / longest
}

/** Letters and figures that eyes and machines take for one another. */
const alike: Readonly<Record<string, string>> = {
  '0': 'o',
  q: 'o',
  '1': 'l',
  i: 'l',
  '7': 'l',
  '|': 'l',
  '2': 'z',
  '5': 's',
  '8': 'b',
  '6': 'b',
}

function skeleton(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}|]+/gu, '')
    .replace(/[0q1i7|2586]/g, letter => alike[letter]!)
}

/** Levenshtein's distance, a row at a time. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next.push(
        Math.min(
          next[j - 1]! + 1,
          row[j]! + 1,
          row[j - 1]! + (a.charCodeAt(i - 1) === b.charCodeAt(j - 1) ? 0 : 1),
        ),
      )
    row = next
  }
  return row[b.length]!
}

/** Transcriptions of one stamp differ by a misread figure or two, those of different stamps by nearly everything. */
const alikeEnough = 0.62

/** Groups of two and more stamps that look like readings of the same thing, among those that nobody has put into a
 * group yet. Each stamp is in one group at most; the groups are in text order. A stamp joins where it is like the
 * group's stamps on average, so that a chain of small differences does not bind what is unlike. */
export function likelyGroups(stamps: readonly Stamp[]): Stamp[][] {
  const groups: Stamp[][] = []
  for (const stamp of stamps) {
    if (stamp.group !== '' || skeleton(stamp.reading).length < 3) continue
    let best: { group: Stamp[]; like: number } | null = null
    for (const group of groups) {
      let sum = 0
      for (const other of group) sum += similarity(stamp.reading, other.reading)
      const like = sum / group.length
      if (like >= alikeEnough && (!best || like > best.like)) best = { group, like }
    }
    if (best) best.group.push(stamp)
    else groups.push([stamp])
  }
  return groups.filter(group => group.length > 1)
}

/** The reading that most stamps of a group have, the first of them where several are as frequent. */
export function commonReading(stamps: readonly Stamp[]): string {
  const counts = new Map<string, number>()
  for (const { reading } of stamps) counts.set(reading, (counts.get(reading) ?? 0) + 1)
  let best = ''
  for (const [reading, count] of counts) if (count > (counts.get(best) ?? 0)) best = reading
  return best
}

/** What must be proposed so that all these stamps read `text`: one correction for each that reads otherwise and has no
 * such proposal yet. */
export function readingsFor(document: EditedDocument, stamps: readonly Stamp[], text: string): Reading[] {
  return stamps
    .filter(stamp => stamp.reading !== text && stamp.received !== text)
    .filter(
      ({ offset, end }) =>
        !document.corrections
          .touching(offset, end)
          .some(
            c =>
              c.start === offset &&
              c.end === end &&
              c.text === text &&
              /proposed|accepted/.test(document.standing(c.id)),
          ),
    )
    .map(({ offset, end }) => ({ start: offset, end, text }))
}
