import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { EditedDocument } from '../../../../schema/document.js'
import { type FileRead, readFile } from '../../../../schema/formats/index.js'
import { textFormat } from '../../../../schema/formats/plain/write.js'
import { teiReader } from '../../../../schema/formats/tei/read/read.js'
import { teiFormat } from '../../../../schema/formats/tei/write.js'
import type { Layers } from '../../../../schema/layers.js'
import { witnessFaults } from '../../../../schema/witness.js'
import { absent, hasMaterial } from '../../../support/material.js'
import { Random } from '../../../support/random.js'
import { faultsOf, hasSchema } from '../../../support/tei-schema.js'
import { combinations, editAtRandom, exportedOf, optionsOf } from './editing.js'

// The schema takes its time to compile: no test is to wait for that.
beforeAll(() => {
  if (hasSchema) faultsOf('<TEI/>')
}, 300_000)

const header =
  '<teiHeader><fileDesc><titleStmt><title>A letter</title><respStmt><resp>edited</resp><name xml:id="bo">Bo Ek</name></respStmt></titleStmt><publicationStmt><p>Published.</p></publicationStmt><sourceDesc><p>A letter.</p></sourceDesc></fileDesc></teiHeader>'

function file(body: string, before = '<?xml version="1.0" encoding="UTF-8"?>\n'): string {
  return `${before}<TEI xmlns="http://www.tei-c.org/ns/1.0">\n${header}\n<text><body>${body}</body></text></TEI>\n`
}

const bytesOf = (xml: string) => new TextEncoder().encode(xml)
const readXml = (xml: string): FileRead => readFile(bytesOf(xml), 'letter.xml')

/** Blocks as `kind: text`. */
function blocksOf({ witness }: FileRead): string[] {
  return witness!.blocks.map(({ kind, start, end }) => `${kind}: ${witness!.text.slice(start, end)}`)
}

/** The body of what is written after `edit` has changed the layers. */
function writtenAfter(
  body: string,
  edit: (layers: Layers, at: (words: string) => [number, number]) => void,
): string {
  const read = readXml(file(body))
  const exported = exportedOf(read)
  const { layers, text, witness } = exported.document
  edit(layers, words => {
    const start = text.indexOf(words)
    expect(start, words).toBeGreaterThanOrEqual(0)
    return [start, start + words.length]
  })
  const document = new EditedDocument(witness, layers)
  const xml = new TextDecoder().decode(teiFormat.write({ ...exported, document }, 'all'))
  if (hasSchema) expect(faultsOf(xml)).toEqual([])
  const again = readXml(xml)
  expect(again.witness?.text.replace(/\s+/g, ' ')).toBe(witness.text.replace(/\s+/g, ' '))
  return /<body>([\s\S]*)<\/body>/.exec(xml)![1]!
}

function accept(layers: Layers, [start, end]: [number, number], text: string): void {
  const said = {
    side: -1,
    kind: 'emendation',
    reason: '',
    evidence: '',
    certainty: 'high',
    by: 'ann',
    at: 1,
  } as const
  layers.addCorrection({ id: 'c', start, end, text, parent: null, ...said })
  layers.addDecision({ id: 'd', on: 'c', act: 'accept', by: 'ann', at: 2, why: '' })
}

const corr = '<corr resp="#p.ann" cert="high" ana="#kind.emendation">'

