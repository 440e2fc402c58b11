import { describe, expect, test } from 'vitest'
import { wellFormed } from '../../../../schema/formats/html/escape.js'
import { readFile } from '../../../../schema/formats/index.js'
import { Footnotes } from '../../../../schema/formats/markdown/notes.js'
import { piecesOf } from '../../../../schema/formats/markdown/read/pieces.js'
import { markdownReader } from '../../../../schema/formats/markdown/read/read.js'
import { writtenOf } from '../../../../schema/formats/markdown/text.js'
import { markdown } from '../../../../schema/formats/markdown/write.js'
import type { View } from '../../../../schema/readings.js'
import { anyDocument } from '../../../support/anything.js'
import { hostileDocument } from '../../../support/hostile.js'
import { accept, correct, edited, exported, note } from '../../../support/layers.js'
import { absent, hasMaterial, material } from '../../../support/material.js'
import { Random } from '../../../support/random.js'
import { blocksOf, codesOf, soundWitness, spansOf } from '../../../support/read-blocks.js'
import { block, heading, item, p, speech, witness } from '../../../support/witness.js'

const bytes = (text: string) => new TextEncoder().encode(text)
const read = (text: string, name = 'a.md') => markdownReader.read(bytes(text), name)

describe('Markdown, read', () => {
  test.each([
    ['# One *two*', ['heading(level=1) One two']],
    ['One\n===\n\nTwo\n---', ['heading(level=1) One', 'heading(level=2) Two']],
    ['One\ntwo\n   three', ['paragraph One two three']],
    ['One\r\ntwo\r\n\r\nthree', ['paragraph One two', 'paragraph three']],
    ['One  \ntwo', ['paragraph One\ntwo']],
    ['One\\\ntwo\\\nthree', ['verse One\ntwo\nthree']],
    ['| One\n|  two\n| three', ['verse One\n two\nthree']],
    ['> One\n> two\n>\n> > three', ['quotation One two', 'quotation three']],
    ['***\n\n- - -', ['rule ***', 'rule - - -']],
    ['```js\na  b\n\nc\n```', ['paragraph(element=code language=js) a  b\n\nc']],
    ['a &amp; b &#8212; \\*c\\* &nbsp;d', ['paragraph a & b — *c* \u00a0d']],
    ['a<br>b H<sub>2</sub>O', ['paragraph a\nb H2O']],
    ['<div>\n<p>One <b>two</b></p><hr></div>', ['paragraph One two', 'rule * * *']],
  ])('%j', (text, blocks) => {
    expect(blocksOf(read(text))).toEqual(blocks)
  })

  test('lists have the markers that one sees, at their depths', () => {
    const file = read(
      '1. one\n   two\n\n   three\n2. four\n   - five\n     * six\n\n7) seven\n\n- [x] done\n- [ ] not\n- (b) eight',
    )
    expect(blocksOf(file)).toEqual([
      'item(depth=1 marker=1. ordered) 1. one two',
      'item(depth=1 ordered) three',
      'item(depth=1 marker=2. ordered) 2. four',
      'item(depth=2 marker=• ordered=false) • five',
      'item(depth=3 marker=• ordered=false) • six',
      'item(depth=1 marker=7) ordered) 7) seven',
      'item(checked depth=1 marker=☑ ordered=false) ☑ done',
      'item(checked=false depth=1 marker=☐ ordered=false) ☐ not',
      'item(depth=1 marker=(b) ordered) (b) eight',
    ])
    expect(spansOf(file)).toEqual(['1.', '2.', '•', '•', '7)', '☑', '☐', '(b)'].map(m => `marker ${m}`))
  })

  test('emphasis, links, code and what was struck are spans; pictures are points', () => {
    const file = read(
      '*a* **b** ***c*** `d` ~~e~~ [f *g*](https://h.org "i") <https://j.org> [k][l] ![m](n.png)\n\n[l]: o.html',
    )
    expect(spansOf(file)).toEqual([
      'hi[italic] a',
      'hi[bold] b',
      'hi[italic] c',
      'hi[bold] c',
      'code d',
      'del e',
      'link[https://h.org] f g',
      'hi[italic] g',
      'link[https://j.org] https://j.org',
      'link[o.html] k',
    ])
    expect(file.witness!.milestones).toMatchObject([{ type: 'graphic', attrs: { url: 'n.png', desc: 'm' } }])
    expect(codesOf(file)).toEqual(['picture'])
  })

  test('tables are cells with their places, as those of TEI', () => {
    const file = read('| a | b |\n|---|:-:|\n| 1 | **2** |\n| 3 |')
    expect(blocksOf(file)).toEqual([
      'paragraph(cell=1 role=label row=1 table=1) a',
      'paragraph(cell=2 role=label row=1 table=1) b',
      'paragraph(cell=1 row=2 table=1) 1',
      'paragraph(cell=2 row=2 table=1) 2',
      'paragraph(cell=1 row=3 table=1) 3',
    ])
    expect(file.witness!.text).toBe('a\tb\n1\t2\n3')
  })

  test('footnotes are notes of the source, in the order in which the text refers to them', () => {
    const file = read(
      'One[^b] two[^a].\n\n> Three[^b]\n\n[^a]: A *note*\n\n    with two paragraphs\n\n    - and a list\n\n[^b]: B\n[^c]: Nobody’s',
    )
    expect(blocksOf(file)).toEqual([
      'paragraph One[b] two[a].',
      'quotation Three[b]',
      'note(n=b place=foot) [b] B',
      'note(n=a place=foot) [a] A note',
      'note(continues n=a place=foot) with two paragraphs',
      'note(continues n=a place=foot) • and a list',
      'note(n=c place=foot) [c] Nobody’s',
    ])
    expect(spansOf(file).slice(0, 3)).toEqual(['note-ref [b]', 'note-ref [a]', 'note-ref [b]'])
    expect(file.problems.at(-1)).toMatchObject({ severity: 'guess', code: 'note', line: 12, column: 1 })
  })

  test('front matter is metadata, and says of what it could not take over', () => {
    const file = read(
      '---\ntitle: "A: Report"\nauthor:\n  - Ann\n  - \'Ben\'\'s\'\noriginal_language: Russian # so\ntags: [a, "b"]\nabstract: >\n  One\n  two.\ndeep:\n  x: 1\n---\n\nText.\n',
    )
    expect(file.title).toBe('A: Report')
    expect(file.metadata).toEqual({
      title: 'A: Report',
      author: "Ann; Ben's",
      originalLanguage: 'Russian',
      tags: 'a; b',
      abstract: 'One two.',
    })
    expect(blocksOf(file)).toEqual(['paragraph Text.'])
    expect(file.problems.at(-1)).toMatchObject({
      severity: 'loss',
      code: 'front-matter',
      line: 11,
      column: 1,
    })
  })

  test.each(['---\n\nText\n\n---\n', '---\nText, and more\n---\n', '---\ntitle: x\n'])(
    '%j has no front matter',
    text => {
      expect(read(text).metadata).toEqual({})
      expect(read(text).witness).not.toBeNull()
    },
  )

  test('nothing is kept that could run', () => {
    const file = read(
      '[a](javascript:alert(1)) ![b](javascript:x) <a href="javascript:1" onclick="x">c</a>\n\n<script>alert(1)</script>\n\n<p onclick="x">d</p>',
    )
    expect(JSON.stringify(file.witness)).not.toMatch(/javascript|onclick|alert/)
    expect(blocksOf(file)).toEqual(['paragraph a  c', 'paragraph d'])
    expect(codesOf(file)).toEqual(expect.arrayContaining(['active', 'left-out', 'picture']))
  })

  test('what is said counts lines and columns of the file, its head included', () => {
    const file = read(`---\ntitle: x\n---\n\n${'Words.\n\n'.repeat(2000)}![a](b)\n`)
    expect(file.problems.find(({ code }) => code === 'picture')).toMatchObject({ line: 4005, column: 1 })
  })

  test.each([
    ['a.md', 'plain', 'markdown'],
    ['a.markdown', 'plain', 'markdown'],
    ['a', '# One\n\n[a](http://b.org) **c**', 'markdown'],
    ['a', '# One\n\nand no more', 'text'],
    ['a.txt', '# One\n\n[a](http://b.org) **c**', 'text'],
    ['a', 'Plain * text * with signs [1] and\n- a list\n- of two', 'text'],
  ])('%s with %j is read as %s is', (name, text, reader) => {
    expect(readFile(bytes(text), name).reader).toBe(reader)
  })
})

