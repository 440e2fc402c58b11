/** Editions, and what is imported into them. */
import express, { Router } from 'express'
import { z } from 'zod'
import type { Access } from '../auth/access.js'
import type { Limits } from '../config.js'
import { bufferOf } from '../download.js'
import { newId } from '../ids.js'
import { keepFile } from '../library.js'
import { HttpError, parse } from '../problem.js'
import type { Reader } from '../reading/reader.js'
import type { Store } from '../store/store.js'

const title = z.string().trim().min(1).max(500)
const editionBody = z.object({ title })
const fileQuery = z.object({ name: z.string().trim().min(1).max(255).default('transcription.txt') })

export function editionRoutes(store: Store, access: Access, reader: Reader, limits: Limits): Router {
  const router = Router()
  // Whatever a browser takes the file for, it is bytes to us.
  const file = express.raw({ type: () => true, limit: limits.file })

  // What one may read, each with one's role there. Whoever may read only some documents of an edition sees those.
  router.get('/editions', async (request, response) => {
    const visitor = await access.visitor(request)
    const documents = await store.documents()
    const shown = []
    for (const edition of await store.editions()) {
      const { id, isPublic } = edition
      const own = documents
        .filter(document => document.edition === id)
        .map(document => ({
          ...document,
          role: access.roleOf(visitor, { edition: id, document: document.id, isPublic }),
        }))
        .filter(document => document.role !== null)
      const role = access.roleOf(visitor, { edition: id, isPublic })
      if (role !== null || own.length > 0) shown.push({ ...edition, role, documents: own })
    }
    response.json(shown)
  })

  router.post('/editions', async (request, response) => {
    const { actor } = await access.allow(request, 'makeEdition', 'house')
    const edition = { id: newId(), ...parse(editionBody, request.body), created: Date.now() }
    await store.addEdition(edition)
    await store.accounts.putGrant({
      person: actor.id,
      scope: 'edition',
      thing: edition.id,
      role: 'owner',
      by: actor.id,
      at: edition.created,
    })
    response.status(201).json({ ...edition, isPublic: false, role: 'owner', documents: [] })
  })

  router.post('/editions/:id/documents', file, async (request, response) => {
    const edition = request.params.id!
    const { actor } = await access.allow(request, 'import', { edition })
    const { name } = parse(fileQuery, request.query)
    const read = await reader.prepare(bytesOf(request.body), name)
    const result = await keepFile(store, edition, read, actor.id)
    if (result.id === null) throw new HttpError(422, unreadable(result.problems), result.problems)
    response.status(201).location(`/api/documents/${result.id}`).json(result)
  })

  router.post('/inspect', file, async (request, response) => {
    // Reading a file costs the server work, so that only those may ask who could import it.
    await access.somewhere(request, 'import')
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
