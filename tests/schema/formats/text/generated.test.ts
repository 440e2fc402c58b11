/** Texts put together by chance from all that the recognisers know, in every encoding: the laws hold for each. */
import { describe, expect, test } from 'vitest'
import { encode } from '../../../../schema/formats/text/decode.js'
import { readText } from '../../../../schema/formats/text/read.js'
import { Random } from '../../../support/random.js'
import { read, utf8 } from './laws.js'

const pieces = [
  'The delegation was received at the station',
  'and went on to the hotel',
  'On',
  'Staff',
  'the',
  '.',
  ',',
  ':',
  ';',
  '"',
  '“',
  '”',
  '«',
  '(',
  ')',
  '[',
  ']',
  '(?)',
  '[sic]',
  '[p. 3]',
  '[1]',
  '- 2 -',
  '16/Nov 15/44',
  'Aug 28 1931',
  'April 30, 1962',
  'Tokyo, 3 May 1947',
  'Stalin:',
  'Soong: Yes',
  'Q.',
  'A.',
  'CHAPTER II.',
  'Section 1.',
  'II.',
  '1.',
  '(a)',
  '- (b)',
  '•',
  '-----',
  '* * *',
  'C E R T I F I C A T E',
  '/s/ K. Holm',
  'Dear Sir,',
  'Yours faithfully,',
  'Citation:',
  'Source: x',
  'https://example.org',
  'é',
  'Łódź',
  '😀',
  'e\u0301',
  '\u0301',
  '👩‍👩‍👧',
  '大連',
  '\u00A0',
  '\uFEFF',
  '\u200B',
  '\t',
  '\f',
  '\v',
  '\u2028',
  '\x1a',
  'SECRET',
  '12',
  'T. V. Soong',
]
const gaps = [
  '\n',
  '\n\n',
  '\r\n',
  '\r\n\r\n',
  '\r',
  '\n\u00A0\n',
  ' \n',
  '\n   ',
  '\f',
  '\n\f\n',
  ' ',
  ' ',
  ' ',
  '',
]

function generate(random: Random): string {
  let text = ''
  for (let n = random.below(60); n >= 0; n--) text += random.pick(pieces) + random.pick(gaps)
  return text
}

const rounds = 1500

describe(`${rounds} generated texts`, () => {
  test('the laws hold', () => {
    const random = new Random(20)
    let witnesses = 0
    const kinds = new Set<string>()
    for (let i = 0; i < rounds; i++) {
      const text = generate(random)
      if (text.trim() === '') continue
      const { witness } = read(text)
      witnesses++
      for (const block of witness.blocks) kinds.add(block.kind)
    }
    expect(witnesses).toBeGreaterThan(rounds * 0.9)
    expect(kinds.size, 'all kinds but verse and stanzas come up').toBeGreaterThan(12)
  })

  test('bytes by chance come back or are refused', () => {
    const random = new Random(7)
    let read = 0
    for (let i = 0; i < rounds; i++) {
      const bytes = new Uint8Array(random.below(40)).map(() =>
        random.chance(0.02) ? 0 : 1 + random.below(255),
      )
      const { witness, problems } = readText(bytes, 'chance')
      if (witness) {
        read++
        expect([...encode(witness)]).toEqual([...bytes])
      } else expect(problems.some(p => p.severity === 'error')).toBe(true)
    }
    expect(read).toBeGreaterThan(rounds * 0.5)
  })
})

describe('time grows with the text, not faster', () => {
  const sentence =
    'The delegation was received at the station by the Vice-Minister, who accompanied it to the hotel. '
  const cases: [string, string][] = [
    [
      '30,000 paragraphs',
      Array.from({ length: 30_000 }, (_, i) => `${sentence.repeat(2)}${i}.`).join('\n\n'),
    ],
    [
      '30,000 turns',
      Array.from({ length: 30_000 }, (_, i) => `${i % 2 ? 'Stalin' : 'Soong'}: ${sentence}`).join('\n'),
    ],
    [
      '20,000 page turns',
      Array.from(
        { length: 20_000 },
        () => `and then\n\n16/Nov 15/44\n\nand then ${sentence.slice(0, -2)}`,
      ).join('\n\n'),
    ],
    ['one line of 4 MB', sentence.repeat(40_000)],
    ['opened brackets', '['.repeat(1_000_000)],
    ['opened quotations', Array.from({ length: 20_000 }, () => `"${sentence}`).join('\n\n')],
    ['page marks in a line', 'word [p. 3] '.repeat(100_000)],
    ['doubtful readings', 'word (?) '.repeat(200_000)],
    ['capitals', 'A B '.repeat(500_000)],
    ['a long rule', '- '.repeat(1_000_000)],
  ]
  // What is quadratic takes minutes and runs into the time limit.
  test.each(cases)('%s', { timeout: 60_000 }, (_, text) => {
    const bytes = utf8(text)
    const { witness } = readText(bytes, 'long')
    expect(witness).not.toBeNull()
  })
})