describe('what TEI elements become', () => {
  const cases: readonly (readonly [name: string, body: string, blocks: readonly string[]])[] = [
    ['indentation is no text', '<p>one\n      two <hi>three</hi>\n   </p>', ['paragraph: one two three']],
    [
      'line breaks',
      '<p><lb/>one <lb n="2"/> two-<lb break="no"/>three<lb/></p>',
      ['paragraph: one\ntwo-\nthree'],
    ],
    [
      'heads by depth',
      '<div><head>A</head><div><head>B</head><p>c</p></div></div>',
      ['heading: A', 'heading: B', 'paragraph: c'],
    ],
    [
      'a turn',
      '<sp who="#bo"><speaker>Ek.</speaker><p>Yes.</p><stage>Exit</stage><p>No.</p></sp>',
      ['speech: Ek. Yes.', 'stage: Exit', 'speech: No.'],
    ],
    ['utterances', '<u who="#bo"><seg>One.</seg><seg>Two.</seg></u>', ['speech: One.', 'speech: Two.']],
    ['verse', '<lg><l>a</l><l>b</l></lg>', ['verse: a\nb']],
    [
      'lists',
      '<list><item>a<list><item>b</item></list></item><label>2.</label><item>c</item></list>',
      ['item: a', 'item: b', 'item: 2. c'],
    ],
    ['cells', '<table><row><cell>a</cell><cell>b</cell></row></table>', ['paragraph: a', 'paragraph: b']],
    [
      'a letter',
      '<div><opener><dateline>Rome</dateline><salute>Sir,</salute></opener><p>x</p><closer><signed>B.</signed></closer></div>',
      ['dateline: Rome', 'salutation: Sir,', 'paragraph: x', 'signature: B.'],
    ],
    [
      'a stamp within a paragraph',
      '<p>one <fw type="stamp"><stamp>SEEN</stamp></fw> two</p>',
      ['paragraph: one', 'stamp: SEEN', 'paragraph: two'],
    ],
    [
      'a note of the source',
      '<p>one<note n="1" place="foot">See <hi>x</hi>.</note> two</p><p>three</p>',
      ['paragraph: one two', 'note: See x.', 'paragraph: three'],
    ],
    ['a quotation', '<p>say <q>yes</q></p><quote><p>no</p></quote>', ['paragraph: say yes', 'quotation: no']],
    [
      'references and CDATA',
      '<p>&lt;a&gt; &#233;&#x1F600; <![CDATA[<b> & c]]></p>',
      ['paragraph: <a> é😀 <b> & c'],
    ],
    ['an own element', '<p>one <x:y xmlns:x="http://example.org">two</x:y></p>', ['paragraph: one two']],
  ]
  for (const [name, body, blocks] of cases)
    it(name, () => {
      const read = readXml(file(body))
      expect(blocksOf(read)).toEqual(blocks)
      expect(witnessFaults(read.witness!)).toEqual([])
      expect(teiFormat.write(exportedOf(read), 'all')).toEqual(bytesOf(file(body)))
    })

  it('keeps pages, speakers and attributes', () => {
    const { witness } = readXml(
      file('<pb n="4" facs="a.jpg"/><sp who="#bo"><p rend="small">one <ref target="#bo">two</ref></p></sp>'),
    )
    expect(witness!.milestones).toEqual([{ id: 'm1', at: 0, type: 'pb', n: '4', attrs: { facs: 'a.jpg' } }])
    expect(witness!.blocks[0]!.attrs).toEqual({ who: 'Bo Ek', 'tei:rend': 'small' })
    expect(witness!.spans).toEqual([{ id: 's1', start: 4, end: 7, type: 'ref', attrs: { target: '#bo' } }])
  })

  it('marks what the source itself has added, deleted and overwritten', () => {
    const { witness } = readXml(
      file(
        '<p><unclear cert="low">a</unclear> <gap reason="torn" quantity="2" unit="words"/> <add place="above">b</add> <del>c</del> <subst><del rend="x">d</del><add>e</add></subst></p>',
      ),
    )
    expect(witness!.text).toBe('a b c e')
    expect(witness!.spans.map(({ type, attrs }) => [type, attrs])).toEqual([
      ['unclear', { cert: 'low' }],
      ['add', { place: 'above' }],
      ['del', undefined],
      ['subst', { deleted: 'd', rend: 'x' }],
    ])
    expect(witness!.milestones.map(({ type, attrs }) => [type, attrs])).toEqual([
      ['gap', { reason: 'torn', unit: 'words', extent: '2' }],
    ])
  })
})

