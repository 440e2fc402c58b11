/** What notes refer to: where works are cited, and what references to other documents say. */
import { Router } from 'express'
import { z } from 'zod'
import { referenceIn, referenceKey } from '../../schema/references.js'
import type { Access } from '../auth/access.js'
import { citedIn, saidIn, settingsOf } from '../citations.js'
import { notFound, parse } from '../problem.js'
import type { Store } from '../store/store.js'

/** As many places as one note's card can ask about. */
const maxPlaces = 200

const query = z.object({
  at: z.preprocess(
    value => (typeof value === 'string' ? [value] : value),
    z.array(z.string().max(200)).max(maxPlaces).default([]),
  ),
})

export function citationRoutes(store: Store, access: Access): Router {
  const router = Router()

  router.get('/editions/:edition/citations', async (request, response) => {
    const { edition } = request.params
    const { documents } = await access.partOf(request, edition)
    response.json({ citations: await citedIn(store, edition, documents) })
  })

  // ?at=at=10-15&at=note=n1: places as their addresses have them after the number sign.
  router.get('/documents/:id/places', async (request, response) => {
    const { id } = request.params
    await access.allow(request, 'read', { document: id })
    const record = await store.document(id)
    if (!record) throw notFound('document')
    const asked = parse(query, request.query).at.map(
      place => [place, referenceIn(`/d/${id}#${place}`)] as const,
    )
    const references = asked.flatMap(([, to]) => (to ? [to] : []))
    const settings = await settingsOf(store, record.edition)
    const found = await saidIn(store, record.edition, id, references, settings)
    if (!found) throw notFound('document')
    response.json({
      title: found.title,
      places: asked.map(([place, to]) => ({
        at: place,
        says: (to && found.said.get(referenceKey(to))) ?? null,
      })),
    })
  })

  return router
}
