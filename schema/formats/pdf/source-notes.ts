/** The source's own notes, each found by the reference that calls it: a span or a milestone `note-ref`, and below it blocks
 * of kind `note`. */
import type { EditedDocument } from '../../document.js'

/** A note: its mark as the source has it, and the indexes of its blocks. */
export interface SourceNote {
  readonly mark: string
  readonly blocks: readonly number[]
}

/** The notes by the id of what calls them. A note that nothing calls is not among them: it stays where it stands. */
export function calledNotes(document: EditedDocument): Map<string, SourceNote> {
  const references = [
    ...document.spans
      .inOrder()
      .filter(({ type }) => type === 'note-ref')
      .map(({ id, start, end }) => ({ id, at: start, n: bare(document.text.slice(start, end)) })),
    ...document
      .allMilestones()
      .filter(({ type }) => type === 'note-ref')
      .map(({ id, at, n = '' }) => ({ id, at, n: bare(n) })),
  ].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
  const waiting = new Map<string, typeof references>()
  for (const reference of references) {
    const same = waiting.get(reference.n)
    if (same) same.push(reference)
    else waiting.set(reference.n, [reference])
  }
  const called = new Map<string, SourceNote>()
  const { structure } = document
  let last: { blocks: number[]; n: string } | null = null
  for (let i = 0; i < structure.count; i++) {
    const { kind, attrs, start } = structure.block(i)
    const n = bare(String(attrs.n ?? ''))
    if (kind !== 'note') {
      last = null
      continue
    }
    // The first that nothing has answered yet: numbers begin anew on each page.
    const first = attrs.continues === true ? undefined : waiting.get(n)?.[0]
    if (first && first.at < start) {
      waiting.get(n)!.shift()
      last = { blocks: [i], n }
      called.set(first.id, { mark: n || '*', blocks: last.blocks })
    } else if (last && (attrs.continues === true || n === last.n)) last.blocks.push(i)
    else last = null
  }
  return called
}

/** A mark without the brackets around it. */
const bare = (mark: string) => mark.trim().replace(/^[[(]|[\])]$/g, '')
