/** What the pages of one document are made of besides its text: its corrections, notes, names and works as entries with
 * names by which links find them. `e-3` is an entry of the apparatus and `c-3` its place in the text, `n-1` and `r-1` a note and
 * its mark, `name-1` the place of a name, `b-1` a work, `p11` a paragraph. */
import { type Emendation, emendationsOf, type NoteEntry, noteEntriesOf } from '../../apparatus.js'
import type { Correction } from '../../corrections.js'
import type { EditedDocument } from '../../document.js'
import { SortedRanges } from '../../ranges.js'
import { shows, type View } from '../../readings.js'
import { winnersInWords } from '../flow.js'
import type { Exported } from '../format.js'
import { type CitedWork, NotePrinter } from '../note-printer.js'
import { escaped } from './escape.js'
import { nameTargets } from './names.js'
import type { Leads } from './note-body.js'

export interface Parts {
  readonly exported: Exported
  readonly document: EditedDocument
  readonly emendations: readonly Emendation[]
  /** The number of a correction's entry, by its id. */
  readonly entries: ReadonlyMap<string, string>
  readonly notes: readonly NoteEntry[]
  readonly printer: NotePrinter
  readonly works: readonly CitedWork[]
  readonly leads: Leads
  readonly targets: ReadonlyMap<string, string>
  readonly person: (id: string) => string
}

export function partsOf(exported: Exported): Parts {
  const { document } = exported
  const emendations = emendationsOf(document)
  const entries = new Map(emendations.map((e, i) => [e.correction.id, String(i + 1)]))
  const notes = noteEntriesOf(document)
  const printer = new NotePrinter(exported)
  const works = printer.works()
  return {
    exported,
    document,
    emendations,
    entries,
    notes,
    printer,
    works,
    leads: leadsOf(document, notes, entries, works, printer),
    targets: nameTargets(document),
    person: id => (id ? exported.person(id) || id : 'unsigned'),
  }
}

/** Where references and citations lead. */
function leadsOf(
  document: EditedDocument,
  notes: readonly NoteEntry[],
  entries: ReadonlyMap<string, string>,
  works: readonly CitedWork[],
  printer: NotePrinter,
): Leads {
  const numbers = new Map(notes.map(({ note, number }) => [note.id, number]))
  const cited = new Map(works.map(({ work }, i) => [work.id, i + 1]))
  return {
    printer,
    reference: to => {
      if (!printer.isHere(to)) return null
      if ('note' in to) return numbers.has(to.note) ? `#n-${numbers.get(to.note)}` : null
      if ('correction' in to) return entries.has(to.correction) ? `#e-${entries.get(to.correction)}` : null
      if (to.end > document.length) return null
      const block = document.structure.indexAt(to.start, 1)
      const number = document.structure.cited(block)
      return number > 0 ? `#p${number}` : null
    },
    work: key => (cited.has(key) ? `#b-${cited.get(key)}` : null),
  }
}

/** The marks of the notes by the block in which they end, in the order of their ends. `attributes` are those of a mark
 * besides its own, with a space before them. */
export function noteMarks(
  { notes, printer }: Parts,
  attributes = '',
): Map<number, { offset: number; html: string }[]> {
  const marks = new Map<number, { offset: number; html: string }[]>()
  for (const { note, number, block } of notes) {
    const html = `<a class="ref" id="r-${number}" href="#n-${number}" role="doc-noteref"${attributes}>${escaped(printer.labels.get(note.id) ?? String(number))}</a>`
    const list = marks.get(block) ?? []
    list.push({ offset: note.end, html })
    marks.set(block, list)
  }
  return marks
}

/** The corrections that a view shows, on whole words where an accepted one stands alone. */
export function shownInWords(document: EditedDocument, view: View): SortedRanges<Correction> {
  const wide = winnersInWords(document)
  return SortedRanges.of(
    document.corrections
      .inOrder()
      .filter(c => shows(document, c, view))
      .map(c => wide.get(c.id) ?? c),
  )
}

/** The language of the text as HTML names it (BCP 47). */
export function languageOf({ metadata }: Pick<Exported, 'metadata'>): string {
  const given = metadata.language ?? ''
  return /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(given) ? given : 'en'
}

/** The key of a document's metadata as people read it. */
export function labelOf(key: string): string {
  const words = key.replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`)
  return key === 'url' ? 'Address' : words.charAt(0).toUpperCase() + words.slice(1)
}
