import { describe, expect, test } from 'vitest'
import { customTags } from '../../../../schema/formats/page/custom.js'
import { pointsOf, timeOf } from '../../../../schema/formats/scans/scan.js'
import {
  box,
  fullPage,
  orderXml,
  pageLine,
  pageRegion,
  pageXml,
  transkribusPage,
} from '../../../support/scans.js'
import { marks, opened, outline, read, said } from './laws.js'

describe('a page of a book', () => {
  test.each(['2013-07-15', '2017-07-15', '2019-07-15'])('is read after the schema of %s', version => {
    const { witness, metadata, title, reader } = read(fullPage(version))
    expect(reader).toBe('page')
    expect(title).toBe('0007')
    expect(outline(witness)).toEqual([
      'label place=header "The Keepers of Tarne"',
      'heading level=2 "CHAPTER THE SECOND"',
      'paragraph "When the light was lit for the first time, the kee¬\\npers stood on the gallery & sang."',
      'paragraph "They kept it for nine"',
      'note place=margin "1 May 1811"',
      'note place=foot "* So the log."',
      'catchword "years,"',
      'label place=page n=7 "— 7 —"',
    ])
    expect(metadata).toEqual({
      creator: 'A. Reader',
      created: '2024-03-01T09:00:00Z',
      lastChange: '2024-03-02T10:30:00Z',
    })
  })

  test('keeps the image, regions, lines and baselines', () => {
    const { witness } = read(fullPage())
    const [pb, image, separator] = witness.milestones
    expect(pb).toEqual({
      id: 'm1',
      at: 0,
      type: 'pb',
      attrs: { facs: '0007.jpg', width: 1200, height: 1800 },
    })
    expect(image).toMatchObject({ type: 'image', attrs: { zoneId: 'pic', zone: box(200, 400, 600, 300) } })
    expect(image!.at).toBe(witness.text.indexOf('They kept'))
    // It is not in the reading order: it stands after the region that it follows in the file.
    expect(separator).toMatchObject({ type: 'separator', at: witness.text.indexOf('— 7') })
    expect(witness.blocks[3]!.attrs).toMatchObject({ zoneId: 'p2', zone: box(90, 745, 920, 60) })
    const line = witness.spans.find(({ attrs }) => attrs?.zoneId === 'p1l2')!
    expect(witness.text.slice(line.start, line.end)).toBe('pers stood on the gallery & sang.')
    expect(line.attrs).toMatchObject({ zone: box(100, 300, 900, 40), baseline: '100,336 1000,338' })
  })

  test('a drop capital is the first letter of what follows, and keeps its own place', () => {
    const { witness } = read(fullPage())
    expect(marks(witness)).toEqual([
      `drop-capital{zoneId:drop;zone:${box(90, 235, 920, 60)};page:type:drop-capital} "W"`,
    ])
  })

  test('a drop capital before nothing is a paragraph', () => {
    const xml = pageXml(pageRegion('d', ['W'], ' type="drop-capital"'))
    expect(outline(read(xml).witness)).toEqual(['paragraph "W"'])
  })
})

test.each([
  ['paragraph', 'paragraph'],
  ['heading', 'heading level=2'],
  ['caption', 'label place=caption'],
  ['header', 'label place=header'],
  ['footer', 'label place=footer'],
  ['page-number', 'label place=page n=12'],
  ['credit', 'label place=credit'],
  ['floating', 'paragraph type=floating'],
  ['signature-mark', 'label place=signature-mark'],
  ['catch-word', 'catchword'],
  ['marginalia', 'note place=margin'],
  ['footnote', 'note place=foot'],
  ['footnote-continued', 'note place=foot continues=true'],
  ['endnote', 'note place=end'],
  ['TOC-entry', 'item'],
  ['list-label', 'label place=list'],
  ['other', 'paragraph type=other'],
  ['stamp', 'stamp'],
  ['constructor', 'paragraph type=constructor'],
])('a region of type %s is a %s', (type, kind) => {
  const { witness } = read(pageXml(pageRegion('r', ['Page 12'], ` type="${type}"`)))
  expect(outline(witness)).toEqual([`${kind} "Page 12"`])
  expect(witness.blocks[0]!.attrs['page:type']).toBe(type)
})

