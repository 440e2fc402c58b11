/** Pages of scans as programs for recognising and transcribing describe them: what the readers of PAGE and ALTO have in
 * common. Coordinates are texts of points, `x,y x,y …`, in the unit of the page (pixels unless `unit` says otherwise). */
import type { NameType } from '../../names.js'
import type { Attrs, BlockKind } from '../../witness.js'
import type { Element } from '../tei/read/nodes.js'

/** A page, its regions in reading order. `attrs` are those of its page break: `facs` (the image's file), `width`,
 * `height`, `unit`, and the file's own. */
export interface ScanPage {
  readonly n: string | undefined
  readonly attrs: Attrs
  readonly regions: readonly ScanRegion[]
}

/** A region of text, or one of anything else, which becomes a milestone of its own name. `attrs` of both hold `zone`
 * (points) and `zoneId` where the file says them. A drop capital (`isInitial`) belongs to the text that follows. */
export type ScanRegion =
  | {
      readonly is: 'text'
      readonly kind: BlockKind
      readonly attrs: Attrs
      readonly lines: readonly ScanLine[]
      readonly isInitial: boolean
      readonly element: Element
    }
  | { readonly is: 'graphic'; readonly type: string; readonly attrs: Attrs }

/** A line of text; its marks are within it. */
export interface ScanLine {
  readonly text: string
  readonly attrs: Attrs
  readonly marks: readonly ScanMark[]
}

/** Something said of a part of a line, `start` to `end` in UTF-16 units of it; where they are equal it is a point.
 * `name`, `correction` and `note` say that it is such a thing, too; where `type` is '' it is nothing else. One that
 * `runsOn` goes on in a mark of the same type at the beginning of the next line. */
export interface ScanMark {
  readonly start: number
  readonly end: number
  readonly type: string
  readonly attrs: Attrs
  readonly runsOn?: boolean
  readonly name?: NameType
  readonly correction?: { readonly text: string; readonly kind: 'expansion' | 'emendation' }
  readonly note?: string
  readonly element: Element
}

/** Below this a recognised word is marked as unclear, and below half of it with low certainty. Programs give one wrong
 * word in about three where they say this. */
export const doubtful = 0.6

/** The mark of a word that a program was not sure of; null where it was. `confidence` is from 0 to 1. */
export function doubt(
  confidence: number,
  start: number,
  end: number,
  element: Element,
  attrs: Attrs = {},
): ScanMark | null {
  if (!(confidence < doubtful) || end <= start) return null
  const cert = confidence < doubtful / 2 ? 'low' : 'medium'
  return { start, end, type: 'unclear', attrs: { cert, conf: confidence, ...attrs }, element }
}

/** Pages without the doubts of a program that was equally sure of all words: such a number says nothing. */
export function withoutDoubts(pages: readonly ScanPage[]): ScanPage[] {
  const isDoubt = ({ type, attrs }: ScanMark) => type === 'unclear' && attrs.conf !== undefined
  return pages.map(page => ({
    ...page,
    regions: page.regions.map(region =>
      region.is === 'graphic'
        ? region
        : {
            ...region,
            lines: region.lines.map(line => ({ ...line, marks: line.marks.filter(mark => !isDoubt(mark)) })),
          },
    ),
  }))
}

/** A number of a file: undefined where it is none. */
export function numberOf(text: string | undefined): number | undefined {
  if (text === undefined || text.trim() === '') return undefined
  const n = Number(text)
  return Number.isFinite(n) ? n : undefined
}

/** Points as one spelling, `x,y x,y`, whether a file parts them by commas or spaces; null where they are none. `least` is
 * how many there must be. */
export function pointsOf(spelled: string, least = 3): string | null {
  if (!/^[\s\d.,+-]*$/.test(spelled)) return null
  const numbers = spelled.split(/[\s,]+/).filter(part => part !== '')
  if (numbers.length % 2 === 1 || numbers.length < 2 * least) return null
  const points: string[] = []
  for (let i = 0; i < numbers.length; i += 2) {
    const [x, y] = [Number(numbers[i]), Number(numbers[i + 1])]
    if (!Number.isFinite(x) || !Number.isFinite(y)) return null
    points.push(`${plain(x)},${plain(y)}`)
  }
  return points.join(' ')
}

/** A rectangle's corners as points. */
export function rectangle(x: number, y: number, width: number, height: number): string {
  return [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ]
    .map(([x, y]) => `${plain(x!)},${plain(y!)}`)
    .join(' ')
}

/** A coordinate without exponent, to a thousandth. */
function plain(n: number): string {
  return String(Math.round(Math.max(-1e9, Math.min(1e9, n)) * 1000) / 1000)
}

/** A time of a file (ISO 8601) in milliseconds since 1970, taken for UTC where it names no zone; 0 where it is none. */
export function timeOf(text: string): number {
  const [, date, zone] =
    /^\s*(\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?)(Z|[+-]\d\d:\d\d)?/.exec(text) ?? []
  if (!date) return 0
  const at = Date.parse(date.includes('T') ? `${date}${zone ?? 'Z'}` : date)
  return Number.isFinite(at) && at > 0 ? at : 0
}
