import { describe, expect, test } from 'vitest'
import { passagesOf, textOf, views } from '../../schema/readings.js'
import { describeMark, readGap, type SourceMark, signsOf, sourceMarksOf } from '../../schema/source-marks.js'
import type { Attrs } from '../../schema/witness.js'
import { accept, correct, edited, find } from '../support/layers.js'
import { p, witness } from '../support/witness.js'

const mark = (type: SourceMark['type'], attrs: Attrs = {}, isPoint = false) => ({ type, attrs, isPoint })

describe('a mark in words, and its signs in plain text', () => {
  test.each([
    [mark('unclear', { cert: 'low' }), 'unclear, certainty low', '|[?]'],
    [mark('unclear'), 'unclear', '|[?]'],
    [
      mark('gap', { reason: 'torn', extent: '2', unit: 'words' }, true),
      'gap: torn, 2 words',
      '[… torn, 2 words]|',
    ],
    [mark('gap', {}, true), 'gap', '[…]|'],
    [mark('add', { place: 'above' }), 'added in the source (above)', '\\|/'],
    [mark('del', { rend: 'overstrike' }), 'deleted in the source (overstrike)', '⟦|⟧'],
    [mark('subst', { deleted: 'Ugeki' }), 'typed over “Ugeki”', '⟦Ugeki⟧\\|/'],
    [mark('subst'), 'typed over something unreadable', '⟦…⟧\\|/'],
  ])('%j', (given, words, signs) => {
    expect(describeMark(given)).toBe(words)
    expect(signsOf(given).join('|')).toBe(signs)
  })
})

describe('a gap as a person describes it', () => {
  test.each([
    ['illegible, 3 characters', { reason: 'illegible', extent: '3', unit: 'characters' }],
    ['torn, about 2 lines', { reason: 'torn', extent: 'about 2', unit: 'lines' }],
    ['torn, half a page', { reason: 'torn', extent: 'half a page' }],
    ['cut off', { reason: 'cut off' }],
    [' , 4-5 letters', { reason: 'illegible', extent: '4-5', unit: 'letters' }],
  ])('%s', (words, gap) => expect(readGap(words)).toEqual(gap))
})

test('marks are listed in text order, points and stretches together', () => {
  const document = edited(witness(p('from Minister Ugeki to the General')))
  const { layers } = document
  layers.change(null, () => {
    layers.setSpan({ id: 'b', ...find(document, 'General'), type: 'unclear', attrs: { cert: 'low' } })
    layers.setSpan({ id: 'h', ...find(document, 'to'), type: 'hi' })
    layers.setMilestone({ id: 'a', at: find(document, 'Ugeki').end, type: 'gap' })
  })
  expect(sourceMarksOf(document).map(m => [m.id, m.type, m.added, m.isPoint])).toEqual([
    ['a', 'gap', true, true],
    ['b', 'unclear', true, false],
  ])
})

test('[A4] a mark of the source changes no reading', () => {
  const document = edited(witness(p('from Minister Ugeki to the General'), p('and back')))
  accept(document, correct(document, 'Ugeki', 'Ugaki'))
  correct(document, 'General', 'Colonel')
  const readings = () =>
    views.map(view => [...passagesOf(document, view)].map(({ pieces }) => pieces.map(textOf).join('|')))
  const before = readings()
  const { layers } = document
  layers.change(null, () => {
    for (const type of ['unclear', 'gap', 'add', 'del', 'subst'])
      layers.setSpan({ id: type, ...find(document, 'Ugeki to'), type, attrs: { cert: 'low' } })
    layers.setMilestone({ id: 'g', at: find(document, 'Minister').end, type: 'gap' })
  })
  expect(sourceMarksOf(document)).toHaveLength(6)
  expect(readings()).toEqual(before)
})
