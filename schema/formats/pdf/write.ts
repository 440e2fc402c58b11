/** Writes an edition as Typst source, from which its PDF is set. */
import { utf8ToBytes } from '@noble/hashes/utils.js'
import type { View } from '../../readings.js'
import { chosen, type Exported, type Format, type FormatOption } from '../format.js'
import { NotePrinter } from '../note-printer.js'
import { escaped, literal } from './escape.js'
import { colophonTypst, editorsOf, frontTypst } from './front.js'
import { lackingIn } from './glyphs.js'
import { apparatusOf, backMatter } from './lists.js'
import { type NotePlace, TypstNotes } from './notes.js'
import { Places } from './places.js'
import { style, words } from './style.js'
import { isCapital, textTypst } from './text.js'

/** The whole source in UTF-8. It needs no other file; Libertinus Serif is part of Typst. */
export function typst(exported: Exported, view: View = 'reading'): string {
  const { document, title, edition, settings } = exported
  const option = (name: string) => chosen(typstFormat, name, exported)
  const printer = new NotePrinter(exported)
  const places = new Places(document, printer)
  const notePlace = option('notes') as NotePlace
  const notes = new TypstNotes(exported, printer, places, notePlace)
  const apparatus = apparatusOf(exported, view, printer)
  for (const { entries } of apparatus)
    for (const { offset } of entries) if (offset !== null) places.expect(offset)
  const stamps = settings?.principles.stamps.choice ?? 'margin'
  const isWhole = view === 'received' || view === 'all'
  const text = textTypst(document, notes, places, {
    view,
    title,
    isNumbered: option('numbers') === 'paragraphs',
    isNotedAtFoot: notePlace !== 'end',
    isMarked: (settings?.principles.correction.choice ?? 'marked') === 'marked',
    hasStamps: isWhole || stamps === 'margin',
    hasCatchwords: isWhole,
  })
  const back = backMatter(exported, view, apparatus, notes, printer, places)
  const body = [
    frontTypst(exported, view, text.hasTitle),
    ...text.lines,
    ...(back.length > 0 ? ['#back-matter[', ...back, ']'] : []),
  ]
  const parts = [
    '// Set with Typst 0.14 or newer. Written by Corrigenda; whatever people typed is text below, never code.',
    documentTypst(exported),
    paperTypst(option('paper')),
    words,
    `#let head-title = ${runningHead(title, option('paper'))}`,
    `#let head-edition = ${runningHead(edition.trim() || title, option('paper'))}`,
    style,
    languageTypst(exported),
    ...(option('numbers') === 'lines' ? [lineNumbers] : []),
    ...body,
    colophonTypst(exported, view, lackingIn(body.join('\n'))),
  ]
  return `${parts.join('\n')}\n`
}

/** Title, authors and date of the PDF. */
function documentTypst(exported: Exported): string {
  const authors = editorsOf(exported).map(literal)
  const date = new Date(exported.at)
  const year = date.getUTCFullYear()
  // What is no time that PDF can say has no date.
  const at =
    year > 0 && year < 10_000
      ? `datetime(year: ${year}, month: ${date.getUTCMonth() + 1}, day: ${date.getUTCDate()}, hour: ${date.getUTCHours()}, minute: ${date.getUTCMinutes()}, second: ${date.getUTCSeconds()})`
      : 'none'
  return `#set document(title: ${literal(exported.title)}, author: (${authors.map(a => `${a}, `).join('')}), date: ${at})`
}

const papers: Readonly<Record<string, string>> = {
  a4: '(210mm, 297mm); #let text-width = 122mm; #let inner = 40mm; #let head-margin = 30mm; #let foot-margin = 32mm; #let body-size = 11pt; #let two-sided = false',
  letter:
    '(8.5in, 11in); #let text-width = 124mm; #let inner = 42mm; #let head-margin = 27mm; #let foot-margin = 28mm; #let body-size = 11pt; #let two-sided = false',
  // Royal octavo, for printing on both sides.
  book: '(156mm, 234mm); #let text-width = 103mm; #let inner = 20mm; #let head-margin = 22mm; #let foot-margin = 25mm; #let body-size = 10pt; #let two-sided = true',
}

const paperTypst = (paper: string) => `#let paper = ${papers[paper]!}`

/** The language, by which Typst divides words. */
function languageTypst({ metadata, settings }: Exported): string {
  const given = metadata.language?.trim() || settings?.language || 'en'
  const [, language = 'en', , region] =
    /^([a-z]{2,3})(-[a-z]{4})?(?:-([a-z]{2}))?(?:-[a-z0-9]+)*$/i.exec(given) ?? []
  return `#set text(lang: "${language.toLowerCase()}"${region ? `, region: "${region.toUpperCase()}"` : ''})`
}

const lineNumbers = '#set par.line(numbering: line-number, numbering-scope: "page", number-clearance: 5mm)'

/** A title that fits into a running head: in italics, or, where it is all in capitals, smaller. */
function runningHead(title: string, paper: string): string {
  const whole = title.replace(/\s+/g, ' ').trim()
  const most = (paper === 'book' ? 60 : 80) * (isCapital(whole) ? 0.8 : 1)
  const fits = whole.length <= most ? whole : `${whole.slice(0, most - 4).replace(/\s+\S*$/, '')} …`
  return `${isCapital(fits) ? 'capitals' : 'emph'}[${escaped(fits)}]`
}

const options: readonly FormatOption[] = [
  {
    name: 'numbers',
    title: 'Numbers in the margin',
    choices: [
      { value: 'paragraphs', title: 'Of paragraphs' },
      { value: 'lines', title: 'Of every fifth line' },
      { value: 'none', title: 'None' },
    ],
  },
  {
    name: 'notes',
    title: 'Notes',
    choices: [
      { value: 'foot', title: 'At the foot of the page' },
      { value: 'split', title: 'Explanatory at the foot, textual at the end' },
      { value: 'end', title: 'At the end' },
    ],
  },
  {
    name: 'paper',
    title: 'Paper',
    choices: [
      { value: 'a4', title: 'A4' },
      { value: 'letter', title: 'US letter' },
      { value: 'book', title: 'Book (royal octavo, two-sided)' },
    ],
  },
]

const shared = { views: ['reading', 'diplomatic', 'received', 'all'], options } as const

export const typstFormat: Format = {
  name: 'typst',
  title: 'Typst source',
  extension: 'typ',
  mediaType: 'text/x-typst; charset=utf-8',
  ...shared,
  write: (exported, view) => utf8ToBytes(typst(exported, view)),
}

export const pdfFormat: Format = {
  ...typstFormat,
  name: 'pdf',
  title: 'PDF',
  extension: 'pdf',
  mediaType: 'application/pdf',
  typeset: true,
}
