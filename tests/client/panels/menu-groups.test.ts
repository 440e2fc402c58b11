import { expect, test } from 'vitest'
import type { Command } from '../../../client/editor/command.js'
import { commands } from '../../../client/editor/commands/index.js'
import type { Editor } from '../../../client/editor/editor.js'
import { isSubmenu, menuGroups } from '../../../client/panels/menu-groups.js'

/** An editor in whose stead all that `ids` name can be done, in a block of a kind. */
function editorWith(ids: RegExp, kind: string, correction: string | null): Editor {
  const all: Command[] = commands.map(c => ({ ...c, enabled: () => ids.test(c.id) }))
  return {
    commands: all,
    state: { active: correction === null ? null : { correction }, block: 0, empty: true },
    document: { structure: { block: () => ({ kind }) }, text: 'from Foreign Minister Ugeki to Mr. Nishi' },
    pm: { state: { selection: { empty: true }, doc: null } },
    selectedRange: () => ({ start: 22, end: 27, correction: null }),
  } as unknown as Editor
}

const shown = (editor: Editor) =>
  menuGroups(editor).map(({ title, items }) => [
    title,
    ...items.map(item => (isSubmenu(item) ? `${item.title}: ${item.commands.length}` : item.id)),
  ])

test('in plain text, what can be done with words and block, and nothing about corrections', () => {
  expect(shown(editorWith(/./, 'paragraph', null))).toEqual([
    [
      '“Ugeki”',
      'strike',
      'note-explanatory',
      'note-textual',
      'Tag as a name: 6',
      'In the source it is: 8',
      'copy',
      'paste',
    ],
    [
      'This paragraph',
      'Make it: 21',
      'speaker',
      'rename-speaker',
      'runs-on',
      'split',
      'join',
      'Page breaks: 4',
    ],
    ['', 'undo', 'redo', 'copy-reference'],
  ])
})

test('at a correction, what can be decided and said about it comes first; a list item goes deeper', () => {
  const groups = shown(editorWith(/^(accept|reject|reason|as-.*|indent|kind-.*)$/, 'item', 'c1'))
  expect(groups).toEqual([
    ['This correction', 'accept', 'reject', 'reason', 'Its kind: 6'],
    ['This item', 'Make it: 21', 'indent'],
  ])
})
