import { expect, test } from 'vitest'
import { tableCells } from '../../schema/table-cells.js'
import type { Attrs, Block } from '../../schema/witness.js'

/** Blocks of one letter each: `r1c2` is the second cell of the first row of a table, `p` a paragraph. */
function blocks(...said: readonly string[]): Block[] {
  return said.map((words, i) => {
    const [, table = '1', row, cell] = /^(?:t(\d)\.)?r(\d)c(\d)$/.exec(words) ?? []
    const attrs: Attrs = row ? { table: Number(table), row: Number(row), cell: Number(cell) } : {}
    return { start: i * 2, end: i * 2 + 1, kind: 'paragraph', attrs }
  })
}

const shapes = (...said: readonly string[]) =>
  [...tableCells(blocks(...said))].map(
    ([start, { columns, span, skip, first }]) =>
      `${said[start / 2]}: ${skip}+${span}/${columns}${first ? ' first' : ''}`,
  )

test.each([
  [
    'a full table',
    ['p', 'r1c1', 'r1c2', 'r2c1', 'r2c2', 'p'],
    ['r1c1: 0+1/2 first', 'r1c2: 0+1/2', 'r2c1: 0+1/2 first', 'r2c2: 0+1/2'],
  ],
  [
    'a row without its first cell',
    ['r1c2', 'r1c3', 'r2c1', 'r2c2', 'r2c3'],
    ['r1c2: 1+1/3 first', 'r1c3: 0+1/3', 'r2c1: 0+1/3 first', 'r2c2: 0+1/3', 'r2c3: 0+1/3'],
  ],
  [
    'a gap, and a short row',
    ['r1c1', 'r1c3', 'r2c1'],
    ['r1c1: 0+2/3 first', 'r1c3: 0+1/3', 'r2c1: 0+3/3 first'],
  ],
  [
    'two tables',
    ['r1c1', 't2.r1c1', 't2.r1c2'],
    ['r1c1: 0+1/1 first', 't2.r1c1: 0+1/2 first', 't2.r1c2: 0+1/2'],
  ],
  ['a cell of two paragraphs', ['r1c1', 'r1c1', 'r1c2'], []],
  ['no table', ['p', 'p'], []],
])('%s', (_, said, expected) => {
  expect(shapes(...said)).toEqual(expected)
})
