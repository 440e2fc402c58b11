/** Lists over a whole edition: the corrections of all its documents, and what came of somebody's own work. */
import { Router } from 'express'
import { z } from 'zod'
import type { EditionFeedItem } from '../../schema/feed.js'
import type { Sessions } from '../auth/sessions.js'
import { Digests } from '../digests.js'
import { HttpError, notFound, parse } from '../problem.js'
import type { Store } from '../store/store.js'

/** So much of a feed is answered at once. */
const feedLength = 200

const queueQuery = z.object({ since: z.string().max(64).optional() })
const feedQuery = z.object({ before: z.coerce.number().min(0).optional() })

export function queueRoutes(store: Store, sessions: Sessions): Router {
  const router = Router()
  const digests = new Digests(store)

  router.get('/editions/:id/corrections', async (request, response) => {
    const { since } = parse(queueQuery, request.query)
    await mustExist(request.params.id)
    const { digests: all, newest } = await digests.of(request.params.id)
    const mark = `${digests.epoch}-${newest}`
    const [epoch, number] = since?.split('-') ?? []
    const complete = epoch !== digests.epoch || !/^\d{1,15}$/.test(number ?? '')
    const wanted = complete ? all : all.filter(({ made }) => made > Number(number))
    const documents = wanted.map(({ json }) => json).join(',')
    response
      .type('application/json')
      .send(`{"mark":${JSON.stringify(mark)},"complete":${complete},"documents":[${documents}]}`)
  })

  router.get('/editions/:id/feed', async (request, response) => {
    const person = await sessions.person(request)
    if (!person) throw new HttpError(401, 'Choose a name first.')
    const { before = Number.POSITIVE_INFINITY } = parse(feedQuery, request.query)
    await mustExist(request.params.id)
    const items: EditionFeedItem[] = []
    for (const { id, title, feed } of (await digests.of(request.params.id)).digests)
      for (const item of feed)
        if (item.owner === person.id && item.at < before) items.push({ ...item, document: id, title })
    items.sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))
    response.json(items.slice(0, feedLength))
  })

  async function mustExist(edition: string): Promise<void> {
    if (!(await store.editions()).some(({ id }) => id === edition)) throw notFound('edition')
  }

  return router
}
