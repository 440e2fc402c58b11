/** Exporting: a document with its preview, and a whole edition in the background. */
import { readFile } from 'node:fs/promises'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Scene, type Visitor } from './scene.js'

let scene: Scene
let ada: Visitor
let id: string
const text = 'From Foreign Minister Ugeki to the Ambassador.\n\nThe Japanese side repeated its claim (?).\n'

beforeAll(async () => {
  scene = await Scene.open()
  ada = await scene.person('Ada')
  id = await scene.import(ada, text)
  const headers = { cookie: await ada.cookie(), 'content-type': 'application/json' }
  const correction = { start: 22, end: 27, text: 'Ugaki', kind: 'emendation' }
  await fetch(`${scene.url}/api/documents/${id}/corrections`, {
    method: 'POST',
    headers,
    body: JSON.stringify(correction),
  })
  await ada.open(id)
})
afterAll(() => scene.close())

const dialog = () => ada.page.getByRole('dialog', { name: /^Export/ })
const choose = (format: string) => dialog().getByRole('option', { name: format }).click()
const open = async () => {
  await ada.page.getByRole('button', { name: 'Export', exact: true }).click()
  await dialog().waitFor()
}
const saved = async (act: () => Promise<unknown>) => {
  const [download] = await Promise.all([ada.page.waitForEvent('download'), act()])
  return { name: download.suggestedFilename(), bytes: new Uint8Array(await readFile(await download.path())) }
}

describe('a document', () => {
  test('is shown as it will be: a page in a frame that can do nothing', async () => {
    await open()
    const frame = ada.page.frameLocator('.export-frame')
    await choose('HTML edition')
    await frame.getByText('Foreign Minister').first().waitFor()
    expect(await ada.page.locator('.export-frame').getAttribute('sandbox')).toBe('')
    await dialog().getByText('Holds all that this document has.').waitFor()
  })

  test('with its text, and what is not in it', async () => {
    const { page } = ada
    await choose('Plain text')
    await dialog().getByText('From Foreign Minister Ugeki to the Ambassador.').waitFor()
    await dialog().getByText('Not in it: 1 open proposal').waitFor()
    await page.keyboard.press('Alt+4')
    await dialog().getByRole('radio', { name: 'All markup', checked: true }).waitFor()
    await dialog().getByText('{~~Ugeki~>Ugaki~~}').waitFor()
    await dialog().getByText('Holds all that this document has.').waitFor()
  })

  test('as what stands in a Word file, a book and a table', async () => {
    await choose('Word')
    await dialog().getByText('2 tracked changes').waitFor()
    await dialog().locator('.export-sketch del', { hasText: 'Ugeki' }).waitFor()
    await choose('EPUB')
    await dialog().locator('.export-sketch', { hasText: 'From Foreign Minister' }).waitFor()
    await choose('Table')
    await dialog().getByRole('cell', { name: 'Ugaki' }).waitFor()
    await dialog()
      .getByRole('button', { name: /Table of/ })
      .click()
    await ada.page.getByRole('option', { name: 'Names' }).click()
    await dialog().getByText('The table has no row.').waitFor()
    await choose('Archive')
    await dialog().getByText('witness.json').waitFor()
  })

  test('as pages, where it is typeset', async () => {
    await choose('PDF')
    await dialog()
      .getByRole('img', { name: /Page 1 of/ })
      .waitFor()
    // Somebody has drawn on the sheet.
    await ada.page.waitForFunction(() => {
      const sheet = document.querySelector<HTMLCanvasElement>('.export-page canvas')!
      const { data } = sheet.getContext('2d')!.getImageData(0, 0, sheet.width, sheet.height)
      return data.some((value, i) => i % 4 === 0 && value < 100 && data[i + 3]! > 200)
    })
  })

  test('is saved as it was shown, and that is remembered: Enter does it again', async () => {
    const { page } = ada
    await choose('Plain text')
    await dialog().getByText('{~~Ugeki~>Ugaki~~}').waitFor()
    const first = await saved(() => dialog().getByRole('button', { name: 'Download' }).click())
    expect(first.name).toMatch(/\.txt$/)
    expect(strFromU8(first.bytes)).toContain('{~~Ugeki~>Ugaki~~}')
    await dialog().waitFor({ state: 'detached' })
    await page.reload()
    await page.locator('.sheet-text').waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog', { name: 'Find, go to, command' }).getByRole('textbox').fill('export')
    const answer = page.getByRole('menu', { name: 'Answers' }).getByRole('menuitem').first()
    await expect.poll(() => answer.innerText()).toMatch(/Export this document/)
    await page.keyboard.press('Enter')
    await dialog().getByRole('option', { name: 'Plain text', selected: true }).waitFor()
    const again = await saved(() => page.keyboard.press('Enter'))
    expect(again.bytes).toEqual(first.bytes)
  })

  test('that cannot be written says why, and does not say that it can', async () => {
    const { page } = ada
    await page.route('**/export?to=tei*', route =>
      route.fulfill({
        status: 422,
        contentType: 'application/problem+json',
        body: JSON.stringify({
          title: 'Unprocessable',
          status: 422,
          detail: 'This document takes too long.',
        }),
      }),
    )
    await open()
    await choose('TEI P5 XML')
    await dialog().getByRole('alert').getByText('This document takes too long.').waitFor()
    await page.unroute('**/export?to=tei*')
    await page.keyboard.press('Escape')
    await dialog().waitFor({ state: 'detached' })
  })

  test.each([360, 760])('nothing overflows at %i pixels', async width => {
    const { page } = ada
    await page.setViewportSize({ width, height: 780 })
    await page.waitForFunction(w => innerWidth === w, width)
    await open()
    await expect
      .poll(() =>
        page.evaluate(() => {
          const modal = document.querySelector('.modal')!
          return [document.documentElement.scrollWidth - innerWidth, modal.scrollWidth - modal.clientWidth]
        }),
      )
      .toEqual([0, 0])
    await page.keyboard.press('Escape')
    await dialog().waitFor({ state: 'detached' })
    await page.setViewportSize({ width: 1280, height: 800 })
  })
})

