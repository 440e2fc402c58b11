/** Commands on the text: undo and redo, and which of the four texts is shown. */
import { type View, views } from '../../../schema/readings.js'
import type { Command } from '../command.js'

const viewTitles: Readonly<Record<View, string>> = {
  received: 'Show the received text',
  diplomatic: 'Show the diplomatic text',
  reading: 'Show the reading text',
  all: 'Show all markup',
}

export const textCommands: readonly Command[] = [
  {
    id: 'undo',
    title: 'Undo what I did',
    section: 'Text',
    keys: 'Mod-Z',
    enabled: editor => editor.canUndo,
    run: editor => editor.undo(),
  },
  {
    id: 'redo',
    title: 'Redo',
    section: 'Text',
    keys: 'Mod-Y',
    enabled: editor => editor.canRedo,
    run: editor => editor.redo(),
  },
  {
    id: 'strike',
    title: 'Strike these words out',
    section: 'Text',
    enabled: editor => editor.state.editable && editor.selectedRange() !== null,
    run: editor => {
      const range = editor.selectedRange()
      if (!range) return false
      if (editor.state.empty) editor.goTo({ offset: range.start, end: range.end })
      return editor.press('Delete')
    },
  },
  {
    id: 'copy',
    title: 'Copy',
    section: 'Text',
    enabled: editor => !editor.state.empty,
    run: editor => {
      editor.focus()
      return document.execCommand('copy')
    },
  },
  {
    id: 'paste',
    title: 'Paste',
    section: 'Text',
    enabled: editor => editor.state.editable,
    run: editor => {
      navigator.clipboard
        .readText()
        .then(text => editor.pm.pasteText(text))
        .catch(() => editor.tell('The browser does not let this page read the clipboard'))
      return true
    },
  },
  {
    id: 'line-break',
    title: 'Break the line',
    section: 'Text',
    keys: 'Shift-Enter',
    enabled: editor => editor.state.editable,
    run: editor => editor.press('Shift-Enter'),
  },
]

export const viewCommands: readonly Command[] = views.map((view, i) => ({
  id: `view-${view}`,
  title: viewTitles[view],
  section: 'View',
  keys: `Alt-${i + 1}`,
  enabled: editor => editor.state.view !== view,
  run: editor => {
    editor.setView(view)
    return true
  },
}))
