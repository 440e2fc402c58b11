/** Aligning: what is found different between two texts, and where a place of the one is in the other. */
import { describe, expect, it } from 'vitest'
import { type Alignment, align, type Side } from '../../../schema/align/index.js'
import { graphemeStart } from '../../../schema/graphemes.js'
import { Random } from '../../support/random.js'

/** Paragraphs, each a block. */
function side(...paragraphs: string[]): Side {
  let text = ''
  const blocks = paragraphs.map(paragraph => {
    const start = text.length
    text += `${paragraph}\n\n`
    return { start, end: start + paragraph.length }
  })
  return { text, blocks }
}

/** Each difference as `class: of one → of the other`. */
function told(a: Side | string, b: Side | string): string[] {
  const found = align(a, b)
  laws(found)
  return found.differences.map(
    ({ class: kind, a: of, b: to }) =>
      `${kind}: ${found.a.text.slice(of.start, of.end)} → ${found.b.text.slice(to.start, to.end)}`,
  )
}

/** Everything that holds of any alignment. */
function laws(found: Alignment): void {
  const { a, b, stretches, differences } = found
  let [lastA, lastB, made] = [0, 0, '']
  for (const s of stretches) {
    expect([s.a.start, s.b.start]).toEqual([lastA, lastB])
    if (s.class === null) expect(b.text.slice(s.b.start, s.b.end)).toBe(a.text.slice(s.a.start, s.a.end))
    made += s.class === null ? a.text.slice(s.a.start, s.a.end) : b.text.slice(s.b.start, s.b.end)
    for (const [text, offset] of [
      [a.text, s.a.end],
      [b.text, s.b.end],
    ] as const)
      expect(graphemeStart(text, offset)).toBe(offset)
    lastA = s.a.end
    lastB = s.b.end
  }
  expect([lastA, lastB]).toEqual([a.text.length, b.text.length])
  expect(made).toBe(b.text)
  expect(differences).toHaveLength(stretches.filter(s => s.class !== null).length)
  const step = Math.max(1, Math.floor(a.text.length / 400))
  for (const direction of [-1, 1] as const) {
    let last = -1
    for (let offset = 0; offset <= a.text.length; offset += step) {
      const place = found.map(offset, direction)
      expect(place.offset).toBeGreaterThanOrEqual(last)
      expect(place.offset).toBeLessThanOrEqual(b.text.length)
      expect(place.confidence).toBeGreaterThanOrEqual(0)
      expect(place.confidence).toBeLessThanOrEqual(1)
      last = place.offset
    }
  }
  const back = found.turned().turned()
  expect(back.stretches).toEqual(stretches)
}

const minutes = [
  'The Council met at ten o’clock in the great hall, Chairman Oskarn presiding.',
  'Delegate Ugeki asked that the letter from Little Hovde be read once more before the vote.',
  'After some discussion the motion was carried by eleven votes to four, two members abstaining.',
]

