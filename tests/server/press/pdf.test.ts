/** The PDF as its reader has it: every text is whole, hostile words are words, what is asked for is done. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { getDocumentProxy } from 'unpdf'
import { describe, expect, test } from 'vitest'
import type { EditedDocument } from '../../../schema/document.js'
import { flowOf } from '../../../schema/formats/flow.js'
import { shownInWords } from '../../../schema/formats/html/parts.js'
import { type Exported, readFile } from '../../../schema/formats/index.js'
import { hasGlyph } from '../../../schema/formats/pdf/glyphs.js'
import { pdfFormat } from '../../../schema/formats/pdf/write.js'
import { textOf, type View, views } from '../../../schema/readings.js'
import { newEntry, Register } from '../../../schema/register.js'
import { defaultSettings } from '../../../schema/settings.js'
import { typeset } from '../../../server/press/typeset.js'
import { written } from '../../../server/press/write.js'
import { addAnything, anyDocument } from '../../support/anything.js'
import { hostileDocument, hostileWords } from '../../support/hostile.js'
import { accept, correct, edited, exported, find, note } from '../../support/layers.js'
import { absent, hasMaterial, material, seeds } from '../../support/material.js'
import { fill, list, para, quote, ref } from '../../support/note-bodies.js'
import { lettersOf, pagesOf } from '../../support/pdf-text.js'
import { Random } from '../../support/random.js'
import {
  block,
  catchword,
  heading,
  item,
  on,
  p,
  page,
  speech,
  stamp,
  witness,
} from '../../support/witness.js'
import { compile } from '../support/child.js'

const pdfOf = (given: Exported, view: View) => written(pdfFormat, given, view)

/** All pages without their running heads. */
async function textIn(pdf: Uint8Array): Promise<string> {
  const pages = await pagesOf(pdf)
  return pages.map((text, i) => (i === 0 ? text : text.replace(/^.*\n/, ''))).join('\n')
}

const printable = (text: string) => lettersOf([...text].filter(hasGlyph).join(''))

/** Letters with two accents are told twice by PDF.js, which does not read what the PDF says of their letters. */
const withoutAccents = (text: string) => printable(text).replaceAll('é', '')

/** Checks that a PDF has a text from its beginning to its end, in order, every letter of every block; between two blocks
 * nothing but what stands in the margin. */
async function hasWhole(given: Exported, view: View, why = ''): Promise<void> {
  // Notes at the end, since at the foot they stand between two pages of a paragraph.
  const options = { ...given.options, notes: 'end' }
  const letters = lettersOf(await textIn(await pdfOf({ ...given, options }, view)))
  const { document } = given
  const corrections = view === 'received' ? undefined : shownInWords(document, view)
  let at = 0
  for (const { pieces } of flowOf(document, view, corrections ? { corrections } : {}))
    for (const piece of pieces) {
      if (piece.kind === 'catchword' && view !== 'received' && view !== 'all') continue
      const segments = piece.segments.flatMap(segment =>
        view === 'all' && segment.type === 'text' ? [{ ...segment, struck: [] }] : [segment],
      )
      const words = printable(textOf({ ...piece, segments }))
      if (words === '') continue
      const found = letters.indexOf(words, at)
      expect(
        found,
        `${why}, ${view}: “${words.slice(0, 80)}” after “${letters.slice(at - 40, at)}”`,
      ).not.toBe(-1)
      if (at > 0) expect(found - at, `${why}, ${view}: before “${words.slice(0, 80)}”`).toBeLessThan(120)
      at = found + words.length
    }
}

