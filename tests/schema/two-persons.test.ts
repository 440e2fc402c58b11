/** Editions in which nobody accepts their own correction (G14). */
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Correction } from '../../schema/corrections.js'
import type { Act, Decision } from '../../schema/decisions.js'
import { Layers } from '../../schema/layers.js'
import { can, noDemands } from '../../schema/people.js'
import { Judge } from '../../schema/rules.js'

const text = 'Mr. Ugeki wired.'
const now = 1_000_000_000_000

const correction = (id: string, by: string): Correction => ({
  id,
  start: 4,
  end: 9,
  side: -1,
  text: 'Ugaki',
  kind: 'emendation',
  reason: '',
  evidence: '',
  certainty: 'unknown',
  by,
  at: now,
  parent: null,
})

let count = 0
const decide = (layers: Layers, on: string, by: string, act: Act = 'accept', at = now + ++count): void => {
  const seen = { start: 4, end: 9, text: 'Ugaki' }
  const decision: Decision = { id: `d${++count}`, on, act, by, at, why: '', seen }
  layers.addDecision(decision)
}

type Write = (layers: Layers) => void

/** The rules that ada's writes break, each in a transaction of its own, where two persons are asked for or not. */
function broken(twoPersons: boolean, before: Write, ...writes: Write[]): (string | null)[] {
  const doc = new Y.Doc()
  const layers = new Layers(doc)
  layers.change('begin', () => {
    layers.addCorrection(correction('ada1', 'ada'))
    layers.addCorrection(correction('ben1', 'ben'))
    before(layers)
  })
  const judge = new Judge(layers, text)
  const found: (string | null)[] = []
  doc.on('afterTransaction', transaction => {
    found.push(
      judge.judge(transaction, { actor: { id: 'ada', role: 'owner' }, now, demands: { twoPersons } })?.rule ??
        null,
    )
  })
  for (const write of writes) layers.change('ada', () => write(layers))
  return found
}
const nothing: Write = () => {}

describe('[G14] where two persons are asked for', () => {
  test('nobody accepts their own correction', () => {
    expect(broken(true, nothing, l => decide(l, 'ada1', 'ada'))).toEqual(['G14'])
    expect(broken(false, nothing, l => decide(l, 'ada1', 'ada'))).toEqual([null])
  })

  test('nobody proposes and accepts at once', () => {
    const both: Write = l => {
      l.addCorrection(correction('new', 'ada'))
      decide(l, 'new', 'ada')
    }
    expect(broken(true, nothing, both)).toEqual(['G14'])
    expect(broken(false, nothing, both)).toEqual([null])
  })

  test('nobody accepts what is not there, and puts it there afterwards', () => {
    const steps: Write[] = [
      l => l.removeCorrection('ada1'),
      l => decide(l, 'ada1', 'ada'),
      l => l.addCorrection(correction('ada1', 'ada')),
    ]
    expect(broken(true, nothing, ...steps)).toEqual([null, null, 'G14'])
    expect(broken(false, nothing, ...steps)).toEqual([null, null, null])
  })

  test.each<Act>(['reject', 'reopen', 'withdraw'])('%s is still for the author, too', act => {
    expect(broken(true, nothing, l => decide(l, 'ada1', 'ada', act))).toEqual([null])
  })

  test('others’ corrections are accepted as ever, and one’s own old acceptances stand', () => {
    expect(broken(true, nothing, l => decide(l, 'ben1', 'ada'))).toEqual([null])
    expect(
      broken(
        true,
        l => decide(l, 'ada1', 'ada'),
        l => l.setCorrection('ada1', { reason: 'r' }),
      ),
    ).toEqual([null])
  })

  test('[C9] the answer is can’s', () => {
    const mine = { by: 'ada', decisions: [] }
    expect(can({ id: 'ada', role: 'owner' }, 'accept', mine, { twoPersons: true })).toBe(false)
    expect(can({ id: 'ben', role: 'owner' }, 'accept', mine, { twoPersons: true })).toBe(true)
    expect(can({ id: 'ada', role: 'owner' }, 'accept', mine, noDemands)).toBe(true)
    expect(can({ id: 'ada', role: 'owner' }, 'accept', mine)).toBe(true)
    expect(can({ id: 'ada', role: 'owner' }, 'decide', mine, { twoPersons: true })).toBe(true)
  })
})
