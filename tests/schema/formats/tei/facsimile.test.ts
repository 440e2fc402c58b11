/** Where a text stands on its images, in TEI: written, valid, and read back. */
import { describe, expect, test } from 'vitest'
import type { EditedDocument } from '../../../../schema/document.js'
import { readFile } from '../../../../schema/formats/index.js'
import { tei, writeTei } from '../../../../schema/formats/tei/write.js'
import { views } from '../../../../schema/readings.js'
import type { Attrs, Witness } from '../../../../schema/witness.js'
import { correct, edited, exported } from '../../../support/layers.js'
import { absent } from '../../../support/material.js'
import {
  altoBlock,
  altoXml,
  fullPage,
  pageRegion,
  pageXml,
  strings,
  transkribusPage,
} from '../../../support/scans.js'
import { faultsOf, hasSchema } from '../../../support/tei-schema.js'
import { block, p, witness } from '../../../support/witness.js'
import { opened, read, utf8 } from '../scans/laws.js'

const written = (document: EditedDocument, view: (typeof views)[number] = 'all') =>
  tei(exported(document), view)

/** What is known of places, without ids and without what the file calls its own. */
function places({ text, blocks, milestones, spans }: Witness): unknown[] {
  const own = ({ facs, width, height, unit, zone, zoneId, baseline }: Attrs) =>
    JSON.stringify({ facs, width, height, unit, zone, zoneId, baseline })
  return [
    ...milestones
      .filter(({ type }) => type !== 'gap' && type !== 'anchor')
      .map(m => `${m.type} ${m.n ?? ''} ${m.at} ${own(m.attrs ?? {})}`),
    ...blocks.map(b => `${text.slice(b.start, b.end)} ${own(b.attrs)}`),
    ...spans
      .filter(({ type }) => type === 'line')
      .map(s => `line ${text.slice(s.start, s.end)} ${own(s.attrs ?? {})}`)
      .sort(),
  ]
}

describe('a page of a scan', () => {
  test('is a surface with its image, regions and lines are zones, and the text points there', () => {
    const document = opened(read(pageXml(pageRegion('r1', ['The first', 'the second.']))))
    const xml = written(document)
    expect(xml).toContain(
      `<facsimile>
<surface xml:id="surface.m1" ulx="0" uly="0" lrx="1200" lry="1800">
<graphic url="0007.jpg" width="1200px" height="1800px"/>
<zone xml:id="zone.r0" type="region" n="r1" points="90,95 1010,95 1010,205 90,205"><zone xml:id="zone.s1" type="line" n="r1l1" points="100,100 1000,100 1000,140 100,140"><path type="baseline" points="100,136 1000,138"/></zone>
<zone xml:id="zone.s2" type="line" n="r1l2" points="100,150 1000,150 1000,190 100,190"><path type="baseline" points="100,186 1000,188"/></zone></zone>
</surface>
</facsimile>`,
    )
    expect(xml).toContain('<pb facs="#surface.m1"/>')
    expect(xml).toContain(
      '<p n="1" facs="#zone.r0"><lb facs="#zone.s1"/>The first<lb facs="#zone.s2"/>the second.</p>',
    )
  })

  const pages: [string, string][] = [
    ['of a book', fullPage()],
    ['from Transkribus', transkribusPage()],
    [
      'of a table and of kinds of their own',
      pageXml(
        [
          'stamp',
          'signature',
          'dateline',
          'salutation',
          'verse',
          'item',
          'quotation',
          'speech',
          'rule',
          'metadata',
          'label',
        ]
          .map((type, i) => pageRegion(`r${i}`, [`${type} one`, `${type} two`], ` type="${type}"`))
          .join(''),
      ),
    ],
    ['in ALTO', altoXml(altoBlock('b1', [strings('The keepers'), strings('of Tarne', 2)]))],
    [
      'in tenths of a millimetre',
      altoXml(altoBlock('b1', [strings('The keepers')]), { unit: 'mm10', version: 2 }),
    ],
    [
      'with an image and ids that are no names',
      pageXml(pageRegion('a b/#1', ['Text'])).replace('0007.jpg', 'scans of “Tarne”/p. 7 &amp; 8%.jpg'),
    ],
  ]

  test.each(pages)('%s comes back from TEI', (name, xml) => {
    const page = read(xml)
    const back = readFile(utf8(written(opened(page))), 'back.xml').witness!
    if (!/of a (book|table)/.test(name)) expect(places(back)).toEqual(places(page.witness))
    const lines = (from: Witness) => places(from).filter(place => String(place).startsWith('line'))
    const found = new Set(lines(back))
    const missing = lines(page.witness).filter(line => !found.has(line))
    // What a drop capital is taken from is a line of its own only on the page; verses have no breaks in TEI.
    const known = missing.filter(line => !/^line (?:W|hen the light.*|verse two) /.test(String(line)))
    expect(known).toEqual([])
  })

  test.skipIf(!hasSchema).each(pages)(
    `%s is valid in all four texts${hasSchema ? '' : ` ${absent}`}`,
    (_, xml) => {
      const document = opened(read(xml))
      for (const view of views) expect(faultsOf(written(document, view)), view).toEqual([])
    },
    60_000,
  )

  test('what came back and is edited is written into its file', () => {
    const first = written(opened(read(pageXml(pageRegion('r1', ['The first', 'the secund.'])))))
    const back = read(first)
    const document = edited(back.witness)
    expect(new TextDecoder().decode(writeTei(exported(document, { source: back.source }), 'all'))).toBe(first)
    correct(document, 'secund', 'second')
    const woven = new TextDecoder().decode(writeTei(exported(document, { source: back.source }), 'all'))
    expect(woven).toContain('<facsimile>')
    expect(woven).toContain('<lb facs="#zone.s2"/>the ')
    expect(woven.length).toBeGreaterThan(first.length)
  })
})

