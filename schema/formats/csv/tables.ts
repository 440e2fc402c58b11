/** The tables that a document is written as: its corrections, notes and names, a row each. */
import { emendationsOf, noteEntriesOf, Places } from '../../apparatus.js'
import { blockSeparator } from '../../corrections.js'
import { type Inline, inlinesOf } from '../../note-body.js'
import { bodyOf } from '../body.js'
import type { Exported } from '../format.js'
import { NotePrinter } from '../note-printer.js'
import type { Cell } from './table.js'

type Row = readonly Cell[]

/** Every correction in text order, whatever has been decided about it. */
export function correctionRows({ document, person }: Exported): Row[] {
  const head = [
    'paragraph',
    'page',
    'start',
    'end',
    'received',
    'reading',
    'kind',
    'standing',
    'evidence',
    'citation',
    'certainty',
    'reason',
    'proposed by',
    'proposed at',
    'decision',
    'decided by',
    'decided at',
    'decision’s reason',
    'id',
  ]
  const rows = emendationsOf(document).map(
    ({ paragraph, page, correction: c, received, lemma, standing, decision }) => [
      paragraph,
      page,
      c.start,
      c.end,
      oneLine(received),
      oneLine(lemma),
      c.kind,
      standing,
      c.evidence,
      c.citation ?? '',
      c.certainty,
      c.reason,
      person(c.by),
      time(c.at),
      decision?.act ?? '',
      decision ? person(decision.by) : '',
      decision ? time(decision.at) : '',
      decision?.why ?? '',
      c.id,
    ],
  )
  return [head, ...rows]
}

/** Every note, in the order in which the apparatus lists them. */
export function noteRows(exported: Exported): Row[] {
  const { document, person } = exported
  const printer = new NotePrinter(exported)
  const head = [
    'paragraph',
    'page',
    'start',
    'end',
    'mark',
    'series',
    'words',
    'note',
    'written by',
    'written at',
    'id',
  ]
  const rows = noteEntriesOf(document).map(({ paragraph, page, note, words }) => [
    paragraph,
    page,
    note.start,
    note.end,
    printer.labels.get(note.id) ?? '',
    note.type,
    oneLine(words),
    said(exported, printer, note.id),
    person(note.by),
    time(note.at),
    note.id,
  ])
  return [head, ...rows]
}

/** Every name that is tagged, in text order, with what the register says of whoever is meant. */
export function nameRows({ document, register, person }: Exported): Row[] {
  const places = new Places(document)
  const head = [
    'paragraph',
    'page',
    'start',
    'end',
    'words',
    'type',
    'form',
    'dates',
    'VIAF',
    'Wikidata',
    'GeoNames',
    'GND',
    'tagged by',
    'tagged at',
    'id',
  ]
  const rows = document.names.inOrder().map(name => {
    const words = document.text.slice(name.start, name.end)
    const entry = name.ref ? (register?.entry(name.ref, words) ?? null) : null
    const { paragraph, page } = places.of(name.start, document.structure.indexAt(name.start, 1))
    const ids = entry?.authorities ?? {}
    return [
      paragraph,
      page,
      name.start,
      name.end,
      oneLine(words),
      name.type,
      entry?.form ?? '',
      entry?.dates ?? '',
      ids.viaf ?? '',
      ids.wikidata ?? '',
      ids.geonames ?? '',
      ids.gnd ?? '',
      person(name.by),
      time(name.at),
      name.id,
    ]
  })
  return [head, ...rows]
}

/** A note's body as plain text: paragraphs parted by a space, references and citations as they are printed. */
function said({ document }: Exported, printer: NotePrinter, note: string): string {
  const words = (part: Inline): string => {
    if (part.type === 'text') return part.text
    if (part.type === 'ref') return printer.reference(part.to)
    return printer
      .citation(part.key, part.locator)
      .map(({ text }) => text)
      .join('')
  }
  return bodyOf(document.layers, note)
    .map(block => [...inlinesOf([block])].map(words).join(''))
    .join(' ')
}

function oneLine(text: string): string {
  return text.replaceAll(blockSeparator, ' ¶ ').replace(/\s*\r?\n\s*/g, ' ')
}

/** ISO 8601, in UTC, to the second. */
function time(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z')
}
