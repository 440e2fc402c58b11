/** Lists over a whole edition: the corrections of all its documents, and what came of somebody's own work. */
import { Router } from 'express'
import { z } from 'zod'
import type { EditionFeedItem } from '../../schema/feed.js'
import type { Access } from '../auth/access.js'
import { Digests } from '../digests.js'
import { HttpError, parse } from '../problem.js'
import type { Store } from '../store/store.js'

/** So much of a feed is answered at once. */
const feedLength = 200

const queueQuery = z.object({ since: z.string().max(64).optional() })
const feedQuery = z.object({ before: z.coerce.number().min(0).optional() })

export function queueRoutes(store: Store, access: Access): Router {
  const router = Router()
  const digests = new Digests(store)

  router.get('/editions/:id/corrections', async (request, response) => {
    const { role, has } = await access.partOf(request, request.params.id)
    const { since } = parse(queueQuery, request.query)
    const { digests: all, newest } = await digests.of(request.params.id)
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
  })

  router.get('/editions/:id/feed', async (request, response) => {
    const { visitor, has } = await access.partOf(request, request.params.id)
    const { person } = visitor
    if (!person) throw new HttpError(401, 'Choose a name first.')
    const { before = Number.POSITIVE_INFINITY } = parse(feedQuery, request.query)
    const items: EditionFeedItem[] = []
    for (const { id, title, feed } of (await digests.of(request.params.id)).digests)
      for (const item of feed)
        if (item.owner === person.id && item.at < before && has(id))
          items.push({ ...item, document: id, title })
    items.sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))
    response.json(items.slice(0, feedLength))
  })

  return router
}
