/** Witnesses of one source: a new one that takes the place of a document's, the earlier ones, and where their places are now. */
import { z } from 'zod'
import { currentAnswer, replacedAnswer, witnessesAnswer, witnessLookAnswer } from '../../schema/answers.js'
import { referenceIn, referenceKey } from '../../schema/references.js'
import type { Api } from '../api/api.js'
import type { Access, Visitor } from '../auth/access.js'
import { record } from '../auth/acts.js'
import { fileBody } from '../body.js'
import type { Limits } from '../config.js'
import { Lead } from '../leading.js'
import { openDocument } from '../opened.js'
import { HttpError, notFound } from '../problem.js'
import type { Reader } from '../reading/reader.js'
import { lookAtWitness, type Means, type Replacing, replaceDocument } from '../replacing.js'
import type { DocumentRecord, Store } from '../store/store.js'
import type { Hub } from '../sync/hub.js'
import { file, fileQuery, unreadable } from './editions.js'

const errors = {
  409: 'The document has this witness already, or has been replaced; `current` is then the id of the newest.',
  413: 'The file is too large.',
  422: 'The file cannot be read; `problems` says why.',
} as const

/** As many places as one page can ask about. */
const maxPlaces = 200

const placesQuery = z.object({
  at: z
    .preprocess(
      value => (typeof value === 'string' ? [value] : value),
      z.array(z.string().max(200)).max(maxPlaces).default([]),
    )
    .describe('A place as its address has it after the number sign: `note=n1`, `at=10-15`'),
})

export function witnessRoutes(
  api: Api,
  store: Store,
  access: Access,
  reader: Reader,
  hub: Hub,
  limits: Limits,
): void {
  const readFile = fileBody(limits.file)
  const means: Means = {
    store,
    carry: (bytes, name, earlier) => reader.carry(bytes, name, earlier),
    still: (id, work) => hub.still(id, work),
  }
  // Whoever owns the house could sign in anybody's name in any case.
  const believed = (visitor: Visitor) => access.roleOf(visitor, {}) === 'owner'

  api.on(
    {
      method: 'post',
      path: '/documents/:document/witnesses/look',
      tag: 'Documents',
      title: 'Look at a new witness',
      text: 'Says what a file would come to as a new witness of a document: how alike the texts are, and what would become of corrections, notes and everything else. Nothing is kept.',
      deed: 'import',
      query: fileQuery,
      body: file,
      answer: witnessLookAnswer,
      errors,
    },
    async ({ params: { document }, query: { name }, body: bytes, actor, visitor }) => {
      const asked = { document, bytes, name, person: actor.id, believed: believed(visitor) }
      const { title, problems, report } = done(await lookAtWitness(means, asked))
      return { title, problems, report }
    },
    readFile,
  )

  api.on(
    {
      method: 'post',
      path: '/documents/:document/witnesses',
      tag: 'Documents',
      title: 'Import a new witness',
      text: 'Makes a file the new witness of a document: a new document takes its place, with its layers carried over. What has no place in it is kept there, to be placed by hand. The old document stays as it is and is only read.',
      deed: 'import',
      query: fileQuery,
      body: file,
      status: 201,
      answer: replacedAnswer,
      errors,
    },
    async ({ params: { document }, query: { name }, body: bytes, actor, visitor, request, response }) => {
      const asked = { document, bytes, name, person: actor.id, believed: believed(visitor) }
      const { id, title, problems, report } = done(await replaceDocument(means, asked))
      if (id === null) throw new HttpError(500, 'The new document has no name.')
      const edition = (await store.document(id))?.edition ?? ''
      await record(store, request, actor.id, 'replace', { by: id, file: name }, { edition, document })
      // Everybody who has the old one open reads it from now on.
      access.changed()
      response.location(`/api/documents/${id}`)
      return { id, title, problems, report }
    },
    readFile,
  )

  api.on(
    {
      method: 'get',
      path: '/documents/:document/witnesses',
      tag: 'Documents',
      title: 'List the witnesses of a source',
      text: 'The document itself, those that it has replaced, and those that have replaced it; the newest first.',
      deed: 'read',
      answer: witnessesAnswer,
    },
    async ({ params: { document } }) => {
      const found = await store.document(document)
      if (!found) throw notFound('document')
      const witnesses = []
      for (let id: string | null = found.current; id !== null; ) {
        const one: DocumentRecord | null = await store.document(id)
        if (!one) break
        const [first] = await store.log(id, 0, 1)
        const { witness, words, file, created, replaces } = one
        witnesses.push({ id, witness, words, file, created, by: first?.person ?? '' })
        id = replaces
      }
      return { witnesses }
    },
  )

  api.on(
    {
      method: 'get',
      path: '/documents/:document/current',
      tag: 'Documents',
      title: 'Find places in the newest witness',
      text: 'Where places of this witness are in the newest one of its source.',
      deed: 'read',
      query: placesQuery,
      answer: currentAnswer,
    },
    async ({ params: { document: id }, query }) => {
      const found = await store.document(id)
      const opened = found && (await openDocument(store, found.current))
      if (!opened) throw notFound('document')
      const { document, record: newest } = opened
      try {
        const lead =
          query.at.length > 0 ? await Lead.between(store, found.witness, newest.witness, newest.id) : null
        const placeOf = (at: string) => {
          const to = referenceIn(`/d/${id}#${at}`)
          const there = to && lead?.reference(to, document)
          return there ? referenceKey({ ...there, document: '' }).slice(1) : null
        }
        return {
          document: newest.id,
          title: newest.title,
          places: query.at.map(at => ({ at, to: placeOf(at) })),
        }
      } finally {
        document.destroy()
        document.layers.doc.destroy()
      }
    },
  )
}

/** What came of it, where it can be done. */
function done(outcome: Replacing | null): Extract<Replacing, { is: 'done' }> {
  if (!outcome) throw notFound('document')
  switch (outcome.is) {
    case 'done':
      return outcome
    case 'unread':
      throw new HttpError(422, unreadable(outcome.problems), outcome.problems)
    case 'same':
      throw new HttpError(409, 'This file gives the very witness that the document has.')
    case 'replaced':
      throw new HttpError(409, 'Another witness has taken the place of this one already.', undefined, {
        current: outcome.current,
      })
  }
}
