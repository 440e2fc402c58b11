/** What the menu at the caret offers: the commands that apply to what stands there, and nothing that does not. */
import { onOneLine } from '../../schema/words.js'
import type { Command } from '../editor/command.js'
import type { Editor } from '../editor/editor.js'

/** A menu within the menu. */
export interface Submenu {
  readonly title: string
  readonly commands: readonly Command[]
}

/** `title` says what the items are done to. */
export interface MenuGroup {
  readonly title: string
  readonly items: readonly (Command | Submenu)[]
}

export const isSubmenu = (item: Command | Submenu): item is Submenu => 'commands' in item

type Wanted = string | readonly [title: string, ids: RegExp]

const words: readonly Wanted[] = [
  'strike',
  'note-explanatory',
  'note-textual',
  ['Tag as a name', /^(tag-|untag$|link-speaker$)/],
  ['In the source it is', /^(unclear-|gap$|added$|deleted$|overtyped$|remove-mark$)/],
  'find-here',
  'copy',
  'paste',
]
const correction: readonly Wanted[] = [
  'accept',
  'reject',
  'reopen',
  'withdraw',
  'restore',
  'reason',
  'citation',
  ['Its kind', /^as-/],
  ['Its certainty', /^certainty-/],
  ['Its evidence', /^evidence-/],
]
const block: readonly Wanted[] = [
  ['Make it', /^kind-/],
  'speaker',
  'rename-speaker',
  'indent',
  'outdent',
  'runs-on',
  'split',
  'join',
  ['Page breaks', /-page$/],
]
const rest: readonly Wanted[] = ['undo', 'redo', 'copy-reference']

/** The groups for the editor's selection, those that have anything in them. `more` are commands of the page. */
export function menuGroups(editor: Editor, more: readonly Command[] = []): MenuGroup[] {
  const { active, block: index } = editor.state
  const { kind } = editor.document.structure.block(index)
  const here = new Map([...editor.commands, ...more].filter(c => c.enabled(editor)).map(c => [c.id, c]))
  if (kind !== 'item' && kind !== 'heading') for (const id of ['indent', 'outdent']) here.delete(id)
  const group = (title: string, wanted: readonly Wanted[]): MenuGroup => ({
    title,
    items: wanted.flatMap((one): (Command | Submenu)[] => {
      if (typeof one === 'string') return here.has(one) ? [here.get(one)!] : []
      const commands = [...here.values()].filter(c => one[1].test(c.id))
      return commands.length > 0 ? [{ title: one[0], commands }] : []
    }),
  })
  return [
    ...(active && 'correction' in active ? [group('This correction', correction)] : []),
    group(wordsHere(editor), words),
    group(`This ${kind === 'metadata' ? 'line of metadata' : kind}`, block),
    group('', rest),
  ].filter(({ items }) => items.length > 0)
}

/** The words that are selected or stand at the caret, in quotation marks. */
function wordsHere(editor: Editor): string {
  const { selection, doc } = editor.pm.state
  const range = editor.selectedRange()
  const selected = selection.empty
    ? range && editor.document.text.slice(range.start, range.end)
    : doc.textBetween(selection.from, selection.to, ' ', ' ')
  const said = onOneLine(selected ?? '').trim()
  if (!said) return 'Here'
  return said.length > 34 ? `“${said.slice(0, 20).trimEnd()} … ${said.slice(-10).trimStart()}”` : `“${said}”`
}

/** A command's title without what the title of its submenu says already. */
export function shortTitle(command: Command): string {
  const short = command.title
    .replace(/^(Make it an? |Make it |Mark as an? |Tag as |Kind: |Certainty: |Evidence: )/, '')
    .replace(/ in the source itself…$/, '…')
  return short.charAt(0).toUpperCase() + short.slice(1)
}
