/** What was done to a document, update by update, and how it stood at any moment. */
import { Router } from 'express'
import * as Y from 'yjs'
import { z } from 'zod'
import type { Access } from '../auth/access.js'
import { bufferOf } from '../download.js'
import { Histories } from '../histories.js'
import { HttpError, notFound, parse } from '../problem.js'
import type { Store } from '../store/store.js'

const historyQuery = z.object({
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
})
const stateQuery = z.object({ seq: z.coerce.number().int().min(1) })

export function historyRoutes(store: Store, access: Access): Router {
  const router = Router()
  const histories = new Histories(store)

  router.get('/documents/:id/history', async (request, response) => {
    await access.allow(request, 'read', { document: request.params.id })
    const { before, limit } = parse(historyQuery, request.query)
    const rows = await histories.of(request.params.id)
    if (rows.length === 0) throw notFound('document')
    // Row n stands at index n - 1.
    const end = Math.min(rows.length, (before ?? rows.length + 1) - 1)
    const page = rows.slice(Math.max(0, end - limit), end).reverse()
    const next = page.at(-1)?.seq ?? 1
    response.json({ rows: page, before: next > 1 ? next : null })
  })

  router.get('/documents/:id/state', async (request, response) => {
    const { seq } = parse(stateQuery, request.query)
    const { id } = request.params
    await access.allow(request, 'read', { document: id })
    const rows = await store.log(id, 0, seq)
    if (rows.length === 0) throw notFound('document')
    if (rows.length < seq) throw new HttpError(404, `The log of this document has ${rows.length} rows.`)
    const doc = new Y.Doc()
    doc.transact(() => {
      for (const { data } of rows) Y.applyUpdate(doc, data)
    })
    const state = Y.encodeStateAsUpdate(doc)
    doc.destroy()
    // What has been logged never changes.
    response
      .set('Cache-Control', 'private, max-age=31536000, immutable')
      .type('application/octet-stream')
      .send(bufferOf(state))
  })

  return router
}
