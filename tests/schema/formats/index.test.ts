import { expect, test } from 'vitest'
import type * as Y from 'yjs'
import { bodyOf } from '../../../schema/formats/body.js'
import { html } from '../../../schema/formats/html/write.js'
import { formatNamed, formats, readFile, viewOf } from '../../../schema/formats/index.js'
import { tei } from '../../../schema/formats/tei/write.js'
import { edited, exported, note } from '../../support/layers.js'
import { p, witness } from '../../support/witness.js'

const bytes = (text: string) => new TextEncoder().encode(text)

test('the formats are known by name, each with its own extension', () => {
  expect(formats.map(f => f.name)).toEqual([
    'tei',
    'docx',
    'pdf',
    'text',
    'html',
    'epub',
    'markdown',
    'latex',
    'typst',
    'csv',
    'annotations',
    'archive',
  ])
  expect(new Set(formats.map(f => f.extension)).size).toBe(formats.length)
  expect(formatNamed('tei')?.mediaType).toBe('application/tei+xml')
  expect(formatNamed('doc')).toBeUndefined()
})

test.each([
  ['tei', undefined, 'all'],
  ['tei', 'reading', 'reading'],
  ['docx', undefined, 'all'],
  ['text', undefined, 'reading'],
  ['text', 'all', 'all'],
  ['text', 'nonsense', null],
  ['html', undefined, 'reading'],
  ['html', 'received', 'received'],
  ['html', 'nonsense', null],
  ['archive', 'all', 'all'],
])('%s asked for view %s writes %s', (format, asked, view) => {
  expect(viewOf(formatNamed(format)!, asked)).toBe(view)
})

test('every format writes in each of its views', () => {
  const made = exported(edited(witness(p('Some text.'))))
  for (const format of formats)
    for (const view of format.views.length > 0 ? format.views : (['all'] as const))
      expect(format.write(made, view).length, `${format.name} ${view}`).toBeGreaterThan(0)
})

test('the HTML edition opens in the view that is asked for', () => {
  const made = exported(edited(witness(p('Some text.'))))
  expect(html(made, 'received')).toMatch(/id="v-received" class="choice" checked/)
  expect(html(made)).toMatch(/id="v-reading" class="choice" checked/)
})

test.each([
  ['folder/report.txt', 'A report\n\nText that goes on for a while, to its end.\n'],
  ['report.corrigenda', 'no archive'],
  ['report.txt', ''],
])('%s is read or said to be unreadable', (name, text) => {
  const read = readFile(bytes(text), name)
  const failed = read.problems.some(problem => problem.severity === 'error')
  expect(read.witness === null).toBe(failed)
  expect(read.source).toEqual(bytes(text))
  expect(read.title).not.toBe('')
})

test('a note’s emphasis and links are kept; a link to a script is not', () => {
  const document = edited(witness(p('Some text.')))
  const id = note(document, 'text', 'one two three four')
  const text = (document.layers.noteBody(id)!.get(0) as Y.XmlElement).get(0) as Y.XmlText
  text.format(0, 3, { em: {} })
  text.format(4, 3, { 'strong--a1': {} })
  text.format(8, 5, { link: { href: 'https://example.org/?a=%3Cb%3E&c' } })
  text.format(14, 4, { link: { href: 'javascript:alert(1)' } })
  const run = (text: string, given: object = {}) => ({
    type: 'text',
    text,
    em: false,
    strong: false,
    href: null,
    ...given,
  })
  expect(bodyOf(document.layers, id)).toEqual([
    {
      type: 'paragraph',
      inlines: [
        run('one', { em: true }),
        run(' '),
        run('two', { strong: true }),
        run(' '),
        run('three', { href: 'https://example.org/?a=%3Cb%3E&c' }),
        run(' '),
        run('four'),
      ],
    },
  ])
  expect(tei(exported(document), 'all')).toContain(
    '<p><hi rend="italic">one</hi> <hi rend="bold">two</hi> <ref target="https://example.org/?a=%3Cb%3E&amp;c">three</ref> four</p>',
  )
  expect(html(exported(document))).toContain(
    '<em>one</em> <strong>two</strong> <a class="out" href="https://example.org/?a=%3Cb%3E&amp;c" rel="noopener noreferrer">three</a> four',
  )
})
