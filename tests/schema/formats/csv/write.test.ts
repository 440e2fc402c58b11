import { describe, expect, test } from 'vitest'
import type { EditedDocument } from '../../../../schema/document.js'
import { csv } from '../../../../schema/formats/csv/table.js'
import { csvFormat } from '../../../../schema/formats/csv/write.js'
import { optionFault } from '../../../../schema/formats/format.js'
import { newEntry, Register } from '../../../../schema/register.js'
import { accept, correct, decide, edited, exported, note } from '../../../support/layers.js'
import { Random } from '../../../support/random.js'
import { on, p, page, witness } from '../../../support/witness.js'

/** A table read back after RFC 4180, formulas as they were before they were made harmless. */
function read(text: string): string[][] {
  const rows: string[][] = [[]]
  for (let i = 0; i < text.length; ) {
    let value = ''
    if (text[i] === '"') {
      for (i++; text[i] !== '"' || text[i + 1] === '"'; i++) {
        if (text[i] === '"') i++
        value += text[i]
      }
      i++
    } else for (; i < text.length && text[i] !== ',' && text[i] !== '\r'; i++) value += text[i]
    rows.at(-1)!.push(value.replace(/^'(?=[=+\-@\t\r])/, ''))
    if (text[i] === ',') i++
    else if (text.startsWith('\r\n', i)) {
      i += 2
      if (i < text.length) rows.push([])
    } else throw new Error(`a line ends in the middle at ${i}`)
  }
  return rows
}

function table(document: EditedDocument, name: string, register?: Register) {
  const bytes = csvFormat.write(
    exported(document, { options: { table: name }, ...(register ? { register } : {}) }),
    'all',
  )
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  expect(text[0]).toBe('\ufeff')
  const [head, ...rows] = read(text.slice(1))
  return rows.map(row => Object.fromEntries(head!.map((name, i) => [name, row[i]!])))
}

const report = () =>
  edited(witness(p('from Minister Ugeki to the “General”'), page('2', on('Staff at Lake Hasang.'))))

describe('a table as text', () => {
  test('keeps every cell', () => {
    const random = new Random(4)
    for (let i = 0; i < 200; i++) {
      const cells = () =>
        Array.from({ length: 1 + random.below(4) }, () =>
          Array.from({ length: random.below(6) }, () =>
            random.pick([',', '"', "'", '=', '-', ' ', '\r\n', '\n', 'ä', '💡']),
          ).join(''),
        )
      const rows = Array.from({ length: 1 + random.below(4) }, cells)
      const given = rows.map(row => row.map(cell => cell.replace(/^'(?=[=+\-@\t\r])/, '')))
      expect(read(csv(given))).toEqual(given)
    }
  })

  test.each(['=1+1', '+1', '-1', '@x', '\t=1', '=HYPERLINK("http://x")'])('%j is no formula', text => {
    expect(csv([[text]]).replace(/^"/, '')[0]).toBe("'")
  })
})

describe('the tables of a document', () => {
  test('corrections, on whole words, with what was decided', () => {
    const document = report()
    const first = accept(
      document,
      correct(document, 'e', 'a', { start: 16, end: 17, reason: 'so in the telegram' }),
    )
    const second = correct(document, 'Hasang', 'Khasan', { kind: 'regularization', by: 'ben' })
    decide(document, second, 'reject', 'ann', 'not, "here"')
    expect(table(document, 'corrections')).toEqual([
      expect.objectContaining({
        paragraph: '1',
        page: '1',
        received: 'Ugeki',
        reading: 'Ugaki',
        kind: 'emendation',
        standing: 'accepted',
        reason: 'so in the telegram',
        'proposed by': 'Ann Author',
        'proposed at': '2023-11-14T22:13:21Z',
        decision: 'accept',
        'decided by': 'Ben Brown',
        id: first,
      }),
      expect.objectContaining({
        page: '2',
        received: 'Hasang',
        reading: 'Khasan',
        standing: 'rejected',
        'decision’s reason': 'not, "here"',
      }),
    ])
  })

  test('notes, with the marks that they are printed with', () => {
    const document = report()
    note(document, 'Hasang', 'A lake.\nNear the border.')
    note(document, 'Ugeki', 'So the typescript.', { type: 'textual' })
    expect(table(document, 'notes')).toEqual([
      expect.objectContaining({ mark: 'a', series: 'textual', words: 'Ugeki', note: 'So the typescript.' }),
      expect.objectContaining({
        mark: '1',
        series: 'explanatory',
        note: 'A lake. Near the border.',
        page: '2',
      }),
    ])
  })

  test('names, with what the register says of them', () => {
    const document = report()
    const at = document.text.indexOf('Ugeki')
    document.layers.change(null, () =>
      document.layers.setName({
        id: 'x',
        start: at,
        end: at + 5,
        type: 'person',
        ref: 'u',
        by: 'ann',
        at: 0,
      }),
    )
    const register = new Register([
      { ...newEntry('person', 'Ugaki Kazushige'), id: 'u', dates: '1868–1956', authorities: { viaf: '77' } },
    ])
    expect(table(document, 'names', register)).toEqual([
      expect.objectContaining({
        words: 'Ugeki',
        form: 'Ugaki Kazushige',
        dates: '1868–1956',
        VIAF: '77',
        GND: '',
      }),
    ])
    expect(table(document, 'names')[0]).toMatchObject({ words: 'Ugeki', form: '' })
  })

  test('have no other option', () => {
    expect(optionFault(csvFormat, { table: 'names' })).toBeNull()
    expect(optionFault(csvFormat, { table: 'people' })).toContain('corrections, notes, names')
    expect(optionFault(csvFormat, { rows: 'all' })).toContain('no option "rows"')
  })
})
