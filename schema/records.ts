/** Records: what an edition keeps besides its documents. A kind is a list of values, each with an id; every change is kept. */
import { z } from 'zod'
import { workSchema } from './bibliography.js'
import { registerEntry } from './register.js'
import { settingsSchema } from './settings.js'
import { versionShape } from './versions.js'

/** *settings*: one record, id "edition"; *register*: the people, places and organisations that names refer to;
 * *bibliography*: the works that are cited; *versions*: named states of documents; *apparatus*: settings of the
 * printed apparatus. */
export const recordKinds = ['settings', 'register', 'bibliography', 'versions', 'apparatus'] as const
export type RecordKind = (typeof recordKinds)[number]

/** Any plain JSON object: for kinds that have no shape of their own. */
const anyObject = z.record(z.string(), z.json())

/** What a value of each kind looks like. */
export const recordSchemas = {
  settings: settingsSchema,
  register: registerEntry,
  bibliography: workSchema,
  versions: versionShape,
  apparatus: anyObject,
} as const satisfies Readonly<Record<RecordKind, z.ZodType>>

export type RecordValue<K extends RecordKind> = z.infer<(typeof recordSchemas)[K]>

/** A record as it stands. `rev` counts its changes from 1, the removal included; `at` counts milliseconds since 1970. */
export interface EditionRecord<T> {
  readonly id: string
  readonly rev: number
  readonly by: string
  readonly at: number
  readonly value: T
}

/** A value as JSON is at most this long, in bytes of UTF-8, and nested at most this deep. */
export const maxRecord = 100 << 10
export const maxRecordDepth = 64

/** Whether objects and lists lie in one another more than `most` deep. Does not recurse, so no value is too
 * deep for it. */
export function isTooDeep(value: unknown, most = maxRecordDepth): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; depth <= most; depth++) {
    level = level.flatMap(v => (v !== null && typeof v === 'object' ? Object.values(v) : []))
    if (level.length === 0) return false
  }
  return true
}
