/** What the source itself has besides paragraphs: its tables and its own notes, written and read again. */
import { describe, expect, test } from 'vitest'
import type { FileRead } from '../../../../schema/formats/index.js'
import { readFile } from '../../../../schema/formats/index.js'
import { markdownReader } from '../../../../schema/formats/markdown/read/read.js'
import { markdown } from '../../../../schema/formats/markdown/write.js'
import { accept, correct, edited, exported, note } from '../../../support/layers.js'
import { Random } from '../../../support/random.js'
import { blocksOf, spansOf } from '../../../support/read-blocks.js'
import { block, p, witness } from '../../../support/witness.js'

const bytes = (text: string) => new TextEncoder().encode(text)
const read = (text: string) => markdownReader.read(bytes(text), 'a.md')
const written = (file: FileRead) => markdown(exported(edited(file.witness!)), 'reading')
const tei = (body: string) =>
  readFile(bytes(`<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body>${body}</body></text></TEI>`), 'a.xml')

/** What is read of what is written is what was written, in text, blocks and spans. */
function same(file: FileRead, why = ''): void {
  const again = read(written(file))
  expect(blocksOf(again), why).toEqual(blocksOf(file))
  expect(spansOf(again), why).toEqual(spansOf(file))
  expect(again.witness!.text, why).toBe(file.witness!.text)
}

const cell = (row: number, n: number, text: string, more = {}) =>
  block('paragraph', text, { table: 1, row, cell: n, ...more })

describe('tables', () => {
  test.each([
    ['a head', '| a | b |\n| --- | --- |\n| 1 | 2 |\n'],
    ['no head', '|  |  |\n| --- | --- |\n| a | b |\n| 1 | 2 |\n'],
    ['empty cells and rows', '| a | b | c |\n| --- | --- | --- |\n|  | 2 |  |\n|  |  |  |\n| 7 |  | 9 |\n'],
    ['line breaks and signs', '| a<br>b | \\| \\*c\\* \\\\ |\n| --- | --- |\n| 1. | \\# &#64; |\n'],
    ['one column', '| a |\n| --- |\n| b |\n'],
    ['notes', '| a[^1] |\n| --- |\n| *b* |\n\n[^1]: In a table\n'],
    ['what stands beside it', '- one\n\n| a |\n| --- |\n| b |\n\nend\n\n| c |\n| --- |\n| d |\n'],
  ])('with %s are as they were', (_, text) => {
    expect(written(read(text))).toBe(text)
    same(read(text))
  })

  test('a row whose cells are parted by tabs is a row', () => {
    const row = (n: number, text: string) => block('paragraph', text, { table: 1, row: n, cells: 3 })
    const document = edited(witness(p('start'), row(1, 'a\tb | c\td'), row(2, '\t2\t'), p('after')))
    note(document, 'b', 'On b')
    expect(markdown(exported(document), 'reading')).toBe(
      'start\n\n|  |  |  |\n| --- | --- | --- |\n| a | b[^1] \\| c | d |\n|  | 2 |  |\n\nafter\n\n[^1]: On b\n',
    )
  })

  test('several paragraphs of a cell are lines of it, and those of TEI are cells', () => {
    const file = tei(
      '<table><row role="label"><cell role="label">A</cell><cell role="label">B</cell></row><row><cell><p>1</p><p>2</p></cell><cell>3</cell></row></table>',
    )
    expect(written(file)).toBe('| A | B |\n| --- | --- |\n| 1<br>2 | 3 |\n')
  })

  test.each([
    ['rows out of order', [cell(2, 1, 'a'), cell(1, 1, 'b')]],
    ['cells out of order', [cell(1, 2, 'a'), cell(1, 1, 'b')]],
    ['a cell without a number', [cell(1, 1, 'a'), block('paragraph', 'b', { table: 1, row: 1 })]],
    ['more columns than a table can have', [cell(1, 1, 'a'), cell(1, 1e6, 'b')]],
    ['rows far apart', [cell(1, 1, 'a'), cell(1e9, 1, 'b')]],
  ])('%s: paragraphs', (_, blocks) => {
    expect(markdown(exported(edited(witness(...blocks))), 'reading')).toBe('a\n\nb\n')
  })
})

