import { describe, expect, test } from 'vitest'
import { newId } from '../../../client/app/ids.js'
import { colorOf, initials } from '../../../client/app/presence.js'

/** The contrast of white on a colour, by WCAG 2. */
function contrastWithWhite(color: string): number {
  const parts = [1, 3, 5].map(i => Number.parseInt(color.slice(i, i + 2), 16) / 255)
  const [r, g, b] = parts.map(p => (p <= 0.03928 ? p / 12.92 : ((p + 0.055) / 1.055) ** 2.4))
  return 1.05 / (0.2126 * r! + 0.7152 * g! + 0.0722 * b! + 0.05)
}

describe('presence', () => {
  test.each([
    ['Ada Lovelace', 'AL'],
    ['Ada', 'AD'],
    ['Ada King, Countess of Lovelace', 'AL'],
    ['  ', '?'],
    ['王 小明', '王小'],
  ])('%j is shortened to %j', (name, letters) => {
    expect(initials(name)).toBe(letters)
  })

  test('a person has one colour, and white can be read on it', () => {
    const colors = Array.from({ length: 200 }, (_, i) => colorOf(`person-${i}`))
    expect(colorOf('person-7')).toBe(colors[7])
    expect(Math.min(...colors.map(contrastWithWhite))).toBeGreaterThan(4.5)
    expect(new Set(colors).size).toBeGreaterThan(5)
  })

  test('ids are twelve letters and figures, and differ', () => {
    const ids = Array.from({ length: 500 }, newId)
    expect(ids.every(id => /^[a-z0-9]{12}$/.test(id))).toBe(true)
    expect(new Set(ids).size).toBe(500)
  })
})