describe('a Markdown text is parsed in pieces', () => {
  const part = 'A paragraph[^1] with [a link][x] and words. '.repeat(12)
  test('and reads as it does at once', () => {
    const long = `${'- an item\n'.repeat(900)}\n${`${part}\n\n`.repeat(30)}~~~\n${'# no heading\n\n'.repeat(600)}~~~\n\n<!-- ${'x\n\n'.repeat(2000)}-->\n\n${'1. one\n'.repeat(800)}\n> q\n\n[^1]: A note.\n\n[x]: y.html\n`
    expect([...piecesOf(long)].length).toBeGreaterThan(8)
    expect([...piecesOf(long)].map(({ text, added }) => text.slice(added)).join('')).toBe(long)
    const file = read(long)
    const count = (kind: string) => file.witness!.blocks.filter(b => b.kind === kind).length
    expect([count('item'), count('paragraph'), count('quotation'), count('note'), count('heading')]).toEqual([
      1700, 31, 1, 1, 0,
    ])
    expect(spansOf(file).filter(span => span === 'link[y.html] a link')).toHaveLength(360)
    expect(spansOf(file).filter(span => span === 'note-ref [1]')).toHaveLength(360)
    const markers = file.witness!.blocks.filter(b => b.kind === 'item').map(b => b.attrs.marker)
    expect(markers.at(-1)).not.toBe('1.')
  })
})

