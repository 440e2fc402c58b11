import { describe, expect, test } from 'vitest'
import { formats } from '../../../schema/formats/index.js'
import { type Chosen, lossesOf } from '../../../schema/formats/losses.js'
import { views } from '../../../schema/readings.js'
import { accept, correct, decide, edited, note } from '../../support/layers.js'
import { p, stamp, witness } from '../../support/witness.js'

const document = edited(
  witness(p('From Foreign Minister Ugeki to the Ambassador.'), stamp('SECRET'), p('He repeated hsi claim.')),
)
accept(document, correct(document, 'Ugeki', 'Ugaki'))
accept(document, correct(document, 'hsi', 'his', { kind: 'transcription' }))
correct(document, 'Ambassador', 'ambassador')
decide(document, correct(document, 'claim', 'claims'), 'reject')
note(document, 'Minister', 'A note')
document.layers.change(null, () => {
  document.layers.setName({ id: 'm1', start: 22, end: 27, type: 'person', ref: '', by: 'ann', at: 1 })
  document.layers.setReply({ id: 'r1', on: 'n1', act: 'reply', text: 'Yes', by: 'ben', at: 1 })
})
const replyTo = [...document.notes.values()][0]!.id
document.layers.change(null, () =>
  document.layers.setReply({ id: 'r2', on: replyTo, act: 'reply', text: 'Yes', by: 'ben', at: 1 }),
)

const lost = (to: string, chosen: Chosen) =>
  lossesOf(formats.find(({ name }) => name === to)!, document, chosen)

describe('what a format cannot hold of a document', () => {
  test.each([
    ['archive', { view: 'all' }, []],
    ['html', { view: 'all' }, ['1 reply']],
    ['tei', { view: 'all' }, ['1 reply']],
    [
      'tei',
      { view: 'reading' },
      [
        '1 open proposal',
        '1 proposal rejected, withdrawn or superseded',
        'the source’s reading in 2 corrected places',
        '1 note',
        '1 tagged name',
        '1 reply',
        '1 stamp or catchword',
      ],
    ],
    [
      'text',
      { view: 'diplomatic' },
      [
        '1 accepted correction that this text does not have',
        '1 open proposal',
        '1 proposal rejected, withdrawn or superseded',
        'the source’s reading in 1 corrected place',
        '1 note',
        '1 tagged name',
        '1 reply',
      ],
    ],
    [
      'text',
      { view: 'received' },
      [
        '2 accepted corrections that this text does not have',
        '1 open proposal',
        '1 proposal rejected, withdrawn or superseded',
        '1 note',
        '1 tagged name',
        '1 reply',
      ],
    ],
    [
      'text',
      { view: 'reading', withApparatus: true },
      [
        '1 open proposal',
        '1 proposal rejected, withdrawn or superseded',
        '1 tagged name',
        '1 reply',
        '1 stamp or catchword',
      ],
    ],
    [
      'csv',
      { view: 'all', options: { table: 'corrections' } },
      ['1 note', '1 tagged name', '1 reply', '1 stamp or catchword'],
    ],
    ['pdf', { view: 'all' }, ['1 proposal rejected, withdrawn or superseded', '1 reply']],
    ['annotations', { view: 'all' }, ['1 stamp or catchword']],
  ] as const)('%s %o', (to, chosen, phrases) => {
    expect(lost(to, chosen)).toEqual(phrases)
  })

  test('is nothing where the document has nothing of it', () => {
    const plain = edited(witness(p('A text.')))
    for (const format of formats)
      for (const view of views) expect(lossesOf(format, plain, { view })).toEqual([])
  })
})
