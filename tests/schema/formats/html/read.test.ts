import { describe, expect, test } from 'vitest'
import type { EditedDocument } from '../../../../schema/document.js'
import { htmlReader } from '../../../../schema/formats/html/read/read.js'
import { html } from '../../../../schema/formats/html/write.js'
import { readFile } from '../../../../schema/formats/index.js'
import { legal } from '../../../../schema/formats/tei/xml.js'
import { piecesOf, textOf, type View, views } from '../../../../schema/readings.js'
import { formeWork } from '../../../../schema/structure.js'
import { anyDocument } from '../../../support/anything.js'
import { hostileDocument } from '../../../support/hostile.js'
import { accept, correct, edited, exported, note } from '../../../support/layers.js'
import { absent, hasMaterial, material } from '../../../support/material.js'
import { Random } from '../../../support/random.js'
import { blocksOf, codesOf, soundWitness, spansOf } from '../../../support/read-blocks.js'
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
} from '../../../support/witness.js'

const bytes = (text: string) => new TextEncoder().encode(text)
const read = (text: string, name = 'a.html') => htmlReader.read(bytes(text), name)

describe('HTML, read', () => {
  test.each([
    [
      '<h1>One</h1><h6>Two</h6>text<p>three',
      ['heading(level=1) One', 'heading(level=6) Two', 'paragraph text', 'paragraph three'],
    ],
    ['<p> One \n <b> two</b>\t <i>three </i> \n four </p>', ['paragraph One two three four']],
    ['<p>a&nbsp; b&amp;c &#x2014; &hellip;', ['paragraph a\u00a0 b&c — …']],
    ['<p>One <br> two<br/>three<br></p>', ['paragraph One\ntwo\nthree']],
    ['One<br><br>\n<br>two', ['paragraph One', 'paragraph two']],
    ['<pre>\n a  b\n\n c\n</pre>', ['paragraph(element=pre) a  b\n\n c']],
    ['<p style="white-space: pre-wrap">a  b</p>', ['paragraph a  b']],
    ['<blockquote>One<p>two</blockquote>', ['quotation One', 'quotation two']],
    ['<div>One<div>two</div>three</div>', ['paragraph One', 'paragraph two', 'paragraph three']],
    ['<p>a<hr>b', ['paragraph a', 'rule * * *', 'paragraph b']],
    [
      '<figure><img src="a.png" alt="A"><figcaption>One <p>two</figcaption></figure>',
      ['label(element=figcaption) One', 'label two'],
    ],
    ['<dl><dt>One<dd>two</dl>', ['label(element=dt) One', 'item(depth=1 element=dd) two']],
    ['<address>One<br>two</address>', ['paragraph(element=address) One\ntwo']],
    ['<p>He said <q>so <q>he</q></q>.', ['paragraph He said “so ‘he’”.']],
    ['<p>a<wbr>b <ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>', ['paragraph ab 漢']],
    ['<p>a <math><mi>x</mi><mo>=</mo><mn>1</mn></math>', ['paragraph a x=1']],
  ])('%j', (text, blocks) => {
    expect(blocksOf(read(text))).toEqual(blocks)
  })

  test('lists are numbered as a browser numbers them', () => {
    const file = read(
      '<ol start=3 type=a><li>one<ul><li>two</li></ul>three<li value=9><p>four<p>five</ol><ol reversed style="list-style: upper-roman"><li>six<li>seven</ol><ul style="list-style-type:none"><li>eight</ul>',
    )
    expect(blocksOf(file)).toEqual([
      'item(depth=1 marker=c. ordered) c. one',
      'item(depth=2 marker=• ordered=false) • two',
      'item(depth=1 ordered) three',
      'item(depth=1 marker=i. ordered) i. four',
      'item(depth=1 ordered) five',
      'item(depth=1 marker=II. ordered) II. six',
      'item(depth=1 marker=I. ordered) I. seven',
      'item(depth=1 ordered=false) eight',
    ])
    expect(spansOf(file).every(span => span.startsWith('marker '))).toBe(true)
  })

  test('what is in a line are spans, with their attributes', () => {
    const file = read(
      '<p><em>a</em> <strong>b</strong> <i><b>c</b></i> H<sub>2</sub> <a href="https://d.org">e</a> <del>f</del><ins>g</ins> <abbr title="hotel">h</abbr> <span style="font-style:italic;font-weight:700">i</span> <span lang=fr>j</span> <code>k</code> <u>l</u> <s>m</s> <ruby>n<rt>o</ruby> <kbd></kbd><time datetime=1938>q</time>',
    )
    expect(spansOf(file)).toEqual([
      'hi[italic] a',
      'hi[bold] b',
      'hi[italic] c',
      'hi[bold] c',
      'hi[subscript] 2',
      'link[https://d.org] e',
      'del f',
      'add g',
      'abbr[hotel] h',
      'hi[bold italic] i',
      'span j',
      'code k',
      'hi[underlined] l',
      'hi[struck] m',
      'ruby[o] n',
      'time q',
    ])
    expect(file.witness!.spans.find(({ type }) => type === 'span')?.attrs).toEqual({ lang: 'fr' })
  })

  test('tables are cells with their places', () => {
    const file = read(
      '<table><caption>One</caption><tr><th>a<th>b<tr><td rowspan=2>c<td><p>d<p>e<tr><td>f<table><td>g</table></table>',
    )
    expect(blocksOf(file)).toEqual([
      'label(element=caption) One',
      'paragraph(cell=1 role=label row=1 table=1) a',
      'paragraph(cell=2 role=label row=1 table=1) b',
      'paragraph(cell=1 row=2 rows=2 table=1) c',
      'paragraph(cell=2 row=2 table=1) d',
      'paragraph(cell=2 row=2 table=1) e',
      'paragraph(cell=1 row=3 table=1) f',
      'paragraph(cell=1 row=1 table=2) g',
    ])
  })

  test('the head is metadata, and no text', () => {
    const file = read(
      '<html lang="de"><head><title> A \n Report</title><meta name="author" content="Ann"><meta name="DC.date" content="1938"><meta property="og:title" content="No"><meta name=viewport content=x><link rel=canonical href="https://a.org/b"></head><body>Text',
    )
    expect(file.title).toBe('A Report')
    expect(file.metadata).toEqual({
      language: 'de',
      title: 'A Report',
      author: 'Ann',
      date: '1938',
      url: 'https://a.org/b',
    })
    expect(blocksOf(file)).toEqual(['paragraph Text'])
    expect(read('<h1>B <i>c</i></h1>').title).toBe('B c')
    expect(read('<p>B', 'folder/d.html').title).toBe('d')
  })

  test('what is no text is left out, and told of once', () => {
    const file = read(
      '<body><nav><a href=x>Home</a></nav><script>alert(1)</script><p>One<!-- c --><!-- d --><p hidden>two</p><p style="display: none">three</p><style>p{}</style><svg><text>x</text></svg><img src=a.png><textarea>four</textarea><p onclick="alert(1)">five <a href="javascript:alert(2)">six</a> <iframe src="x"></iframe><object>seven</object>',
    )
    expect(blocksOf(file)).toEqual(['paragraph One', 'paragraph five six'])
    expect(JSON.stringify(file.witness)).not.toMatch(/alert|javascript|onclick/)
    expect(codesOf(file).sort()).toEqual([
      'active',
      'active',
      'comment',
      'drawing',
      'hidden',
      'left-out',
      'left-out',
      'left-out',
      'left-out',
      'left-out',
      'navigation',
      'picture',
    ])
    expect(file.problems.find(({ code }) => code === 'comment')).toMatchObject({
      severity: 'info',
      message: 'Comments of the page are no text (2 times, here first).',
      line: 1,
    })
  })

  test('of a page with a main part, that is read', () => {
    const file = read('<header>Site</header><main><h1>One</h1><p>two</main><footer><p>© <b>Us</b></footer>')
    expect(blocksOf(file)).toEqual(['heading(level=1) One', 'paragraph two'])
    expect(codesOf(file)).toEqual(['outside', 'outside'])
    expect(blocksOf(read('<nav><ol><li>One</ol></nav>'))).toEqual(['item(depth=1 marker=1. ordered) 1. One'])
  })

  test('XHTML has elements that end in their own tags', () => {
    const file = read(
      '<?xml version="1.0" encoding="UTF-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title/><script src="x"/></head><body><p><a id="p2"/>One <i/>two <span epub:type="pagebreak" title="3"/>three</p><div/><p>four</p></body></html>',
      'a.xhtml',
    )
    expect(blocksOf(file)).toEqual(['paragraph One two three', 'paragraph four'])
    expect(spansOf(file)).toEqual([])
    const { milestones, text } = file.witness!
    expect(milestones.map(({ type, n, at }) => [type, n, text.slice(at, at + 3)])).toEqual([
      ['anchor', 'p2', 'One'],
      ['pb', '3', 'thr'],
    ])
  })
})

