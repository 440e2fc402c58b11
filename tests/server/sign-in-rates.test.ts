/** Guessing passwords at a running server. */
import { afterAll, expect, test } from 'vitest'
import { worldRates } from '../../server/rates/table.js'
import { serve, stopServers } from './support/server.js'

afterAll(stopServers)

test('whoever guesses passwords is made to wait, and is told for how long', async () => {
  const server = await serve({ accounts: 'invited', rates: worldRates })
  const answers: Response[] = []
  for (let i = 0; i < 6; i++)
    answers.push(
      await fetch(`${server.url}/api/sign-in`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email: 'ada@example.org', password: `a guess of mine ${i}` }),
      }),
    )
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429])
  const last = answers.at(-1)!
  expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(20)
  expect(await last.json()).toMatchObject({
    detail: expect.stringMatching(/^Too many attempts to sign in\. Try again in \d+ seconds\.$/),
  })
})