describe('what is found different', () => {
  it.each([
    ['nothing', 'The same words.', 'The same words.', []],
    ['one word', 'from Minister Ugeki, who', 'from Minister Ugaki, who', ['words: Ugeki → Ugaki']],
    [
      'two words side by side',
      'Ministr Ugeki spoke',
      'Minister Ugaki spoke',
      ['words: Ministr → Minister', 'words: Ugeki → Ugaki'],
    ],
    ['a word added', 'the house', 'the big house', ['words:  → big ']],
    ['a word left out', 'the big house', 'the house', ['words: big  → ']],
    ['a word at the end', 'the house', 'the house again', ['words:  →  again']],
    ['a comma', 'the house which', 'the house, which', ['punctuation:  → ,']],
    ['another mark', 'the house; which', 'the house, which', ['punctuation: ; → ,']],
    ['quotation marks', 'he said "no" then', 'he said “no” then', ['marks: " → “', 'marks: " → ”']],
    ['an apostrophe', "the member's seat", 'the member’s seat', ["marks: member's → member’s"]],
    ['a dash', 'now -- or never', 'now — or never', ['marks: -- → —']],
    ['a line end', 'one two\nthree', 'one two three', ['line-end: \n →  ']],
    ['white space', 'one  two', 'one two', ['whitespace:    →  ']],
    ['a space before a mark', 'one , two', 'one, two', ['whitespace:   → ']],
    ['a word written apart', 'come to day at', 'come today at', ['whitespace: to day → today']],
    ['a divided word', 'the exam-\nple is', 'the example is', ['hyphenation: exam-\nple → example']],
    ['a soft hyphen', 'the exam\u00adple is', 'the example is', ['hyphenation: exam\u00adple → example']],
    [
      'two forms of Unicode',
      'le caf\u00e9 noir',
      'le cafe\u0301 noir',
      ['normalization: caf\u00e9 → cafe\u0301'],
    ],
    ['a capital', 'the House', 'the house', ['words: House → house']],
    ['everything', 'one two three', 'four five six', ['words: one two three → four five six']],
    ['all of it new', '', 'one', ['words:  → one']],
    ['all of it gone', 'one', '', ['words: one → ']],
  ])('%s', (_, a, b, expected) => {
    expect(told(a, b)).toEqual(expected)
  })

  it('tells that a paragraph was split or joined from what its words say', () => {
    expect(told(side('One two. Three four.'), side('One two.', 'Three four.'))).toEqual(['split:   → \n\n'])
    expect(told(side('One two.', 'Three four.'), side('One two. Three four.'))).toEqual(['join: \n\n →  '])
    expect(told(side('One two. Three four.'), side('One too.', 'Three four.'))).toEqual([
      'words: two → too',
      'split:   → \n\n',
    ])
  })

  it('takes what stands between paragraphs for nothing', () => {
    const a = side('One.', 'Two.')
    const b = {
      text: 'One.\r\n\r\n\r\nTwo.',
      blocks: [
        { start: 0, end: 4 },
        { start: 10, end: 14 },
      ],
    }
    expect(told(a, b)).toEqual(['between: \n\n → \r\n\r\n\r\n', 'between: \n\n → '])
  })

  it('finds paragraphs that were added or left out whole', () => {
    const [one, two, three] = minutes as [string, string, string]
    expect(told(side(one, three), side(one, two, three))).toEqual([`words:  → ${two}\n\n`])
    expect(told(side(one, two, three), side(one, three))).toEqual([`words: ${two}\n\n → `])
    expect(told(side(one, two), side(one, two, three))).toEqual([`words:  → ${three}\n\n`])
  })

  it('says of a paragraph that was moved where it went', () => {
    const [one, two, three] = minutes as [string, string, string]
    const found = align(side(one, two, three), side(two, one, three))
    laws(found)
    expect(found.moves).toHaveLength(1)
    const [{ a, b }] = found.moves as [(typeof found.moves)[0]]
    expect(found.a.text.slice(a.start, a.end)).toBe(found.b.text.slice(b.start, b.end))
    expect(found.differences.filter(d => d.move === 0)).toHaveLength(2)
    const placed = found.mapRange(a.start + 4, a.start + 11)
    expect(placed).toMatchObject({ isMoved: true, confidence: 0.9 })
    expect(found.b.text.slice(placed.start, placed.end)).toBe(found.a.text.slice(a.start + 4, a.start + 11))
  })

  it('says how much is shared, also where that is nothing', () => {
    expect(align(side(...minutes), side(...minutes)).shared).toEqual({ a: 1, b: 1 })
    expect(align('one two three four', 'one two three').shared).toEqual({ a: 0.75, b: 1 })
    expect(align('one two', 'six seven').shared).toEqual({ a: 0, b: 0 })
  })
})

describe('where a place is in the other text', () => {
  const found = align('The big house stood there by a lake.', 'The house stood here by a wide lake.')
  const range = (words: string) => {
    const start = found.a.text.indexOf(words)
    const { start: from, end, confidence } = found.mapRange(start, start + words.length)
    return [found.b.text.slice(from, end), confidence] as const
  }

  it('is where the same words stand', () => {
    expect(range('stood')).toEqual(['stood', 1])
    expect(range('lake')).toEqual(['lake', 1])
  })

  it('is what took the place of a word, less surely', () => {
    const [words, confidence] = range('there')
    expect(words).toBe('here')
    expect(confidence).toBeGreaterThan(0.5)
    expect(confidence).toBeLessThan(1)
  })

  it('is nowhere for what was left out', () => {
    expect(range('big')).toEqual(['', 0])
  })

  it('is on the side it is asked for where something was added', () => {
    const at = found.a.text.indexOf('lake')
    expect(found.map(at, -1).offset).toBe(found.b.text.indexOf('wide'))
    expect(found.map(at, 1).offset).toBe(found.b.text.indexOf('lake'))
  })
})

