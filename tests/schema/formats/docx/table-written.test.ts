/** Tables of Word files, written and read again. */
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { EditedDocument } from '../../../../schema/document.js'
import { docxReader } from '../../../../schema/formats/docx/read.js'
import { shownIn } from '../../../../schema/formats/docx/shown.js'
import { writeDocx } from '../../../../schema/formats/docx/write.js'
import { legal } from '../../../../schema/formats/tei/xml.js'
import { Layers } from '../../../../schema/layers.js'
import { SortedRanges } from '../../../../schema/ranges.js'
import { piecesOf, segmentText } from '../../../../schema/readings.js'
import type { Attrs } from '../../../../schema/witness.js'
import { witnessFaults } from '../../../../schema/witness.js'
import { anyDocument } from '../../../support/anything.js'
import {
  decidedInWord,
  hasWordSchema,
  packParts,
  partsOf,
  t,
  wordFaults,
  wordFile,
  wp,
} from '../../../support/docx.js'
import { accept, correct, edited, exported, note } from '../../../support/layers.js'
import { absent } from '../../../support/material.js'
import { Random } from '../../../support/random.js'
import { block, type Draft, heading, item, p, stamp, witness } from '../../../support/witness.js'
import {
  cell,
  cellsOf,
  editedOf,
  goesOn,
  head,
  losses,
  proposals,
  tbl,
  top,
  tr,
  wide,
} from '../../../support/word-tables.js'

const read = (bytes: Uint8Array) => docxReader.read(bytes, 'a.docx')
const write = (document: EditedDocument, options: Record<string, string> = {}) =>
  writeDocx(exported(document, { options }), 'all')

const at = (table: number, row: number, cell: number, text: string, more: Attrs = {}): Draft =>
  block('paragraph', text, { table, row, cell, ...more })

/** A table with all that one may have, among paragraphs. */
function sample(): EditedDocument {
  const document = edited(
    witness(
      p('Before'),
      at(1, 1, 1, 'Name', { role: 'label' }),
      at(1, 1, 2, 'Posts', { role: 'label', cols: 2 }),
      at(1, 2, 1, 'Ugeki', { rows: 2 }),
      at(1, 2, 2, 'Minister'),
      at(1, 2, 2, 'of War'),
      at(1, 2, 3, '1938'),
      at(1, 3, 2, '1939'),
      at(1, 5, 1, 'Row', { role: 'label' }),
      { ...item(1, '(a)', 'an item'), attrs: { ...item(1, '(a)', '').attrs, table: 1, row: 5, cell: 3 } },
      at(2, 1, 1, 'Next'),
      p('After'),
    ),
  )
  correct(document, 'Ugeki', 'Ugaki', { reason: 'So elsewhere.' })
  correct(document, '1938', '')
  correct(document, 'Next', 'Next\u2029one', { by: 'ben' })
  accept(document, correct(document, '1939', '1940'))
  note(document, 'Minister', 'Since May.')
  note(document, 'Row', 'In the margin.', { type: 'textual' })
  return document
}

const tableXml = (bytes: Uint8Array) => partsOf(bytes)['word/document.xml']!
/** Rows as lines, cells between bars, paragraphs of a cell with ¶ between them; `·` is a cell merged into one above. */
const drawn = (bytes: Uint8Array) =>
  [...tableXml(bytes).matchAll(/<w:tr>(.*?)<\/w:tr>/gs)].map(([, row]) =>
    [...row!.matchAll(/<w:tc>(.*?)<\/w:tc>/gs)]
      .map(([, inside]) => {
        const cols = /<w:gridSpan w:val="(\d+)"/.exec(inside!)?.[1]
        const words = inside!
          .split('</w:p>\n')
          .map(paragraph => paragraph.replace(/<[^>]*>/g, ''))
          .join('¶')
        return `${inside!.includes('<w:vMerge/>') ? '·' : words}${cols ? `*${cols}` : ''}`
      })
      .join('|'),
  )

