/** Decisions made over HTTP, by people who have not opened the document itself. */
import { z } from 'zod'
import { decisionAnswer } from '../../schema/answers.js'
import { acts, type Decision, latestDecisions } from '../../schema/decisions.js'
import type { Api } from '../api/api.js'
import { newId } from '../ids.js'
import type { Hub } from '../sync/hub.js'
import { writingErrors, written } from '../writing.js'

/** The values themselves are judged by the gate, as they are when they come over a socket. */
const decisionsBody = z
  .array(
    z.strictObject({
      on: z.string().describe('The id of the correction'),
      act: z.enum(acts),
      why: z.string().default(''),
      seen: z
        .strictObject({ start: z.number(), end: z.number(), text: z.string() })
        .describe('What the correction said to whoever decides: `start`, `end` and `reading` of its row'),
    }),
  )
  .min(1)
  .max(5_000)

export function decisionRoutes(api: Api, hub: Hub): void {
  api.on(
    {
      method: 'post',
      path: '/documents/:document/decisions',
      tag: 'Corrections',
      title: 'Decide on corrections',
      text: 'All of them or, where a rule forbids one, none. Accepting needs the role of reviewer, as do rejecting and reopening; one withdraws what is one’s own.',
      deed: 'withdraw',
      body: decisionsBody,
      status: 201,
      answer: z.array(decisionAnswer),
      errors: writingErrors,
    },
    async ({ params, body, actor }) => {
      const made: Decision[] = []
      const outcome = await hub.write(params.document, actor, (desk, current, now) => {
        const latest = latestDecisions(current.allDecisions())
        for (const decision of body) {
          // Newer than what it answers, whatever that one's clock said.
          const at = Math.max(now, (latest.get(decision.on)?.at ?? 0) + 1)
          const whole = { ...decision, id: newId(), by: actor.id, at }
          desk.addDecision(whole)
          made.push(whole)
        }
      })
      written(outcome)
      return made
    },
  )
}
