/** Corrected copies: what they would change, and that it makes the document read as the copy does. */
import { describe, expect, it } from 'vitest'
import { type Base, type Candidate, type CopyComparison, compareCopy } from '../../../schema/copies/index.js'
import type { EditedDocument } from '../../../schema/document.js'
import { docxFormat } from '../../../schema/formats/docx/write.js'
import { flowOf } from '../../../schema/formats/flow.js'
import { type FileRead, readFile } from '../../../schema/formats/index.js'
import { teiFormat } from '../../../schema/formats/tei/write.js'
import { graphemeEnd } from '../../../schema/graphemes.js'
import { segmentText } from '../../../schema/readings.js'
import { rangeFault } from '../../../schema/shapes.js'
import type { Witness } from '../../../schema/witness.js'
import { anyWitness } from '../../support/anything.js'
import { del, ins, t, wordFile, wp } from '../../support/docx.js'
import { accept, correct, decide, edited, exported, find, note } from '../../support/layers.js'
import { Random } from '../../support/random.js'
import { catchword, heading, on, p, page, witness } from '../../support/witness.js'

const minutes = witness(
  heading(1, 'Minutes of the Council'),
  p('The Council met at ten o’clock in the great hall, Chairman Oskarn presiding.'),
  p('Delegate Ugeki asked that the letter from Little Hovde be read once more. It was read.'),
  p('After some discussion the motion was carried by eleven votes to four.'),
)

const bytesOf = (text: string) => new TextEncoder().encode(text)

/** Compares a document with a plain text in which each pair's first words are replaced by its second. */
function copied(document: EditedDocument, changes: readonly (readonly [string, string])[], base?: Base) {
  let text = readingOf(document, base)
  for (const [from, to] of changes) {
    expect(text).toContain(from)
    text = text.replace(from, to)
  }
  return compared(document, text, base)
}

function compared(document: EditedDocument, text: string, base?: Base): CopyComparison {
  return compareCopy(document, readFile(bytesOf(text), 'copy.txt', 'text'), base)!
}

function readingOf(document: EditedDocument, view: Base = 'reading'): string {
  return flowOf(document, view, { withFormeWork: false })
    .map(({ pieces }) => pieces.map(({ segments }) => segments.map(segmentText).join('')).join(' '))
    .join('\n\n')
}

const told = ({ class: kind, received, reading }: Candidate) =>
  `${kind}: ${received || '∅'} ] ${reading || '∅'}`

/** Makes the changes of the candidates, all accepted. */
function enter(document: EditedDocument, candidates: readonly Candidate[]): void {
  for (const { corrections, structure } of candidates) {
    for (const { start, end, side, text } of corrections)
      accept(document, correct(document, '', text, { start, end, side }))
    document.layers.change(null, () => {
      for (const change of structure)
        if (change.is === 'break') document.layers.setBreak(change.at, change.begins)
        else document.layers.setBlockAttr(change.at, change.key, change.value)
    })
  }
}

