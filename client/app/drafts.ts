/** Drafts: what a person did that the server refused, set aside for them as text. */
import type { EditedDocument } from '../../schema/document.js'
import { lineAndColumn } from '../../schema/witness.js'
import { wholeWords } from '../../schema/words.js'

/** `place` is where it stood, as a person finds it again; `text` what it said. */
export interface Draft {
  readonly id: string
  readonly what: 'correction' | 'note' | 'decision' | 'structure'
  readonly place: string
  readonly text: string
}

/** What `person` has in `mine` and what `theirs`, the document as the server holds it, does not have. */
export function draftsOf(mine: EditedDocument, theirs: EditedDocument, person: string): Draft[] {
  const drafts: Draft[] = []
  const { text, length } = mine
  const placeOf = (offset: number) => {
    const index = mine.structure.indexAt(offset, 1)
    const number = mine.structure.cited(index)
    return number > 0 ? `¶ ${number}` : `line ${lineAndColumn(text, offset).line}`
  }
  for (const correction of mine.corrections.inOrder()) {
    if (correction.by !== person) continue
    const kept = theirs.layers.correction(correction.id, length)
    if (kept && JSON.stringify(kept) === JSON.stringify(correction)) continue
    const wide = wholeWords(correction, text)
    const reason = correction.reason ? ` (${correction.reason})` : ''
    drafts.push({
      id: correction.id,
      what: 'correction',
      place: placeOf(correction.start),
      text: `${text.slice(wide.start, wide.end) || '∅'} ] ${wide.text || '∅'}${reason}`,
    })
  }
  for (const note of mine.notes.inOrder()) {
    if (note.by !== person) continue
    const kept = theirs.layers.note(note.id, length)
    if (kept && JSON.stringify(kept) === JSON.stringify(note)) continue
    const words = text.slice(note.start, note.end)
    drafts.push({ id: note.id, what: 'note', place: placeOf(note.start), text: `“${words}”: ${note.text}` })
  }
  const decided = new Set([...theirs.layers.allDecisions()].map(d => d.id))
  for (const decision of mine.layers.allDecisions()) {
    if (decision.by !== person || decided.has(decision.id)) continue
    const on = mine.corrections.get(decision.on)
    drafts.push({
      id: decision.id,
      what: 'decision',
      place: on ? placeOf(on.start) : '',
      text: `${decision.act} ${on ? `${text.slice(on.start, on.end)} ] ${on.text}` : decision.on}`,
    })
  }
  for (const [offset, on] of mine.layers.allBreaks()) {
    if (theirs.layers.breakAt(offset) === on) continue
    const words = text.slice(offset, offset + 40)
    drafts.push({
      id: `break-${offset}`,
      what: 'structure',
      place: placeOf(offset),
      text: `${on ? 'split before' : 'joined'} “${words}…”`,
    })
  }
  for (const [offset, key, value] of mine.layers.allBlockAttrs()) {
    if (theirs.layers.blockAttr(offset, key) === value) continue
    drafts.push({
      id: `attr-${offset}-${key}`,
      what: 'structure',
      place: placeOf(offset),
      text: `${key}: ${value === null ? 'none' : String(value)}`,
    })
  }
  return drafts
}

/** Drafts as text to copy or to keep in a file. */
export function draftsAsText(title: string, drafts: readonly Draft[]): string {
  const lines = drafts.map(d => `${d.place ? `${d.place} · ` : ''}${d.what}\n${d.text}\n`)
  return `${title}\n\n${lines.join('\n')}`
}
