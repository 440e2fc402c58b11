/** Where names stand: those that somebody has tagged, and every other place where a form of the register is written. */
import type { EditedDocument } from './document.js'
import { graphemeEnd, graphemeStart } from './graphemes.js'
import type { NameType } from './names.js'
import { formsOf, type Register, type RegisterEntry } from './register.js'
import { wholeWords, wordEnd } from './words.js'

/** One place. `name` is the id of the tag, or '' where nobody has tagged it; `entries` are the entries that it may
 * mean: the one that the tag refers to, or all that have this form. `reads` is what an accepted or proposed correction
 * would have instead, or null. `paragraph` is its number in citations. */
export interface Occurrence {
  readonly start: number
  readonly end: number
  readonly words: string
  readonly before: string
  readonly after: string
  readonly paragraph: number
  readonly name: string
  readonly type: NameType
  readonly entries: readonly string[]
  readonly reads: string | null
}

/** So many letters of context on either side. */
const context = 50

const none: readonly never[] = []

/** The forms of a register, found in a text in one walk over its words. */
export class FormFinder {
  private readonly byFirstWord = new Map<string, { form: string; entries: RegisterEntry[] }[]>()

  constructor(entries: Iterable<RegisterEntry>) {
    for (const entry of entries)
      for (const form of formsOf(entry)) {
        const from = firstLetter(form)
        if (from === form.length) continue
        const word = form.slice(from, wordEnd(form, from))
        const known = this.byFirstWord.get(word) ?? []
        const same = known.find(k => k.form === form)
        if (same) same.entries.push(entry)
        else known.push({ form, entries: [entry] })
        this.byFirstWord.set(word, known)
      }
    // The longest form that fits is meant.
    for (const forms of this.byFirstWord.values()) forms.sort((a, b) => b.form.length - a.form.length)
  }

  /** The forms in a text, in order, none overlapping another. A form may run over a line's end, not over a blank line. */
  *find(text: string): Generator<{ start: number; end: number; entries: readonly RegisterEntry[] }> {
    if (this.byFirstWord.size === 0) return
    let passed = 0
    for (const match of text.matchAll(/[\p{L}\p{N}\p{M}'’]+/gu)) {
      if (match.index < passed) continue
      for (const { form, entries } of this.formsWith(match[0])) {
        const start = match.index - firstLetter(form)
        const end = endOfForm(text, start, form)
        if (end === null || start < passed) continue
        yield { start, end, entries }
        passed = end
        break
      }
    }
  }

  private formsWith(word: string): readonly { form: string; entries: readonly RegisterEntry[] }[] {
    const own = this.byFirstWord.get(word) ?? none
    const at = Math.max(word.lastIndexOf("'"), word.lastIndexOf('’'))
    if (at < 0) return own
    const bare = word.replace(/['’]s?$/u, '')
    return bare === word ? own : [...own, ...(this.byFirstWord.get(bare) ?? none)]
  }
}

function firstLetter(form: string): number {
  const at = form.search(/[\p{L}\p{N}\p{M}'’]/u)
  return at < 0 ? form.length : at
}

/** Where a form that begins at `start` ends in a text; null where it does not stand there as whole words. */
function endOfForm(text: string, start: number, form: string): number | null {
  let at = start
  for (const letter of form) {
    if (letter === ' ') {
      const space = /^\s+/u.exec(text.slice(at, at + 20))?.[0]
      if (!space || (space.match(/\r\n?|\n/g) ?? []).length > 1) return null
      at += space.length
    } else if (text.startsWith(letter, at)) at += letter.length
    else return null
  }
  const next = text.charAt(at)
  // A possessive is the name still: "Stalin’s".
  const ends = next === "'" || next === '’' || wordEnd(text, at) === at || !/[\p{L}\p{N}\p{M}]$/u.test(form)
  return ends ? at : null
}

/** All names and all untagged forms of a document, in text order. `finder` must be made of the register's entries. */
export function occurrencesIn(
  document: EditedDocument,
  register: Register,
  finder: FormFinder,
): Occurrence[] {
  const { text } = document
  const found: Occurrence[] = []
  const add = (start: number, end: number, name: string, type: NameType, entries: readonly string[]) =>
    found.push({
      start,
      end,
      words: oneSpace(text.slice(start, end)),
      before: oneSpace(text.slice(graphemeStart(text, Math.max(0, start - context)), start)),
      after: oneSpace(text.slice(end, graphemeEnd(text, Math.min(text.length, end + context)))),
      paragraph: document.structure.cited(document.structure.indexAt(start, 1)),
      name,
      type,
      entries,
      reads: readingAt(document, start, end),
    })
  for (const { id, start, end, type, ref } of document.names.inOrder()) {
    const entry = ref === '' ? null : register.entry(ref, oneSpace(text.slice(start, end)))
    add(start, end, id, type, entry ? [entry.id] : [])
  }
  for (const { start, end, entries } of finder.find(text)) {
    const tagged = document.names.touching(start, end).some(n => n.start < end && n.end > start)
    if (!tagged && isShown(document, start))
      add(
        start,
        end,
        '',
        entries[0]!.type,
        entries.map(e => e.id),
      )
  }
  return found.sort((a, b) => a.start - b.start || a.end - b.end || (a.name < b.name ? -1 : 1))
}

/** Whether an offset lies in a block, not in what stands between two. */
function isShown({ structure }: EditedDocument, offset: number): boolean {
  const { runs } = structure.block(structure.indexAt(offset, 1))
  return runs.some(([from, to]) => from <= offset && offset < to)
}

/** What the corrections that are accepted or proposed make of a range, on whole words; null where there are none. */
function readingAt(document: EditedDocument, start: number, end: number): string | null {
  const touching = document.corrections.touching(start, end).filter(c => {
    const standing = document.standing(c.id)
    return (standing === 'accepted' || standing === 'proposed') && c.start < end && c.end > start
  })
  const best = touching.find(c => document.standing(c.id) === 'accepted') ?? touching[0]
  return best ? oneSpace(wholeWords(best, document.text).text) : null
}

const oneSpace = (text: string) => text.replace(/\s+/gu, ' ')
