/** The screen around the text, as people use it: importing, cards, notes, the palette, finding, exporting. */
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Scene, type Visitor } from './scene.js'

const text = `THE REPORT ON THE INCIDENT

CHAPTER I. THE BEGINNING

An instruction was wired from Foreign Minister Ugeki to the embassy, and it was to be carried out by the General

Staff
16th Aug 1911

Staff in the same month, as he had been told.

CHAPTER II. THE END

Nothing else is known of the minister, nor of the hill.
`

let scene: Scene
let ada: Visitor
let ben: Visitor

beforeAll(async () => {
  scene = await Scene.open()
  ada = await scene.person('Ada Reader')
  ben = await scene.person('Ben Proof')
})

afterAll(() => scene?.close())

/** Drops files on the page, as from a folder. */
async function drop(
  visitor: Visitor,
  files: readonly (readonly [name: string, content: string])[],
): Promise<void> {
  const transfer = await visitor.page.evaluateHandle(list => {
    const made = new DataTransfer()
    for (const [name, content] of list) made.items.add(new File([content], name))
    return made
  }, files)
  for (const type of ['dragenter', 'drop'])
    await visitor.page.dispatchEvent('.library', type, { dataTransfer: transfer })
}

const card = (visitor: Visitor, words: string) => visitor.page.locator('.card', { hasText: words })

describe('importing', () => {
  test('files dropped on the page are shown before they are entered, and one that cannot be read is named', async () => {
    const { page } = ada
    await drop(ada, [
      ['report.txt', text],
      ['picture.txt', 'PNG\u0000\u0001'],
    ])
    const dialog = page.getByRole('dialog')
    await dialog.getByText('heading 1').waitFor()
    expect(await dialog.getByLabel('Title', { exact: true }).inputValue()).toBe('The Report on the Incident')
    const figures = await dialog.locator('.figure').allInnerTexts()
    expect(figures.map(f => f.replace(/\s+/g, ' '))).toEqual(
      expect.arrayContaining(['2 pages', '3 headings', '1 stamp', '1 catchword']),
    )
    await dialog.getByRole('radio', { name: /picture/ }).click()
    await dialog.getByText(/NUL character/).waitFor()
    await dialog.getByRole('radio', { name: /report/ }).click()
    await dialog.getByLabel('Title', { exact: true }).fill('The Incident')
    await dialog.getByRole('button', { name: 'Edition' }).click()
    await page.getByRole('option', { name: /new edition/ }).click()
    await dialog.getByLabel('Title of the new edition').fill('Border Incidents')
    await dialog.getByRole('button', { name: 'Import', exact: true }).click()
    await page.getByText(/Left out, not readable: picture.txt/).waitFor()
    const edition = page.getByRole('region', { name: /Border Incidents/ })
    await edition.getByRole('link', { name: /The Incident/ }).click()
    await page.locator('.sheet-text').waitFor()
    await ben.page.goto(page.url())
    await ben.page.locator('.sheet-text').waitFor()
  })

  test('a document is given another title', async () => {
    await ada.page.goto(scene.url)
    await ada.page.getByRole('button', { name: /^Rename “The Marine Office/ }).press('Enter')
    await ada.page.getByRole('textbox', { name: 'Title' }).fill('The Lightship Report')
    await ada.page.keyboard.press('Enter')
    await ada.page.getByRole('link', { name: /^The Lightship Report/ }).waitFor()
    await ada.page.goBack()
    await ada.page.locator('.sheet-text').waitFor()
  })

  test('an address that leads nowhere says so', async () => {
    const visitor = await scene.person('Cy Lost')
    await visitor.page.goto(`${scene.url}/d/nothing`)
    await visitor.page.getByText('There is no such document').waitFor()
    await visitor.page.goto(`${scene.url}/nowhere`)
    await visitor.page.getByText('There is nothing here').waitFor()
    await visitor.context.close()
  })
})