describe('notes of a page', () => {
  const expected = [
    'paragraph One[1] two[2].',
    'note(n=1 place=end) [1] First.',
    'note(continues n=1 place=end) More.',
    'note(n=2 place=end) [2] Second.',
  ]
  const rows: [string, string][] = [
    [
      'Pandoc',
      '<p>One<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref"><sup>1</sup></a> two<a href="#fn2" class="footnote-ref" id="fnref2" role="doc-noteref"><sup>2</sup></a>.</p><section id="footnotes" class="footnotes footnotes-end-of-document" role="doc-endnotes"><hr /><ol><li id="fn1"><p>First.</p><p>More.<a href="#fnref1" class="footnote-back" role="doc-backlink">↩︎</a></p></li><li id="fn2"><p>Second.<a href="#fnref2" class="footnote-back" role="doc-backlink">↩︎</a></p></li></ol></section>',
    ],
    [
      'DPUB-ARIA alone',
      '<p>One<a href="#a" role="doc-noteref">1</a> two<a href="#b" role="doc-noteref">2</a>.</p><section role="doc-endnotes"><ol><li id="a" role="doc-endnote">First.<p>More.</p></li><li id="b" role="doc-endnote">Second.</li></ol></section>',
    ],
    [
      'EPUB',
      '<p>One<a href="c.xhtml#a" epub:type="noteref">1</a> two<sup><a href="#b" epub:type="noteref">2</a></sup>.</p><aside id="a" epub:type="endnote"><p>1. First.</p><p>More.</p></aside><aside id="b" epub:type="endnote"><p>2 Second.</p></aside>',
    ],
    [
      'GitHub',
      '<p>One<sup><a href="#user-content-fn-1" id="user-content-fnref-1" data-footnote-ref>1</a></sup> two<sup><a href="#user-content-fn-2" id="user-content-fnref-2" data-footnote-ref>2</a></sup>.</p><section data-footnotes class="footnotes"><ol><li id="user-content-fn-1"><p>First.</p><p>More. <a href="#user-content-fnref-1" data-footnote-backref>↩</a></p></li><li id="user-content-fn-2"><p>Second. <a href="#user-content-fnref-2" data-footnote-backref>↩</a></p></li></ol></section>',
    ],
    [
      'Wikipedia',
      '<p>One<sup id="cite_ref-a_1-0" class="reference"><a href="#cite_note-a-1"><span>[</span>1<span>]</span></a></sup> two<sup id="cite_ref-2" class="reference"><a href="#cite_note-2">[2]</a></sup>.</p><ol class="references"><li id="cite_note-a-1"><span class="mw-cite-backlink">^ <a href="#cite_ref-a_1-0"><sup>a</sup></a></span> <span class="reference-text">First.</span><p>More.</p></li><li id="cite_note-2"><span class="mw-cite-backlink"><b><a href="#cite_ref-2">^</a></b></span> <span class="reference-text">Second.</span></li></ol>',
    ],
    [
      'Word',
      '<p class=MsoNormal>One<a style=\'mso-footnote-id:ftn1\' href="#_edn1" name="_ednref1" title=""><span class=MsoEndnoteReference>[1]</span></a> two<a href="#_edn2" name="_ednref2"><span>[2]</span></a>.</p><div style=\'mso-element:endnote-list\'><br clear=all><div id=edn1><p class=MsoEndnoteText><a href="#_ednref1" name="_edn1"><span>[1]</span></a> First.</p><p>More.</p></div><div id=edn2><p class=MsoEndnoteText><a href="#_ednref2" name="_edn2">[2]</a> Second.</p></div></div>',
    ],
    [
      'TEI’s stylesheets',
      '<p>One<span id="Note1_return"><a class="notelink" title="First." href="#Note1"><sup>1</sup></a></span> two<span id="Note2_return"><a class="notelink" href="#Note2"><sup>2</sup></a></span>.</p><div class="notes"><div class="note" id="Note1"><span class="noteLabel">1. </span><div class="noteBody">First.</div><p>More.</p> <a class="link_return" title="Go back to text" href="#Note1_return">↵</a></div><div class="note" id="Note2"><span class="noteLabel">2. </span><div class="noteBody">Second.</div> <a class="link_return" href="#Note2_return">↵</a></div></div>',
    ],
    [
      'old pages by hand',
      '<p>One<a name="r1" href="#n1">(1)</a> two<a name="r2" href="#n2">(2)</a>.</p><hr><p><a name="n1"></a><a href="#r1">1</a> First.</p><p>More.</p><p><a name="n2" href="#r2">2.</a> Second.</p>',
    ],
  ]
  test.each(rows)('as %s writes them', (who, text) => {
    const found = blocksOf(read(`<body>${text}`)).filter(line => !line.startsWith('rule'))
    const byHand = expected.map(line =>
      line.replace('note(continues n=1 place=end) More.', 'paragraph More.'),
    )
    expect(found).toEqual(who.startsWith('old') ? byHand : expected)
    expect(spansOf(read(`<body>${text}`)).filter(span => /^(?:note-ref|link|hi)/.test(span))).toEqual([
      'note-ref [1]',
      'note-ref [2]',
    ])
  })

  test('a link to a chapter and back is no note', () => {
    const file = read(
      '<ul><li><a id=t href="#c1">I</a></ul><h2 id=c1><a href="#t">I</a></h2><p>Text <a href="#c1">above</a>',
    )
    expect(blocksOf(file)).toEqual([
      'item(depth=1 marker=• ordered=false) • I',
      'heading(level=2) I',
      'paragraph Text above',
    ])
  })

  test('a note to which several links lead has one mark', () => {
    const file = read(
      '<p>a<a id=x href="#n" role=doc-noteref>*</a> b<a href="#n" role=doc-noteref>*</a><aside id=n role=doc-footnote>N</aside>',
    )
    expect(blocksOf(file)).toEqual(['paragraph a[*] b[*]', 'note(n=* place=foot) [*] N'])
  })
})

