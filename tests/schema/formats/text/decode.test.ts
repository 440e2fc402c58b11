import { describe, expect, test } from 'vitest'
import { decode, encode } from '../../../../schema/formats/text/decode.js'
import { readText } from '../../../../schema/formats/text/read.js'
import { read, utf8 } from './laws.js'

const bytes = (...values: number[]) => new Uint8Array(values)
const utf16 = (text: string, little: boolean, bom = true) => {
  const units = [...(bom ? '\uFEFF' : ''), ...text.split('')].map(unit => unit.charCodeAt(0))
  return new Uint8Array(units.flatMap(unit => (little ? [unit & 255, unit >> 8] : [unit >> 8, unit & 255])))
}

describe('[W6] a file is decoded so that its bytes come back', () => {
  const cases: [string, Uint8Array, string, string, boolean][] = [
    ['ASCII', utf8('Plain text.'), 'Plain text.', 'utf-8', false],
    ['UTF-8', utf8('Chargé d’Affaires, Łódź, 大連, 😀'), 'Chargé d’Affaires, Łódź, 大連, 😀', 'utf-8', false],
    ['UTF-8 with a byte-order mark', utf8('\uFEFFText'), 'Text', 'utf-8', true],
    ['a second byte-order mark', utf8('\uFEFF\uFEFFText'), '\uFEFFText', 'utf-8', true],
    ['UTF-16 little-endian', utf16('Łódź 😀', true), 'Łódź 😀', 'utf-16le', true],
    ['UTF-16 big-endian', utf16('Łódź 😀', false), 'Łódź 😀', 'utf-16be', true],
    ['UTF-16 without a mark', utf16('No mark at all.', true, false), 'No mark at all.', 'utf-16le', false],
    [
      'UTF-16 big-endian without a mark',
      utf16('No mark at all.', false, false),
      'No mark at all.',
      'utf-16be',
      false,
    ],
    ['Latin-1', bytes(0x43, 0x68, 0x61, 0x72, 0x67, 0xe9), 'Chargé', 'windows-1252', false],
    ['windows-1252', bytes(0x93, 0x4e, 0x6f, 0x94, 0x85), '“No”…', 'windows-1252', false],
    [
      'the bytes it leaves open',
      bytes(0x41, 0x81, 0x8d, 0x8f, 0x90, 0x9d),
      'A\x81\x8d\x8f\x90\x9d',
      'windows-1252',
      false,
    ],
  ]
  test.each(cases)('%s', (_, file, text, encoding, bom) => {
    const { witness } = read(file)
    expect(witness.text).toBe(text)
    expect(witness.source).toMatchObject({ format: 'text', encoding, bom })
  })

  test('every byte of windows-1252', () => {
    const all = new Uint8Array(255).map((_, i) => i + 1)
    const decoded = decode(all)
    if ('error' in decoded) throw new Error(decoded.error.message)
    expect(decoded.encoding).toBe('windows-1252')
    expect(new Set(decoded.text).size).toBe(255)
    const source = { format: 'text', encoding: decoded.encoding, bom: false, name: 'all' }
    expect([...encode({ text: decoded.text, source })]).toEqual([...all])
  })

  test('overlong forms, surrogates and cut sequences are not UTF-8', () => {
    for (const file of [
      [0xc0, 0xaf],
      [0xe0, 0x80, 0xaf],
      [0xed, 0xa0, 0x80],
      [0xf4, 0x90, 0x80, 0x80],
      [0x41, 0xe2, 0x82],
      [0xff],
    ])
      expect(read(bytes(0x41, 0x0a, ...file)).witness.source.encoding).toBe('windows-1252')
  })

  test('a guessed encoding is reported with the first byte that decided it', () => {
    const { problems } = read(bytes(0x41, 0x0a, 0x42, 0xe9, 0x43))
    expect(problems.find(p => p.code === 'encoding' && p.severity === 'guess')).toMatchObject({
      line: 2,
      column: 2,
      start: 3,
    })
  })
})

describe('a file that would not come back is refused', () => {
  const cases: [string, Uint8Array, string, number, number][] = [
    ['an empty file', bytes(), 'empty', 1, 1],
    ['white space only', utf8(' \n\u00A0\r\n\f\t'), 'empty', 1, 1],
    ['a byte-order mark only', utf8('\uFEFF'), 'empty', 1, 1],
    ['a NUL', utf8('A line\nand\0another'), 'binary', 2, 4],
    ['a PDF', utf8('%PDF-1.4\n'), 'binary', 1, 1],
    ['a Word file', utf8('PK\x03\x04 …'), 'binary', 1, 1],
    ['UTF-16 cut in half', bytes(0xff, 0xfe, 0x41, 0x00, 0x42), 'encoding', 1, 2],
    ['half a surrogate pair', bytes(0xff, 0xfe, 0x41, 0x00, 0x3d, 0xd8, 0x42, 0x00), 'encoding', 1, 2],
  ]
  test.each(cases)('%s', (_, file, code, line, column) => {
    const { witness, problems } = readText(file, 'file')
    expect(witness).toBeNull()
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatchObject({ severity: 'error', code, line, column })
  })

  test('a character that the encoding lacks is never written as another', () => {
    const source = { format: 'text', encoding: 'windows-1252', bom: false, name: '' } as const
    expect(() => encode({ text: 'a大', source })).toThrow(/offset 1/)
    expect(() => encode({ text: '\ud800', source: { ...source, encoding: 'utf-8' } })).toThrow(/offset 0/)
  })
})

test('the name is kept without its folders', () => {
  for (const name of ['a/b/report.txt', 'C:\\files\\report.txt', 'report.txt'])
    expect(read('Text.', name).witness.source.name).toBe('report.txt')
})
