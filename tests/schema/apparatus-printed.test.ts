import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { apparatusText, entryText, printedApparatus, type Sources } from '../../schema/apparatus-printed.js'
import type { EditedDocument } from '../../schema/document.js'
import { readText } from '../../schema/formats/text/read.js'
import { type ApparatusSettings, defaultSettings, settingsSchema } from '../../schema/settings.js'
import { accept, correct, decide, edited, find, note } from '../support/layers.js'
import { catchword, heading, on, p, page, speech, stamp, witness } from '../support/witness.js'

const people: Readonly<Record<string, string>> = { ann: 'Ann Author', ben: 'Ben Brown', bea: 'Bea Bold' }
const sources = (apparatus: Partial<ApparatusSettings> = {}): Sources => ({
  settings: { ...defaultSettings, apparatus: { ...defaultSettings.apparatus, ...apparatus } },
  person: id => people[id] ?? id,
})

const listed = (document: EditedDocument, list: string, given: Sources = sources()) =>
  printedApparatus(document, given)
    .find(l => l.list === list)
    ?.entries.map(entryText)

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

/** A sample as three colleagues have worked it out, everything that an apparatus lists included. */
function worked(): EditedDocument {
  const file = 'lightship-report.txt'
  const bytes = readFileSync(new URL(`../../server/samples/${file}`, import.meta.url))
  const document = edited(readText(bytes, file).witness!)
  const { layers } = document
  const external = { evidence: 'external', citation: 'Tarne Register 1926, 4' } as const
  accept(document, correct(document, 'Skooby', 'Skovby', { evidence: 'internal' }))
  accept(document, correct(document, 'Oskarn', 'Oskam', { kind: 'transcription', by: 'ben' }))
  accept(document, correct(document, 'Vesteryn', 'Vesterin', { kind: 'regularization' }))
  accept(
    document,
    correct(document, 'lightslip', 'lightship', { certainty: 'high', reason: 'A slip of the typewriter' }),
  )
  accept(document, correct(document, 'Skowby', 'Skovby', external))
  accept(document, correct(document, 'the the', 'the', { kind: 'surplus', by: 'ben' }))
  decide(document, correct(document, 'Hovde', 'Hövde'), 'reject', 'ben', 'the chart of 1901 has Hovde')
  correct(document, 'nine words', 'seven words')
  accept(document, correct(document, '14/Mar 8/72', '14 Mar 1972', { kind: 'transcription' }))
  note(document, 'Tarne Protocol of 1448', 'Signed at midsummer.\nIt is kept at Tarne.', { by: 'ben' })
  note(document, 'p.m.', 'An error of the source: the call was made at night.', { type: 'textual' })
  layers.change(null, () => {
    layers.setSpan({ id: 'u1', ...find(document, 'kilometers'), type: 'unclear', attrs: { cert: 'low' } })
    layers.setSpan({
      id: 'u2',
      ...find(document, 'with some care'),
      type: 'del',
      attrs: { rend: 'overstrike' },
    })
    const at = find(document, 'in writing').end
    layers.setMilestone({ id: 'g1', at, type: 'gap', attrs: { reason: 'torn', extent: '2', unit: 'words' } })
    layers.setName({
      id: 'x1',
      ...find(document, 'Mr. Anders Rohl'),
      type: 'person',
      ref: '',
      by: 'ann',
      at: 1,
    })
    layers.setName({ id: 'x2', ...find(document, 'Mr. Rohl'), type: 'person', ref: '', by: 'ann', at: 1 })
    layers.setName({ id: 'x3', ...find(document, 'Port Ansgar'), type: 'place', ref: '', by: 'ann', at: 1 })
  })
  return document
}

test('[A1] the apparatus of a worked sample is the one checked in', async () => {
  const settings = settingsSchema.parse({
    apparatus: { place: 'page-paragraph', kind: true, certainty: true, lists: { rejected: true } },
    principles: {
      regularization: { choice: 'names', text: 'The forms are those of the Register of Lights.' },
      interpretation: { choice: 'names' },
    },
  })
  const printed = printedApparatus(worked(), { settings, person: id => people[id] ?? id })
  const file = new URL('../fixtures/apparatus/lightship-report.txt', import.meta.url)
  await expect(`${apparatusText(printed)}\n`).toMatchFileSnapshot(file.pathname)
})

describe('[A2] an entry is on whole words, in the form that the settings ask for', () => {
  const document = report()
  accept(
    document,
    correct(document, 'Ugeki', 'Ugaki', { evidence: 'conjecture', reason: 'he was minister then' }),
  )
  const cases: [Partial<ApparatusSettings>, string][] = [
    [{}, '¶ 2. Ugaki ] Ugeki (conj.; A.A.) he was minister then.'],
    [{ form: 'lemma-tight', reasons: false }, '¶ 2. Ugaki] Ugeki (conj.; A.A.)'],
    [{ form: 'for', evidence: false }, '¶ 2. Ugaki for Ugeki (A.A.) he was minister then.'],
    [{ form: 'received-arrow', reasons: false, responsibility: false }, '¶ 2. Ugeki → Ugaki (conj.)'],
    [{ place: 'page', reasons: false, evidence: false, responsibility: false }, 'p. 1. Ugaki ] Ugeki'],
    [
      { place: 'page-paragraph', witness: 'TS', reasons: false, evidence: false, kind: true },
      'p. 1, ¶ 2. Ugaki ] Ugeki TS (em.; A.A.)',
    ],
    // The source's lines are not known here.
    [
      { place: 'page-line', reasons: false, evidence: false, responsibility: false },
      'p. 1, ¶ 2. Ugaki ] Ugeki',
    ],
  ]
  test.each(cases)('%j', (form, entry) => {
    expect(listed(document, 'emendations', sources(form))).toEqual([entry])
  })
})

