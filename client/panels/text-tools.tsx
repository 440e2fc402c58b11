import { useEditorState, useWorkbench } from '../app/workbench.js'
import { Button } from '../ui/button.js'
import { More, Redo, Undo } from '../ui/icons.js'
import type { Point } from './context-menu.js'

export interface TextToolsProps {
  readonly className: string
  /** Opens the menu at the caret. */
  readonly onMenu: (at: Point) => void
}

/** What pointer and finger need beside the text: undo, redo, and the menu at the caret. They leave the focus where it is, so
 * that the keyboard on a screen stays as it was. */
export function TextTools({ className, onMenu }: TextToolsProps) {
  const { editor } = useWorkbench()
  const { canUndo, canRedo, editable } = useEditorState(editor)
  return (
    <div className={`text-tools ${className}`} role="group" aria-label="Work on the text">
      {editor.may('note') && (
        <>
          <Button
            look="plain"
            icon
            preventFocusOnPress
            aria-label="Undo (Ctrl+Z)"
            isDisabled={!canUndo || !editable}
            onPress={() => editor.undo()}
          >
            <Undo />
          </Button>
          <Button
            look="plain"
            icon
            preventFocusOnPress
            aria-label="Redo (Ctrl+Y)"
            isDisabled={!canRedo || !editable}
            onPress={() => editor.redo()}
          >
            <Redo />
          </Button>
        </>
      )}
      <Button
        look="plain"
        icon
        preventFocusOnPress
        aria-label="What can be done at the caret (right click)"
        onPress={({ target }) => {
          const { left, top, bottom } = target.getBoundingClientRect()
          onMenu({ x: left, y: bottom > innerHeight / 2 ? top : bottom })
        }}
      >
        <More />
      </Button>
    </div>
  )
}
