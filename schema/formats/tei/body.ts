/** The body of a TEI file: flat blocks become divisions, speeches, lists, openers and closers. */
import type { BlockKind } from '../../witness.js'
import type { Flow } from '../flow.js'
import type { BlockWriter } from './blocks.js'
import { attributes } from './xml.js'

const opening: ReadonlySet<BlockKind> = new Set<BlockKind>(['dateline', 'salutation'])
const closing: ReadonlySet<BlockKind> = new Set<BlockKind>(['dateline', 'salutation', 'signature'])
const furniture: ReadonlySet<BlockKind> = new Set<BlockKind>(['stamp', 'catchword'])
/** What may stand within one speaker's turn, between two of its paragraphs. */
const withinTurn: ReadonlySet<BlockKind> = new Set<BlockKind>(['stage', 'item', 'quotation', 'verse'])

/** Writes the inside of `<body>`. `speaker` gives the reference to a speaker. */
export class Body {
  private out: string[] = []
  /** The heading levels of the divisions that are open. */
  private readonly divisions: number[] = []
  /** Whether the innermost division (or the body itself) has more than head, opener and page furniture so far. */
  private hasText = false
  private bodyHasText = false
  private turn: { who: unknown } | null = null
  /** The depths of the lists that are open. */
  private readonly lists: number[] = []

  constructor(
    private readonly blocks: BlockWriter,
    private readonly speaker: (who: string) => string | undefined,
  ) {}

  write(flows: readonly Flow[]): string {
    for (let i = 0; i < flows.length; ) i = this.take(flows, i)
    this.closeLists(0)
    this.closeTurn()
    while (this.divisions.pop() !== undefined) this.out.push('</div>')
    const inside = this.out.join('\n')
    // A body must not hold page furniture alone, a division may.
    return this.bodyHasText ? inside : `<div>\n${inside}\n</div>`
  }

  /** Writes the flow at `i`, and those after it that belong with it; returns the index of the next. */
  private take(flows: readonly Flow[], i: number): number {
    const flow = flows[i]!
    const { kind } = flow
    if (furniture.has(kind)) {
      this.out.push(this.blocks.furniture(flow))
      return i + 1
    }
    if (kind !== 'item') this.closeLists(0)
    if (this.turn && !this.staysInTurn(flows, i)) this.closeTurn()
    if (kind === 'heading') {
      this.openDivision(flow)
      return i + 1
    }
    if (!this.turn) {
      const atTop = !this.hasText && opening.has(kind) ? runEnd(flows, i, opening) : i
      if (atTop > i && (this.divisions.length > 0 || flows.slice(atTop).some(f => !furniture.has(f.kind)))) {
        this.group('opener', flows, i, atTop)
        return atTop
      }
      const atEnd = this.hasText && closing.has(kind) ? closerEnd(flows, i) : i
      if (atEnd > i && this.closesDivision(flows[atEnd])) {
        this.group('closer', flows, i, atEnd)
        return atEnd
      }
    }
    this.hasText = true
    if (this.divisions.length === 0) this.bodyHasText = true
    if (kind === 'speech') this.speech(flow)
    else if (kind === 'item') this.item(flow)
    else this.out.push(this.blocks.block(flow))
    return i + 1
  }

  private openDivision(flow: Flow): void {
    const level = levelOf(flow)
    while (this.divisions.length > 0 && this.divisions.at(-1)! >= level) {
      this.divisions.pop()
      this.out.push('</div>')
    }
    this.divisions.push(level)
    this.hasText = false
    this.bodyHasText = true
    this.out.push(`<div>`, this.blocks.block(flow))
  }

  /** Whether the innermost division ends before a flow: closers must be the last thing in it. */
  private closesDivision(next: Flow | undefined): boolean {
    if (!next) return true
    return next.kind === 'heading' && this.divisions.length > 0 && levelOf(next) <= this.divisions.at(-1)!
  }

  private group(name: 'opener' | 'closer', flows: readonly Flow[], from: number, to: number): void {
    this.out.push(`<${name}>`)
    for (const flow of flows.slice(from, to)) this.out.push(this.blocks.grouped(flow))
    this.out.push(`</${name}>`)
  }

  private speech(flow: Flow): void {
    const { who, continues } = flow.attrs
    const goesOn = this.turn !== null && continues === true
    if (!goesOn) this.closeTurn()
    // Only a turn's first paragraph can have the speaker's name in an element of its own.
    const [page, speaker, paragraph] = this.blocks.speech(flow, !goesOn)
    if (page) this.out.push(page)
    if (!goesOn) {
      const ref = typeof who === 'string' ? this.speaker(who) : undefined
      this.turn = { who }
      this.out.push(`<sp${attributes({ who: ref })}>`)
    }
    if (speaker) this.out.push(speaker)
    this.out.push(paragraph)
  }

  private staysInTurn(flows: readonly Flow[], i: number): boolean {
    for (let j = i; j < flows.length; j++) {
      const { kind, attrs } = flows[j]!
      if (kind === 'speech') return attrs.continues === true && attrs.who === this.turn!.who
      if (!withinTurn.has(kind) && !furniture.has(kind)) return false
    }
    return false
  }

  private closeTurn(): void {
    if (this.turn) this.out.push('</sp>')
    this.turn = null
  }

  private item(flow: Flow): void {
    const { depth: given, ordered } = flow.attrs
    const depth = typeof given === 'number' && given >= 1 ? given : 1
    while (this.lists.length > 1 && this.lists.at(-1)! > depth) this.closeLists(this.lists.length - 1)
    const [page, item] = this.blocks.item(flow)
    if (this.lists.length === 0 || this.lists.at(-1)! < depth) {
      const rend = ordered === true ? 'numbered' : ordered === false ? 'bulleted' : undefined
      this.lists.push(depth)
      this.out.push(`<list${attributes({ rend })}>`)
    } else this.end('</item>')
    if (page) this.out.push(page)
    this.out.push(item)
  }

  /** Closes lists until `count` are open. An item stays open for what is nested in it; it closes with its list. */
  private closeLists(count: number): void {
    while (this.lists.length > count) {
      this.lists.pop()
      this.end('</item>')
      this.out.push('</list>')
    }
  }

  /** Ends an element that holds text: no white space before its end tag. */
  private end(tag: string): void {
    this.out.push((this.out.pop() ?? '') + tag)
  }
}

function levelOf({ attrs }: Flow): number {
  return typeof attrs.level === 'number' ? attrs.level : 1
}

/** Where a run of kinds that begins at `i` ends; page furniture within it counts, after it not. */
function runEnd(flows: readonly Flow[], i: number, kinds: ReadonlySet<BlockKind>): number {
  let end = i
  for (let j = i; j < flows.length; j++) {
    if (kinds.has(flows[j]!.kind)) end = j + 1
    else if (!furniture.has(flows[j]!.kind)) break
  }
  return end
}

/** Where a closer that begins at `i` ends: signatures and the like, labels such as "Witness:" between them, and the
 * rules and page furniture below. */
function closerEnd(flows: readonly Flow[], i: number): number {
  const belongs = ({ kind }: Flow) =>
    closing.has(kind) || kind === 'label' || kind === 'rule' || furniture.has(kind)
  let end = i
  while (end < flows.length && belongs(flows[end]!)) end++
  return end
}
