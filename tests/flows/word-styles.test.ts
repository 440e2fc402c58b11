/** Somebody imports Word files whose styles are their makers' own, and says what the styles become. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { styledWordFile } from '../support/styled-word-file.js'
import { Scene, type Visitor } from './scene.js'

let scene: Scene
let ada: Visitor

beforeAll(async () => {
  scene = await Scene.open()
  ada = await scene.person('Ada Vale')
})
afterAll(() => scene?.close())

async function drop(name: string): Promise<void> {
  const transfer = await ada.page.evaluateHandle(
    ([name, content]) => {
      const made = new DataTransfer()
      made.items.add(new File([Uint8Array.from(content)], name))
      return made
    },
    [name, [...styledWordFile()]] as const,
  )
  for (const type of ['dragenter', 'drop'])
    await ada.page.dispatchEvent('.library', type, { dataTransfer: transfer })
}

const dialog = () => ada.page.getByRole('dialog')
const choice = (style: string) => dialog().getByRole('button', { name: `What “${style}” becomes` })
/** A block of the preview, of a kind. */
const previewed = (words: string, kind: string) =>
  dialog().locator(`.typeset [data-kind="${kind}"]`, { hasText: words })

test('styles are given meanings, the preview follows, and the edition remembers', async () => {
  const { page } = ada
  await drop('minutes.docx')
  await choice('Zwischenruf').waitFor()
  expect(await choice('Heading 1').innerText()).toBe('Heading 1 (usual)')
  await previewed('Heiterkeit', 'paragraph').waitFor()

  await choice('Zwischenruf').click()
  await page.getByRole('option', { name: 'Stage direction' }).click()
  await previewed('Heiterkeit', 'stage').waitFor()
  // By keyboard alone.
  await choice('Redner = Person').focus()
  await page.keyboard.press('Enter')
  await page.getByRole('option', { name: 'Speech' }).waitFor()
  await page.keyboard.type('Spe')
  await page.keyboard.press('Enter')
  await previewed('Die Sitzung ist eröffnet', 'speech').waitFor()

  await dialog().getByRole('button', { name: 'Edition' }).click()
  await page.getByRole('option', { name: /new edition/ }).click()
  await dialog().getByLabel('Title of the new edition').fill('Minutes')
  await dialog().getByRole('button', { name: 'Import', exact: true }).click()
  await page.locator('.sheet-text').waitFor()
  await page.locator('.sheet-text .k-stage', { hasText: 'Heiterkeit' }).waitFor()

  // The next file of the edition is read so from the first look on.
  await page.goto(scene.url)
  await page.getByRole('region', { name: /Minutes/ }).waitFor()
  await drop('minutes-2.docx')
  await dialog()
    .getByRole('button', { name: /^Edition|Minutes/ })
    .first()
    .waitFor()
  await previewed('Heiterkeit', 'stage').waitFor()
  expect(await choice('Zwischenruf').innerText()).toBe('Stage direction')
  // What was chosen can be taken back.
  await choice('Zwischenruf').click()
  await page.getByRole('option', { name: 'Paragraph (usual)' }).click()
  await previewed('Heiterkeit', 'paragraph').waitFor()
  await dialog().getByRole('button', { name: 'Import', exact: true }).click()
  await page.locator('.sheet-text').waitFor()
  await page.locator('.sheet-text .k-paragraph', { hasText: 'Heiterkeit' }).waitFor()
  expect(ada.errors).toEqual([])
})