describe('the reading order', () => {
  const regions = ['a', 'b', 'c', 'd'].map(id => pageRegion(id, [id])).join('')
  const order = (xml: string) => read(pageXml(xml))
  const lettersOf = (xml: string) => order(xml).witness.text.replace(/\n/g, '')

  test.each([
    ['none: as in the file', '', 'abcd', ['info reading-order 1']],
    ['all named', orderXml(['d', 'c', 'b', 'a']), 'dcba', ['info reading-order 1']],
    [
      'one left out stands after the region before it',
      orderXml(['d', 'c', 'a']),
      'dcab',
      ['info reading-order 1', 'guess reading-order 5'],
    ],
    [
      'unknown and repeated ids lose nothing',
      orderXml(['d', 'x', 'd', 'c', 'b', 'd', 'a', 'c']),
      'dcba',
      ['info reading-order 1', 'guess reading-order 5', 'guess reading-order 5'],
    ],
    [
      'indexes count, not the order of the file; groups nest',
      '<ReadingOrder><OrderedGroup id="g"><UnorderedGroupIndexed id="u" index="2"><RegionRef regionRef="b"/><RegionRef regionRef="a"/></UnorderedGroupIndexed><RegionRefIndexed index="0" regionRef="d"/><OrderedGroupIndexed id="o" index="1" regionRef="c"><RegionRefIndexed index="0" regionRef="c"/></OrderedGroupIndexed></OrderedGroup></ReadingOrder>',
      'dcba',
      ['info reading-order 1', 'guess reading-order 5'],
    ],
    [
      'empty: as in the file',
      '<ReadingOrder><UnorderedGroup id="u"/></ReadingOrder>',
      'abcd',
      ['info reading-order 1'],
    ],
  ])('%s', (_, given, letters, problems) => {
    expect(lettersOf(given + regions)).toBe(letters)
    expect(said(order(given + regions))).toEqual(problems)
  })

  test('Transkribus’s own indexes count where there is no other order', () => {
    const own = ['c', 'a', 'b'].map((id, i) =>
      pageRegion(id, [id], ` custom="readingOrder {index:${[2, 0, 1][i]};}"`),
    )
    expect(lettersOf(own.join(''))).toBe('abc')
  })

  test('a region within another is named like any', () => {
    const nested = pageRegion('outer', ['a']).replace(
      '</TextRegion>',
      `${pageRegion('inner', ['b'])}</TextRegion>`,
    )
    expect(lettersOf(nested)).toBe('ab')
    expect(lettersOf(orderXml(['inner', 'outer']) + nested)).toBe('ba')
  })
})

describe('what is tagged in Transkribus', () => {
  const page = read(transkribusPage())

  test('order, structure and the page’s number are taken over', () => {
    expect(outline(page.witness)).toEqual([
      'heading level=2 "The second letter"',
      'paragraph "Mr Aldous Wren, keeper, & his wife Ada\\nat Tarne on 1 May, vnder the lyght,"',
    ])
    expect(page.witness.milestones[0]).toMatchObject({
      type: 'pb',
      n: '3',
      attrs: { facs: '0007.jpg', 'page:imgUrl': 'https://example.org/3.jpg' },
    })
    expect(page.metadata).toMatchObject({ transkribusDocument: '42', status: 'GT' })
  })

  test('tags are spans and marks of the source', () => {
    expect(marks(page.witness)).toEqual([
      'supplied{reason:damage} "second"',
      'stranger{hue:red} "letter"',
      'persName{firstname:Aldous;lastname:Wren;notice:a;b} "Aldous Wren"',
      'hi{rend:bold italic;fontSize:0.0} "keeper"',
      'placeName{placeName:Tarne} "Tarne"',
      'date{day:1;month:5} "1 May"',
      'unclear{alternative:under} "vnder"',
    ])
    expect(page.witness.milestones[1]).toEqual({ id: 'm2', at: 3, type: 'gap', attrs: { reason: 'torn' } })
  })

  test('names, corrections and comments are layers of earlier hands', () => {
    const document = opened(page)
    const words = ({ start, end }: { start: number; end: number }) => document.text.slice(start, end)
    expect([...document.names.values()].map(name => [name.type, words(name)])).toEqual([
      ['person', 'Aldous Wren'],
      ['person', 'Ada'],
      ['place', 'Tarne'],
      ['date', '1 May'],
    ])
    expect(document.winners.map(c => [words(c), c.text, c.kind])).toEqual([
      ['Mr', 'Mister', 'expansion'],
      ['lyght', 'light', 'emendation'],
    ])
    expect([...document.notes.values()].map(words)).toEqual(['&'])
    expect(Object.values(page.people)).toEqual(['Earlier editor'])
    expect([...document.corrections.values()][0]!.at).toBe(Date.UTC(2024, 2, 2, 10, 30))
  })

  test('a tag that goes on in the next line is one', () => {
    const xml = pageXml(
      `<TextRegion id="r"><Coords points="${box(0, 0, 9, 9)}"/>${pageLine('a', 'the ship Good', { custom: 'ship {offset:9; length:4; continued:true;}' })}${pageLine('b', 'Intent sank', { custom: 'ship {offset:0; length:6; continued:true;}' })}</TextRegion>`,
    )
    expect(marks(read(xml).witness)).toEqual(['ship{} "Good\\nIntent"'])
  })

  test('one whose place is not in the line is told of', () => {
    const xml = pageXml(
      `<TextRegion id="r"><Coords points="${box(0, 0, 9, 9)}"/>${pageLine('a', 'short', { custom: 'person {offset:3; length:40;} person {length:2;} place {offset:-1; length:3;}' })}</TextRegion>`,
    )
    const found = read(xml)
    expect(marks(found.witness)).toEqual([])
    expect(said(found).filter(line => line.startsWith('loss'))).toEqual([
      'loss tag 5',
      'loss tag 5',
      'loss tag 5',
    ])
  })

  test('ranges count in the text as the file spells it, and never cut a letter', () => {
    const line = (text: string, custom: string) =>
      marks(
        read(
          pageXml(
            `<TextRegion id="r"><Coords points="${box(0, 0, 9, 9)}"/>${pageLine('a', text, { custom })}</TextRegion>`,
          ),
        ).witness,
      )
    expect(line('  Ada came', 'x {offset:2; length:3;}')).toEqual(['x{} "Ada"'])
    expect(line('a 👍🏽 b', 'x {offset:3; length:1;}')).toEqual(['x{} "👍🏽"'])
  })

  test('the grammar of the attribute is read as far as it goes', () => {
    expect(customTags('a {x:1; y:b:c;} broken { b {} c{z:\\u0041;}')).toEqual([
      { name: 'a', values: { x: '1', y: 'b:c' } },
      { name: 'b', values: {} },
      { name: 'c', values: { z: 'A' } },
    ])
    expect(customTags(undefined)).toEqual([])
  })
})

