/** A ZIP of files, as people bring it in: looked at, made one document or several, stopped on the way. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fullPage, transkribusPage } from '../support/scans.js'
import { zipOf } from '../support/zip.js'
import { Scene, type Visitor } from './scene.js'

let scene: Scene
let ada: Visitor

beforeAll(async () => {
  scene = await Scene.open()
  ada = await scene.person('Ada Reader')
})
afterAll(() => scene?.close())

const dialog = () => ada.page.getByRole('dialog')

/** Drops a ZIP on the page of editions. */
async function drop(name: string, files: Readonly<Record<string, string>>): Promise<void> {
  const transfer = await ada.page.evaluateHandle(
    ({ name, bytes }) => {
      const made = new DataTransfer()
      made.items.add(new File([new Uint8Array(bytes)], name))
      return made
    },
    { name, bytes: [...zipOf(files)] },
  )
  for (const type of ['dragenter', 'drop'])
    await ada.page.dispatchEvent('.library', type, { dataTransfer: transfer })
}

async function intoNewEdition(title: string): Promise<void> {
  await dialog().getByRole('button', { name: 'Edition' }).click()
  await ada.page.getByRole('option', { name: /new edition/ }).click()
  await dialog().getByLabel('Title of the new edition').fill(title)
}

const scans = {
  'p10.xml': transkribusPage(),
  'p2.xml': fullPage(),
  'p3.xml': fullPage().slice(0, 900),
  'p2.jpg': 'x',
  'mets.xml': '<mets/>',
}

test('pages of scans are one document, in the order of their names; what is left out is told', async () => {
  await drop('Tarne.zip', scans)
  await dialog().getByText('holds 3 files to read').waitFor()
  await dialog().getByRole('radio', { name: 'One document, in this order', checked: true }).waitFor()
  expect(
    await dialog().getByRole('list', { name: 'The order of the pages' }).locator('li').allInnerTexts(),
  ).toEqual(['p2.xml', 'p3.xml', 'p10.xml'])
  await dialog().getByText('2 are passed over').click()
  await dialog().getByText('METS, a list of files').waitFor()
  await dialog()
    .getByText(/p3\.xml is left out/)
    .waitFor()
  await dialog().getByText('page 3', { exact: true }).waitFor()
  await intoNewEdition('Tarne')
  await dialog().getByRole('button', { name: 'Import', exact: true }).click()
  await ada.page.locator('.sheet-text').waitFor()
  await ada.page.getByText('pers stood on the gallery').waitFor()
  await ada.page.getByText('The second letter').waitFor()
  expect(ada.errors).toEqual([])
})

test('a document each: a list of what each file is, and what cannot be read is left out', async () => {
  await ada.page.goto(scene.url)
  await drop('Tarne.zip', scans)
  await dialog().getByRole('radio', { name: 'A document each' }).click()
  const rows = dialog().getByRole('radiogroup', { name: 'Files' }).getByRole('radio')
  await expect
    .poll(async () => (await rows.allInnerTexts()).map(row => row.replace(/\s+/g, ' ')))
    .toEqual(['p2.xml PAGE XML ready', 'p3.xml PAGE XML cannot be read', 'p10.xml PAGE XML ready'])
  await rows.nth(1).click()
  await dialog().getByText('p3.xml cannot be imported').waitFor()
  await rows.nth(0).click()
  await dialog().getByText('CHAPTER THE SECOND').waitFor()
  await intoNewEdition('Letters of Tarne')
  await dialog().getByRole('button', { name: 'Import 2' }).click()
  await ada.page.getByText('2 documents imported').waitFor()
  const edition = ada.page.getByRole('region', { name: /Letters of Tarne/ })
  await expect.poll(() => edition.getByRole('link', { name: /^p(2|10)/ }).count()).toBe(2)
})

test('entering is stopped: what is in stays in, and what is not can go in after all', async () => {
  const { page } = ada
  let go: () => void = () => {}
  const gone = new Promise<void>(resolve => {
    go = resolve
  })
  await page.route('**/documents?name=*', async route => {
    await gone
    await route.continue()
  })
  await drop('Notes.zip', { 'a.txt': 'First.\n', 'b.txt': 'Second.\n', 'c.txt': 'Third.\n' })
  await dialog().getByRole('radio', { name: 'A document each', checked: true }).waitFor()
  await intoNewEdition('Notes')
  await dialog().getByRole('button', { name: 'Import 3' }).click()
  await dialog().getByText('Entering 1 of 3').waitFor()
  await dialog().getByRole('button', { name: 'Stop' }).click()
  go()
  await dialog().getByText('Stopped: 1 document is in, 2 not. What is in stays in.').waitFor()
  await page.unroute('**/documents?name=*')
  await dialog().getByRole('button', { name: 'Import 2' }).click()
  await page.getByText('2 documents imported').waitFor()
  const notes = page.getByRole('region', { name: /^Notes/ }).locator('.document-link')
  await expect.poll(() => notes.count()).toBe(3)
  expect(ada.errors).toEqual([])
})
