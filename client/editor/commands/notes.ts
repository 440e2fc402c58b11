/** Commands that write notes. */
import type { Reference } from '../../../schema/note-body.js'
import type { NoteType } from '../../../schema/notes.js'
import { referenceAddress } from '../../../schema/references.js'
import type { Command } from '../command.js'
import type { Editor } from '../editor.js'

export const noteCommands: readonly Command[] = [
  noteCommand('explanatory', 'Write an explanatory note', 'Alt-Shift-N'),
  noteCommand('textual', 'Write a textual note', 'Alt-Shift-K'),
  {
    id: 'copy-reference',
    title: 'Copy the address of this place',
    section: 'Notes',
    enabled: () => true,
    run: copyReference,
  },
]

/** Puts the address of the note or correction in hand, or of the selected words, on the clipboard: pasted into a note it
 * becomes a reference. */
function copyReference(editor: Editor): boolean {
  const { active } = editor.state
  const range = editor.selectedRange()
  const { offset } = editor.state
  const to: Reference =
    active && 'note' in active
      ? { document: '', note: active.note }
      : active
        ? { document: '', correction: active.correction }
        : { document: '', start: range?.start ?? offset, end: range?.end ?? offset }
  const here = decodeURIComponent(/^\/d\/([^/]+)/.exec(location.pathname)?.[1] ?? '')
  navigator.clipboard
    .writeText(location.origin + referenceAddress(to, here))
    .then(() => editor.tell('The address is on the clipboard; pasted into a note it is a reference'))
    .catch(() => editor.tell('The browser does not let this page use the clipboard'))
  return true
}

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
