/** The running text of a file while it is put together: letters, white space made single, and what stands around and
 * between letters. Each node that is in the text learns the offset at which it stands. */
import type { Attrs, Milestone, Span } from '../../../witness.js'
import { attrsOf } from './attrs.js'
import type { Element, Node } from './nodes.js'

/** An element that is open; `start` is -1 until it has a letter. */
interface Open {
  readonly element: Element
  start: number
}

export class RunningText {
  private readonly parts: string[] = []
  length = 0
  /** The text of the block that is open, or was last. */
  line = ''
  lineStart = 0
  readonly milestones: Milestone[] = []
  readonly spans: Span[] = []
  /** The elements that spans, milestones and whatever else was made of, by its id. */
  readonly origins = new Map<string, Element>()
  /** White space and line breaks that show only where text follows. */
  private pending: Node[] = []
  private open: Open[] = []
  /** What waits for the next letter, to stand before it. */
  private waiting: ((at: number) => void)[] = []

  toString(): string {
    return this.parts.join('')
  }

  append(text: string): void {
    this.parts.push(text)
    this.line += text
    this.length += text.length
  }

  beginLine(): void {
    this.line = ''
    this.lineStart = this.length
  }

  letters(node: Node): void {
    this.settle()
    const at = this.length
    for (let i = this.open.length - 1; i >= 0 && this.open[i]!.start < 0; i--) this.open[i]!.start = at
    this.tell()
    node.at = at
    node.length = node.text.length
    this.append(node.text)
  }

  /** A line break swallows the white space around it. */
  white(node: Node): void {
    if (this.pending.length === 0 && !/[ \n]$/.test(this.line) && this.line) this.pending.push(node)
  }

  /** At a paragraph's beginning there is nothing to break. */
  lineBreak(element: Element): void {
    this.pending = this.pending.filter(node => node.element)
    if (this.line !== '') this.pending.push(element.open)
  }

  /** Puts what was pending: the white space or line breaks before what follows. */
  settle(): void {
    if (this.pending.length === 0) return
    const { pending } = this
    this.pending = []
    for (const node of pending) {
      node.at = this.length
      node.length = 1
      if (node.element) {
        const attrs = attrsOf(node.element)
        this.append('\n')
        if (Object.keys(attrs).length > 0)
          this.span(node.element, { start: node.at, end: node.at + 1 }, 'lb', attrs)
      } else this.append(' ')
    }
  }

  /** Forgets what was pending. */
  drop(): void {
    this.pending = []
  }

  /** Has something told where the next letter stands, or the end where none follows. */
  wait(tell: (at: number) => void): void {
    this.waiting.push(tell)
  }

  /** Tells where the text has come to. */
  tell(): void {
    if (this.waiting.length === 0) return
    const { waiting } = this
    this.waiting = []
    for (const tell of waiting) tell(this.length)
  }

  /** Where what `act` puts begins and ends; null where it puts nothing. */
  ranged(element: Element, act: () => void): { start: number; end: number } | null {
    const open: Open = { element, start: -1 }
    this.open.push(open)
    act()
    this.open.pop()
    return open.start < 0 || open.start >= this.length ? null : { start: open.start, end: this.length }
  }

  /** What `act` puts stands in none of the elements that are open. */
  apart(act: () => void): void {
    const { open } = this
    this.open = []
    act()
    this.open = open
  }

  span(element: Element, range: { start: number; end: number }, type: string, attrs: Attrs): void {
    const id = `_${this.spans.length + 1}`
    this.spans.push({ id, ...range, type, ...(Object.keys(attrs).length > 0 ? { attrs } : {}) })
    this.origins.set(id, element)
  }

  milestone(element: Element, type: string, at: number, attrs: Attrs, n?: string): void {
    const id = `m${this.milestones.length + 1}`
    const { n: _, ...others } = attrs
    this.milestones.push({
      id,
      at,
      type,
      ...(n ? { n } : {}),
      ...(Object.keys(others).length > 0 ? { attrs: others } : {}),
    })
    this.origins.set(id, element)
  }
}
