import { expect, test } from 'vitest'
import { replacementsFor } from '../../../client/editor/replacing.js'
import type { EditedDocument } from '../../../schema/document.js'
import { search } from '../../../schema/search.js'
import { accept, correct, decide, edited } from '../../support/layers.js'
import { catchword, on, p, page, witness } from '../../support/witness.js'

/** What replacing would propose, each as an apparatus lists it, and how many places it would leave alone. */
function replaced(document: EditedDocument, words: string, text: string, matchCase = false) {
  const { readings, left } = replacementsFor(document, search(document, words, { matchCase }), text)
  return [readings.map(r => `${document.text.slice(r.start, r.end)} ] ${r.text}`), left]
}

const report = () =>
  edited(
    witness(
      p('Chengkufeng lies east of Chengkufeng’s lake; chengkufeng, they said.'),
      p('The border at Cheng'),
      catchword('kufeng'),
      page('2', on('kufeng was crossed.')),
    ),
  )

test('a proposal at each place, on whole words', () => {
  expect(replaced(report(), 'Chengkufeng', 'Changkufeng', true)).toEqual([
    ['Chengkufeng ] Changkufeng', 'Chengkufeng’s ] Changkufeng’s'],
    0,
  ])
  expect(replaced(report(), 'Cheng', 'Chang', true)[0]).toContain('Chengkufeng’s ] Changkufeng’s')
})

test('without regard to case a place that reads so already is passed over', () => {
  expect(replaced(report(), 'CHENGKUFENG', 'chengkufeng')).toEqual([
    ['Chengkufeng ] chengkufeng', 'Chengkufeng’s ] chengkufeng’s'],
    0,
  ])
})

test('what is corrected already, or parted by a page turn, is left alone', () => {
  const document = report()
  accept(document, correct(document, 'Chengkufeng', 'Chengkufeng Hill'))
  expect(replaced(document, 'Chengkufeng', 'Changkufeng', true)).toEqual([
    ['Chengkufeng’s ] Changkufeng’s'],
    1,
  ])
  expect(replaced(document, 'Cheng kufeng', 'Changkufeng')).toEqual([[], 1])
  const rejected = report()
  decide(rejected, correct(rejected, 'Chengkufeng', 'Changkufeng'), 'reject')
  expect(replaced(rejected, 'Chengkufeng', 'Changkufeng', true)[1]).toBe(0)
})
