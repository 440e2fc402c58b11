/** A better transcription of the source: brought in by a person at the screen, what was done carried over, the rest placed by hand. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { run } from '../../server/commands/program.js'
import { Scene, type Visitor } from './scene.js'

/** Where pictures of what is tested go, for whoever wants to look; nowhere as a rule. */
const pictures = process.env.PICTURES ?? ''

const old = `Report on the Incident

From Foreign Minister Ugeki to Mr. Nishi in Moscow. Then the ministry wired at once.

Mr. Nishi saw Mr. Litvinov in Moscow on July 11th, who where not pleased with it.

The Soviet side then withdrew its patrols from the hill without a word.

Signed at the legation.
`
const better = `Report on the Incident

From Foreign Minister Ugaki to Mr. Nishi in Moscow. Then the ministry wired at once.

Mr. Nishi saw Mr. Litvinov in Moscow on July 11th, who where not pleased with it.

Nobody came near the height afterwards; both parties kept to their camps.

Signed at the legation.
`

let scene: Scene
let ann: Visitor
let ben: Visitor

beforeAll(async () => {
  scene = await Scene.open()
  ann = await scene.person('Ann')
  ben = await scene.person('Ben')
  if (pictures) mkdirSync(pictures, { recursive: true })
}, 60_000)
afterAll(() => scene.close())

/** The page on a desk and in a hand, by day and by night. */
async function picture({ page }: Visitor, name: string): Promise<void> {
  if (!pictures) return
  const before = page.viewportSize()!
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [1440, 390]) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: width > 500 ? 900 : 800 })
      await page.waitForTimeout(400)
      await page.screenshot({ path: join(pictures, `${name}-${width}-${colorScheme}.png`) })
    }
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize(before)
}

/** Types over words of the text. */
async function correct(visitor: Visitor, words: string, reading: string): Promise<void> {
  await visitor.caret(words, 'select')
  await visitor.page.keyboard.type(reading)
  await visitor.sees(reading, `{+${reading}+}`)
}

test('a new witness is looked at, brought in, and what has no place is placed by hand', async () => {
  const id = await scene.import(ann, old)
  await ann.open(id)
  await correct(ann, 'Ugeki', 'Ugaki')
  await correct(ann, 'where', 'were')
  await correct(ann, 'patrols', 'pickets')
  await ann.caret('Litvinov', 'select')
  await ann.page.keyboard.press('Alt+Shift+KeyN')
  await ann.page.keyboard.type('Commissar for foreign affairs.')
  await ann.status(/saved/i)
  // Ben has it open, and is led over.
  await ben.open(id)

  const { page } = ann
  await ann.caret('Moscow')
  await page.keyboard.press('Control+KeyK')
  await page.keyboard.type('New witness')
  await page.getByRole('dialog').getByText('New witness of this document…').click()
  await page.getByRole('heading', { name: 'Bring in a new witness' }).waitFor()
  await picture(ann, 'choosing')
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Choose the file…' }).click(),
  ])
  await chooser.setFiles({ name: 'better.txt', mimeType: 'text/plain', buffer: Buffer.from(better) })
  await page.getByRole('button', { name: 'Make it the new witness' }).waitFor()
  const figures = page.getByRole('list', { name: 'What would become of everything' })
  await figures.getByText('already so').waitFor()
  expect((await figures.getByRole('listitem').allInnerTexts()).map(t => t.replace(/\s+/g, ' '))).toEqual([
    expect.stringMatching(/^\d+(\.\d)? % of the old words stand in it$/),
    '2 carried over',
    '0 on words spelled otherwise',
    '1 already so',
    '1 to be placed by hand',
  ])
  await picture(ann, 'look')
  await page.getByRole('tab', { name: /Changes of the text/ }).click()
  await page.getByText('Ugaki').first().waitFor()
  await picture(ann, 'text')
  await page.getByRole('button', { name: 'Make it the new witness' }).click()
  await page.waitForURL(url => url.pathname.startsWith('/d/') && !url.pathname.includes(id))
  await ann.sees('not pleased', '[-where-]{+were+}')
  await ann.sees('Foreign Minister', 'Foreign Minister Ugaki to')

  // Ben's screen says so, lets him write nothing, and takes him to the place where he was.
  await ben.page.getByText('This is an earlier witness.').waitFor()
  await ben.caret('Litvinov')
  await picture(ben, 'earlier')
  await ben.page.getByRole('button', { name: /To this place in the current witness/ }).click()
  await ben.page.waitForURL(url => !url.pathname.includes(id))
  await ben.page.waitForURL(/#at=/)
  await ben.sees('Foreign Minister', 'Foreign Minister Ugaki to')

  // What has no place is listed with its old words; by keys alone it is put where it belongs.
  await page.getByRole('tab', { name: /Unplaced 1/ }).click()
  const card = page.getByRole('article', { name: /Correction without a place: patrols/ })
  await card.getByText('pickets').waitFor()
  await ann.caret('parties', 'select')
  await picture(ann, 'unplaced')
  await page.getByRole('tab', { name: /Unplaced 1/ }).click()
  await card.getByRole('button', { name: 'Place here' }).focus()
  await page.keyboard.press('Enter')
  await ann.sees('kept to their', '[-parties-]{+pickets+}')
  await ben.sees('kept to their', '[-parties-]{+pickets+}')
  await page.getByText(/has its place, or was set aside/).waitFor()
  await page
    .getByRole('tabpanel')
    .getByRole('button', { name: /To be placed/ })
    .click()
  await page.getByRole('option', { name: /Already so 1/ }).click()
  await page.getByRole('article', { name: /without a place: Ugeki/ }).waitFor()
  await picture(ann, 'already')

  // The list of the edition has the new one, and beneath it the old.
  await page.goto(scene.url)
  await page.getByText('Earlier witnesses').click()
  await page.getByRole('link', { name: 'report.txt' }).waitFor()
  await picture(ann, 'library')
  // An old address leads to its place in the new one.
  const at = old.indexOf('Litvinov')
  await page.goto(`${scene.url}/d/${id}#at=${at}-${at + 8}`)
  await page.waitForURL(url => !url.pathname.includes(id) && url.hash.startsWith('#at='))
  await ann.selected('Litvinov')
  expect([...ann.errors, ...ben.errors]).toEqual([])
}, 120_000)

test('what was typed offline to a witness that has been replaced is handed back', async () => {
  const id = await scene.import(ann, old)
  await ben.open(id)
  await ben.status(/saved/i)
  await scene.stopServer('SIGTERM')
  await ben.caret('legation', 'select')
  await ben.page.keyboard.type('embassy')
  await ben.sees('Signed', '{+embassy+}')
  const file = join(scene.data, 'better.txt')
  writeFileSync(file, better)
  await run(['node', 'corrigenda', 'import', file, '--replaces', id, '--data', scene.data])
  await scene.restartServer()
  const dialog = ben.page.getByRole('alertdialog', { name: 'A newer witness has taken its place' })
  await dialog.waitFor()
  await dialog.getByText('embassy').waitFor()
  await picture(ben, 'refused')
  await dialog.getByRole('button', { name: 'Go on' }).click()
  await ben.page.getByText('This is an earlier witness.').waitFor()
}, 60_000)