describe('what a copy would change', () => {
  it.each<[string, [string, string][], string[]]>([
    ['nothing', [], []],
    ['a word', [['Ugeki', 'Ugaki']], ['words: Ugeki ] Ugaki']],
    [
      'two words, each by itself',
      [['Delegate Ugeki', 'Delegat Ugaki']],
      ['words: Delegate ] Delegat', 'words: Ugeki ] Ugaki'],
    ],
    ['a mark', [['more. It', 'more; it']], ['punctuation: . ] ;', 'words: It ] it']],
    ['the form of a mark', [['o’clock', "o'clock"]], ["typographic: o’clock ] o'clock"]],
    ['white space', [['great hall', 'great  hall']], ['whitespace: ∅ ] ∅']],
    ['words left out', [[' in the great hall', '']], ['words: in the great hall ] ∅']],
    ['a paragraph split', [['more. It', 'more.\n\nIt']], ['structure: ∅ ] ¶']],
    ['two paragraphs joined', [['presiding.\n\nDelegate', 'presiding. Delegate']], ['structure: ¶ ] ∅']],
    [
      'a paragraph added',
      [['presiding.', 'presiding.\n\nAll had come but three.']],
      ['added: ∅ ] All had come but three. ¶'],
    ],
    ['a title left out', [['Minutes of the Council\n\n', '']], ['missing: Minutes of the Council ¶ ] ∅']],
  ])('%s', (_, changes, expected) => {
    const document = edited(minutes)
    const { candidates, isOther } = copied(document, changes)
    expect(isOther).toBe(false)
    expect(candidates.map(told)).toEqual(expected)
    const before = readingOf(document)
    enter(document, candidates)
    const after = changes.reduce((text, [from, to]) => text.replace(from, to), before)
    // What a block holds stays a block, if an empty one.
    const read = readingOf(document)
    expect(read.split(/\n\n+/).filter(Boolean).join('\n\n').replace(/ +/g, ' ')).toBe(
      after.replace(/ +/g, ' '),
    )
    expect(compared(document, after).candidates).toEqual([])
  })

  it('tells where each stands', () => {
    const document = edited(
      witness(page('7', p('One two three.')), page('8', p('Four five six seven eight.'))),
    )
    const { candidates } = copied(document, [['six', 'sic']])
    expect(candidates[0]).toMatchObject({
      before: 'Four five ',
      after: ' seven eight.',
      paragraph: 2,
      page: '8',
      author: null,
      isUsual: true,
    })
  })

  it('proposes what a reader would and leaves out what a program made', () => {
    const { candidates } = copied(edited(minutes), [
      ['Ugeki', 'Ugaki'],
      ['o’clock', "o'clock"],
      ['great hall', 'great  hall'],
      ['Minutes of the Council\n\n', ''],
    ])
    expect(candidates.filter(c => c.isUsual).map(told)).toEqual(['words: Ugeki ] Ugaki'])
  })
})

describe('the text that a copy was made from', () => {
  const document = edited(minutes)
  accept(document, correct(document, 'Ugeki', 'Ugaki', { kind: 'transcription' }))
  accept(document, correct(document, 'eleven', 'twelve'))
  const open = correct(document, 'great', 'grand')

  it.each<Base>(['received', 'diplomatic', 'reading'])('is found out: %s', base => {
    const found = compared(document, readingOf(document, base).replace('letter', 'latter'))
    expect(found.base).toBe(base)
    expect(found.candidates.map(told)).toEqual(['words: letter ] latter'])
  })

  it('can be said', () => {
    const { base, candidates } = copied(document, [['twelve', 'thirteen']], 'reading')
    expect(base).toBe('reading')
    expect(candidates.map(told)).toEqual(['words: twelve ] thirteen'])
    // It competes with what was accepted over the same word of the witness.
    expect(candidates[0]!.corrections).toMatchObject([
      { ...find(document, 'eleven'), text: 'thirteen', parent: 'c3' },
    ])
  })

  it('knows again what is proposed or was rejected', () => {
    expect(copied(document, [['great', 'grand']])).toMatchObject({ known: 1, candidates: [] })
    decide(document, open, 'reject')
    const { known, candidates } = copied(document, [['great', 'grand']])
    expect(known).toBe(0)
    expect(candidates).toMatchObject([{ wasRejected: true, isUsual: false }])
  })

  it('says that what goes back to the source is no correction', () => {
    const [candidate] = copied(document, [['twelve', 'eleven']], 'reading').candidates
    expect(candidate).toMatchObject({ isUsual: false, hindrance: expect.stringContaining('reject') })
  })
})

