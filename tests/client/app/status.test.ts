import { describe, expect, test } from 'vitest'
import { type Connection, statusOf, wordsFor } from '../../../client/app/status.js'

const at = (given: Partial<Connection>): Connection => ({
  connected: true,
  inStep: true,
  tried: true,
  unsent: 0,
  stored: true,
  refused: null,
  ...given,
})

describe('the status line', () => {
  test.each<[string, Partial<Connection>, string, RegExp]>([
    ['says nothing before it knows', { connected: false, tried: false }, 'Connecting…', /Connecting/],
    ['counts what is under way', { unsent: 3 }, 'Saving 3…', /3 changes on the way/],
    ['says saved when nothing is left', {}, 'Saved', /on the server’s disk/],
    ['does not say saved before it is in step', { inStep: false }, 'Connecting…', /Connecting/],
    ['says offline', { connected: false }, 'Offline', /go on working/],
    [
      'counts what waits',
      { connected: false, unsent: 1 },
      'Offline · 1 unsent',
      /^1 change kept in this browser/,
    ],
    ['writes thousands apart', { connected: false, unsent: 1234 }, 'Offline · 1,234 unsent', /1,234 changes/],
    [
      'warns where nothing is kept',
      { connected: false, unsent: 2, stored: false },
      'Offline · 2 unsent',
      /Do not close/,
    ],
    [
      'tells of a refusal first',
      { unsent: 2, refused: { rule: 'G8', message: 'Decided on.' } },
      'Refused',
      /G8/,
    ],
  ])('%s', (_, given, short, long) => {
    const words = wordsFor(statusOf(at(given)))
    expect(words.short).toBe(short)
    expect(words.long).toMatch(long)
  })
})
