/** Documents written in the formats we have. */
import { z } from 'zod'
import { printedApparatus } from '../../schema/apparatus-printed.js'
import { formatNamed, formats, optionFault, viewOf } from '../../schema/formats/index.js'
import { NotePrinter } from '../../schema/formats/note-printer.js'
import { printedText } from '../../schema/printed.js'
import { views } from '../../schema/readings.js'
import { defaultSettings } from '../../schema/settings.js'
import type { Api } from '../api/api.js'
import { media, sent } from '../api/operation.js'
import { apparatusAnswer } from '../api/shapes.js'
import type { Access } from '../auth/access.js'
import { bufferOf, disposition } from '../download.js'
import { allowFraming } from '../headers.js'
import { exportedOf } from '../library.js'
import { readDocument } from '../opened.js'
import { gone, type Press } from '../press/press.js'
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
  seq: z.coerce
    .number()
    .int()
    .min(1)
    .optional()
    .describe('As the document was after this row of its log: the `seq` of a version'),
  set: z
    .preprocess(
      value => (typeof value === 'string' ? [value] : value),
      z.array(z.string().regex(/^[\w-]{1,40}=[\w-]{0,100}$/, 'An option is written as name=value.')).max(20),
    )
    .default([])
    .describe('Options of the format, each as `name=value`: `table=notes`'),
  show: z
    .enum(['0', '1'])
    .default('0')
    .describe('1: answer HTML to be shown in a frame of a page of this server, not to be saved'),
})

export function exportRoutes(api: Api, store: Store, access: Access, press: Press): void {
  api.on(
    {
      method: 'get',
      path: '/documents/:document/export',
      tag: 'Exports',
      title: 'Export a document',
      text: 'An export holds what is on disk at that moment, and that is everything that anybody has been shown. What the format cannot hold of the document is in the header `Corrigenda-Left-Out`: “3 open proposals; 2 notes”.',
      deed: 'read',
      query: exportQuery,
      answer: media('The document in this format', ...formats.map(format => format.mediaType)),
      errors: {
        422: 'It takes too long, or too much memory, to be written, or cannot be typeset.',
        503: 'Many exports are being made: try again in a moment.',
      },
    },
    async ({ params, query: { to, view, apparatus, set, seq, show }, visitor, response }) => {
      const format = formatNamed(to)!
      const asView = viewOf(format, view)
      if (asView === null) throw new HttpError(400, `${format.title} is not written as "${view}".`)
      const options = Object.fromEntries(set.map(option => option.split('=') as [string, string]))
      const fault = optionFault(format, options)
      if (fault) throw new HttpError(400, fault)
      const isShown = show === '1'
      if (isShown && to !== 'html') throw new HttpError(400, `${format.title} is not shown, only saved.`)
      const hungUp = gone(response)
      const task = {
        document: params.document,
        format: to,
        view: asView,
        upTo: seq,
        withApparatus: apparatus === '1',
        options,
        readable: (await access.readable(visitor)).documents.map(({ id }) => id),
      }
      const written = await press.document(task, hungUp).catch(error => {
        if (hungUp.aborted) return null
        throw error
      })
      if (hungUp.aborted) return sent
      if (!written) throw notFound('document')
      if (isShown) allowFraming(response)
      else response.set('Content-Disposition', disposition(written.file))
      if (written.leftOut.length > 0)
        response.set('Corrigenda-Left-Out', written.leftOut.join('; ').replaceAll('’', "'"))
      response.set('Content-Type', format.mediaType).end(bufferOf(written.bytes))
      return sent
    },
  )

  api.on(
    {
      method: 'get',
      path: '/documents/:document/apparatus',
      tag: 'Exports',
      title: 'Read the apparatus of a document',
      text: 'The lists that the edition’s settings ask for and that have anything in them, each entry as runs of text.',
      deed: 'read',
      answer: apparatusAnswer,
    },
    async ({ params, visitor }) => {
      const readable = new Set((await access.readable(visitor)).documents.map(({ id }) => id))
      return readDocument(store, params.document, async (document, record) => {
        const exported = await exportedOf(store, record, document, { isReadable: id => readable.has(id) })
        const { settings = defaultSettings, person, initials, register } = exported
        const notes = new NotePrinter(exported)
        const lists = printedApparatus(document, {
          settings,
          person,
          ...(initials ? { initials } : {}),
          registered: ref => register?.entry(ref)?.form ?? null,
          inNotes: part =>
            part.type === 'ref'
              ? notes.reference(part.to)
              : printedText(notes.citation(part.key, part.locator)),
        })
        return { lists }
      })
    },
  )
}
