/** A corrected copy: chosen, looked through by keys, entered as a colleague's proposals that others see, taken back. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { packParts, partsOf } from '../support/docx.js'
import { Scene, type Visitor } from './scene.js'

const seed = readFileSync(join(import.meta.dirname, '../../server/samples/lightship-report.txt'), 'utf8')

let scene: Scene
let ann: Visitor
let ben: Visitor
let id: string

beforeAll(async () => {
  scene = await Scene.open()
  ann = await scene.person('Ann Author')
  ben = await scene.person('Ben Brown')
  id = await scene.import(ann, seed, 'lightship-report.txt')
}, 60_000)
afterAll(async () => scene?.close())

/** Gives the page a file, as somebody does who chooses it. */
async function give(page: Page, name: string, bytes: Uint8Array | string): Promise<void> {
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose the file…' }).click()
  await (await chooser).setFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) })
}

/** The first words of the seed that are longer than `length` letters and stand in it once. */
function wordsOf(length: number, count: number): string[] {
  const all = seed.match(/\p{L}+/gu)!
  return [...new Set(all.filter(w => w.length > length && all.filter(x => x === w).length === 1))].slice(
    0,
    count,
  )
}

const differences = (page: Page) => page.getByRole('grid', { name: /^Differences/ })

test('a text is looked through by keys, entered and taken back', { timeout: 120_000 }, async () => {
  const { page } = ann
  const [one, two, three] = wordsOf(7, 3) as [string, string, string]
  await ben.open(id)
  await ann.open(id)
  await page.keyboard.press('Control+k')
  await page
    .getByRole('dialog')
    .getByRole('searchbox')
    .or(page.getByRole('dialog').getByRole('textbox'))
    .first()
    .waitFor()
  await page.keyboard.type('bring in a corrected')
  await page
    .getByRole('menuitem', { name: /Bring in a corrected copy/ })
    .first()
    .waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Bring in a corrected copy' }).waitFor()
  await page.getByRole('button', { name: /Who has corrected it/ }).click()
  await page.getByRole('option', { name: /Somebody who has not been here/ }).click()
  await page.getByRole('textbox', { name: /Their name/ }).fill('Mora Lind')
  let copy = seed.replace(/'/g, '’')
  for (const word of [one, two, three]) copy = copy.replace(word, `${word}xx`)
  await give(page, 'copy.txt', copy)

  const grid = differences(page)
  await grid.waitFor()
  await page.getByRole('button', { name: /^Words 3$/ }).click()
  await expect.poll(() => page.getByRole('row').count()).toBe(3)
  const at = (word: string) => page.locator('.queue-row.current', { hasText: `${word}xx` }).waitFor()
  await grid.focus()
  await page.keyboard.press('Home')
  await at(one)
  await page.keyboard.press('j')
  await at(two)
  await page.keyboard.press(' ')
  await page
    .getByRole('checkbox', { name: new RegExp(`${two}xx`) })
    .and(page.locator(':not(:checked)'))
    .waitFor()
  await page.keyboard.press('k')
  await at(one)
  await page.keyboard.press('1')
  await page.locator('.queue-row.current').getByText('Transcription', { exact: true }).first().waitFor()
  await page.getByRole('button', { name: 'Enter 2 proposals' }).click()
  await page.getByRole('heading', { name: 'Entered' }).waitFor()
  await page.getByText('2 proposals by Mora Lind').waitFor()

  await ben.sees(`${one}xx`, `{+${one}xx+}`)
  await ben.page.getByText('Mora Lind').first().waitFor()
  const listed = await fetch(`${scene.url}/api/documents/${id}/corrections`, {
    headers: { cookie: await ann.cookie() },
  }).then(r => r.json() as Promise<{ corrections: { text: string; kind: string }[] }>)
  expect(listed.corrections.map(c => [c.text, c.kind])).toEqual([
    [`${one}xx`, 'transcription'],
    [`${three}xx`, 'emendation'],
  ])

  await page.getByRole('button', { name: 'Take them back' }).click()
  await page.getByRole('heading', { name: 'Taken back' }).waitFor()
  await ben.sees(one, one)
  await ben.page.locator('.sheet-text ins').first().waitFor({ state: 'detached' })
  expect([...ann.errors, ...ben.errors]).toEqual([])
})

test('a Word file of ours comes back with what was changed in it, and nothing else', {
  timeout: 120_000,
}, async () => {
  const { page } = ann
  const [word] = wordsOf(8, 1) as [string]
  const exported = await fetch(`${scene.url}/api/documents/${id}/export?to=docx`, {
    headers: { cookie: await ann.cookie() },
  })
  const parts = partsOf(new Uint8Array(await exported.arrayBuffer()))
  const body = parts['word/document.xml']!
  expect(body).toContain(word)
  const changed = packParts({ ...parts, 'word/document.xml': body.replace(word, `${word}xx`) })
  await page.goto(`${scene.url}/d/${id}/copy`)
  await give(page, 'copy.docx', changed)
  await differences(page).waitFor()
  expect(await page.getByRole('row').count()).toBe(1)
  await page.getByRole('row').getByText(`${word}xx`).first().waitFor()
  await page.getByRole('button', { name: 'Enter 1 proposal', exact: true }).click()
  await page.getByText('1 proposal by Ann Author').waitFor()
  await page.getByRole('link', { name: 'To the text' }).click()
  await ann.sees(`${word}xx`, `{+${word}xx+}`)
  await page.goto(`${scene.url}/d/${id}/copy`)
  await give(page, 'copy.docx', changed)
  await page.getByRole('heading', { name: 'Nothing new' }).waitFor()
  expect(ann.errors).toEqual([])
})

test('another text is asked about, and what cannot be read is told', { timeout: 60_000 }, async () => {
  const { page } = ann
  await page.goto(`${scene.url}/d/${id}/copy`)
  await give(page, 'other.txt', 'Some quite different words about apples, pears and the price of barley.\n')
  await page.getByRole('heading', { name: 'This seems to be another text' }).waitFor()
  await page.getByRole('button', { name: 'Look through it anyway' }).click()
  await differences(page).waitFor()
  await page.getByRole('button', { name: 'Another file' }).click()
  await give(page, 'broken.docx', new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 0]))
  await page.getByRole('alert').getByText('broken.docx').waitFor()
  expect(ann.errors).toEqual([])
})
