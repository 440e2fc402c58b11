/** Who else there is. */
import { z } from 'zod'
import { namedPerson } from '../../schema/accounts.js'
import type { Api } from '../api/api.js'
import type { Access } from '../auth/access.js'
import type { Store } from '../store/store.js'

export function peopleRoutes(api: Api, store: Store, access: Access): void {
  api.on(
    {
      method: 'get',
      path: '/people',
      tag: 'People',
      title: 'List the people',
      text: 'Those whose names stand in what one may read, and its members.',
      deed: 'anybody',
      answer: z.array(namedPerson),
    },
    async ({ visitor }) => {
      const knows = await access.knows(visitor)
      const people = (await store.people()).filter(({ id }) => knows(id))
      return people.map(({ id, name, initials }) => ({ id, name, initials }))
    },
  )
}
