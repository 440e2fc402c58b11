import { describe, expect, test } from 'vitest'
import type { EditedDocument } from '../../../../schema/document.js'
import { tei } from '../../../../schema/formats/tei/write.js'
import { settingsSchema } from '../../../../schema/settings.js'
import type { Attrs } from '../../../../schema/witness.js'
import { accept, correct, decide, edited, exported, find, note } from '../../../support/layers.js'
import {
  block,
  catchword,
  heading,
  item,
  on,
  p,
  page,
  speech,
  stamp,
  witness,
} from '../../../support/witness.js'

/** The body on one line a tag, without the anchors' surroundings: enough to compare by eye. */
function body(document: EditedDocument, view: 'all' | 'reading' | 'diplomatic' | 'received' = 'all'): string {
  const written = tei(exported(document), view)
  return written.slice(written.indexOf('<body>') + 7, written.indexOf('</body>') - 1)
}

const one = (text: string) => edited(witness(p(text)))

test.each([
  [
    'transcription',
    'Ugaki',
    '<choice xml:id="c.c1"><sic>Ugeki</sic><corr resp="#p.ann" cert="high" evidence="internal" ana="#kind.transcription">Ugaki</corr></choice>',
  ],
  [
    'emendation',
    'Ugaki',
    '<choice xml:id="c.c1"><sic>Ugeki</sic><corr resp="#p.ann" cert="high" evidence="internal" ana="#kind.emendation">Ugaki</corr></choice>',
  ],
  [
    'emendation',
    '',
    '<choice xml:id="c.c1"><sic>Ugeki</sic><corr resp="#p.ann" cert="high" evidence="internal" ana="#kind.emendation"/></choice>',
  ],
  [
    'regularization',
    'Ugaki',
    '<choice xml:id="c.c1"><orig>Ugeki</orig><reg resp="#p.ann" cert="high" evidence="internal" ana="#kind.regularization">Ugaki</reg></choice>',
  ],
  [
    'expansion',
    'Ugaki',
    '<choice xml:id="c.c1"><abbr>Ugeki</abbr><expan resp="#p.ann" cert="high" evidence="internal" ana="#kind.expansion">Ugaki</expan></choice>',
  ],
  [
    'surplus',
    '',
    '<surplus xml:id="c.c1" resp="#p.ann" cert="high" evidence="internal" ana="#kind.surplus">Ugeki</surplus>',
  ],
] as const)('an accepted %s of Ugeki to "%s" stands in the text', (kind, text, xml) => {
  const document = one('from Ugeki to Nishi')
  accept(document, correct(document, 'Ugeki', text, { kind, certainty: 'high', evidence: 'internal' }))
  expect(body(document)).toBe(`<p n="1">from ${xml} to Nishi</p>`)
})

test('an addition is supplied, and never add', () => {
  const document = one('three of them')
  accept(document, correct(document, '', ' or four', { start: 5, end: 5, kind: 'supplied' }))
  const xml = body(document)
  expect(xml).toContain(
    'three<supplied xml:id="c.c1" reason="omitted" resp="#p.ann" cert="unknown" ana="#kind.supplied"> or four</supplied> of them',
  )
  expect(xml).not.toContain('<add')
})

test('a correction of one letter is written on the whole word', () => {
  const document = one('from Ugeki to')
  accept(document, correct(document, 'e', 'a', { start: 7, end: 8 }))
  expect(body(document)).toContain('<sic>Ugeki</sic>')
  expect(body(document)).toContain('>Ugaki</corr>')
})

test('what is not accepted stands beside the text, with its standing and its reason', () => {
  const document = one('Lake Hasang here')
  correct(document, 'Hasang', 'Khasan', { reason: 'So on maps.' })
  decide(document, correct(document, 'Hasang', 'Hassan', { by: 'ben' }), 'reject', 'ann', 'no such lake')
  const xml = tei(exported(document), 'all')
  expect(body(document)).toBe(
    '<p n="1">Lake <anchor xml:id="from.c1"/>Hasang<anchor xml:id="to.c1"/> here</p>',
  )
  expect(xml).toContain(
    '<app from="#from.c1" to="#to.c1"><lem wit="#received">Hasang</lem><rdg xml:id="c.c1" type="proposed" ana="#kind.emendation" resp="#p.ann" cert="unknown">Khasan</rdg><rdg xml:id="c.c2" type="rejected" ana="#kind.emendation" resp="#p.ben" cert="unknown">Hassan</rdg></app>',
  )
  expect(xml).toContain('<note type="reason" target="#c.c1" resp="#p.ann">So on maps.</note>')
  expect(xml).toContain(
    'who="#p.ann" target="#c.c2">Rejected Hasang ] Hassan: <seg type="why">no such lake</seg></change>',
  )
})

test('a paragraph that runs on over a page turn is one p, all that stands between in it', () => {
  const document = edited(
    witness(
      p('the Russian General'),
      catchword('Staff'),
      stamp('16th Aug 1911'),
      page('2', on('Staff in 1911')),
    ),
  )
  expect(body(document)).toBe(
    '<p n="1">the Russian General\n<fw type="catch">Staff</fw>\n<stamp>16th Aug 1911</stamp>\n<pb n="2"/>Staff in 1911</p>',
  )
})

