import { afterEach, expect, test, vi } from 'vitest'
import { fetchPatiently } from '../../../client/app/patience.js'

afterEach(() => vi.unstubAllGlobals())

const busy = (status: number, wait?: string) =>
  new Response(null, { status, headers: wait === undefined ? {} : { 'retry-after': wait } })

/** Lets `fetch` give these answers, one after the other; says how long was waited, and how it ended. */
async function ask(
  answers: readonly Response[],
  longest = 10_000,
): Promise<[waits: number[], status: number]> {
  const left = [...answers]
  const fetched = vi.fn(async () => left.shift()!)
  vi.stubGlobal('fetch', fetched)
  const waits: number[] = []
  const { status } = await fetchPatiently('/api/x', { method: 'POST' }, longest, async wait => {
    waits.push(wait)
  })
  expect(fetched).toHaveBeenCalledTimes(answers.length - left.length)
  expect(left).toEqual([])
  return [waits, status]
}

test.each<[string, Response[], number[], number]>([
  ['an answer is an answer', [busy(200)], [], 200],
  ['what is asked too often is asked again when the server says', [busy(429, '3'), busy(200)], [3000], 200],
  ['so it is while the server is busy', [busy(503, '1'), busy(429, '2'), busy(201)], [1000, 2000], 201],
  [
    'but not for ever',
    [busy(429, '1'), busy(429, '1'), busy(429, '1'), busy(429, '1')],
    [1000, 1000, 1000],
    429,
  ],
  ['a long wait is told at once', [busy(429, '60')], [], 429],
  ['so is one without an end', [busy(429)], [], 429],
  ['a failure is not tried again', [busy(500, '1')], [], 500],
])('%s', async (_, answers, waits, status) => {
  expect(await ask(answers)).toEqual([waits, status])
})

test('who gives up need not wait', async () => {
  vi.stubGlobal('fetch', async () => busy(429, '5'))
  const control = new AbortController()
  const asked = fetchPatiently('/api/x', { signal: control.signal }, 10_000)
  control.abort(new Error('closed'))
  await expect(asked).rejects.toThrow('closed')
})
