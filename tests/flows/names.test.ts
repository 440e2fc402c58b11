/** Names, tagged and kept in a register by people at the screen. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { Scene, type Visitor } from './scene.js'

let scene: Scene
let ann: Visitor
let id: string

const text = `Report on the Incident

From Foreign Minister Ugeki to Mr. Nishi in Moscow. Then Ugeki wrote.

Mr. Nishi saw Mr. Litvinov in Moscow on July 11th, and so did Ugeki.
`
const minutes = `Record of a Meeting

Stalin: What does the draft say?

Soong: It says what we agreed.

Stalin: Then it is well.
`

beforeAll(async () => {
  scene = await Scene.open()
  ann = await scene.person('Ann')
}, 60_000)
afterAll(() => scene.close())
beforeEach(async () => {
  id = await scene.import(ann, text)
  await ann.open(id)
})

/** What the text shows as names, with their types. */
const shown = (visitor: Visitor) =>
  visitor.page
    .locator('.sheet-text .name')
    .evaluateAll(list => list.map(e => `${e.textContent} (${e.className.replace('name ', '')})`))

async function sees(visitor: Visitor, expected: readonly string[]): Promise<void> {
  await expect.poll(() => shown(visitor), { timeout: 10_000 }).toEqual(expected)
}

async function edition(): Promise<string> {
  const about = await ann.page.request.get(`${scene.url}/api/documents/${id}`)
  return ((await about.json()) as { edition: { id: string } }).edition.id
}

test('a name is tagged, found in the tab, undone, and taken off again, by keys', async () => {
  const { page } = ann
  await ann.caret('Mr. Nishi', 'select')
  await page.keyboard.press('Alt+Shift+Digit7')
  const dialog = page.getByRole('dialog', { name: 'Tag as person' })
  await dialog.getByText('And the other place with these words').click()
  await dialog.getByRole('textbox').or(dialog.getByRole('searchbox')).first().focus()
  await page.keyboard.press('Enter')
  await sees(ann, ['Mr. Nishi (person)', 'Mr. Nishi (person)'])
  await page.getByRole('tab', { name: 'Names' }).click()
  await page.getByRole('button', { name: 'Mr. Nishi, 2 places. Go to the next one' }).waitFor()
  await ann.caret('Mr. Nishi')
  await page.keyboard.press('Control+z')
  await sees(ann, [])
  await page.keyboard.press('Control+y')
  await sees(ann, ['Mr. Nishi (person)', 'Mr. Nishi (person)'])
  await page.keyboard.press('F9')
  await page.keyboard.press('Alt+Shift+KeyF')
  await sees(ann, ['Mr. Nishi (person)'])
  expect(ann.errors).toEqual([])
})

test('two people see each other’s names; what one has tagged the other may untag', async () => {
  const ben = await scene.person('Ben')
  await ben.open(id)
  await ann.caret('Moscow', 'select')
  await ann.page.keyboard.press('Alt+Shift+Digit8')
  await ann.page.getByRole('dialog', { name: 'Tag as place' }).waitFor()
  await ann.page.keyboard.press('Enter')
  await sees(ben, ['Moscow (place)'])
  await ben.caret('Mosc')
  await ben.page.keyboard.press('Alt+Shift+KeyF')
  await sees(ann, [])
  await ben.page.keyboard.press('Control+z')
  await ben.status(/Saved/)
  await sees(ann, [])
  await ben.context.close()
})

