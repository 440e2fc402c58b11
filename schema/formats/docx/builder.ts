/** Puts a witness and its proposals together from what a Word file says, run by run. The witness is the text before the
 * tracked changes. */
import { blockSeparator } from '../../corrections.js'
import { graphemeEnd, graphemeStart } from '../../graphemes.js'
import type { Attrs, Block, BlockKind, Milestone, Span } from '../../witness.js'
import type { KindAndAttrs } from './sheet.js'

/** Who tracked a change, and when in milliseconds since 1970. */
export interface Author {
  readonly by: string
  readonly at: number
}

export type TrackedChange = Author & { readonly type: 'ins' | 'del' }

/** What somebody proposed. `start` and `end` are offsets in the witness. */
export interface Proposal extends Author {
  readonly start: number
  readonly end: number
  readonly side: -1 | 1
  readonly text: string
}

/** A place in the witness that is known once the text around it is. */
export interface Place {
  offset: number
}

interface Group {
  readonly by: string
  at: number
  start: Place
  end: number
  text: string
  side: -1 | 1
}

export class Builder {
  /** The paragraphs that are done, and the one that is being read: a text of many megabytes is not put together again
   * with each of them. */
  private readonly done: string[] = []
  private current = ''
  private length = 0
  readonly blocks: Block[] = []
  readonly spans: Span[] = []
  readonly milestones: Milestone[] = []
  readonly proposals: Proposal[] = []
  private group: Group | null = null
  /** Whether a paragraph has begun of which the witness has no letter yet. */
  private isAtStart = true
  private waiting: Place[] = []
  private blockStart = 0
  private struckBy: string | null | undefined
  /** What parts the next paragraph from the one before it. */
  separator = '\n\n'

  /** Text of the file: `change` says whether somebody has added or struck it. `types` are its spans, each with its attributes. */
  add(
    text: string,
    change: TrackedChange | null,
    spans: readonly { type: string; attrs?: Attrs }[] = [],
  ): void {
    if (text === '') return
    if (change?.type === 'ins') {
      this.addition(change, text)
      return
    }
    const from = this.begin()
    this.current += text
    this.length += text.length
    if (change) this.strike(change, from)
    else this.closeGroup()
    const by = change?.by ?? null
    this.struckBy = this.struckBy === undefined || this.struckBy === by ? by : null
    for (const { type, attrs } of spans) this.span(type, attrs, from)
  }

  /** What the witness has of the paragraph that is being read. */
  get paragraph(): string {
    return this.isAtStart ? '' : this.current
  }

  /** Whether the last that was read is somebody's addition. */
  get isAdding(): boolean {
    return this.group !== null && this.group.text !== ''
  }

  get text(): string {
    return this.done.join('') + this.current
  }

  /** The place that has been reached. */
  place(): Place {
    const place = { offset: this.length }
    if (this.isAtStart) this.waiting.push(place)
    return place
  }

  milestone(type: string, given: { n?: string; attrs?: Attrs } = {}): void {
    const place = this.place()
    const id = `m${this.milestones.length + 1}`
    this.milestones.push({
      id,
      type,
      ...given,
      get at() {
        return place.offset
      },
    })
  }

  /** Ends a paragraph. `change` is that of its mark. Returns false where a mark was struck that parts two texts: then the
   * paragraphs stay apart. */
  endParagraph({ kind, attrs }: KindAndAttrs, change: TrackedChange | null): boolean {
    if (change?.type === 'ins') {
      this.addition(change, blockSeparator)
      return true
    }
    if (this.isAtStart) {
      // Somebody's new paragraph, of which the witness has nothing: it stands at the end of the one before.
      if (this.group && change === null) {
        const last = this.blocks.at(-1)
        if (last) {
          this.group.start.offset = last.end
          this.group.end = last.end
          this.group.side = -1
          this.group.text = blockSeparator + this.group.text
          this.waiting = this.waiting.filter(place => place !== this.group?.start)
          this.closeGroup()
        } else this.group.text += blockSeparator
      }
      return true
    }
    this.closeBlock(kind, attrs)
    const isWhole = change !== null && this.struckBy === change.by
    this.struckBy = undefined
    this.isAtStart = true
    if (change === null) this.closeGroup()
    return change === null || isWhole
  }

