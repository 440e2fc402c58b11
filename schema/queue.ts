/** The queue: the corrections of a document as rows of a list to be decided on, each complete in itself, so that a list
 * over a whole edition needs no document opened. `queue-rows.ts` makes them; a page that only shows them does without. */
import { z } from 'zod'
import { certainties, correctionKinds, evidences, type Standing } from './corrections.js'
import { acts } from './decisions.js'
import type { Reading } from './words.js'

export const standings = [
  'proposed',
  'accepted',
  'rejected',
  'withdrawn',
  'superseded',
] as const satisfies readonly Standing[]

/** A row as it goes over the wire. `start`, `end`, `received` and `reading` are on whole words; `before` and `after` are
 * the letters of the witness around them. `paragraph` and `page` are as readers cite them (`Place`). `decision` is the
 * newest one, null where nobody has decided. `rivals` names what competes with it: corrections of the same text, or
 * that grew out of one another, carry the same word, the id of the first of them in the text; '' where it has none.
 * `supersededBy` is the id of what holds in its place, '' where nothing does. `replies` counts, `settled` says
 * whether the conversation is resolved. On the wire a row may leave out what has a default. */
export const queueRow = z
  .object({
    id: z.string(),
    start: z.number(),
    end: z.number(),
    received: z.string(),
    reading: z.string(),
    before: z.string(),
    after: z.string(),
    kind: z.enum(correctionKinds),
    reason: z.string().default(''),
    evidence: z.enum(['', ...evidences]).default(''),
    citation: z.string().default(''),
    certainty: z.enum(certainties),
    by: z.string(),
    at: z.number(),
    standing: z.enum(standings),
    decision: z
      .object({ id: z.string(), act: z.enum(acts), by: z.string(), at: z.number(), why: z.string() })
      .nullable()
      .default(null),
    paragraph: z.number(),
    page: z.string().default(''),
    replies: z.number().default(0),
    settled: z.boolean().default(false),
    rivals: z.string().default(''),
    supersededBy: z.string().default(''),
  })
  .meta({ id: 'QueuedCorrection' })
export type QueueRow = z.infer<typeof queueRow>

/** A row without what most rows do not have, for sending: `queueRow` puts that back. */
export function leanRow(row: QueueRow): Partial<QueueRow> {
  return Object.fromEntries(Object.entries(row).filter(([key, value]) => value || !isLeftOut.has(key)))
}

const isLeftOut: ReadonlySet<string> = new Set<keyof QueueRow>([
  'reason',
  'evidence',
  'citation',
  'decision',
  'page',
  'replies',
  'settled',
  'rivals',
  'supersededBy',
])

/** The rows of one document; `seq` is the number of the last update that they know of. */
export const queuedDocument = z
  .object({
    id: z.string(),
    title: z.string(),
    seq: z.number(),
    rows: z.array(queueRow),
  })
  .meta({ id: 'QueuedDocument' })
export type QueuedDocument = z.infer<typeof queuedDocument>

/** How many rows there are of each standing. */
const standingCounts = z.object(
  Object.fromEntries(standings.map(standing => [standing, z.number()])) as Record<Standing, z.ZodNumber>,
)
export type StandingCounts = z.infer<typeof standingCounts>

export const noRows: StandingCounts = { proposed: 0, accepted: 0, rejected: 0, withdrawn: 0, superseded: 0 }

/** How many of some rows are of each standing. */
export function countsOf(rows: readonly Pick<QueueRow, 'standing'>[]): StandingCounts {
  const counts = { ...noRows }
  for (const { standing } of rows) counts[standing]++
  return counts
}

/** The queue of an edition, or a page of it. With `mark` one asks later for the documents that have changed since.
 * `complete` says that all documents of the edition are in it, or come on the pages after it. `next` is the document
 * with which the next page begins, null on the last one. `counts` are those of the whole edition. */
export const editionQueue = z.object({
  mark: z.string(),
  complete: z.boolean(),
  next: z.string().nullable(),
  counts: standingCounts,
  documents: z.array(queuedDocument),
})
export type EditionQueue = z.infer<typeof editionQueue>

/** As many rows as are asked for first: more than any screen shows, and read in a few milliseconds. */
export const firstRows = 100

/** Where the first page of an edition's queue is asked for. The server says so in a header when it sends the page that
 * will ask, so that both must spell it alike. */
export const firstQueueAddress = (edition: string): string =>
  `/api/editions/${encodeURIComponent(edition)}/corrections?limit=${firstRows}`

/** What somebody who decides on a row has seen. */
export function seenOf({ start, end, reading }: Pick<QueueRow, 'start' | 'end' | 'reading'>): Reading {
  return { start, end, text: reading }
}
