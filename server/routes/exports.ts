/** Documents written in the formats we have. */
import { Router } from 'express'
import { z } from 'zod'
import { formatNamed, formats, viewOf } from '../../schema/formats/index.js'
import type { Access } from '../auth/access.js'
import { bufferOf, disposition } from '../download.js'
import { exportDocument } from '../library.js'
import { HttpError, notFound, parse } from '../problem.js'
import type { Store } from '../store/store.js'

const exportQuery = z.object({
  to: z.enum(formats.map(format => format.name)),
  view: z.string().optional(),
  apparatus: z.enum(['0', '1']).default('0'),
})

export function exportRoutes(store: Store, access: Access): Router {
  const router = Router()

  router.get('/documents/:id/export', async (request, response) => {
    const { visitor } = await access.allow(request, 'read', { document: request.params.id })
    const { to, view, apparatus } = parse(exportQuery, request.query)
    const format = formatNamed(to)!
    const asView = viewOf(format, view)
    if (asView === null) throw new HttpError(400, `${format.title} is not written as "${view}".`)
    const readable = new Set((await access.readable(visitor)).documents.map(({ id }) => id))
    const isReadable = (document: string) => readable.has(document)
    const written = await exportDocument(store, request.params.id, format, asView, {
      withApparatus: apparatus === '1',
      isReadable,
    })
    if (!written) throw notFound('document')
    response
      .set('Content-Disposition', disposition(written.file))
      .set('Content-Type', format.mediaType)
      .end(bufferOf(written.bytes))
  })

  return router
}
