/** Files that come from elsewhere, through the screen: what a colleague sent as TEI or from Word, with their work in it. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { docxFormat } from '../../schema/formats/docx/write.js'
import { packParts, partsOf } from '../support/docx.js'
import { correct, edited, exported, note } from '../support/layers.js'
import { p, witness } from '../support/witness.js'
import { Scene, type Visitor } from './scene.js'

let scene: Scene
let ada: Visitor

beforeAll(async () => {
  scene = await Scene.open()
  ada = await scene.person('Ada')
}, 60_000)
afterAll(async () => {
  expect(ada?.errors).toEqual([])
  await scene?.close()
})

const tei = `<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>Despatch from Tokyo</title><respStmt><resp>edited</resp><name xml:id="bo">Bo Ek</name></respStmt></titleStmt><publicationStmt><p>Published.</p></publicationStmt><sourceDesc><p>A letter.</p></sourceDesc></fileDesc></teiHeader>
<text><body><div><head>Despatch from Tokyo</head>
<p>I report that <hi rend="italic">again</hi> the <choice><sic>bordder</sic><corr resp="#bo">border</corr></choice> was crossed near Lake Hasang.<note resp="#bo">So he had said in July.</note></p>
<table><row role="label"><cell>Army</cell><cell>Killed</cell></row><row><cell>Soviet</cell><cell>236</cell></row></table>
</div></body></text></TEI>
`

/** Imports a file as somebody does who has just come; `seen` must show in the preview first. */
async function bring(file: string, seen: readonly (string | RegExp)[]): Promise<string> {
  const { page } = ada
  await page.goto(scene.url)
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Import documents…' }).click(),
  ])
  await chooser.setFiles(file)
  const dialog = page.getByRole('dialog')
  for (const words of seen) await dialog.getByText(words).first().waitFor()
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await page.waitForURL(/\/d\//)
  await page.locator('.sheet-text').waitFor()
  return page.url().split('/d/')[1]!
}

async function save(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(scene.data, name)
  await writeFile(path, content)
  return path
}

async function exportOf(id: string, query: string): Promise<Uint8Array> {
  const headers = { cookie: await ada.cookie() }
  const answer = await fetch(`${scene.url}/api/documents/${id}/export?${query}`, { headers })
  return new Uint8Array(await answer.arrayBuffer())
}
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

/** The card about these words. */
const card = (words: RegExp) => ada.page.locator('.card').filter({ hasText: words }).first()

describe('a TEI file that somebody has edited', () => {
  let id: string

  test('is previewed and entered, with what its editor did under their name', async () => {
    id = await bring(await save('despatch.xml', tei), [
      /the bordder was crossed/,
      /Of earlier editors: 1 correction, 1 note.*Bo Ek/,
    ])
    await ada.sees('was crossed', '[-bordder-]{+border+}')
    await card(/bordder/)
      .getByText('Bo Ek')
      .first()
      .waitFor()
    await card(/So he had said/)
      .getByText('Bo Ek')
      .first()
      .waitFor()
  })

  test('looks as its source does: italics, and a table whose cells stand beside each other', async () => {
    const { page } = ada
    const look = (words: string) =>
      page
        .locator('.sheet-text span', { hasText: words })
        .last()
        .evaluate(element => getComputedStyle(element).fontStyle)
    expect(await look('again')).toBe('italic')
    const boxOf = (words: string) => page.locator('.block.cell', { hasText: words }).boundingBox()
    const [army, killed, soviet] = [await boxOf('Army'), await boxOf('Killed'), await boxOf('Soviet')]
    expect(killed!.y).toBe(army!.y)
    expect(killed!.x).toBeGreaterThan(army!.x)
    expect(soviet!.x).toBe(army!.x)
    expect(soviet!.y).toBeGreaterThan(army!.y)
  })

  test('comes back as that file, with what was added', async () => {
    const { page } = ada
    await ada.caret('Hasang', 'select')
    await page.keyboard.type('Khasan')
    await ada.sees('was crossed', '[-Hasang-]{+Khasan+}')
    await ada.caret('Tokyo', 'select')
    await page.keyboard.press('Alt+Shift+N')
    await page.locator('.on-note .note-body.ProseMirror-focused').waitFor()
    await page.keyboard.type('The capital.')
    await page.keyboard.press('Escape')
    await ada.status(/Saved/)
    await expect.poll(async () => textOf(await exportOf(id, 'to=tei'))).toContain('The capital.')
    const written = textOf(await exportOf(id, 'to=tei'))
    expect(written).toContain('<choice><sic>bordder</sic><corr resp="#bo">border</corr></choice>')
    expect(written).toContain('<row role="label"><cell>Army</cell><cell>Killed</cell></row>')
    expect(written).toMatch(/<lem wit="#received">Hasang<\/lem><rdg [^>]*type="proposed"[^>]*>Khasan</)
    const inText = textOf(await exportOf(id, 'to=tei&set=rivals=app&set=notes=end'))
    expect(inText).toMatch(/<app><lem wit="#received">Hasang<\/lem><rdg [^>]*>Khasan<\/rdg><\/app>/)
    expect(inText).toMatch(/<back>\s*<div type="notes">\s*<note [^>]*><p>The capital\.<\/p><\/note>/)
    const again = await bring(await save('again.xml', inText), [/2 corrections, 2 notes/])
    expect(again).not.toBe(id)
    await ada.sees('was crossed', '[-Hasang-]{+Khasan+}')
    await card(/The capital/).waitFor()
  })
})

