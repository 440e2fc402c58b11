import { describe, expect, test } from 'vitest'
import { Ledger } from '../../../client/app/ledger.js'

/** Plays letters: `c` a change is made, `u` an update is sent, `A` all is sent, `d` the connection is lost, a digit:
 * the server has saved so many messages. */
function play(steps: string, inherited = 0): number {
  const ledger = new Ledger(inherited)
  for (const step of steps) {
    if (step === 'c') ledger.change()
    else if (step === 'u') ledger.sentUpdate()
    else if (step === 'A') ledger.sentAll()
    else if (step === 'd') ledger.disconnected()
    else ledger.saved(Number(step))
  }
  return ledger.unsent
}

describe('the ledger counts what is not on the server’s disk', () => {
  test.each([
    ['nothing done', '', 0, 0],
    ['connected, nothing to send', 'A1', 0, 0],
    ['sent and not confirmed', 'A1cu', 0, 1],
    ['sent and confirmed', 'A1cu2', 0, 0],
    ['three sent, two confirmed', 'A1cucucu3', 0, 1],
    ['a confirmation that comes twice', 'A1cu2cu2', 0, 1],
    ['more confirmed than was sent', 'A1cu9', 0, 0],
    ['made offline', 'ccc', 0, 3],
    ['made offline, sent all at once', 'cccA', 0, 3],
    ['made offline, sent all at once, confirmed', 'cccA1', 0, 0],
    ['lost before the confirmation', 'A1cud', 0, 1],
    ['a confirmation of the old connection says nothing about the new one', 'A1cudA', 0, 1],
    ['sent again by the next connection', 'A1cudA1', 0, 0],
    ['made before the connection had sent anything, carried by its first message', 'cAcu1', 0, 1],
    ['left over from an earlier visit', '', 4, 4],
    ['left over, sent, not confirmed', 'A', 4, 4],
    ['left over, sent and confirmed', 'A1', 4, 0],
    ['left over and new ones', 'ccA1', 4, 0],
    ['left over, the connection lost before the confirmation', 'Ad', 4, 4],
  ])('%s', (_, steps, inherited, unsent) => {
    expect(play(steps, inherited)).toBe(unsent)
  })

  test('it is in step when the first full exchange of the running connection is confirmed', () => {
    const ledger = new Ledger()
    const seen = [ledger.inStep]
    ledger.sentAll()
    seen.push(ledger.inStep)
    ledger.saved(1)
    seen.push(ledger.inStep)
    ledger.disconnected()
    seen.push(ledger.inStep)
    expect(seen).toEqual([false, false, true, false])
  })
})