/** What a text of ours is when it is read back: paragraphs, and what Markdown has signs for. */
function law(given: ReturnType<typeof exported>, view: View, why: string): void {
  const notes = view === 'received' ? null : new Footnotes(given)
  const expected = writtenOf(given.document, view, notes).map(({ flow, runs }) => {
    const shown = runs.map(run => (run.raw ? run.text.replace('^', '') : pictured(run.text))).join('')
    return [flow.kind, flow.kind === 'heading' ? shown.replace(/\n/g, ' ') : shown]
  })
  const written = markdown(given, view)
  const file = markdownReader.read(bytes(written), 'a.md')
  if (expected.length === 0) {
    expect(file.witness, why).toBeNull()
    return
  }
  const found = soundWitness(file)
  const all = found.blocks.map(({ kind, start, end }) => [kind, found.text.slice(start, end)])
  const bodies = all.filter(([kind]) => kind === 'note').length
  const kindOf = (kind = '') => (/^(?:heading|item|quotation|rule)$/.test(kind) ? kind : 'paragraph')
  const line = ([kind, text = '']: (string | undefined)[]) => [
    // A rule is one where it looks like one; lines broken by hand may be taken for verse.
    kind === 'rule' && !/^([-_*])(?: *\1){2,}$/.test(text) ? 'paragraph' : kindOf(kind),
    text
      .replaceAll('\u200b', '')
      .replace(/^(?:\d{1,9}\.|[-•*–])[ \t]+(?=\S)/, '')
      .trim(),
  ]
  const works = all.findIndex(([kind, text]) => kind === 'heading' && text === 'Works cited')
  const text = all.slice(0, works >= expected.length ? works : undefined).filter(([kind]) => kind !== 'note')
  expect(text.map(line), why).toEqual(expected.map(line).filter(([, words]) => words !== ''))
  expect(bodies >= (notes ? given.document.notes.size : 0), why).toBe(true)
}

const pictured = (text: string) =>
  wellFormed(text)
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, c => String.fromCharCode(0x2400 + c.charCodeAt(0)))

