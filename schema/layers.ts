/**
 * The layers: everything that people add to a witness, in one Y.Doc of plain Y.Maps. This is the only file that spells
 * a Yjs key. Readers are total: what is malformed is left out, never thrown on and never repaired. Writers must be
 * called inside `layers.change`.
 *
 *     meta         layout, witness            written by the server alone
 *     corrections  id → Y.Map { start, end, side, text: Y.Text, kind, reason, evidence, citation?, certainty,
 *                  by, at, parent? }
 *     decisions    id → { on, act, by, at, why, seen? }   appended, never changed; seen is { start, end, text }
 *     breaks       "offset" → { on }                      true: a block begins here; false: the witness's break is joined
 *     blockAttrs   "offset#key" → value, or null where the witness's own attribute is taken away
 *     milestones   id → { at, type, n } added or moved, or { off: true } over the witness's
 *     spans        id → { start, end, type } added, or { off: true } over the witness's
 *     threads      id → { on, act, text, by, at }           appended; its author may reword it
 *     names        id → { start, end, type, ref, by, at }
 *     notes        id → Y.Map { start, end, on?, type, by, at, shared?, body: Y.XmlFragment }
 *     unplaced     "root/record" → { value, why, witness, words, before, after, near, end, placed?, aside? }
 */
import * as Y from 'yjs'
import {
  type Certainty,
  type Correction,
  type CorrectionKind,
  certainties,
  correctionKinds,
  type Evidence,
  evidences,
} from './corrections.js'
import { acts, type Decision } from './decisions.js'
import { type Name, type NameType, nameTypes } from './names.js'
import { bodyText } from './note-body.js'
import { type Note, type NoteType, noteTypes } from './notes.js'
import { type Reply, type ReplyAct, replyActs } from './replies.js'
import type { Attrs, Milestone, Span } from './witness.js'
import type { Reading } from './words.js'

/** The version of this layout, kept in `meta`. A client that knows only an older one must not write. */
export const layoutVersion = 1

export const roots = [
  'meta',
  'corrections',
  'decisions',
  'breaks',
  'blockAttrs',
  'milestones',
  'spans',
  'notes',
  'threads',
  'names',
  'unplaced',
] as const
export type Root = (typeof roots)[number]

/** An overlay of one milestone or span: a value that is added or takes the place of the witness's, or its removal. */
export type Overlay<T> = { readonly off: true } | { readonly off: false; readonly value: T }

export class Layers {
  readonly meta: Y.Map<unknown>
  readonly corrections: Y.Map<unknown>
  readonly decisions: Y.Map<unknown>
  readonly breaks: Y.Map<unknown>
  readonly blockAttrs: Y.Map<unknown>
  readonly milestones: Y.Map<unknown>
  readonly spans: Y.Map<unknown>
  readonly notes: Y.Map<unknown>
  readonly threads: Y.Map<unknown>
  readonly names: Y.Map<unknown>
  /** What an earlier witness had and this one has no place for; see unplaced.ts. */
  readonly unplaced: Y.Map<unknown>

  constructor(readonly doc: Y.Doc) {
    this.meta = doc.getMap('meta')
    this.corrections = doc.getMap('corrections')
    this.decisions = doc.getMap('decisions')
    this.breaks = doc.getMap('breaks')
    this.blockAttrs = doc.getMap('blockAttrs')
    this.milestones = doc.getMap('milestones')
    this.spans = doc.getMap('spans')
    this.notes = doc.getMap('notes')
    this.threads = doc.getMap('threads')
    this.names = doc.getMap('names')
    this.unplaced = doc.getMap('unplaced')
  }

  /** Runs `write` as one Yjs transaction. `origin` tells observers and the undo manager who wrote. */
  change<T>(origin: unknown, write: () => T): T {
    return this.doc.transact(write, origin)
  }

  // --- meta ---------------------------------------------------------------------------------------------------