describe('parts', () => {
  const long: Witness = witness(
    ...Array.from({ length: 12 }, (_, i) =>
      p(
        `Paragraph ${i} tells of ship ${i * 7} and of harbour ${i * 11}, where the keeper of lamp ${i * 13} wrote down what wind ${i} blew.`,
      ),
    ),
  )

  it('that the copy has not are not taken for corrections', () => {
    const document = edited(long)
    const first = readingOf(document)
      .split('\n\n')
      .slice(0, 3)
      .join('\n\n')
      .replace('harbour 11,', 'harbor 11,')
    const { candidates, isOther, shared } = compared(document, first)
    expect(isOther).toBe(false)
    expect(shared.copy).toBeGreaterThan(0.9)
    expect(candidates.map(c => [c.class, c.isUsual])).toEqual([
      ['words', true],
      ['missing', false],
    ])
  })

  it('that were moved are told as such', () => {
    const document = edited(long)
    const paragraphs = readingOf(document).split('\n\n')
    const [one] = paragraphs.splice(2, 1)
    paragraphs.splice(8, 0, one!)
    const { candidates } = compared(document, paragraphs.join('\n\n'))
    expect(candidates.map(c => [c.class, c.isUsual])).toEqual([
      ['moved', false],
      ['moved', false],
    ])
  })

  it('of another document are not taken for a copy', () => {
    const { isOther } = compared(
      edited(minutes),
      'To the keeper of the lightship\n\nSir, I have the honour to report that a gale came up on Sunday night and took both boats.',
    )
    expect(isOther).toBe(true)
  })

  it('parted by the turn of a page are read as one', () => {
    const document = edited(
      witness(
        page('1', p('The motion was carried by elev-')),
        catchword('en'),
        page('2', on('en votes to four, two abstaining.')),
      ),
    )
    const { candidates } = compared(
      document,
      'The motion was carried by eleven votes to three, two abstaining.',
    )
    expect(candidates.filter(c => c.isUsual).map(told)).toEqual(['words: four ] three'])
    expect(candidates.map(c => c.class)).toEqual(['typographic', 'words'])
  })
})

describe('a copy in Word', () => {
  const words = (document: EditedDocument, bytes: Uint8Array) =>
    compareCopy(document, readFile(bytes, 'copy.docx'))!
  const body = (asked: string) =>
    [
      wp(t('Minutes of the Council')),
      wp(t('The Council met at ten o’clock in the great hall, Chairman Oskarn presiding.')),
      wp(asked),
      wp(t('After some discussion the motion was carried by eleven votes to four.')),
    ].join('')

  it('brings its tracked changes as their authors’, and the rest as the sender’s', () => {
    const document = edited(minutes)
    const asked = `${t('Delegate ')}${del('Mora Lind', 'Ugeki')}${ins('Mora Lind', 'Ugaki')}${t(' asked that the latter from Little Hovde be read once more. It was read.')}`
    const { candidates } = words(document, wordFile(body(asked)))
    const corrections = candidates.filter(c => c.class !== 'structure')
    expect(corrections.map(c => [told(c), c.author])).toEqual([
      ['words: Ugeki ] Ugaki', 'Mora Lind'],
      ['words: letter ] latter', null],
    ])
  })

  it('brings its comments and its footnotes as notes', () => {
    const asked = `<w:commentRangeStart w:id="4"/>${t('Delegate Ugeki')}<w:commentRangeEnd w:id="4"/><w:r><w:commentReference w:id="4"/></w:r>${t(' asked that the letter from Little Hovde')}<w:r><w:footnoteReference w:id="2"/></w:r>${t(' be read once more. It was read.')}`
    const document = edited(minutes)
    const { candidates } = words(
      document,
      wordFile(body(asked), {
        comments: `<w:comment w:id="4" w:author="Mora Lind">${wp(t('Who is this?'))}</w:comment>`,
        footnotes: `<w:footnote w:id="2">${wp(t('A village.'))}</w:footnote>`,
      }),
    )
    const notes = candidates.filter(c => c.class === 'note')
    expect(notes.map(c => [c.received, c.reading, c.author, c.isUsual])).toEqual([
      ['Delegate Ugeki', 'Who is this?', 'Mora Lind', true],
      ['Hovde', 'A village.', null, true],
    ])
    expect(notes[1]!.notes).toMatchObject([
      { ...find(document, 'Hovde'), type: 'explanatory', text: 'A village.' },
    ])
    expect(candidates.filter(c => c.class === 'words')).toEqual([])
  })

  it('of our own export has nothing new in it', () => {
    const document = edited(minutes)
    accept(document, correct(document, 'eleven', 'twelve'))
    correct(document, 'Ugeki', 'Ugaki')
    note(document, 'Little Hovde', 'A village.')
    const bytes = docxFormat.write(exported(document), 'all')
    const found = words(document, bytes)
    expect(found.candidates).toEqual([])
    expect(found.known).toBeGreaterThanOrEqual(2)
  })
})

