/** Drafts: what a person did that the server refused, set aside for them as text, and as values to be entered again. */
import type { EditedDocument } from '../../schema/document.js'
import { type Layers, type Root, roots } from '../../schema/layers.js'
import { equal, type Json, keyOf, partsOfKey, recordAt, writeRecord } from '../../schema/state.js'
import { fieldsOf, short } from '../../schema/telling.js'
import { lineAndColumn } from '../../schema/witness.js'
import { wholeWords } from '../../schema/words.js'

/** `place` is where it stood, as a person finds it again; `text` what it said; `id` its key in a state, and `value` what the
 * record of that key was. */
export interface Draft {
  readonly id: string
  readonly what: 'correction' | 'note' | 'decision' | 'reply' | 'name' | 'structure'
  readonly place: string
  readonly text: string
  readonly value: Json
}

/** What is kept without a place is the server's: a place found in vain is simply not found yet. */
type Drafted = Exclude<Root, 'meta' | 'unplaced'>

const nouns: Readonly<Record<Drafted, Draft['what']>> = {
  corrections: 'correction',
  notes: 'note',
  decisions: 'decision',
  threads: 'reply',
  names: 'name',
  breaks: 'structure',
  blockAttrs: 'structure',
  milestones: 'structure',
  spans: 'structure',
}

/** The parts of the layers whose records are signed by whoever made them. */
const signed: ReadonlySet<Root> = new Set(['corrections', 'notes', 'decisions', 'threads', 'names'])

/** What `person` has in `mine` and what `theirs`, the document as the server holds it, does not have, the corrections first.
 * What was only taken away is not among it: it is there again. */
export function draftsOf(mine: EditedDocument, theirs: EditedDocument, person: string): Draft[] {
  const drafts: Draft[] = []
  for (const root of roots) {
    if (root === 'meta' || root === 'unplaced') continue
    for (const record of mine.layers[root].keys()) {
      const value = recordAt(mine.layers, root, record)
      if (value === undefined) continue
      if (signed.has(root) && fieldsOf(value).by !== person) continue
      const kept = recordAt(theirs.layers, root, record)
      if (equal(kept, value)) continue
      const said = tell(mine, root, record, value)
      if (said) drafts.push({ id: keyOf(root, record), what: nouns[root], value, ...said })
    }
  }
  return drafts
}

/** Where a record stood and what it said; null for one that nobody could read anyway. */
function tell(
  mine: EditedDocument,
  root: Drafted,
  record: string,
  value: Json,
): { place: string; text: string } | null {
  const { text } = mine
  const placeOf = (offset: number) => {
    const index = mine.structure.indexAt(offset, 1)
    const number = mine.structure.cited(index)
    return number > 0 ? `¶ ${number}` : `line ${lineAndColumn(text, offset).line}`
  }
  const said = fieldsOf(value)
  const range = () => `“${text.slice(Number(said.start), Number(said.end))}”`
  const about = (id: string) => {
    const on = mine.corrections.get(id) ?? mine.notes.get(id)
    return {
      place: on ? placeOf(on.start) : '',
      words: on ? `${text.slice(on.start, on.end) || '∅'}${'kind' in on ? ` ] ${on.text || '∅'}` : ''}` : id,
    }
  }
  switch (root) {
    case 'corrections': {
      const correction = mine.corrections.get(record)
      if (!correction) return null
      const wide = wholeWords(correction, text)
      const reason = correction.reason ? ` (${correction.reason})` : ''
      const words = `${text.slice(wide.start, wide.end) || '∅'} ] ${wide.text || '∅'}${reason}`
      return { place: placeOf(correction.start), text: words }
    }
    case 'notes': {
      const note = mine.notes.get(record)
      return note ? { place: placeOf(note.start), text: `${range()}: ${note.text}` } : null
    }
    case 'decisions': {
      const { place, words } = about(String(said.on))
      return { place, text: `${said.act} ${words}${said.why ? `: ${said.why}` : ''}` }
    }
    case 'threads': {
      const { place, words } = about(String(said.on))
      return { place, text: `on ${short(words)}: ${said.text || said.act}` }
    }
    case 'names':
      return { place: placeOf(Number(said.start)), text: `${range()}: ${said.type}` }
    case 'breaks': {
      const offset = Number(record)
      const words = text.slice(offset, offset + 40)
      return { place: placeOf(offset), text: `${said.on === true ? 'split before' : 'joined'} “${words}…”` }
    }
    case 'blockAttrs': {
      const [offset, key] = record.split('#')
      return { place: placeOf(Number(offset)), text: `${key}: ${value === null ? 'none' : String(value)}` }
    }
    case 'milestones':
      return said.off === true
        ? { place: '', text: `hid the page break or milestone ${record}` }
        : { place: placeOf(Number(said.at)), text: `${said.type} ${said.n ?? ''}`.trim() }
    case 'spans':
      return said.off === true
        ? { place: '', text: `removed the mark ${record}` }
        : { place: placeOf(Number(said.start)), text: `${range()}: ${said.type}` }
  }
}

/** Enters drafts anew, as what `person` does at `now` (milliseconds since 1970): what the document has of theirs is
 * rewritten, all else becomes a record of its own, with what was said of it pointing there. */
export function enterAgain(
  layers: Layers,
  drafts: readonly Draft[],
  person: string,
  now: number,
  newId: () => string,
): void {
  const renamed = new Map<string, string>()
  const places = drafts.map(draft => {
    const { root, record } = partsOfKey(draft.id)!
    const old = fieldsOf(recordAt(layers, root, record))
    const isOwn = signed.has(root) && root !== 'decisions' && old.by === person
    const id = !signed.has(root) || isOwn ? record : newId()
    if (id !== record) renamed.set(record, id)
    return { draft, root, id, at: isOwn ? (old.at ?? now) : now }
  })
  layers.change('again', () => {
    for (const { draft, root, id, at } of places) {
      const said = fieldsOf(draft.value)
      const on = renamed.get(String(said.on))
      const value = signed.has(root) ? { ...said, by: person, at, ...(on ? { on } : {}) } : draft.value
      writeRecord(layers, keyOf(root, id), value)
    }
  })
}

/** Drafts as text to copy or to keep in a file. */
export function draftsAsText(title: string, drafts: readonly Draft[]): string {
  const lines = drafts.map(d => `${d.place ? `${d.place} · ` : ''}${d.what}\n${d.text}\n`)
  return `${title}\n\n${lines.join('\n')}`
}
