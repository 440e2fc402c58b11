/** Lists over a whole edition: the corrections of all its documents, and what came of somebody's own work. */
import { z } from 'zod'
import { type EditionFeedItem, editionFeedItem } from '../../schema/feed.js'
import { editionQueue } from '../../schema/queue.js'
import type { Api } from '../api/api.js'
import { sent } from '../api/operation.js'
import { Digests } from '../digests.js'
import { HttpError } from '../problem.js'
import type { Store } from '../store/store.js'

/** So much of a feed is answered at once. */
const feedLength = 200

export function queueRoutes(api: Api, store: Store): void {
  const digests = new Digests(store)

  api.on(
    {
      method: 'get',
      path: '/editions/:edition/corrections',
      tag: 'Corrections',
      title: 'Read the queue of an edition',
      text: 'The corrections of all its documents, each with its place, readings, standing and newest decision; fields that have a default may be left out. Ask again with `since` for the documents that have changed meanwhile; `complete` says that the answer has all.',
      deed: 'part',
      query: z.object({ since: z.string().max(64).optional().describe('`mark` of the answer before') }),
      answer: editionQueue,
    },
    async ({ params, query: { since }, part: { role, has }, response }) => {
      const { digests: all, newest } = await digests.of(params.edition)
      const mark = `${digests.epoch}-${newest}`
      const [epoch, number] = since?.split('-') ?? []
      const complete = epoch !== digests.epoch || !/^\d{1,15}$/.test(number ?? '')
      const wanted = all.filter(
        ({ id, made }) => (role !== null || has(id)) && (complete || made > Number(number)),
      )
      const documents = wanted.map(({ json }) => json).join(',')
      response
        .type('application/json')
        .send(`{"mark":${JSON.stringify(mark)},"complete":${complete},"documents":[${documents}]}`)
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
        for (const item of feed)
          if (item.owner === person.id && item.at < before && part.has(id))
            items.push({ ...item, document: id, title })
      items.sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))
      return items.slice(0, feedLength)
    },
  )
}
