import { describe, expect, test } from 'vitest'
import { catchwordDifferences, catchwordsOf } from '../../schema/catchwords.js'
import { readText } from '../../schema/formats/text/read.js'
import { accept, correct, edited } from '../support/layers.js'
import { absent, hasMaterial, material, seeds } from '../support/material.js'
import { catchword, on, p, page, stamp, witness } from '../support/witness.js'

const turning = (word: string, next: string) =>
  edited(witness(p('The General'), catchword(word), stamp('16th Aug'), page('2', on(next))))

describe('a catchword agrees where the page begins with it', () => {
  test.each([
    ['Staff', 'Staff at Lake Hasan', true],
    ['again', 'again. Mr. Rohl', true],
    ['con-', 'continued', true],
    ['On the', 'On the morning', true],
    ['"As', '"As a matter', true],
    ['Staff', 'Stuff at Lake Hasan', false],
    ['On the', 'On a morning', false],
  ])('%s before %s: %s', (word, next, agrees) => {
    expect(catchwordsOf(turning(word, next)).map(c => c.agrees)).toEqual([agrees])
  })
})

test('a difference can be mended on either side', () => {
  const document = turning('Staff', 'Stuff, at Lake Hasan')
  const [found] = catchwordDifferences(document)
  expect(found).toMatchObject({ text: 'Staff', follows: 'Stuff,' })
  const shown = [found!.mendCatchword!, found!.mendPage!].map(
    ({ start, end, text }) => `${document.text.slice(start, end)} ] ${text}`,
  )
  expect(shown).toEqual(['Staff ] Stuff', 'Stuff ] Staff'])
})

test.each(['mendCatchword', 'mendPage'] as const)('%s, accepted, ends the difference', which => {
  const document = turning('Staff', 'Stuff at Lake Hasan')
  const { start, end, text } = catchwordDifferences(document)[0]![which]!
  accept(document, correct(document, '', text, { start, end }))
  expect(catchwordDifferences(document)).toEqual([])
})

test('words that an accepted correction stands on are not corrected over it', () => {
  const document = turning('Staff', 'Stuff at Lake Hasan')
  accept(document, correct(document, 'Stuff', 'Stoff'))
  const [found] = catchwordDifferences(document)
  expect(found).toMatchObject({ follows: 'Stoff', mendPage: null })
  expect(found?.mendCatchword?.text).toBe('Stoff')
})

test('a catchword that nothing follows is a difference without a mending', () => {
  const document = edited(witness(p('The General'), catchword('Staff')))
  expect(catchwordDifferences(document)).toMatchObject([{ follows: '', mendCatchword: null, mendPage: null }])
})

for (const seed of seeds) {
  const has = hasMaterial(`seeds/${seed}`)
  test.skipIf(!has)(`the catchwords of ${seed} can all be checked${has ? '' : ` ${absent}`}`, () => {
    const document = edited(readText(material(`seeds/${seed}`), seed).witness!)
    for (const word of catchwordDifferences(document)) expect(word.text).not.toBe(word.follows)
  })
}
