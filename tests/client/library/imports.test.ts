import { describe, expect, test } from 'vitest'
import { countsOf, readableTitle } from '../../../client/library/imports.js'
import { readText } from '../../../schema/formats/text/read.js'

describe('an import is shown before it is entered', () => {
  test.each([
    [
      'THE FOREIGN OFFICE OFFICIAL REPORT ON THE CHANGKUFENG INCIDENT',
      'The Foreign Office Official Report on the Changkufeng Incident',
    ],
    ['REPORT: THE SECOND MEETING', 'Report: The Second Meeting'],
    ['CHAPTER III', 'Chapter III'],
    ['D’AFFAIRES', 'D’affaires'],
    ['Record of a Meeting', 'Record of a Meeting'],
    ['NATO and us', 'NATO and us'],
    ['A', 'A'],
    ['', ''],
  ])('the title %j is proposed as %j', (title, expected) => {
    expect(readableTitle(title)).toBe(expected)
  })

  test('counts name one and many rightly and leave out what there is none of', () => {
    const text = 'A TALK\n\nAnn: Good day.\n\nBen: Good day to you.\n\nAnn: Well?\n'
    const { witness } = readText(new TextEncoder().encode(text), 'talk.txt')
    expect(countsOf(witness!).map(c => `${c.n} ${c.words}`)).toEqual([
      '2 speakers',
      '1 heading',
      '3 speeches',
    ])
  })
})
