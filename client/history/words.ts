/** How the pages of a document's history say what happened. */
import { type Deed, type Difference, deedsOf } from '../../schema/compare.js'
import type { EditedDocument } from '../../schema/document.js'
import type { RecordChange, Sitting, Step } from '../../schema/history.js'
import type { Doing } from '../../schema/restoring.js'
import { partsOfKey } from '../../schema/state.js'
import { fieldsOf, readingWords, short, toldOf } from '../../schema/telling.js'
import { kindWords } from '../library/typeset.js'
import { when } from '../panels/words.js'

/** What somebody is called. */
export type NameOf = (person: string) => string

/** One line about something that differs. `deeds` are said as tags. */
export interface Told {
  readonly what: string
  readonly words: string
  readonly deeds: readonly string[]
  readonly by: string | null
}

const deedWords: Readonly<Record<Deed, string>> = {
  made: 'made',
  removed: 'removed',
  changed: 'changed',
  accepted: 'accepted',
  rejected: 'rejected',
  withdrawn: 'withdrawn',
  reopened: 'reopened',
  superseded: 'superseded',
  decided: 'decided on',
}

export function tell(difference: Difference, document: EditedDocument): Told {
  const { text } = document
  const deeds = deedsOf(difference).map(deed => deedWords[deed])
  switch (difference.is) {
    case 'correction': {
      const { before, after } = difference
      const now = after ?? before!
      const was = before && after && (before.text !== after.text || before.start !== after.start)
      const words = readingWords(text, now) + (was ? `, before: ${short(before.text) || '∅'}` : '')
      return { what: 'Correction', words, deeds, by: now.by }
    }
    case 'note': {
      const note = difference.after ?? difference.before!
      return { what: 'Note', words: short(note.text) || 'empty', deeds, by: note.by }
    }
    case 'block': {
      const { before, after, offset } = difference
      const words =
        before && after ? `${kindWords(before)} → ${kindWords(after)}` : kindWords((after ?? before)!)
      const what = before && after ? 'Block' : 'Beginning of a block'
      return { what, words: `${words}: ${short(text.slice(offset, offset + 40))}`, deeds, by: null }
    }
    case 'milestone': {
      const { type, n } = (difference.after ?? difference.before)!
      const what = type === 'pb' ? 'Page break' : 'Milestone'
      return { what, words: n ?? type, deeds, by: null }
    }
    case 'span': {
      const { type, start, end } = (difference.after ?? difference.before)!
      return { what: 'Mark', words: `${type}: ${short(text.slice(start, end))}`, deeds, by: null }
    }
    case 'name': {
      const { type, start, end, by } = (difference.after ?? difference.before)!
      return { what: 'Name', words: `${type}: ${short(text.slice(start, end))}`, deeds, by }
    }
    case 'reply': {
      const reply = (difference.after ?? difference.before)!
      return { what: 'Reply', words: short(reply.text) || reply.act, deeds, by: reply.by }
    }
  }
}

// --- the timeline -----------------------------------------------------------------------------------------------

/** Where in the witness a row's change is; null where it is nowhere (the import). */
export function placeOfChange(
  { key, before, after }: RecordChange,
  document: EditedDocument,
): { readonly start: number; readonly end: number; readonly correction: string | null } | null {
  const parts = partsOfKey(key)
  if (!parts || parts.root === 'meta') return null
  const { root, record } = parts
  if (root === 'breaks' || root === 'blockAttrs') {
    const offset = Number.parseInt(record, 10)
    return Number.isFinite(offset) ? { start: offset, end: offset, correction: null } : null
  }
  const said = fieldsOf(after === undefined || fieldsOf(after).off === true ? (before ?? after) : after)
  if (root === 'decisions' || root === 'threads') {
    const on = document.corrections.get(String(said.on)) ?? document.notes.get(String(said.on))
    return on ? { start: on.start, end: on.end, correction: 'kind' in on ? on.id : null } : null
  }
  const start = root === 'milestones' ? said.at : said.start
  const end = root === 'milestones' ? said.at : said.end
  if (typeof start !== 'number' || typeof end !== 'number') return null
  return { start, end, correction: root === 'corrections' ? record : null }
}

/** What a sitting did in sum: "3 corrections, 1 decision". */
export function tellSitting({ from, to }: Sitting, steps: readonly Step[]): string {
  const touched = new Map<string, Set<string>>()
  for (let i = from; i <= to; i++)
    for (const { key } of toldOf(steps[i]!.changes)) {
      const parts = partsOfKey(key)
      if (!parts) continue
      const noun = nouns[parts.root]
      const known = touched.get(noun) ?? new Set()
      touched.set(noun, known.add(key))
    }
  const counts = [...touched].map(([noun, keys]) =>
    noun === nouns.meta
      ? noun
      : `${keys.size.toLocaleString('en')} ${keys.size === 1 ? noun : (plurals[noun] ?? `${noun}s`)}`,
  )
  return counts.join(', ') || 'nothing that can be seen'
}

const nouns = {
  meta: 'the import',
  corrections: 'correction',
  decisions: 'decision',
  breaks: 'change of structure',
  blockAttrs: 'change of structure',
  milestones: 'change of pages',
  spans: 'mark',
  notes: 'note',
  threads: 'reply',
  names: 'name',
  unplaced: 'place',
} as const

const plurals: Readonly<Record<string, string>> = {
  'change of structure': 'changes of structure',
  'change of pages': 'changes of pages',
  reply: 'replies',
}

// --- going back -------------------------------------------------------------------------------------------------

/** One thing that going back, or bringing back, will do. */
export function tellDoing(doing: Doing, now: EditedDocument, result: EditedDocument): string {
  const { text } = now
  switch (doing.does) {
    case 'propose':
      return `Propose ${readingWords(text, doing.correction)}`
    case 'decide': {
      const on = result.corrections.get(doing.decision.on)
      const verb = { accept: 'Accept', reject: 'Reject', reopen: 'Reopen', withdraw: 'Withdraw' }[
        doing.decision.act
      ]
      return on ? `${verb} ${readingWords(text, on)}` : verb
    }
    case 'write': {
      const root = partsOfKey(doing.key)?.root
      if (root === 'corrections') {
        const correction = result.corrections.get(doing.about) ?? now.corrections.get(doing.about)
        const words = correction ? readingWords(text, correction) : ''
        return doing.value === undefined ? `Take back ${words}` : `Write again ${words}`
      }
      if (root === 'notes') {
        const note = result.notes.get(doing.about) ?? now.notes.get(doing.about)
        const words = note ? short(note.text) : ''
        return doing.value === undefined ? `Delete the note “${words}”` : `Restore the note “${words}”`
      }
      return root === 'names' ? 'Restore a name' : 'Restore the structure'
    }
  }
}

/** "today 10:12": a moment, from the clock of this computer. */
export const moment = (at: number) => when(at, Date.now())
