/** The log of a document as it is kept: each update, who sent it and when. */
import { Router } from 'express'
import { z } from 'zod'
import type { Access } from '../auth/access.js'
import { parse } from '../problem.js'
import type { Store } from '../store/store.js'

/** Rows a page: a keystroke's row is about a hundred bytes, so that a page stays below a megabyte in all but the rarest
 * case. */
const maxRows = 2_000

const query = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(maxRows).default(maxRows),
})

export function logRoutes(store: Store, access: Access): Router {
  const router = Router()

  router.get('/documents/:id/log', async (request, response) => {
    const { after, limit } = parse(query, request.query)
    await access.allow(request, 'read', { document: request.params.id })
    const rows = await store.log(request.params.id, after, limit)
    response.json({
      rows: rows.map(({ seq, person, at, data }) => ({
        seq,
        person,
        at,
        data: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64'),
      })),
    })
  })

  return router
}
