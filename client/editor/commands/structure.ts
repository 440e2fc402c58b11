/** Commands that say what a block is. */
import type { BlockKind } from '../../../schema/witness.js'
import type { Command } from '../command.js'
import type { Editor } from '../editor.js'
import { joinAt, setKind } from '../operations.js'

type Attrs = Record<string, string | number | boolean | null>

const kinds: readonly [id: string, title: string, keys: string, kind: BlockKind, attrs: Attrs][] = [
  ['paragraph', 'Make it a paragraph', 'Alt-Shift-P', 'paragraph', {}],
  ['heading-1', 'Make it a heading of level 1', 'Alt-Shift-1', 'heading', { level: 1 }],
  ['heading-2', 'Make it a heading of level 2', 'Alt-Shift-2', 'heading', { level: 2 }],
  ['heading-3', 'Make it a heading of level 3', 'Alt-Shift-3', 'heading', { level: 3 }],
  ['heading-4', 'Make it a heading of level 4', 'Alt-Shift-4', 'heading', { level: 4 }],
  ['heading-5', 'Make it a heading of level 5', 'Alt-Shift-5', 'heading', { level: 5 }],
  ['heading-6', 'Make it a heading of level 6', 'Alt-Shift-6', 'heading', { level: 6 }],
  ['stage', 'Make it a stage direction', 'Alt-Shift-D', 'stage', {}],
  ['quotation', 'Make it a quotation', 'Alt-Shift-Q', 'quotation', {}],
  ['verse', 'Make it verse', 'Alt-Shift-V', 'verse', {}],
  ['ordered-item', 'Make it a numbered list item', 'Alt-Shift-O', 'item', { ordered: true }],
  ['item', 'Make it a list item', 'Alt-Shift-I', 'item', { ordered: false }],
  ['signature', 'Make it a signature', 'Alt-Shift-G', 'signature', {}],
  ['dateline', 'Make it a dateline', 'Alt-Shift-T', 'dateline', {}],
  ['salutation', 'Make it a salutation', 'Alt-Shift-A', 'salutation', {}],
  ['label', 'Make it a label', 'Alt-Shift-L', 'label', {}],
  ['metadata', 'Make it metadata', 'Alt-Shift-U', 'metadata', {}],
  ['source-note', "Make it a note of the source's own", 'Alt-Shift-E', 'note', {}],
  ['rule', 'Make it a rule', 'Alt-Shift-X', 'rule', {}],
  ['stamp', 'Mark as a stamp in the margin', 'Alt-Shift-M', 'stamp', {}],
  ['catchword', 'Mark as a catchword', 'Alt-Shift-C', 'catchword', {}],
]

export const structureCommands: readonly Command[] = [
  ...kinds.map(
    ([id, title, keys, kind, attrs]): Command => ({
      id: `kind-${id}`,
      title,
      section: 'Structure',
      keys,
      enabled: editor => editor.state.editable,
      run: editor => changeBlocks(editor, index => setKind(editor.document, index, kind, attrs)),
    }),
  ),
  {
    id: 'speaker',
    title: 'Set the speaker…',
    section: 'Structure',
    keys: 'Alt-Shift-S',
    ask: {
      label: 'Who speaks?',
      suggestions: editor => speakers(editor),
      initial: editor => speakerHere(editor) || guessedSpeaker(editor),
    },
    enabled: editor => editor.state.editable,
    run: (editor, answer) => {
      const who = answer?.trim()
      if (!who) return false
      return changeBlocks(editor, index => setKind(editor.document, index, 'speech', { who }))
    },
  },
  {
    id: 'rename-speaker',
    title: 'Rename this speaker everywhere…',
    section: 'Structure',
    ask: { label: 'The speaker’s name', suggestions: speakers, initial: speakerHere },
    enabled: editor => editor.state.editable && speakerHere(editor) !== '',
    run: (editor, answer) => {
      const [from, to] = [speakerHere(editor), answer?.trim()]
      if (!from || !to || from === to) return false
      const { structure } = editor.document
      return editor.change(() => {
        for (let i = 0; i < structure.count; i++)
          if (structure.block(i).attrs.who === from) setKind(editor.document, i, 'speech', { who: to })
      })
    },
  },
  {
    id: 'runs-on',
    title: 'Runs on from the block before, or begins anew',
    section: 'Structure',
    keys: 'Alt-Shift-R',
    enabled: editor => editor.state.editable && editor.state.block > 0,
    run: editor =>
      changeBlocks(editor, index => {
        const block = editor.document.structure.block(index)
        const on = block.attrs.continues === true
        editor.document.layers.setBlockAttr(block.start, 'continues', on ? null : true)
      }),
  },
  {
    id: 'indent',
    title: 'Deeper in the list or outline',
    section: 'Structure',
    keys: 'Alt-Shift-.',
    enabled: editor => editor.state.editable,
    run: editor => changeBlocks(editor, index => shiftDepth(editor, index, 1)),
  },
  {
    id: 'outdent',
    title: 'Higher in the list or outline',
    section: 'Structure',
    keys: 'Alt-Shift-,',
    enabled: editor => editor.state.editable,
    run: editor => changeBlocks(editor, index => shiftDepth(editor, index, -1)),
  },
  {
    id: 'join',
    title: 'Join with the block before',
    section: 'Structure',
    keys: 'Alt-Shift-J',
    enabled: editor => editor.state.editable && editor.state.block > 0,
    run: editor => {
      const { start } = editor.document.structure.block(editor.state.block)
      return editor.change(() => void joinAt(editor.document, start))
    },
  },
  {
    id: 'split',
    title: 'Split the block here',
    section: 'Structure',
    keys: 'Enter',
    enabled: editor => editor.state.editable,
    run: editor => editor.press('Enter'),
  },
]

/** Carries `change` out for every block that the selection touches, as one step. */
function changeBlocks(editor: Editor, change: (index: number) => void): boolean {
  const [from, to] = editor.selectedBlocks()
  return editor.change(() => {
    for (let i = from; i <= to; i++) change(i)
  })
}

function shiftDepth(editor: Editor, index: number, by: number): void {
  const { document } = editor
  const { kind, attrs, start } = document.structure.block(index)
  const key = kind === 'heading' ? 'level' : kind === 'item' ? 'depth' : null
  if (!key) return
  const now = typeof attrs[key] === 'number' ? attrs[key] : 1
  document.layers.setBlockAttr(start, key, Math.max(1, Math.min(6, now + by)))
}

/** All who speak, most often heard first. */
export function speakers(editor: Editor): string[] {
  const turns = new Map<string, number>()
  const { structure } = editor.document
  for (let i = 0; i < structure.count; i++) {
    const { who, continues } = structure.block(i).attrs
    if (typeof who === 'string' && who) turns.set(who, (turns.get(who) ?? 0) + (continues === true ? 0 : 1))
  }
  return [...turns].sort((a, b) => b[1] - a[1]).map(([who]) => who)
}

function speakerHere(editor: Editor): string {
  const { who } = editor.document.structure.block(editor.state.block).attrs
  return typeof who === 'string' ? who : ''
}

/** What stands before a colon at the block's beginning. */
function guessedSpeaker(editor: Editor): string {
  const { start, end } = editor.document.structure.block(editor.state.block)
  return (
    /^([^\s:][^:\n]{0,40}):/.exec(editor.document.text.slice(start, Math.min(end, start + 60)))?.[1] ?? ''
  )
}