test('a word that runs on over a page turn is not parted', () => {
  const document = edited(
    witness(p('the Soviet-'), catchword('Manchoukuoan'), page('2', on('Manchoukuoan border'))),
  )
  expect(body(document)).toBe(
    '<p n="1">the Soviet-<fw type="catch">Manchoukuoan</fw><pb n="2" break="no"/>Manchoukuoan border</p>',
  )
})

test('stamps between paragraphs stand between them', () => {
  const document = edited(witness(p('One.'), stamp('Aug 28'), page('2', p('Two.'))))
  expect(body(document)).toBe(
    '<p n="1">One.</p>\n<fw type="stamp"><stamp>Aug 28</stamp></fw>\n<pb n="2"/>\n<p n="2">Two.</p>',
  )
})

test('turns become sp with their speaker; stage directions stand where they are', () => {
  const document = edited(
    witness(
      speech('Stalin', 'Stalin: Yes.'),
      block('stage', '(Reads.)'),
      speech('Stalin', 'And more.'),
      block('stage', '(Exit.)'),
      speech('Soong', 'Soong: No.'),
    ),
  )
  expect(body(document)).toBe(
    [
      '<sp who="#speaker.Stalin">',
      '<speaker>Stalin: </speaker>',
      '<p n="1">Yes.</p>',
      '<stage n="2">(Reads.)</stage>',
      '<p>And more.</p>',
      '</sp>',
      '<stage n="3">(Exit.)</stage>',
      '<sp who="#speaker.Soong">',
      '<speaker>Soong: </speaker>',
      '<p n="4">No.</p>',
      '</sp>',
    ].join('\n'),
  )
  expect(tei(exported(document), 'all')).toContain(
    '<person xml:id="speaker.Stalin"><persName>Stalin</persName></person>',
  )
})

test('divisions nest by the level of their headings', () => {
  const document = edited(
    witness(p('Before.'), heading(2, 'A'), heading(3, 'B'), p('b'), heading(2, 'C'), heading(1, 'D')),
  )
  expect(
    body(document)
      .replace(/ n="\d+"/g, '')
      .replace(/\n/g, ''),
  ).toBe(
    '<p>Before.</p><div><head>A</head><div><head>B</head><p>b</p></div></div><div><head>C</head></div><div><head>D</head></div>',
  )
})

test('items nest by their depth, and the markers are labels', () => {
  const document = edited(
    witness(item(1, '1.', 'One:'), item(2, '(a)', 'A.'), item(2, '(b)', 'B.'), item(1, '2.', 'Two.')),
  )
  expect(body(document).replace(/\n/g, '')).toBe(
    '<list rend="numbered"><item n="1."><label>1. </label>One:<list rend="numbered"><item n="(a)"><label>(a) </label>A.</item><item n="(b)"><label>(b) </label>B.</item></list></item><item n="2."><label>2. </label>Two.</item></list>',
  )
})

test('datelines and signatures at a division’s edges go into opener and closer, elsewhere into ab', () => {
  const document = edited(
    witness(
      heading(1, 'Letter'),
      block('dateline', 'Tokyo, 1938'),
      block('salutation', 'Dear Sir,'),
      p('Text.'),
      block('dateline', 'in the midst'),
      p('Text.'),
      block('label', 'Witness:'),
      block('signature', '/s/ K. Hayashi'),
      block('rule', '- - -'),
    ),
  )
  const xml = body(document)
    .replace(/\n/g, '')
    .replace(/ n="\d+"/g, '')
  expect(xml).toContain('<opener><dateline>Tokyo, 1938</dateline><salute>Dear Sir,</salute></opener>')
  expect(xml).toContain('<ab type="dateline">in the midst</ab>')
  expect(xml).toContain('<closer><signed>/s/ K. Hayashi</signed><seg type="rule">- - -</seg></closer>')
})

test('verse is lines, other line breaks are lb', () => {
  const document = edited(witness(block('verse', 'one\ntwo'), p('three\nfour')))
  expect(body(document)).toBe('<lg n="1">\n<l>one</l>\n<l>two</l>\n</lg>\n<p n="2">three<lb/>four</p>')
})

test('a note over several paragraphs points from its end to its beginning', () => {
  const document = edited(witness(p('One two.'), p('Three four.')))
  note(document, 'two.\n\nThree', 'First.\nSecond.', { type: 'textual' })
  expect(body(document)).toBe(
    '<p n="1">One <anchor xml:id="from.note_n1"/>two.</p>\n<p n="2">Three<note xml:id="n.n1" type="textual" n="a" resp="#p.ann" target="#from.note_n1"><p>First.</p><p>Second.</p></note> four.</p>',
  )
})

test('a note on a correction points to it', () => {
  const document = one('Lake Hasang here')
  const id = correct(document, 'Hasang', 'Khasan')
  note(document, '', 'Why not?', { on: id })
  expect(body(document)).toContain(
    '<note xml:id="n.n2" type="explanatory" n="1" resp="#p.ann" target="#c.c1"><p>Why not?</p></note>',
  )
})

