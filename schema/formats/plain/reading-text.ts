/** The reading text as plain text, and where in it stands what the witness holds. */
import type { Correction } from '../../corrections.js'
import type { EditedDocument } from '../../document.js'
import { lowerBound } from '../../ranges.js'
import { passagesOf, placeOf } from '../../readings.js'
import { formeWork } from '../../structure.js'
import { Signs } from './signs.js'

/** A stretch of the witness that the text has, from `at` to `until` there. */
interface Run {
  readonly offset: number
  readonly length: number
  readonly at: number
  readonly until: number
}

/** Paragraphs parted by blank lines and joined over page turns, without stamps and catchwords. The items of a list
 * stand on lines that follow each other, indented by two spaces a level. Ends with a line feed, unless it is empty. */
export class ReadingText {
  readonly text: string
  /** In the order of the witness, which is that of the text. */
  private readonly runs: Run[] = []
  /** What corrections have added, from where to where, by their ids. */
  private readonly added = new Map<string, [at: number, until: number]>()

  constructor(private readonly document: EditedDocument) {
    const signs = new Signs(document)
    const out: string[] = []
    let length = 0
    const put = (text: string) => {
      out.push(text)
      length += text.length
    }
    let before = ''
    for (const { pieces } of passagesOf(document, 'reading')) {
      const parts = pieces.map(piece => signs.runsOf(piece)).filter(runs => runs.length > 0)
      if (parts.flat().every(({ text }) => text.trim() === '')) continue
      const { kind, attrs } = pieces[0]!
      const depth =
        kind === 'item' && typeof attrs.depth === 'number' ? Math.min(Math.max(attrs.depth, 1), 9) - 1 : 0
      const indent = '  '.repeat(depth)
      if (length > 0) put(kind === 'item' && before === 'item' ? '\n' : '\n\n')
      put(indent)
      let last = ''
      for (const runs of parts) {
        // The parts of a paragraph have a space between them, but none after a hyphen or a dash.
        if (last !== '' && !/[-\u2010-\u2015\u00ad\s]$/.test(last)) put(' ')
        for (const { text, segment } of runs) {
          if (segment && 'offset' in segment)
            this.runs.push({
              offset: segment.offset,
              length: segment.length,
              at: length,
              until: length + text.length,
            })
          if (segment && 'correction' in segment) {
            const { id } = segment.correction
            this.added.set(id, [this.added.get(id)?.[0] ?? length, length + text.length])
          }
          put(text)
          if (text === '\n') put(indent)
          last = text
        }
      }
      before = kind
    }
    const text = out.join('')
    this.text = text === '' || text.endsWith('\n') ? text : `${text}\n`
    this.runs.sort((a, b) => a.offset - b.offset)
  }

  /** Where in the text stands what the witness has from `start` to `end`, what corrections have put in its place
   * included; of an empty range, what `correction` adds there. Empty where it has been left out. Null where the text
   * has not got that part of the document: a stamp, a catchword, the white space between paragraphs. */
  rangeOf(start: number, end: number, correction?: Correction): { start: number; end: number } | null {
    let from = Number.POSITIVE_INFINITY
    let to = -1
    const take = (at: number, until: number) => {
      from = Math.min(from, at)
      to = Math.max(to, until)
    }
    const first = lowerBound(this.runs, start + 1, run => run.offset + run.length)
    for (let i = first; i < this.runs.length && this.runs[i]!.offset < end; i++) {
      const { offset, length, at, until } = this.runs[i]!
      // Of a line break as CR LF, and of the white space where blocks are joined, there are no parts.
      const whole = until - at !== length
      take(whole ? at : at + Math.max(0, start - offset), whole ? until : at + Math.min(length, end - offset))
    }
    const own = correction && this.added.get(correction.id)
    if (own) take(...own)
    for (const c of this.document.corrections.touching(start, end)) {
      const added = this.added.get(c.id)
      const isIn = c.start < c.end ? c.start >= start && c.end <= end : c.start > start && c.start < end
      if (added && isIn) take(...added)
    }
    if (to >= 0) return { start: from, end: to }
    const { structure } = this.document
    const index = correction ? placeOf(this.document, correction) : structure.indexAt(start, 1)
    const block = structure.block(index)
    if (formeWork.has(block.kind) || start > block.end) return null
    // What was left out stood after all that comes before it.
    const at = this.runs[first - 1]?.until ?? 0
    return { start: at, end: at }
  }
}
