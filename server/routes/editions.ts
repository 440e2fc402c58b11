/** Editions, and what is imported into them. */
import { z } from 'zod'
import { bundleAnswer, editionAnswer, importAnswer, inspectionAnswer } from '../../schema/answers.js'
import { isBundle, type ReadOptions } from '../../schema/formats/index.js'
import { mergedStyles, styleChoice } from '../../schema/formats/style-map.js'
import type { Api } from '../api/api.js'
import { media, sent } from '../api/operation.js'
import type { Access } from '../auth/access.js'
import { fileBody } from '../body.js'
import { importEach } from '../bundles.js'
import { settingsOf } from '../citations.js'
import type { Limits } from '../config.js'
import { bufferOf } from '../download.js'
import { newId } from '../ids.js'
import { keepFile } from '../library.js'
import { HttpError } from '../problem.js'
import type { Prepared } from '../reading/prepare.js'
import type { Reader } from '../reading/reader.js'
import type { Store } from '../store/store.js'

const editionBody = z.object({ title: z.string().trim().min(1).max(500) })
export const fileQuery = z.object({
  name: z
    .string()
    .trim()
    .min(1)
    .max(255)
    .default('transcription.txt')
    .describe('The name of the file, with its ending'),
})
const styledQuery = fileQuery.extend({
  style: z
    .preprocess(value => (typeof value === 'string' ? [value] : value), z.array(styleChoice).max(200))
    .default([])
    .describe('What a paragraph style of a Word file becomes, each as `name=kind`: `Subhead=heading:2`'),
})
export const file = media("The file's bytes", 'application/octet-stream')

export function editionRoutes(api: Api, store: Store, access: Access, reader: Reader, limits: Limits): void {
  // Whatever a browser takes the file for, it is bytes to us.
  const readFile = fileBody(limits.file)
  /** What the styles of Word files become in an edition, and what is asked for before it. */
  const optionsFor = async (edition: string, asked: readonly (readonly [string, string])[]) => {
    const { wordStyles } = await settingsOf(store, edition)
    return { styles: mergedStyles(wordStyles, Object.fromEntries(asked)) }
  }

  api.on(
    {
      method: 'get',
      path: '/editions',
      tag: 'Editions',
      title: 'List the editions',
      text: 'What one may read, each with one’s role there. Whoever may read only some documents of an edition sees those.',
      deed: 'anybody',
      answer: z.array(editionAnswer),
    },
    async ({ visitor }) => {
      const documents = await store.documents()
      const shown = []
      for (const edition of await store.editions()) {
        const { id, isPublic } = edition
        const own = documents
          .filter(document => document.edition === id)
          .map(document => ({
            ...document,
            role: access.roleIn(visitor, document, isPublic),
          }))
          .filter(document => document.role !== null)
        const role = access.roleOf(visitor, { edition: id, isPublic })
        if (role !== null || own.length > 0) shown.push({ ...edition, role, documents: own })
      }
      return shown
    },
  )

  api.on(
    {
      method: 'post',
      path: '/editions',
      tag: 'Editions',
      title: 'Make an edition',
      deed: 'makeEdition',
      body: editionBody,
      status: 201,
      answer: editionAnswer,
    },
    async ({ body, actor }) => {
      const edition = { id: newId(), ...body, created: Date.now() }
      await store.addEdition(edition)
      await store.accounts.putGrant({
        person: actor.id,
        scope: 'edition',
        thing: edition.id,
        role: 'owner',
        by: actor.id,
        at: edition.created,
      })
      return { ...edition, isPublic: false, role: 'owner' as const, documents: [] }
    },
  )

  api.on(
    {
      method: 'post',
      path: '/editions/:edition/documents',
      tag: 'Documents',
      title: 'Import a file',
      text: 'Makes a document of a transcription, of an archive with all its layers, or of a ZIP of files, which follow each other as pages in the order of their names. Styles of Word files become what the edition’s settings say, and what `style` says before them.',
      deed: 'import',
      query: styledQuery,
      body: file,
      status: 201,
      answer: importAnswer,
      errors: { 413: 'The file is too large.', 422: 'The file cannot be read; `problems` says why.' },
    },
    async ({ params, query: { name, style }, body, actor, visitor, response }) => {
      const read = await reader.prepare(body, name, await optionsFor(params.edition, style))
      const { id, title, problems } = await keepFile(store, params.edition, read, actor.id, {
        // Whoever owns the house could sign in anybody's name in any case.
        believed: access.roleOf(visitor, {}) === 'owner',
      })
      if (id === null) throw new HttpError(422, unreadable(problems), problems)
      response.location(`/api/documents/${id}`)
      return { id, title, problems }
    },
    readFile,
  )

  api.on(
    {
      method: 'post',
      path: '/editions/:edition/bundles',
      tag: 'Documents',
      title: 'Import a ZIP of files, a document each',
      text: 'Files that cannot be read are left out, and named with the reason; the others go in. Whoever ends the request stops the import: what is in stays in.',
      deed: 'import',
      query: styledQuery,
      body: file,
      status: 201,
      answer: bundleAnswer,
      errors: { 413: 'The file is too large.', 422: 'The ZIP cannot be opened; `problems` says why.' },
    },
    async ({ params, query: { name, style }, body, actor, visitor, response }) => {
      if (!isBundle(body, name)) throw new HttpError(422, 'This is not a ZIP of files: import it by itself.')
      const opened = await reader.open(body, name)
      if ('error' in opened) throw new HttpError(422, opened.error.message, [opened.error])
      const believed = access.roleOf(visitor, {}) === 'owner'
      const options = await optionsFor(params.edition, style)
      const keep = async (bytes: Uint8Array, path: string) =>
        keepFile(store, params.edition, await prepared(reader, bytes, path, options), actor.id, { believed })
      return importEach(opened, keep, () => response.destroyed)
    },
    readFile,
  )

  api.on(
    {
      method: 'post',
      path: '/inspect',
      tag: 'Documents',
      title: 'Inspect a file',
      text: 'Says what an import would make of a file. Nothing is kept.',
      // Reading a file costs the server work, so that only those may ask who could import it.
      deed: { somewhere: 'import' },
      query: styledQuery,
      body: file,
      answer: inspectionAnswer,
      errors: { 413: 'The file is too large.' },
    },
    async ({ query: { name, style }, body, response }) => {
      const found = await reader.inspect(body, name, { styles: Object.fromEntries(style) })
      response.set('Content-Type', 'application/json; charset=utf-8').end(bufferOf(found))
      return sent
    },
    readFile,
  )
}

/** A file read; one that takes too long or too much memory is one that cannot be read, and no reason to stop at it. */
async function prepared(
  reader: Reader,
  bytes: Uint8Array,
  path: string,
  options: ReadOptions,
): Promise<Prepared> {
  try {
    return await reader.prepare(bytes, path, options)
  } catch (error) {
    if (!(error instanceof HttpError) || error.status !== 422) throw error
    const problem = {
      severity: 'error',
      code: 'too-large',
      message: error.message,
      line: 1,
      column: 1,
    } as const
    return { title: path, problems: [problem], content: null }
  }
}

export function unreadable(problems: readonly { severity: string; message: string }[]): string {
  return problems.find(problem => problem.severity === 'error')?.message ?? 'The file cannot be read.'
}