describe('the source’s own notes', () => {
  test.each([
    ['One[^1] two[^b]; three\n\n[^1]: A *note*\n\n    with two paragraphs\n\n[^b]: B\n'],
    ['One[^1] and again[^1]\n\n[^1]: A\n'],
    ['One[^1]\n\n[^1]: A[^2] note\n\n[^2]: on a note\n'],
    ['# One[^1]\n\n- two[^2]\n\n> three[^3]\n\n[^1]: A\n\n[^2]: B\n\n[^3]: C\n'],
  ])('%j is as it was', text => {
    expect(written(read(text))).toBe(text)
    same(read(text))
  })

  test('those of TEI, by their marks; a mark that is no label stays in the note', () => {
    const file = tei(
      '<p>One<note n="1" place="foot">A</note> two<note n="*">B</note> three<note>C</note></p><p>Four<note n="1">D</note></p>',
    )
    expect(written(file)).toBe(
      'One[^1] two[^s1] three[^s2]\n\nFour[^s3]\n\n[^1]: A\n\n[^s1]: \\* B\n\n[^s2]: C\n\n[^s3]: 1 D\n',
    )
    same(read(written(file)))
  })

  test('never have the label of a note of ours', () => {
    const document = edited(read('One[^1] two[^n1]\n\n[^1]: A\n\n[^n1]: B\n').witness!)
    note(document, 'two', 'Ours')
    expect(markdown(exported(document), 'reading')).toBe(
      'One[^1] two[^nn1][^n1]\n\n[^1]: A\n\n[^n1]: B\n\n[^nn1]: Ours\n',
    )
    expect(markdown(exported(document), 'received')).toBe('One[^1] two[^n1]\n\n[^1]: A\n\n[^n1]: B\n')
  })

  test('are paragraphs where a text has not got their mark, and their mark is words where it has not got the note', () => {
    const file = read('One[^1] two[^2]\n\n[^1]: A\n\n[^2]: B\n')
    const document = edited(file.witness!)
    accept(document, correct(document, '[1]', ''))
    accept(document, correct(document, 'B', ''))
    expect(markdown(exported(document), 'reading')).toBe('One two\\[2\\]\n\n\\[1\\] A\n\n\\[2\\]&#32;\n')
    expect(markdown(exported(document), 'received')).toBe('One[^1] two[^2]\n\n[^1]: A\n\n[^2]: B\n')
  })
})

test('tables and notes read back as they were, whatever they hold', () => {
  const words = [
    'a',
    'b c',
    '|',
    '\\',
    '\\|',
    '*',
    '<br>',
    '`|`',
    '[x]',
    '1.',
    '-',
    ':',
    '!',
    '&amp;',
    '漢字',
    '$x$',
    '^',
    '[^1]',
  ]
  for (let seed = 1; seed <= 150; seed++) {
    const random = new Random(seed)
    const some = () => Array.from({ length: 1 + random.below(4) }, () => random.pick(words)).join(' ')
    let notes = 0
    const called = () => {
      if (!random.chance(0.3)) return some()
      notes++
      return `${some()}[${notes}]${random.chance(0.5) ? some() : ''}`
    }
    const drafts = [p('begin')]
    for (let table = 1; table <= 3; table++) {
      const head = random.chance(0.5)
      const columns = 1 + random.below(4)
      for (let row = 1; row <= 1 + random.below(4); row++)
        for (let n = 1; n <= columns; n++)
          if (n === 1 || random.chance(0.7)) {
            const text = random.chance(0.2) ? `${called()}\n${some()}` : called()
            drafts.push(
              block('paragraph', text, {
                table,
                row,
                cell: n,
                ...(head && row === 1 ? { role: 'label' } : {}),
              }),
            )
          }
      drafts.push(p(`between ${called()}`))
    }
    for (let n = 1; n <= notes; n++)
      drafts.push(block('note', `[${n}] ${some()}`, { n: String(n), place: 'foot' }))
    const made = witness(...drafts)
    const spans = [...made.text.matchAll(/(?<!\n)\[\d+\]/g)].map(({ 0: mark, index }, i) => ({
      id: `r${i}`,
      start: index,
      end: index + mark.length,
      type: 'note-ref',
    }))
    const first = markdown(exported(edited({ ...made, spans })), 'reading')
    const file = read(first)
    const bare = (text: string) => text.trim()
    const blocks = made.blocks.map(({ kind, attrs, start, end }) => [
      kind,
      attrs,
      bare(made.text.slice(start, end)),
    ])
    const found = file.witness!
    expect(
      found.blocks.map(({ kind, attrs, start, end }) => [kind, attrs, bare(found.text.slice(start, end))]),
      `seed ${seed}\n${first}`,
    ).toEqual(blocks)
    expect(
      spansOf(file).filter(span => span.startsWith('note-ref')),
      `seed ${seed}`,
    ).toHaveLength(notes)
    expect(written(file), `seed ${seed}`).toBe(first)
  }
})