  /** Ends the text. Returns proposals that no letter of the witness stands beside. */
  finish(): boolean {
    const isLost = this.isAtStart && this.group !== null && this.blocks.length === 0
    if (!isLost && this.isAtStart && this.group) {
      const end = this.blocks.at(-1)!.end
      if (this.group.start.offset >= this.length) {
        this.group.start.offset = end
        this.group.end = Math.max(end, this.group.end)
      }
    }
    if (isLost) this.group = null
    else this.closeGroup()
    return !isLost
  }

  private closeBlock(kind: BlockKind, attrs: Attrs): void {
    const raw = this.current
    const start = this.blockStart + (raw.length - raw.trimStart().length)
    const end = this.blockStart + raw.trimEnd().length
    if (end > start) this.blocks.push({ start, end, kind, attrs })
  }

  /** The offset at which the next letter stands. */
  private begin(): number {
    if (this.isAtStart) {
      this.isAtStart = false
      const before = this.length > 0 ? this.current + this.separator : ''
      this.done.push(before)
      if (this.length > 0) this.length += this.separator.length
      this.current = ''
      this.blockStart = this.length
      for (const place of this.waiting) place.offset = this.length
      if (this.group && this.waiting.includes(this.group.start)) {
        this.group.end = this.length
        this.group.side = 1
      }
      this.waiting = []
    }
    return this.length
  }

  private addition({ by, at }: Author, text: string): void {
    if (this.group?.by !== by) {
      this.closeGroup()
      const start = this.place()
      this.group = { by, at, start, end: start.offset, text: '', side: this.isAtStart ? 1 : -1 }
    }
    this.group.text += text
    this.group.at = Math.max(this.group.at, at)
  }

  /** Strikes what was added last, from an offset. One replacement is a deletion and what its author added beside it. */
  private strike({ by, at }: Author, from: number): void {
    const isOther = this.group?.by !== by || (this.group.text !== '' && this.group.at !== at)
    if (isOther) {
      this.closeGroup()
      this.group = { by, at, start: { offset: from }, end: from, text: '', side: -1 }
    }
    this.group!.end = this.length
    this.group!.at = Math.max(this.group!.at, at)
  }

  private closeGroup(): void {
    const { group } = this
    this.group = null
    if (!group) return
    const { by, at, start, end, text, side } = group
    this.proposals.push({ by, at, start: start.offset, end: Math.max(start.offset, end), side, text })
  }

  private span(type: string, attrs: Attrs | undefined, from: number): void {
    const end = this.length
    const said = JSON.stringify(attrs ?? {})
    let known = -1
    // Those that one run has stand side by side.
    for (let i = this.spans.length - 1; i >= 0 && i > this.spans.length - 7 && known < 0; i--) {
      const span = this.spans[i]!
      if (span.type === type && span.end === from && JSON.stringify(span.attrs ?? {}) === said) known = i
    }
    if (known >= 0 && from > this.blockStart) this.spans[known] = { ...this.spans[known]!, end }
    else
      this.spans.push({
        id: `s${this.spans.length + 1}`,
        start: from,
        end,
        type,
        ...(attrs ? { attrs } : {}),
      })
  }
}

/** A proposal with its ends between grapheme clusters of the witness; null where it changes nothing. */
export function wholeGraphemes(proposal: Proposal, text: string): Proposal | null {
  const { start, end } = proposal
  if (proposal.text === text.slice(start, end)) return null
  const from = graphemeStart(text, start)
  const to = Math.max(graphemeEnd(text, end), from)
  if (from === start && to === end) return proposal
  if (start === end) {
    const whole = text.slice(from, start) + proposal.text + text.slice(start, to)
    return { ...proposal, start: from, end: to, text: whole }
  }
  return {
    ...proposal,
    start: from,
    end: to,
    text: text.slice(from, start) + proposal.text + text.slice(end, to),
  }
}