describe('cards', () => {
  test('a correction has a card level with its words, and both are chosen together', async () => {
    await ada.caret('Ugeki', 'select')
    await ada.page.keyboard.type('Ugaki')
    await card(ben, 'Ugeki ] Ugaki').waitFor()
    const word = await ben.page.locator('.sheet-text ins').first().boundingBox()
    const box = await card(ben, 'Ugeki ] Ugaki').boundingBox()
    expect(Math.abs(box!.y - word!.y)).toBeLessThan(40)
    await ben.page.getByRole('button', { name: 'Ugeki ] Ugaki' }).click()
    await ben.page.locator('.card[aria-current="true"]', { hasText: 'Ugaki' }).waitFor()
    await ben.caret('Nothing else', 'after')
    await expect.poll(() => ben.page.locator('.card[aria-current="true"]').count()).toBe(0)
  })

  test('its author says why; somebody else accepts it with a key', async () => {
    await ada.caret('Ugaki', 'after')
    await ada.page.getByRole('textbox', { name: 'Reason' }).fill('The name of the minister')
    await ada.page.getByRole('button', { name: /Certainty/ }).click()
    await ada.page.getByRole('option', { name: /high/ }).click()
    await card(ben, 'The name of the minister')
      .getByText(/certainty high/)
      .waitFor()
    expect(await card(ben, 'Ugeki').getByRole('textbox').count()).toBe(0)
    await ben.page.getByRole('button', { name: 'Ugeki ] Ugaki' }).focus()
    await ben.page.keyboard.press('a')
    await card(ada, 'accepted by Ben Proof').waitFor()
    await ada.page.locator('footer').getByText('1 correction: 1 accepted').waitFor()
  })

  test('another reading competes with it, and both are shown', async () => {
    await ben.page.getByRole('button', { name: 'Ugeki ] Ugaki' }).click()
    await ben.page.getByRole('button', { name: 'Other reading…' }).click()
    await ben.page.keyboard.type('Ugakki')
    await ben.page.keyboard.press('Enter')
    await card(ada, 'Ugeki ] Ugakki').waitFor()
    await card(ada, 'Ugeki ] Ugakki')
      .getByText(/Ugaki.*accepted/)
      .waitFor()
  })

  test('the list of all is filtered by standing', async () => {
    const { page } = ada
    await page.getByRole('tab', { name: /Corrections 2/ }).click()
    expect(await page.locator('.queue-row').count()).toBe(2)
    await page.getByRole('button', { name: /Standing/ }).click()
    await page.getByRole('option', { name: 'proposed' }).click()
    await expect.poll(() => page.locator('.queue-row').count()).toBe(1)
    await page.getByRole('tab', { name: 'Here' }).click()
  })

  test('a note is written in its card with emphasis, and only its author can change it', async () => {
    await ada.caret('the hill', 'select')
    await ada.page.keyboard.press('Alt+Shift+N')
    await ada.page.locator('.note-body.ProseMirror-focused').waitFor()
    await ada.page.keyboard.type('A hill of ')
    await ada.page.keyboard.press('Control+i')
    await ada.page.keyboard.type('149')
    await ada.page.keyboard.press('Control+i')
    await ada.page.keyboard.type(' metres')
    await expect
      .poll(() => card(ben, 'A hill of').locator('.note-body').innerHTML())
      .toContain('<em>149</em>')
    expect(await card(ben, 'A hill of').locator('[contenteditable="true"]').count()).toBe(0)
    await ada.status(/^Saved/)
  })
})

