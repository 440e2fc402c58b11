import { describe, expect, test } from 'vitest'
import { kinds, read, texts } from './laws.js'

const complete =
  'The delegation was received at the station by the Vice-Minister, who accompanied it to the hotel.'
const broken =
  'The delegation was received at the station by the Vice-Minister, who accompanied it to the hotel and'
/** A text of paragraphs with blank lines between. */
const text = (...paragraphs: string[]) => paragraphs.join('\n\n')
const p = 'paragraph'

describe('page turns', () => {
  const cases: [string, string[], string, number][] = [
    [
      'a catchword alone, the sentence going on',
      [complete, broken, 'then', 'then withdrew.'],
      `${p} ${p} catchword ${p}`,
      1,
    ],
    [
      'the rest of a hyphenated word',
      [complete, broken.replace(/and$/, 'nego-'), 'tiation', 'tiation of the terms went on.'],
      `${p} ${p} catchword ${p}`,
      1,
    ],
    [
      'a catchword of two words',
      [complete, broken, 'the line', 'the line of retreat was open.'],
      `${p} ${p} catchword ${p}`,
      1,
    ],
    [
      'a catchword with a slip',
      [complete, broken, 'Staf', '3 May 1/45', 'Staff and servants stayed.'],
      `${p} ${p} catchword stamp ${p}`,
      1,
    ],
    [
      'a list marker as catchword',
      [complete, '(a) the first thing that was said;', '(b)', '12 Feb 19/21', '(b) the second.'],
      `${p} item catchword stamp item`,
      1,
    ],
    [
      'a speaker as catchword',
      ['Stalin: Yes.', 'Soong:', '3 May 1/45', 'Soong: No.', 'Stalin: Well.'],
      'speech catchword stamp speech speech',
      1,
    ],
    [
      'a heading after the catchword',
      [complete, complete, 'CHAPTER', 'Aug 28/31', 'CHAPTER IV. THE END', complete],
      `${p} ${p} catchword stamp heading ${p}`,
      1,
    ],
    ['a stamp alone', [complete, broken, '16/Nov 15/44', 'then withdrew.'], `${p} ${p} stamp ${p}`, 1],
    [
      'a stamp above the catchword',
      [complete, broken, 'Aug 28 1931', 'then', 'then withdrew.'],
      `${p} ${p} stamp catchword ${p}`,
      1,
    ],
    [
      'two stamps',
      [complete, broken, 'then', 'Aug 28 1931', 'No. 14', 'then withdrew.'],
      `${p} ${p} catchword stamp stamp ${p}`,
      1,
    ],
    [
      'a stamp with words',
      [complete, broken, 'RECEIVED 12 MAR 1946', 'then withdrew.'],
      `${p} ${p} stamp ${p}`,
      1,
    ],
    [
      'a shelf mark in the middle of a sentence',
      [complete, broken, 'F.O. 371/22147', 'then withdrew.'],
      `${p} ${p} stamp ${p}`,
      1,
    ],
    [
      'a garbled date between complete paragraphs',
      [complete, complete, '16/Nov 15/44', complete],
      `${p} ${p} stamp ${p}`,
      1,
    ],
    [
      'a good date between complete paragraphs',
      [complete, complete, '12 May 1938', complete, complete],
      `${p} ${p} dateline ${p} ${p}`,
      0,
    ],
    [
      'a one-word answer is no catchword',
      ['A: Is it?', 'B: Yes', 'A: Yes it is.', 'B: No.'],
      'speech speech speech speech',
      0,
    ],
    [
      'a heading is no catchword',
      ['T', complete, 'Introduction', 'Introduction of the system was put off by the war.'],
      `${p} ${p} heading ${p}`,
      0,
    ],
    ['a page mark', [complete, broken, '— 3 —', 'went on.'], `${p} ${p} label ${p}`, 1],
    [
      'a bare number in the middle of a sentence',
      [complete, broken, '2', 'went on.'],
      `${p} ${p} label ${p}`,
      1,
    ],
    [
      'a page break without number',
      [complete, broken, '[page break]', 'went on.'],
      `${p} ${p} label ${p}`,
      1,
    ],
    [
      'numbers of a list are no pages',
      ['(1)', complete, '(2)', complete, '(3)', complete],
      `${p} ${p} ${p} ${p} ${p} ${p}`,
      0,
    ],
    [
      'dates below dates are a table',
      [complete, 'June 9 48 8 56', 'June 10 26 3 29', 'June 12 9 1 10', complete],
      `${p} ${p} ${p} ${p} ${p}`,
      0,
    ],
    ['a form feed', [complete, `${broken}\n\fwent on.`], `${p} ${p} ${p}`, 1],
  ]
  test.each(cases)('%s', (_, paragraphs, expected, turns) => {
    const { witness } = read(text(...paragraphs))
    expect(witness.blocks.map(b => b.kind).join(' ')).toBe(expected)
    expect(witness.milestones).toHaveLength(turns)
    const next = witness.blocks.find(b => b.start === witness.milestones[0]?.at)
    if (paragraphs.includes(broken) && turns > 0) expect(next?.attrs.continues).toBe(true)
  })

  test('pages are numbered by the document’s own marks', () => {
    const pages = (...paragraphs: string[]) => read(text(...paragraphs)).witness.milestones.map(m => m.n)
    expect(pages('[p. 52]', complete, '[p. 53]', complete)).toEqual(['52', '53'])
    expect(pages('- 1 -', complete, '- 2 -', complete)).toEqual(['2'])
    expect(pages(complete, '- 1 -', complete, '- 2 -', complete)).toEqual(['2', '3'])
    expect(pages(complete, '[f. 2r]', complete, '[f. 2v]', complete)).toEqual(['2r', '2v'])
    expect(pages(`${complete} [p. 7] ${complete}`)).toEqual(['7'])
  })

  test('what was not certain is reported', () => {
    const codes = (...paragraphs: string[]) =>
      read(text(...paragraphs))
        .problems.filter(x => x.severity === 'guess')
        .map(x => `${x.code} ${x.line}`)
    expect(codes(complete, complete, '16/Nov 15/44', complete)).toEqual(['stamp 5'])
    expect(codes(complete, broken, 'Staf', '3 May 1/45', 'Staff stayed.')).toEqual(['catchword 5'])
    expect(codes(complete, complete, '12 May 1938', complete)).toEqual(['dateline 5'])
    expect(codes(broken, 'went on.')).toEqual(['broken-paragraph 3'])
  })
})

