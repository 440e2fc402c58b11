/** Interpretation: what a ProseMirror transaction that somebody's typing, pasting or dragging made means in the document. */
import type { Fragment, Node } from 'prosemirror-model'
import { type EditorState, TextSelection, type Transaction } from 'prosemirror-state'
import { ReplaceStep } from 'prosemirror-transform'
import { blockSeparator } from '../../schema/corrections.js'
import { proseSchema } from '../../schema/prosemirror.js'
import type { Projection, Spot } from './projection.js'

/** Where an edit took a block's beginning away: one of the document's, or one inside a correction's text. */
export type CoveredBreak = { readonly offset: number } | { readonly id: string; readonly index: number }

/** One replacement, told in the document's terms. `struck` has one range of the witness for each block touched; `taken`
 * the parts of corrections' texts that were deleted; `text` what came instead, with newlines and block separators. */
export interface Edit {
  readonly left: Spot
  readonly right: Spot
  readonly struck: readonly { readonly block: number; readonly start: number; readonly end: number }[]
  readonly taken: readonly { readonly id: string; readonly index: number; readonly length: number }[]
  readonly breaks: readonly CoveredBreak[]
  readonly text: string
  /** True for a deletion that left the caret where it ended: Backspace. */
  readonly backward: boolean
  /** True for a deletion that left the caret where it began: Delete. */
  readonly forward: boolean
}

/** The edits of a transaction, in the terms of the document before it. Steps that are no replacements have no meaning
 * here: structure is changed by commands. */
export function interpret(projection: Projection, state: EditorState, transaction: Transaction): Edit[] {
  const edits: Edit[] = []
  transaction.steps.forEach((step, i) => {
    if (!(step instanceof ReplaceStep)) return
    let { from, to } = step
    // Back to the first document, one map at a time: a mapping's slice does not invert its bounds.
    for (let j = i - 1; j >= 0; j--) {
      const back = transaction.steps[j]!.getMap().invert()
      from = back.map(from, 1)
      to = back.map(to, -1)
    }
    from = intoBlock(state.doc, from, 1)
    to = Math.max(from, intoBlock(state.doc, Math.max(from, to), -1))
    const left = projection.spotAt(state.doc, from)
    const right = projection.spotAt(state.doc, to)
    if (!left || !right) return
    const { selection } = state
    edits.push({
      left,
      right,
      ...covered(projection, state.doc, from, to),
      text: inserted(step.slice.content, step.slice.openStart),
      backward: selection.empty && selection.head === to && from < to,
      forward: selection.empty && selection.head === from && from < to,
    })
  })
  return edits
}

/** The nearest position inside a block. */
function intoBlock(doc: Node, pos: number, direction: 1 | -1): number {
  const $pos = doc.resolve(Math.max(0, Math.min(pos, doc.content.size)))
  if ($pos.parent.type === proseSchema.nodes.block) return $pos.pos
  const found =
    TextSelection.findFrom($pos, direction, true) ?? TextSelection.findFrom($pos, -direction, true)
  return found ? found.head : $pos.pos
}

/** Inserted content as text. The first block of a slice that is open at its start goes on in the block it lands in. */
function inserted(content: Fragment, openStart: number): string {
  let text = ''
  const walk = (fragment: Fragment, open: number) => {
    fragment.forEach((node, _, i) => {
      const goesOn = i === 0 && open > 0
      if (node.isText) text += node.text ?? ''
      else if (node.type === proseSchema.nodes.line) text += '\n'
      else if (node.type === proseSchema.nodes.block) {
        if (!goesOn) text += blockSeparator
        walk(node.content, 0)
      } else walk(node.content, goesOn ? open - 1 : 0)
    })
  }
  walk(content, openStart)
  return text.replace(/\r\n?/g, '\n')
}

function covered(projection: Projection, doc: Node, from: number, to: number) {
  const struck: { block: number; start: number; end: number }[] = []
  const taken: { id: string; index: number; length: number }[] = []
  const breaks: CoveredBreak[] = []
  if (from < to) {
    doc.nodesBetween(from, to, (node, pos) => {
      if (node.type !== proseSchema.nodes.block) return true
      const start = pos + 1
      const spot = projection.spotAt(doc, start)
      if (!spot) return false
      if (pos >= from) {
        const { opened } = spot.piece
        breaks.push(
          opened ? { id: opened.correction.id, index: opened.index } : { offset: spot.piece.block.start },
        )
      }
      for (const p of spot.placed) {
        const a = Math.max(from, start + p.from)
        const b = Math.min(to, start + p.to)
        if (a >= b) continue
        const skip = a - start - p.from
        const s = p.segment
        if (s.type === 'added' || s.type === 'addedLine')
          taken.push({ id: s.correction.id, index: s.index + skip, length: b - a })
        else if (s.type === 'text') strike(struck, spot.index, s.offset + skip, s.offset + skip + (b - a))
        else if (s.type !== 'milestone') strike(struck, spot.index, s.offset, s.offset + s.length)
      }
      return false
    })
  }
  return { struck, taken, breaks }
}

/** Ranges of one block are one range: what lies between them in the block was covered as well. */
function strike(
  struck: { block: number; start: number; end: number }[],
  block: number,
  start: number,
  end: number,
) {
  const last = struck.at(-1)
  if (last && last.block === block) last.end = Math.max(last.end, end)
  else struck.push({ block, start, end })
}
