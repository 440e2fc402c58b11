import { type DefaultTreeAdapterTypes, parse } from 'parse5'
import { describe, expect, test } from 'vitest'
import { Citing } from '../../../../schema/citing.js'
import type { Exported } from '../../../../schema/formats/format.js'
import { dateKey } from '../../../../schema/formats/site/pages.js'
import { pathsOf, slug } from '../../../../schema/formats/site/paths.js'
import { newEntry, Register } from '../../../../schema/register.js'
import { anyDocument } from '../../../support/anything.js'
import { hostileDocument, hostileWords } from '../../../support/hostile.js'
import { accept, correct, edited, exported, find, note } from '../../../support/layers.js'
import { cite, fill, para, ref } from '../../../support/note-bodies.js'
import { Random } from '../../../support/random.js'
import { siteOf } from '../../../support/site.js'
import { heading, on, p, page, speech, witness } from '../../../support/witness.js'

type Element = DefaultTreeAdapterTypes.Element

const text = (files: ReadonlyMap<string, Uint8Array>, path: string) => {
  const bytes = files.get(path)
  if (!bytes) throw new Error(`There is no ${path}: ${[...files.keys()].join(' ')}`)
  return new TextDecoder().decode(bytes)
}

function elementsOf(node: DefaultTreeAdapterTypes.Node, found: Element[] = []): Element[] {
  if ('tagName' in node) found.push(node)
  if ('childNodes' in node) for (const child of node.childNodes) elementsOf(child, found)
  return found
}

const attribute = (element: Element, name: string) => element.attrs.find(each => each.name === name)?.value

/** Elements of a site's pages; a script is one of the site's own files. */
const allowed = new Set(
  (
    'html head meta title link script body a input header nav form main h1 h2 h3 h4 h5 h6 p table tbody tr th td br section ul ol li ' +
    'span article div del ins em strong i b blockquote footer aside dl dt dd code cite details summary label button noscript select option'
  ).split(' '),
)