describe('an edition', () => {
  test('is written in the background, and the file is there for whoever comes back', async () => {
    const { page } = ada
    await page.goto(scene.url)
    const edition = page.locator('.edition', { hasText: 'A scene' })
    await edition.getByRole('button', { name: 'Export the edition…' }).click()
    await dialog().getByText('Word', { exact: true }).click()
    await dialog()
      .getByRole('button', { name: /Text of Plain text/ })
      .click()
    await page.getByRole('option', { name: 'Received' }).click()
    await dialog().getByRole('button', { name: 'Export', exact: true }).click()
    await page.keyboard.press('Escape')
    await dialog().waitFor({ state: 'detached' })
    await page.reload()
    await edition.getByRole('button', { name: 'Export the edition…' }).click()
    const { name, bytes } = await saved(() => dialog().getByRole('link', { name: 'Download' }).click())
    expect(name).toBe('A scene.zip')
    const files = unzipSync(bytes)
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^docx\/1 .*\.docx$/), 'README.txt', 'SHA256SUMS']),
    )
    const received = Object.keys(files).find(name => name.startsWith('text-received/'))!
    expect(strFromU8(files[received]!)).toBe(text)
  })

  test('can be cancelled, and what was made be removed', async () => {
    const { page } = ada
    await dialog()
      .getByRole('button', { name: /^Remove the export/ })
      .click()
    await dialog().getByRole('link', { name: 'Download' }).waitFor({ state: 'detached' })
    await page.route('**/exports', async route => {
      if (route.request().method() === 'POST') return route.continue()
      const response = await route.fetch()
      const jobs = (await response.json()) as object[]
      return route.fulfill({ json: jobs.map(job => ({ ...job, state: 'running', done: 0, of: 3 })) })
    })
    await dialog().getByRole('button', { name: 'Export', exact: true }).click()
    const bar = dialog().getByRole('progressbar', { name: /^Export of/ })
    await bar.waitFor()
    expect(await bar.getAttribute('aria-valuetext')).toBe('0 of 3 documents')
    await page.unroute('**/exports')
    await dialog()
      .getByRole('button', { name: /^(Cancel|Remove) the export/ })
      .click()
    await expect.poll(() => dialog().getByRole('progressbar').count()).toBe(0)
  })

  test('says what is wrong', async () => {
    const { page } = ada
    await page.route('**/exports', route =>
      route.request().method() === 'POST'
        ? route.fulfill({
            status: 429,
            contentType: 'application/problem+json',
            body: JSON.stringify({ title: 'Too Many', status: 429, detail: 'You have two under way.' }),
          })
        : route.continue(),
    )
    await dialog().getByRole('button', { name: 'Export', exact: true }).click()
    await dialog().getByRole('alert').getByText('You have two under way.').waitFor()
  })

  test('no fault of the program came up meanwhile, and nothing that the policy forbids', () => {
    expect(ada.errors).toEqual([])
  })
})