describe('written', () => {
  test('as tables, merged cells and all', () => {
    const bytes = write(sample(), { corrections: 'none' })
    expect(drawn(bytes)).toEqual([
      'Name|Posts*2',
      'Ugeki|Minister¶of War|1938',
      '·||1940',
      '||',
      'Row||(a) an item',
      'Next',
    ])
    expect(tableXml(bytes).match(/<w:tblHeader\/>/g)).toHaveLength(1)
  })

  test.each(['open', 'all'])('read again, with corrections: %s, it is what it was', corrections => {
    const document = sample()
    const file = read(write(document, { corrections }))
    const expected = cellsOf(document).map(line =>
      corrections === 'open' ? line.replace('1939', '1940') : line,
    )
    expect(cellsOf(file)).toEqual(expected)
    const back = editedOf(file)
    const open = corrections === 'open' ? 3 : 4
    expect(back.corrections.inOrder()).toHaveLength(open)
    expect(proposals(file)).toEqual(
      expect.arrayContaining([
        'Ann Author: Ugeki ] Ugaki',
        'Ann Author: 1938 ] ',
        'Ben Brown: Next ] Next¶one',
      ]),
    )
    expect(back.notes.inOrder().map(n => [back.text.slice(n.start, n.end), n.text])).toEqual([
      ['Minister', 'Since May.'],
      ['Row', 'In the margin.'],
    ])
    expect(losses(file)).toEqual([])
    expect(cellsOf(read(write(back)))).toEqual(cellsOf(file))
  })

  test('a table that Word has made comes back as it was', () => {
    const file = read(
      wordFile(
        tbl(
          head(cell('a'), cell('b', wide(2)), cell('c')),
          tr(cell('d', top), cell('', wide(2)), cell('e', top)),
          tr(cell('', goesOn), cell('f'), cell('g'), cell('', goesOn)),
          tr(cell('h'), cell('i'), cell(''), cell('j')),
        ) + wp(t('x')),
      ),
    )
    const bytes = write(editedOf(file))
    expect(drawn(bytes)).toEqual(['a|b*2|c', 'd|||e', '·|f|g|·', 'h|i||j'])
    expect(cellsOf(read(bytes))).toEqual(cellsOf(file))
  })

  test.each([
    ['cells in another order', [at(1, 1, 2, 'a'), at(1, 1, 1, 'b')]],
    ['rows in another order', [at(1, 2, 1, 'a'), at(1, 1, 1, 'b')]],
    ['more columns than Word has', [at(1, 1, 64, 'a')]],
    [
      'cells so wide that there are too many columns',
      [at(1, 1, 1, 'a', { cols: 60 }), at(1, 1, 2, 'b', { cols: 9 })],
    ],
    ['no number of a cell', [block('paragraph', 'a\tb', { table: 1, row: 1, cells: 2 })]],
    [
      'far more merged cells than words',
      [...Array(62).keys()]
        .map(i => at(1, 1, i + 1, 'a', { rows: 9999 }))
        .concat([...Array(90).keys()].map(i => at(1, i * 40 + 2, 1, 'b'))),
    ],
    ['numbers that are none', [at(1, 0.5, 1, 'a'), at(1, 1, -1, 'b')]],
  ])('what is no table is paragraphs: %s', (_, drafts) => {
    const bytes = write(edited(witness(...drafts)))
    expect(tableXml(bytes)).not.toContain('<w:tbl>')
    expect(cellsOf(read(bytes))).toEqual(drafts.map(({ text }) => text))
  })

  test('cells that were joined, split or taken out', () => {
    const changed = (change: (layers: Layers, starts: readonly number[]) => void) => {
      const cells = [at(1, 1, 1, 'a'), at(1, 1, 2, 'b'), at(1, 2, 1, 'c\nd'), at(1, 2, 2, 'e')]
      const document = edited(witness(...cells))
      const starts = document.witness.blocks.map(({ start }) => start)
      document.layers.change(null, () => change(document.layers, starts))
      return write(document)
    }
    const joined = changed((layers, starts) => layers.setBreak(starts[1]!, false))
    expect(drawn(joined)).toEqual(['a b|', 'cd|e'])
    expect(cellsOf(read(joined))).toEqual(['1:1.1 a b', '1:2.1 c\nd', '1:2.2 e'])
    const split = changed((layers, starts) => layers.setBreak(starts[2]! + 2, true))
    expect(cellsOf(read(split))).toEqual(['1:1.1 a', '1:1.2 b', '1:2.1 c', '1:2.1 d', '1:2.2 e'])
    const out = changed((layers, starts) => layers.setBlockAttr(starts[2]!, 'table', null))
    expect(drawn(out)).toEqual(['a|b', '|e'])
    expect(cellsOf(read(out))).toEqual(['1:1.1 a', '1:1.2 b', 'c\nd', '2:1.2 e'])
  })

  test('below each table there is a paragraph', () => {
    const xml = tableXml(write(edited(witness(at(1, 1, 1, 'a'), at(2, 1, 1, 'b')))))
    expect(xml.match(/<\/w:tbl>\n<w:p>/g)).toHaveLength(2)
  })

  test('a stamp between two rows parts the table', () => {
    const document = edited(witness(at(1, 4, 1, 'a'), stamp('16 Nov'), at(1, 5, 1, 'b'), heading(1, 'c')))
    const bytes = write(document)
    expect(drawn(bytes)).toEqual(['', '', '', 'a', 'b'])
    expect(cellsOf(read(bytes))).toEqual(['1:4.1 a', 'stamp 16 Nov', '2:1.1 b', 'heading level=1 c'])
  })
})

