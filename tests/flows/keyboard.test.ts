/** The seeds proofread by the keyboard alone: from the first Tab on the first page to what is exported. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { absent, hasMaterial } from '../support/material.js'
import { Scene, type Visitor } from './scene.js'

const has = hasMaterial('seeds/README.md')
const fileOf = (name: string) => fileURLToPath(new URL(`../../../shared/seeds/${name}`, import.meta.url))

let scene: Scene
let ada: Visitor

beforeAll(async () => {
  if (!has) return
  scene = await Scene.open()
  ada = await scene.person('Ada Reader', { width: 1440, height: 900 })
  ada.page.setDefaultTimeout(8_000)
})

afterAll(() => scene?.close())

/** Presses keys one after the other, written with spaces between them. */
async function keys(page: Page, all: string): Promise<void> {
  for (const key of all.split(' ')) await page.keyboard.press(key)
}

/** What has the focus: its role or element, and the name that a screen reader says. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const e = document.activeElement as HTMLElement
    if (e === document.body) return 'nothing'
    const ids = e.getAttribute('aria-labelledby')?.split(' ') ?? []
    const labels = e instanceof HTMLInputElement ? [...(e.labels ?? [])] : []
    const name =
      e.getAttribute('aria-label') ??
      [...ids.map(id => document.getElementById(id)), ...labels].map(l => l?.innerText ?? '').find(Boolean) ??
      e.innerText
    return `${e.getAttribute('role') ?? e.tagName.toLowerCase()} ${name}`.replace(/\s+/g, ' ').trim()
  })
}

/** Presses a key until the focus is there. */
async function until(page: Page, name: RegExp, key = 'Tab'): Promise<void> {
  for (let i = 0; i < 40; i++) {
    if (name.test(await focused(page))) return
    await page.keyboard.press(key)
  }
  throw new Error(`${key} never leads to ${name}; the focus is on: ${await focused(page)}`)
}

/** Selects words where they stand, as whoever looks for them does. */
async function find(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+f')
  await expect.poll(() => focused(page)).toBe('input Find in the text')
  await keys(page, 'Control+a')
  await page.keyboard.type(words)
  await keys(page, 'Enter Escape')
  await expect.poll(() => focused(page)).toBe('textbox The text')
  await page.waitForFunction(words => getSelection()!.toString() === words, words)
}

/** The text of the block in which the caret stands. */
function caretBlock(page: Page): Promise<string> {
  return page.evaluate(() => {
    const { anchorNode } = getSelection()!
    const element = anchorNode instanceof Element ? anchorNode : anchorNode?.parentElement
    return element?.closest('.block')?.textContent ?? ''
  })
}

/** Runs what the palette answers first, once that is `answer`. */
async function palette(page: Page, words: string, answer: RegExp): Promise<void> {
  await page.keyboard.press('Control+k')
  await expect.poll(() => focused(page)).toBe('input Find, go to, command')
  await page.keyboard.type(words)
  const first = page.getByRole('menu', { name: 'Answers' }).getByRole('menuitem').first()
  await expect.poll(() => first.innerText()).toMatch(answer)
  await page.keyboard.press('Enter')
}

/** Chooses a seed in the system's own dialog, once the first page has all that it shows. */
async function choose(page: Page, name: string): Promise<void> {
  await page.locator('.document-link').first().waitFor()
  await until(page, /^button Import documents…/)
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Enter')])
  await chooser.setFiles(fileOf(name))
  await page.getByRole('region', { name: /as it was understood/ }).waitFor()
}

/** Imports a seed from the first page on; the edition is made where `edition` names it. */
async function bring(page: Page, name: string, edition?: string): Promise<void> {
  await choose(page, name)
  await until(page, /^input Title$/)
  if (edition) {
    await until(page, /Title of the new edition/)
    await page.keyboard.type(edition)
  }
  await page.keyboard.press('Enter')
  await page.locator('.sheet-text').waitFor()
  await page.keyboard.press('F6')
  await expect.poll(() => focused(page)).toBe('textbox The text')
}

