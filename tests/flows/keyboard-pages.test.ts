/** The pages around the text by the keyboard alone: stamps, principles, versions, the tray and the apparatus. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { absent, hasMaterial } from '../support/material.js'
import { Scene, type Visitor } from './scene.js'

const has = hasMaterial('seeds/README.md')
const seed = fileURLToPath(new URL('../../../shared/seeds/changkufeng-report.txt', import.meta.url))

let scene: Scene
let ada: Visitor
let page: Page
let id: string

beforeAll(async () => {
  if (!has) return
  scene = await Scene.open()
  ada = await scene.person('Ada Reader', { width: 1440, height: 900 })
  page = ada.page
  page.setDefaultTimeout(8_000)
  id = await scene.import(ada, await readFile(seed, 'utf8'), 'changkufeng-report.txt')
})

afterAll(() => scene?.close())

async function keys(all: string): Promise<void> {
  for (const key of all.split(' ')) await page.keyboard.press(key)
}

/** What has the focus, with the name that is written or said for it; `unseen` where nothing shows that it has it. */
function focused(): Promise<string> {
  return page.evaluate(() => {
    const e = document.activeElement as HTMLElement
    if (e === document.body) return 'nothing'
    const ids = e.getAttribute('aria-labelledby')?.split(' ') ?? []
    const labels = e instanceof HTMLInputElement ? [...(e.labels ?? [])] : []
    const name =
      e.getAttribute('aria-label') ??
      [...labels, ...ids.map(id => document.getElementById(id))].map(l => l?.innerText ?? '').find(Boolean) ??
      e.innerText
    const ringed = [e, e.closest('label'), ...(e.closest('label')?.children ?? []), e.parentElement]
    const { top, bottom } = e.getBoundingClientRect()
    const seen =
      ringed.some(r => r && getComputedStyle(r).outlineStyle !== 'none') && bottom > 0 && top < innerHeight
    return `${seen ? '' : 'unseen '}${e.getAttribute('role') ?? e.tagName.toLowerCase()} ${name}`
      .replace(/\s+/g, ' ')
      .trim()
  })
}

/** Presses a key until the focus is there. */
async function until(name: RegExp, key = 'Tab'): Promise<void> {
  for (let i = 0; i < 80; i++) {
    const at = await focused()
    if (name.test(at)) return
    expect(at).not.toMatch(/^unseen/)
    await page.keyboard.press(key)
  }
  throw new Error(`${key} never leads to ${name}; the focus is on: ${await focused()}`)
}

const focusIs = (name: RegExp) => expect.poll(focused).toMatch(name)

/** Goes to a page by the menu that all pages have. */
async function visit(title: string, heading: string): Promise<void> {
  await until(/^button Pages of the edition/, 'Shift+Tab')
  await keys('Enter')
  await focusIs(/^menuitem/)
  await page.keyboard.type(title)
  await focusIs(new RegExp(`^menuitem ${title}`))
  await keys('Enter')
  await page.getByRole('heading', { name: heading, level: 1, exact: true }).waitFor()
}

/** Goes to a tab of the history from anywhere on it. */
async function tab(name: string): Promise<void> {
  await until(/^tab /, 'Shift+Tab')
  await until(new RegExp(`^tab ${name}`), 'ArrowRight')
}

describe.skipIf(!has)(`the pages by keyboard alone${has ? '' : ` ${absent}`}`, () => {
  test('stamps are grouped, and one reading is proposed for them', async () => {
    await page.goto(`${scene.url}/d/${id}/stamps`)
    await page.getByRole('checkbox').first().waitFor()
    await until(/^input Choose the stamp .* of p\. 1/)
    await keys('Space')
    await until(/^input Choose the stamp .* of p\. 2/)
    await keys('Space')
    await until(/^button Group them/, 'Shift+Tab')
    await keys('Enter')
    await focusIs(/^input All of them read/)
    await page.keyboard.type('28 Aug 1938')
    await keys('Enter')
    await page.getByRole('button', { name: 'Nothing to propose' }).waitFor()
    await focusIs(/^input All of them read/)
    await until(/^button Ungroup/, 'Shift+Tab')
    await keys('Enter')
    await page.getByRole('region', { name: /^Group / }).waitFor({ state: 'detached' })
    await focusIs(/^(input|a) /)
    await keys('Control+z')
    await page.getByRole('region', { name: /^Group / }).waitFor()
  })

  test('a principle is changed and saved, and nothing that has the focus is hidden', async () => {
    await visit('Principles', 'Principles')
    await until(/^button .*A new correction is/)
    await keys('Enter')
    await focusIs(/^option/)
    await keys('Escape')
    await focusIs(/^button .*A new correction is/)
    await until(/^textarea Punctuation, in your own words/)
    await page.keyboard.type('Commas are left as they stand.')
    const low = await page.evaluate(() => document.activeElement!.getBoundingClientRect().bottom)
    expect(low).toBeLessThanOrEqual((await page.locator('div.settings-foot').boundingBox())!.y)
    await until(/^button Save/)
    await keys('Enter')
    await page.locator('.settings-foot').getByText('Saved', { exact: true }).waitFor()
    await page.locator('.declaration').getByText('Commas are left as they stand.').waitFor()
    await focusIs(/^(input|button|textarea) /)
  })

  test('a version is named, and compared with what came after', async () => {
    await page.goto(`${scene.url}/d/${id}/history`)
    await page.locator('.history-reading').waitFor({ state: 'detached' })
    await until(/^tab Timeline/)
    await tab('Versions')
    await until(/^input Name the present state/)
    await page.keyboard.type('First proofs')
    await until(/^button Name version/)
    await keys('Enter')
    await page.getByRole('heading', { name: 'First proofs' }).waitFor()
    await focusIs(/^input Note/)
    await until(/^button Compare with now/)
    await keys('Enter')
    await focusIs(/^tab Compare/)
    await page.getByText('Nothing differs.').waitFor()
    await until(/^button .*Before/)
    await keys('Enter')
    await focusIs(/^option/)
    await keys('End Enter')
    await focusIs(/^button .*Before/)
    await until(/^grid Differences/)
    await keys('j j k')
    await page.locator('[role="row"][aria-selected="true"]').waitFor()
  })

  test('what was rejected is brought back from the tray', async () => {
    await page.goto(`${scene.url}/d/${id}`)
    await page.locator('.sheet-text').waitFor()
    await keys('F6')
    await focusIs(/textbox The text/)
    await keys('F8')
    await page.waitForFunction(() => document.querySelector('.card[aria-current="true"]'))
    await keys('Control+Shift+Enter')
    await page
      .locator('footer')
      .getByText(/rejected/)
      .waitFor()
    await ada.status(/^Saved/)
    await page.goto(`${scene.url}/d/${id}/history`)
    await page.locator('.history-reading').waitFor({ state: 'detached' })
    await until(/^tab Timeline/)
    await tab('Tray')
    await until(/^grid Tray/)
    await keys('Enter')
    await page.getByText('The tray is empty').waitFor()
    await focusIs(/^button .*Why it is here/)
  })

  test('the apparatus is opened, and its entries lead to the text', async () => {
    await visit('Apparatus', 'Apparatus')
    await until(/^input Proposals not adopted/)
    await keys('Space')
    await until(/^a p\. 1\./)
    await keys('Enter')
    await page.locator('.sheet-text').waitFor()
  })

  test('no fault of the program came up meanwhile', () => {
    expect(ada.errors).toEqual([])
  })
})
