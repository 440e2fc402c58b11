/** A document is written for Word, worked on there, and read again. */
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { EditedDocument } from '../../../../schema/document.js'
import { bodyOf } from '../../../../schema/formats/body.js'
import { docxReader } from '../../../../schema/formats/docx/read.js'
import { shownIn } from '../../../../schema/formats/docx/shown.js'
import { writeDocx } from '../../../../schema/formats/docx/write.js'
import type { FileRead } from '../../../../schema/formats/reader.js'
import { legal } from '../../../../schema/formats/tei/xml.js'
import { Layers } from '../../../../schema/layers.js'
import { SortedRanges } from '../../../../schema/ranges.js'
import { piecesOf, type Segment } from '../../../../schema/readings.js'
import { witnessFaults } from '../../../../schema/witness.js'
import { anyDocument } from '../../../support/anything.js'
import { decidedInWord, packParts, partsOf } from '../../../support/docx.js'
import { accept, correct, edited, exported, note } from '../../../support/layers.js'
import { Random } from '../../../support/random.js'
import {
  block,
  catchword,
  heading,
  item,
  on,
  p,
  page,
  speech,
  stamp,
  witness,
} from '../../../support/witness.js'

const write = (document: EditedDocument, options: Record<string, string> = {}) =>
  writeDocx(exported(document, { options, metadata: { date: '1938' } }), 'all')
const read = (bytes: Uint8Array) => docxReader.read(bytes, 'a.docx')

function editedOf({ witness, layers }: FileRead): EditedDocument {
  const doc = new Y.Doc()
  if (layers) Y.applyUpdate(doc, layers)
  return new EditedDocument(witness!, new Layers(doc))
}

const blocks = ({ witness }: Pick<FileRead, 'witness'>) =>
  witness!.blocks.map(({ start, end, kind, attrs }) => [kind, witness!.text.slice(start, end), attrs])

/** A document with a bit of everything that people do to one. */
function sample(): EditedDocument {
  const document = edited(
    witness(
      heading(1, 'Minutes'),
      speech('Stalin', 'Stalin: Yes, from Foreign Minister Ugeki.'),
      item(2, '(a)', 'the first thing'),
      p('the Russian General'),
      catchword('Staff'),
      stamp('16 Nov'),
      page('2', on('Staff in 1911 at Lake Hasang')),
      block('signature', 'K. Hayashi'),
    ),
  )
  accept(document, correct(document, 'Ugeki', 'Ugaki', { kind: 'transcription' }))
  correct(document, 'Hasang', 'Khasan', {
    by: 'ben',
    reason: 'So on maps.',
    kind: 'regularization',
    certainty: 'high',
  })
  correct(document, 'first ', '')
  correct(document, '', ' of it', { start: 7, end: 7 })
  note(document, 'Foreign Minister', 'Since May.\nOr June.')
  note(document, 'Lake', 'Two of that name.', { type: 'textual', by: 'ben' })
  return document
}

describe('what is sent back untouched', () => {
  test('has the blocks, spans and pages that were written', () => {
    const document = sample()
    const file = read(write(document, { corrections: 'all' }))
    expect(witnessFaults(file.witness!)).toEqual([])
    expect(blocks(file)).toEqual(blocks(document).map(([kind, text, attrs]) => [kind, text, attrs]))
    const spans = (d: Pick<FileRead, 'witness'>) =>
      d.witness!.spans.map(({ start, end, type }) => [type, d.witness!.text.slice(start, end)])
    expect(spans(file)).toEqual(spans(document))
    const pages = (d: Pick<FileRead, 'witness'>) =>
      d.witness!.milestones.map(({ at, type, n }) => [type, n, d.witness!.text.slice(at, at + 5)])
    expect(pages(file)).toEqual(pages(document))
    expect([file.title, file.metadata]).toEqual(['A document', { date: '1938' }])
  })

  test('has the open proposals with author, time, kind, certainty and reason; the accepted ones are text', () => {
    const document = sample()
    const file = read(write(document))
    expect(file.witness!.text).toContain('Ugaki')
    const back = editedOf(file)
    const said = back.corrections
      .inOrder()
      .map(c => [
        back.text.slice(c.start, c.end),
        c.text,
        file.people[c.by],
        c.at,
        c.kind,
        c.certainty,
        c.reason,
      ])
    const sent = document.corrections
      .inOrder()
      .filter(c => document.standing(c.id) === 'proposed')
      .map(c => [
        document.text.slice(c.start, c.end),
        c.text,
        c.by === 'ann' ? 'Ann Author' : 'Ben Brown',
        c.at,
        c.kind,
        c.certainty,
        c.reason,
      ])
    expect(said).toEqual(sent)
  })

  test('has the notes on their words', () => {
    const file = read(write(sample()))
    const back = editedOf(file)
    expect(
      back.notes
        .inOrder()
        .map(n => [back.text.slice(n.start, n.end), n.type, n.text, file.people[n.by], n.at]),
    ).toEqual([
      ['Foreign Minister', 'explanatory', 'Since May.\nOr June.', 'Ann Author', 1_700_000_000_000],
      ['Lake', 'textual', 'Two of that name.', 'Ben Brown', 1_700_000_000_000],
    ])
    expect(file.problems.filter(p => p.severity === 'loss')).toEqual([])
  })

  test('has readings that compete, and explanatory notes that were comments, as what they were', () => {
    const document = edited(witness(p('from Ugeki to')))
    correct(document, 'Ugeki', 'Ugaki')
    correct(document, 'Ugeki', 'Ugaky', { by: 'ben', reason: 'So in Russian.' })
    note(document, 'Ugeki', 'A general.')
    const file = read(write(document, { notes: 'comments' }))
    const back = editedOf(file)
    expect(
      back.corrections
        .inOrder()
        .map(c => [back.text.slice(c.start, c.end), c.text, file.people[c.by], c.reason]),
    ).toEqual([
      ['Ugeki', 'Ugaki', 'Ann Author', ''],
      ['Ugeki', 'Ugaky', 'Ben Brown', 'So in Russian.'],
    ])
    expect(back.notes.inOrder().map(n => [n.type, n.text])).toEqual([['explanatory', 'A general.']])
  })

  test('has the emphasis and the links of notes', () => {
    const document = edited(witness(p('from Ugeki to')))
    const id = note(document, 'Ugeki', 'one two three')
    const text = (document.layers.noteBody(id)!.get(0) as Y.XmlElement).get(0) as Y.XmlText
    text.format(0, 3, { em: {} })
    text.format(4, 3, { strong: {} })
    text.format(8, 5, { link: { href: 'https://example.org/?a=b&c' } })
    for (const notes of ['footnotes', 'comments']) {
      const { layers } = editedOf(read(write(document, { notes })))
      expect(bodyOf(layers, [...layers.noteIds()][0]!)).toEqual(bodyOf(document.layers, id))
    }
  })

  test('a clean text is read without its apparatus', () => {
    const file = read(write(sample(), { corrections: 'none' }))
    expect(file.witness!.text).not.toContain('Emendations')
    expect(file.problems.find(p => p.code === 'apparatus')).toBeDefined()
    expect(editedOf(file).corrections.size).toBe(0)
  })
})