/** Any document, some of its blocks in tables, likely or not. */
function anyTables(seed: number): EditedDocument {
  const random = new Random(seed)
  const document = anyDocument(random)
  let [table, row, cell] = [1, 1, 0]
  const blocks = document.witness.blocks.map(b => {
    const step = random.below(12)
    if (step === 0) return b
    if (step < 5) cell += random.chance(0.8) ? 1 : random.below(4)
    else if (step < 9) [row, cell] = [row + (random.chance(0.9) ? 1 : 2), 1 + random.below(2)]
    else if (step === 9) [table, row, cell] = [table + 1, 1, 1]
    else if (step === 10 && random.chance(0.1)) row = random.pick([-1, 0.5, 1, 1e9])
    return {
      ...b,
      attrs: {
        ...b.attrs,
        ...{ table, row, cell: Math.max(cell, 1) },
        ...(random.chance(0.2) ? { cols: random.pick([2, 3, 0, 1e9]) } : {}),
        ...(random.chance(0.2) ? { rows: random.pick([2, 3, 0, 1e9]) } : {}),
        ...(random.chance(0.2) ? { role: 'label' } : {}),
      },
    }
  })
  return new EditedDocument({ ...document.witness, blocks }, document.layers)
}

const plain = (texts: readonly string[]) =>
  texts
    .map(text => legal(text.replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')).trim())
    .filter(text => text !== '')
const textsOf = (document: EditedDocument, corrections: Parameters<typeof piecesOf>[3]) =>
  plain(
    [...document.structure.starts.keys()]
      .flatMap(i => piecesOf(document, i, 'all', corrections))
      .map(({ segments }) => segments.map(segmentText).join('')),
  )
const read1 = (bytes: Uint8Array) => {
  const file = read(bytes)
  return { file, texts: plain(file.witness!.blocks.map(b => file.witness!.text.slice(b.start, b.end))) }
}

test('whatever the layers hold, what is read has the texts that were written, and the same tables again', () => {
  let tables = 0
  for (let seed = 1; seed <= 150; seed++) {
    const document = anyTables(seed)
    const before = textsOf(document, SortedRanges.of([]))
    if (before.length === 0) continue
    const bytes = write(document, { corrections: 'all' })
    tables += tableXml(bytes).match(/<w:tbl>/g)?.length ?? 0
    const { file, texts } = read1(bytes)
    expect(texts, `seed ${seed}`).toEqual(before)
    expect(witnessFaults(file.witness!), `seed ${seed}`).toEqual([])
    const untouched = new EditedDocument(file.witness!, new Layers(new Y.Doc()))
    const again = read(write(untouched)).witness!
    // A table without any words is none the next time: how many there were before one says nothing.
    const shape = ({ blocks }: typeof again) => {
      const numbers = [...new Set(blocks.map(({ attrs }) => attrs.table).filter(n => n !== undefined))]
      return blocks.map(({ attrs: { table, row, cell, cols, rows } }) => [
        numbers.indexOf(table ?? ''),
        row,
        cell,
        cols,
        rows,
      ])
    }
    expect(shape(again), `seed ${seed}, again`).toEqual(shape(file.witness!))
    const after = textsOf(document, shownIn(document, 'all', 'all').inText)
    if (after.length === 0) continue
    expect(read1(decidedInWord(bytes, 'accept')).texts, `seed ${seed}, accepted`).toEqual(after)
  }
  expect(tables).toBeGreaterThan(200)
})

test.skipIf(!hasWordSchema)(
  `tables are valid against ISO 29500${hasWordSchema ? '' : ` ${absent}`}`,
  () => {
    const broken = tableXml(write(sample())).replace('<w:tr>', '<w:tr><w:p/>')
    expect(wordFaults(packParts({ ...partsOf(write(sample())), 'word/document.xml': broken }))).not.toEqual(
      [],
    )
    for (const corrections of ['open', 'all', 'none'])
      for (const notes of ['footnotes', 'comments'])
        expect(wordFaults(write(sample(), { corrections, notes }))).toEqual([])
    for (let seed = 1; seed <= 40; seed++)
      expect(
        wordFaults(writeDocx(exported(anyTables(seed)), seed % 3 ? 'all' : 'reading')),
        `seed ${seed}`,
      ).toEqual([])
  },
  120_000,
)
