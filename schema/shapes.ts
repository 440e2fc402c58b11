/** What the values of the layers may look like (G2, G4, G5, G6), each by itself and leaving aside who writes it. The
 * readers of layers.ts overlook what is malformed; the gate keeps it out, and here is said what that is. */
import type * as Y from 'yjs'
import { certainties, correctionKinds, evidences } from './corrections.js'
import { acts } from './decisions.js'
import { graphemeStart } from './graphemes.js'
import { nameTypes } from './names.js'
import { noteTypes } from './notes.js'
import { replyActs } from './replies.js'
import { blockKinds, splitsSurrogatePair } from './witness.js'

export interface Fault {
  readonly rule: 'G2' | 'G4' | 'G5' | 'G6'
  readonly message: string
}

/** A reason, or why something was decided: a paragraph or two. In UTF-16 units, as all of these. */
const maxRemark = 5_000
const maxValue = 1_000
/** A correction's text: two or three pages. */
export const maxCorrection = 20_000
const maxAttrs = 50

const fault = (rule: Fault['rule'], message: string): Fault => ({ rule, message })

/** Ids are chosen by whoever makes the record. */
export function idFault(id: string): Fault | null {
  return /^[\w.:~-]{1,64}$/.test(id) ? null : fault('G2', `"${id.slice(0, 40)}" is no id`)
}

/** An offset at which something stands; `before` where text must follow. */
export function offsetFault(offset: unknown, text: string, before = false): Fault | null {
  if (!Number.isInteger(offset)) return fault('G4', 'an offset is not a whole number')
  const at = offset as number
  if (at < 0 || at > text.length || (before && at === text.length))
    return fault('G4', `offset ${at} lies outside the witness (0 to ${text.length})`)
  return splitsSurrogatePair(text, at) ? fault('G4', `offset ${at} stands inside a character`) : null
}

/** A range whose ends stand between letters as readers see them. */
export function rangeFault(start: unknown, end: unknown, text: string): Fault | null {
  const bad = offsetFault(start, text) ?? offsetFault(end, text)
  if (bad) return bad
  if ((start as number) > (end as number))
    return fault('G4', `the range ${start}–${end} ends before it begins`)
  for (const offset of [start as number, end as number])
    if (graphemeStart(text, offset) !== offset) return fault('G4', `offset ${offset} stands inside a letter`)
  return null
}

type Check = (value: unknown) => Fault | null

const oneOf =
  (name: string, list: readonly unknown[]): Check =>
  value =>
    list.includes(value)
      ? null
      : fault('G5', `"${name}" is none of ${list.map(v => v || 'nothing').join(', ')}`)

const textUpTo =
  (name: string, max: number): Check =>
  value => {
    if (typeof value !== 'string') return fault('G5', `"${name}" is not a text`)
    return value.length > max ? fault('G6', `"${name}" is longer than ${max}`) : null
  }

/** Judged elsewhere. */
const anything: Check = () => null

const correctionFields: Readonly<Record<string, Check>> = {
  start: anything,
  end: anything,
  side: oneOf('side', [-1, 1]),
  text: anything,
  kind: oneOf('kind', correctionKinds),
  reason: textUpTo('reason', maxRemark),
  evidence: oneOf('evidence', ['', ...evidences]),
  certainty: oneOf('certainty', certainties),
  by: textUpTo('by', 64),
  at: anything,
}

const noteFields: Readonly<Record<string, Check>> = {
  start: anything,
  end: anything,
  type: oneOf('type', noteTypes),
  by: textUpTo('by', 64),
  at: anything,
  body: anything,
}

const optional: Readonly<Record<string, Check>> = {
  parent: textUpTo('parent', 64),
  citation: textUpTo('citation', maxRemark),
  on: textUpTo('on', 64),
  shared: v => (typeof v === 'boolean' ? null : fault('G5', '"shared" is neither true nor false')),
}

export function correctionFaults(id: string, record: Y.Map<unknown>, text: string): Fault | null {
  return recordFault(`correction ${id}`, record, correctionFields, ['parent', 'citation'], text)
}

/** A note on what only a correction proposes may have an empty range. */
export function noteFaults(id: string, record: Y.Map<unknown>, text: string): Fault | null {
  const bad = recordFault(`note ${id}`, record, noteFields, ['on', 'shared'], text)
  if (bad) return bad
  return record.get('start') === record.get('end') && record.get('on') === undefined
    ? fault('G4', `note ${id} stands on nothing`)
    : null
}

function recordFault(
  name: string,
  record: Y.Map<unknown>,
  fields: Readonly<Record<string, Check>>,
  extras: readonly string[],
  text: string,
): Fault | null {
  for (const [key, value] of record.entries()) {
    const check = Object.hasOwn(fields, key) ? fields[key] : extras.includes(key) ? optional[key] : undefined
    const bad = check ? check(value) : fault('G2', `"${key.slice(0, 40)}" is nothing that it can have`)
    if (bad) return fault(bad.rule, `${name}: ${bad.message}`)
  }
  for (const key of Object.keys(fields))
    if (!record.has(key)) return fault('G2', `${name}: "${key}" is missing`)
  const bad = rangeFault(record.get('start'), record.get('end'), text)
  return bad && fault(bad.rule, `${name}: ${bad.message}`)
}

const decisionFields: Readonly<Record<string, Check>> = {
  on: textUpTo('on', 64),
  act: oneOf('act', acts),
  by: textUpTo('by', 64),
  at: anything,
  why: textUpTo('why', maxRemark),
}