describe('encodings of pages', () => {
  const page = (meta: string, ...text: number[]) => new Uint8Array([...bytes(`<html>${meta}<p>`), ...text])
  test.each<[string, Uint8Array, string]>([
    ['UTF-8', page('', 0xc3, 0xa9), 'é'],
    ['UTF-8 with a mark', new Uint8Array([0xef, 0xbb, 0xbf, ...page('', 0xc3, 0xa9)]), 'é'],
    [
      'a wrong declaration under a mark',
      new Uint8Array([0xef, 0xbb, 0xbf, ...page('<meta charset=windows-1251>', 0xc3, 0xa9)]),
      'é',
    ],
    ['UTF-16', new Uint8Array([0xff, 0xfe, ...[...'<p>é'].flatMap(c => [c.charCodeAt(0), 0])]), 'é'],
    ['windows-1252, undeclared', page('', 0xe9, 0x80), 'é€'],
    ['Latin-1 as browsers take it', page('<meta charset="iso-8859-1">', 0x93, 0xe9), '“é'],
    [
      'windows-1251',
      page('<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">', 0xcc, 0xe8, 0xf0),
      'Мир',
    ],
    ['KOI8-R', page("<meta charset='koi8-r'>", 0xed, 0xc9, 0xd2), 'Мир'],
    ['declared as UTF-8 and not so', page('<meta charset=utf-8>', 0xe9), 'é'],
  ])('%s', (_, file, text) => {
    expect(blocksOf(htmlReader.read(file, 'a.htm'))).toEqual([`paragraph ${text}`])
  })

  test('one that is not known is refused by name', () => {
    expect(read('<meta charset="x-none"><p>a').problems).toMatchObject([
      { severity: 'error', code: 'encoding', line: 1 },
    ])
    expect(read('<meta charset="x-none"><p>a').problems[0]!.message).toContain('“x-none”')
  })
})