describe('what was decided in Word', () => {
  test('accepted: the new words are the text, and no proposal is left', () => {
    const file = read(decidedInWord(write(sample()), 'accept'))
    expect(blocks(file).map(([, text]) => text)).toEqual([
      'Minutes of it',
      'Stalin: Yes, from Foreign Minister Ugaki.',
      '(a) the thing',
      'the Russian General',
      'Staff',
      '16 Nov',
      'Staff in 1911 at Lake Khasan',
      'K. Hayashi',
    ])
    expect(editedOf(file).corrections.size).toBe(0)
    expect(editedOf(file).notes.size).toBe(2)
  })

  test('refused: the words that were there, and no proposal is left', () => {
    const file = read(decidedInWord(write(sample()), 'refuse'))
    expect(blocks(file).map(([, text]) => text)).toEqual([
      'Minutes',
      'Stalin: Yes, from Foreign Minister Ugaki.',
      '(a) the first thing',
      'the Russian General',
      'Staff',
      '16 Nov',
      'Staff in 1911 at Lake Hasang',
      'K. Hayashi',
    ])
    expect(editedOf(file).corrections.size).toBe(0)
  })

  test('with everything tracked, refusing everything gives the received text', () => {
    const document = sample()
    const file = read(decidedInWord(write(document, { corrections: 'all' }), 'refuse'))
    expect(blocks(file).map(([, text]) => text)).toEqual(blocks(document).map(([, text]) => text))
  })

  test('what somebody else adds in Word is their proposal', () => {
    const parts = partsOf(write(sample()))
    const xml = parts['word/document.xml']!.replace(
      '<w:t xml:space="preserve">K. Hayashi</w:t></w:r>',
      '<w:t xml:space="preserve">K. Hayashi</w:t></w:r><w:ins w:id="9999" w:author="Cleo" w:date="2026-01-02T03:04:00Z"><w:r><w:t>, General</w:t></w:r></w:ins>',
    )
    const file = read(packParts({ ...parts, 'word/document.xml': xml }))
    const theirs = editedOf(file)
      .corrections.inOrder()
      .filter(c => file.people[c.by] === 'Cleo')
    expect(theirs.map(c => [c.text, c.at])).toEqual([[', General', Date.parse('2026-01-02T03:04:00Z')]])
  })
})

/** A text as Word can hold it, a line a block. */
const plain = (texts: readonly string[]) =>
  texts
    .map(text => legal(text.replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')).trim())
    .filter(text => text !== '')

const isText = (s: Segment) => s.type !== 'milestone' && !('struck' in s && s.struck.length > 0)

/** What each block reads with some corrections applied, or none. */
function textsOf(document: EditedDocument, corrections: Parameters<typeof piecesOf>[3]): string[] {
  return [...document.structure.starts.keys()]
    .flatMap(i => piecesOf(document, i, 'all', corrections))
    .map(({ segments }) =>
      segments
        .filter(isText)
        .map(s =>
          s.type === 'text' || s.type === 'added'
            ? s.text
            : s.type === 'gap'
              ? s.glue
              : s.type === 'milestone'
                ? ''
                : '\n',
        )
        .join(''),
    )
}

test('whatever the layers hold, what is read has the texts that were written', () => {
  let proposals = 0
  for (let seed = 1; seed <= 150; seed++) {
    const document = anyDocument(new Random(seed))
    const shown = shownIn(document, 'all', 'all')
    const before = plain(textsOf(document, SortedRanges.of([])))
    if (before.length === 0) continue
    const bytes = write(document, { corrections: 'all' })
    const file = read(bytes)
    expect(plain(blocks(file).map(([, text]) => String(text))), `seed ${seed}`).toEqual(before)
    expect(witnessFaults(file.witness!), `seed ${seed}`).toEqual([])
    proposals += editedOf(file).corrections.size
    const after = plain(textsOf(document, shown.inText))
    if (after.length === 0) continue
    const all = read(decidedInWord(bytes, 'accept'))
    expect(plain(blocks(all).map(([, text]) => String(text))), `seed ${seed}, accepted`).toEqual(after)
  }
  expect(proposals).toBeGreaterThan(200)
})