describe('text', () => {
  const region = (inside: string) =>
    read(pageXml(`<TextRegion id="r"><Coords points="${box(0, 0, 9, 9)}"/>${inside}</TextRegion>`))
  const word = (id: string, text: string, conf?: string) =>
    `<Word id="${id}"><Coords points="${box(0, 0, 9, 9)}"/><TextEquiv${conf ? ` conf="${conf}"` : ''}><Unicode>${text}</Unicode></TextEquiv></Word>`

  test('of several readings the one with the lowest index is read, the others are kept', () => {
    const found = region(
      '<TextLine id="l"><Coords points="0,0 9,0 9,9"/><TextEquiv index="1"><Unicode>Second</Unicode></TextEquiv><TextEquiv index="0" conf="0.8"><Unicode>First</Unicode></TextEquiv><TextEquiv><PlainText>Third</PlainText><Unicode/></TextEquiv></TextLine>',
    )
    expect(found.witness.text).toBe('First')
    expect(found.witness.spans[0]!.attrs).toMatchObject({ conf: 0.8, others: 'Second | Third' })
  })

  test('words that the program doubted are unclear', () => {
    const inside = `${word('a', 'The', '0.99')}${word('b', 'lyght', '0.5')}${word('c', 'wos', '0.1')}`
    const line = pageLine('l', 'The lyght wos', { inside })
    const found = region(line)
    expect(marks(found.witness)).toEqual([
      'unclear{cert:medium;conf:0.5} "lyght"',
      'unclear{cert:low;conf:0.1} "wos"',
    ])
    expect(said(found)).toContain('info words 1')
  })

  test('a confidence that is the same for all words says nothing', () => {
    const inside = `${word('a', 'The', '0')}${word('b', 'light', '0')}`
    const found = region(pageLine('l', 'The light', { inside }))
    expect(marks(found.witness)).toEqual([])
    expect(said(found)).toContain('info confidence 1')
  })

  test('a line without text of its own has that of its words, a word that of its letters', () => {
    const glyph = (text: string) =>
      `<Glyph id="${text}"><Coords points="0,0 9,0 9,9"/><TextEquiv><Unicode>${text}</Unicode></TextEquiv></Glyph>`
    const found = region(
      `<TextLine id="l"><Coords points="0,0 9,0 9,9"/>${word('a', 'Two')}<Word id="b"><Coords points="0,0 9,0 9,9"/>${glyph('o')}${glyph('n')}</Word></TextLine>`,
    )
    expect(found.witness.text).toBe('Two on')
  })

  test('a region without lines has its own text, line by line', () => {
    expect(region('<TextEquiv><Unicode>One\n  two \n\nthree</Unicode></TextEquiv>').witness.text).toBe(
      'One\ntwo\nthree',
    )
  })

  test('where a region says otherwise than its lines, that is told', () => {
    const found = region(`${pageLine('l', 'lines')}<TextEquiv><Unicode>otherwise</Unicode></TextEquiv>`)
    expect(found.witness.text).toBe('lines')
    expect(said(found)).toContain('loss region-text 5')
  })

  test('a line without text and a region without lines are told of or kept as a place', () => {
    const found = read(pageXml(pageRegion('a', ['text', ' ']) + pageRegion('b', [])))
    expect(outline(found.witness)).toEqual(['paragraph "text"'])
    expect(said(found)).toContain('loss empty-line 7')
    expect(found.witness.milestones.at(-1)).toMatchObject({ type: 'empty-region', attrs: { zoneId: 'b' } })
  })
})