/** What is downloaded of a format in a text: letters go to the format, Alt and a number to the text. */
async function exported(page: Page, format: string, text: 1 | 2 | 3 | 4): Promise<string> {
  await palette(page, 'export', /Export this/)
  const dialog = page.getByRole('dialog', { name: 'Export' })
  await dialog.waitFor()
  await expect.poll(() => focused(page)).toMatch(/^option/)
  await page.keyboard.type(format)
  await page.getByRole('option', { name: new RegExp(`^${format}`), selected: true }).waitFor()
  await page.keyboard.press(`Alt+${text}`)
  await dialog.getByRole('radio', { name: texts[text], checked: true }).waitFor()
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
  return readFile(await download.path(), 'utf8')
}
const texts = { 1: 'Received', 2: 'Diplomatic', 3: 'Reading', 4: 'All markup' } as const

describe.skipIf(!has)(`by keyboard alone${has ? '' : ` ${absent}`}`, () => {
  test('a file is imported: what scrolls is reached, and Enter in a field imports', async () => {
    const { page } = ada
    await choose(page, 'soviet-document-1962.txt')
    await until(page, /^section The beginning, as it was understood/)
    await keys(page, 'Escape')
    await expect.poll(() => focused(page)).toMatch(/^button Import documents…/)
    await bring(page, 'soviet-document-1962.txt', 'Borders')
  })

  test('F6 goes round the parts of the page, and Shift+F6 back', async () => {
    const { page } = ada
    const seen: string[] = []
    for (let i = 0; i < 4; i++) {
      await keys(page, 'F6')
      seen.push(await focused(page))
    }
    expect(seen).toEqual([
      'tab Here',
      'tab Outline',
      'a Corrigenda: to the editions',
      expect.stringMatching(/Witness/),
    ])
    await until(page, /^textbox The text/, 'Shift+F6')
  })

  test('misreadings are typed over, and told why with one Enter', async () => {
    const { page } = ada
    for (const [wrong, right] of [
      ['quards', 'guards'],
      ['8;00', '8:00'],
      ['Soviet order', 'Soviet border'],
      ['cross border exodus', 'cross-border exodus'],
    ] as const) {
      await find(page, wrong)
      await page.keyboard.type(right)
    }
    await keys(page, 'Alt+8')
    await page.keyboard.type('A slip of the typist')
    await keys(page, 'Enter')
    await expect.poll(() => focused(page)).toBe('textbox The text')
    await keys(page, 'F8 Alt+8')
    await expect.poll(() => focused(page)).toMatch(/Why should it read so/)
    await keys(page, 'ArrowDown Enter')
    await expect.poll(() => focused(page)).toBe('textbox The text')
    await expect
      .poll(() => page.locator('.card', { hasText: 'A slip of the typist' }).count())
      .toBeGreaterThan(0)
    await keys(page, 'Alt+5 Alt+6')
    await page.locator('.card', { hasText: 'certainty high' }).waitFor()
  })

  test('the card of the place is one key away, and its way back too', async () => {
    const { page } = ada
    await keys(page, 'F6')
    expect(await focused(page)).toMatch(/ \] /)
    await keys(page, 'Shift+F6')
    expect(await focused(page)).toBe('textbox The text')
  })

  test('what was done is taken back and done again', async () => {
    const { page } = ada
    await find(page, 'Alma-Ata')
    await page.keyboard.type('Almaty')
    await ada.sees('in a private capacity', '[-Alma-Ata-]{+Almaty+}')
    await keys(page, 'Control+z')
    await ada.sees('in a private capacity', 'resides in Alma-Ata [Almaty]')
    await keys(page, 'Control+y')
    await ada.sees('in a private capacity', '[-Alma-Ata-]{+Almaty+}')
    await keys(page, 'Control+z')
    await ada.sees('in a private capacity', 'resides in Alma-Ata [Almaty]')
  })

  test('blocks are split, joined and named', async () => {
    const { page } = ada
    const before = (await ada.blocks()).length
    await find(page, 'Food and drinks')
    await keys(page, 'Home')
    await find(page, 'Food and drinks')
    await keys(page, 'ArrowLeft Enter')
    await expect.poll(async () => (await ada.blocks()).length).toBe(before + 1)
    await keys(page, 'Backspace')
    await expect.poll(async () => (await ada.blocks()).length).toBe(before)
    await find(page, 'Translation - English')
    await keys(page, 'ArrowLeft Alt+Shift+3')
    await page.locator('.sheet-text .block.k-heading', { hasText: 'Translation - English' }).waitFor()
    await find(page, 'taken steps to stop')
    await keys(page, 'ArrowLeft Alt+Shift+B')
    await expect.poll(() => focused(page)).toMatch(/number of the page/)
    await page.keyboard.type('40')
    await keys(page, 'Enter')
    await palette(page, 'p. 40', /Page 40/)
    await expect.poll(() => caretBlock(page)).toContain('taken steps')
  })

  test('a note refers to another place and cites a work that is added on the spot', async () => {
    const { page } = ada
    await find(page, 'Horgos')
    await keys(page, 'Alt+Shift+N')
    await expect.poll(() => focused(page)).toBe('textbox The note')
    await page.keyboard.type('A border town; see ')
    await keys(page, 'Alt+r')
    await expect.poll(() => focused(page)).toBe('combobox Refer to')
    await page.keyboard.type('Food and drinks')
    await page
      .getByRole('option', { name: /Food|¶/ })
      .first()
      .waitFor()
    await keys(page, 'Enter')
    await expect.poll(() => focused(page)).toBe('textbox The note')
    await keys(page, 'Alt+c')
    await expect.poll(() => focused(page)).toMatch(/Add a work/)
    await keys(page, 'Escape')
    await expect.poll(() => focused(page)).toBe('textbox The note')
    await keys(page, 'Escape')
    await expect.poll(() => focused(page)).toBe('textbox The text')
  })

  test('marks of the source and a name', async () => {
    const { page } = ada
    await find(page, 'Marghub')
    await keys(page, 'Alt+Shift+H')
    await page.locator('.s-unclear', { hasText: 'Marghub' }).waitFor()
    await find(page, 'five degrees')
    await keys(page, 'ArrowRight Alt+Shift+Y')
    await page.keyboard.type('illegible, 3 characters')
    await keys(page, 'Enter')
    await expect.poll(() => focused(page)).toBe('textbox The text')
    await find(page, 'Zhang Hanfu')
    await keys(page, 'Alt+Shift+7')
    await expect.poll(() => focused(page)).toMatch(/Find in the register/)
    await keys(page, 'Enter')
    await expect.poll(() => focused(page)).toBe('textbox The text')
  })

  test('all places of a word are replaced', async () => {
    const { page } = ada
    await keys(page, 'Control+h')
    await expect.poll(() => focused(page)).toBe('input Find in the text')
    await keys(page, 'Control+a')
    await page.keyboard.type('Ma-er-guo-fu')
    await keys(page, 'Tab')
    expect(await focused(page)).toBe('input Replace with')
    await page.keyboard.type('Margov')
    await until(page, /^button Replace all/)
    await keys(page, 'Enter')
    await ada.sees('a Major General', '[-Ma-er-guo-fu-]{+Margov+}')
    await keys(page, 'Escape')
    await expect.poll(() => focused(page)).toBe('textbox The text')
  })

  test('the queue shows where the focus is, and what stands in it is decided on', async () => {
    const { page } = ada
    await ada.status(/^Saved/)
    await palette(page, 'review', /Open: Review/)
    await expect.poll(() => focused(page)).toBe('grid Corrections to decide on')
    const row = page.locator('.queue-row.current')
    await row.waitFor()
    expect(await row.evaluate(e => getComputedStyle(e).outlineStyle)).toBe('solid')
    const open = () => page.locator('.queue-scroll').getAttribute('aria-rowcount').then(Number)
    const before = await open()
    await keys(page, 'a')
    await expect.poll(open).toBe(before - 1)
    await keys(page, 'r')
    await page.keyboard.type('The source has it so')
    await keys(page, 'Enter')
    await expect.poll(open).toBe(before - 2)
    await keys(page, 'Shift+A')
    await page.getByRole('dialog').waitFor()
    await keys(page, 'Enter')
    await expect.poll(open).toBe(0)
    await expect.poll(() => focused(page)).toBe('grid Corrections to decide on')
  })

  test('what is exported says so', async () => {
    const { page } = ada
    await page.goBack()
    await page.locator('.sheet-text').waitFor()
    await keys(page, 'F6')
    const tei = await exported(page, 'TEI', 4)
    expect(tei).toMatch(/<sic>Ma-er-guo-fu<\/sic>\s*<corr[^>]*>Margov<\/corr>/)
    expect(tei).toMatch(/<head[^>]*>Translation - English<\/head>/)
    expect(tei).toMatch(/<gap [^>]*reason="illegible"/)
    expect(tei).toContain('<unclear')
    expect(tei).toMatch(/<pb [^>]*n="40"/)
    expect(tei).toContain('A border town; see')
  })

  test('a state is named, and the way back is a key', async () => {
    const { page } = ada
    await palette(page, 'history', /Open: History/)
    await until(page, /^tab /)
    await until(page, /^tab Versions/, 'ArrowRight')
    await until(page, /^input Name the present state/)
    await page.keyboard.type('First proofs')
    await keys(page, 'Enter')
    await page.getByText('First proofs').first().waitFor()
    await page.goBack()
    await page.locator('.sheet-text').waitFor()
  })

  test('in minutes a speaker is typed over what is suggested', async () => {
    const { page } = ada
    await until(page, /^a Corrigenda/)
    await keys(page, 'Enter')
    await bring(page, 'soong-stalin-meeting.txt')
    await find(page, 'like and alliance')
    await page.keyboard.type('like an alliance')
    await ada.sees('People will understand', '[-like and alliance-]{+like an alliance+}')
    await find(page, '2 p.m.')
    await keys(page, 'Alt+Shift+S')
    await expect.poll(() => focused(page)).toMatch(/Who speaks/)
    await page.keyboard.type('Soong')
    await keys(page, 'Enter')
    await expect.poll(() => focused(page)).toBe('textbox The text')
    await find(page, 'any way')
    await page.keyboard.type('anyway')
    await ada.sees('declared war on Japan', '[-any way-]{+anyway+}')
  })

  test('in a report the pages are gone through, and a reading is settled on', async () => {
    const { page } = ada
    await until(page, /^a Corrigenda/)
    await keys(page, 'Enter')
    await bring(page, 'changkufeng-report.txt')
    await find(page, 'Ugeki')
    await page.keyboard.type('Ugaki')
    await keys(page, 'Control+Enter')
    await page.locator('footer').getByText('1 correction: 1 accepted').waitFor()
    await palette(page, 'p. 2', /Page 2/)
    await expect.poll(() => caretBlock(page)).toContain('Staff in 1911')
    await ada.status(/^Saved/)
    expect(await exported(page, 'Plain text', 3)).toContain('Foreign Minister Ugaki to Mr. Nishi')
    expect(await exported(page, 'Plain text', 1)).toBe(
      await readFile(fileOf('changkufeng-report.txt'), 'utf8'),
    )
  })

  test('no fault of the program came up meanwhile', () => {
    expect(ada.errors).toEqual([])
  })
})
