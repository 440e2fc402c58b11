import { describe, expect, test } from 'vitest'
import { verdictOf } from './support/audit.mjs'

const answer = (vulnerabilities: object) =>
  JSON.stringify({
    vulnerabilities,
    metadata: { vulnerabilities: { total: Object.keys(vulnerabilities).length } },
  })

describe('the audit of the packages', () => {
  test('is content where nothing is known', () => {
    expect(verdictOf(answer({}))).toEqual({
      failed: false,
      lines: ['Nothing is known against the packages that a server uses.'],
    })
  })

  test('fails where something is, and names it', () => {
    const via = ['another', { title: 'Prototype pollution' }]
    const { failed, lines } = verdictOf(
      answer({ left: { name: 'left', severity: 'high', via, fixAvailable: true } }),
    )
    expect([failed, lines.at(-1)]).toEqual([true, '  high: left: Prototype pollution (there is a fix)'])
  })

  test.each([
    ['', 'it gave no answer'],
    ['<html>', 'it gave no answer'],
    ['{"statusCode":405,"message":"405 Method Not Allowed"}', 'it answered 405'],
  ])('says plainly where the service cannot be asked: %j', (output, why) => {
    const { failed, lines } = verdictOf(output)
    expect([failed, lines.length]).toEqual([false, 1])
    expect(lines[0]).toContain(`cannot be asked (${why})`)
  })
})
