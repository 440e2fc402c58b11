/** Notes with everything that they can hold, in each format. */
import { describe, expect, test } from 'vitest'
import { printedApparatus } from '../../../schema/apparatus-printed.js'
import { type Work, workTypes } from '../../../schema/bibliography.js'
import { Citing } from '../../../schema/citing.js'
import { html } from '../../../schema/formats/html/write.js'
import { markup } from '../../../schema/formats/plain/markup.js'
import { tei } from '../../../schema/formats/tei/write.js'
import { bodyFault, bodyText } from '../../../schema/note-body.js'
import { defaultSettings } from '../../../schema/settings.js'
import { correct, edited, exported, find, note } from '../../support/layers.js'
import { absent } from '../../support/material.js'
import { cite, element, fill, list, para, quote, ref } from '../../support/note-bodies.js'
import { faultsOf, hasSchema } from '../../support/tei-schema.js'
import { heading, p, stamp, witness } from '../../support/witness.js'

const works: Work[] = [
  ...workTypes.map(([type], i) => ({
    id: `w${i}`,
    type,
    title: `Work <${i}> & more`,
    author: [{ family: 'Coox', given: 'Alvin' }, { literal: 'Kwantung Army' }],
    editor: [{ family: 'Nish' }],
    'container-title': i % 2 === 0 ? 'Whole' : undefined,
    issued: { 'date-parts': [[1900 + i, 5]] },
    volume: 3,
    page: '1-5',
    publisher: 'Press',
    'publisher-place': 'Tokyo',
    DOI: '10.1/x',
    URL: 'https://example.org/?a=<b>',
  })),
  { id: 'bare', type: 'odd_type', title: '\u0000' },
]

const full = () => {
  const document = edited(witness(heading(1, 'Title'), p('One two three.'), stamp('1911'), p('Four five.')))
  const correction = correct(document, 'five', 'six')
  const other = note(document, 'two', 'Plain.', { type: 'textual' })
  const id = note(document, 'Four', '')
  fill(
    document,
    id,
    para(
      'See ',
      ref({ ...find(document, 'One') }),
      ', ',
      ref({ note: other }),
      ', ',
      ref({ correction }),
      ', ',
    ),
    para(
      ref({ note: 'gone' }),
      ' ',
      ref({ start: 9_000, end: 9_001 }),
      ' ',
      ref({ document: 'd2', note: 'n7' }),
      ' ',
      ref({ document: 'd3', start: 1, end: 2 }),
      ' ',
      ref({ ...find(document, '1911') }),
    ),
    para(...works.map(({ id: key }) => cite(key, 'p. 3')), cite('unknown', 'p. 3')),
    quote(para('A <quotation>'), list(true, [para('first'), list(false, [para('inner')])], [para('second')])),
    list(false, [para('item')], []),
    quote(),
    para(),
  )
  const made = exported(document, {
    citing: new Citing(works, 'apa'),
    elsewhere: new Map([['d2#note=n7', 'Another report, n. 7']]),
  })
  return { document, id, made }
}

describe('a note with everything', () => {
  test('[G10] is admitted, and its text is in lines', () => {
    const { document, id } = full()
    expect(bodyFault(id, document.layers.noteBody(id))).toBeNull()
    expect(bodyText(document.layers.noteBody(id)!).split('\n').slice(3, 7)).toEqual([
      'A <quotation>',
      'first',
      'inner',
      'second',
    ])
    expect(document.notes.get(id)!.text).toContain('@w0, p. 3')
  })

  test.skipIf(!hasSchema)(
    `is valid TEI${hasSchema ? '' : ` ${absent}`}`,
    () => {
      const xml = tei(full().made, 'all')
      expect(faultsOf(xml)).toEqual([])
      // Reading the schema takes most of it.
    },
    120_000,
  )

  test('leads somewhere wherever it can, in TEI', () => {
    const xml = tei(full().made, 'all')
    expect(xml).toContain(
      '<ref target="#at.7">¶ 2</ref>, <ref target="#n.n2">n. a</ref>, <ref target="#c.c1">¶ 3</ref>',
    )
    expect(xml).toContain('<p><ref>[gone]</ref> <ref>[gone]</ref> ')
    expect(xml).toContain('<ref target="corrigenda:d2#note=n7">Another report, n. 7</ref>')
    expect(xml).toContain('<ref target="#bibl.w0">(Coox &amp; Kwantung Army')
    expect(xml).toContain('<bibl>[unknown, p. 3]</bibl>')
    expect(xml).toContain(
      '<quote><p>A &lt;quotation&gt;</p><list rend="numbered"><item><p>first</p><list rend="bulleted">',
    )
    for (const [, to] of xml.matchAll(/ target="#([^"]*)"/g)) expect(xml).toContain(` xml:id="${to}"`)
    for (const view of ['reading', 'received'] as const)
      expect(tei(full().made, view)).not.toContain('listBibl')
  })

  test('leads somewhere wherever it can, in HTML', () => {
    const page = html(full().made)
    expect(page).toContain('<a class="to" href="#p2">¶ 2</a>, <a class="to" href="#n-1">n. a</a>')
    expect(page).toContain(
      '<ol class="in-note"><li><p>first</p><ul class="in-note"><li><p>inner</p></li></ul></li>',
    )
    expect(page).toContain('&lt;quotation&gt;')
    expect(page).toContain('Works cited')
    for (const [, to] of page.matchAll(/ href="#([^"]*)"/g)) expect(page).toContain(` id="${to}"`)
  })

  test('is spelled out in plain text', () => {
    const text = markup(full().made)
    expect(text).toContain('{>>explanatory note 1 on “Four”, Ann Author: See ¶ 2, n. a, ¶ 3,')
    expect(text).toContain('{>>Works cited: ')
  })

  test('is spelled out in the printed apparatus', () => {
    const { document, made } = full()
    const print = (inNotes?: () => string) =>
      printedApparatus(document, {
        settings: defaultSettings,
        person: made.person,
        ...(inNotes ? { inNotes } : {}),
      })
        .find(({ list }) => list === 'explanatoryNotes')!
        .entries[0]!.runs.find(({ style }) => style === 'words')!.text
    expect(print()).toContain('See ¶ 2, n. a, ¶ 3, / [gone] [gone] → → ')
    expect(print(() => 'XX')).toContain('See ¶ 2, n. a, ¶ 3, / [gone] [gone] XX XX ')
    expect(print()).toContain('[w0, p. 3]')
  })

  test('[L1] what is malformed is left out', () => {
    const { document, id, made } = full()
    fill(
      document,
      id,
      element('table'),
      para('kept ', element('img'), ref({}), cite('')),
      element('bullet_list', {}, 'x'),
    )
    expect(document.notes.get(id)!.text).toBe('kept ')
    expect(tei(made, 'all')).toContain('<p>kept </p>')
  })
})
