/** Commands that tag names. What they mean is asked in a dialog, which follows `tagging`. */
import type { Name, NameType } from '../../../schema/names.js'
import { typeWords } from '../../../schema/register.js'
import { tagging } from '../../names/tagging.js'
import { removeNames } from '../../names/writing.js'
import type { Command } from '../command.js'
import type { Editor } from '../editor.js'

export const nameCommands: readonly Command[] = [
  tagCommand('person', 'Alt-Shift-7'),
  tagCommand('place', 'Alt-Shift-8'),
  tagCommand('org', 'Alt-Shift-9'),
  tagCommand('date', 'Alt-Shift-0'),
  {
    id: 'untag',
    title: 'Take the tag off this name',
    section: 'Names',
    keys: 'Alt-Shift-F',
    enabled: editor => editor.state.editable && nameHere(editor) !== null,
    run: editor => {
      const name = nameHere(editor)
      return name !== null && removeNames(editor, [name.id])
    },
  },
  {
    id: 'next-name',
    title: 'Next name',
    section: 'Names',
    keys: 'F9',
    enabled: editor => editor.document.names.size > 0,
    run: editor => goOn(editor, 1),
  },
  {
    id: 'previous-name',
    title: 'Previous name',
    section: 'Names',
    keys: 'Shift-F9',
    enabled: editor => editor.document.names.size > 0,
    run: editor => goOn(editor, -1),
  },
  {
    id: 'link-speaker',
    title: 'Say who this speaker is…',
    section: 'Names',
    keys: 'Alt-Shift-W',
    enabled: editor => editor.state.editable && speakerHere(editor) !== '',
    run: editor => {
      tagging.set({ is: 'speaker', who: speakerHere(editor) })
      return true
    },
  },
  {
    id: 'name-candidates',
    title: 'Find names that are not tagged yet…',
    section: 'Names',
    keys: 'Alt-Shift-Z',
    enabled: editor => editor.state.editable,
    run: () => {
      tagging.set({ is: 'candidates' })
      return true
    },
  },
]

function tagCommand(type: NameType, keys: string): Command {
  return {
    id: `tag-${type}`,
    title: `Tag as ${typeWords[type][0]}…`,
    section: 'Names',
    keys,
    enabled: editor => editor.state.editable,
    run: editor => {
      const known = editor.state.empty ? nameHere(editor) : null
      const range = known ?? wordsSelected(editor)
      if (!range) return false
      tagging.set({ is: 'tag', type, start: range.start, end: range.end, name: known?.id ?? null })
      return true
    },
  }
}

/** The innermost name around the caret. */
export function nameHere(editor: Editor): Name | null {
  const { offset } = editor.state
  const around = editor.document.names.touching(offset, offset)
  return around.sort((a, b) => a.end - a.start - (b.end - b.start))[0] ?? null
}

/** The selection or the word at the caret, without white space at its ends; null where that leaves nothing, or where it
 * is words that only a correction proposes. */
function wordsSelected(editor: Editor): { start: number; end: number } | null {
  const range = editor.selectedRange()
  if (!range) return null
  const { text } = editor.document
  let { start, end } = range
  while (start < end && /\s/u.test(text.charAt(start))) start++
  while (end > start && /\s/u.test(text.charAt(end - 1))) end--
  return start < end ? { start, end } : null
}

function speakerHere(editor: Editor): string {
  const { who } = editor.document.structure.block(editor.state.block).attrs
  return typeof who === 'string' ? who : ''
}

/** To the next name, round the end. */
function goOn(editor: Editor, direction: 1 | -1): boolean {
  const all = editor.document.names.inOrder()
  const { offset } = editor.state
  const next =
    direction > 0
      ? (all.find(n => n.start > offset) ?? all[0])
      : (all.findLast(n => n.start < offset) ?? all.at(-1))
  if (!next) return false
  editor.goTo({ offset: next.start })
  return true
}
