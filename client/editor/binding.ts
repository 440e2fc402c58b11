/**
 * The binding of a ProseMirror view to a document. The view's document is always the projection of the layers: what
 * someone types is interpreted into operations on the layers, the ProseMirror transaction itself is dropped, and the
 * changed blocks are projected anew.
 */
import { type EditorState, TextSelection, type Transaction } from 'prosemirror-state'
import type * as Y from 'yjs'
import type { Change, EditedDocument } from '../../schema/document.js'
import type { View } from '../../schema/readings.js'
import { excessOf } from './excess.js'
import { interpret } from './interpretation.js'
import { patch } from './patching.js'
import type { Place } from './place.js'
import { Projection } from './projection.js'
import { settle } from './settling.js'
import { Typing } from './typing.js'
import { undoManager } from './undo.js'
import type { Writer } from './writer.js'

/** What the binding needs of a ProseMirror view; a test can give it without a browser. */
export interface Viewer {
  readonly state: EditorState
  updateState(state: EditorState): void
  readonly composing: boolean
}

export interface SavedSelection {
  readonly anchor: Place | null
  readonly head: Place | null
}

/** The meta key of transactions that come from the projection and are applied as they are. */
export const projected = 'corrigenda$projected'

export class Binding {
  projection: Projection
  readonly undo: Y.UndoManager
  private readonly typing: Typing
  private viewer: Viewer | null = null
  private readonly stop: () => void
  /** While one's own operation runs: the transaction that gathers what it changes. */
  private local: { transaction: Transaction | null } | null = null
  private before: SavedSelection | null = null
  private undoing: SavedSelection | null = null
  /** Marks this binding's own Yjs transactions, for the undo manager. */
  readonly origin: object = { name: 'binding' }
  readonly counts = { ignoredSteps: 0, lostSelections: 0 }

  constructor(
    readonly document: EditedDocument,
    readonly writer: Writer,
    view: View = 'all',
    private readonly refuse: (why: string) => void = () => {},
    /** Why nobody may type here now; null where they may. */
    private readonly barred: () => string | null = () => null,
  ) {
    this.projection = new Projection(document, view)
    this.typing = new Typing(document, writer)
    this.undo = undoManager(document, this.origin, writer.person)
    this.undo.on('stack-item-added', ({ stackItem }: { stackItem: { meta: Map<unknown, unknown> } }) => {
      if (this.before && !stackItem.meta.has('caret')) stackItem.meta.set('caret', this.before)
    })
    const saveSelection = () => {
      if (this.viewer && !this.local) this.before = this.selection()
    }
    document.layers.doc.on('beforeTransaction', saveSelection)
    const unlisten = document.onChange(change => this.changed(change))
    this.stop = () => {
      document.layers.doc.off('beforeTransaction', saveSelection)
      unlisten()
      this.undo.destroy()
    }
  }

  attach(viewer: Viewer): void {
    this.viewer = viewer
  }

  destroy(): void {
    this.stop()
    this.viewer = null
  }

  get view(): View {
    return this.projection.view
  }

  /** The selection as places; the ProseMirror document must be the projection of the present layers. */
  selection(): SavedSelection {
    const { doc, selection } = this.viewer!.state
    return {
      anchor: this.projection.placeAt(doc, selection.anchor),
      head: this.projection.placeAt(doc, selection.head),
    }
  }

  /** Takes a ProseMirror transaction: applies one that changes no text, interprets one that does. */
  dispatch(transaction: Transaction): void {
    const viewer = this.viewer!
    if (!transaction.docChanged || transaction.getMeta(projected)) {
      viewer.updateState(viewer.state.apply(transaction))
      return
    }
    const why = this.view === 'all' ? this.barred() : null
    if (why !== null) {
      viewer.updateState(viewer.state)
      this.refuse(why)
      return
    }
    const edits = this.view === 'all' ? interpret(this.projection, viewer.state, transaction) : []
    const excess = edits.map(excessOf).find(why => why !== null)
    if (excess) {
      viewer.updateState(viewer.state)
      this.refuse(excess)
      return
    }
    this.counts.ignoredSteps += transaction.steps.length - edits.length
    this.run(
      edits.map(edit => () => this.typing.apply(edit)),
      transaction,
    )
  }

