import { describe, expect, test } from 'vitest'
import { chained } from '../../../../schema/formats/scans/order.js'
import { altoBlock, altoXml, box, strings } from '../../../support/scans.js'
import { marks, opened, outline, read, said } from './laws.js'

const string = (content: string, attributes: string) =>
  `<String~CONTENT="${content}"~HPOS="1"~VPOS="2"~WIDTH="3"~HEIGHT="4"~${attributes.replaceAll(' ', '~')}/>`

describe('a page of ALTO', () => {
  test.each([2, 3, 4] as const)('is read in version %d', version => {
    const found = read(
      altoXml(altoBlock('b1', [strings('The keepers of Tarne'), strings('kept it well', 150)]), { version }),
    )
    expect(found.reader).toBe('alto')
    expect(outline(found.witness)).toEqual(['paragraph "The keepers of Tarne\\nkept it well"'])
    expect(found.witness.milestones).toEqual([
      {
        id: 'm1',
        at: 0,
        type: 'pb',
        n: '7',
        attrs: { facs: '0007.tif', width: 1200, height: 1800, 'alto:ID': 'page1' },
      },
    ])
    expect(found.metadata).toEqual({ software: 'Somebody Recogniser 5.1', created: '2023-06-05T04:03:02' })
  })

  test('keeps blocks and lines with their places, polygons before rectangles', () => {
    const block = altoBlock('b1', [`<Shape><Polygon POINTS="1 2 30 2 30 40"/></Shape>${strings('Tarne')}`])
    const { witness } = read(
      altoXml(block.replace('<TextLine ID="b1_l1"', '<TextLine ID="b1_l1" BASELINE="1,38 30,39"')),
    )
    expect(witness.blocks[0]!.attrs).toMatchObject({ zoneId: 'b1', zone: box(90, 95, 920, 60) })
    expect(witness.spans).toEqual([
      {
        id: 's1',
        start: 0,
        end: 5,
        type: 'line',
        attrs: { zoneId: 'b1_l1', zone: '1,2 30,2 30,40', baseline: '1,38 30,39' },
      },
    ])
  })

  test('keeps the unit that is not pixels, and a baseline that is one height', () => {
    const block = altoBlock('b1', [strings('Tarne')]).replace('<TextLine', '<TextLine BASELINE="38"')
    const { witness } = read(altoXml(block, { version: 2, unit: 'mm10' }))
    expect(witness.milestones[0]!.attrs).toMatchObject({ unit: 'mm10' })
    expect(witness.spans[0]!.attrs).toMatchObject({ 'alto:baseline': '38' })
  })

  test('several pages of one file are several pages', () => {
    const one = altoXml(altoBlock('a', [strings('one')]))
    const page = /<Page[\s\S]*<\/Page>/.exec(one)![0]
    const { witness } = read(one.replace(page, page + page.replace('"7"', '"8"').replace('>one<', '>two<')))
    expect(witness.milestones.map(({ n, at }) => [n, at])).toEqual([
      ['7', 0],
      ['8', 5],
    ])
  })
})

describe('words', () => {
  const line = (words: string, more = '') => read(altoXml(altoBlock('b', [strings(words) + more])))

  test('spaces are those of the file, or one between words where it writes none', () => {
    const words = strings('one two')
    expect(read(altoXml(altoBlock('b', [words]))).witness.text).toBe('one two')
    expect(read(altoXml(altoBlock('b', [words.replace(/<SP[^>]*>/g, '')]))).witness.text).toBe('one two')
  })

  test('a hyphen at the end of a line stays as the source has it, and the whole word is kept beside it', () => {
    const first = strings(`the ${string('light', 'SUBS_TYPE="HypPart1" SUBS_CONTENT="lighthouse"')}`)
    const second = strings(`${string('house', 'SUBS_TYPE="HypPart2" SUBS_CONTENT="lighthouse"')} stands`)
    const { witness } = read(
      altoXml(altoBlock('b', [`${first}<HYP CONTENT="¬" WIDTH="5" HPOS="1" VPOS="1"/>`, second])),
    )
    expect(witness.text).toBe('the light¬\nhouse stands')
    expect(marks(witness)).toEqual(['hyphenated{word:lighthouse} "light¬\\nhouse"'])
  })

  test('an abbreviation is expanded by earlier hands', () => {
    const found = line(`${string('Mr', 'SUBS_TYPE="Abbreviation" SUBS_CONTENT="Mister"')} Wren`)
    expect(marks(found.witness)).toEqual([])
    expect(opened(found).winners.map(c => [c.text, c.kind])).toEqual([['Mister', 'expansion']])
  })

  test('what the program doubted is unclear; other readings are kept', () => {
    const found = line(
      `${string('sure', 'WC="0.98"')} ${string('lyght', 'WC="0.42"').replace('/>', '><ALTERNATIVE>light</ALTERNATIVE></String>')} ${string('wos', 'WC="0.9"').replace('/>', '><ALTERNATIVE>was</ALTERNATIVE></String>')}`,
    )
    expect(marks(found.witness)).toEqual([
      'unclear{cert:medium;conf:0.42;others:light} "lyght"',
      'choice{others:was} "wos"',
    ])
  })

  test('how words are set is told once for neighbours', () => {
    const styles = '<Styles><TextStyle ID="f1" FONTSIZE="10" FONTSTYLE="italics"/></Styles>'
    const words = `${string('The', 'STYLE="bold italics"')} ${string('Good', 'STYLEREFS="f1"')} ${string('Intent', 'STYLEREFS="f1"')} sank`
    const { witness } = read(altoXml(altoBlock('b', [strings(words)]), { before: styles }))
    expect(marks(witness)).toEqual(['hi{rend:bold italic} "The"', 'hi{rend:italic} "Good Intent"'])
  })

  test('named entities are names', () => {
    const tags = '<Tags><NamedEntityTag ID="n1" TYPE="Person" LABEL="Aldous Wren"/></Tags>'
    const words = `${string('Aldous', 'TAGREFS="n1"')} ${string('Wren', 'TAGREFS="n1"')} sang`
    const found = read(altoXml(altoBlock('b', [strings(words)]), { before: tags }))
    expect(marks(found.witness)).toEqual(['persName{key:Aldous Wren;type:Person} "Aldous Wren"'])
    expect([...opened(found).names.values()]).toMatchObject([{ type: 'person', start: 0, end: 11 }])
  })
})

