import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { EditedDocument } from '../../../../schema/document.js'
import { docxReader } from '../../../../schema/formats/docx/read.js'
import { readFile } from '../../../../schema/formats/index.js'
import type { FileRead } from '../../../../schema/formats/reader.js'
import { Layers } from '../../../../schema/layers.js'
import { passagesOf, textOf } from '../../../../schema/readings.js'
import { witnessFaults } from '../../../../schema/witness.js'
import { del, delMark, ins, insMark, packParts, partsOf, t, wordFile, wp } from '../../../support/docx.js'
import { absent, hasMaterial, material } from '../../../support/material.js'

const read = (bytes: Uint8Array) => docxReader.read(bytes, 'a.docx')

function editedOf({ witness, layers }: FileRead): EditedDocument {
  const doc = new Y.Doc()
  if (layers) Y.applyUpdate(doc, layers)
  return new EditedDocument(witness!, new Layers(doc))
}

const blocks = ({ witness }: FileRead) =>
  witness!.blocks.map(({ start, end, kind, attrs }) => [kind, witness!.text.slice(start, end), attrs])

/** Each proposal as `Eva: struck ] added`. */
function proposals(file: FileRead): string[] {
  const document = editedOf(file)
  return document.corrections
    .inOrder()
    .map(
      c =>
        `${file.people[c.by]}: ${document.text.slice(c.start, c.end)} ] ${c.text.replaceAll('\u2029', '¶')}`,
    )
}

/** The text, a line a paragraph, as it stands when all proposals are accepted. */
function accepted(file: FileRead): string {
  const document = editedOf(file)
  document.layers.change(null, () => {
    for (const id of document.layers.correctionIds())
      document.layers.addDecision({ id: `d${id}`, on: id, act: 'accept', by: 'me', at: 1, why: '' })
  })
  return [...passagesOf(document, 'reading')]
    .flatMap(({ pieces }) => pieces.map(textOf))
    .filter(text => text.trim() !== '')
    .join('\n')
}

const losses = ({ problems }: FileRead) => problems.filter(p => p.severity === 'loss').map(p => p.code)

const here = hasMaterial('material/docx-track-changes/notes.docx')
const named = (name: string) => `${name}${here ? '' : ` ${absent}`}`

/** The words of a Pandoc document in native form, the notes left out. */
const words = (native: string) =>
  native
    .replace(/Note \[.*?\]\]/g, '')
    .match(/Str "[^"]*"|Space/g)!
    .map(word => (word === 'Space' ? ' ' : word.slice(5, -1)))
    .join('')

describe('files that another program’s tests are made of', () => {
  test.skipIf(!here).each(['insertion', 'deletion'])(
    named('a tracked %s: the text before it, and after it'),
    kind => {
      const folder = 'material/docx-track-changes/track_changes_'
      const native = (what: string) =>
        words(new TextDecoder().decode(material(`${folder}${kind}_${what}.native`)))
      const file = read(material(`${folder}${kind}.docx`))
      expect(file.witness!.text).toBe(native('reject'))
      expect(accepted(file)).toBe(native('accept'))
      expect(Object.values(file.people)).toEqual(['eng-dept'])
      const at = kind === 'insertion' ? '2014-06-25T10:40:00Z' : '2014-06-25T10:42:00Z'
      expect(editedOf(file).corrections.inOrder()[0]!.at).toBe(Date.parse(at))
    },
  )

  test.skipIf(!here)(named('foot- and endnotes are notes of the source'), () => {
    const file = read(material('material/docx-track-changes/notes.docx'))
    expect(blocks(file)).toEqual([
      ['heading', 'A footnote', { level: 2 }],
      ['paragraph', 'Test footnote.[1] Test endnote.[i]', {}],
      ['note', '[1] My note.', { n: '1', place: 'foot' }],
      ['note', '[i] This is an endnote at the end of the document.', { n: 'i', place: 'end' }],
    ])
    expect(file.layers).toBeNull()
  })
})