describe('a Word file with tracked changes', () => {
  let id: string
  let sent: Uint8Array

  test('brings its authors’ proposals, and one is accepted', async () => {
    const document = edited(
      witness(p('from Minister Ugeki to Mr. Nishi at Lake Hasang'), p('The guards had quards.')),
    )
    correct(document, 'Ugeki', 'Ugaki', { by: 'ann' })
    correct(document, 'Hasang', 'Khasan', { by: 'ben' })
    correct(document, 'quards', 'guards', { by: 'ben' })
    note(document, 'Nishi', 'Chargé d’affaires.', { by: 'ann' })
    const bytes = docxFormat.write(exported(document), 'all')
    id = await bring(await save('from-ann.docx', bytes), [/Tracked changes taken as proposals: 3/])
    await ada.sees('from Minister', '[-Ugeki-]{+Ugaki+}')
    await card(/Ugeki/).getByText('Ann Author').first().waitFor()
    await card(/quards/)
      .getByText('Ben Brown')
      .first()
      .waitFor()
    await card(/Chargé/).waitFor()
    await card(/Ugeki/)
      .getByRole('button', { name: /^Accept/ })
      .click()
    await card(/Ugeki/)
      .getByText(/accepted/)
      .first()
      .waitFor()
    await ada.status(/Saved/)
  })

  test('goes to a colleague, who accepts one change and rejects another, and comes back', async () => {
    await expect
      .poll(async () => partsOf(await exportOf(id, 'to=docx'))['word/document.xml'])
      .not.toContain('Ugeki')
    sent = await exportOf(id, 'to=docx')
    const parts = partsOf(sent)
    const before = parts['word/document.xml']!
    expect(before).toContain('Ugaki')
    // Accepting an insertion takes its tags away, rejecting takes it away; of a deletion it is the other way about.
    const accepted = (xml: string, words: string, struck: string) =>
      xml
        .replace(new RegExp(`<w:ins [^>]*>((?:(?!</w:ins>).)*${words}(?:(?!</w:ins>).)*)</w:ins>`, 's'), '$1')
        .replace(new RegExp(`<w:del [^>]*>(?:(?!</w:del>).)*${struck}(?:(?!</w:del>).)*</w:del>`, 's'), '')
    const rejected = (xml: string, words: string, struck: string) =>
      xml
        .replace(new RegExp(`<w:ins [^>]*>(?:(?!</w:ins>).)*${words}(?:(?!</w:ins>).)*</w:ins>`, 's'), '')
        .replace(
          new RegExp(`<w:del [^>]*>((?:(?!</w:del>).)*${struck}(?:(?!</w:del>).)*)</w:del>`, 's'),
          (_, inside: string) => inside.replaceAll('w:delText', 'w:t'),
        )
    const after = rejected(accepted(before, 'Khasan', 'Hasang'), 'guards', 'quards')
    expect(after).not.toBe(before)
    const back = packParts({ ...parts, 'word/document.xml': after })
    await bring(await save('from-ben.docx', back), [/at Lake Khasan/])
    expect(await ada.block('Minister')).toContain('from Minister Ugaki to Mr. Nishi at Lake Khasan')
    expect(await ada.block('The guards')).toBe('The guards had quards.')
    await card(/Chargé/).waitFor()
  })
})
