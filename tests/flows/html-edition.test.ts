/** The HTML edition in a real browser, scripts off: the four texts, the links, a narrow screen, paper. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { html } from '../../schema/formats/html/write.js'
import { launch } from '../support/chromium.mjs'
import { accept, correct, edited, exported, note } from '../support/layers.js'
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
let page: Page
const requests: string[] = []

beforeAll(async () => {
  browser = await launch()
  const context = await browser.newContext({
    javaScriptEnabled: false,
    viewport: { width: 1100, height: 500 },
  })
  page = await context.newPage()
  page.on('request', request => requests.push(request.url()))
  const document = edited(
    witness(
      heading(1, 'A report'),
      p(
        `from Foreign Minister Ugeki. ${'Long words of no weight follow here. '.repeat(60)} the Russian General`,
      ),
      catchword('Staff'),
      stamp('16th Aug 1911'),
      onPage('2', on('Staff at Lake Hasang.')),
      speech('Stalin', 'Stalin: Yes.'),
      item(1, '1.', 'One.'),
    ),
  )
  accept(document, correct(document, 'Ugeki', 'Ugaki', { kind: 'emendation' }))
  accept(document, correct(document, 'Hasang', 'Khasan', { kind: 'transcription' }))
  correct(document, 'Yes', 'No')
  note(document, 'Stalin', 'Who?')
  await page.setContent(html(exported(document)))
})

afterAll(() => browser?.close())

const text = async () => (await page.locator('article').allInnerTexts()).join('').replace(/\s+/g, ' ')
const show = (name: string) => page.locator('label', { hasText: name }).click()

test('each of the four texts shows at a click', async () => {
  expect(await text()).toContain('Minister Ugaki.')
  expect(await text()).toMatch(/Russian General \W?page 2 ?Staff at Lake Khasan\. /)
  await show('Diplomatic')
  expect(await text()).toMatch(/Minister Ugeki\..*General Staff 16th Aug 1911 page 2 Staff at Lake Khasan\./)
  await show('Received')
  expect(await text()).toMatch(/Minister Ugeki\..*Lake Hasang\..*Stalin: Yes\./)
  await show('All markup')
  expect(await text()).toMatch(/UgekiUgaki\..*HasangKhasan\..*YesNo/)
})

test('a reading leads to its entry and back', async () => {
  await show('Reading')
  const reading = page.locator('article a', { hasText: 'Ugaki' })
  await reading.click()
  const entry = page.locator('#emendations li', { hasText: 'Ugaki ] Ugeki' })
  await expect.poll(() => entry.boundingBox().then(b => b!.y > 0 && b!.y < 500)).toBe(true)
  await entry.locator('a', { hasText: '¶ 2' }).click()
  await expect.poll(() => reading.boundingBox().then(b => b!.y > 0 && b!.y < 500)).toBe(true)
})

test('nothing is fetched, nothing overflows a narrow screen, and it prints', async () => {
  await page.setViewportSize({ width: 360, height: 700 })
  await show('All markup')
  const { width } = (await page.locator('main').boundingBox())!
  expect(width).toBeLessThanOrEqual(360)
  const stampBox = (await page.locator('.stamp').boundingBox())!
  expect(stampBox.x + stampBox.width).toBeLessThanOrEqual(362)
  expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(10_000)
  expect(requests.filter(url => !url.startsWith('about:') && !url.startsWith('data:'))).toEqual([])
})
