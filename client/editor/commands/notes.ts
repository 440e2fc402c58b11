/** Commands that write notes. */
import type { NoteType } from '../../../schema/notes.js'
import type { Command } from '../command.js'
import type { Editor } from '../editor.js'

export const noteCommands: readonly Command[] = [
  noteCommand('explanatory', 'Write an explanatory note', 'Alt-Shift-N'),
  noteCommand('textual', 'Write a textual note', 'Alt-Shift-K'),
]

function noteCommand(type: NoteType, title: string, keys: string): Command {
  return {
    id: `note-${type}`,
    title,
    section: 'Notes',
    keys,
    enabled: editor => editor.state.editable,
    run: editor => addNote(editor, type),
  }
}

/** A note on the selection, or on the word at the caret; on words that a correction proposes, on that correction. */
function addNote(editor: Editor, type: NoteType): boolean {
  const range = editor.selectedRange()
  if (!range) return false
  const id = editor.newId()
  const { start, end, correction } = range
  const done = editor.change(() =>
    editor.document.layers.addNote({
      id,
      start,
      end,
      on: correction,
      type,
      by: editor.me.id,
      at: Date.now(),
      text: '',
    }),
  )
  editor.activate({ note: id })
  return done
}