describe('ways through the text', () => {
  test('the four texts are one key apart', async () => {
    await ada.caret('Nothing else', 'after')
    const minister = () => ada.block('Foreign Minister').then(line => line.slice(0, 60))
    for (const [key, expected] of [
      ['1', 'Minister Ugeki to'],
      ['2', 'Minister Ugeki to'],
      ['3', 'Minister {+Ugaki+} to'],
      ['4', '[-Ugeki-]'],
    ] as const) {
      await ada.page.keyboard.press(`Alt+${key}`)
      await expect.poll(minister).toContain(expected)
    }
  })

  test('the palette runs commands, asks for what they need, and goes to places', async () => {
    const { page } = ada
    await ada.caret('Nothing else', 'after')
    await page.keyboard.press('Control+k')
    await page.keyboard.type('speaker')
    await page.keyboard.press('Enter')
    await page.getByLabel('Who speaks?').fill('Narrator')
    await page.keyboard.press('Enter')
    await page.getByRole('tab', { name: 'Speakers' }).click()
    await page.getByRole('button', { name: /Narrator, 1 turns/ }).waitFor()
    await page.keyboard.press('Control+k')
    await page.keyboard.type('p. 2')
    await page.keyboard.press('Enter')
    await expect.poll(() => ada.around()).toContain('|Staff in the')
    await page.getByRole('tab', { name: 'Pages' }).click()
    await page.getByRole('button', { name: /p\. 1.*16th Aug 1911/ }).waitFor()
    await page.getByRole('tab', { name: 'Outline' }).click()
    await page.getByRole('button', { name: /THE BEGINNING.*2 corrections/ }).waitFor()
  })

  test('finding takes corrections into account', async () => {
    const { page } = ada
    const count = () =>
      page
        .locator('.find-count')
        .textContent()
        .then(words => words ?? '')
    await page.keyboard.press('Control+f')
    await page.getByRole('searchbox').fill('Ugaki')
    await expect.poll(count).toContain('1')
    await page.getByRole('searchbox').fill('the')
    await expect.poll(count).toMatch(/found|of/)
    const before = await count()
    await page.keyboard.press('Enter')
    await expect.poll(count).not.toBe(before)
    expect(await count()).toMatch(/^\d+ of \d+$/)
    await page.getByRole('searchbox').fill('zebra')
    await expect.poll(count).toBe('not found')
    await page.keyboard.press('Escape')
    expect(await page.locator('.find-bar').count()).toBe(0)
  })

  test('the received text is downloaded byte for byte', async () => {
    const { page } = ada
    await page.getByRole('button', { name: 'Export' }).click()
    const dialog = page.getByRole('dialog', { name: 'Export' })
    await dialog.getByRole('option', { name: 'Plain text' }).click()
    await dialog.getByRole('radio', { name: 'Received' }).click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: 'Download' }).click(),
    ])
    expect(await readFile(await download.path(), 'utf8')).toBe(text)
  })

  test('the menu at the caret and the sheet of keys open from the keyboard', async () => {
    const { page } = ada
    await ada.caret('Nothing else', 'after')
    await page.keyboard.press('Shift+F10')
    await page.getByRole('menuitem', { name: /Split the block here/ }).waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('F1')
    await page.getByRole('dialog', { name: 'Keys' }).waitFor()
    await page.keyboard.press('Escape')
  })
})

describe('everybody can use it', () => {
  test('every control has a name', async () => {
    const nameless = await ada.page.evaluate(() =>
      [
        ...document.querySelectorAll<HTMLElement>(
          'button, a, input, textarea, [role="tab"], [role="textbox"]',
        ),
      ]
        .filter(e => e.offsetParent !== null)
        .filter(
          e => !e.getAttribute('aria-label') && !e.getAttribute('aria-labelledby') && !e.textContent?.trim(),
        )
        .map(e => e.outerHTML.slice(0, 100)),
    )
    expect(nameless).toEqual([])
  })

  test.each([360, 620, 900, 1100])('nothing overflows at %i pixels', async width => {
    const { page } = ben
    await page.setViewportSize({ width, height: 780 })
    await page.waitForFunction(w => innerWidth === w, width)
    await expect
      .poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth))
      .toBeLessThanOrEqual(0)
    if (width > 900) return
    await page.getByRole('button', { name: 'Contents' }).click()
    await page.getByRole('dialog', { name: 'Contents' }).getByRole('tab', { name: 'Pages' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Corrections and notes' }).click()
    await page
      .getByRole('dialog', { name: 'Corrections and notes' })
      .getByRole('tab', { name: /Notes/ })
      .waitFor()
    await page.keyboard.press('Escape')
  })

  test('no fault of the program came up meanwhile', () => {
    expect([...ada.errors, ...ben.errors]).toEqual([])
  })
})