test('page and line, where the transcription keeps the lines', () => {
  const document = edited(
    witness(heading(1, 'A'), p('one\ntwo\nthree'), stamp('x'), page('2', p('four\nfive Ugeki\nsix'))),
  )
  accept(document, correct(document, 'Ugeki', 'Ugaki'))
  accept(document, correct(document, 'three', 'drei'))
  const form = sources({ place: 'page-line', responsibility: false })
  expect(listed(document, 'emendations', form)).toEqual(['1.4. drei ] three', '2.2. Ugaki ] Ugeki'])
})

test('[A3] accepted corrections are listed by their kind, proposals nowhere, others on request', () => {
  const document = report()
  accept(document, correct(document, 'Ugeki', 'Ugaki', { kind: 'transcription' }))
  accept(document, correct(document, 'Russian', 'Soviet', { kind: 'regularization' }))
  accept(document, correct(document, 'Hasang', 'Hasan', { kind: 'expansion' }))
  correct(document, 'end', 'beginning')
  decide(document, correct(document, 'The', 'An'), 'reject', 'ben', 'it stands so')
  const off = sources({ responsibility: false })
  expect(listed(document, 'transcription', off)).toEqual(['¶ 2. Ugaki ] Ugeki'])
  expect(listed(document, 'regularizations', off)).toEqual(['¶ 2. Soviet ] Russian'])
  expect(listed(document, 'emendations', off)).toEqual(['¶ 2. Hasan ] Hasang'])
  expect(listed(document, 'rejected', off)).toBeUndefined()
  const lists = { ...defaultSettings.apparatus.lists, rejected: true }
  expect(listed(document, 'rejected', sources({ responsibility: false, lists }))).toEqual([
    '¶ 3. An ] The (rejected) Not adopted: it stands so.',
  ])
})

test('people of the same initials are named in full, and sigla are explained', () => {
  const document = report()
  accept(document, correct(document, 'Ugeki', 'Ugaki', { by: 'ben', evidence: 'internal' }))
  accept(document, correct(document, 'Hasang', 'Hasan', { by: 'bea' }))
  expect(listed(document, 'emendations')).toEqual([
    '¶ 2. Ugaki ] Ugeki (int.; B.B.)',
    '¶ 2. Hasan ] Hasang (Bea Bold)',
  ])
  expect(listed(document, 'sigla')).toEqual(['B.B. Ben Brown', 'int. the source itself shows it'])
})

test('stamps with their pages, corrected readings and doubts', () => {
  const document = report()
  accept(document, correct(document, '16th Aug', '15th Aug', { kind: 'transcription' }))
  expect(listed(document, 'stamps')).toEqual(['p. 1. 15th Aug ] 16th Aug'])
  correct(document, '16th Aug', '18th Aug')
  expect(listed(document, 'stamps')).toEqual(['p. 1. 15th Aug ] 16th Aug (one open proposal)'])
})

test('speakers with their turns and the labels that the source gives them', () => {
  const document = edited(
    witness(
      speech('Stalin', 'Stalin: Yes.'),
      speech('Stalin', 'And no.'),
      speech('Soong', 'Dr. Soong: Why?'),
    ),
  )
  expect(listed(document, 'speakers')).toEqual([
    'Stalin, 1 turn, first ¶ 1',
    'Soong (as “Dr. Soong”), 1 turn, first ¶ 2',
  ])
})

test('names of one entry of the register stand together, others by their spelling', () => {
  const document = report()
  const name = (id: string, words: string, ref: string) =>
    document.layers.setName({ id, ...find(document, words), type: 'place', ref, by: 'ann', at: 1 })
  document.layers.change(null, () => {
    name('a', 'Hasang', 'hasan')
    name('b', 'Lake', '')
  })
  const given = { ...sources(), registered: (ref: string) => (ref === 'hasan' ? 'Hasan, Lake' : null) }
  expect(listed(document, 'names', given)).toEqual([
    'Hasan, Lake (place), as “Hasang”: ¶ 2',
    'Lake (place): ¶ 2',
  ])
  expect(listed(document, 'names')).toEqual(['Hasang (place): ¶ 2', 'Lake (place): ¶ 2'])
})

test('[A1] the apparatus follows each change of the layers', () => {
  const document = report()
  const id = correct(document, 'Ugeki', 'Ugaki')
  expect(listed(document, 'emendations')).toBeUndefined()
  accept(document, id)
  expect(listed(document, 'emendations')).toHaveLength(1)
  decide(document, id, 'reopen')
  expect(listed(document, 'emendations')).toBeUndefined()
})
