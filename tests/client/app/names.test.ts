/** When the screen asks the server for people's names. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

const people = vi.fn()
vi.mock('../../../client/app/api.js', () => ({ people }))
vi.mock('../../../client/app/identity.js', () => ({ identity: {} }))

const answer = (...ids: string[]) => Promise.resolve(ids.map(id => ({ id, name: id, initials: '' })))

beforeEach(() => {
  vi.resetModules()
  vi.useFakeTimers()
  people.mockReset()
})
afterEach(() => {
  vi.useRealTimers()
})

test('an id that turns up just after the names were asked for is asked for as soon as may be', async () => {
  people.mockReturnValue(answer('ada'))
  const { loadNames } = await import('../../../client/app/names.js')
  loadNames()
  expect(people).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(1_000)
  loadNames()
  loadNames()
  expect(people).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(4_100)
  expect(people).toHaveBeenCalledTimes(2)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(people).toHaveBeenCalledTimes(2)
})

test('whom no answer names is not asked for for ever', async () => {
  people.mockImplementation(() => answer('ada'))
  const { want } = await import('../../../client/app/names.js')
  for (let i = 0; i < 10; i++) {
    want('nobody')
    await vi.advanceTimersByTimeAsync(6_000)
  }
  expect(people).toHaveBeenCalledTimes(3)
})
