import { expect, test } from 'vitest'
import { RequestError } from '../../../client/app/api.js'
import { whyNot } from '../../../client/app/why-not.js'

test('why a file was not taken is told with the place in it', () => {
  const problem = {
    severity: 'error',
    code: 'xml',
    line: 3,
    column: 7,
    start: 20,
    end: 21,
    message: 'Unclosed tag: p.',
  } as const
  const unread = new RequestError(422, 'Unprocessable Content', 'Unclosed tag: p.', [
    { ...problem, severity: 'guess', line: 1 },
    problem,
  ])
  expect(whyNot(unread)).toBe('Line 3, column 7: Unclosed tag: p.')
  expect(whyNot(new RequestError(409, 'Conflict', ''))).toBe('Conflict')
  expect(whyNot(new RequestError(413, 'Content Too Large', ''))).toBe('It is larger than this server takes.')
  expect(whyNot(new Error('No network'))).toBe('No network')
})
