/** An owner reads the audit log: what was done, what was refused, and whether the document is what its log says. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { Layers } from '../../schema/layers.js'
import { openRaw } from '../server/support/raw.js'
import { correction } from '../server/support/server.js'
import { Scene, type Visitor } from './scene.js'

const text = 'A LETTER\n\nThe minister is called Ugeki in it.\n\nHe is not named again.\n'

let scene: Scene
let ada: Visitor
let document: string

beforeAll(async () => {
  scene = await Scene.open()
  ada = await scene.person('Ada Reader')
  document = await scene.import(ada, text)
  await ada.open(document)
  await ada.caret('Ugeki', 'select')
  await ada.page.keyboard.type('Ugaki')
  await ada.caret('named again')
  await ada.status(/Saved/)
  // A program sends what is signed by nobody that there is.
  const raw = await openRaw(scene.url, `/sync/${document}`, await ada.cookie())
  const doc = new Y.Doc()
  const layers = new Layers(doc)
  layers.change(null, () => layers.addCorrection(correction('eve', { id: 'forged', start: 1, end: 3 })))
  raw.send(0, 2, Y.encodeStateAsUpdate(doc))
  await raw.closed
})

afterAll(() => scene?.close())

test('reads, filters, exports and checks it', async () => {
  const { page } = ada
  await page.goto(`${scene.url}/d/${document}/history`)
  await page.getByRole('link', { name: 'Audit' }).click()
  const entries = page.getByRole('region', { name: 'Entries' })
  await entries.getByText('correction forged is signed by somebody else').waitFor()
  await entries.getByText(/refused · G7/).waitFor()
  await entries
    .getByText(/Ugeki → U/)
    .first()
    .waitFor()
  await entries.getByText('imported the document').waitFor()
  expect(await entries.getByRole('article').first().innerText()).toContain('refused')
  expect(await page.getByText(/^\d+ entries\. Times/).count()).toBe(1)

  await page.getByRole('button', { name: /Outcome/ }).click()
  await page.getByRole('option', { name: 'Refused' }).click()
  await page.getByText('1 entry. Times').waitFor()
  const csv = await page.getByRole('link', { name: 'CSV' }).getAttribute('href')
  expect(csv).toContain('way=refused')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'CSV' }).click(),
  ])
  expect(download.suggestedFilename()).toBe(`audit-${document}.csv`)
  await page.getByRole('button', { name: 'Show all' }).click()
  await entries.getByText('imported the document').waitFor()

  await page.getByRole('button', { name: 'Check the record' }).click()
  await page.getByText(/make exactly what people see/).waitFor()
  const { SHOTS } = process.env
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/audit-light.png` })
  await page.emulateMedia({ colorScheme: 'dark' })
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/audit-dark.png` })
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 360, height: 720 })
  expect(await page.evaluate(() => globalThis.document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/audit-narrow.png` })

  await page.setViewportSize({ width: 1280, height: 800 })
  await page.getByRole('link', { name: 'Whole edition' }).click()
  await page.getByRole('link', { name: 'A LETTER' }).first().waitFor()
  await entries.getByText('imported the document').waitFor()
  expect(ada.errors).toEqual([])
})
