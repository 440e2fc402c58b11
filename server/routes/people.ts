/** Who I am, and who else there is. */
import { z } from 'zod'
import { personAnswer } from '../../schema/answers.js'
import { cleanName } from '../../schema/people.js'
import type { Api } from '../api/api.js'
import type { Access } from '../auth/access.js'
import type { Sessions } from '../auth/sessions.js'
import type { Config } from '../config.js'
import { newId } from '../ids.js'
import { HttpError } from '../problem.js'
import type { Store } from '../store/store.js'

export function peopleRoutes(
  api: Api,
  store: Store,
  sessions: Sessions,
  access: Access,
  config: Config,
): void {
  api.on(
    {
      method: 'get',
      path: '/me',
      tag: 'People',
      title: 'Say who I am',
      deed: 'known',
      answer: personAnswer,
    },
    ({ visitor }) => visitor.person!,
  )

  // On one's own machine whoever comes for the first time becomes somebody by it, and the first of all is the owner of
  // what is kept there.
  api.on(
    {
      method: 'post',
      path: '/me',
      tag: 'People',
      title: 'Change my name',
      text: 'On a server for one machine alone, whoever has no name yet becomes somebody by this, and gets a cookie.',
      deed: 'anybody',
      body: z.object({ name: z.string().describe('1 to 80 characters, on one line') }),
      answer: personAnswer,
    },
    async ({ body, visitor, request, response }) => {
      const name = cleanName(body.name)
      if (name === null) throw new HttpError(400, 'A name has 1 to 80 characters, and no line breaks.')
      const known = visitor.person
      if (!known && config.accounts !== 'open') throw new HttpError(401, 'Sign in first.')
      const id = known?.id ?? newId()
      const now = Date.now()
      await store.putPerson({ id, name, created: now })
      if (!known) {
        const grants = await store.accounts.grants({ scope: 'house', thing: '' })
        if (grants.length === 0)
          await store.accounts.putGrant({
            person: id,
            scope: 'house',
            thing: '',
            role: 'owner',
            by: id,
            at: now,
          })
        await sessions.begin(request, response, id, 'open')
      }
      access.changed()
      return { id, name }
    },
  )

  api.on(
    {
      method: 'get',
      path: '/people',
      tag: 'People',
      title: 'List the people',
      text: 'Those whose names stand in what one may read, and its members.',
      deed: 'anybody',
      answer: z.array(personAnswer),
    },
    async ({ visitor }) => {
      const knows = await access.knows(visitor)
      const people = (await store.people()).filter(({ id }) => knows(id))
      return people.map(({ id, name }) => ({ id, name }))
    },
  )
}