describe('our Markdown reads back', () => {
  test('blocks, emphasis and notes of a small document', () => {
    const document = edited(
      witness(
        heading(2, 'A Report'),
        p('from Minister Ugeki *now*'),
        speech('Stalin', 'Stalin: Yes.'),
        item(1, '1.', 'one'),
        item(2, '(a)', 'inner'),
        item(1, '2.', 'two'),
        block('quotation', 'Quoted\nlines'),
        block('rule', '- - -'),
        p('end'),
      ),
    )
    accept(document, correct(document, 'Ugeki', 'Ugaki'))
    note(document, 'Ugeki', 'One.\nTwo.')
    const file = read(markdown(exported(document), 'reading'))
    expect(blocksOf(file)).toEqual([
      'heading(level=2) A Report',
      'paragraph from Minister Ugaki[1] *now*',
      'paragraph Stalin: Yes.',
      'item(depth=1 marker=1. ordered) 1. one',
      'item(depth=2 marker=(a) ordered) (a) inner',
      'item(depth=1 marker=2. ordered) 2. two',
      'quotation Quoted\nlines',
      'rule - - -',
      'paragraph end',
      'note(n=1 place=foot) [1] One.',
      'note(continues n=1 place=foot) Two.',
    ])
    const again = markdown(exported(edited(file.witness!)), 'reading')
    expect(blocksOf(read(again)).slice(0, 9)).toEqual(blocksOf(file).slice(0, 9))
  })

  test('whatever the document, in every view', () => {
    for (let seed = 1; seed <= 150; seed++) {
      const document = anyDocument(new Random(seed))
      for (const view of ['reading', 'diplomatic', 'received'] as const)
        law(exported(document), view, `seed ${seed} ${view}`)
    }
  })

  test('whatever somebody typed', () => {
    for (let seed = 1; seed <= 60; seed++) law(hostileDocument(seed).exported, 'reading', `seed ${seed}`)
  })
})

describe('hostile Markdown', () => {
  const n = 100_000
  test.each([
    ['backticks', 'a `'.repeat(10) + '`'.repeat(n), true],
    ['pairs of backticks', Array.from({ length: 300 }, (_, i) => `${'`'.repeat(i + 1)}a`).join(' '), true],
    ['brackets', '['.repeat(n), false],
    ['closing brackets', ']'.repeat(n), false],
    ['pictures', '!['.repeat(n / 2), false],
    ['emphasis', 'a* *b_ '.repeat(n / 7), false],
    ['strikings', '~~a'.repeat(n / 3), false],
    ['quotations', '>'.repeat(n), false],
    ['lists', `${'- '.repeat(n / 2)}a`, false],
    ['deep lists', Array.from({ length: 300 }, (_, i) => `${' '.repeat(i * 2)}- a`).join('\n'), false],
    ['brackets that look like a table', '|]]]]]]]]\n'.repeat(n / 10), false],
    ['a table', `|a|b|\n|-|-|\n${'|1|**2**|\n'.repeat(3000)}`, true],
    ['notes', Array.from({ length: 2000 }, (_, i) => `a[^${i}]\n\n[^${i}]: b`).join('\n\n'), true],
    ['signs of HTML', '<'.repeat(n), true],
    ['an address', 'www.'.repeat(n / 4), true],
    ['one word', 'x'.repeat(1_000_000), true],
    ['nothing', ' \n'.repeat(100), false],
    ['a NUL', 'a\0b', false],
    ['an open fence', '```\n'.repeat(5), false],
  ])('%s: read, or refused with a reason', (_, text, isRead) => {
    const file = read(text)
    if (isRead) soundWitness(file)
    expect(file.witness !== null, file.problems[0]?.message).toBe(isRead)
    expect(file.problems.filter(({ severity }) => severity === 'error')).toHaveLength(isRead ? 0 : 1)
  })

  test('bytes that are no UTF-8 are read as windows-1252, and said so', () => {
    const file = markdownReader.read(new Uint8Array([0x23, 0x20, 0x4d, 0xfc, 0x6c]), 'a.md')
    expect(blocksOf(file)).toEqual(['heading(level=1) Mül'])
    expect(file.problems).toContainEqual(expect.objectContaining({ severity: 'guess', code: 'encoding' }))
  })
})

const sample = 'material/tei-stylesheets-test/expected-results/mdtest2.md'
test.skipIf(!hasMaterial(sample))(
  `what TEI’s stylesheets write${hasMaterial(sample) ? '' : ` ${absent}`}`,
  () => {
    const file = markdownReader.read(material(sample), 'mdtest2.md')
    expect(soundWitness(file).blocks.length).toBeGreaterThan(3)
  },
)
