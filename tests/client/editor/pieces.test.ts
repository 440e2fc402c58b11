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
