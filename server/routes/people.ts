/** Who I am, and who else there is. */
import { Router } from 'express'
import { z } from 'zod'
import { cleanName } from '../../schema/people.js'
import type { Access } from '../auth/access.js'
import type { Sessions } from '../auth/sessions.js'
import type { Config } from '../config.js'
import { newId } from '../ids.js'
import { HttpError, parse } from '../problem.js'
import type { Store } from '../store/store.js'

const nameBody = z.object({ name: z.string() })

export function peopleRoutes(store: Store, sessions: Sessions, access: Access, config: Config): Router {
  const router = Router()

  router.get('/me', async (request, response) => {
    response.json(await access.known(request))
  })

  // Gives oneself another name. On one's own machine whoever comes for the first time becomes somebody by it, and the
  // first of all is the owner of what is kept there.
  router.post('/me', async (request, response) => {
    const name = cleanName(parse(nameBody, request.body).name)
    if (name === null) throw new HttpError(400, 'A name has 1 to 80 characters, and no line breaks.')
    const known = (await access.visitor(request)).person
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
    response.json({ id, name })
  })

  router.get('/people', async (request, response) => {
    const knows = await access.knows(await access.visitor(request))
    const people = (await store.people()).filter(({ id }) => knows(id))
    response.json(people.map(({ id, name }) => ({ id, name })))
  })

  return router
}