describe('what earlier editors did', () => {
  it('becomes accepted corrections of those whom @resp names', () => {
    const read = readXml(
      file(
        '<p>the <choice><sic>horsse</sic><corr resp="#bo" cert="low">horse</corr></choice> <choice><abbr>Mr</abbr><expan>Mister</expan></choice> ran <supplied>to</supplied> us <surplus>us</surplus></p>',
      ),
    )
    expect(read.witness!.text).toBe('the horsse Mr ran us us')
    const { document } = exportedOf(read)
    const found = document.corrections.inOrder()
    expect(
      found.map(c => [document.text.slice(c.start, c.end), c.text, c.kind, c.certainty, read.people[c.by]]),
    ).toEqual([
      ['horsse', 'horse', 'emendation', 'low', 'Bo Ek'],
      ['Mr', 'Mister', 'expansion', 'unknown', 'Earlier editor'],
      ['', 'to ', 'supplied', 'unknown', 'Earlier editor'],
      ['us', '', 'surplus', 'unknown', 'Earlier editor'],
    ])
    expect(found.map(({ id }) => document.standing(id))).toEqual([
      'accepted',
      'accepted',
      'accepted',
      'accepted',
    ])
  })

  it('becomes notes and names', () => {
    const read = readXml(
      file('<p>in <placeName ref="#l1">Rome</placeName><note resp="#bo">The town.</note> now</p>'),
    )
    const { document } = exportedOf(read)
    expect(document.notes.inOrder().map(n => [document.text.slice(n.start, n.end), n.text])).toEqual([
      ['Rome', 'The town.'],
    ])
    expect(document.names.inOrder().map(n => [document.text.slice(n.start, n.end), n.type])).toEqual([
      ['Rome', 'place'],
    ])
    expect(read.witness!.spans[0]!.attrs).toEqual({ ref: '#l1' })
  })
})

describe('editing a document that was read from TEI', () => {
  it('writes a correction where its words stand', () => {
    const body = writtenAfter('<p>from <hi rend="i">Ugeki</hi> to\n   us</p>', (layers, at) =>
      accept(layers, at('Ugeki'), 'Ugaki'),
    )
    expect(body).toBe(
      `<p>from <hi rend="i"><choice xml:id="c.c"><sic>Ugeki</sic>${corr}Ugaki</corr></choice></hi> to\n   us</p>`,
    )
  })

  it('closes and opens again what only says how words look', () => {
    const body = writtenAfter('<p>from <hi rend="i">old Ugeki</hi> here on</p>', (layers, at) =>
      accept(layers, at('Ugeki here'), 'Ugaki there'),
    )
    expect(body).toBe(
      `<p>from <hi rend="i">old </hi><choice xml:id="c.c"><sic><hi rend="i">Ugeki</hi> here</sic>${corr}Ugaki there</corr></choice> on</p>`,
    )
  })

  it('writes parts where something must stay whole', () => {
    const body = writtenAfter('<p>by <persName ref="#a">General Ugeki</persName> here</p>', (layers, at) =>
      accept(layers, at('Ugeki here'), 'Ugaki there'),
    )
    expect(body).toContain('<persName ref="#a">General <choice xml:id="c.c">')
    expect(body).toContain('<choice xml:id="c.c-2" prev="#c.c">')
  })

  it('writes notes, names, page breaks and splits', () => {
    const body = writtenAfter('<p>one two <hi>three four</hi> five</p>', (layers, at) => {
      const said = { by: 'ann', at: 1 }
      layers.addNote({
        id: 'n',
        start: at('two')[0],
        end: at('two')[1],
        on: null,
        type: 'explanatory',
        text: 'Why.',
        ...said,
      })
      layers.setName({
        id: 'm',
        start: at('three')[0],
        end: at('three')[1],
        type: 'person',
        ref: '',
        ...said,
      })
      layers.setMilestone({ id: 'p', at: at('five')[0], type: 'pb', n: '2' })
      layers.setBreak(at('four')[0], true)
    })
    expect(body).toBe(
      '<p>one <anchor xml:id="from.note_n"/>two<note xml:id="n.n" type="explanatory" n="1" resp="#p.ann" target="#from.note_n"><p>Why.</p></note> <hi><persName xml:id="name.m">three</persName> </hi></p><p><hi>four</hi> <pb n="2"/>five</p>',
    )
  })

  it('takes a reading out of the text that is rejected', () => {
    const body = writtenAfter('<p>the <choice><sic>horsse</sic><corr>horse</corr></choice> ran</p>', layers =>
      layers.addDecision({
        id: 'd',
        on: 'tei-c1',
        act: 'reject',
        by: 'ann',
        at: Date.UTC(2026, 1, 1),
        why: 'No.',
      }),
    )
    expect(body).toBe('<p>the <anchor xml:id="from.tei-c1"/>horsse<anchor xml:id="to.tei-c1"/> ran</p>')
  })

  it('writes a file in Latin-1 as one', () => {
    const xml = file('<p>caf\u00e9 noir</p>', '<?xml version="1.0" encoding="ISO-8859-1"?>')
    const read = readFile(
      Uint8Array.from(xml, c => c.charCodeAt(0)),
      'l.xml',
    )
    expect(read.witness!.text).toBe('café noir')
    const exported = exportedOf(read)
    accept(exported.document.layers, [5, 9], 'doré €')
    const document = new EditedDocument(read.witness!, exported.document.layers)
    const written = String.fromCharCode(...teiFormat.write({ ...exported, document }, 'all'))
    expect(written).toContain('<p>caf\u00e9 <choice')
    expect(written).toContain('dor&#233; &#8364;')
  })
})

