/** Editions, and what is imported into them. */
import express, { Router } from 'express'
import { z } from 'zod'
import type { Sessions } from '../auth/sessions.js'
import type { Limits } from '../config.js'
import { bufferOf } from '../download.js'
import { newId } from '../ids.js'
import { keepFile } from '../library.js'
import { HttpError, notFound, parse } from '../problem.js'
import type { Reader } from '../reading/reader.js'
import type { Store } from '../store/store.js'

const title = z.string().trim().min(1).max(500)
const editionBody = z.object({ title })
const fileQuery = z.object({ name: z.string().trim().min(1).max(255).default('transcription.txt') })

export function editionRoutes(store: Store, sessions: Sessions, reader: Reader, limits: Limits): Router {
  const router = Router()
  // Whatever a browser takes the file for, it is bytes to us.
  const file = express.raw({ type: () => true, limit: limits.file })

  router.get('/editions', async (_request, response) => {
    const documents = await store.documents()
    const editions = await store.editions()
    response.json(
      editions.map(edition => ({
        ...edition,
        documents: documents.filter(document => document.edition === edition.id),
      })),
    )
  })

  router.post('/editions', async (request, response) => {
    const edition = { id: newId(), ...parse(editionBody, request.body), created: Date.now() }
    await store.addEdition(edition)
    response.status(201).json({ ...edition, documents: [] })
  })

  router.post('/editions/:id/documents', file, async (request, response) => {
    const person = await sessions.person(request)
    const edition = (await store.editions()).find(({ id }) => id === request.params.id)
    if (!edition) throw notFound('edition')
    const { name } = parse(fileQuery, request.query)
    const read = await reader.prepare(bytesOf(request.body), name)
    const result = await keepFile(store, edition.id, read, person?.id ?? '')
    if (result.id === null) throw new HttpError(422, unreadable(result.problems), result.problems)
    response.status(201).location(`/api/documents/${result.id}`).json(result)
  })

  router.post('/inspect', file, async (request, response) => {
    const { name } = parse(fileQuery, request.query)
    const found = await reader.inspect(bytesOf(request.body), name)
    response.set('Content-Type', 'application/json; charset=utf-8').end(bufferOf(found))
  })

  return router
}

/** express leaves an object where there was no body. */
function bytesOf(body: unknown): Uint8Array {
  return body instanceof Uint8Array ? body : new Uint8Array(0)
}

function unreadable(problems: readonly { severity: string; message: string }[]): string {
  return problems.find(problem => problem.severity === 'error')?.message ?? 'The file cannot be read.'
}
