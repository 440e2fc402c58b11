import { afterAll, beforeAll, expect, test } from 'vitest'
import { Scene, type Visitor } from './scene.js'

const text = 'A REPORT\n\nFrom Minister Ugeki to the General, who was at the lake on the third of March.\n'

let scene: Scene
let ann: Visitor
let id: string

beforeAll(async () => {
  scene = await Scene.open()
  ann = await scene.person('Ann Author')
  id = await scene.import(ann, text)
}, 60_000)
afterAll(async () => scene?.close())

test('marks of the source are set, changed and removed by keys, and exported', {
  timeout: 60_000,
}, async () => {
  await ann.open(id)
  const { page } = ann
  await ann.caret('Ugeki', 'select')
  await page.keyboard.press('Alt+Shift+H')
  await page.locator('.s-unclear[title="unclear, certainty medium"]', { hasText: 'Ugeki' }).waitFor()
  await page.keyboard.press('Alt+Shift+H')
  await page.locator('.s-unclear[title="unclear, certainty low"]').waitFor()

  await ann.caret('General', 'select')
  await page.keyboard.press('Shift+F4')
  await page.getByRole('dialog').getByRole('textbox').fill('Colonel')
  await page.keyboard.press('Enter')
  await page.locator('.s-subst[data-before="Colonel"]', { hasText: 'General' }).waitFor()

  await ann.caret('at the lake', 'before')
  await page.keyboard.press('Alt+Shift+Y')
  await page.getByRole('dialog').getByRole('combobox').fill('torn, 2 words')
  await page.getByRole('button', { name: 'Set it' }).click()
  await page.locator('.m-gap[title="gap: torn, 2 words"]').waitFor()
  await ann.status(/^Saved/)

  const read = (query: string) =>
    fetch(`${scene.url}/api/documents/${id}/export?${query}`).then(r => r.text())
  const tei = await read('to=tei&view=all')
  expect(tei).toContain('<unclear cert="low">Ugeki</unclear>')
  expect(tei).toContain('<subst><del rend="overtyped">Colonel</del><add>General</add></subst>')
  expect(tei).toContain('<gap reason="torn" extent="2" unit="words"/>at the lake')
  const plain = await read('to=text&view=reading&apparatus=1')
  expect(plain).toContain(
    'Minister Ugeki[?] to the ⟦Colonel⟧\\General/, who was [… torn, 2 words]at the lake',
  )
  expect(plain).toContain('¶ 2. Ugeki ] unclear, certainty low')

  await ann.caret('Ugeki', 'select')
  await page.keyboard.press('Shift+F2')
  await page.locator('.s-unclear').waitFor({ state: 'detached' })
  await page.keyboard.press('Control+Z')
  await page.locator('.s-unclear').waitFor()
  expect(ann.errors).toEqual([])
})
