/** Reading works: each of the three formats, and what is said of entries that cannot be read. */
import { describe, expect, test } from 'vitest'
import { freshKey, inBibliographicOrder, namesIn, namesText, type Work } from '../../schema/bibliography.js'
import { readWorks } from '../../schema/works-in-file.js'

const keys = (text: string) => readWorks(text)?.works.map(work => work.id)
const problems = (text: string) => readWorks(text)?.problems.map(p => `${p.line} ${p.entry}: ${p.message}`)

const bib = `@string{sup = {Stanford University Press}}
@comment{ nothing to see }

@book{coox:1985,
  author = {Coox, Alvin D. and Hata, Ikuhiko},
  title = {Nomonhan: {Japan} against Russia},
  publisher = sup,
  year = 1985,
}

@article{größe,
  author = "K{\\"o}nig, J{\\"u}rgen",
  title = {Die Gr{\\"o}{\\ss}e},
  journaltitle = {Zeitschrift},
  date = {1990-05},
  pages = {12--30},
}
`

const ris = `TY  - JOUR
AU  - Nish, Ian
TI  - Japan and Russia
JO  - Asian Affairs
PY  - 1972
SP  - 5
EP  - 9
ER  -

TY  - BOOK
AU  - Nish, Ian
TI  - Another
PY  - 1972
ER  -
`

describe('reading works', () => {
  test('BibTeX and BibLaTeX, with strings, braces and accents', () => {
    const read = readWorks(bib)!
    expect(read.problems).toEqual([])
    expect(read.format).toBe('BibTeX')
    expect(read.works.map(({ id, type }) => [id, type])).toEqual([
      ['coox:1985', 'book'],
      ['konig1990', 'article-journal'],
    ])
    expect(read.works[0]).toMatchObject({
      title: expect.stringContaining('Nomonhan'),
      publisher: 'Stanford University Press',
      author: [
        { family: 'Coox', given: 'Alvin D.' },
        { family: 'Hata', given: 'Ikuhiko' },
      ],
      issued: { 'date-parts': [[1985]] },
    })
    expect(read.works[1]).toMatchObject({
      author: [{ family: 'König', given: 'Jürgen' }],
      'container-title': 'Zeitschrift',
      page: '12-30',
    })
  })

  test('RIS, with keys made of name and year', () => {
    expect(keys(ris)).toEqual(['nish1972', 'nish1972b'])
    expect(readWorks(ris)!.works[0]).toMatchObject({
      type: 'article-journal',
      'container-title': 'Asian Affairs',
    })
  })

  test('CSL JSON, unknown fields kept', () => {
    const one = { id: 'a', type: 'book', title: 'One', custom: { x: 1 } }
    expect(readWorks(JSON.stringify([one]))!.works).toEqual([one])
    expect(readWorks(JSON.stringify(one))!.works).toEqual([one])
  })

  test.each([
    [
      'a broken BibTeX entry among good ones',
      `${bib}\n@book{bad, title = {x}, year = \n`,
      [/^19 bad: expected/],
      2,
    ],
    ['an unclosed BibTeX entry', `@book{one, title={A}\n\n@book{two, title={B}}\n`, [/^1 one: /], 1],
    [
      'a RIS entry without end',
      'TY  - BOOK\nTI  - Lost\n\nTY  - BOOK\nTI  - Found\nER  -\n',
      [/^1 “Lost”: .*end/],
      1,
    ],
    ['JSON cut short', '[{"id":"a"', [/^1 the file: it is no JSON/], 0],
    [
      'an item of the wrong shape',
      '[{"id":"a","type":"book","title":5},7]',
      [/^1 a: title/, /^1 entry 2: it is not an object/],
      0,
    ],
    [
      'an item that says nothing',
      '[{"id":"a","type":"book"}]',
      [/^1 a: it has neither a title nor a name/],
      0,
    ],
  ] as const)('%s is named, and the others are read', (_, text, expected, read) => {
    expect(problems(text)).toEqual(expected.map(pattern => expect.stringMatching(pattern)))
    expect(readWorks(text)!.works).toHaveLength(read)
  })

  test('what is none of the three is nothing', () => {
    for (const text of ['', 'Dear Sir,', '10.1000/xyz123', 'https://example.org/a'])
      expect(readWorks(text)).toBeNull()
  })
})

describe('works', () => {
  const work = (given: Partial<Work>): Work => ({ id: 'x', type: 'book', ...given })

  test('names in a line and back', () => {
    const line = 'Coox, Alvin D.; Kwantung Army; Nish, Ian'
    expect(namesIn(line)).toEqual([
      { family: 'Coox', given: 'Alvin D.' },
      { literal: 'Kwantung Army' },
      { family: 'Nish', given: 'Ian' },
    ])
    expect(namesText(namesIn(line))).toBe(line)
  })

  test('a key that nobody has', () => {
    const made = work({ author: [{ family: 'Ōkawa' }], issued: { 'date-parts': [[1932, 5]] } })
    expect(freshKey(made, new Set())).toBe('okawa1932')
    expect(freshKey(made, new Set(['okawa1932', 'okawa1932b']))).toBe('okawa1932c')
    expect(freshKey(work({ title: '満洲' }), new Set())).toBe('work')
  })

  test('the order of a bibliography', () => {
    const list = [
      work({ id: '1', author: [{ family: 'Nish' }], title: 'B' }),
      work({ id: '2', author: [{ family: 'coox' }], title: 'Z' }),
      work({ id: '3', title: 'An order' }),
    ]
    expect(inBibliographicOrder(list).map(w => w.id)).toEqual(['3', '2', '1'])
  })
})
