/** Tables of Word files, read. */
import { describe, expect, test } from 'vitest'
import { docxReader } from '../../../../schema/formats/docx/read.js'
import { writeDocx } from '../../../../schema/formats/docx/write.js'
import type { FileRead } from '../../../../schema/formats/reader.js'
import { witnessFaults } from '../../../../schema/witness.js'
import { del, delMark, ins, insMark, t, wordFile, wp } from '../../../support/docx.js'
import { exported } from '../../../support/layers.js'
import {
  cell,
  cellsOf,
  editedOf,
  goesOn,
  head,
  losses,
  proposals,
  tbl,
  tc,
  top,
  tr,
  wide,
} from '../../../support/word-tables.js'

const read = (bytes: Uint8Array) => docxReader.read(bytes, 'a.docx')

describe('read', () => {
  test.each([
    [
      'a block a paragraph of a cell, with table, row and cell',
      wp(t('x')) +
        tbl(tr(cell('a'), tc(wp(t('b')) + wp(t('c')))), tr(cell('d'), cell('e'))) +
        wp(t('y')) +
        tbl(tr(cell('f'))),
      'x\n\na\tb\nc\nd\te\n\ny\n\nf',
      ['x', '1:1.1 a', '1:1.2 b', '1:1.2 c', '1:2.1 d', '1:2.2 e', 'y', '2:1.1 f'],
    ],
    [
      'merged cells',
      tbl(
        tr(cell('a', top), cell('b', wide(2))),
        tr(cell('', goesOn), cell('c'), cell('d')),
        tr(cell('e'), cell('f'), cell('g')),
      ),
      'a\tb\nc\td\ne\tf\tg',
      ['1:1.1 rows=2 a', '1:1.2 cols=2 b', '1:2.1 c', '1:2.2 d', '1:3.1 e', '1:3.2 f', '1:3.3 g'],
    ],
    [
      'a merged cell under which there are words after all',
      tbl(tr(cell('a', top)), tr(cell('', goesOn)), tr(cell('b', goesOn)), tr(cell('', goesOn))),
      'a\nb',
      ['1:1.1 rows=2 a', '1:3.1 b'],
    ],
    [
      'cells without words',
      tbl(
        tr(cell('', wide(2)), cell('a')),
        tr(cell('', top), cell(''), cell('b')),
        tr(cell('', goesOn), cell('c')),
      ),
      'a\nb\nc',
      ['1:1.3 a', '1:2.3 b', '1:3.2 c'],
    ],
    [
      'a row that begins further in, and one of headings',
      tbl(head(cell('a'), cell('b')), `<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>${cell('c')}</w:tr>`),
      'a\tb\nc',
      ['1:1.1 role=label a', '1:1.2 role=label b', '1:2.2 c'],
    ],
    [
      'rows and cells in content controls',
      tbl(
        `<w:sdt><w:sdtContent>${tr(cell('a'), `<w:sdt><w:sdtContent>${cell('b')}</w:sdtContent></w:sdt>`)}</w:sdtContent></w:sdt>`,
      ),
      'a\tb',
      ['1:1.1 a', '1:1.2 b'],
    ],
  ])('%s', (_, body, text, expected) => {
    const file = read(wordFile(body))
    expect(file.witness!.text).toBe(text)
    expect(cellsOf(file)).toEqual(expected)
    expect(losses(file)).toEqual([])
    expect(witnessFaults(file.witness!)).toEqual([])
  })

  test('the cells of a table in a cell are paragraphs of that', () => {
    const inner = tbl(tr(cell('b'), cell('c')))
    const file = read(wordFile(tbl(tr(tc(wp(t('a')) + inner + wp('')), cell('d')))))
    expect(cellsOf(file)).toEqual(['1:1.1 a', '1:1.1 b', '1:1.1 c', '1:1.2 d'])
    expect(losses(file)).toEqual(['nested-table'])
  })

  test('a picture in a merged cell is told of', () => {
    const picture = tc(wp('<w:r><w:drawing/></w:r>'), goesOn)
    expect(losses(read(wordFile(tbl(tr(cell('a', top)), tr(picture)))))).toEqual(['picture'])
  })

  test('a list’s numbers in cells are text', () => {
    const numbering =
      '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    const numbered = (text: string) =>
      tc(wp(t(text), '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'))
    const file = read(wordFile(tbl(tr(numbered('a')), tr(numbered('b'))), { numbering }))
    expect(cellsOf(file)).toEqual(['1:1.1 1. a', '1:2.1 2. b'])
  })

  test('tables in the source’s notes are tables of their own', () => {
    const file = read(
      wordFile(tbl(tr(tc(wp(`${t('a')}<w:r><w:footnoteReference w:id="2"/></w:r>`)))), {
        footnotes: `<w:footnote w:id="2">${tbl(tr(cell('b'), cell('c')))}</w:footnote>`,
      }),
    )
    expect(cellsOf(file)).toEqual([
      '1:1.1 a[1]',
      '2:1.1 note n=1 place=foot [1]b',
      '2:1.2 note n=1 place=foot c',
    ])
  })

  test.each([
    [
      'changes of words',
      tbl(
        tr(cell('a'), tc(wp(del('Eva', 'Ugeki') + ins('Eva', 'Ugaki')))),
        tr(tc(wp(ins('Ben', 'x') + t('b')))),
      ),
      'a\tUgeki\nb',
      ['Eva: Ugeki ] Ugaki', 'Ben:  ] x'],
      [],
    ],
    [
      'a paragraph added in a cell',
      tbl(tr(tc(wp(t('a'), insMark('Eva')) + wp(ins('Eva', 'new'))), cell('b'))),
      'a\tb',
      ['Eva:  ] ¶new'],
      [],
    ],
    [
      'a paragraph parted in a cell that somebody has struck, mark and all',
      tbl(tr(tc(wp(del('Eva', 'a'), delMark('Eva')) + wp(del('Eva', 'b'), delMark('Eva'))), cell('c'))),
      'a\nb\tc',
      ['Eva: a\nb ] '],
      [],
    ],
    [
      'words in an empty cell',
      tbl(tr(cell('a'), tc(wp(ins('Eva', 'new'))), cell('b'))),
      'a\tb',
      ['Eva:  ] ¶new'],
      ['cell-addition'],
    ],
    [
      'a row that was added',
      tbl(
        tr(cell('a')),
        `<w:tr><w:trPr><w:ins w:id="1" w:author="Eva"/></w:trPr>${tc(wp(ins('Eva', 'b'), insMark('Eva')))}${tc(wp(ins('Eva', 'c'), insMark('Eva')))}</w:tr>`,
        tr(cell('d')),
      ),
      'a\nd',
      ['Eva:  ] ¶b¶c'],
      ['row-change', 'cell-addition'],
    ],
  ])('tracked: %s', (_, body, text, expected, lost) => {
    const file = read(wordFile(body))
    expect(file.witness!.text).toBe(text)
    expect(proposals(file)).toEqual(expected)
    expect(losses(file)).toEqual(lost)
    expect(witnessFaults(file.witness!)).toEqual([])
  })

  test('a comment stands on its words, also over several cells', () => {
    const start = '<w:commentRangeStart w:id="0"/>'
    const end = '<w:commentRangeEnd w:id="0"/>'
    const comments = `<w:comment w:id="0" w:author="Eva" w:date="2024-05-01T10:00:00Z">${wp(t('Why?'))}</w:comment>`
    const words = (body: string) => {
      const document = editedOf(read(wordFile(body, { comments })))
      return document.notes.inOrder().map(n => document.text.slice(n.start, n.end))
    }
    expect(words(tbl(tr(cell('a'), tc(wp(`${t('b ')}${start}${t('c')}${end}`)))))).toEqual(['c'])
    expect(words(tbl(tr(tc(wp(start + t('a'))), tc(wp(t('b') + end)))))).toEqual(['a\tb'])
    expect(words(tbl(tr(start, cell('a'), end, cell('b'))))).toEqual(['a'])
  })

  test.each([
    [
      'spans of more columns than there are',
      tbl(tr(cell('a', wide(2_000_000_000)), cell('', wide(2_000_000_000)), cell('b'))),
    ],
    ['spans that are no numbers', tbl(tr(cell('a', '<w:gridSpan w:val="-1"/>'), cell('b', '<w:gridSpan/>')))],
    ['cells that go on from nothing', tbl(tr(cell('a', goesOn), cell('', goesOn), cell('b')))],
    ['rows and cells without anything', tbl('', tr(), tr(tc(''), cell('a')), tr(cell('b')))],
    [
      'tables in tables in tables',
      `${'<w:tbl><w:tr><w:tc>'.repeat(70)}${wp(t('a'))}${`${wp(t('b'))}</w:tc></w:tr></w:tbl>`.repeat(70)}`,
    ],
  ])('what no program writes is read and written: %s', (_, body) => {
    const file = read(wordFile(body))
    expect(witnessFaults(file.witness!)).toEqual([])
    const words = ({ witness }: FileRead) => witness!.blocks.map(b => witness!.text.slice(b.start, b.end))
    expect(words(file).join('')).toMatch(/^ab+$/)
    expect(words(read(writeDocx(exported(editedOf(file)), 'all')))).toEqual(words(file))
  })
})
