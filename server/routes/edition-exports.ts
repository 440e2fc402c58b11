/** Whole editions, written in the background. */
import { z } from 'zod'
import { exportAsked, exportJob } from '../../schema/export-jobs.js'
import { fileName } from '../../schema/formats/file-name.js'
import {
  editionFormatNamed,
  editionFormats,
  formatNamed,
  optionFault,
  viewOf,
} from '../../schema/formats/index.js'
import type { Api } from '../api/api.js'
import { media, sent } from '../api/operation.js'
import type { Access } from '../auth/access.js'
import { disposition } from '../download.js'
import type { PartAsked } from '../press/edition.js'
import type { ExportJobs } from '../press/jobs.js'
import { HttpError, notFound } from '../problem.js'
import type { Store } from '../store/store.js'

type Asked = z.output<typeof exportAsked>

export function editionExportRoutes(api: Api, store: Store, access: Access, jobs: ExportJobs): void {
  const tag = 'Exports'
  const path = '/editions/:edition/exports'
  const named = 'One needs a name, since an export belongs to whoever asked for it.'

  api.on(
    {
      method: 'post',
      path,
      tag,
      title: 'Begin an export of an edition',
      text: `It is made in the background, of what one may read, and goes on when the page is closed. ${named} \`GET\` tells how far it is; the file is kept for a day, or until the server starts anew.`,
      deed: 'part',
      body: exportAsked,
      status: 202,
      answer: exportJob,
      errors: {
        429: 'Two exports are under way for this person.',
        503: 'Many editions are being exported.',
        507: 'The disk has no room.',
      },
    },
    async ({ params, body, part, visitor, request, response }) => {
      const { id: person } = await access.known(request)
      const format = editionFormatNamed(body.to)
      if (!format)
        throw new HttpError(400, `to: it is one of ${editionFormats.map(({ name }) => name).join(', ')}.`)
      const fault = optionFault(format, body.set)
      if (fault) throw new HttpError(400, `set: ${fault}`)
      const title = (await store.editions()).find(({ id }) => id === params.edition)?.title ?? ''
      const job = jobs.start(person, {
        edition: params.edition,
        title,
        documents: chosenOf(part.documents, body.documents),
        format: format.name,
        parts: partsOf(body),
        options: body.set,
        readable: (await access.readable(visitor)).documents.map(({ id }) => id),
        isPart: part.role === null,
        file: `${fileName(title)}.${format.extension}`,
      })
      response.location(`/api/editions/${params.edition}/exports/${job.id}`)
      return job
    },
  )

  api.on(
    {
      method: 'get',
      path,
      tag,
      title: 'List one’s exports of an edition',
      text: 'Those that are under way and those whose files are kept, the newest first.',
      deed: 'part',
      answer: z.array(exportJob),
    },
    async ({ params, request }) => jobs.list((await access.known(request)).id, params.edition),
  )

  api.on(
    {
      method: 'get',
      path: `${path}/:export`,
      tag,
      title: 'Ask how far an export is',
      deed: 'part',
      answer: exportJob,
      errors: { 410: 'There is no such export (any more).' },
    },
    async ({ params, request }) => jobs.one((await access.known(request)).id, params.edition, params.export),
  )

  api.on(
    {
      method: 'get',
      path: `${path}/:export/file`,
      tag,
      title: 'Download a finished export',
      text: 'Parts of it can be asked for (`Range`).',
      deed: 'part',
      answer: media('The file', ...new Set(editionFormats.map(({ mediaType }) => mediaType))),
      errors: {
        403: 'One may no longer read all that is in it.',
        409: 'It is not finished.',
        410: 'There is no such export (any more).',
      },
    },
    async ({ params, part, request, response }) => {
      const person = await access.known(request)
      const { path, file, documents } = jobs.finished(person.id, params.edition, params.export)
      if (!documents.every(id => part.has(id)))
        throw new HttpError(403, 'You may no longer read all that is in this export.')
      await new Promise<void>((resolve, reject) =>
        response.sendFile(
          path,
          {
            cacheControl: false,
            dotfiles: 'allow',
            headers: { 'Content-Disposition': disposition(file), 'Content-Type': 'application/zip' },
          },
          error => (error && !response.headersSent ? reject(error) : resolve()),
        ),
      )
      return sent
    },
  )

  api.on(
    {
      method: 'delete',
      path: `${path}/:export`,
      tag,
      title: 'Cancel or remove an export',
      text: 'One that is under way ends; of one that is over, the file is removed.',
      deed: 'part',
      answer: null,
      errors: { 410: 'There is no such export (any more).' },
    },
    async ({ params, request }) => {
      await jobs.remove((await access.known(request)).id, params.edition, params.export)
      return null
    },
  )
}

/** The documents that are asked for, in the order of the edition. Throws 404 where one of them cannot be had. */
function chosenOf(
  readable: readonly { readonly id: string; readonly title: string }[],
  asked: readonly string[] | undefined,
): { id: string; title: string }[] {
  const wanted = asked && new Set(asked)
  const chosen = readable.filter(({ id }) => wanted?.has(id) ?? true)
  if (wanted && chosen.length < wanted.size) throw notFound('document')
  if (chosen.length === 0) throw new HttpError(400, 'This edition has no documents yet.')
  return chosen.map(({ id, title }) => ({ id, title }))
}

function partsOf({ to, parts }: Asked): PartAsked[] {
  if (to === 'zip' && parts.length === 0)
    throw new HttpError(400, 'parts: name a format at least, as {"to": "tei"}.')
  return parts.map(({ to, view, set, apparatus }, i) => {
    const format = formatNamed(to)
    if (!format) throw new HttpError(400, `parts.${i}.to: there is no format "${to}".`)
    const asView = viewOf(format, view)
    if (asView === null)
      throw new HttpError(400, `parts.${i}.view: ${format.title} is not written as "${view}".`)
    const fault = optionFault(format, set)
    if (fault) throw new HttpError(400, `parts.${i}.set: ${fault}`)
    return { format: to, view: asView, options: set, withApparatus: apparatus }
  })
}
