/** Names in the formats that show them: elements and lists in TEI, an index in HTML. */
import { describe, expect, test } from 'vitest'
import type { EditedDocument } from '../../../schema/document.js'
import { html } from '../../../schema/formats/html/write.js'
import { tei } from '../../../schema/formats/tei/write.js'
import type { NameType } from '../../../schema/names.js'
import { newEntry, Register } from '../../../schema/register.js'
import { accept, correct, edited, exported, find } from '../../support/layers.js'
import { block, p, speech, witness } from '../../support/witness.js'

const register = new Register([
  {
    id: 'u',
    ...newEntry('person', 'Ugaki Kazushige'),
    variants: ['Ugeki'],
    dates: '1868–1956',
    authorities: { viaf: '42' },
  },
  { id: 'm', ...newEntry('place', 'Moscow'), note: 'The capital.' },
  { id: 'n', ...newEntry('org', 'Narkomindel'), authorities: { wikidata: 'Q1' } },
  { id: 's', ...newEntry('person', 'Stalin') },
  { id: 'd', ...newEntry('date', '11 July 1938'), dates: '1938-07-11' },
])

function tag(document: EditedDocument, words: string, type: NameType, ref = ''): void {
  document.layers.change(null, () =>
    document.layers.setName({ id: words, ...find(document, words), type, ref, by: 'ann', at: 1 }),
  )
}

const text = () => edited(witness(p('From Foreign Minister Ugeki to Moscow on July 11th.')))

/** The body of a TEI document, ids left out. */
function body(document: EditedDocument): string {
  const xml = tei(exported(document, { register }), 'all')
  return (/<body>\n(.*)\n<\/body>/s.exec(xml)?.[1] ?? '').replace(/ (?:xml:id|n|resp|cert|ana)="[^"]*"/g, '')
}

describe('TEI', () => {
  test('a name is an element that refers to its entry', () => {
    const document = text()
    tag(document, 'Moscow', 'place', 'm')
    tag(document, 'July 11th', 'date', 'd')
    tag(document, 'Foreign Minister', 'org')
    expect(body(document)).toBe(
      '<p>From <orgName>Foreign Minister</orgName> Ugeki to <placeName ref="#entry.m">Moscow</placeName> on <date when="1938-07-11">July 11th</date>.</p>',
    )
  })

  test('[R4] it stands around the corrections that it covers', () => {
    const document = text()
    tag(document, 'Minister Ugeki', 'person', 'u')
    accept(document, correct(document, 'Ugeki', 'Ugaki'))
    expect(body(document)).toBe(
      '<p>From Foreign <persName ref="#entry.u">Minister <choice><sic>Ugeki</sic><corr>Ugaki</corr></choice></persName> to Moscow on July 11th.</p>',
    )
  })

  test('within a correction that reaches further it is in the words that are struck', () => {
    const document = text()
    tag(document, 'Ugeki', 'person', 'u')
    accept(document, correct(document, 'Minister Ugeki', 'Minister Ugaki'))
    expect(body(document)).toBe(
      '<p>From Foreign <choice><sic>Minister <persName ref="#entry.u">Ugeki</persName></sic><corr>Minister Ugaki</corr></choice> to Moscow on July 11th.</p>',
    )
  })

  test('names that cross each other, or a correction, are written in parts', () => {
    const document = text()
    tag(document, 'Foreign Minister Ugeki', 'person', 'u')
    tag(document, 'Ugeki to Moscow', 'place', 'm')
    expect(body(document)).toBe(
      '<p>From <persName ref="#entry.u">Foreign Minister <placeName ref="#entry.m">Ugeki</placeName></persName><placeName ref="#entry.m" prev="#name.Ugeki_to_Moscow"> to Moscow</placeName> on July 11th.</p>',
    )
  })

  test('a name over a line break in verse is closed and opened again', () => {
    const document = edited(witness(block('verse', 'O Mother\nMoscow, hear')))
    tag(document, 'Mother\nMoscow', 'place', 'm')
    const xml = tei(exported(document, { register }), 'all')
    expect(xml).toContain('Mother</placeName></l>\n<l><placeName')
  })

  test('the entries that are named are listed beside the text, with all that is known of them', () => {
    const document = text()
    tag(document, 'Ugeki', 'person', 'u')
    tag(document, 'Foreign Minister', 'org', 'n')
    const xml = tei(exported(document, { register }), 'all')
    expect(xml).toContain(
      `<standOff>
<listPerson>
<person xml:id="entry.u"><persName type="canonical">Ugaki Kazushige</persName><persName type="variant">Ugeki</persName><idno type="VIAF">42</idno><note type="dates">1868–1956</note></person>
</listPerson>
<listOrg>
<org xml:id="entry.n"><orgName type="canonical">Narkomindel</orgName><idno type="Wikidata">Q1</idno></org>
</listOrg>
</standOff>`,
    )
    expect(tei(exported(document, { register }), 'reading')).not.toMatch(/persName|standOff/)
  })

  test('a speaker refers to an entry', () => {
    const document = edited(witness(speech('Stalin', 'Stalin: Yes.')))
    document.layers.change(null, () => document.layers.setBlockAttr(0, 'whoRef', 's'))
    const xml = tei(exported(document, { register }), 'all')
    expect(xml).toContain(
      '<person xml:id="speaker.Stalin"><persName ref="#entry.s">Stalin</persName></person>',
    )
    expect(xml).toContain('<person xml:id="entry.s"><persName type="canonical">Stalin</persName></person>')
  })
})

describe('HTML', () => {
  test('the index lists names by type, each place by its paragraph', () => {
    const document = edited(
      witness(p('Ugeki wrote to Moscow.'), p('Then Ugaki left.'), speech('Stalin', 'Stalin: Yes.')),
    )
    tag(document, 'Ugeki', 'person', 'u')
    tag(document, 'Ugaki', 'person', 'u')
    tag(document, 'Moscow', 'place')
    const { start } = document.structure.block(2)
    document.layers.change(null, () => document.layers.setBlockAttr(start, 'whoRef', 's'))
    const written = html(exported(document, { register }))
    const [, index = ''] = /<section class="list-of" id="names">(.*?)<\/section>/s.exec(written) ?? []
    const lines = index
      .replace(/<[^>]+>/g, ' ')
      .split('\n')
      .map(line => line.replace(/\s+/g, ' ').trim())
      .filter(line => line !== '')
    expect(lines).toEqual([
      'Index of names',
      'Persons',
      'Stalin speaks once, first in ¶ 3',
      'Ugaki Kazushige 1868–1956 ¶ 1 , ¶ 2 also Ugeki · VIAF 42',
      'Places',
      'Moscow ¶ 1',
    ])
    for (const [, to] of index.matchAll(/href="#([^"]+)"/g)) expect(written).toContain(`id="${to}"`)
  })

  test('without names there is no index', () => {
    expect(html(exported(text(), { register }))).not.toContain('Index of names')
  })
})
