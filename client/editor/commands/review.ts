/** Commands that go from correction to correction and decide on them. */
import type { Correction } from '../../../schema/corrections.js'
import type { Act } from '../../../schema/decisions.js'
import { can } from '../../../schema/people.js'
import type { Command } from '../command.js'
import type { Editor } from '../editor.js'
import { setWorksAlone } from '../habits.js'

export const reviewCommands: readonly Command[] = [
  {
    id: 'accept-own',
    title: 'Accept my corrections as I make them, or no longer',
    section: 'Review',
    enabled: editor => editor.state.editable && !editor.demands.twoPersons,
    run: editor => {
      editor.acceptsOwn = !editor.acceptsOwn
      setWorksAlone(editor.acceptsOwn)
      editor.tell(
        editor.acceptsOwn
          ? 'From now on your corrections count as accepted when you leave them'
          : 'From now on your corrections are proposals, for somebody to accept',
      )
      return true
    },
  },
  {
    id: 'next-correction',
    title: 'Next correction',
    section: 'Review',
    keys: 'F8',
    enabled: editor => editor.document.corrections.size > 0,
    run: editor => goOn(editor, 1),
  },
  {
    id: 'previous-correction',
    title: 'Previous correction',
    section: 'Review',
    keys: 'Shift-F8',
    enabled: editor => editor.document.corrections.size > 0,
    run: editor => goOn(editor, -1),
  },
  act(
    'accept',
    'Accept the correction',
    'Mod-Enter',
    (me, c, editor) =>
      !isStanding(editor, c, 'accepted') &&
      can({ id: me, role: editor.role }, 'accept', { by: c.by, decisions: [] }, editor.demands),
  ),
  act(
    'reject',
    'Reject the correction',
    'Mod-Shift-Enter',
    (_, c, editor) => !isStanding(editor, c, 'rejected'),
  ),
  act(
    'withdraw',
    'Withdraw my correction',
    undefined,
    (me, c, editor) => c.by === me && !isStanding(editor, c, 'withdrawn'),
  ),
  act('reopen', 'Reopen the correction', undefined, (me, c, editor) => {
    // Who withdrew a proposal may put it forward again.
    const last = editor.document.decisionsOn(c.id).at(-1)
    const isOwn = last?.act === 'withdraw' && last.by === me
    return !isStanding(editor, c, 'proposed') && (isOwn || editor.may('decide'))
  }),
  {
    id: 'restore',
    title: 'Take my correction back and restore the original reading',
    section: 'Review',
    keys: 'Alt-Shift-Backspace',
    enabled: editor => {
      const c = activeCorrection(editor)
      return c !== null && c.by === editor.me.id && isStanding(editor, c, 'proposed') && undecided(editor, c)
    },
    run: editor => {
      const c = activeCorrection(editor)
      if (!c) return false
      return editor.change(() => editor.document.layers.removeCorrection(c.id))
    },
  },
]

function act(
  name: Act,
  title: string,
  keys: string | undefined,
  may: (me: string, correction: Correction, editor: Editor) => boolean,
): Command {
  return {
    id: name,
    title,
    section: 'Review',
    ...(keys ? { keys } : {}),
    enabled: editor => {
      const correction = activeCorrection(editor)
      return correction !== null && may(editor.me.id, correction, editor)
    },
    run: editor => {
      const correction = activeCorrection(editor)
      return correction !== null && editor.decide(correction.id, name)
    },
  }
}

function activeCorrection(editor: Editor): Correction | null {
  const { active } = editor.state
  return active && 'correction' in active
    ? (editor.document.corrections.get(active.correction) ?? null)
    : null
}

function isStanding(editor: Editor, correction: Correction, standing: string): boolean {
  return editor.document.standing(correction.id) === standing
}

function undecided(editor: Editor, correction: Correction): boolean {
  return editor.document.decisionsOn(correction.id).every(d => d.by === editor.me.id)
}

/** To the next correction that shows in the text, round the end. */
function goOn(editor: Editor, direction: 1 | -1): boolean {
  const all = editor.document.corrections
    .inOrder()
    .filter(c => /proposed|accepted/.test(editor.document.standing(c.id)))
  if (all.length === 0) return false
  const { active, offset } = editor.state
  const current = active && 'correction' in active ? all.findIndex(c => c.id === active.correction) : -1
  let index: number
  if (current >= 0) index = (current + direction + all.length) % all.length
  else if (direction > 0)
    index = Math.max(
      0,
      all.findIndex(c => c.start >= offset),
    )
  else index = all.findLastIndex(c => c.end <= offset)
  editor.goTo({ correction: all.at(index)!.id })
  return true
}
