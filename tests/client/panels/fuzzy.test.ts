import { describe, expect, test } from 'vitest'
import { bestMatches, fuzzyScore } from '../../../client/panels/fuzzy.js'

const titles = [
  'Make it a heading of level 1',
  'Make it a heading of level 2',
  'Make it a quotation',
  'Show the reading text',
  'Write an explanatory note',
  'Join with the block before',
  'Chargé d’Affaires in Moscow',
]

describe('fuzzy matching', () => {
  test.each([
    ['heading 2', 'Make it a heading of level 2'],
    ['quot', 'Make it a quotation'],
    ['read', 'Show the reading text'],
    ['note', 'Write an explanatory note'],
    ['join', 'Join with the block before'],
    ['charge', 'Chargé d’Affaires in Moscow'],
    ['NOTE write', 'Write an explanatory note'],
    ['qttn', 'Make it a quotation'],
  ])('%j finds first %j', (query, expected) => {
    expect(bestMatches(query, titles, t => t, 3)[0]).toBe(expected)
  })

  test('what does not occur is not found', () => {
    expect(bestMatches('zebra', titles, t => t, 3)).toEqual([])
    expect(fuzzyScore('heading zebra', titles[0]!)).toBe(0)
  })

  test('letters strewn over a line are no match', () => {
    expect(fuzzyScore('mtl', 'Make it a heading of level 1')).toBe(0)
  })

  test('an empty query takes all, in their order', () => {
    expect(bestMatches('', ['b', 'a'], t => t, 5)).toEqual(['b', 'a'])
  })

  test('signs of patterns are letters like others', () => {
    expect(fuzzyScore('(a', 'see (a) below')).toBeGreaterThan(0)
  })
})
