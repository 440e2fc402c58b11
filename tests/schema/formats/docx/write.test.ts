import { describe, expect, test } from 'vitest'
import type { EditedDocument } from '../../../../schema/document.js'
import { writeDocx } from '../../../../schema/formats/docx/write.js'
import type { View } from '../../../../schema/readings.js'
import { partsOf } from '../../../support/docx.js'
import { accept, correct, decide, edited, exported, note } from '../../../support/layers.js'
import { catchword, heading, item, on, p, page, speech, stamp, witness } from '../../../support/witness.js'

const one = (text: string) => edited(witness(p(text)))

function parts(document: EditedDocument, options: Record<string, string> = {}, view: View = 'all') {
  return partsOf(writeDocx(exported(document, { options }), view))
}

/** The document's paragraphs, one a line, with runs and what they need left out. */
function body(document: EditedDocument, options: Record<string, string> = {}, view: View = 'all'): string {
  const xml = parts(document, options, view)['word/document.xml']!
  return xml
    .slice(xml.indexOf('<w:body>') + 9, xml.indexOf('\n<w:sectPr>'))
    .replace(/ xml:space="preserve"| w:(id|date)="[^"]*"/g, '')
    .replace(/<w:(t|delText)>([^<]*)<\/w:\1>/g, '$2')
    .replace(/<w:rPr><w:rStyle w:val="(\w+)"\/>(<w:[bi]\/>)*<\/w:rPr>/g, '$1:')
    .replace(/<\/?w:(r|p)>/g, '')
    .replace(/<w:pPr><w:pStyle w:val="(\w+)"\/><\/w:pPr>/g, '$1| ')
    .replace(/<w:pPr><w:pStyle w:val="(\w+)"\/><w:rPr>(.*?)<\/w:rPr><\/w:pPr>/g, '$1 $2| ')
}

describe('corrections', () => {
  test('an open proposal is a deletion and an insertion of its author, on whole words', () => {
    const document = one('from Ugeki to')
    correct(document, 'e', 'a', { start: 7, end: 8 })
    expect(body(document)).toBe(
      'Paragraph| from <w:del w:author="Ann Author">Ugeki</w:del><w:ins w:author="Ann Author">Ugaki</w:ins> to',
    )
    expect(parts(document)['word/document.xml']).toContain('w:date="2023-11-14T22:13:21Z"')
  })

  test.each([
    ['open', 'Paragraph| from Ugaki to'],
    [
      'all',
      'Paragraph| from <w:del w:author="Ann Author">Ugeki</w:del><w:ins w:author="Ann Author">Ugaki</w:ins> to',
    ],
  ])('an accepted one, with corrections: %s', (corrections, xml) => {
    const document = one('from Ugeki to')
    accept(document, correct(document, 'Ugeki', 'Ugaki'))
    expect(body(document, { corrections })).toBe(xml)
  })

  test('with none tracked, proposals are left out and the apparatus follows the text', () => {
    const document = one('from Ugeki to Nishi')
    accept(document, correct(document, 'Ugeki', 'Ugaki'))
    correct(document, 'Nishi', 'Nisi')
    const xml = body(document, { corrections: 'none' })
    expect(xml).toMatch(/^Paragraph\| from Ugaki to Nishi\nApparatusHeading\| Emendations\n/)
    expect(xml).not.toMatch(/w:ins|w:del|Nisi\b/)
  })

  test('rejected ones are not shown', () => {
    const document = one('from Ugeki to')
    decide(document, correct(document, 'Ugeki', 'Ugaki'), 'reject')
    for (const corrections of ['open', 'all', 'none'])
      expect(body(document, { corrections })).toMatch(/^Paragraph\| from Ugeki to/)
  })

  test('one that competes with another is a comment beside it', () => {
    const document = one('from Ugeki to')
    correct(document, 'Ugeki', 'Ugaki')
    correct(document, 'Ugeki', 'Ugaky', { by: 'ben' })
    expect(parts(document)['word/comments.xml']).toMatch(/w:author="Ben Brown".*Ugeki \] Ugaky/)
    expect(body(document)).not.toContain('Ugaky')
  })

  test('text that begins a new paragraph inserts a paragraph’s mark', () => {
    const document = one('one two')
    correct(document, '', '\u2029', { start: 3, end: 4 })
    expect(body(document)).toBe(
      'Paragraph <w:ins w:author="Ann Author"/>| one<w:del w:author="Ann Author"> </w:del>\nParagraph| two',
    )
  })

  test('a paragraph that is struck as a whole loses its mark too', () => {
    const document = edited(witness(p('one'), p('two')))
    correct(document, 'one', '')
    expect(body(document)).toBe(
      'Paragraph <w:del w:author="Ann Author"/>| <w:del w:author="Ann Author">one</w:del>\nParagraph| two',
    )
  })

  test('what is known of one beside its reading is a comment', () => {
    const document = one('from Ugeki to')
    correct(document, 'Ugeki', 'Ugaki', { reason: 'So elsewhere.', certainty: 'low', evidence: 'internal' })
    const xml = parts(document)['word/comments.xml']!
    expect(xml).toContain('emendation, certainty low, evidence internal')
    expect(xml).toContain('So elsewhere.')
  })
})

