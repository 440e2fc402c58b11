/** The colours can be read: contrast by WCAG 2.2, level AA (4.5 for text, 3 for the edges of controls). */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const css = readFileSync(new URL('../../../client/ui/tokens.css', import.meta.url), 'utf8')

/** The custom properties that are plain colours, of the rule that begins with `selector`. */
function colours(selector: string): Map<string, string> {
  const start = css.indexOf(`${selector} {`)
  if (start < 0) throw new Error(`tokens.css has no rule "${selector}"`)
  const rule = css.slice(start, css.indexOf('}', start))
  return new Map([...rule.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map(m => [m[1]!, m[2]!]))
}

const light = colours(':root')
const dark = new Map([...light, ...colours(':root[data-theme="dark"]')])

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5]
    .map(i => Number.parseInt(colour.slice(i, i + 2), 16) / 255)
    .map(p => (p <= 0.03928 ? p / 12.92 : ((p + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
}

function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (high! + 0.05) / (low! + 0.05)
}

const text: readonly (readonly [string, readonly string[]])[] = [
  ['ink', ['desk', 'paper', 'card', 'rail', 'hover', 'chosen', 'find', 'find-current']],
  ['ink-soft', ['paper', 'card', 'rail', 'hover', 'chosen']],
  ['quiet', ['desk', 'paper', 'card', 'rail', 'hover', 'chosen']],
  ['rubric', ['paper', 'card', 'rubric-bg']],
  ['rubric-ink', ['rubric']],
  ['green', ['paper', 'card', 'green-bg']],
  ['green-ink', ['green']],
  ['blue', ['paper', 'card', 'blue-bg', 'desk']],
  ['amber', ['paper', 'card', 'amber-bg']],
  ['violet', ['paper', 'violet-bg', 'rail']],
  ['strong-ink', ['strong']],
]

describe.each([
  ['light', light],
  ['dark', dark],
])('%s colours', (_, theme) => {
  const of = (name: string) => {
    const colour = theme.get(name)
    if (!colour) throw new Error(`There is no colour --${name}`)
    return colour
  }

  test.each(text)('%s can be read', (ink, grounds) => {
    const bad = grounds.filter(ground => contrast(of(ink), of(ground)) < 4.5)
    expect(bad.map(g => `${ink} on ${g}: ${contrast(of(ink), of(g)).toFixed(2)}`)).toEqual([])
  })

  test('paragraph numbers and edges of controls can be seen', () => {
    for (const ground of ['paper', 'card', 'rail'])
      for (const name of ['faint', 'line-strong', 'focus'])
        expect(contrast(of(name), of(ground))).toBeGreaterThan(3)
  })
})

test('the dark colours are the same, whoever asks for them', () => {
  expect(colours(':root:not([data-theme="light"])')).toEqual(colours(':root[data-theme="dark"]'))
})
