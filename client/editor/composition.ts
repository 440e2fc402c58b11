/** Composition: input methods build a word in the browser's own text before it is entered; nothing may disturb it. */
import type { EditorView } from 'prosemirror-view'

/** The browser reports the last change shortly after the composition has ended. */
const afterwards = 60

export class Composition {
  active = false
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly tell: ((composing: boolean) => void) | undefined) {}

  /** A selection is struck on the key that will begin a composition (229): at `compositionstart` it would be too late,
   * the input method has then taken the selected text over. */
  keyDown(view: EditorView, event: KeyboardEvent): false {
    if (event.keyCode === 229 && !view.composing && !view.state.selection.empty && view.editable)
      view.dispatch(view.state.tr.deleteSelection())
    return false
  }

  start(_view: EditorView): false {
    clearTimeout(this.timer)
    if (!this.active) {
      this.active = true
      this.tell?.(true)
    }
    return false
  }

  end(view: EditorView): false {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      if (view.composing) return
      this.active = false
      this.tell?.(false)
    }, afterwards)
    return false
  }
}
