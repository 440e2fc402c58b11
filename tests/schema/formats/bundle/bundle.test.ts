import { strToU8, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { EditedDocument } from '../../../../schema/document.js'
import { writeArchive } from '../../../../schema/formats/archive/write.js'
import { byName } from '../../../../schema/formats/bundle/natural.js'
import { isBundle, openZip, readFile } from '../../../../schema/formats/index.js'
import { Layers } from '../../../../schema/layers.js'
import { witnessFaults } from '../../../../schema/witness.js'
import { t, wordFile, wp } from '../../../support/docx.js'
import { edited, exported } from '../../../support/layers.js'
import { fullPage, pageRegion, pageXml, transkribusPage } from '../../../support/scans.js'
import { p, witness } from '../../../support/witness.js'
import { lying, zipOf } from '../../../support/zip.js'

const letter = (text: string) => `${text}\n`

/** The items, a line each. */
function listed(zip: Uint8Array): string[] {
  const bundle = openZip(zip)
  if ('error' in bundle) return [`error ${bundle.error.code}`]
  return bundle.items.map(
    item => `${item.path}: ${item.is === 'file' ? item.reader : `${item.is}, ${item.why}`}`,
  )
}

describe('what is in a ZIP', () => {
  test('stands in natural order, each file with its reader, the rest with why not', () => {
    const zip = zipOf({
      'letters/p10.xml': fullPage(),
      'letters/p2.xml': transkribusPage(),
      'letters/P1.txt': letter('A letter.'),
      'letters/mets.xml': '<mets xmlns="http://www.loc.gov/METS/"/>',
      'letters/metadata.xml': '<?xml version="1.0"?><trpDocMetadata/>',
      'letters/0001.jpg': 'x',
      'letters/empty.txt': '',
      'letters/.DS_Store': 'x',
      '__MACOSX/letters/._p2.xml': 'x',
      'style.css': 'p {}',
      'word.docx': wordFile(wp(t('Word.'))),
      'inner.zip': zipOf({ 'a.txt': 'a' }),
      'noise.txt': new Uint8Array([0, 1, 2]),
    })
    expect(listed(zip)).toEqual([
      '__MACOSX/letters/._p2.xml: passed-over, of the system that packed it',
      'inner.zip: unreadable, A ZIP within the ZIP is not opened: unpack it first.',
      'letters/.DS_Store: passed-over, of the system that packed it',
      'letters/0001.jpg: passed-over, an image',
      'letters/empty.txt: passed-over, empty',
      'letters/metadata.xml: passed-over, XML of another kind: <trpDocMetadata>',
      'letters/mets.xml: passed-over, METS, a list of files',
      'letters/P1.txt: text',
      'letters/p2.xml: page',
      'letters/p10.xml: page',
      'noise.txt: text',
      'style.css: passed-over, no transcription',
      'word.docx: docx',
    ])
  })

  test('names are put in order as a person does', () => {
    const names = ['p10', 'p2', 'P1', 'p02b', 'p2a', 'b/1', 'a/10', 'a/9', '10', '9', '009x']
    expect([...names].sort(byName)).toEqual([
      '9',
      '009x',
      '10',
      'a/9',
      'a/10',
      'b/1',
      'P1',
      'p2',
      'p2a',
      'p02b',
      'p10',
    ])
  })

  test('a path that leads elsewhere is only a name', () => {
    const zip = zipOf({
      '../../etc/passwd.txt': 'a',
      'C:\\x\\y.txt': 'b',
      '/root.txt': 'c',
      'plain.txt': 'd',
    })
    expect(listed(zip)).toEqual([
      'etc/passwd.txt: text',
      'plain.txt: text',
      'root.txt: text',
      'x/y.txt: text',
    ])
    const { problems } = readFile(zip, 'x.zip')
    expect(problems.filter(({ code }) => code === 'path')).toHaveLength(3)
  })
})

describe('ZIPs that are formats themselves are not taken for many files', () => {
  const word = wordFile(wp(t('Word.')))
  const archive = writeArchive(exported(edited(witness(p('Text.')))))
  const epub = zipSync({
    mimetype: [strToU8('application/epub+zip'), { level: 0 }],
    'a.xhtml': strToU8('<p>a</p>'),
  })
  test.each([
    ['Word', word, 'x.docx', 'docx'],
    ['Word that is called a ZIP', word, 'x.zip', 'docx'],
    ['our archive', archive, 'x.corrigenda', 'archive'],
    ['our archive that is called a ZIP', archive, 'x.zip', 'archive'],
    ['EPUB', epub, 'x.epub', 'archive'],
    ['EPUB that is called a ZIP', epub, 'x.zip', 'archive'],
  ])('%s', (_, bytes, name, reader) => {
    expect(isBundle(bytes, name)).toBe(false)
    expect(readFile(bytes, name).reader).toBe(reader)
  })

  test('a text that is called a ZIP is a text', () => {
    expect(readFile(strToU8(letter('Text.')), 'x.zip').reader).toBe('text')
  })
})

describe('refused', () => {
  const zip = zipOf({ 'a.txt': letter('some text '.repeat(50)), 'b.txt': letter('b') })
  const error = (bytes: Uint8Array) => {
    const { witness, problems, reader } = readFile(bytes, 'x.zip')
    expect(witness).toBeNull()
    return `${reader} ${problems[0]!.code}`
  }
  test('a ZIP that is cut short, locked, of too many or too large files', () => {
    expect(error(zip.subarray(0, zip.length - 30))).toBe('zip not-a-zip')
    expect(error(lying(zip, 'b.txt', { flags: 1 }))).toBe('zip encrypted')
    expect(error(lying(zip, 'a.txt', { size: 201 << 20 }))).toBe('zip too-large')
    expect(error(lying(zip, 'a.txt', { size: 3 << 20 }))).toBe('zip zip-bomb')
    const many = Object.fromEntries(Array.from({ length: 5_001 }, (_, i) => [`${i}.txt`, '']))
    expect(error(zipOf(many))).toBe('zip too-large')
    expect(error(zipOf({ '0.txt': new Uint8Array(40 << 20) }))).toBe('zip zip-bomb')
  })

  test('a file that is not what the directory says is left out, the others go in', () => {
    for (const size of [100, 40_000]) {
      const read = readFile(lying(zip, 'a.txt', { size }), 'x.zip')
      expect(read.witness!.text).toBe('b\n')
      expect(read.problems.find(({ code }) => code === 'unreadable')!.message).toMatch(
        /^a\.txt is left out: "a\.txt" /,
      )
    }
    const flipped = new Uint8Array(zip)
    flipped[40]! ^= 0xff
    expect(readFile(flipped, 'x.zip').witness!.text).toBe('b\n')
  })

  test('a ZIP in which nothing can be read', () => {
    expect(error(zipOf({ 'a.jpg': 'x' }))).toBe('zip empty')
    expect(error(zipOf({ 'a.xml': '<PcGts>' }))).toBe('zip empty')
  })
})

describe('one document of many files', () => {
  const open = (zip: Uint8Array, name = 'scans/Tarne letters.zip') => {
    const read = readFile(zip, name)
    expect(read.source).toBe(zip)
    expect(witnessFaults(read.witness!)).toEqual([])
    expect(readFile(zip, name)).toEqual(read)
    const doc = new Y.Doc()
    if (read.layers) Y.applyUpdate(doc, read.layers)
    return { ...read, witness: read.witness!, document: new EditedDocument(read.witness!, new Layers(doc)) }
  }

  test('each begins a page, which has its own number or its place in the order', () => {
    const read = open(
      zipOf({
        'p3.xml': transkribusPage(),
        'p1.txt': letter('One.'),
        'p2.xml': pageXml(pageRegion('r', ['Two.'])),
      }),
    )
    expect(read.title).toBe('Tarne letters')
    expect(read.witness.source).toEqual({
      format: 'zip',
      encoding: 'utf-8',
      bom: false,
      name: 'Tarne letters.zip',
    })
    expect(read.witness.text.split('\n').filter(line => line !== '')).toEqual([
      'One.',
      'Two.',
      'The second letter',
      'Mr Aldous Wren, keeper, & his wife Ada',
      'at Tarne on 1 May, vnder the lyght,',
    ])
    const pages = read.witness.milestones.filter(({ type }) => type === 'pb')
    expect(pages.map(({ id, n, attrs }) => [id, n, attrs?.file, attrs?.facs])).toEqual([
      ['1.page', '1', 'p1.txt', undefined],
      ['2.m1', '2', 'p2.xml', '0007.jpg'],
      ['3.m1', '3', 'p3.xml', '0007.jpg'],
    ])
    expect(read.metadata).toMatchObject({ creator: 'A. Reader', transkribusDocument: '42' })
    expect(read.problems[0]).toMatchObject({ message: 'ZIP of 3 files: 1 × text, 2 × page.' })
  })

  test('it has the title of its files only where all have the same', () => {
    const titled = (title: string) => `${title}\n\nText that goes on for a while, to its end.\n`
    const titleOf = (...files: string[]) => {
      const list = Object.fromEntries(files.map((text, i) => [`${i}.txt`, text]))
      const { title, metadata } = open(zipOf(list), 'All.zip')
      return [title, metadata.title]
    }
    expect(titleOf(titled('THE REPORT'), titled('THE REPORT'))).toEqual(['THE REPORT', 'THE REPORT'])
    expect(titleOf(titled('THE REPORT'), titled('THE ANSWER'))).toEqual(['All', undefined])
    expect(titleOf(titled('THE REPORT'), pageXml(pageRegion('r', ['x'])))).toEqual(['All', undefined])
  })

  test('names, corrections and notes of the files stand on the same words', () => {
    const { document, people } = open(
      zipOf({ '1.txt': letter('One.'), '2.xml': transkribusPage(), '3.xml': transkribusPage() }),
    )
    const words = ({ start, end }: { start: number; end: number }) => document.text.slice(start, end)
    expect([...document.names.values()].map(words)).toEqual([
      'Aldous Wren',
      'Ada',
      'Tarne',
      '1 May',
      'Aldous Wren',
      'Ada',
      'Tarne',
      '1 May',
    ])
    expect(document.winners.map(c => `${words(c)} ] ${c.text}`)).toEqual([
      'Mr ] Mister',
      'lyght ] light',
      'Mr ] Mister',
      'lyght ] light',
    ])
    expect([...document.notes.values()].map(words)).toEqual(['&', '&'])
    expect(Object.values(people)).toEqual(['Earlier editor'])
  })

  test('an archive brings its corrections and its own page breaks', () => {
    const inner = edited(witness(p('From Ugeki to the Ambassador.')))
    inner.layers.change(null, () => {
      inner.layers.setMilestone({ id: 'm', at: 5, type: 'pb', n: '9' })
      inner.layers.setBreak(11, true)
      inner.layers.setBlockAttr(11, 'kind', 'heading')
    })
    const { document } = open(
      zipOf({ 'a.txt': letter('Before.'), 'b.corrigenda': writeArchive(exported(inner)) }),
    )
    const block = document.structure.block(2)
    expect([block.kind, document.text.slice(block.start, block.end)]).toEqual([
      'heading',
      'to the Ambassador.',
    ])
    const added = document.allMilestones().find(({ n }) => n === '9')!
    expect(document.text.slice(added.at, added.at + 5)).toBe('Ugeki')
  })

  test('a page without text is a page break with its image', () => {
    const { witness, problems } = open(
      zipOf({ '1.xml': pageXml(''), '2.xml': pageXml(pageRegion('r', ['Two.'])), '3.xml': pageXml('') }),
    )
    expect(witness.milestones.map(({ n, at, attrs }) => [n, at, attrs?.facs])).toEqual([
      ['1', 0, '0007.jpg'],
      ['2', 0, '0007.jpg'],
      ['3', 4, '0007.jpg'],
    ])
    expect(problems.filter(({ code }) => code === 'blank')).toHaveLength(2)
  })

  test('a paragraph that breaks off at the end of a page runs on', () => {
    const page = (...lines: string[]) =>
      pageXml(pageRegion('h', ['Head'], ' type="header"') + pageRegion('r', lines))
    const { witness, problems } = open(
      zipOf({ '1.xml': page('It went'), '2.xml': page('on and on.'), '3.xml': page('but not here') }),
    )
    expect(witness.blocks.map(({ attrs }) => attrs.continues ?? false)).toEqual([
      false,
      false,
      false,
      true,
      false,
      false,
    ])
    const guess = problems.find(({ code }) => code === 'continues')!
    expect(witness.text.slice(guess.start, guess.end)).toBe('on and on.')
  })

  test('a file that cannot be read is named with line and column, the others go in', () => {
    const { witness, problems } = open(zipOf({ 'a.txt': letter('Text.'), 'b.xml': fullPage().slice(0, 900) }))
    expect(witness.text).toBe('Text.\n')
    const lost = problems.find(({ code }) => code === 'unreadable')!
    expect(lost.message).toMatch(/^b\.xml is left out: The XML is not well-formed/)
    expect(lost.line).toBeGreaterThan(3)
  })

  test('what the files say of their places is told with their names', () => {
    const bad = pageXml(pageRegion('r', ['Text']).replaceAll(/points="[^"]*"/g, 'points="?"'))
    const { problems } = open(zipOf({ 'a/1.xml': bad }))
    expect(problems.filter(({ code }) => code === 'coordinates').map(({ message }) => message)[0]).toBe(
      'a/1.xml: These are no points: "?".',
    )
  })
})
