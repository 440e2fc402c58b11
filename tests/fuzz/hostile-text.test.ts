/** Texts that no scholar has, made to be slow to read: one thing over and over, so that a pattern which goes back and
 * forth would never come to an end. Each must be read, searched and gone through for names, whole. */
import { describe, expect, test } from 'vitest'
import { encode, readText } from '../../schema/formats/text/read.js'
import { candidatesIn } from '../../schema/name-candidates.js'
import { Register } from '../../schema/register.js'
import { search } from '../../schema/search.js'
import { edited } from '../support/layers.js'
import { Random } from '../support/random.js'

const units = [
  ...' ,a,[,(,),],.,-,—,_,*,=,:,",“,«,?,!,<,&,|,^,$,\\,/,…,0,1'.split(','),
  ...['\t', '\u00a0', '\n', '\r', '\f', '\u2028', '\u200d', 'e\u0301', '😀', '👨‍👩‍👧 ', ','],
  ...[
    'A.',
    '1.',
    'a ',
    'A ',
    'Ab ',
    '[a',
    '(a',
    '[[]',
    '1 ',
    'IV. ',
    '- ',
    'a-',
    'a-\n',
    'A\n',
    ' \n',
    '1\n',
    '[1] ',
  ],
  ...[
    'Stalin: ',
    'STALIN: ',
    'Speaker: a\n\n',
    '(?)',
    '[sic] ',
    '1911 ',
    '16th Aug 1911 ',
    '1 of ',
    'Page 1 ',
    'p. ',
  ],
  ...[
    'Mr ',
    'Mr. A ',
    'General ',
    'of the ',
    'A of ',
    'A’',
    'de la ',
    'in the ',
    'Title: x\n',
    'x: \n',
    'THE ',
    'THE THE\n',
  ],
  ...[
    'Staff\n16th Aug 1911\n\nStaff ',
    '. ',
    'a: b: ',
    '> ',
    '# ',
    '1) ',
    '(1)',
    'http://',
    'a — ',
    '\r\r\n',
  ],
]
const size = 40_000

/** Reads a text and does with it what the server does; checks that nothing of it is lost. */
function goThrough(text: string): void {
  const bytes = new TextEncoder().encode(text)
  const { witness, problems } = readText(bytes, 'x.txt')
  if (!witness) {
    expect(problems.some(({ severity }) => severity === 'error')).toBe(true)
    return
  }
  expect(Buffer.from(encode(witness)).equals(bytes)).toBe(true)
  const document = edited(witness)
  search(document, 'a b')
  search(document, text.slice(0, 40))
  candidatesIn(document, new Register([]))
}

describe('one thing over and over', () => {
  test.each(units)('%j', unit => {
    const run = unit.repeat(size / unit.length)
    for (const text of [run, `${run} !\n\nend`, `Title\n\n“(${run}`, `Stalin: ${run}\n`]) goThrough(text)
  })
})

test('several things in turn', () => {
  const random = new Random(17)
  for (let round = 0; round < 60; round++) {
    const few = Array.from({ length: 1 + random.below(4) }, () => random.pick(units))
    let text = ''
    while (text.length < 10_000) text += random.pick(few)
    goThrough(text)
  }
})
