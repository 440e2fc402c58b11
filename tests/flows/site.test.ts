/** A site in a real browser, opened from a folder as somebody would who has unpacked it: searching, reading, notes, a narrow screen, a
 * dark one, scripts off. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { readFile } from '../../schema/formats/index.js'
import { launch } from '../support/chromium.mjs'
import { accept, correct, edited, exported, note } from '../support/layers.js'
import { hasMaterial, material, seeds } from '../support/material.js'
import { siteOf } from '../support/site.js'
import {
  catchword,
  heading,
  item,
  on,
  page as onPage,
  p,
  speech,
  stamp,
  witness,
} from '../support/witness.js'

let browser: Browser
let folder: string
/** What browsers have said or asked for that they should not have. */
const complaints: string[] = []

function report() {
  const document = edited(
    witness(
      heading(1, 'The report'),
      p(
        `from Foreign Minister Ugeki. ${'Long words of no weight follow here. '.repeat(30)} the Russian General`,
      ),
      catchword('Staff'),
      stamp('16th Aug 1911'),
      onPage('2', on('Staff at Lake Hasang.')),
      speech('Stalin', 'Stalin: Yes.'),
      item(1, '1.', 'One.'),
    ),
  )
  accept(document, correct(document, 'Ugeki', 'Ugaki', { reason: 'So in all other papers.' }))
  accept(document, correct(document, 'Hasang', 'Khasan', { kind: 'transcription' }))
  correct(document, 'Yes', 'No')
  note(document, 'Stalin', 'Who is this?')
  return exported(document, { id: 'report', title: 'The report', metadata: { date: '11 July 1938' } })
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'site-'))
  const others = seeds
    .filter(name => hasMaterial(`seeds/${name}`))
    .map(name => {
      const { witness, metadata, title } = readFile(material(`seeds/${name}`), name)
      return exported(edited(witness!), { id: name, title, metadata })
    })
  const minutes = exported(edited(witness(heading(1, 'Minutes'), p('The meeting opened.'))), {
    id: 'minutes',
    title: 'Minutes of a meeting',
    metadata: { date: '3 May 1937' },
  })
  const { files } = await siteOf([report(), minutes, ...others], { title: 'Papers & <reports>' })
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), bytes)
  }
  browser = await launch()
})

afterEach(() => {
  expect(complaints.splice(0)).toEqual([])
})

afterAll(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true, force: true })
})

async function opened(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1300, height: 800 }, ...options })
  const page = await context.newPage()
  page.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', error => complaints.push(error.message))
  page.on('request', request => {
    if (!request.url().startsWith('file://')) complaints.push(request.url())
  })
  await page.goto(pathToFileURL(join(folder, path)).href)
  return page
}

const report1 = 'documents/0001-the-report.html'
const shown = async (page: Page) => (await page.locator('article').innerText()).replace(/\s+/g, ' ')

test('documents are filtered, sorted and opened, and lead to their neighbours', async () => {
  const page = await opened('index.html')
  expect(await page.locator('h1').innerText()).toBe('Papers & <reports>')
  const titles = () => page.locator('#list li:not([hidden]) .title').allInnerTexts()
  const all = await titles()
  await page.getByLabel('Sort').selectOption('date')
  await expect
    .poll(async () => (await titles()).indexOf('Minutes of a meeting'))
    .toBeLessThan([...all.keys()].length)
  const dated = await titles()
  expect(dated.indexOf('Minutes of a meeting')).toBeLessThan(dated.indexOf('The report'))
  await page.getByLabel('Filter').fill('MINUTES meet')
  await expect.poll(titles).toEqual(['Minutes of a meeting'])
  await page.getByRole('link', { name: 'Minutes of a meeting' }).click()
  await page.waitForURL(/0002-minutes/)
  await page.getByRole('link', { name: /Previous/ }).click()
  await page.waitForURL(/0001-the-report/)
  await page.context().close()
})

test('what is sought is found in the reading text and as received, and leads to its paragraph', async () => {
  const page = await opened('index.html')
  await page.getByRole('searchbox', { name: 'Search the edition' }).fill('ugeki')
  await page.keyboard.press('Enter')
  await page.waitForURL(/search\.html\?q=ugeki/)
  const hit = page.locator('#found li', { hasText: 'The report' })
  await expect.poll(() => hit.locator('mark').allInnerTexts()).toEqual(['Ugaki', 'Ugeki'])
  await page.locator('#q').fill('hasan gener')
  await expect.poll(() => page.locator('#status').innerText()).toMatch(/paragraph/)
  await page.locator('#q').fill('ugaki')
  await expect.poll(() => page.locator('#found li').count()).toBeGreaterThan(0)
  await page.locator('#found .as').first().click()
  await page.waitForURL(/0001-the-report\.html\?view=received#p2/)
  await expect.poll(() => shown(page)).toContain('Foreign Minister Ugeki.')
  await page.context().close()
})

test('each of the four texts shows at a click', async () => {
  const page = await opened(report1)
  expect(await shown(page)).toContain('Minister Ugaki.')
  await page.locator('label', { hasText: 'Diplomatic' }).click()
  expect(await shown(page)).toMatch(/Minister Ugeki\..*Lake Khasan\./)
  await page.locator('label', { hasText: 'Received' }).click()
  expect(await shown(page)).toMatch(/Minister Ugeki\..*Lake Hasang\./)
  await page.locator('label', { hasText: 'All markup' }).click()
  expect(await shown(page)).toMatch(/UgekiUgaki\..*HasangKhasan\./)
  await page.context().close()
})

test('a reading says what stood there at a pointer, a click and a key, and leads to the apparatus', async () => {
  const page = await opened(report1)
  const reading = page.locator('a.c:visible', { hasText: 'Ugaki' })
  await reading.hover()
  await expect
    .poll(() => page.locator('#card').innerText())
    .toMatch(/Ugaki \] Ugeki.*emendation.*Ann Author.*So in all other papers\./s)
  await page.mouse.move(5, 400)
  await expect.poll(() => page.locator('#card').isHidden()).toBe(true)
  await reading.click()
  await expect.poll(() => page.getByRole('dialog', { name: 'Correction' }).isVisible()).toBe(true)
  await page.keyboard.press('Escape')
  await expect.poll(() => page.locator('#card').isHidden()).toBe(true)
  await reading.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: 'Entry in the apparatus' }).click()
  await page.waitForURL(/apparatus\.html#e-1/)
  expect(await page.locator('#e-1').innerText()).toContain('Ugaki ] Ugeki')
  await page.locator('#e-1 a.place').click()
  await page.waitForURL(/0001-the-report\.html#c-1/)
  await page.context().close()
})

