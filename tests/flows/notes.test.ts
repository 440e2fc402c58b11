/** Notes with lists, references and citations, written by one person, seen and answered by another; and the bibliography. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Scene, type Visitor } from './scene.js'

const text = `THE HARBOUR REPORT

The harbour was opened by Minister Ugeki in the spring.

Ships from Hasang were seen at the second pier.

The lights were lit again in October.
`

const bib = `@book{coox1985,
  author = {Coox, Alvin D.}, title = {Nomonhan}, publisher = {Stanford University Press}, year = {1985}
}
@book{broken, title = {x
@article{nish1972, author = {Nish, Ian}, title = {Japan and Russia}, journal = {Asian Affairs}, year = 1972}
`

let scene: Scene
let ada: Visitor
let ben: Visitor
let id: string
let edition: string

beforeAll(async () => {
  scene = await Scene.open()
  ada = await scene.person('Ada Reader')
  ben = await scene.person('Ben Brown')
  id = await scene.import(ada, text)
  const about = await fetch(`${scene.url}/api/documents/${id}`, { headers: { cookie: await ada.cookie() } })
  edition = ((await about.json()) as { edition: { id: string } }).edition.id
})

afterAll(() => scene?.close())

const marksOf = (visitor: Visitor) =>
  visitor.page.evaluate(() =>
    [...document.querySelectorAll('.sheet-text .note[data-ends]')].map(
      note => `${note.textContent}${getComputedStyle(note, '::after').content.replace(/"/g, '')}`,
    ),
  )
const tool = (name: RegExp) =>
  ada.page.getByRole('toolbar', { name: 'Form of the note' }).getByRole('button', { name })
const write = async (words: string, keys: string) => {
  await ada.caret(words, 'select')
  await ada.page.keyboard.press(keys)
  await ada.page.locator('.on-note .note-body.ProseMirror-focused').waitFor()
}

describe('the bibliography', () => {
  test('takes a BibTeX file, and says which entry it cannot read', async () => {
    const file = join(scene.data, 'works.bib')
    await writeFile(file, bib)
    await ada.page.goto(`${scene.url}/e/${edition}/bibliography`)
    await ada.page.getByText('No works yet').waitFor()
    await ada.page.locator('input[type=file]').setInputFiles(file)
    const dialog = ada.page.getByRole('dialog')
    await dialog.getByText('2 works to import').waitFor()
    expect(await dialog.getByRole('list', { name: 'What cannot be read' }).innerText()).toMatch(
      /line 4\s+broken:/,
    )
    await dialog.getByRole('button', { name: 'Import' }).click()
    await ada.page.getByText('Coox, A. D. (1985). Nomonhan.').waitFor()
    await ada.page.getByText('Nish, I. (1972).').waitFor()
  })

  test('takes a work by its form, and prints in another style', async () => {
    await ada.page.getByRole('button', { name: 'Add a work' }).click()
    await ada.page.getByRole('textbox', { name: /^Authors/ }).fill('Ōkawa, Shūmei')
    await ada.page.getByRole('textbox', { name: 'Title', exact: true }).fill('A History')
    await ada.page.getByRole('textbox', { name: /^Date/ }).fill('1932-05')
    await ada.page.keyboard.press('Enter')
    await ada.page.getByText('okawa1932').waitFor()
    await ada.page.getByRole('button', { name: 'Style of citations' }).click()
    await ada.page.getByRole('option', { name: 'Full title in the note' }).click()
    await ada.page.getByText('Shūmei Ōkawa, A History, (1932).').waitFor()
    expect(await ada.page.locator('.work-entry').allInnerTexts()).toHaveLength(3)
    await ben.page.goto(`${scene.url}/e/${edition}/bibliography`)
    await ben.page.getByText('Alvin D. Coox, Nomonhan, (Stanford University Press, 1985).').waitFor()
  })
})

describe('notes', () => {
  test('are marked in the text, each series by itself', async () => {
    await ada.open(id)
    await write('Hasang', 'Alt+Shift+K')
    await ada.page.keyboard.type('Read Khasan.')
    await write('Ugeki', 'Alt+Shift+N')
    await ada.page.keyboard.type('See ')
    await expect.poll(() => marksOf(ada)).toEqual(['Ugeki1', 'Hasanga'])
    await write('harbour was', 'Alt+Shift+N')
    await ada.page.keyboard.type('First.')
    await expect.poll(() => marksOf(ada)).toEqual(['harbour was1', 'Ugeki2', 'Hasanga'])
    // Marks are no letters of the text.
    expect(await ada.block('The harbour')).toBe('The harbour was opened by Minister Ugeki in the spring.')
  })

  test('hold references and citations, by keyboard', async () => {
    await ada.caret('Ugeki', 'after')
    await ada.page.locator('.on-note .note-body').click()
    await ada.page.keyboard.press('Control+End')
    await ada.page.keyboard.press('Alt+r')
    await ada.page.getByRole('combobox', { name: 'Refer to' }).fill('lights')
    await ada.page.keyboard.press('Enter')
    await ada.page.keyboard.type(' and ')
    await ada.page.keyboard.press('Alt+r')
    await ada.page.getByRole('combobox', { name: 'Refer to' }).fill('n. a')
    await ada.page.keyboard.press('Enter')
    await ada.page.keyboard.type('; ')
    await ada.page.keyboard.press('Alt+c')
    await ada.page.getByLabel('Place in the work').fill('p. 12')
    await ada.page.getByRole('combobox', { name: 'Cite' }).fill('nomonhan')
    await ada.page.keyboard.press('Enter')
    await ada.page.keyboard.type('.')
    const body = ada.page.locator('.on-note .note-body')
    await expect
      .poll(() => body.innerText())
      .toBe('See ¶ 4 and n. a; Alvin D. Coox, Nomonhan, (Stanford University Press, 1985), p. 12.')
    await ada.page.keyboard.press('Enter')
    await tool(/^List/).click()
    await ada.page.keyboard.type('one')
    await ada.page.keyboard.press('Enter')
    await ada.page.keyboard.type('two')
    await ada.page.keyboard.press('Enter')
    await ada.page.keyboard.press('Enter')
    await ada.page.keyboard.type('after')
    expect(await body.locator('li').allInnerTexts()).toEqual(['one', 'two'])
    await tool(/^Quotation/).click()
    expect(await body.locator('blockquote').innerText()).toBe('after')
    await ada.status(/^Saved/)
  })

  test('are seen by others as they are written, and follow when the text is divided anew', async () => {
    await ben.open(id)
    await ben.caret('Ugeki', 'after')
    const card = ben.page.locator('.card', { hasText: 'Coox' })
    await card.locator('li', { hasText: 'two' }).waitFor()
    expect(await card.locator('.note-body').innerText()).toContain('See ¶ 4 and n. a; Alvin D. Coox')
    await ada.caret('opened', 'before')
    await ada.page.keyboard.press('Enter')
    await expect.poll(() => card.locator('.note-body').innerText()).toContain('See ¶ 5 and n. a;')
    await card.getByRole('link', { name: 'n. a' }).click()
    await ben.page.locator('.card.on', { hasText: 'Read Khasan.' }).waitFor()
  })

  test('are answered and settled', async () => {
    const card = ben.page.locator('.card.on-note')
    await card.getByRole('textbox').last().fill('Is it not Hassan?')
    await card.getByRole('textbox').last().press('Control+Enter')
    await ada.page.locator('.card', { hasText: 'Is it not Hassan?' }).first().waitFor()
  })

  test('[N2] are written by others too where their author lets them', async () => {
    await write('second pier', 'Alt+Shift+N')
    await ada.page.keyboard.type('By the coal sheds')
    await ada.page.getByRole('button', { name: 'Let others write' }).click()
    const bens = ben.page.locator('.card', { hasText: 'By the coal sheds' })
    await bens.getByText('you may write in it').waitFor()
    await bens.locator('.note-body').click()
    await ben.page.keyboard.press('End')
    await ben.page.keyboard.type(', as the plan shows.')
    await ada.page.locator('.card', { hasText: 'By the coal sheds, as the plan shows.' }).waitFor()
    await ada.page.getByRole('button', { name: 'Write alone' }).click()
    await bens.getByText('you may write in it').waitFor({ state: 'detached' })
  })

  test('an address that is pasted into a note is a reference', async () => {
    await ada.caret('October', 'select')
    await ada.page.keyboard.press('Control+k')
    await ada.page.keyboard.type('copy the address')
    await ada.page.keyboard.press('Enter')
    await expect
      .poll(() => ada.page.evaluate(() => navigator.clipboard.readText()))
      .toMatch(/\/d\/[^/]+#at=\d+-\d+$/)
    await write('pier', 'Alt+Shift+N')
    await ada.page.keyboard.press('Control+v')
    await expect.poll(() => ada.page.locator('.on-note .note-ref').innerText()).toMatch(/^¶ \d$/)
    await ada.status(/^Saved/)
    const address = await ada.page.evaluate(() => navigator.clipboard.readText())
    await ben.page.goto('about:blank')
    await ben.page.goto(address)
    await ben.page.locator('.sheet-text').waitFor()
  })

  test('of the source are a third series', async () => {
    await ada.caret('The lights', 'after')
    await ada.page.keyboard.press('Alt+Shift+E')
    await ada.page.getByRole('tab', { name: /^Notes/ }).click()
    await ada.page.getByRole('button', { name: /Any kind/ }).click()
    await ada.page.getByRole('option', { name: 'of the source' }).click()
    await ada.page.getByRole('article', { name: /^Note of the source: The lights/ }).waitFor()
    await ada.page.getByRole('tab', { name: 'Here' }).click()
    await ada.status(/^Saved/)
  })

  test('go into the exports, with the works they cite', async () => {
    const get = async (query: string) =>
      (
        await fetch(`${scene.url}/api/documents/${id}/export?${query}`, {
          headers: { cookie: await ada.cookie() },
        })
      ).text()
    const tei = await get('to=tei')
    expect(tei).toContain('<bibl><ref target="#bibl.coox1985">Alvin D. Coox, Nomonhan')
    expect(tei).toContain('<bibl xml:id="bibl.coox1985" type="book"><author>Coox, Alvin D.</author>')
    expect(tei).toMatch(/<note xml:id="[^"]+" type="textual" n="a"/)
    const html = await get('to=html')
    expect(html).toContain('<h2>Works cited <span class="quiet">1</span></h2>')
    expect(html).toContain('<ul class="in-note"><li><p>one</p></li><li><p>two</p></li></ul>')
    expect(await get('to=text&view=all')).toContain('{>>Works cited: Alvin D. Coox')
  })

  test('the bibliography says where a work is cited', async () => {
    await ada.page.goto(`${scene.url}/e/${edition}/bibliography`)
    const row = ada.page.locator('.work', { hasText: 'coox1985' })
    await row.getByText('cited once').waitFor()
    await row.click()
    await ada.page
      .getByRole('dialog')
      .getByRole('link', { name: /n\. \d/ })
      .click()
    await ada.page.locator('.card.on-note', { hasText: 'Coox' }).waitFor()
    expect([...ada.errors, ...ben.errors]).toEqual([])
  })
})