describe('changed kinds and speakers', () => {
  const cases: readonly (readonly [
    name: string,
    body: string,
    words: string,
    attrs: Readonly<Record<string, string>>,
    written: string,
  ])[] = [
    [
      'a paragraph at the top of a division',
      '<div><p>One</p><p>Two</p></div>',
      'One',
      { kind: 'heading' },
      '<div><head>One</head><p>Two</p></div>',
    ],
    [
      'a paragraph further down',
      '<div><p>One</p><p>Two</p></div>',
      'Two',
      { kind: 'heading' },
      '<div><p>One</p><ab type="heading">Two</ab></div>',
    ],
    [
      'a heading',
      '<div><head>One</head><p>Two</p></div>',
      'One',
      { kind: 'paragraph' },
      '<div><p>One</p><p>Two</p></div>',
    ],
    [
      'a stage direction',
      '<p>One</p><p>(Exit.)</p>',
      '(Exit.)',
      { kind: 'stage' },
      '<p>One</p><stage>(Exit.)</stage>',
    ],
    [
      'a signature',
      '<p>One</p><p>B. Ek</p>',
      'B. Ek',
      { kind: 'signature' },
      '<p>One</p><ab type="signature">B. Ek</ab>',
    ],
    [
      'a speech',
      '<p>One</p><p>Yes.</p>',
      'Yes.',
      { kind: 'speech', who: 'Wang & Co' },
      '<p>One</p><sp who="#speaker.Wang___Co"><p>Yes.</p></sp>',
    ],
    [
      'another speaker',
      '<sp who="#bo"><p>Yes.</p></sp><sp who="#x"><p>No.</p></sp>',
      'No.',
      { who: 'Bo Ek' },
      '<sp who="#bo"><p>Yes.</p></sp><sp who="#bo"><p>No.</p></sp>',
    ],
  ]
  for (const [name, body, words, attrs, written] of cases)
    it(name, () => {
      expect(
        writtenAfter(body, (layers, at) => {
          for (const [key, value] of Object.entries(attrs)) layers.setBlockAttr(at(words)[0], key, value)
        }),
      ).toBe(written)
      const [kind] = blocksOf(readXml(file(written))).filter(block => block.endsWith(`: ${words}`))
      expect(kind).toBe(`${attrs.kind ?? 'speech'}: ${words}`)
    })
})

describe('other formats of a document read from TEI', () => {
  it('has the received text in UTF-8, whatever its file was in', () => {
    const xml = file('<p>caf\u00e9 &#x4e2d;</p>', '<?xml version="1.0" encoding="ISO-8859-1"?>')
    const read = readFile(
      Uint8Array.from(xml, c => c.charCodeAt(0)),
      'l.xml',
    )
    const exported = exportedOf(read)
    expect(new TextDecoder().decode(textFormat.write(exported, 'received'))).toBe('café 中')
    expect(teiFormat.write(exported, 'received')).toBe(read.source)
    for (const view of ['diplomatic', 'reading'] as const) {
      const written = new TextDecoder().decode(teiFormat.write(exported, view))
      expect(written).toContain('café 中')
      if (hasSchema) expect(faultsOf(written)).toEqual([])
    }
  })
})