describe('what is HTML', () => {
  test.each([
    ['a.html', 'text', 'html'],
    ['a.XHTML', '<p>text', 'html'],
    ['a', '<!DOCTYPE html><p>text', 'html'],
    ['a.txt', '\n<!-- x --><html><p>text', 'html'],
    [
      'a.xml',
      '<?xml version="1.0"?>\n<!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><p>text</p></html>',
      'html',
    ],
    ['a.txt', 'The sign <html> in a text.', 'text'],
    ['a.html', '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><p>text</p></text></TEI>', 'tei'],
  ])('%s with %j is read as %s is', (name, text, reader) => {
    expect(readFile(bytes(text), name).reader).toBe(reader)
  })
})

const bare = (text: string) => text.replace(/\s+/g, '')

/** What a view of ours is when it is read back: its letters, in its order. */
function law(document: EditedDocument, view: View, given: ReturnType<typeof exported>, why: string): void {
  let text = ''
  for (let i = 0; i < document.structure.count; i++)
    for (const piece of piecesOf(document, i, view))
      if (view !== 'reading' || !formeWork.has(piece.kind)) text += textOf(piece)
  const file = htmlReader.read(bytes(html(given, view)), 'a.html')
  const expected = bare(legal(text))
  if (expected === '') {
    expect(file.witness?.blocks.every(({ kind }) => kind === 'note') ?? true, why).toBe(true)
    return
  }
  const { text: whole, blocks, spans } = soundWitness(file)
  const refs = spans.filter(({ type }) => type === 'note-ref')
  let found = ''
  for (const { start, end, kind, attrs } of blocks) {
    if (kind === 'note' && attrs.place === 'end') break
    let at = start
    for (const ref of refs.filter(r => r.start >= start && r.end <= end)) {
      found += whole.slice(at, ref.start)
      at = ref.end
    }
    found += whole.slice(at, end)
  }
  expect(bare(found), why).toBe(expected)
}

