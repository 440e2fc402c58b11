/** Notes in TEI: in the text, in the back, or apart from the text as annotations (*TEI P5 §3.9.1.1, §17.10*). */
import type { EditedDocument } from '../../document.js'
import type { Note } from '../../notes.js'
import { referenceKey } from '../../references.js'
import { bodyOf } from '../body.js'
import type { NotePrinter } from '../note-printer.js'
import type { Ids } from './ids.js'
import { noteBodyXml, type Pointers } from './note-body.js'
import type { TeiChoices } from './options.js'
import type { Points } from './points.js'
import type { PersonRef } from './rdg.js'
import { attributes } from './xml.js'

/** What a document's notes leave for elsewhere than their places: elements for the back, and annotations. */
export interface NotesAside {
  readonly back: readonly string[]
  readonly annotations: readonly string[]
}

/** What notes are written with. `works` are the keys of the works that the file lists. */
export interface NoteContext {
  readonly document: EditedDocument
  readonly ids: Ids
  readonly person: PersonRef
  readonly points: Points
  readonly printer: NotePrinter
  readonly works: ReadonlySet<string>
}

/** Sets notes, or what stands for them, into `points`; those whose ids `skip` names are in the file already. */
export function writeNotes(
  context: NoteContext,
  how: TeiChoices['notes'],
  skip: (id: string) => boolean,
): NotesAside {
  const pointers = pointersOf(context)
  const back: string[] = []
  const annotations: string[] = []
  for (const note of context.document.notes.inOrder()) {
    if (skip(note.id)) continue
    const body = noteBodyXml(bodyOf(context.document.layers, note.id), pointers)
    if (how === 'inline') inline(note, body, context)
    else if (how === 'end') back.push(atEnd(note, body, context))
    else annotations.push(annotation(note, body, context))
  }
  return { back, annotations }
}

/** It stands at the end of its range and points back to an anchor at the range's beginning; a note on a correction
 * points to that. */
function inline(note: Note, body: string, { document, ids, person, points, printer }: NoteContext): void {
  const target = correctionOf(note, document, ids) ?? begin(note, ids, points)
  const values = { ...named(note, ids, person, printer), target }
  points.add(note.end, rankOf(note), `<note${attributes(values)}>${body}</note>`)
}

/** In the text a pointer leads to it; it points to an anchor at the range's beginning and to that pointer. */
function atEnd(note: Note, body: string, { document, ids, person, points, printer }: NoteContext): string {
  const on = correctionOf(note, document, ids)
  const at = ids.of('at', `note ${note.id}`)
  const from = on ?? begin(note, ids, points)
  const n = printer.labels.get(note.id)
  const here = { 'xml:id': at, type: 'note', n, target: `#${ids.of('n', note.id)}` }
  points.add(note.end, rankOf(note), `<anchor xml:id="${at}"/>`, `<ptr${attributes(here)}/>`)
  const target = from ?? `#${at}`
  const values = {
    ...named(note, ids, person, printer),
    target,
    targetEnd: on === undefined && from !== undefined ? `#${at}` : undefined,
  }
  return `<note${attributes(values)}>${body}</note>`
}

/** Anchors stand at both ends of its range. */
function annotation(
  note: Note,
  body: string,
  { document, ids, person, points, printer }: NoteContext,
): string {
  let target = correctionOf(note, document, ids)
  if (target === undefined) {
    const from = begin(note, ids, points)
    const to = ids.of('to', `note ${note.id}`)
    points.add(note.end, rankOf(note), `<anchor xml:id="${to}"/>`)
    target = from ? `${from} #${to}` : `#${to}`
  }
  const values = { 'xml:id': ids.of('a', note.id), target, motivation: 'commenting' }
  return `<annotation${attributes(values)}><note${attributes(named(note, ids, person, printer))}>${body}</note></annotation>`
}

function named(note: Note, ids: Ids, person: PersonRef, printer: NotePrinter) {
  const { id, type, by } = note
  return { 'xml:id': ids.of('n', id), type, n: printer.labels.get(id), resp: person(by) }
}

function correctionOf({ on }: Note, document: EditedDocument, ids: Ids): string | undefined {
  return on !== null && document.corrections.get(on) ? `#${ids.of('c', on)}` : undefined
}

/** The pointer to an anchor where its words begin; undefined where it has none. */
function begin({ id, start, end }: Note, ids: Ids, points: Points): string | undefined {
  if (end <= start) return undefined
  const from = ids.of('from', `note ${id}`)
  points.add(start, 2, `<anchor xml:id="${from}"/>`)
  return `#${from}`
}

const rankOf = ({ start, end }: Note) => (end > start ? 0 : 2)

/** Where references and citations lead: into the file, or by a private scheme into another document of the edition. */
function pointersOf({ document, ids, points, printer, works }: NoteContext): Pointers {
  const anchors = new Map<number, string>()
  const anchorAt = (offset: number) => {
    const known = anchors.get(offset)
    if (known) return known
    const made = ids.of('at', String(offset))
    anchors.set(offset, made)
    points.add(offset, 2, `<anchor xml:id="${made}"/>`)
    return made
  }
  return {
    printer,
    work: key => (works.has(key) ? `#${ids.of('bibl', key)}` : undefined),
    reference: to => {
      if (!printer.isHere(to)) return `corrigenda:${referenceKey(to)}`
      if ('note' in to) return document.notes.get(to.note) ? `#${ids.of('n', to.note)}` : undefined
      if ('correction' in to)
        return document.corrections.get(to.correction) ? `#${ids.of('c', to.correction)}` : undefined
      return to.end <= document.length ? `#${anchorAt(to.start)}` : undefined
    },
  }
}
