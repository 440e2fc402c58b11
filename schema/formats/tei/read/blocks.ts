/** The blocks of a file while its running text is put together. */
import type { Attrs, Block, BlockKind } from '../../../witness.js'
import { type Element, isWhite, type Node } from './nodes.js'
import type { Owner } from './owner.js'
import { joined } from './roles.js'
import type { RunningText } from './running-text.js'

export class Blocks {
  readonly done: Block[] = []
  /** The elements that blocks were made of, by the offset at which the block begins. */
  readonly elements = new Map<number, Element>()
  private block: { owner: Owner; start: number; kind: BlockKind; attrs: Attrs } | null = null
  /** What may go on in the open block although its own element has ended: the next verse, what a label belongs to. */
  private soft: { element: Element; by: 'line' | 'label' } | null = null
  /** The turn to which the words of the last speech belong. */
  private turn: Element | null = null

  /** `ended` writes what waits for a block to end. */
  constructor(
    private readonly text: RunningText,
    private readonly ended: () => void,
  ) {}

  get isOpen(): boolean {
    return this.block !== null
  }

  /** Whether the words of an element may stand in the open block, which is another's. */
  goesOn({ name, parent }: Element): boolean {
    if (!this.soft || !this.block) return false
    if (this.soft.by === 'line') return joined.has(name) && parent === this.soft.element.parent
    return parent === this.soft.element.parent && (name === 'p' || name === 'ab' || name === 'item')
  }

  /** Says that a label has ended: what it belongs to may go on in its block. */
  labelEnded(element: Element): void {
    if (this.block) this.soft = { element, by: 'label' }
  }

  /** Says that one of several lines has ended: the next may go on in its block. False where it has none. */
  lineEnded(element: Element, owner: Owner): boolean {
    if (!joined.has(element.name) || this.block?.owner !== owner) return false
    this.soft = { element, by: 'line' }
    return true
  }

  /** Puts a node's text into the block of an owner. */
  put(node: Node, owner: Owner): void {
    if (!isWhite(node.text)) {
      this.ensure(owner)
      this.text.letters(node)
    } else if (this.block?.owner === owner) this.text.white(node)
  }

  lineBreak(element: Element): void {
    if (this.block && !this.soft) this.text.lineBreak(element)
  }

  /** Tells where the text has come to, or where it goes on if no block is open. */
  here(tell: (at: number, side: -1 | 1) => void): void {
    if (this.block && this.text.line !== '') tell(this.text.length, -1)
    else this.text.wait(at => tell(at, 1))
  }

  /** The block in which the words of an owner stand: the open one, or a new one. */
  private ensure(owner: Owner): void {
    const { block, text } = this
    if (block?.owner === owner) return
    if (block && this.soft && this.goesOn(owner.element)) {
      const { by } = this.soft
      this.soft = null
      text.drop()
      text.append(by === 'line' ? '\n' : ' ')
      block.owner = owner
      if (by === 'label') {
        const { element: _, ...label } = block.attrs
        block.attrs = { ...owner.attrs, ...label }
        if (block.kind === 'speech') this.turn = owner.element.parent
      }
      owner.begun = true
      return
    }
    if (block) this.finish()
    this.soft = null
    text.drop()
    const attrs: Record<string, string | number | boolean> = { ...owner.attrs }
    if (owner.begun || this.runsOn(owner)) attrs.continues = true
    owner.begun = true
    const before = this.done.at(-1)
    if (before) text.append(separator(before, owner))
    text.beginLine()
    this.block = { owner, start: text.length, kind: owner.kind, attrs }
    this.elements.set(text.length, owner.element)
  }

  /** Ends the open block, and writes what waits for that. */
  finish(): void {
    this.close()
    this.ended()
  }

  close(): void {
    const { block, text } = this
    if (!block) return
    this.block = null
    this.soft = null
    text.drop()
    if (block.owner.element.name === 'speaker') this.turn = block.owner.element.parent
    const { start, kind, attrs } = block
    const end = text.lineStart + text.line.trimEnd().length
    if (end > start) this.done.push({ start, end, kind, attrs })
  }

  /** Whether a new block goes on with what was said before: a speaker's later paragraphs, a paragraph's later part. */
  private runsOn({ element, kind }: Owner): boolean {
    const part = element.attrs.part
    if (part === 'M' || part === 'F') return this.done.at(-1)?.kind === kind
    if (kind !== 'speech' || element.name === 'speaker') return false
    for (let e: Element | null = element; e; e = e.parent)
      if (e.name === 'sp' || e.name === 'u') {
        if (this.turn === e) return true
        this.turn = e
        return false
      }
    return false
  }
}

function separator(before: Block, { kind, attrs }: Owner): string {
  if (attrs.cell !== undefined && before.attrs.table === attrs.table)
    return before.attrs.row === attrs.row && before.attrs.cell !== attrs.cell ? '\t' : '\n'
  return kind === 'item' && before.kind === 'item' ? '\n' : '\n\n'
}
