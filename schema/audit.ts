/** The audit log: what was admitted, what was refused, and what else is on record, as one list. */
import { z } from 'zod'
import type { LogSummary } from './log.js'
import { roles } from './people.js'

/** What an update was about. */
export const auditKinds = [
  'import',
  'corrections',
  'decisions',
  'notes',
  'replies',
  'names',
  'structure',
] as const
export type AuditKind = (typeof auditKinds)[number]

/** How an entry came about: an update that was *admitted* or *refused*, or another *act* (a role given, a link made). */
export const auditWays = ['admitted', 'refused', 'act'] as const
export type AuditWay = (typeof auditWays)[number]

/** An entry. `at` is the time of the server's clock, in milliseconds since 1970; `person` is empty where nobody was known.
 *
 * Of an update that was admitted: its row of the log, the role in which it was judged (null where that was not written
 * down), what it was about, and what it did in words, `more` things besides not told. `written` is the time that the
 * writer's own computer gave where it is far from the server's: the work was done offline, or a clock is wrong.
 *
 * Of one that was refused: why. `count` is more than 1 where one entry stands for many of a minute.
 *
 * Of an act: its short name, from where, and its details as JSON. */
export const auditEntry = z
  .object({
    way: z.enum(auditWays),
    /** Tells entries of one way apart, and counts in the order of writing. */
    mark: z.number(),
    at: z.number(),
    person: z.string(),
    document: z.string(),
    connection: z.string().default(''),
    bytes: z.number().default(0),
    row: z.number().default(0),
    role: z.enum(roles).nullable().default(null),
    kinds: z.array(z.enum(auditKinds)).default([]),
    says: z.array(z.string()).default([]),
    more: z.number().default(0),
    written: z.number().nullable().default(null),
    code: z.number().default(0),
    rule: z.string().default(''),
    message: z.string().default(''),
    count: z.number().default(1),
    what: z.string().default(''),
    address: z.string().default(''),
    detail: z.string().default(''),
  })
  .meta({ id: 'AuditEntry' })
export type AuditEntry = z.infer<typeof auditEntry>

/** A page of an audit log, the newest entry first. `before` is what to ask for next, null where this is the end: a page
 * may be short, or empty, before the end where few entries match. `titles` are those of the documents. */
export const auditPage = z.object({
  entries: z.array(auditEntry),
  before: z.string().nullable(),
  titles: z.record(z.string(), z.string()),
})
export type AuditPage = z.infer<typeof auditPage>

/** What a row of the log was about. */
export function kindsOf(summary: LogSummary, seq: number): AuditKind[] {
  if (seq === 1) return ['import']
  const touched = ({ made, changed, removed }: LogSummary['corrections']) =>
    made.length + changed.length + removed.length > 0
  const about: Readonly<Record<Exclude<AuditKind, 'import'>, boolean>> = {
    corrections: touched(summary.corrections),
    decisions: summary.decisions.length > 0,
    notes: touched(summary.notes),
    replies: summary.replies.length > 0,
    names: touched(summary.names),
    structure: summary.structure.length > 0,
  }
  return auditKinds.filter(kind => kind !== 'import' && about[kind])
}

/** What a rebuilding of a document from its log alone has shown. */
export const rebuilding = z
  .object({
    document: z.string(),
    /** How many rows the log has, and the hash of the state that they lead to; empty where it could not be built. */
    rows: z.number(),
    state: z.string(),
    /** What the document that people work on says, at the same row: `open` in memory, or as it would be `loaded`. */
    live: z.object({ from: z.enum(['open', 'loaded']), state: z.string() }),
    /** Sentences about what is not as it should be. None: everything holds. */
    faults: z.array(z.string()),
    /** Rows that the gate would not admit today; `beyond` so many more of them. What was admitted stands: rules grow. */
    breaches: z.array(z.object({ row: z.number(), rule: z.string(), message: z.string() })),
    beyond: z.number(),
    /** How many rows were judged in the role that their writer had; the others are older than that is written down. */
    judged: z.number(),
  })
  .meta({ id: 'Rebuilding' })
export type Rebuilding = z.infer<typeof rebuilding>
