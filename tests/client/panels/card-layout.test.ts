import { describe, expect, test } from 'vitest'
import { type CardBox, layoutCards, wholeInSight } from '../../../client/panels/card-layout.js'

/** Cards of a height of 100, wanted at the given places. */
const cards = (...wants: number[]): CardBox[] => wants.map((want, i) => ({ id: `c${i}`, want, height: 100 }))
const tops = (boxes: readonly CardBox[], active: string | null) =>
  [...layoutCards(boxes, active, 10)].sort().map(([, top]) => top)

describe('cards beside the text', () => {
  test.each<[string, number[], string | null, number[]]>([
    ['none', [], null, []],
    ['far apart: each at its place', [0, 200, 500], null, [0, 200, 500]],
    ['close together: pushed down', [0, 20, 40], null, [0, 110, 220]],
    ['the active one at its place, those above pushed up', [0, 20, 40], 'c2', [-180, -70, 40]],
    ['the active one in the middle', [0, 20, 40], 'c1', [-90, 20, 130]],
    ['those above that have room stay', [-500, 20, 40], 'c2', [-500, -70, 40]],
    ['at one place, in order', [50, 50], null, [50, 160]],
    ['an active card that is not among them', [0, 20], 'gone', [0, 110]],
  ])('%s', (_, wants, active, expected) => {
    expect(tops(cards(...wants), active)).toEqual(expected)
  })

  test('no two ever overlap, their order is kept, and the active one is at its place', () => {
    let seed = 7
    const random = (n: number) => {
      seed = (seed * 48271) % 2147483647
      return seed % n
    }
    for (let round = 0; round < 300; round++) {
      const boxes = Array.from({ length: 1 + random(12) }, (_, i) => ({
        id: `c${String(i).padStart(2, '0')}`,
        want: random(900),
        height: 40 + random(200),
      })).sort((a, b) => a.want - b.want)
      const active = random(3) === 0 ? null : boxes[random(boxes.length)]!
      const placed = layoutCards(boxes, active?.id ?? null, 10)
      for (let i = 1; i < boxes.length; i++) {
        const above = boxes[i - 1]!
        expect(placed.get(boxes[i]!.id)! - placed.get(above.id)!).toBeGreaterThanOrEqual(above.height + 10)
      }
      if (active) expect(placed.get(active.id)).toBe(active.want)
    }
  })
})

describe('the active card is whole in sight', () => {
  test.each([
    ['with room below: at its place', 300, 100, 800, 300],
    ['near the lower edge: higher', 750, 100, 800, 692],
    ['taller than the room: at the top', 300, 900, 800, 0],
    ['its place is above the screen: there', -50, 100, 800, -50],
    ['its place is below the screen: there', 900, 100, 800, 900],
  ])('%s', (_, want, height, room, expected) => {
    expect(wholeInSight(want, height, room)).toBe(expected)
  })
})
