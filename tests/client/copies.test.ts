/** Looking through a corrected copy: what is shown, what is counted, what is sent. */
import { describe, expect, test } from 'vitest'
import type { Candidate, Compared } from '../../client/copies/asking.js'
import {
  countsOf,
  countWords,
  entryOf,
  everything,
  mayChoose,
  shownOf,
  usual,
} from '../../client/copies/selection.js'
import { compareCopy } from '../../schema/copies/index.js'
import { comparisonAnswer } from '../../schema/copies/shapes.js'
import { readFile } from '../../schema/formats/index.js'
import { edited } from '../support/layers.js'
import { p, witness } from '../support/witness.js'

const document = edited(witness(p('From Minister Ugeki, "who" wrote it.'), p('The hill was small.')))
const text = 'From Minister Ugaki, “who” wrote it.\n\nThe hill\n\nwas small.\n'
const found = compareCopy(document, readFile(new TextEncoder().encode(text), 'copy.txt', 'text'))!
// As it comes over the wire.
const compared: Compared = comparisonAnswer.parse(JSON.parse(JSON.stringify({ ...found, witness: 'w' })))
const { candidates } = compared
const one = (of: Candidate['class']) => candidates.find(c => c.class === of)!

describe('a compared copy', () => {
  test('begins with what is usual, and counts by class', () => {
    const chosen = usual(candidates)
    expect([...chosen]).toEqual([one('words').id])
    expect(countsOf(candidates, chosen)).toEqual([
      { class: 'words', all: 1, chosen: 1 },
      { class: 'typographic', all: 2, chosen: 0 },
      { class: 'structure', all: 1, chosen: 0 },
    ])
    expect(candidates.every(mayChoose)).toBe(true)
  })

  test('is shown by class, and by what is chosen', () => {
    const chosen = usual(candidates)
    expect(shownOf(candidates, everything, chosen)).toEqual(candidates)
    expect(shownOf(candidates, { ...everything, class: 'structure' }, chosen)).toEqual([one('structure')])
    expect(shownOf(candidates, { ...everything, chosen: 'chosen' }, chosen)).toEqual([one('words')])
    expect(shownOf(candidates, { class: 'words', chosen: 'left' }, chosen)).toEqual([])
  })

  test('is sent with the kinds that were given', () => {
    const { id } = one('words')
    const entry = entryOf(compared, new Set([id]), new Map([[id, 'transcription']]))
    expect(entry).toMatchObject({
      witness: 'w',
      corrections: [{ text: 'Ugaki', kind: 'transcription', author: null }],
      notes: [],
      structure: [],
    })
    expect(entryOf(compared, new Set(), new Map())).toMatchObject({
      corrections: [],
      notes: [],
      structure: [],
    })
  })

  test.each([
    [{ corrections: 0, notes: 0, structure: 0 }, ''],
    [{ corrections: 1, notes: 0, structure: 0 }, '1 proposal'],
    [{ corrections: 1_200, notes: 1, structure: 0 }, '1,200 proposals and 1 note'],
    [{ corrections: 2, notes: 3, structure: 1 }, '2 proposals, 3 notes and 1 change of structure'],
  ])('%j is "%s"', (counts, words) => {
    expect(countWords(counts)).toBe(words)
  })
})
