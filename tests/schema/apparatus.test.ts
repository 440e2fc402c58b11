import { expect, test } from 'vitest'
import { emendationsOf, noteEntriesOf } from '../../schema/apparatus.js'
import { contributorsOf } from '../../schema/contributors.js'
import { accept, correct, decide, edited, note } from '../support/layers.js'
import { catchword, heading, on, p, page, stamp, witness } from '../support/witness.js'

const report = () =>
  edited(
    witness(
      heading(1, 'A report'),
      p('from Minister Ugeki to the Russian General'),
      catchword('Staff'),
      stamp('16th Aug'),
      page('2', on('Staff at Lake Hasang.')),
      page('3', p('The end.')),
    ),
  )

test('entries are in text order, on whole words, with paragraph and page', () => {
  const document = report()
  correct(document, 'end', 'beginning')
  accept(
    document,
    correct(document, 'a', 'o', {
      start: document.text.indexOf('Hasang') + 1,
      end: document.text.indexOf('Hasang') + 2,
    }),
  )
  decide(document, correct(document, 'Ugeki', 'Ugaki'), 'reject', 'ben', 'it stands so')
  const entries = emendationsOf(document).map(e => [e.paragraph, e.page, e.lemma, e.received, e.standing])
  expect(entries).toEqual([
    [2, '1', 'Ugaki', 'Ugeki', 'rejected'],
    [2, '2', 'Hosang', 'Hasang', 'accepted'],
    [3, '3', 'beginning', 'end', 'proposed'],
  ])
  expect(emendationsOf(document)[0]?.decision).toMatchObject({
    act: 'reject',
    by: 'ben',
    why: 'it stands so',
  })
})

test('a document without page breaks has no page names', () => {
  const document = edited(witness(p('One.')))
  correct(document, 'One', 'Two')
  expect(emendationsOf(document)[0]?.page).toBe('')
})

test('notes are numbered in the order in which their words end', () => {
  const document = report()
  note(document, 'Lake', 'second')
  note(document, 'from Minister', 'first')
  const id = correct(document, 'end', 'beginning')
  note(document, '', 'third', { on: id })
  expect(noteEntriesOf(document).map(n => [n.number, n.note.text, n.words, n.paragraph, n.page])).toEqual([
    [1, 'first', 'from Minister', 2, '1'],
    [2, 'second', 'Lake', 2, '2'],
    [3, 'third', 'end', 3, '3'],
  ])
})

test('contributors are all who corrected, noted or decided', () => {
  const document = report()
  decide(document, correct(document, 'end', 'x', { by: 'zoe' }), 'accept', 'cas')
  note(document, 'Lake', 'x', { by: 'mia' })
  expect(contributorsOf(document)).toEqual(['cas', 'mia', 'zoe'])
})
