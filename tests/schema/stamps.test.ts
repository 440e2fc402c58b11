import { describe, expect, test } from 'vitest'
import { commonReading, likelyGroups, readingsFor, similarity, stampsOf } from '../../schema/stamps.js'
import { accept, correct, edited } from '../support/layers.js'
import { p, page, stamp, witness } from '../support/witness.js'

const stamped = () =>
  edited(
    witness(
      p('One.'),
      stamp('24 Mar 1972'),
      page('2', p('Two.')),
      stamp('24/Mar I972'),
      page('3', p('Three.')),
      stamp("Rec'd Naval Office"),
      page('4', p('Four.')),
      stamp('24 Mar 197Z'),
    ),
  )

test('stamps in order, each with its page', () => {
  expect(stampsOf(stamped()).map(s => [s.page, s.reading])).toEqual([
    ['1', '24 Mar 1972'],
    ['2', '24/Mar I972'],
    ['3', "Rec'd Naval Office"],
    ['4', '24 Mar 197Z'],
  ])
})

describe('how alike two transcriptions are', () => {
  test.each([
    ['24 Mar 1972', '24/Mar I97Z', 1],
    ['O5', '0S', 1],
    ['', '', 1],
    ['abc', 'xyz', 0],
  ])('%s and %s: %d', (a, b, like) => expect(similarity(a, b)).toBe(like))
})

test('readings of the same thing are suggested as a group, others are left alone', () => {
  const document = stamped()
  expect(likelyGroups(stampsOf(document)).map(g => g.map(s => s.page))).toEqual([['1', '2', '4']])
})

test('what somebody has put into a group is not suggested again', () => {
  const document = stamped()
  const [first] = stampsOf(document)
  document.layers.change(null, () => document.layers.setBlockAttr(first!.offset, 'group', 'Archive'))
  expect(stampsOf(document)[0]?.group).toBe('Archive')
  expect(likelyGroups(stampsOf(document)).map(g => g.map(s => s.page))).toEqual([['2', '4']])
})

test('one reading for a group is one correction for each stamp that reads otherwise', () => {
  const document = stamped()
  const group = likelyGroups(stampsOf(document))[0]!
  expect(commonReading(group)).toBe('24 Mar 1972')
  const readings = readingsFor(document, group, '24 Mar 1972')
  expect(readings.map(r => [document.text.slice(r.start, r.end), r.text])).toEqual([
    ['24/Mar I972', '24 Mar 1972'],
    ['24 Mar 197Z', '24 Mar 1972'],
  ])
})

test('a proposal that is already there is not made again', () => {
  const document = stamped()
  const group = likelyGroups(stampsOf(document))[0]!
  correct(document, '24/Mar I972', '24 Mar 1972')
  accept(document, correct(document, '24 Mar 197Z', '24 Mar 1972'))
  expect(readingsFor(document, group, '24 Mar 1972')).toEqual([])
})

test('doubts: marks of doubt in the source, and proposals that nobody has decided on', () => {
  const document = edited(witness(stamp('16th (?) Aug'), stamp('17th Aug'), stamp('18th Aug')))
  correct(document, '17th Aug', '11th Aug')
  expect(stampsOf(document).map(s => s.doubts)).toEqual([['unclear'], ['one open proposal'], []])
})
