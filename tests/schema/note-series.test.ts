/** The marks of notes, and what references say. */
import { describe, expect, test } from 'vitest'
import { labelOf, labelsOf, sourceNotesOf } from '../../schema/note-series.js'
import { referenceAddress, referenceIn, wordsOf } from '../../schema/references.js'
import { correct, edited, find, note } from '../support/layers.js'
import { block, heading, on, p, page, witness } from '../support/witness.js'

const made = () => {
  const document = edited(
    witness(
      heading(1, 'First'),
      p('One two three.'),
      page('2', on('Four five.')),
      heading(1, 'Second'),
      p('Six seven.'),
      block('note', '1) So the clerk.'),
    ),
  )
  const ids = {
    two: note(document, 'two', 'x', { type: 'textual' }),
    three: note(document, 'three', 'x'),
    one: note(document, 'One', 'x'),
    five: note(document, 'five', 'x', { type: 'textual' }),
    six: note(document, 'Six', 'x', { type: 'textual' }),
    seven: note(document, 'seven', 'x'),
  }
  const marks = (series?: Parameters<typeof labelsOf>[1]) => {
    const labels = labelsOf(document, series)
    return Object.fromEntries(Object.entries(ids).map(([word, id]) => [word, labels.get(id)]))
  }
  return { document, ids, marks }
}

describe('[N6] the marks of notes', () => {
  test('the series are counted apart, in the order of the text', () => {
    expect(made().marks()).toEqual({ one: '1', two: 'a', three: '2', five: 'b', six: 'c', seven: '3' })
  })

  test('they begin anew with pages or chapters, where the settings say so', () => {
    const { marks } = made()
    const series = { textual: 'symbols', explanatory: 'roman' } as const
    expect(marks({ ...series, restart: 'page' })).toEqual({
      one: 'i',
      two: '*',
      three: 'ii',
      five: '*',
      six: '†',
      seven: 'i',
    })
    expect(marks({ ...series, restart: 'chapter' })).toMatchObject({ five: '†', six: '*', seven: 'i' })
  })

  test.each([
    ['letters', [1, 26, 27, 702, 703], ['a', 'z', 'aa', 'zz', 'aaa']],
    ['roman', [1, 4, 9, 40, 1994], ['i', 'iv', 'ix', 'xl', 'mcmxciv']],
    ['symbols', [1, 6, 7, 13], ['*', '¶', '**', '***']],
    ['numbers', [1, 10], ['1', '10']],
  ] as const)('%s', (marks, numbers, expected) => {
    expect(numbers.map(n => labelOf(marks, n))).toEqual(expected)
  })

  test('the source’s own notes are blocks', () => {
    expect(sourceNotesOf(made().document)).toEqual([5])
  })
})

describe('[N5] references', () => {
  test('say where they lead, and follow when the text is divided anew', () => {
    const { document, ids } = made()
    const correction = correct(document, 'seven', 'eight')
    const say = (to: object) => wordsOf(document, labelsOf(document), { document: '', ...to } as never)
    const six = find(document, 'Six')
    expect(say(six)).toBe('¶ 4')
    expect(say({ correction })).toBe('¶ 4')
    expect(say({ note: ids.six })).toBe('n. c')
    const { start } = find(document, 'two')
    document.layers.change(null, () => document.layers.setBreak(start, true))
    expect(say(six)).toBe('¶ 5')
    document.layers.change(null, () => document.layers.removeNote(ids.two))
    expect(say({ note: ids.six })).toBe('n. b')
    expect(say({ note: ids.two })).toBeNull()
    expect(say({ correction: 'c99' })).toBeNull()
    expect(say({ start: 5, end: 99_999 })).toBeNull()
  })

  test.each([
    { document: 'd1', note: 'n.1:a~b' },
    { document: 'd1', correction: 'c1' },
    { document: 'd1', start: 3, end: 12 },
  ])('%j has an address, and the address leads back', to => {
    expect(referenceIn(`https://house.example${referenceAddress(to, 'here')}`)).toEqual(to)
    expect(referenceAddress({ ...to, document: '' }, 'here')).toContain('/d/here#')
  })

  test.each(['https://a.b/d/x', '/d/x#at=9-3', '/d/x#note=', '/e/x#note=a', 'words'])(
    '%s leads nowhere',
    address => {
      expect(referenceIn(address)).toBeNull()
    },
  )
})
