/** What a change of the layers is in words, as the history and the audit log say it. */
import type { Correction } from './corrections.js'
import type { RecordChange } from './history.js'
import { type Json, partsOfKey } from './state.js'

const longest = 90

/** A text as one line that is not too long. */
export const short = (text: string): string => {
  const flat = text.replaceAll('\n', ' ⏎ ').replaceAll('\u2029', ' ¶ ').trim()
  return flat.length > longest ? `${flat.slice(0, longest - 1)}…` : flat
}

/** `Ugeki ] Ugaki` the way an apparatus has it: what it should read, then what is received. */
export function readingWords(
  text: string,
  { start, end, text: read }: Pick<Correction, 'start' | 'end' | 'text'>,
): string {
  return `${short(text.slice(start, end)) || '∅'} → ${short(read) || '∅'}`
}

/** What is needed to say what changed: the witness's text, and what a correction says. */
export interface Source {
  readonly text: string
  reading(id: string): Pick<Correction, 'start' | 'end' | 'text'> | undefined
}

const verbs = { accept: 'accepted', reject: 'rejected', reopen: 'reopened', withdraw: 'withdrew' } as const

/** What a row did to one record, as a person would say it: "proposed Ugeki → Ugaki". Null where it is nothing to tell. */
export function tellChange(
  { key, before, after }: Pick<RecordChange, 'key' | 'before' | 'after'>,
  source: Source,
): string | null {
  const parts = partsOfKey(key)
  if (!parts) return null
  const was = fieldsOf(before)
  const is = fieldsOf(after)
  const said = after === undefined ? was : is
  const { text } = source
  const range = () => short(text.slice(Number(said.start), Number(said.end)))
  const reading = () =>
    readingWords(text, { start: Number(said.start), end: Number(said.end), text: String(said.text) })
  switch (parts.root) {
    case 'corrections':
      if (before === undefined) return `proposed ${reading()}`
      if (after === undefined) return `took back ${reading()}`
      return was.text === is.text && was.start === is.start && was.end === is.end
        ? `described ${reading()}`
        : `wrote ${reading()}`
    case 'decisions': {
      const on = source.reading(String(is.on))
      const verb = verbs[is.act as keyof typeof verbs] ?? 'decided on'
      return `${verb} ${on ? readingWords(text, on) : 'a correction'}`
    }
    case 'notes':
      if (before === undefined) return `began a note on “${range()}”`
      return after === undefined ? `deleted a note on “${range()}”` : `wrote in a note on “${range()}”`
    case 'threads':
      return is.text ? `said “${short(String(is.text))}”` : 'settled a conversation'
    case 'names':
      return after === undefined ? `unmarked the name “${range()}”` : `marked the name “${range()}”`
    case 'milestones':
      return after === undefined || is.off === true ? 'removed a page break' : 'set a page break'
    case 'spans':
      return after === undefined || is.off === true ? 'removed a mark' : 'marked words'
    case 'breaks':
      return is.on === true ? 'split a block' : is.on === false ? 'joined blocks' : 'restored a break'
    case 'blockAttrs':
      return `set ${parts.record.split('#')[1] ?? 'a block'}`
    case 'meta':
      return 'imported the document'
    case 'unplaced': {
      const { value, words } = fieldsOf(after ?? before)
      const { text: read } = fieldsOf(value)
      const what =
        typeof read === 'string' && key.startsWith('unplaced/corrections/')
          ? `${short(String(words)) || '∅'} → ${short(read) || '∅'}`
          : `what stood on “${short(String(words))}”`
      if (before === undefined) return null
      if (is.aside && !was.aside) return `set aside ${what}`
      if (was.aside && !is.aside && !is.placed) return `took up again ${what}`
      return `found the place of ${what}`
    }
    default:
      return null
  }
}

/** The changes of a row that are told: a record whose place was found is not told as one that was made. */
export function toldOf<T extends Pick<RecordChange, 'key'>>(changes: readonly T[]): readonly T[] {
  const placed = new Set(
    changes.flatMap(({ key }) => (key.startsWith('unplaced/') ? [key.slice('unplaced/'.length)] : [])),
  )
  return placed.size === 0 ? changes : changes.filter(({ key }) => !placed.has(key))
}

/** The fields of a record's value; none where it is no record. */
export function fieldsOf(value: Json | undefined): { readonly [key: string]: Json } {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
    ? (value as { readonly [key: string]: Json })
    : {}
}
