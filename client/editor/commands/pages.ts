/** Commands on page breaks. */
import type { Milestone } from '../../../schema/witness.js'
import type { Command } from '../command.js'
import type { Editor } from '../editor.js'

const number = {
  label: 'The number of the page that begins here',
  suggestions: () => [],
}

export const pageCommands: readonly Command[] = [
  {
    id: 'add-page',
    title: 'Begin a page here…',
    section: 'Pages',
    keys: 'Alt-Shift-B',
    ask: { ...number, initial: editor => nextNumber(editor) },
    enabled: editor => editor.state.editable,
    run: (editor, answer) => {
      const n = answer?.trim()
      if (!n) return false
      const at = editor.state.offset
      if (pageBreaks(editor).some(m => m.at === at)) return false
      return editor.change(() =>
        editor.document.layers.setMilestone({ id: editor.newId(), at, type: 'pb', n }),
      )
    },
  },
  {
    id: 'move-page',
    title: 'Move the nearest page break here',
    section: 'Pages',
    enabled: editor => editor.state.editable && pageBreaks(editor).length > 0,
    run: editor => {
      const at = editor.state.offset
      const nearest = nearestBreak(editor)
      if (!nearest || nearest.at === at) return false
      return editor.change(() => editor.document.layers.setMilestone({ ...nearest, at }))
    },
  },
  {
    id: 'renumber-page',
    title: 'Change this page’s number…',
    section: 'Pages',
    ask: { ...number, label: 'The number of this page', initial: editor => pageHere(editor)?.n ?? '' },
    enabled: editor => editor.state.editable && pageHere(editor) !== null,
    run: (editor, answer) => {
      const page = pageHere(editor)
      const n = answer?.trim()
      if (!page || !n || n === page.n) return false
      return editor.change(() => editor.document.layers.setMilestone({ ...page, n }))
    },
  },
  {
    id: 'remove-page',
    title: 'Remove the page break before here',
    section: 'Pages',
    enabled: editor => editor.state.editable && pageHere(editor) !== null,
    run: editor => {
      const page = pageHere(editor)
      if (!page) return false
      const { document } = editor
      return editor.change(() =>
        document.layers.removeMilestone(page.id, document.isWitnessMilestone(page.id)),
      )
    },
  },
]

function pageBreaks(editor: Editor): readonly Milestone[] {
  return editor.document.allMilestones().filter(m => m.type === 'pb')
}

/** The break that began the page on which the caret is; null on the first page. */
function pageHere(editor: Editor): Milestone | null {
  return pageBreaks(editor).findLast(m => m.at <= editor.state.offset) ?? null
}

function nearestBreak(editor: Editor): Milestone | null {
  const { offset } = editor.state
  let nearest: Milestone | null = null
  for (const m of pageBreaks(editor))
    if (!nearest || Math.abs(m.at - offset) < Math.abs(nearest.at - offset)) nearest = m
  return nearest
}

function nextNumber(editor: Editor): string {
  const n = Number(pageHere(editor)?.n ?? '1')
  return Number.isInteger(n) ? String(n + 1) : ''
}