describe('tracked changes', () => {
  test.each([
    [
      'an addition',
      wp(t('one ') + ins('Eva', 'two ') + t('three')),
      'one three',
      ['Eva:  ] two '],
      'one two three',
    ],
    [
      'a deletion',
      wp(t('one ') + del('Eva', 'two ') + t('three')),
      'one two three',
      ['Eva: two  ] '],
      'one three',
    ],
    [
      'a replacement is one proposal',
      wp(t('from ') + del('Eva', 'Ugeki') + ins('Eva', 'Ugaki')),
      'from Ugeki',
      ['Eva: Ugeki ] Ugaki'],
      'from Ugaki',
    ],
    [
      'a replacement written the other way round',
      wp(t('from ') + ins('Eva', 'Ugaki') + del('Eva', 'Ugeki')),
      'from Ugeki',
      ['Eva: Ugeki ] Ugaki'],
      'from Ugaki',
    ],
    [
      'those of two people side by side stay two',
      wp(del('Eva', 'one') + ins('Ben', 'two') + t(' three')),
      'one three',
      ['Eva: one ] ', 'Ben:  ] two'],
      'two three',
    ],
    [
      'a paragraph that is parted',
      wp(t('one') + ins('Eva', '.'), insMark('Eva')) + wp(t('two')),
      'onetwo',
      ['Eva:  ] .¶'],
      'one.\ntwo',
    ],
    [
      'a new paragraph, its mark before it',
      wp(t('one'), insMark('Eva')) + wp(ins('Eva', 'new')) + wp(t('two')),
      'one\n\ntwo',
      ['Eva:  ] ¶new'],
      'one\nnew\ntwo',
    ],
    [
      'a new paragraph, its mark after it',
      wp(t('one')) + wp(ins('Eva', 'new'), insMark('Eva')) + wp(t('two')),
      'one\n\ntwo',
      ['Eva:  ] new¶'],
      'one\nnew\ntwo',
    ],
    [
      'text in an empty paragraph',
      wp(t('one')) + wp(ins('Eva', 'new')) + wp(t('two')),
      'one\n\ntwo',
      ['Eva:  ] ¶new'],
      'one\nnew\ntwo',
    ],
    [
      'text in an empty paragraph at the beginning',
      wp(ins('Eva', 'new')) + wp(t('two')),
      'two',
      ['Eva:  ] new¶'],
      'new\ntwo',
    ],
    [
      'text in an empty paragraph at the end',
      wp(t('one')) + wp(ins('Eva', 'new')),
      'one',
      ['Eva:  ] ¶new'],
      'one\nnew',
    ],
    [
      'a paragraph struck as a whole',
      wp(t('one')) + wp(del('Eva', 'gone'), delMark('Eva')) + wp(t('two')),
      'one\n\ngone\n\ntwo',
      ['Eva: gone ] '],
      'one\ntwo',
    ],
    [
      'half of a letter is never struck',
      wp(t('caf') + del('Eva', 'e') + t('\u0301 noir')),
      'cafe\u0301 noir',
      ['Eva: e\u0301 ] \u0301'],
      'caf\u0301 noir',
    ],
  ])('%s', (_, body, before, expected, after) => {
    const file = read(wordFile(body))
    expect(file.witness!.text).toBe(before)
    expect(proposals(file)).toEqual(expected)
    expect(accepted(file)).toBe(after)
    expect(losses(file)).toEqual([])
    expect(witnessFaults(file.witness!)).toEqual([])
  })

  test.each([
    ['join', wp(t('one'), delMark('Eva')) + wp(t('two'))],
    ['move', wp(`${t('one')}<w:moveFrom w:id="1" w:author="Eva"><w:r><w:t>two</w:t></w:r></w:moveFrom>`)],
    ['format-change', wp(t('one', '<w:rPrChange w:id="1" w:author="Eva"><w:rPr/></w:rPrChange>'))],
    ['struck-addition', wp(`${t('one')}<w:ins w:id="1" w:author="Eva">${del('Ben', 'two')}</w:ins>`)],
    ['picture', wp(`${t('one')}<w:r><w:drawing/></w:r>`)],
    ['symbol', wp('<w:r><w:sym w:font="X" w:char="F0E0"/></w:r>')],
  ])('what cannot be kept is listed: %s', (code, body) => {
    const file = read(wordFile(body))
    expect(losses(file)).toEqual([code])
    expect(file.problems.find(p => p.code === code)!.message).toMatch(
      /^word\/document\.xml: .*paragraph 1\.$/,
    )
  })

  test('one name is one person, whatever the file', () => {
    const one = read(wordFile(wp(t('a ') + ins('Eva Ek', 'b'))))
    const two = read(wordFile(wp(t('c ') + del('Eva Ek', 'd'))))
    expect(Object.keys(one.people)).toEqual(Object.keys(two.people))
    expect(Object.keys(one.people)[0]).toMatch(/^[\w:]{1,64}$/)
  })
})

