/** Keys that change blocks, where the browser alone would not know what to do; and how a key is written. */
import type { Command as KeyCommand } from 'prosemirror-state'
import { Selection, TextSelection } from 'prosemirror-state'
import { proseSchema } from '../../schema/prosemirror.js'

/** Backspace at a block's beginning joins it to the one before; after a line break or a page break it takes that away. */
export const backspace: KeyCommand = (state, dispatch) => {
  const { selection } = state
  if (!selection.empty) {
    dispatch?.(state.tr.deleteSelection())
    return true
  }
  const { $head } = selection
  if ($head.parent.type !== proseSchema.nodes.block) return false
  const before = $head.nodeBefore
  if (before?.type === proseSchema.nodes.line) {
    dispatch?.(state.tr.delete($head.pos - 1, $head.pos))
    return true
  }
  if ($head.parentOffset > 0) return false
  const previous = Selection.findFrom(state.doc.resolve($head.before()), -1, true)
  if (previous) dispatch?.(state.tr.delete(previous.head, $head.pos))
  return true
}

/** Delete at a block's end joins the next one to it. */
export const deleteForward: KeyCommand = (state, dispatch) => {
  const { selection } = state
  if (!selection.empty) {
    dispatch?.(state.tr.deleteSelection())
    return true
  }
  const { $head } = selection
  if ($head.parent.type !== proseSchema.nodes.block) return false
  if ($head.nodeAfter?.type === proseSchema.nodes.line) {
    dispatch?.(state.tr.delete($head.pos, $head.pos + 1))
    return true
  }
  if ($head.parentOffset < $head.parent.content.size) return false
  const next = Selection.findFrom(state.doc.resolve($head.after()), 1, true)
  if (next) dispatch?.(state.tr.delete($head.pos, next.head))
  return true
}

export const enter: KeyCommand = (state, dispatch) => {
  const { tr, selection } = state
  if (!selection.empty) tr.deleteSelection()
  const $at = tr.doc.resolve(tr.mapping.map(selection.from))
  if ($at.parent.type !== proseSchema.nodes.block) return false
  dispatch?.(tr.split($at.pos))
  return true
}

export const lineBreak: KeyCommand = (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(proseSchema.nodes.line!.create(), false))
  return true
}

/** Selects the whole text, or with the caret in a block first that block. */
export const selectAll: KeyCommand = (state, dispatch) => {
  const { $from, $to } = state.selection
  const whole = TextSelection.between(state.doc.resolve(0), state.doc.resolve(state.doc.content.size))
  const isBlock =
    $from.sameParent($to) && $from.parentOffset === 0 && $to.parentOffset === $to.parent.content.size
  const block = $from.sameParent($to) && !isBlock && $from.parent.content.size > 0
  dispatch?.(
    state.tr.setSelection(block ? TextSelection.create(state.doc, $from.start(), $from.end()) : whole),
  )
  return true
}

const isMac = typeof navigator !== 'undefined' && /Mac|iP(hone|[oa]d)/.test(navigator.platform)

/** Whether a key was pressed that is written as `Mod-Shift-X`: Mod is Ctrl, on a Mac Cmd. Letters and digits are told
 * by their place on the keyboard where Alt or Shift would make other characters of them. */
export function pressed(event: KeyboardEvent, keys: string): boolean {
  const parts = keys.split('-')
  const key = parts.pop()!
  const wants = (name: string) => parts.includes(name)
  const ctrl = wants('Ctrl') || (wants('Mod') && !isMac)
  const meta = wants('Meta') || (wants('Mod') && isMac)
  if (event.ctrlKey !== ctrl || event.metaKey !== meta) return false
  if (event.altKey !== wants('Alt') || event.shiftKey !== wants('Shift')) return false
  if (/^[A-Z]$/.test(key) && (wants('Alt') || wants('Shift'))) return event.code === `Key${key}`
  if (/^\d$/.test(key) && (wants('Alt') || wants('Shift'))) return event.code === `Digit${key}`
  if (key === '.' || key === ',') return event.code === (key === '.' ? 'Period' : 'Comma')
  return event.key.toLowerCase() === key.toLowerCase()
}

/** How a key is shown: `Ctrl+Shift+1`, or on a Mac `⌘⇧1`. */
export function spelledKeys(keys: string): string {
  const parts = keys.split('-')
  if (!isMac) return parts.map(p => (p === 'Mod' ? 'Ctrl' : p)).join('+')
  const signs: Record<string, string> = {
    Mod: '⌘',
    Meta: '⌘',
    Ctrl: '⌃',
    Alt: '⌥',
    Shift: '⇧',
    Enter: '↩',
    Backspace: '⌫',
  }
  return parts.map(p => signs[p] ?? p).join('')
}
