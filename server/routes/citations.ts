/** What notes refer to: where works are cited, and what references to other documents say. */
import { z } from 'zod'
import { citedAnswer, placesAnswer } from '../../schema/answers.js'
import { referenceIn, referenceKey } from '../../schema/references.js'
import type { Api } from '../api/api.js'
import { type CitationIndex, saidIn, settingsOf } from '../citations.js'
import { notFound } from '../problem.js'
import type { Store } from '../store/store.js'

/** As many places as one note's card can ask about. */
const maxPlaces = 200

const placesQuery = z.object({
  at: z
    .preprocess(
      value => (typeof value === 'string' ? [value] : value),
      z.array(z.string().max(200)).max(maxPlaces).default([]),
    )
    .describe('A place as its address has it after the number sign: `note=n1`, `at=10-15`'),
})

export function citationRoutes(api: Api, store: Store, index: CitationIndex): void {
  api.on(
    {
      method: 'get',
      path: '/editions/:edition/citations',
      tag: 'Notes',
      title: 'Find where works are cited',
      text: 'In every document that one may read.',
      deed: 'part',
      answer: z.object({ citations: z.array(citedAnswer) }),
    },
    async ({ params, part }) => ({ citations: await index.of(params.edition, part.documents) }),
  )

  api.on(
    {
      method: 'get',
      path: '/documents/:document/places',
      tag: 'Notes',
      title: 'Read what references to places say',
      deed: 'read',
      query: placesQuery,
      answer: placesAnswer,
    },
    async ({ params: { document: id }, query }) => {
      const record = await store.document(id)
      if (!record) throw notFound('document')
      const asked = query.at.map(place => [place, referenceIn(`/d/${id}#${place}`)] as const)
      const references = asked.flatMap(([, to]) => (to ? [to] : []))
      const settings = await settingsOf(store, record.edition)
      const found = await saidIn(store, record.edition, id, references, settings)
      if (!found) throw notFound('document')
      return {
        title: found.title,
        places: asked.map(([place, to]) => ({
          at: place,
          says: (to && found.said.get(referenceKey(to))) ?? null,
        })),
      }
    },
  )
}
