/** Two people in two browsers correct one document. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Scene, type Visitor } from './scene.js'

const text = `REPORT ON THE HARBOUR

On the 14th an instruction was wired from Foreign Minister Ugeki to Mr. Nishi in Moscow.

The second paragraph speaks of other things, and at some length, so that there is room for two.

A third paragraph ends the report.
`

let scene: Scene
let ada: Visitor
let ben: Visitor
let report: string

beforeAll(async () => {
  scene = await Scene.open()
  ada = await scene.person('Ada Reader')
  ben = await scene.person('Ben Proof')
  report = await scene.import(ada, text)
  await ada.open(report)
  await ben.open(report)
})

afterAll(() => scene?.close())

describe('two people at one document', () => {
  test('each sees what the other types, and both see that it is saved', async () => {
    await ada.caret('Ugeki', 'select')
    await ada.page.keyboard.type('Ugaki')
    await ben.sees('Foreign Minister', 'Foreign Minister [-Ugeki-]{+Ugaki+} to Mr. Nishi')
    await ada.status(/^Saved/)
  })

  test('[P6] the caret stays where it is while the other types before it', async () => {
    await ada.caret('second paragraph speaks', 'after')
    await ben.caret('The second', 'before')
    await ben.page.keyboard.type('Now ')
    await ada.sees('second paragraph', '{+Now +}The second')
    expect(await ada.around()).toBe('graph speaks| of other th')
    await ada.page.keyboard.type('!')
    await ben.sees('second paragraph', 'speaks{+!+} of other')
  })

  test('both type at once in one paragraph and nothing is lost', async () => {
    await ada.caret('other things', 'after')
    await ben.caret('room for', 'after')
    await Promise.all([
      ada.page.keyboard.type(' and still others', { delay: 8 }),
      ben.page.keyboard.type(' more than', { delay: 11 }),
    ])
    for (const person of [ada, ben]) {
      await person.sees('second paragraph', 'other things{+ and still others+}')
      await person.sees('second paragraph', 'room for{+ more than+} two')
    }
  })

  test('Ctrl+Z takes back one’s own work, not the other’s', async () => {
    await ada.page.keyboard.press('Control+z')
    await ben.sees('second paragraph', 'other things, and')
    await ben.sees('second paragraph', '{+ more than+}')
    await ada.page.keyboard.press('Control+y')
    await ben.sees('second paragraph', 'other things{+ and still others+}')
  })

  test('letters corrected within a word become the whole word when the caret leaves', async () => {
    await ben.caret('third para', 'after')
    await ben.page.keyboard.press('Backspace')
    await ben.page.keyboard.type('e')
    await ben.sees('ends the report', 'par[-a-]{+e+}graph')
    await ben.caret('ends the', 'after')
    await ada.sees('ends the report', 'third [-paragraph-]{+paregraph+} ends')
  })

  test('Enter parts and Backspace joins, for both', async () => {
    await ada.caret('A third ', 'after')
    await ada.page.keyboard.press('Enter')
    await ben.sees('A third', 'A third')
    await expect.poll(async () => (await ben.blocks()).includes('A third ')).toBe(true)
    await ada.page.keyboard.press('Backspace')
    await expect.poll(async () => (await ben.blocks()).includes('A third ')).toBe(false)
  })

  test('a note is written beside the text and read by the other', async () => {
    await ada.caret('Mr. Nishi', 'select')
    await ada.page.keyboard.press('Alt+Shift+N')
    await ada.page.getByRole('textbox', { name: /note/i }).last().waitFor()
    await ada.page.keyboard.type('Chargé d’Affaires while the Ambassador was away.')
    await ben.page.getByText('Chargé d’Affaires while the Ambassador').waitFor()
    await ada.page.keyboard.press('Escape')
    expect(await ada.page.evaluate(() => document.activeElement?.classList.contains('sheet-text'))).toBe(true)
    expect(await ben.page.locator('.sheet-text .note').first().textContent()).toBe('Mr. Nishi')
  })

  test('one decides on the other’s proposal and both read it', async () => {
    await ben.caret('Ugaki', 'after')
    await ben.page.keyboard.press('Control+Enter')
    await ada.page.locator('.sheet-text ins.accepted', { hasText: 'Ugaki' }).waitFor()
    await ada.page.keyboard.press('Alt+3')
    await ada.sees('Foreign Minister', 'Foreign Minister {+Ugaki+} to')
    await ada.page.keyboard.press('Alt+1')
    await ada.sees('Foreign Minister', 'Foreign Minister Ugeki to')
    // [P4] What is typed into a text that is only shown means nothing.
    await ada.page.keyboard.type('xyz')
    await ada.sees('Foreign Minister', 'Foreign Minister Ugeki to')
    await ada.page.keyboard.press('Alt+4')
    await ada.sees('Foreign Minister', '[-Ugeki-]{+Ugaki+}')
  })

  test('after a reload everything is there, and the received text is the import, byte for byte', async () => {
    const before = await ada.blocks()
    await ada.page.reload()
    await ada.page.locator('.sheet-text').waitFor()
    await expect.poll(() => ada.blocks()).toEqual(before)
    const response = await ada.page.request.get(
      `${scene.url}/api/documents/${report}/export?to=text&view=received`,
    )
    expect(await response.text()).toBe(text)
  })

  test('no error was thrown in either browser', () => {
    expect([...ada.errors, ...ben.errors]).toEqual([])
  })
})
