/** What was done to a document, update by update, and how it stood at any moment. */
import * as Y from 'yjs'
import { z } from 'zod'
import { logPage, rawLogPage } from '../../schema/log.js'
import type { Api } from '../api/api.js'
import { media, sent } from '../api/operation.js'
import { bufferOf } from '../download.js'
import type { Histories } from '../histories.js'
import { HttpError, notFound } from '../problem.js'
import type { Store } from '../store/store.js'

/** Rows a page: a keystroke's row is about a hundred bytes, so that a page stays below a megabyte in all but the rarest
 * case. */
const maxRows = 2_000

export function historyRoutes(api: Api, store: Store, histories: Histories): void {
  api.on(
    {
      method: 'get',
      path: '/documents/:document/history',
      tag: 'History',
      title: 'Read the history of a document',
      text: 'Each row of the log with what it did, in ids, the newest first. Row 1 is the import.',
      deed: 'read',
      query: z.object({
        before: z.coerce
          .number()
          .int()
          .min(1)
          .optional()
          .describe('Only rows before this one: `before` of the last answer'),
        limit: z.coerce.number().int().min(1).max(1_000).default(200),
      }),
      answer: logPage,
    },
    async ({ params, query: { before, limit } }) => {
      const rows = await histories.of(params.document)
      if (rows.length === 0) throw notFound('document')
      // Row n stands at index n - 1.
      const end = Math.min(rows.length, (before ?? rows.length + 1) - 1)
      const page = rows.slice(Math.max(0, end - limit), end).reverse()
      const next = page.at(-1)?.seq ?? 1
      return { rows: page, before: next > 1 ? next : null }
    },
  )

  api.on(
    {
      method: 'get',
      path: '/documents/:document/state',
      tag: 'History',
      title: 'Read the layers as they were',
      text: 'The layers of a document after a row of its log, as a Yjs update.',
      deed: 'read',
      query: z.object({
        seq: z.coerce.number().int().min(1).describe('The number of the row, counted from 1'),
      }),
      answer: media('A Yjs update', 'application/octet-stream'),
    },
    async ({ params, query: { seq }, response }) => {
      const rows = await store.log(params.document, 0, seq)
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
      return sent
    },
  )

  api.on(
    {
      method: 'get',
      path: '/documents/:document/log',
      tag: 'History',
      title: 'Read the log of a document',
      text: 'The log as it is kept, the oldest row first: each update, who sent it and when.',
      deed: 'read',
      query: z.object({
        after: z.coerce.number().int().min(0).default(0).describe('Only rows after this one; 0: all'),
        limit: z.coerce.number().int().min(1).max(maxRows).default(maxRows),
      }),
      answer: rawLogPage,
    },
    async ({ params, query: { after, limit } }) => {
      const rows = await store.log(params.document, after, limit)
      return {
        rows: rows.map(({ seq, person, at, data }) => ({
          seq,
          person,
          at,
          data: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64'),
        })),
      }
    },
  )
}
