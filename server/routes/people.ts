/** Who I am, and who else there is. */
import { Router } from 'express'
import { z } from 'zod'
import { cleanName } from '../../schema/people.js'
import type { Sessions } from '../auth/sessions.js'
import { HttpError, parse } from '../problem.js'
import type { Store } from '../store/store.js'

const nameBody = z.object({ name: z.string() })

export function peopleRoutes(store: Store, sessions: Sessions): Router {
  const router = Router()

  router.get('/me', async (request, response) => {
    const person = await sessions.person(request)
    if (!person) throw new HttpError(401, 'Choose a name first.')
    response.json(person)
  })

  router.post('/me', async (request, response) => {
    const name = cleanName(parse(nameBody, request.body).name)
    if (name === null) throw new HttpError(400, 'A name has 1 to 80 characters, and no line breaks.')
    response.json(await sessions.name(request, response, name))
  })

  router.get('/people', async (_request, response) => {
    response.json((await store.people()).map(({ id, name }) => ({ id, name })))
  })

  return router
}