describe('blocks', () => {
  const block = (id: string, attributes = '') => altoBlock(id, [strings(id)], attributes)
  const lettersOf = (xml: string) => read(xml).witness.text.replace(/\n/g, '')

  test('tags and types say what a block is', () => {
    const tags =
      '<Tags><LayoutTag ID="t1" LABEL="unheard-of"/><StructureTag ID="t2" LABEL="Heading"/><OtherTag ID="t3" TYPE="region" LABEL="marginalia"/></Tags>'
    const inside = block('a', ' TAGREFS="t1 t2"') + block('b', ' TAGREFS="t3"') + block('c', ' TAGREFS="t1"')
    expect(outline(read(altoXml(inside, { before: tags })).witness)).toEqual([
      'heading level=2 "a"',
      'note place=margin "b"',
      'paragraph type=unheard-of "c"',
    ])
  })

  test('the margins are what they are where the print space has text', () => {
    const space = (name: string, inside: string) =>
      `<${name} HPOS="0" VPOS="0" WIDTH="9" HEIGHT="9">${inside}</${name}>`
    const margins =
      space('TopMargin', block('t')) + space('LeftMargin', block('l')) + space('BottomMargin', block('f'))
    expect(outline(read(altoXml(block('p'), { margins })).witness)).toEqual([
      'label place=header "t"',
      'note place=margin "l"',
      'label place=footer "f"',
      'paragraph "p"',
    ])
    expect(outline(read(altoXml('', { margins })).witness)[0]).toBe('paragraph "t"')
  })

  test('illustrations and the like are milestones; a container is what is in it', () => {
    const inside = `<ComposedBlock ID="c" HPOS="0" VPOS="0" WIDTH="9" HEIGHT="9" TYPE="table"><Illustration ID="i" HPOS="0" VPOS="0" WIDTH="9" HEIGHT="9"/>${block('a')}<GraphicalElement ID="g" HPOS="0" VPOS="0" WIDTH="9" HEIGHT="1"/></ComposedBlock>`
    const { witness } = read(altoXml(inside))
    expect(witness.milestones.map(({ type, at }) => [type, at])).toEqual([
      ['pb', 0],
      ['table', 0],
      ['illustration', 0],
      ['graphic', 1],
    ])
  })

  test('the order is that of the file where it names no other', () => {
    const xml = altoXml(block('a') + block('b') + block('c'))
    expect(lettersOf(xml)).toBe('abc')
    expect(said(read(xml))).toContain('info reading-order 1')
  })

  test('in a reading order lines and words stand for their blocks; what it leaves out stands after what it follows', () => {
    const before =
      '<ReadingOrder><OrderedGroup ID="o"><ElementRef ID="e1" REF="c_l1"/><UnorderedGroup ID="u"><ElementRef ID="e2" REF="b c"/></UnorderedGroup><ElementRef ID="e3" REF="nowhere"/></OrderedGroup></ReadingOrder>'
    const found = read(altoXml(block('a') + block('b') + block('c') + block('d'), { before }))
    expect(found.witness.text.replace(/\n/g, '')).toBe('acdb')
    expect(
      found.problems.filter(({ code }) => code === 'reading-order').map(({ message }) => message),
    ).toEqual([
      'The reading order is the one that the file gives.',
      'The reading order names regions that are not there: nowhere.',
      'The reading order names regions twice: c. They stand where they are named first.',
      'The reading order leaves out a, d: each stands after the region that it follows in the file.',
    ])
  })

  test('where each block names the next, that is the order', () => {
    expect(lettersOf(altoXml(block('a') + block('b', ' IDNEXT="a"') + block('c', ' IDNEXT="b"')))).toBe('cba')
  })

  test('what names the next in a circle is entered at the first', () => {
    expect(
      chained(
        new Map([
          ['b', 'c'],
          ['c', 'b'],
          ['a', 'b'],
        ]),
      ),
    ).toEqual(['a', 'b', 'c'])
    expect(
      chained(
        new Map([
          ['b', 'c'],
          ['c', 'b'],
        ]),
      ),
    ).toEqual(['b', 'c'])
    const circle = block('a', ' IDNEXT="b"') + block('b', ' IDNEXT="a"') + block('c', ' IDNEXT="c"')
    expect(lettersOf(altoXml(circle))).toBe('abc')
  })
})

test('coordinates that are none are kept as they are spelled, and told of', () => {
  const xml = altoXml(altoBlock('b', [strings('Text')]).replace('HPOS="90"', 'HPOS="left"'))
  const found = read(xml)
  expect(found.witness.blocks[0]!.attrs).toMatchObject({ 'alto:position': 'left 95 920 60' })
  expect(said(found)).toContain('guess coordinates 6')
})
