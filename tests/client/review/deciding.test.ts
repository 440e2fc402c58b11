import { describe, expect, test } from 'vitest'
import {
  type Deed,
  hindrance,
  planOf,
  saidOf,
  supersededBy,
  undoOf,
} from '../../../client/review/deciding.js'
import {
  companiesOf,
  everything,
  keyOf,
  nextOpen,
  type QueueItem,
  shownOf,
} from '../../../client/review/queue-item.js'

const ann = { me: 'ann', twoPersons: false }
const annOfTwo = { me: 'ann', twoPersons: true }

function item(id: string, given: Partial<QueueItem> = {}): QueueItem {
  return {
    document: 'd1',
    title: 'A document',
    id,
    start: 0,
    end: 5,
    received: 'Ugeki',
    reading: 'Ugaki',
    before: '',
    after: '',
    kind: 'emendation',
    reason: '',
    evidence: '',
    citation: '',
    certainty: 'unknown',
    by: 'ben',
    at: 1,
    standing: 'proposed',
    decision: null,
    paragraph: 1,
    page: '1',
    replies: 0,
    settled: false,
    rivals: '',
    supersededBy: '',
    ...given,
  }
}

const ids = (items: readonly QueueItem[]) => items.map(i => i.id).join(' ')

describe('what may be decided', () => {
  test.each([
    ['accept', item('a'), ann, null],
    ['accept', item('a', { by: 'ann' }), ann, null],
    ['accept', item('a', { by: 'ann' }), annOfTwo, /two persons/],
    ['accept', item('a'), annOfTwo, null],
    ['accept', item('a', { standing: 'accepted' }), ann, /already/],
    ['accept', item('a', { standing: 'superseded' }), ann, null],
    ['accept', item('a', { standing: 'withdrawn' }), ann, /withdrawn/],
    ['reject', item('a', { by: 'ann' }), annOfTwo, null],
    ['reject', item('a', { standing: 'rejected' }), ann, /already/],
    ['reopen', item('a'), ann, /open/],
    ['reopen', item('a', { standing: 'rejected' }), ann, null],
    ['withdraw', item('a'), ann, /author/],
    ['withdraw', item('a', { by: 'ann' }), ann, null],
  ] as const)('%s %o by %o', (act, subject, decider, expected) => {
    const said = hindrance(subject, act, decider)
    if (expected === null) expect(said).toBeNull()
    else expect(said).toMatch(expected)
  })
})

describe('deciding on many', () => {
  test('says what is done and what is left alone, and why', () => {
    const items = [
      item('a'),
      item('b', { standing: 'accepted' }),
      item('c', { by: 'ann' }),
      item('d', { rivals: 'd' }),
      item('e', { rivals: 'd' }),
    ]
    const { deeds, left } = planOf(items, 'accept', 'checked', annOfTwo)
    expect(ids(deeds.map(d => d.item))).toBe('a')
    expect(deeds[0]).toMatchObject({ act: 'accept', why: 'checked' })
    expect(left.map(({ count }) => count)).toEqual([1, 1, 2])
    expect(left.reduce((sum, { count }) => sum + count, 0) + deeds.length).toBe(items.length)
  })

  test('one of a company alone can be accepted, and all of it rejected', () => {
    const company = [item('d', { rivals: 'd' }), item('e', { rivals: 'd' })]
    expect(planOf(company.slice(1), 'accept', '', ann).deeds).toHaveLength(1)
    expect(planOf(company, 'reject', '', ann).deeds).toHaveLength(2)
  })

  test('verdicts are not overturned by the way, but can be where nothing else is meant', () => {
    const [open, shut] = [item('a'), item('b', { standing: 'rejected' })]
    expect(ids(planOf([open, shut], 'accept', '', ann).deeds.map(d => d.item))).toBe('a')
    expect(ids(planOf([shut], 'accept', '', ann).deeds.map(d => d.item))).toBe('b')
  })

  test('companies of two documents are kept apart', () => {
    const both = [item('d', { rivals: 'd' }), item('d', { rivals: 'd', document: 'd2' })]
    expect(planOf(both, 'accept', '', ann).deeds).toHaveLength(2)
    expect(companiesOf(both).size).toBe(2)
  })
})