test('a paragraph is cited with its address', async () => {
  const page = await opened(report1)
  await page.locator('#p2 a.no').click()
  const field = page.getByLabel('Citation of paragraph 2')
  await expect
    .poll(() => field.inputValue())
    .toMatch(
      /^The report, in: An edition, version of 15 June 2025, ¶ 2 \[state [0-9a-f]{12}\]\. file:.*0001-the-report\.html#p2$/,
    )
  expect(new URL(page.url()).hash).toBe('#p2')
  await page.context().close()
})

test('notes stand beside the text on a wide screen, and rise from below on a narrow one', async () => {
  const wide = await opened(report1)
  const text = (await wide.locator('#p3, #p4').first().boundingBox())!
  const note = (await wide.locator('#n-1').boundingBox())!
  expect(note.x).toBeGreaterThan(text.x + text.width)
  await wide.context().close()
  const page = await opened(report1, { viewport: { width: 360, height: 700 } })
  expect(await page.locator('#n-1').isVisible()).toBe(false)
  await page.locator('#r-1').click()
  await expect
    .poll(() =>
      page
        .locator('#n-1')
        .boundingBox()
        .then(box => box && Math.round(box.y + box.height)),
    )
    .toBe(700)
  await page.getByRole('link', { name: 'Close' }).click()
  await expect.poll(() => page.locator('#n-1').isVisible()).toBe(false)
  await page.context().close()
})

test('nothing is wider than a screen of 360 pixels, light or dark', async () => {
  for (const colorScheme of ['light', 'dark'] as const)
    for (const path of [
      'index.html',
      report1,
      report1.replace('.html', '-apparatus.html'),
      'search.html?q=minister',
      'about.html',
      'names.html',
    ]) {
      const [file = '', query] = path.split('?')
      const page = await opened(file, { viewport: { width: 360, height: 700 }, colorScheme })
      if (query) await page.goto(`${page.url()}?${query}`)
      for (const id of await page
        .locator('.choice[type=radio]')
        .evaluateAll(all => all.map(each => each.id))) {
        await page.locator(`label[for=${id}]`).click()
        expect(
          await page.evaluate(() => document.documentElement.scrollWidth),
          `${path} ${id}`,
        ).toBeLessThanOrEqual(360)
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(360)
      const [red = 0] = (await page.evaluate(() => getComputedStyle(document.body).backgroundColor))
        .match(/\d+/g)!
        .map(Number)
      if (colorScheme === 'dark') expect(red).toBeLessThan(60)
      else expect(red).toBeGreaterThan(200)
      await page.context().close()
    }
})

test('without scripts all but the search works', async () => {
  const page = await opened('index.html', { javaScriptEnabled: false })
  await page.getByRole('link', { name: 'The report' }).click()
  await page.waitForURL(/0001-the-report/)
  await page.locator('label', { hasText: 'Received' }).click()
  expect(await shown(page)).toContain('Minister Ugeki.')
  await page.locator('label', { hasText: 'Reading' }).click()
  await page.locator('a.c:visible', { hasText: 'Ugaki' }).click()
  await page.waitForURL(/apparatus\.html#e-1/)
  await page.getByRole('searchbox').fill('ugaki')
  await page.keyboard.press('Enter')
  await page.waitForURL(/search\.html\?q=ugaki/)
  expect(await page.locator('main').innerText()).toContain('The search needs scripts')
  await page.context().close()
})

test('all can be reached by keys, the first of them to the text', async () => {
  const page = await opened(report1)
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content')
  await page.locator('#v-reading').focus()
  await page.keyboard.press('ArrowRight')
  expect(await shown(page)).toContain('Minister Ugeki.')
  await page.context().close()
})

test('it prints, with the notes', async () => {
  const page = await opened(report1)
  expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(10_000)
  await page.emulateMedia({ media: 'print' })
  expect(await page.locator('#n-1').isVisible()).toBe(true)
  expect(await page.locator('.bar').isVisible()).toBe(false)
  await page.context().close()
})
