/** The history of a document through a real browser: the timeline, versions, comparison, going back and the tray. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Scene, type Visitor } from './scene.js'

const text = `A Report

From Foreign Minister Ugeki to the Ambassador in Moscow.

The Japanese side repeated its claim to the hill.

The end of the report.
`

let scene: Scene
let ann: Visitor
let ben: Visitor
let report: string

beforeAll(async () => {
  scene = await Scene.open()
  ann = await scene.person('Ann')
  ben = await scene.person('Ben')
  report = await scene.import(ann, text)
})
afterAll(() => scene.close())

const shot = async (page: Visitor['page'], name: string) => {
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png` })
}

/** Opens the history of the document and waits until its record has been read. */
async function history(who: Visitor): Promise<Visitor['page']> {
  const { page } = who
  await page.goto(`${scene.url}/d/${report}/history`)
  await page.getByRole('tab', { name: 'Timeline' }).waitFor()
  await page.getByRole('button', { name: 'Play' }).waitFor()
  await page.locator('.history-reading').waitFor({ state: 'detached' })
  return page
}

describe('history', () => {
  test('is led through by keys, and shows the text as it was', async () => {
    await ann.open(report)
    await ann.caret('Ugeki', 'select')
    await ann.page.keyboard.type('Ugaki')
    await ann.status(/Saved/)
    await ann.page.goto(scene.url)
    const page = await history(ann)
    await page.locator('.history-sheet ins').filter({ hasText: 'Ugaki' }).waitFor()
    await shot(page, 'timeline')
    await page.getByRole('slider', { name: 'Moment' }).focus()
    await page.keyboard.press('Home')
    await page.locator('.history-words').filter({ hasText: 'imported' }).waitFor()
    expect(await page.locator('.history-sheet ins').count()).toBe(0)
    await page.keyboard.press('.')
    await page.locator('.history-words').filter({ hasText: 'You proposed' }).waitFor()
    await page.locator('.history-sheet .peer-name').filter({ hasText: 'You' }).waitFor()
    await page.getByRole('button', { name: 'Play' }).click()
    await page.locator('.history-sheet ins').filter({ hasText: 'Ugaki' }).waitFor()
  })

  test('keeps a named version, checks it, and cites it', async () => {
    const page = await history(ann)
    await page.getByRole('tab', { name: 'Versions' }).click()
    await page.getByLabel('Name the present state').fill('As sent to the press')
    await page.getByLabel('Note').fill('First proofs')
    await page.getByRole('button', { name: 'Name version' }).click()
    await page.getByRole('heading', { name: 'As sent to the press' }).waitFor()
    await page.getByRole('button', { name: 'Check' }).click()
    await page.getByText('Both hashes are as stated').waitFor()
    await page.getByRole('button', { name: 'Copy citation' }).click()
    await page.getByText('The citation is on the clipboard').waitFor()
    const cited = await page.evaluate(() => navigator.clipboard.readText())
    expect(cited).toMatch(/Version “As sent to the press”, row \d+ of the record/)
    expect(cited).toContain('named by Ann on')
    expect(cited).toMatch(/witness [0-9a-f]{64}, of the state [0-9a-f]{64}\.$/)
    await shot(page, 'versions')
  })

  test('compares then and now, as a list and in two texts', async () => {
    await ben.open(report)
    await ben.caret('claim', 'select')
    await ben.page.keyboard.type('demand')
    await ben.status(/Saved/)
    await ben.page.goto(scene.url)
    await ann.open(report)
    await ann.caret('Ugaki', 'after')
    await ann.page.keyboard.type(' K.')
    await ann.status(/Saved/)
    const page = await history(ann)
    await page.getByRole('tab', { name: 'Versions' }).click()
    await page.getByRole('button', { name: 'Compare with now' }).click()
    const list = page.getByRole('grid', { name: 'Differences' })
    await list.getByRole('row').nth(1).waitFor()
    expect(await list.getByRole('row').allInnerTexts()).toEqual([
      expect.stringMatching(/Correction\s+changed\s+You\s+Ugeki → Ugaki K\., before: Ugaki/),
      expect.stringMatching(/Correction\s+made\s+Ben\s+claim → demand/),
    ])
    await list.focus()
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    expect(await page.locator('.pane-before ins').allInnerTexts()).toEqual(['Ugaki'])
    expect(await page.locator('.pane-after ins').allInnerTexts()).toEqual(['Ugaki K.', 'demand'])
    const marked = await page.evaluate(() => [...(CSS.highlights.get('history-after') ?? [])].map(String))
    expect(marked).toContain('demand')
    await shot(page, 'compare')
  })

  test('goes back in one act, with a preview, and takes that back', async () => {
    const { page } = ann
    await page.getByRole('button', { name: 'Go back…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Write again Ugeki → Ugaki').waitFor()
    await dialog.getByText('Reject claim → demand').waitFor()
    await shot(page, 'return')
    await dialog.getByRole('button', { name: 'Go back' }).click()
    await page.locator('.pane-after ins').filter({ hasText: 'K.' }).waitFor({ state: 'detached' })
    expect(await page.locator('.pane-after ins').allInnerTexts()).toEqual(['Ugaki'])
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.locator('.pane-after ins').filter({ hasText: 'K.' }).waitFor()
  })

  test('brings back from the tray what was rejected and what was removed', async () => {
    await ann.open(report)
    await ann.caret('report', 'select')
    await ann.page.keyboard.type('matter')
    await ann.status(/Saved/)
    await ann.page.keyboard.press('Control+z')
    await ann.sees('The end', 'The end of the report.')
    await ann.status(/Saved/)
    const page = await history(ann)
    await page.getByRole('tab', { name: 'Tray' }).click()
    const list = page.getByRole('grid', { name: 'Tray' })
    await list.getByRole('row').filter({ hasText: 'claim → demand' }).waitFor()
    await list.getByRole('row').filter({ hasText: 'report → matter' }).waitFor()
    await shot(page, 'tray')
    await list
      .getByRole('row')
      .filter({ hasText: 'matter' })
      .getByRole('button', { name: 'Bring back' })
      .click()
    await list.getByRole('row').filter({ hasText: 'matter' }).waitFor({ state: 'detached' })
    await list.getByRole('row').filter({ hasText: 'demand' }).click()
    await list.focus()
    await page.keyboard.press('Enter')
    await page.getByText('The tray is empty').waitFor()
    await ben.open(report)
    await ben.sees('The end', '[-report-]{+matter+}')
    await ben.sees('The Japanese', '[-claim-]{+demand+}')
  })

  test('scrolls both texts together, whatever stands in only one of them', async () => {
    const long = Array.from({ length: 200 }, (_, i) => `Paragraph ${i} tells of the border and the hill.`)
    const id = await scene.import(ann, long.join('\n\n'), 'long.txt')
    await ann.open(id)
    await ann.caret('Paragraph 3 tells', 'before')
    for (let i = 0; i < 6; i++) await ann.page.keyboard.press('Shift+Enter')
    await ann.status(/Saved/)
    const { page } = ann
    await page.goto(`${scene.url}/d/${id}/history`)
    await page.getByRole('tab', { name: 'Compare' }).click()
    await page.locator('.pane-after .block').first().waitFor()
    const block = (side: string) =>
      page.evaluate(name => {
        const box = document.querySelector(name)!.getBoundingClientRect()
        const all = [...document.querySelectorAll(`${name} .block`)]
        const first = all.find(at => at.getBoundingClientRect().bottom > box.top + 60)
        return first?.getAttribute('data-at') ?? null
      }, side)
    let least = 1_000
    for (const [leader, follower] of [
      ['.pane-before', '.pane-after'],
      ['.pane-after', '.pane-before'],
    ] as const) {
      await page.locator(leader).hover()
      await page.mouse.wheel(0, 2_000)
      const together = async () => {
        const at = Number(await block(leader))
        return at > least && at === Number(await block(follower))
      }
      await expect.poll(together, { timeout: 5_000 }).toBe(true)
      least = Number(await block(leader))
    }
  })

  test('fits a narrow screen, and is dark where that is wished', async () => {
    const { page } = ann
    await page.setViewportSize({ width: 360, height: 740 })
    await page.emulateMedia({ colorScheme: 'dark' })
    for (const name of ['Timeline', 'Versions', 'Compare', 'Tray']) {
      await page.getByRole('tab', { name }).click()
      const wide = await page.evaluate(() => document.documentElement.scrollWidth)
      expect(wide).toBeLessThanOrEqual(360)
      await shot(page, `narrow-${name.toLowerCase()}`)
    }
    expect([...ann.errors, ...ben.errors]).toEqual([])
  })
})
