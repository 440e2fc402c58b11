/** The search of a site: the index as it is written, looked into by the very script that the pages run. */
import { createContext, runInContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { paragraphsOf, SearchIndex } from '../../../../schema/formats/site/search-index.js'
import { findingScript } from '../../../../schema/formats/site/search-script.js'
import { folded, wordsOf } from '../../../../schema/formats/site/words.js'
import { accept, correct, edited } from '../../../support/layers.js'
import { Random } from '../../../support/random.js'
import { heading, p, stamp, witness } from '../../../support/witness.js'

interface Hits {
  readonly all: boolean
  readonly hits: readonly { readonly place: number; readonly words: readonly string[] }[]
}

interface Finder {
  readonly find: (typed: string) => Promise<Hits>
  readonly paragraph: (
    place: number,
  ) => Promise<{ title: string; page: string; number: number; received: string | null }>
  readonly around: (text: string, words: readonly string[], most: number) => [string, boolean][]
  readonly loadWith: (load: (path: string) => Promise<void>) => void
}

/** The finder of some documents, and the files that it has loaded. */
function finder(documents: readonly (readonly string[])[]): { finder: Finder; loaded: string[] } {
  const index = new SearchIndex()
  const files = new Map<string, string>()
  documents.forEach((paragraphs, n) => {
    const text = index.add(
      `Document ${n}`,
      `documents/${n}.html`,
      paragraphs.map((words, i) => [i + 1, words]),
    )
    files.set(text.path, text.text)
  })
  for (const file of index.files()) files.set(file.path, file.text)
  return running(files)
}

function running(files: ReadonlyMap<string, string>) {
  const context = createContext({})
  runInContext(`${findingScript}; globalThis.corrigenda = corrigenda`, context)
  const made = (context as unknown as { corrigenda: Finder }).corrigenda
  const loaded: string[] = []
  made.loadWith(async path => {
    const file = files.get(path)
    if (file === undefined) throw new Error(`There is no ${path}`)
    loaded.push(path)
    runInContext(file, context)
  })
  return { finder: made, loaded }
}

const found = async ({ find, paragraph }: Finder, typed: string) => {
  const { hits } = await find(typed)
  return Promise.all(
    hits.map(async ({ place }) => {
      const { page, number } = await paragraph(place)
      return `${page.slice(10, -5)}:${number}`
    }),
  )
}

describe('searching', () => {
  const documents = [
    ['Foreign Minister Ugaki wrote to Moscow.', 'Chargé d’Affaires Nishi visited Moscow.'],
    ['The Minister of Foreign Affairs.', '張鼓峰事件について', 'Co-operation in 1938'],
  ]

  test.each([
    ['moscow', ['0:1', '0:2']],
    ['MOSC', ['0:1', '0:2']],
    ['charge', ['0:2']],
    ['ugeki', ['0:1']],
    ['nihsi', ['0:2']],
    ['minister foreign', ['1:1', '0:1']],
    ['minister moscow', ['0:1']],
    ['峰事', ['1:2']],
    ['1938', ['1:3']],
    ['operation', ['1:3']],
    ['xyzzy', []],
    ['', []],
    ['!?', []],
  ])('%j', async (typed, expected) => {
    const hits = await found(finder(documents).finder, typed)
    expect(hits.sort()).toEqual([...expected].sort())
  })

  test('paragraphs with all words come alone; where none has them, those with some', async () => {
    const { finder: made } = finder(documents)
    expect((await made.find('nishi moscow')).all).toBe(true)
    const some = await made.find('nishi cooperation 1938')
    expect(some.all).toBe(false)
    expect(some.hits.length).toBeGreaterThan(0)
  })

  test('what is spelled as it was typed comes first, rare words before common ones', async () => {
    const { finder: made } = finder([['Ugaki came.', 'Ugeki came.', 'Ugakis came.']])
    expect(await found(made, 'ugeki')).toEqual(['0:2', '0:1'])
    expect((await found(made, 'ugaki'))[0]).toBe('0:1')
  })

  test('the context has the words that were found marked, and begins and ends at words', () => {
    const { finder: made } = finder(documents)
    const text = `${'before '.repeat(60)}Ugaki ${'after '.repeat(60)}`
    const runs = made.around(text, ['ugaki'], 60)
    expect(runs.filter(([, isFound]) => isFound)).toEqual([['Ugaki', true]])
    expect(runs.map(([words]) => words).join('')).toMatch(/^… (before )+Ugaki (after ?)+ …$/)
    expect(made.around('nothing', ['ugaki'], 60)).toEqual([])
  })

  test('only the files that are needed are loaded, each once', async () => {
    const random = new Random(1)
    const word = () => String.fromCharCode(...Array.from({ length: 6 }, () => 97 + random.below(26)))
    const many = Array.from({ length: 60 }, () =>
      Array.from({ length: 60 }, () => Array.from({ length: 40 }, word).join(' ')),
    )
    const { finder: made, loaded } = finder(many)
    const [first] = many[30]![20]!.split(' ')
    expect(await found(made, first!)).toContain('30:21')
    await found(made, first!)
    expect(new Set(loaded).size).toBe(loaded.length)
    expect(loaded.filter(path => path.includes('places')).length).toBeLessThan(5)
    expect(loaded.filter(path => path.includes('text')).length).toBeLessThan(30)
  })

  test('every word of random texts is found where it stands', async () => {
    const random = new Random(3)
    const texts = Array.from({ length: 12 }, () =>
      Array.from({ length: 1 + random.below(40) }, () =>
        Array.from({ length: 1 + random.below(9) }, () =>
          random.pick([
            'Été',
            'co-op',
            'naïve',
            'b',
            '__proto__',
            'constructor',
            '漢字',
            '𝒜b',
            'ﬁn',
            "d'A",
            '\ud800x',
            '12th',
          ]),
        ).join(' '),
      ),
    )
    const { finder: made } = finder(texts)
    for (const [d, paragraphs] of texts.entries())
      for (const [i, text] of paragraphs.entries())
        for (const word of wordsOf(text)) expect(await found(made, word), word).toContain(`${d}:${i + 1}`)
  })
})

test('paragraphs have both texts, forme work in neither', () => {
  const document = edited(
    witness(heading(1, 'Title'), p('from Ugeki to Hasang'), stamp('16 Aug'), p('Same.')),
  )
  accept(document, correct(document, 'Ugeki', 'Ugaki'))
  correct(document, 'Hasang', 'Hasan')
  expect(paragraphsOf(document)).toEqual([
    [1, 'Title'],
    [2, 'from Ugaki to Hasang', 'from Ugeki to Hasang'],
    [3, 'Same.'],
  ])
})

test('words are folded alike', () => {
  expect(folded('ÉTÉ ﬁn')).toBe('ete fin')
  expect([...wordsOf('Chargé d’Affaires, 漢字!')]).toEqual(['charge', 'd', 'affaires', '漢', '字'])
})
