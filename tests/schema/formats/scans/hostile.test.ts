/** Files of scans that nobody means well with, or that a program has broken: read as far as they say something, else
 * refused with line and column. */
import { describe, expect, test } from 'vitest'
import { readFile } from '../../../../schema/formats/index.js'
import {
  altoBlock,
  altoXml,
  fullPage,
  orderXml,
  pageRegion,
  pageXml,
  strings,
} from '../../../support/scans.js'
import { outline, read, said, utf8 } from './laws.js'

const refused = (bytes: Uint8Array | string) => {
  const found = readFile(typeof bytes === 'string' ? utf8(bytes) : bytes, 'x.xml')
  expect(found.witness).toBeNull()
  const [error] = found.problems
  return `${found.reader} ${error!.code} ${error!.line}:${error!.column}`
}

const bomb = `<!DOCTYPE PcGts [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>`

describe('refused', () => {
  test.each([
    [
      'an entity bomb in PAGE',
      pageXml(pageRegion('r', ['&b;'])).replace('<PcGts', `${bomb}<PcGts`),
      /^page entities 2:/,
    ],
    ['an entity bomb in ALTO', altoXml('').replace('<alto', `${bomb}<alto`), /^alto entities 2:/],
    ['an entity that nobody declares', pageXml(pageRegion('r', ['&nbsp;'])), /^page not-well-formed 6:/],
    ['a file that is cut short', fullPage().slice(0, 900), /^page not-well-formed \d+:/],
    [
      'an ALTO file that is cut short',
      altoXml(altoBlock('b', [strings('a b')])).slice(0, 700),
      /^alto not-well-formed \d+:/,
    ],
    ['a page without text', pageXml(''), /^page empty 1:1/],
    ['a file without a page', '<PcGts/>', /^page empty 1:1/],
    [
      'an ALTO file without a layout',
      '<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"/>',
      /^alto empty 1:1/,
    ],
    [
      'elements nested without end',
      pageXml('<TextRegion>'.repeat(600) + '</TextRegion>'.repeat(600)),
      /^page too-deep/,
    ],
  ])('%s', (_, xml, error) => {
    expect(refused(xml)).toMatch(error)
  })

  test('an encoding that the file does not have', () => {
    const latin = Uint8Array.from(pageXml(pageRegion('r', ['caf\u00e9'])), c => c.charCodeAt(0))
    expect(refused(latin)).toMatch(/^page encoding 6:/)
    const said = pageXml(pageRegion('r', ['x'])).replace('UTF-8', 'EBCDIC-US')
    expect(refused(said)).toBe('page encoding 1:1')
  })
})

describe('read all the same', () => {
  test('a file in Latin-1 or UTF-16 that says so', () => {
    const xml = pageXml(pageRegion('r', ['caf\u00e9'])).replace('UTF-8', 'ISO-8859-1')
    expect(read(Uint8Array.from(xml, c => c.charCodeAt(0))).witness.text).toBe('caf\u00e9')
    const utf16 = `\ufeff${xml.replace('ISO-8859-1', 'UTF-16')}`
    const bytes = new Uint8Array(Uint16Array.from(utf16, c => c.charCodeAt(0)).buffer)
    expect(read(bytes).witness.text).toBe('caf\u00e9')
  })

  test.each([
    ['no namespace', fullPage().replace(/ xmlns(:xsi)?="[^"]*"| xsi:schemaLocation="[^"]*"/g, '')],
    ['another namespace', fullPage().replaceAll('2019-07-15', '2031-01-01')],
    [
      'a prefix',
      fullPage()
        .replace(/<(\/?)(?=[A-Z])/g, '<$1pc:')
        .replace('xmlns=', 'xmlns:pc='),
    ],
  ])('PAGE with %s', (_, xml) => {
    expect(outline(read(xml).witness)).toEqual(outline(read(fullPage()).witness))
  })

  test('ids that are missing, the same, or no ids', () => {
    const region = (id: string) => pageRegion(id, [`text of ${id}`])
    const xml = pageXml(
      orderXml(['b', 'b', '', '__proto__']) +
        region('a').replace(' id="a"', '') +
        region('b') +
        region('b') +
        region('__proto__'),
    )
    const { witness } = read(xml)
    expect(witness.blocks.map(({ start, end }) => witness.text.slice(start, end)).sort()).toEqual([
      'text of __proto__',
      'text of a',
      'text of b',
      'text of b',
    ])
  })

  test('of many faults of one kind the first are told, the others counted', () => {
    const regions = Array.from({ length: 50 }, (_, i) =>
      pageRegion(`r${i}`, ['x']).replace(/points="[^"]*"/g, 'points="?"'),
    )
    const faults = said(read(pageXml(regions.join('')))).filter(line => line.includes('coordinates'))
    expect(faults).toHaveLength(21)
  })

  test('a page of 100,000 words', () => {
    const words = Array.from({ length: 10 }, (_, i) => `word${i}`).join(' ')
    const lines = Array.from({ length: 100 }, (_, i) => strings(words, i))
    const blocks = Array.from({ length: 100 }, (_, i) =>
      altoBlock(`b${i}`, lines, i < 99 ? ` IDNEXT="b${i + 1}"` : ''),
    )
    const found = readFile(utf8(altoXml(blocks.join(''))), 'x.xml')
    expect(found.witness!.blocks).toHaveLength(100)
    expect(found.witness!.text.split(/\s+/)).toHaveLength(100_000)
    expect(found.witness!.spans).toHaveLength(10_000)
  })

  test('a line of 100,000 words and a region of 20,000 tags', () => {
    const custom = Array.from({ length: 20_000 }, (_, i) => `x${i % 7} {offset:${i}; length:2;}`).join(' ')
    const long = pageRegion('r', ['word '.repeat(100_000)]).replace(
      '<TextLine ',
      `<TextLine custom="${custom}" `,
    )
    const { witness } = read(pageXml(long))
    expect(witness.spans).toHaveLength(20_001)
    expect(witness.text).toHaveLength(499_999)
  })
})