  /** The layout and witness that the server wrote down when it made the document; null where it has not yet. */
  about(): { layout: number; witness: string } | null {
    const layout = this.meta.get('layout')
    const witness = this.meta.get('witness')
    return typeof layout === 'number' && typeof witness === 'string' ? { layout, witness } : null
  }

  /** For the server alone, on a new document. */
  found(witness: string): void {
    this.meta.set('layout', layoutVersion)
    this.meta.set('witness', witness)
  }

  // --- corrections --------------------------------------------------------------------------------------------

  correctionIds(): Iterable<string> {
    return this.corrections.keys()
  }

  /** `length` is that of the witness text; a range that does not fit in it makes the record unreadable. */
  correction(id: string, length: number): Correction | null {
    return readCorrection(id, this.corrections.get(id), length)
  }

  /** The shared text of a correction, for editing letter by letter; null where there is none. */
  correctionText(id: string): Y.Text | null {
    const record = this.corrections.get(id)
    const text = record instanceof Y.Map ? record.get('text') : null
    return text instanceof Y.Text ? text : null
  }

  addCorrection(correction: Correction): void {
    const record = new Y.Map<unknown>()
    const { id, text, parent, ...rest } = correction
    for (const [key, value] of Object.entries(rest)) record.set(key, value)
    if (parent !== null) record.set('parent', parent)
    record.set('text', new Y.Text(text))
    this.corrections.set(id, record)
  }

  /** Sets attributes of a correction, one key each, so that concurrent changes of different ones both survive. */
  setCorrection(
    id: string,
    change: Partial<
      Pick<
        Correction,
        'start' | 'end' | 'side' | 'kind' | 'reason' | 'evidence' | 'citation' | 'certainty' | 'parent'
      >
    >,
  ): void {
    const record = this.corrections.get(id)
    if (!(record instanceof Y.Map)) return
    for (const [key, value] of Object.entries(change)) if (record.get(key) !== value) record.set(key, value)
  }

  removeCorrection(id: string): void {
    this.corrections.delete(id)
  }

  // --- decisions ----------------------------------------------------------------------------------------------

  *allDecisions(): Generator<Decision> {
    for (const [id, value] of this.decisions.entries()) {
      const decision = readDecision(id, value)
      if (decision) yield decision
    }
  }

  addDecision({ id, ...rest }: Decision): void {
    if (!this.decisions.has(id)) this.decisions.set(id, rest)
  }

  // --- structure ----------------------------------------------------------------------------------------------

  /** The break that the layers put at (true) or take from (false) an offset; undefined where they say nothing. */
  breakAt(offset: number): boolean | undefined {
    return readBreak(this.breaks.get(String(offset)))
  }

  *allBreaks(): Generator<[offset: number, on: boolean]> {
    for (const [key, value] of this.breaks.entries()) {
      const offset = readOffset(key)
      const on = readBreak(value)
      if (offset !== null && on !== undefined) yield [offset, on]
    }
  }

  /** `on: undefined` takes the overlay away, leaving the witness's own break or its absence. */
  setBreak(offset: number, on: boolean | undefined): void {
    if (on === undefined) this.breaks.delete(String(offset))
    else if (this.breakAt(offset) !== on) this.breaks.set(String(offset), { on })
  }

  *allBlockAttrs(): Generator<[offset: number, key: string, value: string | number | boolean | null]> {
    for (const [key, value] of this.blockAttrs.entries()) {
      const place = readAttrKey(key)
      if (place && (value === null || isAttr(value))) yield [place.offset, place.key, value]
    }
  }

  /** What the layers say of one attribute; null: it is taken away; undefined: they say nothing readable. */
  blockAttr(offset: number, key: string): string | number | boolean | null | undefined {
    const value = this.blockAttrs.get(`${offset}#${key}`)
    return value === null || isAttr(value) ? value : undefined
  }

  /** `value: null` takes the witness's attribute away, `undefined` the overlay. */
  setBlockAttr(offset: number, key: string, value: string | number | boolean | null | undefined): void {
    const name = `${offset}#${key}`
    if (value === undefined) this.blockAttrs.delete(name)
    else if (this.blockAttrs.get(name) !== value) this.blockAttrs.set(name, value)
  }