describe('texts made by chance', () => {
  const letters = [
    'a',
    'the',
    'Ugeki',
    'café',
    'cafe\u0301',
    '漢字',
    '中',
    '👩‍👩‍👧',
    '🇩🇪',
    '𝔄b',
    '\ud800',
    'ö\u0323',
    'स्त्री',
    '\u0600١',
    '가',
    '각',
    '“',
    '”',
    '--',
    '…',
    '.',
    ',',
    '’',
    "'",
    '-\n',
    '\r\n',
    '\n',
    '\t',
    ' ',
    ' ',
    ' ',
    '\u0301',
    '\u200d',
    '\u00ad',
    '\ufe0f',
  ]
  const madeUp = (random: Random, length: number) =>
    Array.from({ length }, () => random.pick(letters)).join(random.chance(0.5) ? ' ' : '')
  /** Cut into blocks between letters as readers see them. */
  const blocksIn = (random: Random, text: string): Side => {
    const cuts = new Set([0, text.length])
    for (let i = 0; i < 4; i++) cuts.add(graphemeStart(text, random.below(text.length + 1)))
    const at = [...cuts].sort((x, y) => x - y)
    const blocks = at.slice(1).map((end, i) => ({ start: at[i]!, end }))
    return { text, blocks: blocks.filter(() => random.chance(0.8)) }
  }

  it('give one another when the differences are applied', () => {
    let differing = 0
    for (let seed = 1; seed <= 400; seed++) {
      const random = new Random(seed)
      const text = madeUp(random, random.below(60))
      const a = blocksIn(random, text)
      const at = graphemeStart(text, random.below(text.length + 1))
      const changed =
        text.slice(0, at) +
        madeUp(random, random.below(4)) +
        text.slice(graphemeStart(text, Math.min(text.length, at + random.below(9))))
      const b = random.chance(0.7) ? blocksIn(random, changed) : blocksIn(random, madeUp(random, 30))
      const found = align(a, b)
      laws(found)
      differing += found.differences.length
      expect(align(a, a).differences).toEqual([])
    }
    expect(differing).toBeGreaterThan(1_000)
  })
})

describe('hostile texts', () => {
  const million = 1_000_000
  const chance = (seed: number, words: readonly string[], glue = ' ') => {
    const random = new Random(seed)
    return Array.from({ length: 40_000 }, () => random.pick(words)).join(glue)
  }

  it.each<[string, string, string]>([
    ['one word over and over', 'word '.repeat(million / 5), `${'word '.repeat(million / 5)}word`],
    [
      'one word, changed in the middle',
      'word '.repeat(100_000),
      `${'word '.repeat(50_000)}other ${'word '.repeat(60_000)}`,
    ],
    ['two words in any order', chance(1, ['to', 'be']), chance(2, ['to', 'be'])],
    [
      'nothing in common',
      chance(3, ['one', 'two', 'three', 'four']),
      chance(4, ['five', 'six', 'seven', 'eight']),
    ],
    [
      'few words in any order',
      chance(5, 'a b c d e f g h i j'.split(' ')),
      chance(6, 'a b c d e f g h i j'.split(' ')),
    ],
    [
      'no spaces',
      chance(7, [...'漢字仮名交文中国人民日本語'], ''),
      chance(8, [...'漢字仮名交文中国人民日本語'], ''),
    ],
    ['one letter with a million accents', `a${'\u0301'.repeat(million)}`, `b${'\u0301'.repeat(million)}`],
    ['surrogate pairs', '𝔄'.repeat(200_000), `${'𝔄'.repeat(100_000)} ${'𝔅'.repeat(100_000)}`],
    ['halves of surrogate pairs', '\ud800'.repeat(50_000), '\udc00'.repeat(50_000)],
    ['marks alone', '.'.repeat(100_000), ', '.repeat(100_000)],
    ['white space alone', ' '.repeat(million), '\n'.repeat(million)],
    ['empty and long', '', 'word '.repeat(200_000)],
  ])('%s', (_, a, b) => {
    const found = align(a, b)
    expect(
      found.stretches
        .map(s => (s.class === null ? a.slice(s.a.start, s.a.end) : b.slice(s.b.start, s.b.end)))
        .join(''),
    ).toBe(b)
    expect(found.differences.length).toBeGreaterThan(0)
    expect(align(b, b).differences).toEqual([])
  })
})
