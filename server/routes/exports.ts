/** Documents written in the formats we have. */
import { z } from 'zod'
import { formatNamed, formats, viewOf } from '../../schema/formats/index.js'
import { views } from '../../schema/readings.js'
import type { Api } from '../api/api.js'
import { media, sent } from '../api/operation.js'
import type { Access } from '../auth/access.js'
import { bufferOf, disposition } from '../download.js'
import { exportDocument } from '../library.js'
import { HttpError, notFound } from '../problem.js'
import type { Store } from '../store/store.js'

const exportQuery = z.object({
  to: z.enum(formats.map(format => format.name)).describe('The format'),
  view: z
    .string()
    .optional()
    .describe(`The text to write: ${views.join(', ')}; without it the format’s usual one`),
  apparatus: z
    .enum(['0', '1'])
    .default('0')
    .describe('1: end the plain text of a reading with the apparatus'),
})

export function exportRoutes(api: Api, store: Store, access: Access): void {
  api.on(
    {
      method: 'get',
      path: '/documents/:document/export',
      tag: 'Exports',
      title: 'Export a document',
      text: 'An export holds what is on disk at that moment, and that is everything that anybody has been shown.',
      deed: 'read',
      query: exportQuery,
      answer: media('The document in this format', ...formats.map(format => format.mediaType)),
    },
    async ({ params, query: { to, view, apparatus }, visitor, response }) => {
      const format = formatNamed(to)!
      const asView = viewOf(format, view)
      if (asView === null) throw new HttpError(400, `${format.title} is not written as "${view}".`)
      const readable = new Set((await access.readable(visitor)).documents.map(({ id }) => id))
      const written = await exportDocument(store, params.document, format, asView, {
        withApparatus: apparatus === '1',
        isReadable: id => readable.has(id),
      })
      if (!written) throw notFound('document')
      response
        .set('Content-Disposition', disposition(written.file))
        .set('Content-Type', format.mediaType)
        .end(bufferOf(written.bytes))
      return sent
    },
  )
}
