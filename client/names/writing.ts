/** Writing names into the open document. One's own work can be undone; what somebody else has signed is changed outside
 * of undo, which would put their signature back (G13). */
import type { Name, NameType } from '../../schema/names.js'
import type { Editor } from '../editor/editor.js'

interface Range {
  readonly start: number
  readonly end: number
}

/** Tags ranges of the witness, as one step. Where a range is tagged already, that name is changed. Answers how many. */
export function tagRanges(editor: Editor, ranges: readonly Range[], type: NameType, ref: string): number {
  const { layers, names } = editor.document
  const set = ranges.map(({ start, end }): Name => {
    const known = names.touching(start, end).find(n => n.start === start && n.end === end)
    return {
      id: known?.id ?? editor.newId(),
      start,
      end,
      type,
      ref,
      by: editor.me.id,
      at: Date.now(),
    }
  })
  const fresh = set.filter(name => isOwnOrNew(editor, name.id))
  const others = set.filter(name => !isOwnOrNew(editor, name.id))
  write(
    editor,
    () => {
      for (const name of fresh) layers.setName(name)
    },
    fresh.length,
  )
  if (others.length > 0)
    layers.change(null, () => {
      for (const name of others) layers.setName(name)
    })
  return set.length
}

/** Takes tags off; false where there was none. */
export function removeNames(editor: Editor, ids: readonly string[]): boolean {
  const { layers, names } = editor.document
  const known = ids.filter(id => names.get(id))
  const own = known.filter(id => isOwnOrNew(editor, id))
  const others = known.filter(id => !isOwnOrNew(editor, id))
  write(
    editor,
    () => {
      for (const id of own) layers.removeName(id)
    },
    own.length,
  )
  if (others.length > 0)
    layers.change(null, () => {
      for (const id of others) layers.removeName(id)
    })
  return known.length > 0
}

/** Lets all turns of a speaker refer to an entry of the register, or, with '', to none. Answers how many. */
export function linkSpeaker(editor: Editor, who: string, ref: string): number {
  const { structure, layers } = editor.document
  const starts: number[] = []
  for (let i = 0; i < structure.count; i++) {
    const { kind, attrs, start } = structure.block(i)
    if (kind === 'speech' && attrs.who === who) starts.push(start)
  }
  write(
    editor,
    () => {
      for (const start of starts) layers.setBlockAttr(start, 'whoRef', ref === '' ? null : ref)
    },
    starts.length,
  )
  return starts.length
}

function isOwnOrNew(editor: Editor, id: string): boolean {
  const known = editor.document.names.get(id)
  return !known || known.by === editor.me.id
}

function write(editor: Editor, work: () => void, count: number): void {
  if (count > 0) editor.change(work)
}