describe('blocks', () => {
  const styles =
    '<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>' +
    '<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="berschrift1"/></w:style>' +
    '<w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop"/></w:style>' +
    '<w:style w:type="paragraph" w:styleId="Outline"><w:name w:val="Outline"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>' +
    '<w:style w:type="paragraph" w:styleId="Zitat"><w:name w:val="Quote"/></w:style>'

  test.each([
    ['berschrift1', 'heading', { level: 1 }],
    ['Mine', 'heading', { level: 1 }],
    ['Outline', 'heading', { level: 3 }],
    ['Zitat', 'quotation', {}],
    ['Loop', 'paragraph', {}],
    ['Unknown', 'paragraph', {}],
  ])('the style %s is a %s', (style, kind, attrs) => {
    const file = read(wordFile(wp(t('text'), `<w:pStyle w:val="${style}"/>`), { styles }))
    expect(blocks(file)).toEqual([[kind, 'text', attrs]])
  })

  test('lists are counted as Word shows them', () => {
    const level = (n: number, format: string, text: string) =>
      `<w:lvl w:ilvl="${n}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/></w:lvl>`
    const numbering = `<w:abstractNum w:abstractNumId="0">${level(0, 'decimal', '%1.')}${level(1, 'lowerLetter', '%1.%2)')}</w:abstractNum><w:abstractNum w:abstractNumId="1">${level(0, 'bullet', '')}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>`
    const item = (num: number, level: number, text: string) =>
      wp(t(text), `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${num}"/></w:numPr>`)
    const file = read(
      wordFile(item(1, 0, 'a') + item(1, 1, 'b') + item(1, 1, 'c') + item(2, 0, 'd') + item(1, 0, 'e'), {
        numbering,
      }),
    )
    expect(blocks(file).map(([kind, text]) => `${kind} ${text}`)).toEqual([
      'item 1. a',
      'item 1.a) b',
      'item 1.b) c',
      'item • d',
      'item 2. e',
    ])
    expect(blocks(file)[1]![2]).toEqual({ marker: '1.a)', ordered: true, depth: 2 })
    expect(file.witness!.spans[0]).toEqual({ id: 's1', start: 0, end: 2, type: 'marker' })
  })

  test('italics, links, line breaks, page breaks and boxes are kept', () => {
    const box = `<w:r><mc:AlternateContent><mc:Choice><w:txbxContent>${wp(t('in a box'))}</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>${wp(t('in a box'))}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>`
    const file = read(
      wordFile(
        wp(
          `${t('a ')}${t('b', '<w:i/>')}<w:r><w:br/></w:r><w:hyperlink r:id="link">${t('c')}</w:hyperlink><w:r><w:br w:type="page"/></w:r>${box}${t('d')}`,
        ),
      ),
    )
    expect(blocks(file)).toEqual([
      ['paragraph', 'a b\ncd', {}],
      ['label', 'in a box', { place: 'box' }],
    ])
    expect(file.witness!.spans.map(({ start, end, type, attrs }) => [start, end, type, attrs])).toEqual([
      [2, 3, 'hi', { rend: 'italic' }],
      [4, 5, 'link', { target: 'https://example.org/' }],
    ])
    expect(file.witness!.milestones).toEqual([{ id: 'm1', at: 5, type: 'pb' }])
  })
})