test('what XML does not allow is shown by a picture and told of', () => {
  const document = one('a\u0001b\ufffec')
  const xml = tei(exported(document), 'all')
  expect(body(document)).toBe('<p n="1">a\u2401b\ufffdc</p>')
  expect(xml).toContain('2 characters of the source that XML does not allow are shown')
})

test('the other views are one text without markup', () => {
  const document = one('from Ugeki at Hasang')
  accept(document, correct(document, 'Ugeki', 'Ugaki', { kind: 'emendation' }))
  accept(document, correct(document, 'Hasang', 'Khasan', { kind: 'transcription' }))
  note(document, 'from', 'A note.')
  expect(body(document, 'received')).toBe('<p n="1">from Ugeki at Hasang</p>')
  expect(body(document, 'diplomatic')).toBe('<p n="1">from Ugeki at Khasan</p>')
  expect(body(document, 'reading')).toBe('<p n="1">from Ugaki at Khasan</p>')
})

test('the header names source, metadata, editors, decisions and program', () => {
  const document = one('from Ugeki')
  accept(document, correct(document, 'Ugeki', 'Ugaki'))
  const xml = tei(
    exported(document, {
      metadata: { originalLanguage: 'Chinese', url: 'https://example.org/a b"', date: '1938' },
    }),
    'all',
  )
  expect(xml).toContain('<respStmt><resp>corrections</resp><name xml:id="p.ann">Ann Author</name></respStmt>')
  expect(xml).toContain('<respStmt><resp>decisions</resp><name xml:id="p.ben">Ben Brown</name></respStmt>')
  expect(xml).toContain('<note type="originalLanguage">Chinese</note>')
  expect(xml).toContain('<date>1938</date>')
  expect(xml).toContain('<application ident="corrigenda"')
  expect(xml).toContain('who="#p.ben" target="#c.c1">Accepted Ugeki ] Ugaki</change>')
})

describe('marks of the source', () => {
  const marked = (...marks: readonly [words: string, type: string, attrs: Attrs][]) => {
    const document = edited(witness(p('from Minister Ugeki to the General')))
    document.layers.change(null, () => {
      for (const [words, type, attrs] of marks)
        document.layers.setSpan({ id: `${type} ${words}`, ...find(document, words), type, attrs })
    })
    return document
  }
  test.each<[string, [string, string, Attrs], string]>([
    ['unclear', ['Ugeki', 'unclear', { cert: 'low' }], 'Minister <unclear cert="low">Ugeki</unclear> to'],
    ['add', ['Ugeki', 'add', { place: 'left margin' }], 'Minister <add place="left_margin">Ugeki</add> to'],
    ['del', ['Ugeki', 'del', { rend: 'overstrike' }], 'Minister <del rend="overstrike">Ugeki</del> to'],
    [
      'subst',
      ['Ugeki', 'subst', { deleted: 'U & I' }],
      'Minister <subst><del rend="overtyped">U &amp; I</del><add>Ugeki</add></subst> to',
    ],
    [
      'subst of something unreadable',
      ['Ugeki', 'subst', {}],
      'Minister <subst><del rend="overtyped"><gap reason="illegible"/></del><add>Ugeki</add></subst> to',
    ],
    [
      'gap over what stands for it',
      ['Ugeki', 'gap', { reason: 'torn', extent: '2', unit: 'words' }],
      'Minister <seg type="gap"><gap reason="torn" extent="2" unit="words"/>Ugeki</seg> to',
    ],
  ])('%s', (_, mark, expected) => {
    expect(tei(exported(marked(mark)), 'all')).toContain(expected)
  })

  test('a gap that nothing stands for', () => {
    const document = marked()
    const at = find(document, 'Ugeki').start
    const attrs = { reason: 'illegible', extent: '3', unit: 'characters' }
    document.layers.change(null, () => document.layers.setMilestone({ id: 'g', at, type: 'gap', attrs }))
    expect(tei(exported(document), 'all')).toContain(
      'Minister <gap reason="illegible" extent="3" unit="characters"/>Ugeki',
    )
  })

  test('marks that cross each other say only once what was there before', () => {
    const document = marked(['Minister Ugeki', 'del', {}], ['Ugeki to', 'subst', { deleted: 'X' }])
    expect(tei(exported(document), 'all')).toContain(
      '<del>Minister <subst><del rend="overtyped">X</del><add>Ugeki</add></subst></del><add> to</add> the',
    )
  })
})

test('the editorial declaration states the principles of the edition', () => {
  const settings = settingsSchema.parse({
    principles: {
      stamps: { choice: 'omitted', text: 'But <dates> are kept.' },
      regularization: { choice: 'names' },
    },
  })
  const written = tei(exported(edited(witness(p('One.'))), { settings }), 'all')
  expect(written).toContain('<p>Stamps and catchwords are left out. But &lt;dates&gt; are kept.</p>')
  expect(written).toContain('<normalization method="markup"><p>The spelling of names is made uniform')
  expect(written).toContain('<quotation marks="all"><p>')
})
