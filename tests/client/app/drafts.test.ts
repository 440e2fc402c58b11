import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { draftsAsText, draftsOf } from '../../../client/app/drafts.js'
import { fromBase64, toBase64 } from '../../../client/app/refused.js'
import type { EditedDocument } from '../../../schema/document.js'
import { accept, correct, edited, note } from '../../support/layers.js'
import { p, witness } from '../../support/witness.js'

const source = () => witness(p('Foreign Minister Ugeki spoke.'), p('Nobody answered him.'))

/** Two documents of one source: what a person has, and what the server has. */
function pair(both: (document: EditedDocument) => void, mineOnly: (document: EditedDocument) => void) {
  const mine = edited(source())
  both(mine)
  const theirs = edited(source())
  Y.applyUpdate(theirs.layers.doc, Y.encodeStateAsUpdate(mine.layers.doc))
  mineOnly(mine)
  return draftsOf(mine, theirs, 'ann').map(d => `${d.what} · ${d.place} · ${d.text}`)
}

describe('drafts are what the server does not have', () => {
  test.each<[string, (d: EditedDocument) => void, (d: EditedDocument) => void, string[]]>([
    ['nothing, where it has all', d => correct(d, 'Ugeki', 'Ugaki'), () => {}, []],
    [
      'a correction on whole words, with its reason',
      () => {},
      d => correct(d, '', 'a', { start: 19, end: 20, reason: 'A name' }),
      ['correction · ¶ 1 · Ugeki ] Ugaki (A name)'],
    ],
    ['a note', () => {}, d => note(d, 'Nobody', 'Who?'), ['note · ¶ 2 · “Nobody”: Who?']],
    ['nothing of somebody else’s', () => {}, d => correct(d, 'Ugeki', 'Ugaki', { by: 'ben' }), []],
    [
      'a decision',
      d => correct(d, 'Ugeki', 'Ugaki', { id: 'c' }),
      d =>
        d.layers.change(null, () =>
          d.layers.addDecision({ id: 'x', on: 'c', act: 'accept', by: 'ann', at: 1, why: '' }),
        ),
      ['decision · ¶ 1 · accept Ugeki ] Ugaki'],
    ],
    [
      'nothing of somebody else’s decision',
      d => correct(d, 'Ugeki', 'Ugaki', { id: 'c' }),
      d => accept(d, 'c'),
      [],
    ],
    [
      'what was changed in a correction that it has',
      d => correct(d, 'Ugeki', 'Ugaki', { id: 'c' }),
      d => d.layers.change(null, () => d.layers.setCorrection('c', { reason: 'Because' })),
      ['correction · ¶ 1 · Ugeki ] Ugaki (Because)'],
    ],
    [
      'a split',
      () => {},
      d => d.layers.change(null, () => d.layers.setBreak(8, true)),
      ['structure · ¶ 2 · split before “Minister Ugeki spoke.\n\nNobody answered h…”'],
    ],
  ])('%s', (_, both, mineOnly, expected) => {
    expect(pair(both, mineOnly)).toEqual(expected)
  })

  test('as text, one after the other', () => {
    const text = draftsAsText('A report', [
      { id: 'c', what: 'correction', place: '¶ 1', text: 'Ugeki ] Ugaki' },
    ])
    expect(text).toBe('A report\n\n¶ 1 · correction\nUgeki ] Ugaki\n')
  })

  test('layers set aside come back byte for byte', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i)
    expect(fromBase64(toBase64(bytes))).toEqual(bytes)
  })
})
