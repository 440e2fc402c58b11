import { afterAll, beforeAll, expect, test } from 'vitest'
import { Scene, type Visitor } from './scene.js'

/** Two page turns whose stamps are readings of one stamp, and a catchword that the page does not begin with. */
const text = [
  'THE REPORT',
  'The minister Ugeki went to the lake on the night of the third, in a thick snowfall, and desired the General to look\n\nagain\n\n24 Mar 1972\n\nagain at the map, which had been drawn by hand. He came back to the place on the next day and said that the',
  'Staff\n\n24 Mar 1912\n\nStuff had nothing to say about it.',
].join('\n\n')

let scene: Scene
let ann: Visitor
let id: string

beforeAll(async () => {
  scene = await Scene.open()
  ann = await scene.person('Ann Author')
  id = await scene.import(ann, text)
}, 60_000)
afterAll(async () => scene?.close())

const go = async (path: string) => {
  await ann.page.goto(`${scene.url}${path}`)
}

test('the apparatus is written while somebody else corrects', { timeout: 60_000 }, async () => {
  const ben = await scene.person('Ben Brown')
  await go(`/d/${id}/apparatus`)
  const sheet = ann.page.locator('.apparatus-sheet')
  await sheet.getByText('Editorial declaration').waitFor()
  expect(await sheet.getByRole('heading', { name: 'Emendations' }).count()).toBe(0)

  await ben.open(id)
  await ben.caret('Ugeki', 'select')
  await ben.page.keyboard.type('Ugaki')
  await sheet.getByText('One proposal is still open').waitFor()
  await ann.open(id)
  await ann.page.keyboard.press('F8')
  await ann.page.keyboard.press('Control+Enter')
  await ann.status(/^Saved/)
  await go(`/d/${id}/apparatus`)
  await sheet.getByText(/Ugaki\s*\]\s*Ugeki\s*\(B\.B\.\)/).waitFor()
  await sheet.getByText('B.B. Ben Brown').waitFor()

  await ann.page.getByRole('button', { name: 'Copy' }).click()
  await ann.page.getByText('The apparatus is on the clipboard').waitFor()
  const copied = await ann.page.evaluate(() => navigator.clipboard.readText())
  expect(copied).toContain('Emendations\n-----------\n\n¶ 2. Ugaki ] Ugeki (B.B.)')

  // The place of an entry leads to the text.
  await sheet.locator('.printed-entry', { hasText: 'Ugeki' }).getByRole('link').click()
  await ann.page.locator('.sheet-text').waitFor()
  await ann.page.waitForFunction(() =>
    /Ug[ae]ki/.test(getSelection()?.anchorNode?.parentElement?.closest('.block')?.textContent ?? ''),
  )
  expect(ann.errors.concat(ben.errors)).toEqual([])
})

test('principles set the form of the apparatus and the defaults of the editor', {
  timeout: 60_000,
}, async () => {
  await ann.open(id)
  await ann.page.getByRole('button', { name: 'Pages of the edition' }).click()
  await ann.page.getByRole('menuitem', { name: 'Principles' }).click()
  await ann.page.getByRole('heading', { name: 'Principles', level: 1 }).waitFor()
  const declaration = ann.page.locator('.declaration')
  await declaration.getByText('Spelling is not made uniform.').waitFor()
  const choose = async (label: string, answer: string) => {
    await ann.page.getByRole('button', { name: new RegExp(`${label}$`) }).click()
    await ann.page.getByRole('option', { name: answer, exact: true }).click()
  }
  await choose('Regularization', 'Names')
  await declaration.getByText('The spelling of names is made uniform').waitFor()
  await ann.page
    .getByRole('textbox', { name: 'Stamps and catchwords, in your own words' })
    .fill('Dates are in the header.')
  await declaration.getByText('Dates are in the header.').waitFor()
  await choose('A new correction is', 'Transcription')
  await choose('An entry is written', 'Ugeki → Ugaki')
  await ann.page.getByRole('textbox', { name: /^Language/ }).fill('en-GB')
  await ann.page.getByRole('button', { name: 'Save', exact: true }).click()
  await ann.page.getByText('The principles are saved').waitFor()

  await go(`/d/${id}/apparatus`)
  const sheet = ann.page.locator('.apparatus-sheet')
  await sheet.getByText(/Ugeki\s*→\s*Ugaki/).waitFor()
  await sheet.getByText('Dates are in the header.').waitFor()
  await ann.open(id)
  await ann.page.locator('.sheet-text[lang="en-GB"]').waitFor()
  await ann.caret('snowfall', 'select')
  await ann.page.keyboard.type('snow-fall')
  await ann.status(/^Saved/)
  await ann.page.locator('.right-side').getByText('Transcription').first().waitFor()
  expect(ann.errors).toEqual([])
})

test('stamps are grouped, read as one and undone; a catchword is mended with a key', {
  timeout: 60_000,
}, async () => {
  await go(`/d/${id}/stamps`)
  await ann.page.getByText('These look like the same stamp').waitFor()
  await ann.page.locator('.likely').getByRole('button', { name: 'Group them' }).click()
  const group = ann.page.getByRole('region', { name: 'Group 24 Mar 1972' })
  await group.getByRole('button', { name: 'Propose 1 correction' }).click()
  await group.getByText('one open proposal').waitFor()
  await group.getByRole('button', { name: 'Nothing to propose' }).waitFor()
  await ann.page.getByRole('button', { name: 'Undo' }).click()
  await group.getByText('one open proposal').waitFor({ state: 'detached' })
  await group.getByRole('button', { name: 'Propose 1 correction' }).click()
  await group.getByText('one open proposal').waitFor()

  const row = ann.page.locator('.catchword-row')
  await row.getByText('Staff', { exact: true }).waitFor()
  await row.focus()
  await ann.page.keyboard.press('p')
  await ann.open(id)
  await ann.sees('had nothing to say', '[-Stuff-]{+Staff+} had nothing')
  await ann.status(/^Saved/)
  expect(ann.errors).toEqual([])
})
