/** What stands after the text: declaration, apparatus, works cited, index of names. */
import {
  type EntryRun,
  type PrintedEntry,
  type PrintedList,
  printedApparatus,
} from '../../apparatus-printed.js'
import { groupedNames, type NameGroup } from '../../name-groups.js'
import { printedText } from '../../printed.js'
import type { View } from '../../readings.js'
import { Register, typeWords } from '../../register.js'
import { type ApparatusList, apparatusLists, defaultSettings } from '../../settings.js'
import type { Exported } from '../format.js'
import type { NotePrinter } from '../note-printer.js'
import { escaped } from './escape.js'
import { printed, type TypstNotes } from './notes.js'
import type { Places } from './places.js'

/** The lists that a text has use of. Notes stand with the text, names have an index of their own. */
const listsOf: Readonly<Record<View, readonly ApparatusList[]>> = {
  received: ['marks', 'stamps', 'speakers'],
  diplomatic: ['declaration', 'transcription', 'marks', 'stamps', 'speakers'],
  reading: [
    'declaration',
    'emendations',
    'transcription',
    'regularizations',
    'marks',
    'rejected',
    'stamps',
    'speakers',
  ],
  all: [
    'declaration',
    'emendations',
    'transcription',
    'regularizations',
    'marks',
    'rejected',
    'stamps',
    'speakers',
  ],
}

/** The lists that the settings ask for and that have anything in them. A declaration is printed only where the edition has
 * settings: a default that nobody has chosen declares nothing. */
export function apparatusOf(exported: Exported, view: View, printer: NotePrinter): PrintedList[] {
  const { document, person, initials, settings, register } = exported
  const given = settings ?? defaultSettings
  const lists = { ...given.apparatus.lists }
  for (const list of apparatusLists) lists[list] &&= listsOf[view].includes(list)
  lists.declaration &&= settings !== undefined
  return printedApparatus(document, {
    settings: { ...given, apparatus: { ...given.apparatus, lists } },
    person,
    ...(initials ? { initials } : {}),
    registered: ref => register?.entry(ref)?.form ?? null,
    inNotes: part =>
      part.type === 'ref'
        ? printer.reference(part.to)
        : printedText(printer.citation(part.key, part.locator)),
  })
}

/** Everything after the text, a line each; empty where there is nothing. */
export function backMatter(
  exported: Exported,
  view: View,
  apparatus: readonly PrintedList[],
  notes: TypstNotes,
  printer: NotePrinter,
  places: Places,
): string[] {
  const lines: string[] = []
  const part = (title: string, entries: readonly string[]) => {
    if (entries.length > 0) lines.push(`#part[${escaped(title)}]`, ...entries)
  }
  if (view !== 'received') {
    part('Textual notes', notes.atEnd('textual'))
    part('Explanatory notes', notes.atEnd('explanatory'))
  }
  for (const { title, entries } of apparatus)
    part(
      title,
      entries.map(entry => entryTypst(entry, places)),
    )
  part(
    'Works cited',
    view === 'received'
      ? []
      : printer
          .works()
          .map(({ work, printed: runs }) => `#entry[${places.workHere(work.id)}${printed(runs)}]`),
  )
  if (view !== 'received') lines.push(...nameIndex(exported, places))
  return lines
}

function entryTypst({ runs, offset, correction }: PrintedEntry, places: Places): string {
  const words = runs.map(run => {
    const typst = runTypst(run)
    if (run.style !== 'place' || offset === null) return typst
    return correction === undefined
      ? places.toOffset(offset, typst)
      : places.toCorrection(correction, offset, typst)
  })
  return `#entry[${words.join('')}]`
}

function runTypst({ style, text }: EntryRun): string {
  const words = escaped(text)
  switch (style) {
    case 'place':
      return `#entry-place[${words}]`
    case 'lemma':
      return `#lemma[${words}]`
    case 'siglum':
      return `#siglum[${words}]`
    default:
      return words
  }
}

/** The index of names, with the pages on which they stand. */
function nameIndex({ document, register }: Exported, places: Places): string[] {
  const types = groupedNames(document, register ?? new Register([]))
  if (types.length === 0) return []
  const lists = types.flatMap(({ type, groups }) => {
    const title = typeWords[type][1]
    const entries = groups.map(group => nameEntry(group, places))
    return [
      ...(types.length > 1 ? [`#group[${title.charAt(0).toUpperCase()}${title.slice(1)}]`] : []),
      // A few names are found sooner one below the other.
      ...(entries.length > 8 ? ['#in-columns[', ...entries, ']'] : entries),
    ]
  })
  return ['#part[Index of names]', ...lists]
}

function nameEntry({ title, entry, names, speeches }: NameGroup, places: Places): string {
  const dates = entry?.dates ? ` \\(${escaped(entry.dates)}\\)` : ''
  const variants =
    entry && entry.variants.length > 0 ? `, #emph[also] ${entry.variants.map(escaped).join(', ')}` : ''
  const note = entry?.note.trim() ? `, ${escaped(entry.note.trim().replace(/\.$/, ''))}` : ''
  const at = places.ofNames(names.map(({ id }) => id))
  const spoken =
    speeches.length > 0
      ? `${places.toOffset(speeches[0]!, `speaks ${speeches.length === 1 ? 'once' : `${speeches.length} times`}`)}`
      : ''
  const found = [...(at === '' ? [] : [`#pages(${at})`]), ...(spoken === '' ? [] : [spoken])]
  return `#entry[${escaped(title)}${dates}${variants}${note}${found.length > 0 ? `, ${found.join('; ')}` : ''}]`
}