describe('headings', () => {
  const levels = (...paragraphs: string[]) =>
    read(text(...paragraphs))
      .witness.blocks.filter(b => b.kind === 'heading')
      .map(b => b.attrs.level)

  test('levels follow the keywords that the document uses', () => {
    expect(levels('TITLE', 'PART I', 'Chapter 1. One', complete, 'Chapter 2. Two', complete)).toEqual([
      1, 2, 3, 3,
    ])
    expect(levels('TITLE', 'Section 1. One', 'Paragraph 1. A', complete)).toEqual([1, 2, 3])
    expect(
      levels(
        'CHAPTER I',
        'Section A. One',
        complete,
        '1. The One',
        complete,
        '2. The Two',
        complete,
        'Section B. Two',
        complete,
      ),
    ).toEqual([2, 3, 4, 4, 3])
    expect(
      levels(
        'TITLE',
        complete,
        'I. The One',
        complete,
        'A. A Part',
        complete,
        'B. A Part',
        complete,
        'II. The Two',
        complete,
      ),
    ).toEqual([1, 2, 3, 3, 2])
  })

  const cases: [string, string[], string][] = [
    [
      'a sentence about a section',
      [complete, 'Section 4 of the treaty was never applied.', complete],
      `${p} ${p} ${p}`,
    ],
    [
      'articles that are paragraphs',
      [complete, `Article 1. ${complete} ${complete}`, 'Article 2. They shall not build.'],
      `${p} ${p} ${p}`,
    ],
    [
      'lines of a table of contents',
      ['CONTENTS', 'Chapter 1. The Storm ........ 3', 'Chapter 1. The Storm', complete],
      `heading ${p} heading ${p}`,
    ],
    ['a title with a date', ['Minutes of 3 May 1931', complete, complete], `heading ${p} ${p}`],
    ['a title and its date', ['THE MEETING', '3 May 1931', complete], `heading dateline ${p}`],
    ['letter-spaced', ['R E P O R T', complete, 'A N N E X', complete], `heading ${p} heading ${p}`],
    [
      'initials at the end are names',
      ['T', complete, 'V. Molotov', 'C. Attlee'],
      `${p} ${p} signature signature`,
    ],
    ['one paragraph is no title', ['Hello world'], p],
    ['words of secrecy are labels', ['TOP SECRET', 'Report on the Mole', complete], `label heading ${p}`],
  ]
  test.each(cases)('%s', (_, paragraphs, expected) => expect(kinds(text(...paragraphs))).toBe(expected))

  test('a title on several lines is one block', () => {
    const { witness, metadata } = read('THE REPORT\nON THE STORM\n\nThe storm came.')
    expect(texts({ witness }, 'heading')).toEqual(['THE REPORT\nON THE STORM'])
    expect(metadata.title).toBe('THE REPORT ON THE STORM')
  })
})

