/** Documents: what is known about them, their witness and their source. */
import { gunzipSync } from 'node:zlib'
import { Router } from 'express'
import { z } from 'zod'
import type { Access, Visitor } from '../auth/access.js'
import { bufferOf, disposition } from '../download.js'
import { HttpError, notFound, parse } from '../problem.js'
import type { Store } from '../store/store.js'

const changeBody = z.strictObject({
  title: z.string().trim().min(1).max(500).optional(),
  metadata: z.record(z.string().regex(/^[A-Za-z][\w.-]{0,63}$/), z.string().max(20_000)).optional(),
})

/** A witness never changes, so a browser may keep it for ever; nobody on the way may. */
const forEver = 'private, max-age=31536000, immutable'

export function documentRoutes(store: Store, access: Access): Router {
  const router = Router()

  router.get('/documents/:id', async (request, response) => {
    const { actor, visitor } = await access.allow(request, 'read', { document: request.params.id })
    response.json({ ...(await describe(request.params.id, visitor)), role: actor.role })
  })

  router.patch('/documents/:id', async (request, response) => {
    const { actor, visitor } = await access.allow(request, 'describe', { document: request.params.id })
    const change = parse(changeBody, request.body)
    const done = await store.changeDocument(request.params.id, {
      ...(change.title === undefined ? {} : { title: change.title }),
      ...(change.metadata === undefined ? {} : { metadata: change.metadata }),
    })
    if (!done) throw notFound('document')
    response.json({ ...(await describe(request.params.id, visitor)), role: actor.role })
  })

  router.get('/documents/:id/source', async (request, response) => {
    await access.allow(request, 'read', { document: request.params.id })
    const source = await store.source(request.params.id)
    if (!source) throw notFound('document')
    response
      .set('Content-Disposition', disposition(source.file))
      .type('application/octet-stream')
      .send(bufferOf(source.bytes))
  })

  router.get('/witnesses/:hash', async (request, response) => {
    const { hash } = request.params
    const visitor = await access.visitor(request)
    const { documents } = await access.readable(visitor)
    const json = documents.some(({ witness }) => witness === hash) ? await store.witness(hash) : null
    if (!json) throw notFound('witness')
    response
      .set('Cache-Control', forEver)
      .set('ETag', `"${request.params.hash}"`)
      .set('Vary', 'Accept-Encoding')
      .set('Content-Type', 'application/json; charset=utf-8')
    if (request.fresh) response.status(304).end()
    else if (request.acceptsEncodings('gzip')) response.set('Content-Encoding', 'gzip').end(bufferOf(json))
    else response.end(gunzipSync(json))
  })

  async function describe(id: string, visitor: Visitor) {
    const record = await store.document(id)
    if (!record) throw notFound('document')
    const edition = (await store.editions()).find(({ id }) => id === record.edition)
    if (!edition) throw new HttpError(500, 'The document has lost its edition.')
    const { title, isPublic } = edition
    const role = access.roleOf(visitor, { edition: edition.id, isPublic })
    return { ...record, edition: { id: edition.id, title, isPublic, role } }
  }

  return router
}
