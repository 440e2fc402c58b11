/** A source's own notes: lines that begin with a mark ("[1]", "¹", "*") which also stands inside an earlier line. */
import { addSpan, mark, type Reading } from './draft.js'

const LEADING = /^(\[(?:\d{1,3}|\*{1,3})\]|[¹²³⁰⁴-⁹]{1,3}|\*{1,3}(?=[^\s*])|†)\s*(?=\S)/
const REFERENCE = /\[(?:\d{1,3}|\*{1,3})\]|[¹²³⁰⁴-⁹]{1,3}/g

/** Marks notes with their mark as `n`, and the references to them as spans. */
export function recogniseNotes({ drafts }: Reading): void {
  const places = new Map<string, { index: number; at: number }>()
  drafts.forEach((draft, index) => {
    if (!/[[¹²³⁰⁴-⁹]/.test(draft.line.text)) return
    for (const { 0: found, index: at } of draft.line.text.matchAll(REFERENCE))
      if (at > 0 && !places.has(found)) places.set(found, { index, at })
  })
  if (places.size === 0) return
  drafts.forEach((draft, i) => {
    const found = draft.kind === null ? LEADING.exec(draft.line.text.slice(0, 12)) : null
    const place = found ? places.get(found[1]!) : undefined
    if (!found || !place || place.index >= i) return
    mark(draft, 'note', { n: found[1]!.replace(/[[\]]/g, '') })
    addSpan(draft, 0, found[1]!.length, 'marker')
    addSpan(drafts[place.index]!, place.at, place.at + found[1]!.length, 'note-ref')
  })
}
