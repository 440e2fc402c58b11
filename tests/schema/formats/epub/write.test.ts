import { describe, expect, test } from 'vitest'
import type { EditedDocument } from '../../../../schema/document.js'
import { identifierOf } from '../../../../schema/formats/epub/metadata.js'
import { writeEpub } from '../../../../schema/formats/epub/write.js'
import { readFile } from '../../../../schema/formats/index.js'
import { legal } from '../../../../schema/formats/tei/xml.js'
import { piecesOf, textOf, type View, views } from '../../../../schema/readings.js'
import { newEntry, Register } from '../../../../schema/register.js'
import { defaultSettings } from '../../../../schema/settings.js'
import { formeWork } from '../../../../schema/structure.js'
import { addAnything, anyDocument } from '../../../support/anything.js'
import { bookText, filesOf } from '../../../support/epub.js'
import { accept, correct, edited, exported, find, note } from '../../../support/layers.js'
import { absent, hasMaterial, material, seeds } from '../../../support/material.js'
import { fill, para, ref } from '../../../support/note-bodies.js'
import { Random } from '../../../support/random.js'
import { block, heading, item, on, p, page, speech, stamp, witness } from '../../../support/witness.js'

const bare = (text: string) => text.replace(/\s+/g, '')

/** What a view says, the forme work of a reading left out. */
function textIn(document: EditedDocument, view: View): string {
  let text = ''
  for (let i = 0; i < document.structure.count; i++)
    for (const piece of piecesOf(document, i, view))
      if (view !== 'reading' || !formeWork.has(piece.kind)) text += textOf(piece)
  return bare(legal(text))
}

/** Checks that a book says what its view says, and that all its links lead somewhere. */
function check(document: EditedDocument, view: View, what: string, options = {}): void {
  const epub = writeEpub(exported(document, { options }), view)
  if (view !== 'all') expect(bare(bookText(epub)), `${what}, ${view}`).toBe(textIn(document, view))
  const files = filesOf(epub)
  const ids = new Map<string, Set<string>>()
  for (const [path, xhtml] of Object.entries(files)) {
    const own = [...xhtml.matchAll(/<[^>]* id="([^"]*)"/g)].map(m => m[1]!)
    expect(new Set(own).size, `${what}, ${path}: every id once`).toBe(own.length)
    ids.set(path, new Set(own))
  }
  for (const [path, xhtml] of Object.entries(files))
    for (const [, to] of xhtml.matchAll(/<a[^>]* href="([^"]*)"/g)) {
      if (/^(https?|mailto):/.test(to!)) continue
      const [file, id] = to!.split('#')
      const target = file ? `EPUB/${file}` : path
      expect(files[target], `${what}: ${to}`).toBeDefined()
      if (id) expect(ids.get(target)!.has(id), `${what}, ${path}: ${to}`).toBe(true)
    }
}

