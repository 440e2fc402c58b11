/** What stands beside the text in a TEI file: corrections that do not show in it, as an external apparatus, and the
 * reasons given for corrections. */
import type { Correction } from '../../corrections.js'
import type { EditedDocument } from '../../document.js'
import type { Note } from '../../notes.js'
import { referenceKey } from '../../references.js'
import { wholeWords } from '../../words.js'
import { bodyOf } from '../body.js'
import type { NotePrinter } from '../note-printer.js'
import type { Ids } from './ids.js'
import { noteBodyXml, type Pointers } from './note-body.js'
import type { Points } from './points.js'
import { attributes, content } from './xml.js'

export interface People {
  /** The reference to a person, `#p.…`; undefined where nobody is named. */
  readonly ref: (by: string) => string | undefined
}

/** Sets the anchors and notes of a document into `points`, and returns the content of `<standOff>`, or ''. `inText` are
 * the corrections that the text itself shows, `works` the keys of the works listed in the back. */
export function standOff(
  document: EditedDocument,
  inText: ReadonlySet<string>,
  ids: Ids,
  people: People,
  points: Points,
  printer: NotePrinter,
  works: ReadonlySet<string>,
  except: ReadonlySet<string> = new Set(),
): string {
  const groups = new Map<string, { start: number; end: number; corrections: Correction[] }>()
  for (const correction of document.corrections.inOrder()) {
    if (inText.has(correction.id) || except.has(correction.id)) continue
    const { start, end, text } = wholeWords(correction, document.text)
    const key = `${start} ${end} ${start === end ? correction.side : ''}`
    const group = groups.get(key) ?? { start, end, corrections: [] }
    group.corrections.push({ ...correction, start, end, text })
    groups.set(key, group)
  }
  const apps = [...groups.values()].map(group => app(group, document, ids, people, points))
  const pointers = pointersOf(document, ids, points, printer, works)
  for (const note of document.notes.inOrder())
    if (!except.has(note.id)) setNote(note, document, ids, people, points, pointers)
  const reasons = document.corrections.inOrder().filter(c => c.reason.trim() !== '' && !except.has(c.id))
  return [
    ...(apps.length > 0 ? [`<listApp>\n${apps.join('\n')}\n</listApp>`] : []),
    ...reasons.map(c => {
      const target = `#${ids.of('c', c.id)}`
      return `<note${attributes({ type: 'reason', target, resp: people.ref(c.by) })}>${content(c.reason)}</note>`
    }),
  ].join('\n')
}

/** Corrections of one range: the received reading and what they would put there, each with its standing. */
function app(
  { start, end, corrections }: { start: number; end: number; corrections: readonly Correction[] },
  document: EditedDocument,
  ids: Ids,
  people: People,
  points: Points,
): string {
  const name = corrections[0]!.id
  const from = ids.of('from', name)
  const to = ids.of('to', name)
  points.add(start, 2, `<anchor xml:id="${from}"/>`)
  points.add(end, start === end ? 2 : 0, `<anchor xml:id="${to}"/>`)
  const readings = corrections.map(c => {
    const kind = `#kind.${c.kind}${c.evidence ? ` #evidence.${c.evidence}` : ''}`
    const values = { 'xml:id': ids.of('c', c.id), type: document.standing(c.id), ana: kind }
    return `<rdg${attributes({ ...values, resp: people.ref(c.by), cert: c.certainty })}>${flat(c.text)}</rdg>`
  })
  const lemma = `<lem wit="#received">${flat(document.text.slice(start, end))}</lem>`
  return `<app${attributes({ from: `#${from}`, to: `#${to}` })}>${lemma}${readings.join('')}</app>`
}

/** A reading by itself: line breaks as `<lb/>`, beginnings of blocks as milestones. */
function flat(text: string): string {
  return text
    .split(/(\u2029|(?:[^\S\r\n]*(?:\r\n|\r|\n)[^\S\r\n]*)+)/)
    .map((part, i) => {
      if (i % 2 === 0) return content(part)
      const isLine = part !== '\u2029' && (part.match(/\r\n|\r|\n/g) ?? []).length === 1
      return isLine ? '<lb/>' : '<milestone unit="block"/>'
    })
    .join('')
}

/** A note stands at the end of its range and points back to an anchor at the range's beginning; a note on a
 * correction points to that. */
function setNote(
  note: Note,
  document: EditedDocument,
  ids: Ids,
  people: People,
  points: Points,
  pointers: Pointers,
): void {
  const on = note.on !== null && document.corrections.get(note.on) ? note.on : null
  let target: string | undefined
  if (on !== null) target = `#${ids.of('c', on)}`
  else if (note.end > note.start) {
    const from = ids.of('from', `note ${note.id}`)
    points.add(note.start, 2, `<anchor xml:id="${from}"/>`)
    target = `#${from}`
  }
  const n = pointers.printer.labels.get(note.id)
  const values = { 'xml:id': ids.of('n', note.id), type: note.type, n, resp: people.ref(note.by), target }
  points.add(
    note.end,
    note.end > note.start ? 0 : 2,
    `<note${attributes(values)}>${noteBodyXml(bodyOf(document.layers, note.id), pointers)}</note>`,
  )
}

/** Where references and citations lead: into the file, or by a private scheme into another document of the edition. */
function pointersOf(
  document: EditedDocument,
  ids: Ids,
  points: Points,
  printer: NotePrinter,
  works: ReadonlySet<string>,
): Pointers {
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