  *allMilestones(length: number): Generator<[id: string, overlay: Overlay<Milestone>]> {
    for (const [id, value] of this.milestones.entries()) {
      const overlay = readMilestone(id, value, length)
      if (overlay) yield [id, overlay]
    }
  }

  setMilestone({ id, ...rest }: Milestone): void {
    this.milestones.set(id, rest)
  }

  /** Hides one of the witness's milestones (`inWitness`), or removes an added one. */
  removeMilestone(id: string, inWitness: boolean): void {
    if (inWitness) this.milestones.set(id, { off: true })
    else this.milestones.delete(id)
  }

  *allSpans(length: number): Generator<[id: string, overlay: Overlay<Span>]> {
    for (const [id, value] of this.spans.entries()) {
      const overlay = readSpan(id, value, length)
      if (overlay) yield [id, overlay]
    }
  }

  setSpan({ id, ...rest }: Span): void {
    this.spans.set(id, rest)
  }

  removeSpan(id: string, inWitness: boolean): void {
    if (inWitness) this.spans.set(id, { off: true })
    else this.spans.delete(id)
  }

  // --- notes --------------------------------------------------------------------------------------------------

  noteIds(): Iterable<string> {
    return this.notes.keys()
  }

  note(id: string, length: number): Note | null {
    return readNote(id, this.notes.get(id), length)
  }

  /** The shared body of a note; note-body.ts says what is in it. */
  noteBody(id: string): Y.XmlFragment | null {
    const record = this.notes.get(id)
    const body = record instanceof Y.Map ? record.get('body') : null
    return body instanceof Y.XmlFragment ? body : null
  }

  /** Each line of `note.text` becomes a paragraph of the body. */
  addNote({ id, text, on, ...rest }: Note): void {
    const record = new Y.Map<unknown>()
    for (const [key, value] of Object.entries(rest)) record.set(key, value)
    if (on !== null) record.set('on', on)
    const body = new Y.XmlFragment()
    body.insert(
      0,
      text.split('\n').map(line => {
        const paragraph = new Y.XmlElement('paragraph')
        if (line) paragraph.insert(0, [new Y.XmlText(line)])
        return paragraph
      }),
    )
    record.set('body', body)
    this.notes.set(id, record)
  }

  setNote(id: string, change: Partial<Pick<Note, 'start' | 'end' | 'type' | 'shared'>>): void {
    const record = this.notes.get(id)
    if (!(record instanceof Y.Map)) return
    for (const [key, value] of Object.entries(change)) if (record.get(key) !== value) record.set(key, value)
  }

  removeNote(id: string): void {
    this.notes.delete(id)
  }

  // --- replies ------------------------------------------------------------------------------------------------

  *allReplies(): Generator<Reply> {
    for (const [id, value] of this.threads.entries()) {
      const reply = readReply(id, value)
      if (reply) yield reply
    }
  }

  reply(id: string): Reply | null {
    return readReply(id, this.threads.get(id))
  }

  /** Adds a reply, or rewords one's own. */
  setReply({ id, ...rest }: Reply): void {
    this.threads.set(id, rest)
  }

  // --- names --------------------------------------------------------------------------------------------------

  *allNames(length: number): Generator<Name> {
    for (const [id, value] of this.names.entries()) {
      const name = readName(id, value, length)
      if (name) yield name
    }
  }

  name(id: string, length: number): Name | null {
    return readName(id, this.names.get(id), length)
  }

  setName({ id, ...rest }: Name): void {
    this.names.set(id, rest)
  }

  removeName(id: string): void {
    this.names.delete(id)
  }

  // --- signatures -----------------------------------------------------------------------------------------------