/** What is wrong with the pages of a site: dead links, ids that are there twice, anything that runs or is sent for from elsewhere. */
function faultsIn(files: ReadonlyMap<string, Uint8Array>): string[] {
  const faults: string[] = []
  const ids = new Map<string, Set<string>>()
  const pages = [...files.keys()].filter(path => path.endsWith('.html'))
  const parsed = new Map(
    pages.map(path => {
      const own: string[] = []
      const tree = parse(text(files, path), {
        onParseError: ({ code, startLine }) => {
          if (!/control-character|noncharacter|surrogate/.test(code))
            own.push(`${path}: ${code} in line ${startLine}`)
        },
      })
      faults.push(...own)
      return [path, elementsOf(tree)]
    }),
  )
  for (const [path, elements] of parsed) {
    const own = elements.flatMap(element => attribute(element, 'id') ?? [])
    if (new Set(own).size !== own.length)
      faults.push(`${path}: twice the id ${own.find((id, i) => own.indexOf(id) !== i)}`)
    ids.set(path, new Set(own))
  }
  for (const [path, elements] of parsed)
    for (const element of elements) {
      const { tagName, attrs } = element
      if (!allowed.has(tagName)) faults.push(`${path}: <${tagName}>`)
      for (const { name, value } of attrs) {
        if (/^on|^style$|^srcdoc$/i.test(name)) faults.push(`${path}: <${tagName} ${name}>`)
        if (!/^(href|src|action)$/.test(name) || /^(https?:\/\/|mailto:)/.test(value)) continue
        const isOwn = tagName !== 'a' || /^[\w./-]*(#[\w-]+)?$/.test(value)
        const { pathname, hash } = new URL(value, `file:///${path}`)
        const target = pathname.slice(1)
        if (!isOwn || !files.has(target)) faults.push(`${path}: ${name}="${value}"`)
        else if (hash && !ids.get(target)?.has(hash.slice(1))) faults.push(`${path}: ${value} leads nowhere`)
      }
      if (tagName === 'script' && (!attribute(element, 'src') || element.childNodes.length > 0))
        faults.push(`${path}: a script in the page`)
      if (/^(link|script|form)$/.test(tagName))
        for (const { value } of attrs) if (/^https?:/.test(value)) faults.push(`${path}: ${value}`)
    }
  return faults
}

const one = (): Exported => {
  const document = edited(
    witness(
      heading(1, 'A report'),
      p('from Foreign Minister Ugeki to Nishi'),
      page('2', on('and so on.')),
      speech('Stalin', 'Stalin: Yes.'),
    ),
  )
  accept(
    document,
    correct(document, 'Ugeki', 'Ugaki', {
      reason: 'So “elsewhere” <i>.',
      evidence: 'external',
      certainty: 'high',
    }),
  )
  accept(document, correct(document, 'and so on', ''))
  note(document, 'Nishi', 'Who?')
  return exported(document, { id: 'd1', title: 'A report', metadata: { date: '11 July 1938' } })
}

test.each([
  ['a link that leads nowhere', '<a href="#nowhere">x</a>'],
  ['a page that is not there', '<a href="nowhere.html">x</a>'],
  ['a script in the page', '<script>1</script>'],
  ['a picture from elsewhere', '<img src="https://x.example/">'],
  ['something that runs', '<p onclick="x">x</p>'],
  ['an id that is there twice', '<p id="content"></p>'],
  ['an address that runs', '<a href="javascript:x">x</a>'],
])('what looks for faults finds %s', async (_, fault) => {
  const { files } = await siteOf([one()])
  expect(faultsIn(files)).toEqual([])
  const path = 'documents/0001-a-report.html'
  files.set(path, new TextEncoder().encode(text(files, path).replace('<article', () => `${fault}<article`)))
  expect(faultsIn(files)).not.toEqual([])
})

describe('a site', () => {
  test('has its pages, each linked with the others, and what can be taken along', async () => {
    const { files, faults } = await siteOf([one(), { ...one(), id: 'd2', title: 'Another' }])
    expect(faults).toEqual([])
    expect(faultsIn(files)).toEqual([])
    expect([...files.keys()].sort()).toEqual([
      'about.html',
      'assets/search.js',
      'assets/site.css',
      'assets/site.js',
      'documents/0001-a-report-apparatus.html',
      'documents/0001-a-report.html',
      'documents/0001-a-report.txt',
      'documents/0001-a-report.xml',
      'documents/0002-another-apparatus.html',
      'documents/0002-another.html',
      'documents/0002-another.txt',
      'documents/0002-another.xml',
      'files.txt',
      'index.html',
      'names.html',
      'search.html',
      'search/places-0.js',
      'search/text-0.js',
      'search/text-1.js',
      'search/words.js',
    ])
    expect(text(files, 'files.txt').trim().split('\n').sort()).toEqual([...files.keys()].sort())
    expect(text(files, 'documents/0001-a-report.html')).toContain(
      '<a class="next" rel="next" href="0002-another.html"><span>Next →</span> Another</a>',
    )
    expect(text(files, 'documents/0001-a-report.html')).not.toContain('class="prev"')
    expect(text(files, 'index.html')).toContain(
      '<li data-place="1" data-date="1938-07-11"><a class="title" href="documents/0001-a-report.html">A report</a><p class="quiet"><span class="date">11 July 1938</span> · 3 paragraphs · 2 corrections · 1 note</p></li>',
    )
    expect(text(files, 'documents/0001-a-report.txt')).toContain('Minister Ugaki')
    expect(text(files, 'documents/0001-a-report.xml')).toContain('<corr')
  })

  test('the same edition gives the same files', async () => {
    expect(await siteOf([one()])).toEqual(await siteOf([one()]))
  })

  test('a reading says what stood there, by whom it was corrected and why, and leads to the apparatus', async () => {
    const { files } = await siteOf([one()])
    const html = text(files, 'documents/0001-a-report.html')
    expect(html).toContain(
      '<a class="c" href="0001-a-report-apparatus.html#e-1" title="Ugaki ] Ugeki&#10;emendation · external evidence · certainty high&#10;Ann Author, 14 November 2023; accepted by Ben Brown&#10;So “elsewhere” &lt;i&gt;."><ins class="a">Ugaki</ins></a>',
    )
    expect(html).toMatch(/data-gone="" title="\[left out\] \] and so on/)
    expect(text(files, 'documents/0001-a-report-apparatus.html')).toContain(
      'href="0001-a-report.html#c-1">¶ 2</a>',
    )
  })

  test('notes stand beside the paragraphs that have their marks', async () => {
    const { files } = await siteOf([one()])
    expect(text(files, 'documents/0001-a-report.html')).toMatch(
      /<aside class="side explanatory" id="n-1" role="doc-footnote"><p><a class="mark" href="#r-1"[^>]*>1<\/a> .*Who\?.*<a class="close" href="#r-1">Close<\/a><\/p><\/aside><p dir="auto" id="p2"/,
    )
  })

  test('references lead into other documents, citations into the bibliography', async () => {
    const first = one()
    fill(
      first.document,
      note(first.document, 'Minister', ''),
      para('See ', ref({ document: 'd2', note: 'n7' }), '. ', cite('coox', 'p. 3')),
    )
    const works = [{ id: 'coox', type: 'book', title: 'Nomonhan <i>', author: [{ family: 'Coox' }] }]
    const citing = new Citing(works, 'apa')
    const elsewhere = new Map([['d2#note=n7', 'Another, n. 7']])
    const { files } = await siteOf(
      [
        { ...first, citing, elsewhere },
        { ...one(), id: 'd2', title: 'Another' },
      ],
      { citing },
    )
    expect(faultsIn(files)).toEqual([])
    const html = text(files, 'documents/0001-a-report.html')
    expect(html).toContain('<a class="to" href="0002-another.html">Another, n. 7</a>')
    expect(html).toContain('<a class="to" href="../bibliography.html#work-1">(Coox')
    expect(text(files, 'bibliography.html')).toContain('<li id="work-1">Coox')
  })

  test('names have pages with every place', async () => {
    const register = new Register([
      { id: 'u', ...newEntry('person', 'Ugaki Kazushige'), variants: ['Ugeki'] },
    ])
    const documents = ['d1', 'd2'].map(id => {
      const made = one()
      const { layers } = made.document
      layers.change(null, () => {
        layers.setName({
          id: 'x',
          ...find(made.document, 'Ugeki'),
          type: 'person',
          ref: 'u',
          by: 'ann',
          at: 1,
        })
        layers.setName({
          id: 'y',
          ...find(made.document, 'Nishi'),
          type: 'person',
          ref: '',
          by: 'ann',
          at: 1,
        })
      })
      return { ...made, id, title: `Report ${id}`, register }
    })
    const { files } = await siteOf(documents, { register })
    expect(faultsIn(files)).toEqual([])
    const people = text(files, 'people.html')
    expect(people).toContain('<b>Ugaki Kazushige</b><p class="by">also Ugeki</p>')
    expect(people).toContain('<i>Nishi</i>')
    expect(people).toContain(
      '<li><a class="in" href="documents/0002-report-d2.html">Report d2</a> <a class="place" href="documents/0002-report-d2.html#name-1">¶ 2</a></li>',
    )
    expect(text(files, 'names.html')).toContain('<a class="title" href="people.html">Persons</a>')
  })

  test('a document that cannot be had is named, and its neighbours lead to each other', async () => {
    const documents = ['d1', 'd2', 'd3'].map(id => ({ ...one(), id, title: `Report ${id}` }))
    const { files, faults } = await siteOf(documents, {}, ['d2'])
    expect(faults).toEqual([{ document: 'd2', fault: 'It is gone.' }])
    expect(faultsIn(files)).toEqual([])
    expect(text(files, 'documents/0003-report-d3.html')).toContain(
      'href="0001-report-d1.html"><span>← Previous',
    )
    expect(text(files, 'index.html')).toContain('<li>Report d2: It is gone.</li>')
  })

  test('an edition of nothing is a site', async () => {
    const { files } = await siteOf([])
    expect(faultsIn(files)).toEqual([])
    expect(text(files, 'index.html')).toContain('0 documents')
  })

  test('random documents make sites without dead links', async () => {
    for (let seed = 1; seed <= 15; seed++) {
      const documents = [1, 2, 3].map(n => exported(anyDocument(new Random(seed * 10 + n)), { id: `d${n}` }))
      const { files } = await siteOf(documents)
      expect(faultsIn(files), `seed ${seed}`).toEqual([])
    }
  })

  test('in documents full of traps nothing runs, and no path leads out', async () => {
    for (let seed = 1; seed <= 15; seed++) {
      const made = [1, 2].map(n => ({ ...hostileDocument(seed * 3 + n).exported, id: `d${n}` }))
      const title = hostileWords[seed]!
      const { citing, register } = made[0]!
      const { files } = await siteOf(made, {
        title,
        ...(citing ? { citing } : {}),
        ...(register ? { register } : {}),
      })
      expect(faultsIn(files), `seed ${seed}`).toEqual([])
      for (const path of files.keys())
        expect(path).toMatch(/^([a-z]+\/)?[a-z0-9][a-z0-9-]*\.(html|css|js|xml|txt)$/)
      for (const [path, bytes] of files)
        if (path.startsWith('search/'))
          expect(() => new Function('corrigenda', new TextDecoder().decode(bytes))).not.toThrow()
    }
  })

  test('each page has a policy that lets in the site’s own files and nothing else', async () => {
    const { files } = await siteOf([one()])
    for (const path of files.keys())
      if (path.endsWith('.html'))
        expect(text(files, path)).toContain(
          `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self' file:; script-src 'self' file:; form-action 'self' file:; base-uri 'none'">`,
        )
    expect(text(files, 'assets/site.css')).not.toMatch(/@import|url\(/)
  })
})

test.each([
  ['The Foreign Office Official Report on the Changkufeng Incident', 'the-foreign-office-official-report-on'],
  ['../../etc/passwd', 'etc-passwd'],
  ['Œuvres d’été', 'uvres-d-ete'],
  ['張鼓峰', 'document'],
  ['x'.repeat(100), 'x'.repeat(40)],
  ['', 'document'],
])('the path of %j is %s', (title, expected) => {
  expect(slug(title)).toBe(expected)
  expect(pathsOf(3, title).page).toBe(`documents/0003-${expected}.html`)
})

test.each([
  ['1938-07-11', '1938-07-11'],
  ['July 11th, 1938', '1938-07-11'],
  ['11 July 1938, 9 p.m.', '1938-07-11'],
  ['August 1938', '1938-08'],
  ['about 1938', '1938'],
  ['undated', ''],
])('the date %j is sorted as %j', (words, key) => expect(dateKey(words)).toBe(key))
