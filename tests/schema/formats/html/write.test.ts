import { describe, expect, test } from 'vitest'
import type { EditedDocument } from '../../../../schema/document.js'
import { html } from '../../../../schema/formats/html/write.js'
import { readFile } from '../../../../schema/formats/index.js'
import { legal } from '../../../../schema/formats/tei/xml.js'
import { piecesOf, textOf, views } from '../../../../schema/readings.js'
import { newEntry, Register } from '../../../../schema/register.js'
import { defaultSettings } from '../../../../schema/settings.js'
import { formeWork } from '../../../../schema/structure.js'
import { addAnything, anyDocument } from '../../../support/anything.js'
import { nodesOf, shownIn } from '../../../support/html-text.js'
import { accept, correct, decide, edited, exported, find, note } from '../../../support/layers.js'
import { absent, hasMaterial, material, seeds } from '../../../support/material.js'
import { Random } from '../../../support/random.js'
import { heading, p, speech, stamp, witness } from '../../../support/witness.js'

const register = new Register([
  { id: 'r1', ...newEntry('person', 'A <person>'), variants: ['the & that'], authorities: { viaf: '1 "2' } },
  { id: 'r2', ...newEntry('place', 'A place'), note: 'One.\nTwo.', dates: '1938' },
])

const bare = (text: string) => text.replace(/\s+/g, '')

/** Checks at once that a file is well-formed, shows each text right, and that all its links lead somewhere. */
function check(document: EditedDocument, seed: string): void {
  const written = html(exported(document, { register }))
  expect([...nodesOf(written)].length, seed).toBeGreaterThan(0)
  // In all markup, what corrections on whole words strike and add need not be letter for letter what was typed.
  for (const view of views.filter(v => v !== 'all')) {
    let text = ''
    for (let i = 0; i < document.structure.count; i++)
      for (const piece of piecesOf(document, i, view))
        if (view !== 'reading' || !formeWork.has(piece.kind)) text += textOf(piece)
    expect(bare(shownIn(written, view)), `${seed}, ${view}`).toBe(bare(legal(text)))
  }
  const ids = [...written.matchAll(/ id="([^"]*)"/g)].map(m => m[1]!)
  const known = new Set(ids)
  expect(known.size, `${seed}: every id once`).toBe(ids.length)
  for (const [, to] of written.matchAll(/ href="#([^"]*)"/g))
    expect(known.has(to!), `${seed}: #${to}`).toBe(true)
  expect(written).not.toMatch(/<(script|link|img|iframe|object|base)\b|@import|url\(/i)
}

describe('HTML', () => {
  test('random documents are well-formed, show each text and have no dead link', () => {
    for (let seed = 1; seed <= 300; seed++) check(anyDocument(new Random(seed)), `seed ${seed}`)
  })

  for (const name of seeds) {
    const here = hasMaterial(`seeds/${name}`)
    test.skipIf(!here)(`${name}, edited at random${here ? '' : ` ${absent}`}`, () => {
      const { witness } = readFile(material(`seeds/${name}`), name)
      for (let seed = 1; seed <= 5; seed++) {
        const document = edited(witness!)
        addAnything(document, new Random(seed), 40)
        check(document, `${name}, seed ${seed}`)
      }
    })
  }

  test('a title that the text begins with is set small above it', () => {
    const document = edited(witness(heading(1, 'A report\non the incident'), p('Text.')))
    const front = (title: string) => /<h1[^>]*>/.exec(html(exported(document, { title })))![0]
    expect(front('A REPORT ON THE INCIDENT.')).toBe('<h1 class="again">')
    expect(front('Another title')).toBe('<h1>')
  })

  test('what people typed is escaped, and only http, https and mailto are links', () => {
    const nasty = '<img src=x onerror="alert(1)">&amp;'
    const document = edited(witness(p(`from ${nasty} to Ugeki`)))
    accept(document, correct(document, 'Ugeki', nasty, { by: nasty, reason: nasty }))
    decide(document, 'c1', 'accept', nasty, nasty)
    note(document, 'from', nasty)
    const metadata = { [nasty]: nasty, url: 'javascript:alert(1)' }
    const written = html(exported(document, { title: nasty, edition: nasty, metadata }))
    expect([...nodesOf(written)].length).toBeGreaterThan(0)
    expect(written).not.toContain('<img')
    expect(written).not.toContain('href="javascript')
    const linked = html(exported(document, { metadata: { url: 'https://example.org/?a=1&b="' } }))
    expect(linked).toContain('href="https://example.org/?a=1&amp;b=&quot;"')
  })

  test('emendations and notes are listed as an apparatus has them, linked both ways', () => {
    const document = edited(witness(p('One.'), p('from Minister Ugeki to Nishi')))
    accept(document, correct(document, 'Ugeki', 'Ugaki', { reason: 'So elsewhere.' }))
    note(document, 'Nishi', 'Who?')
    const written = html(exported(document))
    expect(written).toContain(
      '<span class="at" id="c-1"></span><a class="c" href="#e-1"><del class="a">Ugeki</del></a><a class="c" href="#e-1"><ins class="a">Ugaki</ins></a>',
    )
    expect(written).toMatch(
      /<li id="e-1"><a class="place" href="#c-1">¶ 2<\/a> <span class="app"><b>Ugaki<\/b> <span class="br">\]<\/span> Ugeki<\/span> <span class="tag k-emendation">emendation<\/span><p>So elsewhere\.<\/p>/,
    )
    expect(written).toContain('<a class="ref" id="r-1" href="#n-1" role="doc-noteref">1</a>')
    expect(written).toMatch(/<li id="n-1"><a class="back" href="#r-1"/)
  })

  test('a declined correction is listed, its place the paragraph', () => {
    const document = edited(witness(p('from Ugeki')))
    decide(document, correct(document, 'Ugeki', 'Ugaki'), 'reject', 'ben', 'the source has it')
    const written = html(exported(document))
    expect(written).toContain('Not adopted')
    expect(written).toContain('rejected by Ben Brown: the source has it')
    expect(written).toContain('href="#p1"')
    expect(shownIn(written, 'all').trim()).toBe('from Ugeki')
  })
})

test('accepted corrections are listed by kind; marks, stamps, speakers and principles have lists', () => {
  const document = edited(
    witness(p('from Ugeki to Hasang'), stamp('16 Aug'), speech('Stalin', 'Stalin: Yes.')),
  )
  accept(document, correct(document, 'Ugeki', 'Ugaki', { kind: 'transcription' }))
  accept(document, correct(document, 'Hasang', 'Hasan', { kind: 'regularization' }))
  document.layers.change(null, () => {
    const attrs = { deleted: '<so>' }
    document.layers.setSpan({ id: 's', ...find(document, 'to'), type: 'subst', attrs })
    const at = find(document, 'from').start
    document.layers.setMilestone({ id: 'g', at, type: 'gap', attrs: { reason: 'torn' } })
  })
  const written = html(exported(document, { settings: defaultSettings }))
  expect([...written.matchAll(/<section class="list-of[^>]*><h2>([^<]*) /g)].map(m => m[1])).toEqual([
    'Corrections of the transcription',
    'Regularizations',
    'Editorial declaration',
    'Marks of the source',
    'Stamps',
    'Speakers',
  ])
  expect(written).toContain(
    '<span class="s-subst" title="typed over “&lt;so&gt;”" data-before="&lt;so&gt;">to</span>',
  )
  expect(written).toContain('<span class="m-gap" role="img" title="gap: torn" aria-label="gap: torn"></span>')
  expect(html(exported(document))).not.toContain('Editorial declaration')
})