  /** The ids of all who have signed something. */
  signers(): Set<string> {
    const found = new Set<string>()
    for (const record of [...this.corrections.values(), ...this.notes.values()])
      if (record instanceof Y.Map) found.add(asText(record.get('by')))
    for (const root of [this.decisions, this.threads, this.names])
      for (const value of root.values()) found.add(asText(Object(value).by))
    for (const kept of this.unplaced.values())
      for (const part of signedParts) found.add(asText(Object(Object(kept)[part]).by))
    found.delete('')
    return found
  }

  /** Has others stand for some of those who have signed. For files that are taken in: in a document that people work
   * on nobody changes who signed what. */
  resign(others: ReadonlyMap<string, string>): void {
    for (const record of [...this.corrections.values(), ...this.notes.values()]) {
      const other = record instanceof Y.Map ? others.get(asText(record.get('by'))) : undefined
      if (other !== undefined) (record as Y.Map<unknown>).set('by', other)
    }
    for (const root of [this.decisions, this.threads, this.names] as Y.Map<unknown>[])
      for (const [id, value] of [...root.entries()]) {
        const other = others.get(asText(Object(value).by))
        if (other !== undefined) root.set(id, { ...Object(value), by: other })
      }
    for (const [id, kept] of [...this.unplaced.entries()]) {
      const signed = signedParts.flatMap(part => {
        const other = others.get(asText(Object(Object(kept)[part]).by))
        return other === undefined ? [] : [[part, { ...Object(Object(kept)[part]), by: other }] as const]
      })
      if (signed.length > 0) this.unplaced.set(id, { ...Object(kept), ...Object.fromEntries(signed) })
    }
  }
}

/** What of a record that is kept without a place somebody has signed. */
const signedParts = ['value', 'placed', 'aside'] as const

// --- readers ----------------------------------------------------------------------------------------------------

const isOneOf = <T extends string>(list: readonly T[], value: unknown): value is T =>
  (list as readonly unknown[]).includes(value)
const isAttr = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' ||
  typeof value === 'boolean' ||
  (typeof value === 'number' && Number.isFinite(value))
const asText = (value: unknown): string => (typeof value === 'string' ? value : '')

function isRange(start: unknown, end: unknown, length: number): boolean {
  return (
    Number.isInteger(start) &&
    Number.isInteger(end) &&
    (start as number) >= 0 &&
    (start as number) <= (end as number) &&
    (end as number) <= length
  )
}

/** The offset that a key spells, or null: only the one canonical spelling of a whole number counts. */
export function readOffset(key: string): number | null {
  const offset = Number(key)
  return Number.isSafeInteger(offset) && offset >= 0 && String(offset) === key ? offset : null
}

export function readAttrKey(name: string): { offset: number; key: string } | null {
  const hash = name.indexOf('#')
  const offset = hash > 0 ? readOffset(name.slice(0, hash)) : null
  const key = name.slice(hash + 1)
  return offset !== null && /^[A-Za-z][\w.-]{0,63}$/.test(key) ? { offset, key } : null
}

export function readBreak(value: unknown): boolean | undefined {
  if (value === null || typeof value !== 'object' || !('on' in value)) return undefined
  return typeof value.on === 'boolean' ? value.on : undefined
}

export function readCorrection(id: string, record: unknown, length: number): Correction | null {
  if (!(record instanceof Y.Map)) return null
  const text = record.get('text')
  const start = record.get('start')
  const end = record.get('end')
  if (!(text instanceof Y.Text) || !isRange(start, end, length)) return null
  const kind = record.get('kind')
  const evidence = record.get('evidence')
  const certainty = record.get('certainty')
  const at = record.get('at')
  const parent = record.get('parent')
  return {
    id,
    start: start as number,
    end: end as number,
    side: record.get('side') === 1 ? 1 : -1,
    text: text.toString(),
    kind: isOneOf<CorrectionKind>(correctionKinds, kind) ? kind : 'emendation',
    reason: asText(record.get('reason')),
    evidence: isOneOf<Evidence>(evidences, evidence) ? evidence : '',
    ...(typeof record.get('citation') === 'string' ? { citation: record.get('citation') as string } : {}),
    certainty: isOneOf<Certainty>(certainties, certainty) ? certainty : 'unknown',
    by: asText(record.get('by')),
    at: typeof at === 'number' && Number.isFinite(at) ? at : 0,
    parent: typeof parent === 'string' ? parent : null,
  }
}

