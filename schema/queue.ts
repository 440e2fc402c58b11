/** The queue: the corrections of a document as rows of a list to be decided on, each complete in itself, so that a list
 * over a whole edition needs no document opened. */
import { z } from 'zod'
import { emendationsOf } from './apparatus.js'
import {
  type Correction,
  certainties,
  correctionKinds,
  evidences,
  overlap,
  type Standing,
} from './corrections.js'
import { acts } from './decisions.js'
import type { EditedDocument } from './document.js'
import { isResolved } from './replies.js'
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

/** The queue of an edition. With `mark` one asks later for the documents that have changed since. `complete` says that
 * all documents of the edition are in it. */
export const editionQueue = z.object({
  mark: z.string(),
  complete: z.boolean(),
  documents: z.array(queuedDocument),
})
export type EditionQueue = z.infer<typeof editionQueue>

/** So much of the text around a correction is shown with it, in UTF-16 units. */
const around = 40

/** What somebody who decides on a row has seen. */
export function seenOf({ start, end, reading }: Pick<QueueRow, 'start' | 'end' | 'reading'>): Reading {
  return { start, end, text: reading }
}

/** The rows of a document in text order, whatever has been decided about them. */
export function queueRowsOf(document: EditedDocument): QueueRow[] {
  const rivals = rivalsOf(document)
  const { text } = document
  return emendationsOf(document).map(
    ({ correction, received, lemma, standing, decision, paragraph, page }) => {
      const { id, start, end, kind, reason, evidence, citation = '', certainty, by, at } = correction
      const replies = document.repliesOn(id)
      return {
        id,
        start,
        end,
        received,
        reading: lemma,
        before: lastLines(text.slice(Math.max(0, start - around), start)),
        after: firstLines(text.slice(end, end + around)),
        kind,
        reason,
        evidence,
        citation,
        certainty,
        by,
        at,
        standing,
        decision: decision && {
          id: decision.id,
          act: decision.act,
          by: decision.by,
          at: decision.at,
          why: decision.why,
        },
        paragraph,
        page,
        replies: replies.filter(reply => reply.act === 'reply' || reply.text !== '').length,
        settled: isResolved(replies),
        rivals: rivals.get(id) ?? '',
        supersededBy: standing === 'superseded' ? (holderOver(document, id)?.id ?? '') : '',
      }
    },
  )
}

/** What stands before and after, in the same paragraph and not beginning or ending within a surrogate pair. */
const lastLines = (text: string): string =>
  text
    .replace(/^[\udc00-\udfff]|^[\s\S]*\n\s*\n/g, '')
    .replace(/\s+/g, ' ')
    .replace(/^ /, '')
const firstLines = (text: string): string =>
  text
    .replace(/[\ud800-\udbff]$|\n\s*\n[\s\S]*$/g, '')
    .replace(/\s+/g, ' ')
    .replace(/ $/, '')

/** What holds in the place of a superseded correction. */
function holderOver(document: EditedDocument, id: string): Correction | undefined {
  const lost = document.corrections.get(id)
  return (
    lost &&
    document.corrections
      .touching(lost.start, lost.end)
      .find(other => document.standing(other.id) === 'accepted' && overlap(other, lost))
  )
}

/** Corrections that compete for the same text, each with the first of its company in text order. What has been
 * rejected or withdrawn competes no more. */
function rivalsOf(document: EditedDocument): Map<string, string> {
  const running = document.corrections.inOrder().filter(({ id }) => {
    const standing = document.standing(id)
    return standing !== 'rejected' && standing !== 'withdrawn'
  })
  const leader = new Map(running.map(({ id }) => [id, id]))
  const place = new Map(running.map(({ id }, i) => [id, i]))
  const leaderOf = (id: string): string => {
    let found = id
    while (leader.get(found) !== found) found = leader.get(found)!
    leader.set(id, found)
    return found
  }
  const unite = (a: string, b: string) => {
    const [first, second] = [leaderOf(a), leaderOf(b)]
    if (place.get(first)! <= place.get(second)!) leader.set(second, first)
    else leader.set(first, second)
  }
  for (const correction of running) {
    const { id, start, end, parent } = correction
    if (parent !== null && leader.has(parent)) unite(id, parent)
    for (const other of document.corrections.touching(start, end))
      if (other.id !== id && leader.has(other.id) && overlap(other, correction)) unite(id, other.id)
  }
  const sizes = new Map<string, number>()
  for (const { id } of running) sizes.set(leaderOf(id), (sizes.get(leaderOf(id)) ?? 0) + 1)
  return new Map(
    running
      .map(({ id }) => leaderOf(id))
      .flatMap((first, i) => (sizes.get(first)! > 1 ? [[running[i]!.id, first]] : [])),
  )
}
