/** What may be chosen of the TEI that is written, by example; that every choice is valid is in valid.test.ts. */
import { describe, expect, test } from 'vitest'
import type { EditedDocument } from '../../../../schema/document.js'
import { tei } from '../../../../schema/formats/tei/write.js'
import { accept, correct, decide, edited, exported, note } from '../../../support/layers.js'
import { p, page, stamp, witness } from '../../../support/witness.js'

function written(document: EditedDocument, options: Record<string, string>): string {
  return tei(exported(document, { options }), 'all')
}

function body(document: EditedDocument, options: Record<string, string>): string {
  const xml = written(document, options)
  return xml.slice(xml.indexOf('<body>') + 7, xml.indexOf('</body>') - 1)
}

describe('stamps', () => {
  const document = () =>
    edited(witness(p('the General'), stamp('16 Aug'), page('2', p('Two.')), stamp('SEEN')))
  test.each([
    ['stamp', '<fw type="stamp"><stamp>16 Aug</stamp></fw>'],
    ['fw', '<fw type="stamp">16 Aug</fw>'],
    ['note', '<note type="stamp">16 Aug</note>'],
  ])('%s', (stamps, xml) => {
    expect(body(document(), { stamps })).toContain(`<p n="1">the General</p>\n${xml}\n<pb n="2"/>`)
  })
})

describe('readings that do not hold', () => {
  const one = () => {
    const document = edited(witness(p('at Lake Hasang here')))
    correct(document, 'Hasang', 'Khasan')
    decide(document, correct(document, 'Hasang', 'Hassan', { by: 'ben' }), 'reject')
    return document
  }
  const khasan = 'ana="#kind.emendation" resp="#p.ann" cert="unknown">Khasan</rdg>'

  test('app: lemma and readings stand in the text, with their standing', () => {
    expect(body(one(), { rivals: 'app' })).toBe(
      `<p n="1">at Lake <app><lem wit="#received">Hasang</lem><rdg xml:id="c.c1" type="proposed" ${khasan}<rdg xml:id="c.c2" type="rejected" ana="#kind.emendation" resp="#p.ben" cert="unknown">Hassan</rdg></app> here</p>`,
    )
  })

  test('choice: what is proposed stands in the text, what is rejected beside it', () => {
    const xml = written(one(), { rivals: 'choice' })
    expect(xml).toContain(
      '<anchor xml:id="from.c2"/><choice><sic>Hasang</sic><corr xml:id="c.c1" resp="#p.ann" cert="unknown" ana="#kind.emendation #standing.proposed">Khasan</corr></choice><anchor xml:id="to.c2"/> here',
    )
    expect(xml).toContain('<rdg xml:id="c.c2" type="rejected"')
    expect(xml).toContain('<category xml:id="standing.proposed">')
  })

  test('what competes with an accepted reading stands with it', () => {
    const document = one()
    accept(document, correct(document, 'Hasang', 'Khasam'))
    const accepted =
      '<choice xml:id="c.c4"><sic>Hasang</sic><corr resp="#p.ann" cert="unknown" ana="#kind.emendation">Khasam</corr>'
    expect(body(document, { rivals: 'app' })).toContain(
      `<app><lem>${accepted}</choice></lem><rdg xml:id="c.c1" type="proposed" ${khasan}`,
    )
    expect(body(document, { rivals: 'choice' })).toContain(
      `${accepted}<corr xml:id="c.c1" resp="#p.ann" cert="unknown" ana="#kind.emendation #standing.proposed">Khasan</corr></choice>`,
    )
  })

  test('what crosses another stays beside the text', () => {
    const document = one()
    correct(document, 'Lake Hasang', 'the lake', { by: 'ben' })
    const xml = written(document, { rivals: 'app' })
    expect(xml).toContain('<app><lem wit="#received">Hasang</lem>')
    expect(xml).toContain('<lem wit="#received">Lake Hasang</lem>')
    expect(xml.match(/<app from=/g)).toHaveLength(1)
  })

  test('what only adds', () => {
    const document = edited(witness(p('three of them')))
    correct(document, '', ' or four', { start: 5, end: 5, kind: 'supplied' })
    expect(body(document, { rivals: 'app' })).toContain(
      'three<app><lem wit="#received"></lem><rdg xml:id="c.c1"',
    )
  })
})

describe('notes', () => {
  const one = () => {
    const document = edited(witness(p('One two.'), p('Three four.')))
    note(document, 'two.\n\nThree', 'First.')
    return document
  }
  const attributes = 'xml:id="n.n1" type="explanatory" n="1" resp="#p.ann"'

  test('end: a pointer where they belong, the notes in the back', () => {
    const xml = written(one(), { notes: 'end' })
    expect(xml).toContain(
      'One <anchor xml:id="from.note_n1"/>two.</p>\n<p n="2">Three<ptr xml:id="at.note_n1" type="note" n="1" target="#n.n1"/> four.</p>',
    )
    expect(xml).toContain(
      `<back>\n<div type="notes">\n<note ${attributes} target="#from.note_n1" targetEnd="#at.note_n1"><p>First.</p></note>\n</div>\n</back>`,
    )
  })

  test('standoff: anchors around their words, the notes as annotations', () => {
    const xml = written(one(), { notes: 'standoff' })
    expect(xml).toContain(
      'One <anchor xml:id="from.note_n1"/>two.</p>\n<p n="2">Three<anchor xml:id="to.note_n1"/> four.</p>',
    )
    expect(xml).toContain(
      `<listAnnotation>\n<annotation xml:id="a.n1" target="#from.note_n1 #to.note_n1" motivation="commenting"><note ${attributes}><p>First.</p></note></annotation>\n</listAnnotation>`,
    )
  })

  test('on a correction they point to it, wherever they stand', () => {
    const document = edited(witness(p('Lake Hasang here')))
    note(document, '', 'Why?', { on: correct(document, 'Hasang', 'Khasan') })
    expect(written(document, { notes: 'end' })).toContain(
      'resp="#p.ann" target="#c.c1"><p>Why?</p></note>\n</div>',
    )
    expect(written(document, { notes: 'standoff' })).toContain('<annotation xml:id="a.n2" target="#c.c1"')
  })
})