describe('speakers', () => {
  const who = (source: string) =>
    read(source)
      .witness.blocks.filter(b => b.kind === 'speech')
      .map(b => b.attrs.who)

  test('labels of many kinds', () => {
    expect(who('STALIN: One.\nSoong: Two.\nStalin: Three.\nT. V. Soong: Four.')).toEqual([
      'STALIN',
      'Soong',
      'STALIN',
      'T. V. Soong',
    ])
    expect(who('THE PRESIDENT: One.\nMr. Molotov (rising): Two.\nTHE PRESIDENT: Three.')).toEqual([
      'THE PRESIDENT',
      'Mr. Molotov',
      'THE PRESIDENT',
    ])
    expect(who('Q. One?\nA. Two.\nQ. Three?\nA. Four.')).toEqual(['Q', 'A', 'Q', 'A'])
    expect(who('Delegate 2: One.\nInterpreter: Two.\nDelegate 2: Three.')).toEqual([
      'Delegate 2',
      'Interpreter',
      'Delegate 2',
    ])
  })

  test('a label keeps its words, its aside is a span', () => {
    const { witness } = read('Mr. Molotov (rising): One.\nMr. Eden: Two.\nMr. Molotov: Three.')
    expect(witness.blocks[0]?.attrs).toEqual({ who: 'Mr. Molotov', label: 'Mr. Molotov (rising):' })
    expect(witness.spans.slice(0, 2).map(s => `${s.type} ${witness.text.slice(s.start, s.end)}`)).toEqual([
      'speaker Mr. Molotov (rising):',
      'stage (rising)',
    ])
  })

  test('notes, times and memoranda have no speakers', () => {
    for (const source of [
      text('Note: this.', 'Warning: that.', 'Note: this again.', complete),
      text('9:00 Opening', '9:30 First paper', '10:00 Coffee'),
      text('TO: The Minister', 'FROM: The Consul', 'SUBJECT: The mole', complete),
      text('Result: none.', complete, complete, complete, complete),
      text('Finance: Mr. Segris.', 'War: Mr. Leboeuf.', 'Navy: Mr. Rigault.', 'Arts: Mr. Richard.'),
      text(
        'Sir: I have read it.',
        complete,
        'Sir: I have read it again.',
        complete,
        'Dear Sir: No more.',
        complete,
      ),
    ])
      expect(who(source)).toEqual([])
  })

  test('directions, and long parentheses that are none', () => {
    expect(kinds('A: One.\nB: Two.\n(Laughter.)\nA: Three.')).toBe('speech speech stage speech')
    expect(kinds(text('T', '(This is in parentheses.)', complete))).toBe(`${p} ${p} ${p}`)
    expect(kinds(`A: One.\nB: Two.\n(${complete} ${complete})\nA: Three.`)).toBe(
      'speech speech speech speech',
    )
  })
})

describe('lists, quotations, letters', () => {
  const cases: [string, string, string][] = [
    ['nested bullets', 'The list:\n- one\n  - two\n- three', `${p} item item item`],
    [
      'one number is no list',
      text('T', complete, '1. Only one point was made.', complete),
      `${p} ${p} ${p} ${p}`,
    ],
    [
      'a year is no number',
      text('T', '1945. It was the last year.', '1946. It was the first.'),
      `${p} ${p} ${p}`,
    ],
    ['a quoted paragraph after a colon', text('He wired:', '“Await instructions.”'), `${p} quotation`],
    ['two quotations in a line are none', text('T', '"A" and "B"', complete), `${p} ${p} ${p}`],
    [
      'speech within a sentence is none',
      text(complete, '"Quiet," he said, "or we shall all be heard by the men on the other side."'),
      `${p} ${p}`,
    ],
    [
      'a letter',
      text('Port Sund, 3 May 1911', 'Dear Mother,', 'I am well.', 'Love,\nTom'),
      `dateline salutation ${p} salutation signature`,
    ],
    ['a rule', text(complete, '* * *', complete, '_____', complete), `${p} rule ${p} rule ${p}`],
    ['a note of the source', text(`${complete} [1] ${complete}`, '[1] See the report.'), `${p} note`],
    [
      'verse',
      text(
        complete,
        'The lamp is lit, the night is long,\nThe sea has neither friend nor foe,\nAnd he that keeps it hums a song',
      ),
      `${p} verse`,
    ],
  ]
  test.each(cases)('%s', (_, source, expected) => expect(kinds(source)).toBe(expected))

  test('depths', () => {
    const depths = (source: string) =>
      read(source)
        .witness.blocks.map(b => b.attrs.depth)
        .filter(Boolean)
    expect(depths('1. one:\n(a) two\n(b) three\n2. four')).toEqual([1, 2, 2, 1])
    expect(depths('The list:\n- one\n  - two\n  - three\n- four')).toEqual([1, 2, 2, 1])
  })
})

test('marks of earlier editors are spans on whole letters', () => {
  const { witness } = read('T\n\nThe e\u0301 (?), Ba-ke-tu [sic] and Huoerguosi [Horgos] (sic), 👩‍👩‍👧 (?).')
  const marks = witness.spans.map(s => `${s.type} ${witness.text.slice(s.start, s.end)}`)
  expect(marks).toEqual([
    'unclear e\u0301 (?)',
    'sic [sic]',
    'editorial [Horgos]',
    'sic (sic)',
    'unclear 👩‍👩‍👧 (?)',
  ])
})

test('a space with a combining mark is not cut in two', () => {
  const { witness } = read('Title of it\n\n \u0301accented, and more of it.')
  expect(witness.blocks[1]?.start).toBe(13)
})
