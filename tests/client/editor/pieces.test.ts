import { describe, expect, test } from 'vitest'
import { Projection } from '../../../client/editor/projection.js'
import type { EditedDocument } from '../../../schema/document.js'
import type { View } from '../../../schema/readings.js'
import { accept, correct, edited, note } from '../../support/layers.js'
import { p, witness } from '../../support/witness.js'

/** The text of a view, with an asterisk where the mark of a note stands. */
function marked(document: EditedDocument, view: View): string {
  let shown = ''
  new Projection(document, view).whole().descendants(node => {
    shown += node.text ?? ''
    if (node.isText && node.marks.some(mark => mark.type.name === 'note' && mark.attrs.ends)) shown += '*'
  })
  return shown
}

describe('the mark of a note follows the last of its words that is shown', () => {
  const cases: [noted: string, received: string, reads: string, all: string, reading: string][] = [
    [
      'Minister Ugeki',
      'Ugeki',
      'Ugaki',
      'from Minister UgekiUgaki* to Mr. Nishi',
      'from Minister Ugaki* to Mr. Nishi',
    ],
    [
      'Minister Ugeki',
      'Minister',
      'General',
      'from MinisterGeneral Ugeki* to Mr. Nishi',
      'from General Ugeki* to Mr. Nishi',
    ],
    ['Minister Ugeki', ' Ugeki', '', 'from Minister Ugeki* to Mr. Nishi', 'from Minister* to Mr. Nishi'],
    [
      'Ugeki',
      'Ugeki',
      'Ugaki',
      'from Minister UgekiUgaki* to Mr. Nishi',
      'from Minister Ugaki* to Mr. Nishi',
    ],
    ['Ugeki', ' Ugeki', '', 'from Minister Ugeki* to Mr. Nishi', 'from Minister* to Mr. Nishi'],
    ['from', 'from ', '', 'from* Minister Ugeki to Mr. Nishi', 'Minister Ugeki to Mr. Nishi'],
  ]
  test.each(cases)('on “%s”, where “%s” is corrected to “%s”', (noted, received, reads, all, reading) => {
    const document = edited(witness(p('from Minister Ugeki to Mr. Nishi')))
    note(document, noted, 'Minister until September.')
    accept(document, correct(document, received, reads))
    expect(marked(document, 'all')).toBe(all)
    expect(marked(document, 'reading')).toBe(reading)
    expect(marked(document, 'received')).toBe('from Minister Ugeki to Mr. Nishi')
  })
})

describe('what a source sets in a way of its own', () => {
  const classes = (document: EditedDocument) => {
    const found: string[] = []
    new Projection(document, 'all').whole().descendants(node => {
      for (const mark of node.marks) found.push(`${node.text}: ${mark.attrs.look}`)
    })
    return found
  }

  test.each([
    ['hi', { rend: 'italic' }, 'set-italic'],
    ['hi', { rend: 'bold italic' }, 'set-italic set-bold'],
    ['hi', { rend: 'smallcaps' }, 'set-small-caps'],
    ['hi', { rend: 'superscript' }, 'set-raised'],
    ['hi', { rend: 'font-style: italic; text-decoration: underline' }, 'set-italic set-underlined'],
    ['hi', {}, 'set-italic'],
    ['hi', { rend: 'letterspaced' }, ''],
    ['foreign', { 'xml:lang': 'fr' }, 'set-italic'],
    ['seg', { rend: 'italic' }, ''],
  ])('%s %j is shown as "%s"', (type, attrs, look) => {
    const source = witness(p('from Minister Ugeki'))
    const document = edited({ ...source, spans: [{ id: 's1', start: 5, end: 13, type, attrs }] })
    expect(classes(document)).toEqual([`Minister: ${look}`])
  })

  test('cells of a table know their place in it', () => {
    const source = witness(p('Army'), p('Killed'))
    const blocks = source.blocks.map((block, i) => ({
      ...block,
      attrs: { table: 1, row: 1, cell: i + 1, role: 'label' },
    }))
    const shown: unknown[] = []
    new Projection(edited({ ...source, blocks }), 'all').whole().descendants(({ type, attrs }) => {
      if (type.name === 'block') shown.push([attrs.columns, attrs.span, attrs.begins, attrs.header])
    })
    expect(shown).toEqual([
      [2, 1, true, true],
      [2, 1, false, true],
    ])
  })
})