describe('notes', () => {
  test('explanatory notes are footnotes after their words, textual ones comments on them', () => {
    const document = one('from Ugaki to Nishi')
    note(document, 'Ugaki', 'A general.')
    note(document, 'Nishi', 'Or Nisi.', { type: 'textual' })
    expect(body(document)).toBe(
      'Paragraph| from <w:bookmarkStart w:name="note_1"/>Ugaki<w:bookmarkEnd/>FootnoteReference:<w:footnoteReference/> to <w:commentRangeStart/>Nishi<w:commentRangeEnd/>CommentReference:<w:commentReference/>',
    )
    const { 'word/footnotes.xml': footnotes, 'word/comments.xml': comments } = parts(document)
    expect(footnotes).toContain('A general.')
    expect(comments).toMatch(/w:author="Ann Author".*Or Nisi\./)
  })

  test('all are comments on request', () => {
    const document = one('from Ugaki to Nishi')
    note(document, 'Ugaki', 'A general.')
    const written = parts(document, { notes: 'comments' })
    expect(written['word/footnotes.xml']).toBeUndefined()
    expect(written['word/comments.xml']).toContain('A general.')
  })

  test('a note’s mark never stands in what a proposal strikes', () => {
    const document = one('one two three')
    correct(document, 'one two three', 'four')
    note(document, 'two', 'A note.')
    expect(body(document)).toMatch(
      /<w:del [^>]*>one <\/w:del><w:bookmarkStart[^>]*><w:del [^>]*>two<\/w:del><w:bookmarkEnd/,
    )
  })

  test('a note on what is left out stands where the text goes on', () => {
    const document = edited(witness(p('one'), stamp('16 Nov'), p('two')))
    note(document, '16 Nov', 'A note.')
    expect(body(document, { corrections: 'none' })).toMatch(/one\nParagraph\| .*footnoteReference.*two/)
  })
})

describe('blocks', () => {
  test('each is a paragraph in a style of its kind', () => {
    const document = edited(
      witness(
        heading(2, 'Title'),
        speech('Stalin', 'Stalin: Yes.'),
        item(2, '(a)', 'first'),
        stamp('16 Nov'),
      ),
    )
    expect(body(document)).toBe(
      'Heading2| Title\nSpeech| Speaker:Stalin: Yes.\nItem2| Marker:(a) first\nStamp| 16 Nov',
    )
  })

  test('what runs on over a page turn is one paragraph in a clean text, and parts where changes are tracked', () => {
    const document = edited(witness(p('the General'), catchword('Staff'), page('2', on('Staff in 1911'))))
    expect(body(document)).toBe(
      'Paragraph| the General\nCatchword| Staff\nParagraphContinued| PageMark:[p. 2]Staff in 1911',
    )
    expect(body(document, {}, 'reading')).toBe('Paragraph| the General PageMark:[p. 2]Staff in 1911')
    expect(body(document, {}, 'diplomatic')).toContain('Editorial:Staff')
  })

  test('line breaks and tabs are Word’s', () => {
    expect(body(one('a\tb\nc'))).toBe('Paragraph| a<w:tab/>b<w:br/>c')
  })
})

test('the same document, written at the same time, gives the same bytes', () => {
  const document = one('from Ugeki to')
  correct(document, 'Ugeki', 'Ugaki')
  expect(writeDocx(exported(document), 'all')).toEqual(writeDocx(exported(document), 'all'))
})

test('title, edition, people and metadata are the file’s properties', () => {
  const document = one('from Ugeki to')
  correct(document, 'Ugeki', 'Ugaki')
  const written = partsOf(writeDocx(exported(document, { metadata: { date: '1938' } }), 'all'))
  expect(written['docProps/core.xml']).toMatch(
    /<dc:title>A document<\/dc:title><dc:subject>An edition<\/dc:subject><dc:creator>Ann Author<\/dc:creator>/,
  )
  expect(written['docProps/custom.xml']).toMatch(/name="metadata.date"><vt:lpwstr>1938</)
})
