/** A text pane: one of the texts of a document, to be read and not edited. It follows its document's changes. */
import { EditorState, Plugin, PluginKey } from 'prosemirror-state'
import { Decoration, DecorationSet, EditorView } from 'prosemirror-view'
import 'prosemirror-view/style/prosemirror.css'
import '../editor/editor.css'
import type { Change, EditedDocument } from '../../schema/document.js'
import type { View } from '../../schema/readings.js'
import type { MatchPart } from '../../schema/search.js'
import { ChunkView, number } from '../editor/chunks.js'
import { highlight } from '../editor/highlights.js'
import { patch } from '../editor/patching.js'
import { caretDOM } from '../editor/peers.js'
import { Projection } from '../editor/projection.js'
import { scrollFrame } from '../editor/scrolling.js'

/** A name in the text, where somebody writes. */
export interface Caret {
  readonly offset: number
  readonly name: string
  readonly color: string
}

const caretKey = new PluginKey<DecorationSet>('caret')

/** The text of a pane as a place to stand: which block is at the top, and how far below the frame's top it begins. */
export interface Anchor {
  readonly offset: number
  readonly top: number
}

export class TextPane {
  readonly pm: EditorView
  private projection: Projection
  private readonly chunks = new Set<ChunkView>()
  private stop: () => void = () => {}

  /** `mark` names the CSS highlight of what is marked in this pane. */
  constructor(
    mount: HTMLElement,
    document: EditedDocument,
    view: View,
    private readonly mark: string,
    label: string,
  ) {
    this.projection = new Projection(document, view)
    this.pm = new EditorView(mount, {
      state: this.freshState(),
      nodeViews: { chunk: node => new ChunkView(node, this.chunks) },
      editable: () => false,
      attributes: () => ({
        class: `sheet-text view-${this.projection.view}`,
        role: 'document',
        'aria-label': label,
      }),
    })
    this.follow()
  }

  destroy(): void {
    this.stop()
    this.highlight([])
    this.pm.destroy()
  }

  get document(): EditedDocument {
    return this.projection.document
  }

  /** Shows another document of the same witness, or another of its texts, at the same place. */
  show(document: EditedDocument, view: View): void {
    if (document === this.document && view === this.projection.view) return
    const anchor = this.anchor()
    this.stop()
    this.projection = new Projection(document, view)
    this.pm.updateState(this.freshState())
    this.follow()
    if (anchor) this.scrollTo(anchor)
  }

  /** Marks stretches of the text; nothing else shows what is marked than the CSS highlight. */
  highlight(parts: readonly MatchPart[]): void {
    const { doc } = this.pm.state
    highlight(this.pm, place => this.projection.posOf(doc, place), this.mark, parts)
  }

  caret(caret: Caret | null): void {
    const { state } = this.pm
    let set = DecorationSet.empty
    if (caret) {
      const pos = this.projection.posOf(state.doc, { offset: caret.offset, side: -1 })
      set = DecorationSet.create(state.doc, [
        Decoration.widget(pos, () => caretDOM(caret), { key: `${caret.name} ${caret.offset}` }),
      ])
    }
    this.pm.updateState(state.apply(state.tr.setMeta(caretKey, set)))
  }

  /** Scrolls so that an offset stands in the upper third, unless it is in sight already. */
  reveal(offset: number): void {
    const frame = scrollFrame(this.pm.dom)
    const box = frame.getBoundingClientRect()
    // What is out of sight is laid out only when it comes near, so its place is known only then.
    for (let tries = 0; tries < 3; tries++) {
      const top = this.topOf(offset)
      if (top === null || (top > box.top + 40 && top < box.bottom - 60)) return
      frame.scrollTop += top - box.top - box.height / 3
    }
  }

  /** How far the text has been scrolled, in pixels. */
  get scrolled(): number {
    return scrollFrame(this.pm.dom).scrollTop
  }

  /** Which block stands at the frame's top. */
  anchor(): Anchor | null {
    const { top } = scrollFrame(this.pm.dom).getBoundingClientRect()
    const below = (element: Element) => element.getBoundingClientRect().bottom > top + 8
    // The chunk first, so that what is out of sight is not laid out for this.
    const chunk = [...this.pm.dom.children].find(below)
    const block = chunk && [...chunk.querySelectorAll<HTMLElement>('.block')].find(below)
    if (!block) return null
    return { offset: Number(block.dataset.at), top: block.getBoundingClientRect().top - top }
  }

  /** Scrolls so that a block stands where it stood in another pane. */
  scrollTo({ offset, top }: Anchor): void {
    const frame = scrollFrame(this.pm.dom)
    const block = this.pm.dom.querySelector(`.block[data-at="${offset}"]`)
    // Laying out what comes into sight moves what stands below it: look twice.
    for (let tries = 0; block && tries < 2; tries++)
      frame.scrollTop += block.getBoundingClientRect().top - frame.getBoundingClientRect().top - top
  }

  private topOf(offset: number): number | null {
    const pos = this.projection.posOf(this.pm.state.doc, { offset, side: 1 })
    try {
      return this.pm.coordsAtPos(pos, 1).top
    } catch {
      return null
    }
  }

  private follow(): void {
    number(this.chunks, this.document.structure)
    this.stop = this.document.onChange(change => this.changed(change))
  }

  private changed({ ranges, structure }: Change): void {
    const transaction = this.pm.state.tr
    patch(transaction, this.projection, ranges)
    if (transaction.docChanged) this.pm.updateState(this.pm.state.apply(transaction))
    if (structure) number(this.chunks, this.document.structure)
  }

  private freshState(): EditorState {
    const carets = new Plugin<DecorationSet>({
      key: caretKey,
      state: {
        init: () => DecorationSet.empty,
        apply: (transaction, set) =>
          (transaction.getMeta(caretKey) as DecorationSet | undefined) ??
          (transaction.docChanged ? DecorationSet.empty : set),
      },
      props: { decorations: state => caretKey.getState(state) },
    })
    return EditorState.create({ doc: this.projection.whole(), plugins: [carets] })
  }
}