describe('our HTML reads back', () => {
  test('blocks, spans, pages and notes of a small document', () => {
    const document = edited(
      witness(
        heading(2, 'Minutes'),
        speech('Stalin', 'Stalin: from Minister Ugeki'),
        speech('Stalin', 'and  more'),
        item(2, '(a)', 'the first'),
        block('quotation', 'Quoted\nlines'),
        p('the Russian General'),
        catchword('Staff'),
        stamp('16 Nov'),
        page('2', on('Staff in 1911')),
        block('signature', 'K. Hayashi'),
        block('rule', '- - -'),
      ),
    )
    accept(document, correct(document, 'Ugeki', 'Ugaki'))
    note(document, 'Minister', 'Who?\nHe.')
    const given = exported(document, {
      metadata: { date: '1938', originalLanguage: 'ru', url: 'https://a.org/' },
    })
    const reading = read(html(given, 'reading'))
    expect(blocksOf(reading)).toEqual([
      'heading(level=2) Minutes',
      'speech(label=Stalin: who=Stalin) Stalin: from Minister[1] Ugaki',
      'speech(continues) and  more',
      'item(depth=2 marker=(a) ordered) (a) the first',
      'quotation Quoted\nlines',
      'paragraph the Russian General Staff in 1911',
      'signature K. Hayashi',
      'rule - - -',
      'note(n=1 place=end) [1] Who?',
      'note(continues n=1 place=end) He.',
    ])
    expect(spansOf(reading).slice(0, 3)).toEqual(['speaker Stalin:', 'note-ref [1]', 'marker (a)'])
    expect(reading.witness!.milestones).toMatchObject([{ type: 'pb', n: '2' }])
    expect(reading.metadata).toEqual({ date: '1938', originalLanguage: 'ru', url: 'https://a.org/' })
    expect(reading.title).toBe(given.title)
    expect(blocksOf(read(html(given, 'received'))).slice(1, 9)).toEqual([
      'speech(label=Stalin: who=Stalin) Stalin: from Minister Ugeki',
      'speech(continues) and  more',
      'item(depth=2 marker=(a) ordered) (a) the first',
      'quotation Quoted\nlines',
      'paragraph the Russian General',
      'catchword Staff',
      'stamp 16 Nov',
      'paragraph(continues) Staff in 1911',
    ])
    expect(spansOf(read(html(given, 'all')))).toEqual(expect.arrayContaining(['del Ugeki', 'add Ugaki']))
  })

  test('whatever the document, in every view', () => {
    for (let seed = 1; seed <= 150; seed++) {
      const document = anyDocument(new Random(seed))
      for (const view of views.filter(v => v !== 'all'))
        law(document, view, exported(document), `seed ${seed} ${view}`)
    }
  })

  test('whatever somebody typed, and nothing is kept that could run', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const { document, exported: given } = hostileDocument(seed)
      law(document, 'reading', given, `seed ${seed}`)
    }
  })
})

