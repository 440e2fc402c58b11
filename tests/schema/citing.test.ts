/** Citations and bibliographies as they are printed. */
import { describe, expect, test } from 'vitest'
import type { Work } from '../../schema/bibliography.js'
import { citationStyles } from '../../schema/citation-styles.js'
import { Citing } from '../../schema/citing.js'
import { printedOf, printedText } from '../../schema/printed.js'

const works: Work[] = [
  {
    id: 'nish',
    type: 'article-journal',
    author: [{ family: 'Nish', given: 'Ian' }],
    title: 'Japan & <Russia>',
    'container-title': 'Asian Affairs',
    volume: '3',
    page: '5-9',
    issued: { 'date-parts': [[1972]] },
  },
  {
    id: 'coox',
    type: 'book',
    author: [{ family: 'Coox', given: 'Alvin D.' }],
    title: 'Nomonhan',
    publisher: 'Stanford UP',
    'publisher-place': 'Stanford',
    issued: { 'date-parts': [[1985]] },
  },
]
const cite = (style: string, key: string, locator = '') =>
  printedText(new Citing(works, style).citation(key, locator))

describe('citing', () => {
  test.each([
    ['apa', 'coox', '12', '(Coox, 1985, p. 12)'],
    ['apa', 'coox', 'pp. 12-14', '(Coox, 1985, pp. 12–14)'],
    ['apa', 'coox', 'fol. 3v', '(Coox, 1985, fol. 3v)'],
    ['apa', 'coox', 'passim', '(Coox, 1985, passim)'],
    ['harvard1', 'nish', '', '(Nish, 1972)'],
    ['vancouver', 'coox', '', '(2)'],
    ['full-note', 'coox', 'p. 12', 'Alvin D. Coox, Nomonhan, (Stanford: Stanford UP, 1985), p. 12'],
    ['of-nobody', 'coox', '', '(Coox, 1985)'],
    ['apa', 'gone', 'p. 3', '[gone, p. 3]'],
  ])('%s, %s %s is %s', (style, key, locator, expected) => {
    expect(cite(style, key, locator)).toBe(expected)
  })

  test('two editions at once do not mix', () => {
    const one = new Citing(works, 'apa')
    const two = new Citing([{ ...works[1]!, author: [{ family: 'Other' }] }], 'apa')
    expect(printedText(one.citation('coox', ''))).toBe('(Coox, 1985)')
    expect(printedText(two.citation('coox', ''))).toBe('(Other, 1985)')
    expect(printedText(one.citation('nish', '4'))).toBe('(Nish, 1972, p. 4)')
    expect(two.entries()).toHaveLength(1)
    expect(one.entries().map(e => e.work.id)).toEqual(['coox', 'nish'])
  })

  test.each(citationStyles.map(([style]) => style))(
    '%s prints each work once, italics kept, markup as text',
    style => {
      const entries = new Citing(works, style).entries()
      expect(new Set(entries.map(e => e.work.id))).toEqual(new Set(['coox', 'nish']))
      const nish = entries.find(e => e.work.id === 'nish')!.printed
      expect(printedText(nish)).toMatch(/Japan & <Russia>/)
      if (style !== 'vancouver') expect(nish.find(run => run.em)?.text).toContain('Asian Affairs')
    },
  )

  test('a work with impossible fields fails nothing', () => {
    const odd = {
      ...works[1]!,
      id: 'odd',
      translator: 'x',
      issued: { 'date-parts': [['y']] },
      accessed: 7,
    } as Work
    for (const [style] of citationStyles) {
      const citing = new Citing([...works, odd], style)
      expect(printedText(citing.citation('odd', ''))).not.toBe('')
      expect(citing.entries()).toHaveLength(3)
      expect(printedText(citing.citation('coox', ''))).not.toContain('[')
    }
  })

  test('a bibliography of some', () => {
    expect(new Citing(works, 'apa').entries(new Set(['nish', 'gone'])).map(e => e.work.id)).toEqual(['nish'])
    expect(new Citing([], 'apa').entries()).toEqual([])
  })

  test('markup becomes runs, whatever it holds', () => {
    expect(printedOf('<div class="csl-entry">A &#38; <i>b</i> <script>x</script>&lt;i&gt;</div>')).toEqual([
      { text: 'A & ', em: false, strong: false },
      { text: 'b', em: true, strong: false },
      { text: ' x<i>', em: false, strong: false },
    ])
  })
})
