import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { draftsAsText, draftsOf, enterAgain } from '../../../client/app/drafts.js'
import { fromBase64, toBase64 } from '../../../client/app/refused.js'
import type { EditedDocument } from '../../../schema/document.js'
import { type Breach, Judge } from '../../../schema/rules.js'
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
    [
      'a reply',
      d => correct(d, 'Ugeki', 'Ugaki', { id: 'c' }),
      d =>
        d.layers.change(null, () =>
          d.layers.setReply({ id: 'r', on: 'c', act: 'reply', text: 'Why?', by: 'ann', at: 1 }),
        ),
      ['reply · ¶ 1 · on Ugeki ] Ugaki: Why?'],
    ],
    [
      'a name',
      () => {},
      d =>
        d.layers.change(null, () =>
          d.layers.setName({ id: 'n', start: 17, end: 22, type: 'person', ref: '', by: 'ann', at: 1 }),
        ),
      ['name · ¶ 1 · “Ugeki”: person'],
    ],
    [
      'an attribute, a page break, a mark and what was hidden',
      () => {},
      d =>
        d.layers.change(null, () => {
          d.layers.setBlockAttr(0, 'kind', 'heading')
          d.layers.setMilestone({ id: 'pb', at: 8, type: 'pb', n: '2' })
          d.layers.removeMilestone('pb1', true)
          d.layers.setSpan({ id: 's', start: 17, end: 22, type: 'unclear' })
        }),
      [
        'structure · ¶ 1 · kind: heading',
        'structure · ¶ 1 · pb 2',
        'structure ·  · hid the page break or milestone pb1',
        'structure · ¶ 1 · “Ugeki”: unclear',
      ],
    ],
  ])('%s', (_, both, mineOnly, expected) => {
    expect(pair(both, mineOnly)).toEqual(expected)
  })

  test('are entered again as what their author does now, under the rules of the gate', () => {
    const theirs = edited(source())
    correct(theirs, 'Nobody', 'No one', { id: 'kept', by: 'ann', at: 1 })
    const mine = edited(source())
    Y.applyUpdate(mine.layers.doc, Y.encodeStateAsUpdate(theirs.layers.doc))
    correct(mine, 'Ugeki', 'Ugaki', { id: 'c', by: 'ann' })
    note(mine, 'spoke', 'Did he?')
    mine.layers.change(null, () => {
      mine.layers.setCorrection('kept', { reason: 'Better' })
      mine.layers.setReply({ id: 'r', on: 'c', act: 'reply', text: 'Why?', by: 'ann', at: 1 })
      mine.layers.setName({ id: 'n', start: 17, end: 22, type: 'person', ref: '', by: 'ann', at: 1 })
      mine.layers.setBreak(8, true)
      mine.layers.addDecision({
        ...{ id: 'd', on: 'c', act: 'accept', by: 'ann', at: 1, why: '' },
        seen: { start: 17, end: 22, text: 'Ugaki' },
      })
    })
    const drafts = draftsOf(mine, theirs, 'ann')
    const judge = new Judge(theirs.layers, theirs.text)
    const breaches: (Breach | null)[] = []
    theirs.layers.doc.on('afterTransaction', transaction =>
      breaches.push(judge.judge(transaction, { actor: { id: 'ann', role: 'owner' }, now: 5_000 })),
    )
    let ids = 0
    enterAgain(theirs.layers, drafts, 'ann', 5_000, () => `new${++ids}`)
    expect(breaches).toEqual([null])
    expect(draftsOf(mine, theirs, 'ann').map(d => d.id)).toEqual([
      'corrections/c',
      'decisions/d',
      'notes/n2',
      'threads/r',
      'names/n',
    ])
    const { layers, length } = theirs
    expect(layers.correction('kept', length)).toMatchObject({ reason: 'Better', at: 1 })
    const [made] = [...layers.correctionIds()].filter(id => id.startsWith('new'))
    expect(layers.correction(made!, length)).toMatchObject({ text: 'Ugaki', by: 'ann', at: 5_000 })
    expect([...layers.allReplies()]).toMatchObject([{ on: made, text: 'Why?', by: 'ann', at: 5_000 }])
    expect([...layers.allDecisions()]).toMatchObject([{ on: made, act: 'accept', at: 5_000 }])
    expect([...layers.noteIds()].map(id => layers.note(id, length)!.text)).toEqual(['Did he?'])
    expect(layers.breakAt(8)).toBe(true)
  })

  test('as text, one after the other', () => {
    const text = draftsAsText('A report', [
      { id: 'c', what: 'correction', place: '¶ 1', text: 'Ugeki ] Ugaki', value: null },
    ])
    expect(text).toBe('A report\n\n¶ 1 · correction\nUgeki ] Ugaki\n')
  })

  test('layers set aside come back byte for byte', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i)
    expect(fromBase64(toBase64(bytes))).toEqual(bytes)
  })
})
