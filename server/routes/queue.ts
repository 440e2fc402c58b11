/** Lists over a whole edition: the corrections of all its documents, and what came of somebody's own work. */
import { z } from 'zod'
import { type EditionFeedItem, editionFeedItem } from '../../schema/feed.js'
import { editionQueue, noRows, standings } from '../../schema/queue.js'
import type { Api } from '../api/api.js'
import { sent } from '../api/operation.js'
import { type Digest, Digests } from '../digests.js'
import { HttpError } from '../problem.js'
import type { Store } from '../store/store.js'

/** So much of a feed is answered at once. */
const feedLength = 200

export function queueRoutes(api: Api, store: Store, log: (message: string, error: unknown) => void): void {
  const digests = new Digests(store, log)

  api.on(
    {
      method: 'get',
      path: '/editions/:edition/corrections',
      tag: 'Corrections',
      title: 'Read the queue of an edition',
      text: 'The corrections of all its documents, each with its place, readings, standing and newest decision; fields that have a default may be left out. Ask again with `since` for the documents that have changed meanwhile; `complete` says that the answer has all. With `limit` it comes in pages.',
      deed: 'part',
      query: z.object({
        since: z.string().max(64).optional().describe('`mark` of the answer before'),
        from: z.string().max(64).optional().describe('`next` of the page before'),
        limit: z.coerce
          .number()
          .int()
          .min(1)
          .optional()
          .describe('So many rows at least, in whole documents'),
      }),
      answer: editionQueue,
    },
    async ({ params, query, part: { role, has }, response }) => {
      const { since, from, limit = Number.POSITIVE_INFINITY } = query
      const { digests: every, newest } = await digests.of(params.edition)
      const all = every.filter(({ id }) => role !== null || has(id))
      const first = from === undefined ? 0 : all.findIndex(({ id }) => id === from)
      if (first < 0) throw new HttpError(400, `from: this edition has no document ${from}.`)
      const [epoch, number] = since?.split('-') ?? []
      const complete = epoch !== digests.epoch || !/^\d{1,15}$/.test(number ?? '')
      const changed = all.slice(first).filter(({ made }) => complete || made > Number(number))
      const length = lengthOfPage(changed, limit)
      const head = {
        mark: `${digests.epoch}-${newest}`,
        complete,
        next: changed[length]?.id ?? null,
        counts: countsIn(all),
      }
      // The head without its closing brace; then the documents, which have been JSON since they were made.
      const parts: Buffer[] = [Buffer.from(`${JSON.stringify(head).slice(0, -1)},"documents":[`)]
      changed.slice(0, length).forEach(({ json }, i) => {
        if (i > 0) parts.push(comma)
        parts.push(json)
      })
      // Not `send`: it would hash megabytes for an ETag that nobody asks with.
      response.type('application/json').end(Buffer.concat([...parts, end]))
      return sent
    },
  )

  api.on(
    {
      method: 'get',
      path: '/editions/:edition/feed',
      tag: 'Corrections',
      title: 'Read what came of my work',
      text: `What others decided on and said about one’s own corrections and notes, at most ${feedLength}, the newest first.`,
      deed: 'part',
      query: z.object({
        before: z.coerce.number().min(0).optional().describe('Only what is older than this time'),
      }),
      answer: z.array(editionFeedItem),
      errors: { 401: 'Only somebody has work.' },
    },
    async ({ params, query: { before = Number.POSITIVE_INFINITY }, visitor: { person }, part }) => {
      if (!person) throw new HttpError(401, 'Choose a name first.')
      const items: EditionFeedItem[] = []
      for (const { id, title, feed } of (await digests.of(params.edition)).digests)
        for (const item of feed())
          if (item.owner === person.id && item.at < before && part.has(id))
            items.push({ ...item, document: id, title })
      items.sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))
      return items.slice(0, feedLength)
    },
  )
}

const comma = Buffer.from(',')
const end = Buffer.from(']}')

/** How many documents, from the first, make a page of at least `limit` rows; all of them where there are fewer rows. */
function lengthOfPage(digests: readonly Digest[], limit: number): number {
  let rows = 0
  for (const [i, { counts }] of digests.entries()) {
    rows += standings.reduce((sum, standing) => sum + counts[standing], 0)
    if (rows >= limit) return i + 1
  }
  return digests.length
}

function countsIn(digests: readonly Digest[]) {
  const counts = { ...noRows }
  for (const digest of digests) for (const standing of standings) counts[standing] += digest.counts[standing]
  return counts
}