export function decisionFaults(id: string, value: unknown): Fault | null {
  const bad = objectFault(value, decisionFields, ['seen'])
  if (bad) return fault(bad.rule, `decision ${id}: ${bad.message}`)
  // Without it an acceptance would hold whatever its author writes afterwards.
  const { act, seen } = value as { act: unknown; seen?: unknown }
  return (act === 'accept' || act === 'reject') && seen === undefined
    ? fault('G2', `decision ${id}: "seen" is missing`)
    : null
}

const replyFields: Readonly<Record<string, Check>> = {
  on: textUpTo('on', 64),
  act: oneOf('act', replyActs),
  text: textUpTo('text', maxRemark),
  by: textUpTo('by', 64),
  at: anything,
}

export function replyFaults(id: string, value: unknown): Fault | null {
  const bad = objectFault(value, replyFields, [])
  return bad && fault(bad.rule, `reply ${id}: ${bad.message}`)
}

const nameFields: Readonly<Record<string, Check>> = {
  start: anything,
  end: anything,
  type: oneOf('type', nameTypes),
  ref: textUpTo('ref', 64),
  by: textUpTo('by', 64),
  at: anything,
}

export function nameFaults(id: string, value: unknown, text: string): Fault | null {
  const bad = objectFault(value, nameFields, [])
  if (bad) return fault(bad.rule, `name ${id}: ${bad.message}`)
  const { start, end } = value as { start: unknown; end: unknown }
  return rangeFault(start, end, text) ?? (start === end ? fault('G4', `name ${id} stands on nothing`) : null)
}

export function breakFault(value: unknown): Fault | null {
  return objectFault(
    value,
    { on: v => (typeof v === 'boolean' ? null : fault('G5', '"on" is neither true nor false')) },
    [],
  )
}

/** A block's attribute; null takes the witness's own away. */
export function attrFault(key: string, value: unknown): Fault | null {
  if (value === null) return null
  const bad = valueFault(key, value)
  if (bad) return bad
  if (key === 'kind') return oneOf('kind', blockKinds)(value)
  const isCount = key === 'level' || key === 'depth'
  return isCount && !(Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 9)
    ? fault('G5', `"${key}" is not a number from 1 to 9`)
    : null
}

function valueFault(key: string, value: unknown): Fault | null {
  if (typeof value === 'boolean') return null
  if (typeof value === 'number')
    return Number.isFinite(value) ? null : fault('G5', `"${key}" is not a number that can be written down`)
  if (typeof value !== 'string') return fault('G5', `"${key}" is neither text, number, true nor false`)
  return value.length > maxValue ? fault('G6', `"${key}" is longer than ${maxValue}`) : null
}

const attrsFault: Check = value => {
  if (value === undefined) return null
  if (!isObject(value)) return fault('G2', '"attrs" is not a list of attributes')
  const entries = Object.entries(value)
  if (entries.length > maxAttrs) return fault('G6', `there are more than ${maxAttrs} attributes`)
  for (const [key, attr] of entries) {
    const bad = /^[A-Za-z_][\w.:-]{0,63}$/.test(key)
      ? valueFault(key, attr)
      : fault('G2', `"${key.slice(0, 40)}" is no attribute's name`)
    if (bad) return bad
  }
  return null
}

const typeName: Check = value =>
  typeof value === 'string' && /^[A-Za-z_][\w.:-]{0,63}$/.test(value)
    ? null
    : fault('G5', '"type" is not a name')

/** What a decision was made on: a range and the text proposed for it, as the correction then said. */
const seenFault: Check = value => {
  if (!isObject(value)) return fault('G2', '"seen" is not a reading')
  const { start, end, text, ...rest } = value
  if (Object.keys(rest).length > 0) return fault('G2', '"seen" holds more than start, end and text')
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || (start as number) > (end as number))
    return fault('G4', '"seen" has no range')
  return textUpTo('seen.text', maxCorrection)(text)
}

const overlayName: Check = value => (value === undefined ? null : textUpTo('n', maxValue)(value))

/** Values that may be left out. */
const extraChecks = { n: overlayName, attrs: attrsFault, seen: seenFault } as const

export function milestoneFault(value: unknown, text: string): Fault | null {
  if (isOff(value)) return null
  const fields = { at: (v: unknown) => offsetFault(v, text), type: typeName }
  return objectFault(value, fields, ['n', 'attrs'])
}

export function spanFault(value: unknown, text: string): Fault | null {
  if (isOff(value)) return null
  const bad = objectFault(value, { start: anything, end: anything, type: typeName }, ['attrs'])
  if (bad) return bad
  const { start, end } = value as { start: unknown; end: unknown }
  return rangeFault(start, end, text) ?? (start === end ? fault('G4', 'a span stands on nothing') : null)
}

function isOff(value: unknown): boolean {
  return isObject(value) && Object.keys(value).length === 1 && (value as { off?: unknown }).off === true
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype
}

function objectFault(
  value: unknown,
  fields: Readonly<Record<string, Check>>,
  extras: readonly (keyof typeof extraChecks)[],
): Fault | null {
  if (!isObject(value)) return fault('G2', 'it is not a plain value')
  for (const [key, check] of Object.entries(fields)) {
    const bad = Object.hasOwn(value, key) ? check(value[key]) : fault('G2', `"${key}" is missing`)
    if (bad) return bad
  }
  for (const key of Object.keys(value)) {
    if (Object.hasOwn(fields, key)) continue
    if (!(extras as readonly string[]).includes(key))
      return fault('G2', `"${key.slice(0, 40)}" is nothing that it can have`)
    const bad = extraChecks[key as keyof typeof extraChecks](value[key])
    if (bad) return bad
  }
  return null
}
