/** Anchors: what stands in a Word text for a note or comment, at its words' beginning and end. */

/** `start` and `end` are offsets in the witness. `open` is written before the words, `close` after them. */
export interface Anchor {
  readonly start: number
  readonly end: number
  readonly open: string
  readonly close: string
}

/** Gives out anchors as a writer goes through the text, each once: none is lost where the text at its place is left
 * out, and none is closed before it was opened. */
export class Anchors {
  private readonly byStart: readonly Anchor[]
  private readonly byEnd: readonly Anchor[]
  private nextStart = 0
  private nextEnd = 0
  private readonly opened = new Set<Anchor>()

  constructor(anchors: readonly Anchor[]) {
    this.byStart = [...anchors].sort((a, b) => a.start - b.start || b.end - a.end)
    this.byEnd = [...anchors].sort((a, b) => a.end - b.end || a.start - b.start)
  }

  /** What is closed and then what is opened before the letter at an offset. */
  before(offset: number): string {
    let out = this.closedUpTo(offset)
    for (; this.byStart[this.nextStart] && this.byStart[this.nextStart]!.start <= offset; this.nextStart++)
      out += this.open(this.byStart[this.nextStart]!)
    return out
  }

  /** What is closed up to an offset, ends included; Infinity for all that is left. */
  closedUpTo(offset: number): string {
    let out = ''
    for (; this.byEnd[this.nextEnd] && this.byEnd[this.nextEnd]!.end <= offset; this.nextEnd++) {
      const anchor = this.byEnd[this.nextEnd]!
      out += this.open(anchor) + anchor.close
    }
    return out
  }

  private open(anchor: Anchor): string {
    if (this.opened.has(anchor)) return ''
    this.opened.add(anchor)
    return anchor.open
  }
}