describe('files that cannot be read', () => {
  const deep = `${'<seg>'.repeat(100_000)}x`
  const cases: readonly (readonly [name: string, bytes: Uint8Array | string, code: string, line: number])[] =
    [
      ['cut short', file('<p>one two').slice(0, -20), 'not-well-formed', 4],
      ['wrongly nested', file('\n<p><hi>one</p></hi>'), 'not-well-formed', 5],
      ['a name that means nothing', file('<p>&eacute;</p>'), 'not-well-formed', 4],
      [
        'an entity bomb',
        file(
          '<p>&b;</p>',
          '<?xml version="1.0"?>\n<!DOCTYPE TEI [<!ENTITY a "xxxxxxxx"><!ENTITY b "&a;&a;&a;">]>\n',
        ),
        'entities',
        2,
      ],
      [
        'a file from elsewhere',
        file('<p>&b;</p>', '<!DOCTYPE TEI [<!ENTITY b SYSTEM "file:///etc/passwd">]>\n'),
        'entities',
        1,
      ],
      ['too deep', file(deep), 'too-deep', 4],
      ['no text', file('<p/>'), 'empty', 1],
      [
        'an encoding that is not read',
        file('<p>x</p>', '<?xml version="1.0" encoding="KOI8-R"?>'),
        'encoding',
        1,
      ],
      [
        'bytes that are not what is declared',
        Uint8Array.from(file('<p>caf\u00e9</p>'), c => c.charCodeAt(0)),
        'encoding',
        4,
      ],
    ]
  for (const [name, given, code, line] of cases)
    it(name, () => {
      const { reader, witness, problems } = readFile(
        typeof given === 'string' ? bytesOf(given) : given,
        'x.xml',
      )
      expect(reader).toBe('tei')
      expect(witness).toBeNull()
      expect(problems.map(p => [p.severity, p.code, p.line])).toEqual([['error', code, line]])
    })

  it('reads a document type without entities, UTF-16, and huge attributes', () => {
    expect(readXml(file('<p>x</p>', '<!DOCTYPE TEI SYSTEM "tei.dtd">\n')).witness!.text).toBe('x')
    const wide = Uint8Array.from(
      Buffer.from(`\ufeff${file('<p>né</p>', '<?xml version="1.0" encoding="UTF-16"?>')}`, 'utf16le'),
    )
    const read = readFile(wide, 'x.xml')
    expect(read.witness!.text).toBe('né')
    expect(teiFormat.write(exportedOf(read), 'all')).toEqual(wide)
    const huge = readXml(file(`<p>a <hi rend="${'x'.repeat(5_000_000)}">b</hi></p>`))
    expect(huge.witness!.spans).toEqual([{ id: 's1', start: 2, end: 3, type: 'hi' }])
  })
})

const folders = [
  'frus',
  'frus-history',
  'dahn-berlin',
  'dahn-estournelles',
  'parlaclarin',
  'tei-guidelines-examples',
  'tei-p5-test',
  'tei-stylesheets-test',
]
const here = hasMaterial('material/frus') && hasSchema

describe.skipIf(!here)(`real files${here ? '' : ` ${absent}`}`, () => {
  const root = fileURLToPath(new URL('../../../../../shared/material', import.meta.url))
  for (const folder of folders)
    it(folder, { timeout: 300_000 }, () => {
      let count = 0
      const paths = here ? readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).sort() : []
      for (const path of paths.filter(p => p.endsWith('.xml'))) {
        const bytes = new Uint8Array(readFileSync(join(root, folder, path)))
        if (!teiReader.recognises(bytes, path)) continue
        const read = teiReader.read(bytes, path)
        if (!read.witness) {
          expect(read.problems.map(p => p.code).join(), path).toMatch(/^(?:empty|entities)$/)
          continue
        }
        count++
        // Untouched it is the file.
        const exported = exportedOf(read)
        expect(teiFormat.write(exported, 'all'), path).toBe(bytes)
        // Edited it is as valid as before, and reads as the same text.
        if (read.witness.source.encoding !== 'utf-8') continue
        const { layers } = exported.document
        editAtRandom(exported.document, new Random(count), 6)
        const edited = teiFormat.write(
          {
            ...exported,
            document: new EditedDocument(read.witness, layers),
            options: optionsOf(count % combinations),
          },
          'all',
        )
        const again = teiReader.read(edited, path)
        expect(again.witness, `${path}: ${again.problems[0]?.message}`).not.toBeNull()
        if (folder.startsWith('tei-')) continue
        const before = new Set(faultsOf(new TextDecoder().decode(bytes)).map(withoutLine))
        const added = faultsOf(new TextDecoder().decode(edited)).filter(
          fault => !before.has(withoutLine(fault)),
        )
        expect(added, path).toEqual([])
        expect(letters(again.witness!.text), path).toBe(letters(read.witness.text))
      }
      expect(count).toBeGreaterThan(0)
    })
})

const withoutLine = (fault: string) => fault.replace(/^line \d+: /, '')

/** The letters of a text in an order of their own: a paragraph that was split has its notes elsewhere. */
const letters = (text: string) => [...text.replace(/\s+/g, '')].sort().join('')
