/** References and citations in the body that their author edits: what they say is worked out here, and follows. */
import type { Node } from 'prosemirror-model'
import type { NodeView, NodeViewConstructor } from 'prosemirror-view'
import { type Reference, referenceOf } from '../../schema/note-body.js'
import type { NoteContext } from './note-context.js'

class Atom implements NodeView {
  readonly dom = document.createElement('span')
  private readonly stop: () => void

  constructor(
    private node: Node,
    private readonly context: NoteContext,
    private readonly go: (to: Reference) => void,
  ) {
    this.dom.className = node.type.name === 'ref' ? 'note-ref' : 'note-cite'
    this.dom.contentEditable = 'false'
    this.dom.addEventListener('dblclick', () => {
      const to = this.reference()
      if (to) this.go(to)
    })
    this.stop = context.version.subscribe(() => this.draw())
    this.draw()
  }

  update(node: Node): boolean {
    if (node.type !== this.node.type) return false
    this.node = node
    this.draw()
    return true
  }

  ignoreMutation(): boolean {
    return true
  }

  destroy(): void {
    this.stop()
  }

  private draw(): void {
    const to = this.reference()
    const words = to
      ? [{ text: this.context.reference(to), em: false }]
      : this.context.citation(String(this.node.attrs.key), String(this.node.attrs.locator ?? ''))
    this.dom.title = to ? 'Double-click to go there' : String(this.node.attrs.key)
    this.dom.replaceChildren(
      ...words.map(({ text, em }) => {
        const part = document.createElement(em ? 'i' : 'span')
        part.textContent = text
        return part
      }),
    )
  }

  private reference(): Reference | null {
    if (this.node.type.name !== 'ref') return null
    return referenceOf(
      Object.fromEntries(Object.entries(this.node.attrs).filter(([, value]) => value !== null)),
    )
  }
}

export function atomViews(
  context: NoteContext,
  go: (to: Reference) => void,
): Record<string, NodeViewConstructor> {
  const view: NodeViewConstructor = node => new Atom(node, context, go)
  return { ref: view, cite: view }
}
