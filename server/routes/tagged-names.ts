/** The names that are tagged in one document. */
import { z } from 'zod'
import { Places } from '../../schema/apparatus.js'
import { type Name, nameTypes } from '../../schema/names.js'
import type { Api } from '../api/api.js'
import { nextAnswer, pageOf, pageQuery } from '../api/page.js'
import { changedName, nameAnswer, newName, placedName } from '../api/shapes.js'
import { newId } from '../ids.js'
import { readDocument } from '../opened.js'
import { HttpError, notFound } from '../problem.js'
import type { Store } from '../store/store.js'
import type { Hub } from '../sync/hub.js'
import { anyLength, isSame, writingErrors, written } from '../writing.js'

const one = '/documents/:document/names/:name'

export function taggedNameRoutes(api: Api, store: Store, hub: Hub): void {
  api.on(
    {
      method: 'get',
      path: '/documents/:document/names',
      tag: 'Names',
      title: 'List the names of a document',
      text: 'What has been tagged, in the order of the text.',
      deed: 'read',
      query: pageQuery.extend({
        type: z.enum(nameTypes).optional(),
        ref: z.string().optional().describe('Only those that refer to this entry of the register'),
      }),
      answer: z.object({ names: z.array(placedName), next: nextAnswer }),
    },
    ({ params, query: { type, ref, ...query } }) =>
      readDocument(store, params.document, document => {
        const places = new Places(document)
        const names = document.names
          .inOrder()
          .filter(
            name => (type === undefined || name.type === type) && (ref === undefined || name.ref === ref),
          )
          .sort((a, b) => a.start - b.start || a.end - b.end || (a.id < b.id ? -1 : 1))
        const { page, next } = pageOf(names, n => [n.start, n.end, n.id], query)
        return {
          names: page.map(name => {
            const { paragraph, page } = places.of(name.start, document.structure.indexAt(name.start, 1))
            return { ...name, words: document.text.slice(name.start, name.end), paragraph, page }
          }),
          next,
        }
      }),
  )

  api.on(
    {
      method: 'post',
      path: '/documents/:document/names',
      tag: 'Names',
      title: 'Tag a name',
      deed: 'name',
      body: newName,
      status: 201,
      answer: nameAnswer,
      errors: { ...writingErrors, 409: 'The id is that of another name.' },
    },
    async ({ params: { document }, body, actor }) => {
      const id = body.id ?? newId()
      let made: Name | null = null
      const outcome = await hub.write(document, actor, (desk, current, now) => {
        made = { ...body, id, by: actor.id, at: now }
        const known = current.name(id, anyLength)
        if (known && !isSame(known, { ...made, at: known.at }))
          throw new HttpError(409, `There is another name ${id} already.`)
        if (known) made = known
        else desk.setName(made)
      })
      written(outcome)
      return made!
    },
  )

  api.on(
    {
      method: 'patch',
      path: one,
      tag: 'Names',
      title: 'Say who is meant',
      text: 'Changes a tagged name, whoever tagged it; it then bears the name of whoever changed it.',
      deed: 'name',
      body: changedName,
      answer: nameAnswer,
      errors: writingErrors,
    },
    async ({ params: { document, name: id }, body, actor }) => {
      const change = JSON.parse(JSON.stringify(body)) as Partial<Name>
      let changed: Name | null = null
      const outcome = await hub.change(document, actor, (desk, _current, now) => {
        const known = desk.name(id, anyLength)
        if (!known) throw notFound('name')
        const next = { ...known, ...change }
        changed = isSame(next, known) ? known : { ...next, by: actor.id, at: now }
        if (changed !== known) desk.setName(changed)
      })
      written(outcome)
      return changed!
    },
  )

  api.on(
    {
      method: 'delete',
      path: one,
      tag: 'Names',
      title: 'Untag a name',
      deed: 'name',
      answer: null,
      errors: writingErrors,
    },
    async ({ params: { document, name: id }, actor }) => {
      const outcome = await hub.change(document, actor, desk => {
        if (!desk.name(id, anyLength)) throw notFound('name')
        desk.removeName(id)
      })
      written(outcome)
      return null
    },
  )
}
