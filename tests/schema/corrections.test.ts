import { describe, expect, test } from 'vitest'
import { type Correction, resolve, type Standing } from '../../schema/corrections.js'
import type { Act, Decision } from '../../schema/decisions.js'
import { inWholeWords, wholeWords } from '../../schema/words.js'
import { Random } from '../support/random.js'

const witness = 'from Foreign Minister Ugeki to Mr. Nishi'

const c = (id: string, start: number, end: number, text: string): Correction => ({
  id,
  start,
  end,
  side: -1,
  text,
  kind: 'emendation',
  reason: '',
  evidence: '',
  certainty: 'unknown',
  by: 'ada',
  at: 1,
  parent: null,
})

const d = (on: string, act: Act, at: number, seen?: Decision['seen']): Decision => ({
  id: `${on}-${act}-${at}`,
  on,
  act,
  by: 'ben',
  at,
  why: '',
  ...(seen ? { seen } : {}),
})

describe('[C1] the newest decision on a correction counts', () => {
  const cases: [decisions: Decision[], standing: Standing][] = [
    [[], 'proposed'],
    [[d('a', 'accept', 1)], 'accepted'],
    [[d('a', 'accept', 1), d('a', 'reject', 2)], 'rejected'],
    [[d('a', 'reject', 2), d('a', 'accept', 1)], 'rejected'],
    [[d('a', 'accept', 1), d('a', 'reopen', 2)], 'proposed'],
    [[d('a', 'accept', 1), d('a', 'withdraw', 2)], 'withdrawn'],
    [[d('b', 'accept', 1)], 'proposed'],
  ]
  test.each(cases)('%j → %s', (decisions, standing) => {
    expect(resolve([c('a', 22, 27, 'Ugaki')], decisions, witness).standings.get('a')).toBe(standing)
  })
})

describe('[C2] of accepted corrections that overlap, the newest acceptance holds', () => {
  const a = c('a', 22, 27, 'Ugaki')
  const b = c('b', 13, 27, 'Minister Ugeky')
  const cases: [
    name: string,
    all: Correction[],
    decisions: Decision[],
    winners: string[],
    superseded: string[],
  ][] = [
    ['the later one', [a, b], [d('a', 'accept', 1), d('b', 'accept', 2)], ['b'], ['a']],
    ['whichever it is', [a, b], [d('a', 'accept', 3), d('b', 'accept', 2)], ['a'], ['b']],
    [
      'neighbours both hold',
      [a, c('n', 27, 30, ' for')],
      [d('a', 'accept', 1), d('n', 'accept', 2)],
      ['a', 'n'],
      [],
    ],
    [
      'additions at one place both hold',
      [c('x', 5, 5, 'x'), c('y', 5, 5, 'y')],
      [d('x', 'accept', 1), d('y', 'accept', 1)],
      ['x', 'y'],
      [],
    ],
    [
      'an addition inside what is struck does not',
      [a, c('x', 24, 24, 'x')],
      [d('x', 'accept', 1), d('a', 'accept', 2)],
      ['a'],
      ['x'],
    ],
    [
      'an addition at the edge of what is struck does',
      [a, c('x', 27, 27, 'x')],
      [d('x', 'accept', 1), d('a', 'accept', 2)],
      ['a', 'x'],
      [],
    ],
  ]
  test.each(cases)('%s', (_, all, decisions, winners, superseded) => {
    const resolution = resolve(all, decisions, witness)
    expect(resolution.winners.map(w => w.id)).toEqual(winners)
    for (const id of superseded) expect(resolution.standings.get(id)).toBe('superseded')
  })
})

