/** Documents: what is known about them, their witness and their source. */
import { gunzipSync } from 'node:zlib'
import { z } from 'zod'
import { documentAnswer, witnessAnswer } from '../../schema/answers.js'
import type { Role } from '../../schema/people.js'
import type { Api } from '../api/api.js'
import { type AnswerOf, media, sent } from '../api/operation.js'
import type { Access, Visitor } from '../auth/access.js'
import { bufferOf, disposition } from '../download.js'
import { HttpError, notFound } from '../problem.js'
import type { Store } from '../store/store.js'

const changeBody = z.strictObject({
  title: z.string().trim().min(1).max(500).optional(),
  metadata: z
    .record(z.string().regex(/^[A-Za-z][\w.-]{0,63}$/), z.string().max(20_000))
    .optional()
    .describe('Takes the place of the whole'),
})

/** A witness never changes, so a browser may keep it for ever; nobody on the way may. */
const forEver = 'private, max-age=31536000, immutable'

export function documentRoutes(api: Api, store: Store, access: Access): void {
  api.on(
    {
      method: 'get',
      path: '/documents/:document',
      tag: 'Documents',
      title: 'Read about a document',
      deed: 'read',
      answer: documentAnswer,
    },
    ({ params, visitor, actor }) => describe(params.document, visitor, actor.role),
  )

  api.on(
    {
      method: 'patch',
      path: '/documents/:document',
      tag: 'Documents',
      title: 'Describe a document',
      text: 'Changes its title, its metadata or both.',
      deed: 'describe',
      body: changeBody,
      answer: documentAnswer,
    },
    async ({ params, body: { title, metadata }, visitor, actor }) => {
      const done = await store.changeDocument(params.document, {
        ...(title === undefined ? {} : { title }),
        ...(metadata === undefined ? {} : { metadata }),
      })
      if (!done) throw notFound('document')
      return describe(params.document, visitor, actor.role)
    },
  )

  api.on(
    {
      method: 'get',
      path: '/documents/:document/source',
      tag: 'Documents',
      title: 'Download the source',
      text: 'The file as it was imported, byte for byte.',
      deed: 'read',
      answer: media('The imported bytes', 'application/octet-stream'),
    },
    async ({ params, response }) => {
      const source = await store.source(params.document)
      if (!source) throw notFound('document')
      response
        .set('Content-Disposition', disposition(source.file))
        .type('application/octet-stream')
        .send(bufferOf(source.bytes))
      return sent
    },
  )

  api.on(
    {
      method: 'get',
      path: '/witnesses/:hash',
      tag: 'Documents',
      title: 'Read a witness',
      text: 'It never changes, so that it may be kept for ever. Its hash is in what is known of its document.',
      deed: 'anybody',
      answer: witnessAnswer,
    },
    async ({ params: { hash }, visitor, request, response }) => {
      const { documents } = await access.readable(visitor)
      const json = documents.some(({ witness }) => witness === hash) ? await store.witness(hash) : null
      if (!json) throw notFound('witness')
      response
        .set('Cache-Control', forEver)
        .set('ETag', `"${hash}"`)
        .set('Vary', 'Accept-Encoding')
        .set('Content-Type', 'application/json; charset=utf-8')
      if (request.fresh) response.status(304).end()
      else if (request.acceptsEncodings('gzip')) response.set('Content-Encoding', 'gzip').end(bufferOf(json))
      else response.end(gunzipSync(json))
      return sent
    },
  )

  async function describe(
    id: string,
    visitor: Visitor,
    role: Role | null,
  ): Promise<AnswerOf<typeof documentAnswer>> {
    const record = await store.document(id)
    if (!record) throw notFound('document')
    const edition = (await store.editions()).find(({ id }) => id === record.edition)
    if (!edition) throw new HttpError(500, 'The document has lost its edition.')
    const { title, isPublic } = edition
    const inEdition = access.roleOf(visitor, { edition: edition.id, isPublic })
    return { ...record, edition: { id: edition.id, title, isPublic, role: inEdition }, role }
  }
}