  /** Runs operations on the layers as one's own, each in a Yjs transaction, and shows the result in one ProseMirror
   * transaction. The last place that an operation returns becomes the caret. `from` is what asked for them. */
  run(operations: readonly (() => Place | null)[], from?: Transaction): void {
    const viewer = this.viewer!
    const { state } = viewer
    this.before = this.selection()
    const local: { transaction: Transaction | null } = { transaction: null }
    this.local = local
    let caret: Place | null = null
    try {
      for (const operation of operations)
        this.document.layers.change(this.origin, () => {
          caret = operation() ?? caret
        })
    } finally {
      this.local = null
      const transaction = local.transaction ?? state.tr
      transaction.setMeta(projected, true)
      if (caret) this.select(transaction, { anchor: caret, head: caret })
      else if (transaction.docChanged) this.select(transaction, this.before)
      if (from) {
        transaction.scrollIntoView()
        if (from.getMeta('composition') !== undefined)
          transaction.setMeta('composition', from.getMeta('composition'))
      }
      // Even where nothing changed the state is set again: the browser may already show what was typed.
      viewer.updateState(viewer.state.apply(transaction))
    }
  }

  /** Widens what one has typed to whole words, but for the correction that the caret is in, as part of the same undo
   * step. Returns the ids of the corrections that the caret has left. */
  settle(except: string | null = null): readonly string[] {
    const ids = [...this.typing.touched].filter(id => id !== except)
    if (ids.length === 0 || !this.viewer || this.viewer.composing) return []
    for (const id of ids) this.typing.touched.delete(id)
    if (this.undo.redoStack.length > 0) return ids
    const { captureTimeout } = this.undo
    this.undo.captureTimeout = Number.POSITIVE_INFINITY
    try {
      this.run(
        ids.map(id => () => {
          settle(this.document, id, this.writer)
          return null
        }),
      )
    } finally {
      this.undo.captureTimeout = captureTimeout
    }
    return ids
  }

  /** Forgets what could be undone and what is yet to be widened. */
  forget(): void {
    this.typing.touched.clear()
    this.undo.clear()
  }

  /** Undoes one's last step and puts the caret back where it was; false where there is nothing to undo. */
  undoStep(): boolean {
    this.typing.touched.clear()
    const item = this.undo.undoStack.at(-1)
    this.undoing = (item?.meta.get('caret') as SavedSelection | undefined) ?? null
    try {
      return this.undo.undo() !== null
    } finally {
      this.undoing = null
    }
  }

  redoStep(): boolean {
    this.typing.touched.clear()
    return this.undo.redo() !== null
  }

  private changed(change: Change): void {
    const { viewer } = this
    if (!viewer) return
    const transaction = this.local?.transaction ?? viewer.state.tr
    patch(transaction, this.projection, change.ranges)
    transaction.setMeta(projected, true)
    if (this.local) {
      this.local.transaction = transaction
      return
    }
    const saved = (change.transaction.origin === this.undo && this.undoing) || this.before
    if (saved && transaction.docChanged) this.select(transaction, saved)
    if (change.transaction.origin === this.undo) transaction.scrollIntoView()
    if (transaction.docChanged || transaction.selectionSet)
      viewer.updateState(viewer.state.apply(transaction))
  }

  private select(transaction: Transaction, { anchor, head }: SavedSelection): void {
    if (!head) return
    const { doc } = transaction
    try {
      const to = this.projection.posOf(doc, head)
      const from = anchor && anchor !== head ? this.projection.posOf(doc, anchor) : to
      transaction.setSelection(TextSelection.between(doc.resolve(from), doc.resolve(to)))
    } catch (error) {
      // A caret in the wrong place is a nuisance, a document that cannot be shown is not: keep what ProseMirror mapped.
      this.counts.lostSelections++
      if (!(error instanceof RangeError)) throw error
    }
  }
}
