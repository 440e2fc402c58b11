/** Writes TEI P5, valid against tei_all whatever the layers hold. What becomes what is told in docs/formats.md. */
import { utf8ToBytes } from '@noble/hashes/utils.js'
import type { Work } from '../../bibliography.js'
import type { EditedDocument } from '../../document.js'
import type { Name } from '../../names.js'
import type { Piece, View } from '../../readings.js'
import { compareForms, type Register, type RegisterEntry } from '../../register.js'
import { type Flow, flowOf, winnersInWords } from '../flow.js'
import type { Exported, Format } from '../format.js'
import { NotePrinter } from '../note-printer.js'
import { BlockWriter } from './blocks.js'
import { Body } from './body.js'
import { Facsimile } from './facsimile.js'
import { header, type Speaker } from './header.js'
import { Ids } from './ids.js'
import { Inline } from './inline.js'
import { entryFinder, NameTags, nameLists } from './names.js'
import { biblXml } from './note-body.js'
import { choicesOf, teiOptions } from './options.js'
import { Points } from './points.js'
import { Readings } from './rdg.js'
import { replay } from './read/replay.js'
import { nowhere, type PlacedRivals, placeRivals, withRivals } from './rivals.js'
import { standOff } from './standoff.js'

/** A document that was read from TEI is written as its file, with what was changed woven in; *received* is the file. */
export function writeTei(exported: Exported, view: View): Uint8Array {
  const { document, source } = exported
  if (document.witness.source.format === 'tei' && source) {
    if (view === 'received') return source
    const edited = view === 'all' ? replay(exported) : null
    if (edited) return edited
  }
  return utf8ToBytes(tei(exported, view))
}

/** A TEI document as a string. *all* holds everything; any other view is that text alone, without markup of what was
 * corrected and without notes. */
export function tei(exported: Exported, view: View): string {
  const { document } = exported
  const isAll = view === 'all'
  const choices = choicesOf(exported)
  const ids = new Ids()
  const points = new Points(document)
  const winners = winnersInWords(document)
  const placed = isAll ? placeRivals(document, winners, choices.rivals) : nowhere
  const facsimile = new Facsimile(document, ids)
  const flows = facsimile.point(
    flowOf(document, view, {
      withFormeWork: view !== 'reading',
      ...(isAll ? { corrections: withRivals(winners, placed) } : {}),
    }),
    points,
  )
  const speakers = speakersOf(flows, exported.register)
  const person = (by: string) => (by ? `#${ids.of('p', by)}` : undefined)
  const printer = new NotePrinter(exported)
  const works = isAll ? printer.works().map(({ work }) => work) : []
  const keys = new Set(works.map(({ id }) => id))
  const entryOf = entryFinder(document, exported.register)
  const readings = new Readings(document, ids, person, choices.rivals, placed)
  const context = { document, ids, person, points, printer, works: keys }
  const aside = isAll ? standOff(context, choices.notes, shownIn(flows, placed)) : { beside: '', back: [] }
  if (isAll) readings.setAdded(points)
  const lists = isAll ? nameLists(namedEntries(document, entryOf, speakers), ids) : ''
  const beside = [lists, aside.beside].filter(part => part !== '').join('\n')
  const last = new Map<number, Piece>()
  for (const { pieces } of flows) for (const piece of pieces) last.set(piece.block.index, piece)
  const blocks = new BlockWriter(
    new Inline(ids, person, new NameTags(ids, entryOf), readings),
    points,
    isAll,
    piece => last.get(piece.block.index) === piece,
    choices.stamps,
  )
  const body = new Body(blocks, who => (who.trim() ? `#${ids.of('speaker', who)}` : undefined)).write(flows)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<TEI xmlns="http://www.tei-c.org/ns/1.0">',
    header(
      exported,
      view,
      choices,
      ids,
      isAll ? speakers : speakers.map(({ who }) => ({ who, entry: null })),
    ),
    ...facsimile.xml(),
    ...(beside ? [`<standOff>\n${beside}\n</standOff>`] : []),
    '<text>',
    '<body>',
    body,
    '</body>',
    ...backOf(aside.back, works, ids),
    '</text>',
    '</TEI>',
    '',
  ].join('\n')
}

/** Notes that stand at the end, and the works that notes cite. */
function backOf(notes: readonly string[], works: readonly Work[], ids: Ids): string[] {
  const entries = works.map(work => biblXml(work, ids.of('bibl', work.id)))
  const divisions = [
    ...(notes.length > 0 ? ['<div type="notes">', ...notes, '</div>'] : []),
    ...(works.length > 0
      ? ['<div type="bibliography">', '<listBibl>', ...entries, '</listBibl>', '</div>']
      : []),
  ]
  return divisions.length > 0 ? ['<back>', ...divisions, '</back>'] : []
}

/** The ids of the corrections that strike or add something, and of those that stand with them. */
function shownIn(flows: readonly Flow[], { alone, beside, added }: PlacedRivals): Set<string> {
  const shown = new Set(added.flatMap(({ corrections }) => corrections.map(({ id }) => id)))
  for (const { pieces } of flows)
    for (const { segments } of pieces)
      for (const segment of segments) {
        if ('correction' in segment) shown.add(segment.correction.id)
        else if ('struck' in segment) for (const { id } of segment.struck) shown.add(id)
      }
  for (const rivals of [alone, beside])
    for (const [by, { corrections }] of rivals)
      if (shown.has(by)) for (const { id } of corrections) shown.add(id)
  return shown
}

/** Those who speak, in the order in which they first do, and the entries that they refer to. */
function speakersOf(flows: readonly Flow[], register: Register | undefined): Speaker[] {
  const entries = new Map<string, RegisterEntry | null>()
  for (const { kind, attrs } of flows) {
    const { who, whoRef } = attrs
    if (kind !== 'speech' || typeof who !== 'string' || !who.trim()) continue
    const entry = typeof whoRef === 'string' ? (register?.entry(whoRef, who) ?? null) : null
    entries.set(who, entries.get(who) ?? entry)
  }
  return [...entries].map(([who, entry]) => ({ who, entry: entry?.type === 'date' ? null : entry }))
}

/** The entries that names and speakers refer to, in alphabetical order. */
function namedEntries(
  document: EditedDocument,
  entryOf: (name: Name) => RegisterEntry | null,
  speakers: readonly Speaker[],
): RegisterEntry[] {
  const entries = new Map<string, RegisterEntry>()
  const add = (entry: RegisterEntry | null) => entry && entries.set(entry.id, entry)
  for (const name of document.names.values()) add(entryOf(name))
  for (const { entry } of speakers) add(entry)
  return [...entries.values()].sort((a, b) => compareForms(a.form, b.form) || (a.id < b.id ? -1 : 1))
}

export const teiFormat: Format = {
  name: 'tei',
  title: 'TEI P5 XML',
  extension: 'xml',
  mediaType: 'application/tei+xml',
  views: ['all', 'diplomatic', 'reading', 'received'],
  options: teiOptions,
  write: writeTei,
}