describe('EPUB', () => {
  test('random documents say what their views say and have no dead link', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const options = { notes: seed % 3 === 0 ? 'end' : 'foot', apparatus: seed % 5 === 0 ? 'none' : 'end' }
      check(anyDocument(new Random(seed)), views[seed % 4]!, `seed ${seed}`, options)
    }
  })

  for (const name of seeds) {
    const here = hasMaterial(`seeds/${name}`)
    test.skipIf(!here)(`${name}, edited at random${here ? '' : ` ${absent}`}`, () => {
      const { witness } = readFile(material(`seeds/${name}`), name)
      for (const view of views) {
        const document = edited(witness!)
        addAnything(document, new Random(7), 40)
        check(document, view, name)
      }
    })
  }

  test('the type stands first and as it is; the same document gives the same bytes', () => {
    const document = edited(witness(p('One.')))
    const epub = writeEpub(exported(document), 'reading')
    // ZIP: a local header of 30 bytes, then the name, then the content (EPUB 3.3 §4.2.4).
    expect(new TextDecoder().decode(epub.slice(30, 58))).toBe('mimetypeapplication/epub+zip')
    expect([epub[8], epub[9], epub[28], epub[29]]).toEqual([0, 0, 0, 0])
    expect(writeEpub(exported(document), 'reading')).toEqual(epub)
  })

  test('a correction is in the text and in the apparatus, linked both ways', () => {
    const document = edited(witness(p('One.'), p('from Minister Ugeki to Nishi')))
    accept(document, correct(document, 'Ugeki', 'Ugaki', { reason: 'So elsewhere.' }))
    const files = filesOf(writeEpub(exported(document), 'reading'))
    expect(files['EPUB/chapter-001.xhtml']).toContain(
      '<span class="at" id="c-1"></span><a class="c" href="apparatus.xhtml#e-1"><ins class="a">Ugaki</ins></a>',
    )
    expect(files['EPUB/apparatus.xhtml']).toContain(
      '<li id="e-1"><a class="place" href="chapter-001.xhtml#c-1">¶ 2</a>',
    )
    const without = filesOf(writeEpub(exported(document, { options: { apparatus: 'none' } }), 'reading'))
    expect(without['EPUB/apparatus.xhtml']).toBeUndefined()
    expect(without['EPUB/chapter-001.xhtml']).toContain('Minister <ins class="a">Ugaki</ins> to')
  })

  test('notes are footnotes below their chapter or a page at the end, linked both ways', () => {
    const document = edited(witness(p('from Minister Ugeki to Nishi')))
    note(document, 'Nishi', 'Who?')
    const id = note(document, 'Ugeki', '', { type: 'textual' })
    fill(document, id, para('See ', ref({ ...find(document, 'Nishi') }), '.'))
    const foot = filesOf(writeEpub(exported(document), 'reading'))['EPUB/chapter-001.xhtml']!
    expect(foot).toContain(
      'Ugeki</span><a class="ref" id="r-1" href="#n-1" role="doc-noteref" epub:type="noteref">a</a>',
    )
    expect(foot).toContain(
      '<aside class="note explanatory" id="n-2" role="doc-footnote" epub:type="footnote"><p><a class="mark" href="#r-2" role="doc-backlink" aria-label="Note 1, back to the text">1</a> <span class="lemma">Nishi</span> ] Who?</p>',
    )
    expect(foot).toContain('See <a class="to" href="#p1">¶ 1</a>.')
    const files = filesOf(writeEpub(exported(document, { options: { notes: 'end' } }), 'reading'))
    expect(files['EPUB/chapter-001.xhtml']).toContain('href="notes.xhtml#n-1"')
    expect(files['EPUB/notes.xhtml']).toContain('<a class="mark" href="chapter-001.xhtml#r-1"')
    expect(filesOf(writeEpub(exported(document), 'received'))['EPUB/chapter-001.xhtml']).not.toContain(
      'noteref',
    )
  })

  test('a note on what the text has not got stands after what comes before', () => {
    const document = edited(witness(p('One.'), stamp('16 Aug'), p('Two.')))
    note(document, '16 Aug', 'Received by post.')
    const files = filesOf(writeEpub(exported(document), 'reading'))
    expect(files['EPUB/chapter-001.xhtml']).toMatch(/One\.<a class="ref" id="r-1"/)
    expect(files['EPUB/chapter-001.xhtml']).not.toContain('class="stamp')
  })

  test('the notes of the source pop up at its own marks', () => {
    const made = witness(p('Words[1] and more.'), block('note', '[1] So he said.', { n: '1' }))
    const spans = [{ id: 's', start: 5, end: 8, type: 'note-ref' }]
    const document = edited({ ...made, spans })
    const chapter = filesOf(writeEpub(exported(document), 'received'))['EPUB/chapter-001.xhtml']!
    expect(chapter).toContain(
      'Words<a class="src" id="sr-1" href="#s-1" role="doc-noteref" epub:type="noteref">[1]</a> and',
    )
    expect(chapter).toContain(
      '<aside class="note" id="s-1" role="doc-footnote" epub:type="footnote"><p dir="auto"',
    )
    expect(chapter).toContain('[1] So he said. <a class="back" href="#sr-1"')
  })

  test('contents nest by level, and the pages of the source are listed', () => {
    const document = edited(
      witness(
        heading(1, 'A <report>'),
        heading(3, 'Deep'),
        heading(2, 'Less deep'),
        p('One.'),
        page('2', on('Two.')),
        heading(1, 'Last'),
        item(1, '1.', 'Three.'),
        speech('Stalin', 'Stalin: Yes.'),
      ),
    )
    const nav = filesOf(writeEpub(exported(document), 'reading'))['EPUB/nav.xhtml']!
    expect(nav.replace(/href="[^"]*"/g, '')).toContain(
      '<li><a >A &lt;report&gt;</a><ol>\n<li><a >Deep</a></li>\n<li><a >Less deep</a></li></ol></li>\n<li><a >Last</a>',
    )
    expect(nav).toMatch(/epub:type="page-list".*<li><a href="chapter-001.xhtml#page-1">2<\/a><\/li>/s)
    const text = filesOf(writeEpub(exported(document), 'reading'))['EPUB/chapter-001.xhtml']!
    expect(text).toContain(
      '<span class="pb" id="page-1" role="doc-pagebreak" epub:type="pagebreak" aria-label="2">[p. 2]</span>',
    )
  })

  test('a long text is parted at its headings', () => {
    const long = p('Words of no weight. '.repeat(1_000))
    const document = edited(witness(heading(1, 'One'), long, long, long, heading(2, 'Two'), p('End.')))
    const files = Object.keys(filesOf(writeEpub(exported(document), 'reading')))
    expect(files.filter(path => path.includes('chapter'))).toHaveLength(2)
  })

  test('tables are tables: rows with cells parted by tabs, and paragraphs that are cells', () => {
    const cell = (text: string, row: number, n: number) =>
      block('paragraph', text, { table: 2, row, cell: n })
    const document = edited(
      witness(
        block('paragraph', 'a\tb <i>', { table: 1, row: 1, cells: 2 }),
        block('paragraph', 'c\td', { table: 1, row: 2, cells: 2 }),
        p('Between.'),
        cell('e', 1, 1),
        cell('f', 1, 2),
        cell('g', 2, 1),
        cell('h', 2, 1),
        cell('i', 3, 3),
      ),
    )
    const chapter = filesOf(writeEpub(exported(document), 'reading'))['EPUB/chapter-001.xhtml']!
    const tables = chapter.replace(/ (dir|id|class)="[^"]*"/g, '').match(/<table>.*?<\/table>/gs)
    expect(tables).toEqual([
      '<table><tbody>\n<tr><td>a</td><td>b &lt;i&gt;</td></tr>\n<tr><td>c</td><td>d</td></tr>\n</tbody></table>',
      '<table><tbody>\n<tr><td><p>e</p></td><td><p>f</p></td></tr>\n<tr><td><p>g</p><p>h</p></td></tr>\n<tr><td></td><td></td><td><p>i</p></td></tr>\n</tbody></table>',
    ])
  })

  test('the package says whose book it is, in which language, and how it can be read', () => {
    const document = edited(witness(p('One Ugeki.'), page('2', p('Two.'))))
    accept(document, correct(document, 'Ugeki', 'Ugaki'))
    const metadata = {
      author: 'A. Uthor & Co',
      language: 'French',
      date: '1938-08',
      url: 'https://x.example/?a=1&b',
    }
    const made = exported(document, { metadata, settings: defaultSettings })
    const files = filesOf(writeEpub(made, 'reading'))
    const opf = files['EPUB/package.opf']!
    expect(opf).toContain('<dc:creator id="author">A. Uthor &amp; Co</dc:creator>')
    expect(opf).toContain('<dc:contributor id="editor-1">Ann Author</dc:contributor>')
    expect(opf).toContain('<meta refines="#editor-1" property="role" scheme="marc:relators">edt</meta>')
    expect(opf).toContain('<dc:language>fr</dc:language>')
    expect(opf).toContain('<meta property="dcterms:modified">2025-06-15T15:06:40Z</meta>')
    expect(opf).toContain(`<dc:identifier id="book">${identifierOf({ exported: made, view: 'reading' })}<`)
    expect(opf).toContain('<meta property="schema:accessibilityFeature">pageNavigation</meta>')
    expect(files['EPUB/principles.xhtml']).toContain('Editorial declaration')
    // The same document in another text is another book; edited further it is the same one.
    const before = identifierOf({ exported: made, view: 'reading' })
    expect(identifierOf({ exported: made, view: 'all' })).not.toBe(before)
    correct(document, 'Two', 'Three')
    expect(identifierOf({ exported: made, view: 'reading' })).toBe(before)
    expect(before).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })

  test('names have an index', () => {
    const document = edited(witness(p('Ugeki wrote to Moscow.')))
    document.layers.change(null, () =>
      document.layers.setName({
        id: 'x',
        ...find(document, 'Ugeki'),
        type: 'person',
        ref: 'u',
        by: 'ann',
        at: 1,
      }),
    )
    const register = new Register([{ id: 'u', ...newEntry('person', 'Ugaki Kazushige') }])
    const files = filesOf(writeEpub(exported(document, { register }), 'reading'))
    expect(files['EPUB/names.xhtml']).toContain('role="doc-index"')
    expect(files['EPUB/names.xhtml']).toContain(
      '<b>Ugaki Kazushige</b> <a class="place" href="chapter-001.xhtml#name-1">¶ 1</a>',
    )
  })
})
