/** What the keys and the toolbar of a note's body do. */
import { lift, wrapIn } from 'prosemirror-commands'
import type { NodeType } from 'prosemirror-model'
import { type Command, type EditorState, TextSelection } from 'prosemirror-state'
import type { Reference } from '../../schema/note-body.js'
import { noteSchema } from '../panels/note-schema.js'

const {
  blockquote,
  bullet_list: bullets,
  ordered_list: numbers,
  list_item: item,
  ref,
  cite,
} = noteSchema.nodes

/** Makes the selected paragraphs a list of the kind, or another kind of list, or takes them out of it. */
export const toggleList = (type: NodeType): Command => {
  return (state, dispatch) => {
    const { $from, $to, anchor, head } = state.selection
    for (let depth = $from.depth; depth > 0; depth--) {
      const node = $from.node(depth)
      if (node.type !== bullets && node.type !== numbers) continue
      if (node.type === type) return lift(state, dispatch)
      dispatch?.(state.tr.setNodeMarkup($from.before(depth), type))
      return true
    }
    const range = $from.blockRange($to)
    if (!range) return false
    const paragraphs = range.parent.content.content.slice(range.startIndex, range.endIndex)
    const list = type.createChecked(
      null,
      paragraphs.map(paragraph => item!.createChecked(null, paragraph)),
    )
    // Each paragraph is moved by its own item's beginning, and by the ends of those before it.
    const moved = (pos: number) => {
      let start = range.start
      let by = 2
      for (const paragraph of paragraphs) {
        if (pos <= start + paragraph.nodeSize) return pos + by
        start += paragraph.nodeSize
        by += 2
      }
      return pos + by
    }
    const tr = state.tr.replaceWith(range.start, range.end, list)
    dispatch?.(tr.setSelection(TextSelection.create(tr.doc, moved(anchor), moved(head))))
    return true
  }
}

export const toggleBullets = toggleList(bullets!)
export const toggleNumbers = toggleList(numbers!)

export const toggleQuotation: Command = (state, dispatch) =>
  isIn(state, blockquote!) ? lift(state, dispatch) : wrapIn(blockquote!)(state, dispatch)

/** Enter in an item with words begins the next item; in an empty one the list ends, as everywhere. */
export const splitItem: Command = (state, dispatch) => {
  const { $from, $to } = state.selection
  if ($from.depth < 2 || $from.node(-1).type !== item || !$from.sameParent($to)) return false
  if ($from.parent.content.size === 0) return false
  dispatch?.(state.tr.deleteSelection().split($from.pos, 2).scrollIntoView())
  return true
}

export function isIn(state: EditorState, type: NodeType): boolean {
  const { $from } = state.selection
  for (let depth = $from.depth; depth > 0; depth--) if ($from.node(depth).type === type) return true
  return false
}

/** Puts a reference in the place of the selection. `here` is the id of the document that the note is in: a reference
 * within it does not name it, so that a copy of the document refers to itself. */
export const insertReference =
  (to: Reference, here: string): Command =>
  (state, dispatch) => {
    const attributes = { ...to, document: to.document === '' || to.document === here ? null : to.document }
    dispatch?.(state.tr.replaceSelectionWith(ref!.create(attributes), false).scrollIntoView())
    return true
  }

export const insertCitation =
  (key: string, locator: string): Command =>
  (state, dispatch) => {
    const node = cite!.create({ key, locator: locator.trim() || null })
    dispatch?.(state.tr.replaceSelectionWith(node, false).scrollIntoView())
    return true
  }