describe('hostile HTML', () => {
  const n = 100_000
  test.each([
    ['a megabyte of <', '<'.repeat(1_000_000), true],
    ['divisions in each other', `${'<div>'.repeat(10_000)}a`, false],
    ['letters in each other', '<b>a'.repeat(10_000), false],
    ['nine hundred levels', `${'<div>'.repeat(900)}a`, true],
    ['tables in each other', '<table><tr><td>a'.repeat(5000), false],
    ['paragraphs that reopen what was not closed', '<p><b a=1><i a=2><u a=3>x'.repeat(n / 25), true],
    ['links that all lead to one place', `<p><span id=s>${'<a href=#s>1</a>'.repeat(5000)}</span>`, true],
    [
      'notes',
      Array.from(
        { length: 1500 },
        (_, i) => `<p><a href=#n${i} id=r${i}>1</a><p id=n${i}><a href=#r${i}>1</a> x`,
      ).join(''),
      true,
    ],
    ['a gigantic attribute', `<p title="${'x'.repeat(5_000_000)}">a`, true],
    ['many attributes', `<p ${Array.from({ length: 20_000 }, (_, i) => `a${i}=1`).join(' ')}>a`, true],
    ['a style that goes on and on', `<p style="${'font: '.repeat(n)}">a`, true],
    ['line breaks', 'a<br>'.repeat(n / 5), true],
    ['white space', `<p>a${' \n'.repeat(n)}b`, true],
    ['everything unclosed', '<p title="a>b<i <table><select><textarea><svg><math', false],
    ['comments that never end', '<!--'.repeat(n / 4), false],
    ['a NUL', '<p>a\0b', false],
    ['nothing', '', false],
    ['nothing to see', '<html><body><script>x</script></body></html>', false],
  ])('%s: read, or refused with a reason', (_, text, isRead) => {
    const file = read(text)
    if (isRead) soundWitness(file)
    expect(file.witness !== null, file.problems[0]?.message).toBe(isRead)
    expect(file.problems.filter(({ severity }) => severity === 'error')).toHaveLength(isRead ? 0 : 1)
    expect(JSON.stringify(file.witness ?? '').length).toBeLessThan(text.length * 60 + 10_000)
  })
})

const folder = 'material/tei-stylesheets-test/expected-results'
const pages = [
  'test.html',
  'test.html5',
  'test3.html',
  'test4.html',
  'test5.xhtml',
  'test6.html',
  'test20.html',
  'test22.html',
]
for (const name of pages) {
  const here = hasMaterial(`${folder}/${name}`)
  test.skipIf(!here)(`${name}: every word that stands in the body is read${here ? '' : ` ${absent}`}`, () => {
    const file = htmlReader.read(material(`${folder}/${name}`), name)
    const { text } = soundWitness(file)
    const source = new TextDecoder().decode(material(`${folder}/${name}`))
    const body = source.slice(source.indexOf('<body'))
    const shown = body.replace(/<!--[\s\S]*?-->|<(script|style)[\s\S]*?<\/\1>|<[^>]*>/g, ' ')
    const words = new Set(text.match(/\p{L}{4,}/gu))
    const missing = new Set(
      [...shown.matchAll(/(?<!&)\b\p{L}{4,}\b(?!;)/gu)].map(([w]) => w).filter(w => !words.has(w)),
    )
    // Words that markup parts, and those of links back from notes.
    expect(missing.size, [...missing].slice(0, 20).join(' ')).toBeLessThan(words.size / 20)
  })
}
