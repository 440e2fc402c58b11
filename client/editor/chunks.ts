/** Chunks in the DOM: groups of blocks that the browser need not lay out while they are out of sight. */
import type { Node } from 'prosemirror-model'
import type { NodeView } from 'prosemirror-view'
import type { Structure } from '../../schema/structure.js'

/** Letters a line and pixels a line, roughly: only the scroll bar depends on them until a chunk has been laid out. */
const lettersALine = 72
const lineHeight = 28

export class ChunkView implements NodeView {
  readonly dom = document.createElement('div')
  readonly contentDOM = document.createElement('div')
  private shownNumber = -1

  constructor(
    private node: Node,
    private readonly all: Set<ChunkView>,
  ) {
    this.dom.className = 'chunk'
    // The counter of paragraph numbers must begin inside the chunk: its containment keeps counters in.
    this.contentDOM.className = 'chunk-content'
    this.dom.append(this.contentDOM)
    let height = 0
    node.forEach(block => {
      height += Math.max(1, Math.ceil(block.content.size / lettersALine)) * lineHeight + 14
    })
    this.dom.style.containIntrinsicBlockSize = `auto ${height}px`
    all.add(this)
  }

  get at(): number {
    return this.node.attrs.at as number
  }

  update(node: Node): boolean {
    if (node.type !== this.node.type) return false
    this.node = node
    return true
  }

  /** Sets the number that the chunk's first paragraph counts on from. */
  countFrom(number: number): void {
    if (number === this.shownNumber) return
    this.shownNumber = number
    this.contentDOM.style.setProperty('counter-reset', `paragraph ${number}`)
  }

  ignoreMutation(mutation: { type: string; target: globalThis.Node }): boolean {
    return (
      mutation.type === 'attributes' && (mutation.target === this.dom || mutation.target === this.contentDOM)
    )
  }

  destroy(): void {
    this.all.delete(this)
  }
}

/** Brings the paragraph numbers of all chunks up to date with the structure. */
export function number(chunks: Iterable<ChunkView>, structure: Structure): void {
  for (const chunk of chunks) {
    const index = structure.indexOfStart(chunk.at)
    if (index >= 0) chunk.countFrom(structure.numbersBefore(index))
  }
}