describe('undoing', () => {
  const decided = (subject: QueueItem, act: 'accept' | 'reject', by = 'ann'): QueueItem => ({
    ...subject,
    standing: act === 'accept' ? 'accepted' : 'rejected',
    decision: { id: 'x', act, by, at: 2, why: '' },
  })
  const undone = (deeds: readonly Deed[], now: readonly QueueItem[], decider = ann) => {
    const byKey = new Map(now.map(i => [keyOf(i), i]))
    const { deeds: back, left } = undoOf(deeds, key => byKey.get(key), decider)
    return { back: back.map(d => `${d.item.id} ${d.act} ${d.why}`), left }
  }

  test('reopens what was a proposal, and restores what had been decided', () => {
    const [a, b] = [item('a'), item('b', { standing: 'rejected' })]
    const deeds: Deed[] = [a, b].map(i => ({ item: i, act: 'accept', why: '' }))
    expect(undone(deeds, [decided(a, 'accept'), decided(b, 'accept')])).toEqual({
      back: ['a reopen undone', 'b reject undone'],
      left: 0,
    })
  })

  test('leaves alone what somebody else has decided since, or changed', () => {
    const [a, b, c] = [item('a'), item('b'), item('c')]
    const deeds: Deed[] = [a, b, c].map(i => ({ item: i, act: 'accept', why: '' }))
    expect(undone(deeds, [decided(a, 'accept', 'ben'), decided(b, 'reject'), decided(c, 'accept')])).toEqual({
      back: ['c reopen undone'],
      left: 2,
    })
  })

  test('does not accept one’s own where two persons are asked for', () => {
    const own = item('a', { by: 'ann', standing: 'accepted' })
    const deeds: Deed[] = [{ item: own, act: 'reject', why: '' }]
    expect(undone(deeds, [decided(own, 'reject')], annOfTwo).back).toEqual(['a reopen undone'])
  })
})

describe('what is shown', () => {
  const items = [
    item('a', { at: 3, kind: 'transcription' }),
    item('b', { at: 1, by: 'ann', certainty: 'high' }),
    item('c', { at: 2, standing: 'rejected', document: 'd2' }),
  ]
  test.each([
    [{}, 'a b c'],
    [{ standing: 'proposed' }, 'a b'],
    [{ kind: 'transcription' }, 'a'],
    [{ certainty: 'high' }, 'b'],
    [{ person: 'ann' }, 'b'],
    [{ document: 'd2' }, 'c'],
    [{ order: 'newest' }, 'a c b'],
    [{ order: 'oldest' }, 'b c a'],
    [{ standing: 'proposed', person: 'ben', order: 'oldest' }, 'a'],
  ] as const)('%o: %s', (change, expected) =>
    expect(ids(shownOf(items, { ...everything, ...change }))).toBe(expected),
  )

  test('the next one that awaits a decision is found round the end', () => {
    expect(nextOpen(items, 0)?.id).toBe('b')
    expect(nextOpen(items, 1)?.id).toBe('a')
    expect(nextOpen([items[0]!], 0)).toBeNull()
  })
})

test('what was done is said in a few words', () => {
  const one: Deed = { item: item('a'), act: 'reject', why: '' }
  const show = (i: QueueItem) => `${i.received} ] ${i.reading}`
  expect(saidOf([one], show)).toBe('Rejected: Ugeki ] Ugaki')
  expect(saidOf(Array(1200).fill(one), show)).toBe('1,200 rejected')
})

describe('what acceptances will supersede', () => {
  const open = item('open', { start: 10, end: 20 })
  const holds = (id: string, start: number, end: number, document = 'd1') =>
    item(id, { start, end, document, standing: 'accepted' })
  const lost = (act: Deed['act'], all: readonly QueueItem[]) =>
    ids(supersededBy([{ item: open, act, why: '' }], [open, ...all]))

  test.each([
    ['the same words', 'accept', [holds('a', 10, 20)], 'a'],
    ['two that it spans', 'accept', [holds('a', 8, 12), holds('b', 18, 30), holds('c', 30, 40)], 'a b'],
    [
      'an addition within, not those at its edges',
      'accept',
      [holds('a', 10, 10), holds('b', 15, 15), holds('c', 20, 20)],
      'b',
    ],
    ['a long one that began before', 'accept', [holds('z', 0, 4), holds('a', 5, 40)], 'a'],
    ['nothing of another document', 'accept', [holds('a', 10, 20, 'd2')], ''],
    ['nothing that is merely proposed', 'accept', [item('a', { start: 10, end: 20 })], ''],
    ['nothing at a rejection', 'reject', [holds('a', 10, 20)], ''],
  ] as const)('%s', (_, act, all, expected) => {
    expect(lost(act, all)).toBe(expected)
  })

  test('a filter hides them from the plan, not from the warning', () => {
    const all = [open, holds('hidden', 10, 20)]
    const shown = shownOf(all, { ...everything, standing: 'proposed' })
    const { deeds } = planOf(shown, 'accept', '', ann)
    expect(ids(supersededBy(deeds, all))).toBe('hidden')
  })
})