describe('the text of the PDF', () => {
  for (const name of seeds) {
    const here = hasMaterial(`seeds/${name}`)
    test.skipIf(!here)(
      `of ${name} is whole in every view${here ? '' : ` ${absent}`}`,
      async () => {
        const { witness, title, metadata } = readFile(material(`seeds/${name}`), name)
        const document = edited(witness!)
        await hasWhole(
          exported(document, { title, metadata, options: { numbers: 'none' } }),
          'received',
          name,
        )
        const words = /\p{L}{6,}/u.exec(witness!.text.slice(2_000))![0]
        accept(document, correct(document, words, 'corrected'))
        for (const view of views) await hasWhole(exported(document, { title, metadata }), view, name)
      },
      120_000,
    )
  }

  test('of random documents is whole, with all notes and their marks', async () => {
    let notes = 0
    for (let seed = 1; seed <= 25; seed++) {
      const document = anyDocument(new Random(seed))
      notes += document.notes.size
      const given = exported(document, { options: { numbers: 'none' }, metadata: { language: 'zxx' } })
      const view = views[seed % 4]!
      const pages = withoutAccents(await textIn(await pdfOf(given, view)))
      expect(pages.length).toBeGreaterThan(0)
      for (const { id, text } of view === 'received' ? [] : document.notes.inOrder())
        expect(pages, `seed ${seed}, ${view}, note ${id}`).toContain(withoutAccents(text))
    }
    expect(notes).toBeGreaterThan(20)
  }, 120_000)

  const volume = 'frus/docs/frus1934v05__d434.xml'
  const here = hasMaterial(`material/${volume}`)
  test.skipIf(!here)(
    `has the source's own notes at the foot of their pages${here ? '' : ` ${absent}`}`,
    async () => {
      const { witness, title, metadata } = readFile(material(`material/${volume}`), volume)
      const document = edited(witness!)
      const pages = await pagesOf(await pdfOf(exported(document, { title, metadata }), 'reading'))
      expect(pages[1]).toMatch(/\[35\] See Foreign Relations, 1916, pp\. 650–683, passim\.$/)
      expect(pages[2]).toMatch(/\[36\] See Foreign Relations, 1931, vol\. ii, pp\. 708 ff\.$/)
      const letters = lettersOf(pages.join('\n'))
      for (const { kind, start, end } of witness!.blocks)
        if (kind === 'note') expect(letters).toContain(lettersOf(witness!.text.slice(start, end)))
    },
    60_000,
  )
})

describe('what people typed', () => {
  const nasty = [
    ...hostileWords,
    '#panic("x")',
    '#{ while true {} }',
    ']#panic("x")[',
    '"#panic("x")"',
    '#import "@preview/x:1.0.0": *',
    '#read("/etc/passwd")',
    '$ 1/0 $ $x$',
    '= A heading',
    '- one\n- two',
    '+ one',
    '1. one',
    '/ Term: said',
    '*bold* _emph_ `raw` ```raw```',
    '<label> @label \\label',
    '// a comment',
    '/* a comment',
    '*/ no comment',
    '-- --- ... -? ~ -1',
    '\\u{41} \\n \\\\ \\#',
    'https://example.org/#x',
    '\'single\' "double"',
    '[[[ ]]] ((( ))) {{{ }}}',
    '#let p = none',
    '#show: none',
    '#set page(width: 0pt)',
    'a#b.c(d)[e]',
    '\ud800 lone \udc00',
    '\u0001\u0002\u007f',
    'e\u0301o\u0308',
    '. .. ... 1.2.3',
    ';;; ::: !!! ???',
  ]
  const visible = (text: string) =>
    [...text.normalize('NFC')].filter(c => hasGlyph(c) && !/[\s\p{Cf}\p{Cc}\p{Cn}\ufffd]/u.test(c)).join('')

  test('comes out as it went in, whatever it would be as markup', async () => {
    const drafts = nasty.flatMap((words, i) => [p(words.replaceAll('\n', ' ')), heading(2, `Mark ${i} end`)])
    const given = exported(edited(witness(...drafts)), {
      title: 'T',
      metadata: { language: 'zxx' },
      options: { numbers: 'none' },
    })
    const text = (await textIn(await pdfOf(given, 'received'))).normalize('NFC').replace(/\s/g, '')
    let at = 0
    nasty.forEach((words, i) => {
      // What turns the direction of writing is shown turned.
      if (words.includes('\u202e')) return
      const end = text.indexOf(`Mark${i}end`, at)
      expect(visible(text.slice(at, end)), words).toContain(visible(words))
      at = end + `Mark${i}end`.length
    })
  }, 60_000)

  test('runs nothing, wherever it stands', async () => {
    for (const words of nasty) {
      const document = edited(
        witness(
          heading(1, 'x'),
          stamp(words),
          page(words, p('from Ugeki')),
          speech(words, `${words.replaceAll(':', '')}: Yes.`),
          item(1, words, words),
        ),
      )
      accept(document, correct(document, 'Ugeki', words, { by: words, reason: words }))
      note(document, 'from', words, { by: words })
      const given = exported(document, {
        title: words,
        edition: words,
        metadata: { [words]: words, language: words, url: words },
        person: () => words,
        settings: { ...defaultSettings, language: '' },
        register: new Register([{ id: 'r1', ...newEntry('person', words) }]),
      })
      expect((await pdfOf(given, 'all')).length, words).toBeGreaterThan(1_000)
    }
  }, 120_000)

  test('of 30 documents full of traps is set', async () => {
    for (let seed = 1; seed <= 30; seed++) {
      const { exported } = hostileDocument(seed)
      const pdf = await pdfOf(exported, views[seed % 4]!)
      expect(new TextDecoder().decode(pdf.slice(0, 5)), `seed ${seed}`).toBe('%PDF-')
    }
  }, 120_000)

  test('a word of 100,000 letters stays on the page, all of it', async () => {
    const word = 'abcdefghij'.repeat(10_000)
    const given = exported(edited(witness(p(word))), { options: { numbers: 'none' } })
    const pdf = await pdfOf(given, 'received')
    expect(lettersOf(await textIn(pdf))).toContain(word)
    const proxy = await getDocumentProxy(new Uint8Array(pdf))
    const first = await proxy.getPage(2)
    const [, , width] = first.view
    for (const found of (await first.getTextContent()).items)
      if ('transform' in found) expect(found.transform[4] + found.width).toBeLessThan(width!)
  }, 60_000)

  test('characters that the typeface lacks are named', async () => {
    const document = edited(witness(p('Zhang Hanfu (章汉夫)')))
    const text = (await textIn(await pdfOf(exported(document), 'received'))).replace(/\s+/g, ' ')
    expect(text).toContain('has no sign for U+592B, U+6C49, U+7AE0')
    const none = await textIn(await pdfOf(exported(edited(witness(p('Ἑλλάς, Россия, שלום')))), 'received'))
    expect(none).not.toContain('has no sign')
  })
})