describe('[C3] a decision holds for what was decided on', () => {
  const seen = { start: 24, end: 25, text: 'a' }
  const cases: [name: string, correction: Correction, standing: Standing][] = [
    ['while the correction says the same', c('a', 24, 25, 'a'), 'accepted'],
    ['also when it has been widened to whole words', c('a', 22, 27, 'Ugaki'), 'accepted'],
    ['not when it says something else', c('a', 24, 25, 'o'), 'proposed'],
    ['not when it stands elsewhere', c('a', 23, 25, 'a'), 'proposed'],
  ]
  test.each(cases)('%s', (_, correction, standing) => {
    expect(resolve([correction], [d('a', 'accept', 1, seen)], witness).standings.get('a')).toBe(standing)
    expect(resolve([correction], [d('a', 'reject', 1, seen)], witness).standings.get('a')).toBe(
      standing === 'accepted' ? 'rejected' : 'proposed',
    )
  })
})

test('[C1] [C2] every order gives the same, no two winners overlap, and the witness can be recovered', () => {
  let superseded = 0
  for (let seed = 1; seed <= 300; seed++) {
    const random = new Random(seed)
    const all = Array.from({ length: 8 }, (_, i) => {
      const start = random.below(witness.length)
      return c(`c${i}`, start, Math.min(witness.length, start + random.below(6)), `<${i}>`)
    })
    const decisions = Array.from({ length: 14 }, () =>
      d(random.pick(all).id, random.pick<Act>(['accept', 'accept', 'reject', 'reopen']), random.below(9)),
    )
    const first = resolve(all, decisions, witness)
    const shuffled = <T>(list: T[]) => [...list].sort(() => random.next() - 0.5)
    for (let i = 0; i < 3; i++) {
      const again = resolve(shuffled(all), shuffled(decisions), witness)
      expect([...again.standings].sort()).toEqual([...first.standings].sort())
      expect(again.winners.map(w => w.id)).toEqual(first.winners.map(w => w.id))
    }
    let reading = ''
    let at = 0
    for (const w of first.winners) {
      expect(w.start).toBeGreaterThanOrEqual(at)
      reading += witness.slice(at, w.start) + w.text
      at = w.end
    }
    reading += witness.slice(at)
    let back = reading
    for (const w of [...first.winners].reverse())
      back = back.replace(w.text, () => witness.slice(w.start, w.end))
    expect(back).toBe(witness)
    superseded += [...first.standings.values()].filter(s => s === 'superseded').length
  }
  expect(superseded).toBeGreaterThan(100)
})

describe('[C6] corrections are written in whole words', () => {
  const cases: [start: number, end: number, text: string, lemma: string, reading: string][] = [
    [24, 25, 'a', 'Ugeki', 'Ugaki'],
    [22, 27, 'Ugaki', 'Ugeki', 'Ugaki'],
    [27, 27, 's', 'Ugeki', 'Ugekis'],
    [22, 22, 'von ', '', 'von '],
    [21, 27, '', ' Ugeki', ''],
    [21, 22, '', 'Minister Ugeki', 'MinisterUgeki'],
    [33, 34, ',', '.', ','],
    [40, 40, '.', '', '.'],
  ]
  test.each(cases)('%i–%i %j is %j ] %j', (start, end, text, lemma, reading) => {
    const wide = wholeWords({ start, end, text }, witness)
    expect([witness.slice(wide.start, wide.end), wide.text]).toEqual([lemma, reading])
    expect(wholeWords(wide, witness)).toBe(wide)
  })

  test('a word with an accent, and one with an apostrophe', () => {
    const text = "the Charge\u0301 d'Affaires"
    expect(wholeWords({ start: 9, end: 11, text: 'é' }, text)).toEqual({ start: 4, end: 11, text: 'Chargé' })
    expect(wholeWords({ start: 14, end: 15, text: 'a' }, text)).toMatchObject({ text: "d'affaires" })
  })

  test('two in one word stay as they were typed', () => {
    const two = [c('a', 22, 23, 'O'), c('b', 25, 26, 'g')]
    expect(inWholeWords(two, witness)).toEqual(two)
    expect(inWholeWords([two[0]!], witness)[0]).toMatchObject({ start: 22, end: 27, text: 'Ogeki' })
  })
})