describe('tables', () => {
  const cell = (row: number, column: number, text: string, header = '') =>
    pageRegion(`c${row}${column}`, [text]).replace(
      '</TextRegion>',
      `<Roles><TableCellRole rowIndex="${row}" columnIndex="${column}"${header}/></Roles></TextRegion>`,
    )
  test('cells stand row by row, wherever the file has them', () => {
    const cells = [
      cell(1, 1, 'four'),
      cell(0, 0, 'one', ' header="true"'),
      cell(1, 0, 'three'),
      cell(0, 1, 'two'),
    ]
    const { witness } = read(
      pageXml(`<TableRegion id="t"><Coords points="${box(0, 0, 900, 90)}"/>${cells.join('')}</TableRegion>`),
    )
    expect(witness.text).toBe('one\ttwo\nthree\tfour')
    expect(outline(witness)).toEqual([
      'paragraph table=1 row=1 cell=1 role=label "one"',
      'paragraph table=1 row=1 cell=2 "two"',
      'paragraph table=1 row=2 cell=1 "three"',
      'paragraph table=1 row=2 cell=2 "four"',
    ])
    expect(witness.milestones[1]).toMatchObject({ type: 'table', attrs: { zoneId: 't' } })
  })

  test('Transkribus’s cells are cells', () => {
    const cell = (row: number, column: number, text: string) =>
      `<TableCell id="c${row}${column}" row="${row}" col="${column}" rowSpan="1" colSpan="1"><Coords points="${box(0, 0, 9, 9)}"/>${pageLine(`l${row}${column}`, text)}<CornerPts>0 1 2 3</CornerPts></TableCell>`
    const { witness } = read(
      pageXml(
        `<TableRegion id="t"><Coords points="0,0 9,0 9,9"/>${cell(0, 1, 'b')}${cell(0, 0, 'a')}</TableRegion>`,
      ),
    )
    expect(outline(witness)).toEqual([
      'paragraph table=1 row=1 cell=1 "a"',
      'paragraph table=1 row=1 cell=2 "b"',
    ])
  })
})

test.each([
  ['0,0 10,0 10,10', '0,0 10,0 10,10'],
  ['0 0 10 0 10 10', '0,0 10,0 10,10'],
  ['0,0,10,0,10.50,10', '0,0 10,0 10.5,10'],
  [' -1,-2  3,4\n5,6 ', '-1,-2 3,4 5,6'],
  ['0,0 10,0', null],
  ['0,0 10,0 10', null],
  ['0,0 10,0 NaN,3', null],
  ['1e3,0 10,0 10,3', null],
  ['', null],
])('points %j are %j', (spelled, points) => {
  expect(pointsOf(spelled)).toBe(points)
})

test('coordinates that are none are kept as they are spelled, and told of', () => {
  const found = read(pageXml(pageRegion('r', ['Text']).replaceAll(/points="[^"]*"/g, 'points="here; there"')))
  expect(found.witness.blocks[0]!.attrs).toMatchObject({ zoneId: 'r', 'page:zone': 'here; there' })
  expect(found.witness.blocks[0]!.attrs.zone).toBeUndefined()
  expect(said(found).filter(line => line.includes('coordinates'))).toHaveLength(3)
})

test.each([
  ['2024-03-02T10:30:00Z', Date.UTC(2024, 2, 2, 10, 30)],
  ['2024-03-02T10:30:00', Date.UTC(2024, 2, 2, 10, 30)],
  ['2024-03-02T10:30:00.5+01:00', Date.UTC(2024, 2, 2, 9, 30, 0, 500)],
  ['2024-03-02', Date.UTC(2024, 2, 2)],
  ['yesterday', 0],
  ['0001-01-01', 0],
])('the time %s is %d', (text, at) => {
  expect(timeOf(text)).toBe(at)
})

test('what is not taken over is named', () => {
  const found = read(
    pageXml(`<PrintSpace><Coords points="0,0 9,0 9,9"/></PrintSpace>${pageRegion('r', ['Text'])}<Layers/>`),
  )
  expect(said(found)).toEqual(['info reading-order 1', 'loss not-taken-over 5', 'loss not-taken-over 7'])
})