describe('a copy in TEI', () => {
  const file = (document: EditedDocument) => teiFormat.write(exported(document), 'all')

  it('of our own export has nothing new in it', () => {
    const document = edited(minutes)
    accept(document, correct(document, 'eleven', 'twelve'))
    correct(document, 'Ugeki', 'Ugaki')
    const { candidates } = compareCopy(document, readFile(file(document), 'copy.xml'))!
    expect(candidates).toEqual([])
  })

  it('brings what was changed in its words and in its markup', () => {
    const document = edited(minutes)
    const xml = new TextDecoder().decode(file(document))
    const changed = xml
      .replace('letter', 'latter')
      .replace('Ugeki', '<choice><sic>Ugeki</sic><corr>Ugaki</corr></choice>')
    expect(changed).not.toBe(xml)
    const { candidates } = compareCopy(document, readFile(bytesOf(changed), 'copy.xml'))!
    expect(candidates.map(told)).toEqual(['words: Ugeki ] Ugaki', 'words: letter ] latter'])
  })
})

describe('documents made by chance', () => {
  const words = [
    'the',
    'of',
    'Ugeki',
    'cafe\u0301',
    '漢字',
    '“so”',
    'mem-',
    '👩‍👩‍👧',
    '𝔄b',
    'don’t',
    '—',
    'and,',
    'so.',
    '12',
    'ö\u0323x',
  ]

  it('differ in nothing from themselves', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const random = new Random(seed)
      const made = anyWitness(random)
      const found = compareCopy(edited(made), fileOf(made))!
      expect(found.candidates).toEqual([])
      expect(found.base).toBe('reading')
    }
  })

  it('read as the copy does when everything is entered, and each range is one that the gate admits', () => {
    let entered = 0
    for (let seed = 1; seed <= 150; seed++) {
      const random = new Random(seed)
      const line = () => Array.from({ length: 3 + random.below(20) }, () => random.pick(words)).join(' ')
      const paragraphs = Array.from({ length: 1 + random.below(6) }, line)
      const document = edited(witness(...paragraphs.map(p)))
      if (random.chance(0.5)) {
        const { start, end } = document.witness.blocks[0]!
        const to = graphemeEnd(document.text, start + random.below(end - start))
        accept(document, correct(document, '', 'other words', { start, end: to, side: 1 }))
      }
      const copy = readingOf(document)
        .split('\n\n')
        .map(text =>
          text.replace(/[^ ]+/g, word => (random.chance(0.15) ? random.pick([...words, '']) : word)),
        )
        .map(text => text.replace(/ +/g, ' ').trim() || 'word')
      const { candidates } = compareCopy(document, fileOf(witness(...copy.map(p))), 'reading')!
      const corrections = candidates.flatMap(c => c.corrections)
      for (const { start, end } of corrections) expect(rangeFault(start, end, document.text)).toBeNull()
      const ranges = corrections.filter(c => c.end > c.start).sort((a, b) => a.start - b.start)
      ranges.slice(1).forEach((range, i) => {
        expect(range.start).toBeGreaterThanOrEqual(ranges[i]!.end)
      })
      // What goes back to the source is no correction: then the texts cannot be the same.
      if (candidates.some(c => c.hindrance !== '')) continue
      enter(document, candidates)
      entered += corrections.length
      // What is struck over the end of a paragraph leaves two.
      const flat = (text: string) => text.replace(/\s+/g, ' ').trim()
      expect(flat(readingOf(document))).toBe(flat(copy.join('\n\n')))
    }
    expect(entered).toBeGreaterThan(200)
  })
})

function fileOf(made: Witness): FileRead {
  return {
    reader: 'text',
    title: '',
    edition: null,
    witness: made,
    metadata: {},
    problems: [],
    source: new Uint8Array(),
    layers: null,
    people: {},
  }
}