test('a region that was split is one zone; what is no polygon is left out', () => {
  const drafts = [
    { ...p('Text that is split.'), attrs: { zone: '0,0 9,0 9,9', zoneId: 'r1' } },
    block('paragraph', 'Nowhere.', { zone: 'nonsense', zoneId: 'r2' }),
  ]
  const document = edited(witness(...drafts))
  document.layers.change(null, () => document.layers.setBreak(10, true))
  const xml = written(document)
  expect(xml.match(/<zone /g)).toHaveLength(2)
  expect(xml).toContain('<zone xml:id="zone.r0" type="region" n="r1" points="0,0 9,0 9,9"/>')
  expect(xml.match(/facs="#zone.r0"/g)).toHaveLength(2)
  expect(xml).not.toContain('nonsense')
})

test('a file of others with surfaces and rectangles is understood; pointers to nothing stay', () => {
  const xml = `<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>T</title></titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc></teiHeader>
<facsimile><surface xml:id="f1" lrx="100" lry="200"><graphic url="a%20b.jpg"/><zone xml:id="z1" ulx="1" uly="2" lrx="11" lry="22"/></surface><graphic xml:id="g2" url="c.jpg"/></facsimile>
<text><body><pb facs="#f1"/><p facs="#z1">One</p><pb facs="#g2"/><p facs="#nowhere">Two</p><pb facs="d.jpg"/><p>Three</p></body></text></TEI>`
  const { witness: found } = read(xml)
  expect(found.milestones.map(({ attrs }) => attrs)).toEqual([
    { facs: 'a b.jpg', width: 100, height: 200 },
    { facs: 'c.jpg' },
    { facs: 'd.jpg' },
  ])
  expect(found.blocks.map(({ attrs }) => attrs.zone)).toEqual(['1,2 11,2 11,22 1,22', undefined, undefined])
})

test('a document that knows of no image has no facsimile', () => {
  expect(written(edited(witness(p('Text.'))))).not.toMatch(/facs/)
})