export function readDecision(id: string, value: unknown): Decision | null {
  if (value === null || typeof value !== 'object') return null
  const { on, act, by, at, why, seen } = value as Record<string, unknown>
  if (typeof on !== 'string' || !isOneOf(acts, act) || typeof by !== 'string') return null
  if (typeof at !== 'number' || !Number.isFinite(at)) return null
  const reading = readReading(seen)
  return { id, on, act, by, at, why: asText(why), ...(reading ? { seen: reading } : {}) }
}

function readReading(value: unknown): Reading | null {
  if (value === null || typeof value !== 'object') return null
  const { start, end, text } = value as Record<string, unknown>
  if (typeof start !== 'number' || typeof end !== 'number' || typeof text !== 'string') return null
  return isRange(start, end, Number.MAX_SAFE_INTEGER) ? { start, end, text } : null
}

export function readMilestone(id: string, value: unknown, length: number): Overlay<Milestone> | null {
  if (value === null || typeof value !== 'object') return null
  const { off, at, type, n, attrs } = value as Record<string, unknown>
  if (off === true) return { off: true }
  if (!isRange(at, at, length) || typeof type !== 'string' || type === '') return null
  return {
    off: false,
    value: {
      id,
      at: at as number,
      type,
      ...(typeof n === 'string' ? { n } : {}),
      ...(isAttrs(attrs) ? { attrs } : {}),
    },
  }
}

export function readSpan(id: string, value: unknown, length: number): Overlay<Span> | null {
  if (value === null || typeof value !== 'object') return null
  const { off, start, end, type, attrs } = value as Record<string, unknown>
  if (off === true) return { off: true }
  if (!isRange(start, end, length) || start === end || typeof type !== 'string' || type === '') return null
  return {
    off: false,
    value: { id, start: start as number, end: end as number, type, ...(isAttrs(attrs) ? { attrs } : {}) },
  }
}

export function readNote(id: string, record: unknown, length: number): Note | null {
  if (!(record instanceof Y.Map)) return null
  const start = record.get('start')
  const end = record.get('end')
  const on = record.get('on')
  const type = record.get('type')
  const body = record.get('body')
  const at = record.get('at')
  if (!isRange(start, end, length) || !(body instanceof Y.XmlFragment)) return null
  if (start === end && typeof on !== 'string') return null
  return {
    id,
    start: start as number,
    end: end as number,
    on: typeof on === 'string' ? on : null,
    type: isOneOf<NoteType>(noteTypes, type) ? type : 'explanatory',
    by: asText(record.get('by')),
    at: typeof at === 'number' && Number.isFinite(at) ? at : 0,
    text: bodyText(body),
    ...(record.get('shared') === true ? { shared: true } : {}),
  }
}

export function readReply(id: string, value: unknown): Reply | null {
  if (value === null || typeof value !== 'object') return null
  const { on, act, text, by, at } = value as Record<string, unknown>
  if (typeof on !== 'string' || !isOneOf<ReplyAct>(replyActs, act) || typeof by !== 'string') return null
  if (typeof at !== 'number' || !Number.isFinite(at)) return null
  return { id, on, act, text: asText(text), by, at }
}

export function readName(id: string, value: unknown, length: number): Name | null {
  if (value === null || typeof value !== 'object') return null
  const { start, end, type, ref, by, at } = value as Record<string, unknown>
  if (!isRange(start, end, length) || start === end || !isOneOf<NameType>(nameTypes, type)) return null
  return {
    id,
    start: start as number,
    end: end as number,
    type,
    ref: asText(ref),
    by: asText(by),
    at: typeof at === 'number' && Number.isFinite(at) ? at : 0,
  }
}

function isAttrs(value: unknown): value is Attrs {
  return value !== null && typeof value === 'object' && Object.values(value).every(isAttr)
}