/** A report with all that a page can have. */
function report(): EditedDocument {
  const document = edited(
    witness(
      heading(1, 'A Report'),
      page('1', p('from Minister Ugeki to Hasang')),
      catchword('Staff'),
      stamp('RECEIVED 15'),
      page('2', on('Staff word at the lake.')),
      speech('Stalin', 'Stalin: Yes.'),
      item(2, '(a)', 'one'),
      block('quotation', 'Quoted\nlines'),
      block('rule', '- - - -'),
    ),
  )
  accept(document, correct(document, 'Ugeki', 'Ugaki', { reason: 'So elsewhere.' }))
  correct(document, 'Hasang', 'Khasan')
  const who = note(document, 'Ugeki', 'Ugaki Kazushige.')
  const other = note(document, 'lake', 'Underlined.', { type: 'textual' })
  fill(
    document,
    who,
    para('See ', ref({ note: other }), '.'),
    list(true, [para('one')], [para('two')]),
    quote(para('three')),
  )
  document.layers.change(null, () =>
    document.layers.setName({
      id: 'x1',
      ...find(document, 'lake'),
      type: 'place',
      ref: '',
      by: 'ann',
      at: 1,
    }),
  )
  return document
}

describe('the pages', () => {
  test('have margins, notes, apparatus and index', async () => {
    const given = exported(report(), {
      title: 'A Report',
      settings: defaultSettings,
      metadata: { archive: 'FO 371' },
    })
    const text = (await textIn(await pdfOf(given, 'reading'))).replace(/\s+/g, ' ')
    for (const part of [
      'An edition',
      'Archive: FO 371.',
      'Ugaki1 to Hasang',
      'p. 2',
      'RECEIVED 15',
      'See n. a.',
      '1. one',
      'Editorial declaration',
      'Emendations ¶ 2. Ugaki ] Ugeki (A.A.) So elsewhere.',
      'Stamps',
      'Speakers Stalin',
      'Index of names lake, 1',
      'Edited by Ann Author and Ben Brown.',
    ])
      expect(text, part).toContain(part)
    expect(text).not.toContain('Khasan')
    expect(text.match(/A Report/g)).toHaveLength(1)
  })

  test.each([
    [
      'received',
      ['Ugeki to Hasang', 'Staff RECEIVED', 'The text as received'],
      ['Ugaki', 'Underlined', 'Emendations'],
    ],
    ['diplomatic', ['Ugeki', 'Underlined', 'Diplomatic text'], ['So elsewhere', 'Khasan']],
    ['all', ['UgekiUgaki', 'HasangKhasan', 'Underlined', 'Staff RECEIVED'], []],
  ] as const)('in the view %s show that view', async (view, has, hasNot) => {
    const text = (await textIn(await pdfOf(exported(report()), view))).replace(/\s+/g, ' ')
    for (const part of has) expect(text).toContain(part)
    for (const part of hasNot) expect(text).not.toContain(part)
  })

  test.each([
    [{ paper: 'a4' }, [595, 842]],
    [{ paper: 'letter' }, [612, 792]],
    [{ paper: 'book' }, [442, 663]],
  ] as const)('have the size of %j', async (options, size) => {
    const pdf = await getDocumentProxy(
      new Uint8Array(await pdfOf(exported(report(), { options }), 'reading')),
    )
    const { view } = await pdf.getPage(1)
    expect(view.slice(2).map(Math.round)).toEqual(size)
  })

  test('number paragraphs, lines or nothing, and put notes where they are asked for', async () => {
    const long = Array.from({ length: 12 }, (_, i) => p(`${'Words of the text. '.repeat(8)}End ${i}`))
    const set = async (options: Record<string, string>) =>
      (await pagesOf(await pdfOf(exported(edited(witness(...long)), { options }), 'reading')))[0]!
    const plain = await set({ numbers: 'none' })
    expect(plain).not.toMatch(/^\d+$/m)
    expect(await set({ numbers: 'paragraphs' })).toMatch(/12\s*Words/)
    const lines = await set({ numbers: 'lines' })
    for (const n of ['5', '10', '15']) expect(lines.split(/\s+/)).toContain(n)
    const noted = async (notes: string) =>
      (await textIn(await pdfOf(exported(report(), { options: { notes } }), 'reading'))).replace(/\s+/g, ' ')
    expect(await noted('foot')).not.toContain('Textual notes')
    expect(await noted('split')).toContain('Textual notes a lake ] Underlined.')
    expect(await noted('split')).not.toContain('Explanatory notes')
    expect(await noted('end')).toContain('Explanatory notes 1 Ugeki ] See n. a.')
  }, 60_000)

  test('have tables, of rows parted by tabs and of cells, with the notes in them', async () => {
    const cell = (row: number, cell: number, text: string, more = {}) =>
      block('paragraph', text, { table: 2, row, cell, ...more })
    const document = edited(
      witness(
        block('paragraph', 'one\ttwo', { table: 1, row: 1, cells: 2 }),
        block('paragraph', 'three\tfour\tfive', { table: 1, row: 2, cells: 3 }),
        p('Between.'),
        cell(1, 1, 'Head', { role: 'label' }),
        cell(1, 2, 'Value'),
        cell(1, 2, 'goes on'),
        cell(2, 1, ''.padEnd(3, '#')),
        cell(2, 2, 'End'),
        block('paragraph', Array.from({ length: 40 }, (_, i) => `wide${i}`).join('\t'), {
          table: 3,
          row: 1,
          cells: 40,
        }),
      ),
    )
    note(document, 'three', 'On three.')
    accept(document, correct(document, 'four', 'vier'))
    const given = exported(document, { options: { numbers: 'none' } })
    const source = new TextDecoder().decode(pdfFormat.write(given, 'reading'))
    expect(source).toMatch(
      /#rows\(3, \[one\], \[two\], \[\], \[.*three#foot-note.*\], \[.*vier.*\], \[five\]\)/,
    )
    expect(source).toContain('#rows(2, [#cell-head[Head]], [Value#parbreak();goes on], [\\#\\#\\#], [End])')
    const text = (await textIn(await pdfOf(given, 'reading'))).replace(/\s+/g, ' ')
    for (const part of ['one two', 'five', 'Between.', '###', 'On three.', 'wide0 wide1', 'wide39'])
      expect(text).toContain(part)
  })

  test('say title, authors, language and date, and have bookmarks, links and tags', async () => {
    const pdf = await pdfOf(
      exported(report(), { title: 'A “Report”', metadata: { language: 'fr-CA' } }),
      'reading',
    )
    const proxy = await getDocumentProxy(new Uint8Array(pdf))
    const { info } = await proxy.getMetadata()
    expect(info).toMatchObject({
      Title: 'A “Report”',
      Author: 'Ann Author, Ben Brown',
      Language: 'fr-CA',
      CreationDate: 'D:20250615150640Z',
    })
    expect((await proxy.getOutline()).map(({ title }) => title)).toContain('A Report')
    const first = await proxy.getPage(1)
    expect((await first.getAnnotations()).some(({ subtype }) => subtype === 'Link')).toBe(true)
    expect(await first.getStructTree()).not.toBeNull()
    expect((await proxy.getMarkInfo())?.Marked).toBe(true)
  })
})

test('the same document gives the same bytes, here and in another process', async () => {
  compile()
  const document = report()
  addAnything(document, new Random(7), 20)
  const given = exported(document)
  const source = pdfFormat.write(given, 'all')
  const pdf = await typeset(source)
  expect(await typeset(pdfFormat.write(given, 'all'))).toEqual(pdf)
  const program = `const { typeset } = await import(${JSON.stringify(new URL('../../../dist/server/press/typeset.js', import.meta.url).href)})
    const { readFileSync } = await import('node:fs')
    const { createHash } = await import('node:crypto')
    console.log(createHash('sha256').update(await typeset(readFileSync(0))).digest('hex'))`
  const other = execFileSync(process.execPath, ['--input-type=module', '-e', program], { input: source })
  expect(other.toString().trim()).toBe(createHash('sha256').update(pdf).digest('hex'))
}, 60_000)
