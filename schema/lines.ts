/** Lines: where in a page something stands, for transcriptions that keep the lines of their source. */

import type { EditedDocument } from './document.js'
import { lowerBound } from './ranges.js'
import { formeWork } from './structure.js'

/** Kinds of blocks whose line breaks are those of running text. */
const running = new Set(['paragraph', 'speech', 'quotation'])

export class Lines {
  /** The offsets at which lines begin, ascending; null where the transcription does not keep them. */
  private readonly starts: readonly number[] | null
  private readonly pages: readonly number[]

  /** Good for as long as the document does not change. */
  constructor(document: EditedDocument) {
    this.pages = document
      .allMilestones()
      .filter(m => m.type === 'pb')
      .map(m => m.at)
    this.starts = startsOf(document)
  }

  /** The number of the line on its page, from 1, catchwords and stamps not counted; 0 where lines are not known. */
  of(offset: number): number {
    if (!this.starts) return 0
    const page = this.pages[lowerBound(this.pages, offset + 1, at => at) - 1] ?? 0
    const upTo = (at: number) => lowerBound(this.starts!, at, start => start)
    return Math.max(1, upTo(offset + 1) - upTo(page))
  }
}

/** A transcription keeps its lines where it marks them, or where its paragraphs have on average at least one line break. */
function startsOf(document: EditedDocument): number[] | null {
  const { structure, text } = document
  const marked = document.allMilestones().filter(m => m.type === 'lb')
  const starts: number[] = []
  let paragraphs = 0
  let breaks = 0
  for (let i = 0; i < structure.count; i++) {
    const { kind, runs } = structure.block(i)
    if (formeWork.has(kind)) continue
    if (running.has(kind)) paragraphs++
    for (const [from, to] of runs) {
      starts.push(from)
      if (marked.length > 0) continue
      for (const found of text.slice(from, to).matchAll(/\r\n?|\n/g)) {
        if (running.has(kind)) breaks++
        starts.push(from + found.index + found[0].length)
      }
    }
  }
  if (marked.length > 0) {
    const all = new Set([...starts, ...marked.map(m => m.at)])
    return [...all].sort((a, b) => a - b)
  }
  return paragraphs > 0 && breaks >= paragraphs ? starts : null
}
