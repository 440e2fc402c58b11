/** Decisions made over HTTP, by people who have not opened the document itself. */
import { Router } from 'express'
import { z } from 'zod'
import { acts, type Decision, latestDecisions } from '../../schema/decisions.js'
import type { Access } from '../auth/access.js'
import { newId } from '../ids.js'
import { HttpError, notFound, parse } from '../problem.js'
import type { Hub } from '../sync/hub.js'

/** The values themselves are judged by the gate, as they are when they come over a socket. */
const body = z
  .array(
    z.strictObject({
      on: z.string(),
      act: z.enum(acts),
      why: z.string().default(''),
      seen: z.strictObject({ start: z.number(), end: z.number(), text: z.string() }),
    }),
  )
  .min(1)
  .max(5_000)

export function decisionRoutes(access: Access, hub: Hub): Router {
  const router = Router()

  router.post('/documents/:id/decisions', async (request, response) => {
    const { actor } = await access.allow(request, 'withdraw', { document: request.params.id })
    const asked = parse(body, request.body)
    const made: Decision[] = []
    const outcome = await hub.write(request.params.id, actor, (desk, current, now) => {
      const latest = latestDecisions(current.allDecisions())
      for (const decision of asked) {
        // Newer than what it answers, whatever that one's clock said.
        const at = Math.max(now, (latest.get(decision.on)?.at ?? 0) + 1)
        const whole = { ...decision, id: newId(), by: actor.id, at }
        desk.addDecision(whole)
        made.push(whole)
      }
    })
    if (!outcome) throw notFound('document')
    switch (outcome.type) {
      case 'done':
        response.status(201).json(made)
        return
      case 'refused': {
        const { rule, message } = outcome.refusal
        throw new HttpError(403, message, undefined, { rule })
      }
      case 'failed':
        throw new HttpError(503, 'The document cannot be written to at the moment. Try again.')
    }
  })

  return router
}
