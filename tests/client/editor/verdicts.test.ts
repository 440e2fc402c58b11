import { describe, expect, test } from 'vitest'
import { appendVerdicts } from '../../../client/editor/verdicts.js'
import { witnessOf } from '../../support/desk.js'
import { correct, edited } from '../../support/layers.js'

describe('[G14] verdicts where two persons are asked for', () => {
  test.each([
    [true, ['proposed', 'accepted']],
    [false, ['accepted', 'accepted']],
  ])('%s', (twoPersons, standings) => {
    const document = edited(witnessOf('Mr. Ugeki wired to Moskow.'))
    const own = correct(document, 'Ugeki', 'Ugaki', { by: 'ada' })
    const other = correct(document, 'Moskow', 'Moscow', { by: 'ben' })
    let count = 0
    const editor = { document, me: { id: 'ada' }, newId: () => `v${++count}`, demands: { twoPersons } }
    const made = appendVerdicts(
      editor,
      [own, other, 'nothing'].map(on => ({ on, act: 'accept', why: '' })),
    )
    expect(made).toBe(twoPersons ? 1 : 2)
    expect([own, other].map(id => document.standing(id))).toEqual(standings)
    expect(appendVerdicts(editor, [{ on: own, act: 'withdraw', why: '' }])).toBe(1)
  })
})