describe('notes', () => {
  const comment = (id: string, text: string, paragraph = '') =>
    `<w:comment w:id="${id}" w:author="Eva" w:date="2024-05-01T10:00:00Z"><w:p${paragraph ? ` w14:paraId="${paragraph}"` : ''}>${t(text)}</w:p></w:comment>`
  const start = '<w:commentRangeStart w:id="0"/>'
  const end = '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'

  test.each([
    ['on its words', wp(`${t('one ')}${start}${t('two')}${end}${t(' three')}`), 'two'],
    [
      'on the word before, where it has none',
      wp(`${t('one two')}<w:r><w:commentReference w:id="0"/></w:r>`),
      'two',
    ],
    [
      'over a paragraph’s end',
      wp(`${t('one ')}${start}${t('two')}`) + wp(`${t('three')}${end}`),
      'two\n\nthree',
    ],
  ])('a comment is a note of its author %s', (_, body, words) => {
    const file = read(wordFile(body, { comments: comment('0', 'Why?') }))
    const [note] = editedOf(file).notes.inOrder()
    expect(file.witness!.text.slice(note!.start, note!.end)).toBe(words)
    expect([file.people[note!.by], note!.text, note!.at]).toEqual([
      'Eva',
      'Why?',
      Date.parse('2024-05-01T10:00:00Z'),
    ])
  })

  test('a comment on what somebody has added is a note on that proposal', () => {
    const file = read(
      wordFile(wp(`${t('one ')}${start}${ins('Ben', 'two')}${end}`), { comments: comment('0', 'Why?') }),
    )
    const document = editedOf(file)
    expect(document.notes.inOrder()[0]!.on).toBe(document.corrections.inOrder()[0]!.id)
  })

  test('an answer to a comment is a reply', () => {
    const file = read(
      wordFile(wp(`${t('one ')}${start}${t('two')}${end}`), {
        comments: comment('0', 'Why?', '00000001') + comment('1', 'Because.', '00000002'),
        commentsExtended:
          '<w15:commentEx w15:paraId="00000001"/><w15:commentEx w15:paraId="00000002" w15:paraIdParent="00000001"/>',
      }),
    )
    const document = editedOf(file)
    const [note, ...others] = document.notes.inOrder()
    expect(others).toEqual([])
    expect(document.repliesOn(note!.id).map(r => r.text)).toEqual(['Because.'])
  })

  test('a footnote that somebody has added is their note', () => {
    const file = read(
      wordFile(
        wp(
          `${t('one two')}<w:ins w:id="1" w:author="Eva"><w:r><w:footnoteReference w:id="2"/></w:r></w:ins>`,
        ),
        { footnotes: `<w:footnote w:id="2">${wp(t('A general.'))}</w:footnote>` },
      ),
    )
    expect(file.witness!.text).toBe('one two')
    const [note] = editedOf(file).notes.inOrder()
    expect([note!.text, note!.type, file.people[note!.by]]).toEqual(['A general.', 'explanatory', 'Eva'])
  })
})

describe('what cannot be read', () => {
  const good = wordFile(wp(t('text')))
  const withDocument = (xml: string) => packParts({ ...partsOf(good), 'word/document.xml': xml })
  test.each([
    ['not-a-zip', new TextEncoder().encode('no Word file')],
    ['not-a-zip', good.subarray(0, good.length >> 1)],
    ['old-word', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0])],
    ['not-word', packParts({ 'a.xml': '<a/>' })],
    ['not-word', withDocument('<a/>')],
    ['empty', wordFile(wp(''))],
    ['empty', wordFile(wp(ins('Eva', 'all new')))],
    ['bad-xml', withDocument('<a>\n<b></a>')],
    ['bad-xml', withDocument('<a>&nbsp;</a>')],
    ['bad-xml', withDocument('<x:a/>')],
    ['doctype', withDocument('<!DOCTYPE a [<!ENTITY e "eeee"><!ENTITY f "&e;&e;">]><a>&f;</a>')],
    ['doctype', withDocument('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>')],
    ['too-deep', withDocument(`${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}`)],
    ['too-large', packParts({ ...partsOf(good), 'word/document.xml': `<a>${' '.repeat(70_000_000)}</a>` })],
  ])('%s', (code, bytes) => {
    const { witness, problems, source } = docxReader.read(bytes, 'a.docx')
    expect(witness).toBeNull()
    expect(problems.map(p => [p.severity, p.code])).toEqual([['error', code]])
    expect(source).toBe(bytes)
  })

  test('names the part, the line and the column', () => {
    const { problems } = read(withDocument('<a>\n<b></a>'))
    expect(problems[0]).toMatchObject({ line: 2, message: expect.stringContaining('word/document.xml') })
  })

  test('a path that leads out of the file leads nowhere', () => {
    const bytes = packParts({
      ...partsOf(good),
      'word/_rels/document.xml.rels':
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="x/styles" Target="../../../etc/passwd"/></Relationships>',
      '../evil.xml': '<a/>',
    })
    expect(read(bytes).witness!.text).toBe('text')
  })

  test('every cut of a file ends in a problem, not in an exception', () => {
    let failed = 0
    for (let length = 0; length < good.length; length += 7)
      if (read(good.subarray(0, length)).witness === null) failed++
    expect(failed).toBe(Math.ceil(good.length / 7))
  })
})

test('a Word file is known by its content, whatever it is called', () => {
  const good = wordFile(wp(t('text')))
  expect(readFile(good, 'letter').reader).toBe('docx')
  expect(readFile(good, 'letter.docx').reader).toBe('docx')
  expect(docxReader.recognises(packParts({ 'manifest.json': '{}' }), 'a.corrigenda')).toBe(false)
})