test('candidates are gone through with keys', async () => {
  const { page } = ann
  await ann.caret('Report')
  await page.keyboard.press('Alt+Shift+KeyZ')
  const list = page.getByRole('listbox', { name: 'Words that look like names' })
  const first = list.getByRole('option', { selected: true })
  await expect.poll(() => first.innerText()).toContain('Mr. Nishi')
  await page.keyboard.press('r')
  await expect.poll(() => first.innerText()).toContain('Moscow')
  await page.keyboard.press('2')
  await page.keyboard.press('a')
  await expect.poll(() => first.innerText()).toContain('Ugeki')
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  await page.keyboard.press('a')
  await expect.poll(() => first.innerText()).not.toContain('Ugeki')
  await page.keyboard.press('Escape')
  const words = await shown(ann)
  expect(words.filter(w => w.startsWith('Moscow'))).toEqual(['Moscow (place)', 'Moscow (place)'])
  expect(words.filter(w => w.startsWith('Mr. Nishi'))).toEqual([])
})

test('all turns of a speaker refer to an entry, and an export says so', async () => {
  id = await scene.import(ann, minutes, 'minutes.txt')
  await ann.open(id)
  await ann.caret('What does')
  await ann.page.keyboard.press('Alt+Shift+KeyW')
  await ann.page.getByRole('dialog', { name: 'Who is this speaker?' }).waitFor()
  await ann.page.keyboard.press('Enter')
  await ann.page.getByRole('tab', { name: 'Names' }).click()
  await ann.page.getByRole('button', { name: 'Stalin, 2 places. Go to the next one' }).waitFor()
  await ann.status(/Saved/)
  const xml = await (await ann.page.request.get(`${scene.url}/api/documents/${id}/export?to=tei`)).text()
  expect(xml).toMatch(/<person xml:id="speaker.Stalin"><persName ref="#entry\.\w+">Stalin<\/persName>/)
})

test('[R2] [R3] in the register forms are decided on, entries merged and split, and all of it taken back', async () => {
  const { page } = ann
  await page.goto(`${scene.url}/e/${await edition()}/names`)
  const make = async (form: string) => {
    await page.getByRole('button', { name: 'New entry' }).click()
    await page.getByRole('heading', { name: 'New entry' }).waitFor()
    await page.getByLabel('Canonical form').fill(form)
    await page.getByRole('button', { name: 'Save the entry' }).click()
    await page.getByRole('heading', { name: form, exact: true }).waitFor()
  }
  await make('Nishi Haruhiko')
  await make('Ugaki')
  await page.getByLabel('Another form').fill('Ugeki')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'What is done about Ugeki' }).click()
  await page.getByRole('option', { name: 'emend' }).click()
  await page.getByRole('button', { name: 'Save the entry' }).click()
  await page.getByText('3 places', { exact: true }).waitFor()

  await page.getByRole('button', { name: 'Carry out…' }).click()
  await page.getByText('3 emendations, proposed in your name in 1 document.').waitFor()
  await page.keyboard.press('Enter')
  await page.getByText('3 proposals in one document').waitFor()
  await page.getByText('corrected: Ugaki').first().waitFor()
  await page.getByRole('button', { name: 'Take it back' }).click()
  await expect.poll(() => page.getByText('corrected: Ugaki').count()).toBe(0)

  await page.getByRole('button', { name: 'Merge into…' }).click()
  await page.getByRole('menuitem', { name: /Nishi Haruhiko/ }).click()
  await page.getByText('“Ugaki” is merged into “Nishi Haruhiko”').waitFor()
  await expect.poll(() => page.getByRole('option').count()).toBe(1)
  await page.getByRole('button', { name: 'Take it back' }).click()
  await expect.poll(() => page.getByRole('option').count()).toBe(2)

  // The forms go back to where they came from.
  await expect.poll(() => page.getByRole('option', { name: /Ugaki/ }).count()).toBe(1)
  await page.getByRole('option', { name: /Ugaki/ }).click()
  await page.locator('.variant-words').getByText('Ugeki').click()
  await page.getByRole('button', { name: 'Make the ticked forms an entry of their own' }).click()
  await expect.poll(() => page.getByRole('option').count()).toBe(3)
  await page.getByRole('button', { name: 'Take it back' }).click()
  await expect.poll(() => page.getByRole('option').count()).toBe(2)
  expect(ann.errors).toEqual([])
})
