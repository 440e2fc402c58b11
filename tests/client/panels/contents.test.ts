import { describe, expect, test } from 'vitest'
import { readingHeight } from '../../../client/app/viewport.js'
import {
  changesContents,
  correctedAt,
  countsUnder,
  nextTurn,
  outlineOf,
  pageAt,
  pagesOf,
  speakersOf,
} from '../../../client/panels/contents.js'
import { answersFor } from '../../../client/panels/palette-answers.js'
import { citation, readingsOf, when } from '../../../client/panels/words.js'
import { readText } from '../../../schema/formats/text/read.js'
import { accept, correct, decide, edited } from '../../support/layers.js'

const text = `THE REPORT
ON AN INCIDENT

CHAPTER I. THE BEGINNING

Foreign Minister Ugeki spoke of the hill, and of a map that had been drawn by the General

Staff
16th Aug 1911

Staff in 1911, as it was said, and of nothing else.

CHAPTER II. THE END

He said no more of it.

C E R T I F I C A T E

I certify that this is so.

/s/ K. Hayashi

C E R T I F I C A T E

I certify it too.

/s/ K. Miura
`

function report() {
  const { witness } = readText(new TextEncoder().encode(text), 'report.txt')
  if (!witness) throw new Error('The report cannot be read')
  return edited(witness)
}

describe('contents', () => {
  test('the outline counts what is proposed or accepted under each heading', () => {
    const document = report()
    correct(document, 'Ugeki', 'Ugaki')
    accept(document, correct(document, 'hill', 'mountain'))
    decide(document, correct(document, 'drawn', 'made'), 'reject')
    correct(document, 'no more', 'nothing more')
    const outline = outlineOf(document)
    const counts = countsUnder(outline, correctedAt(document))
    expect(outline.map((e, i) => `${e.level} ${e.title} ${counts[i]}`)).toEqual([
      '1 THE REPORT ON AN INCIDENT 0',
      '2 CHAPTER I. THE BEGINNING 2',
      '2 CHAPTER II. THE END 1',
      '2 CERTIFICATE (K. Hayashi) 0',
      '2 CERTIFICATE (K. Miura) 0',
    ])
  })

  test('a heading shows with its accepted corrections', () => {
    const document = report()
    accept(document, correct(document, 'BEGINNING', 'START'))
    expect(outlineOf(document)[1]!.title).toBe('CHAPTER I. THE START')
  })

  test('the lists are read again when a heading or a stamp is corrected, and not when a paragraph is', () => {
    const document = report()
    const seen: boolean[] = []
    document.onChange(change => seen.push(changesContents(change, document)))
    correct(document, 'Ugeki', 'Ugaki')
    correct(document, 'BEGINNING', 'START')
    correct(document, '16th Aug', '16 Aug')
    document.layers.change(null, () => document.layers.setBreak(document.text.indexOf('spoke'), true))
    expect(seen).toEqual([false, true, true, true])
  })

  test('pages have their stamps beside them', () => {
    const pages = pagesOf(report())
    expect(pages.map(p => [p.n, ...p.stamps])).toEqual([['1', '16th Aug 1911'], ['2']])
    expect([0, pages[1]!.offset - 1, pages[1]!.offset, 9_999].map(o => pageAt(pages, o))).toEqual([
      0, 0, 1, 1,
    ])
    expect(pageAt([], 5)).toBe(-1)
  })

  test('speakers have their turns, and the next one follows round the end', () => {
    const talk = 'A TALK\n\nAnn: Good day.\n\nBen: Good day.\n\nAnn: How are you?\n\nBen: Well.\n'
    const { witness } = readText(new TextEncoder().encode(talk), 'talk.txt')
    const [ann] = speakersOf(edited(witness!))
    expect([ann!.who, ann!.turns.length]).toEqual(['Ann', 2])
    const [first, second] = ann!.turns
    expect([nextTurn(ann!.turns, 0), nextTurn(ann!.turns, first!), nextTurn(ann!.turns, second!)]).toEqual([
      first,
      second,
      first,
    ])
    expect(nextTurn([], 0)).toBeUndefined()
  })
})

describe('words on cards', () => {
  test('readings are on whole words, an empty one is ∅', () => {
    const document = report()
    const { start } = { start: document.text.indexOf('Ugeki') + 2 }
    const id = correct(document, '', 'a', { start, end: start + 1 })
    expect(readingsOf(document, document.corrections.get(id)!)).toEqual({ from: 'Ugeki', to: 'Ugaki' })
    const gone = correct(document, ' of the hill', '')
    expect(readingsOf(document, document.corrections.get(gone)!).to).toBe('∅')
  })

  test('a place is cited by paragraph and page', () => {
    const document = report()
    const pages = pagesOf(document)
    expect(citation(document, document.text.indexOf('Ugeki'), pages)).toBe('¶ 3 · p. 1')
    expect(citation(document, document.text.indexOf('nothing else'), pages)).toBe('¶ 3 · p. 2')
    expect(citation(document, document.text.indexOf('Ugeki'), [])).toBe('¶ 3')
  })

  test('when, as one says it', () => {
    const now = new Date(2026, 2, 14, 15, 9).getTime()
    expect(when(new Date(2026, 2, 14, 9, 5).getTime(), now)).toBe('today 09:05')
    expect(when(new Date(2026, 2, 13, 23, 59).getTime(), now)).toBe('yesterday 23:59')
    expect(when(new Date(2026, 0, 2, 8, 0).getTime(), now)).toBe('2 Jan 08:00')
    expect(when(new Date(2024, 0, 2, 8, 0).getTime(), now)).toBe('2 Jan 2024')
  })
})

describe('the palette', () => {
  const document = report()
  const places = {
    outline: outlineOf(document),
    pages: pagesOf(document),
    speakers: [],
    structure: document.structure,
    links: [{ href: '/e/e1/review', title: 'Review', beside: 'what awaits a decision' }],
  }
  const answers = (query: string) =>
    answersFor(query, [], () => true, places).flatMap(g => g.answers.map(a => `${g.title}: ${a.title}`))

  test.each([
    ['¶ 3', 'Go to: Paragraph 3'],
    ['3', 'Go to: Paragraph 3'],
    ['p. 2', 'Go to: Page 2'],
    ['page 2', 'Go to: Page 2'],
    ['the end', 'Headings: CHAPTER II. THE END'],
    ['aug 1911', 'Stamps: 16th Aug 1911'],
    ['review', 'Pages: Open: Review'],
    ['decision', 'Commands: Open: Review'],
    ['export', 'Page: Export this document…'],
    ['replace', 'Page: Find and replace'],
    ['Stomoniakov', 'Text: Find “Stomoniakov”'],
  ])('%j answers first %j', (query, first) => {
    expect(answers(query)[0]).toBe(first)
  })

  test('a number that nothing has is only words to find', () => {
    expect(answers('¶ 99')).toEqual(['Text: Find “¶ 99”'])
  })
})

describe('where one reads', () => {
  test.each([
    ['at the beginning, at the top', 1000, 0, 5000, 0],
    ['a little way down, as far down the desk', 1000, 100, 4900, 100],
    ['in the middle, at the reading line', 1000, 2000, 3000, 380],
    ['at the end, at the bottom', 1000, 5000, 0, 1000],
    ['near the end, on the way there', 1000, 4800, 200, 800],
    ['in a text that fits, at the top', 1000, 0, 0, 0],
  ])('%s', (_, height, above, below, line) => {
    expect(readingHeight(height, above, below)).toBe(line)
  })
})
