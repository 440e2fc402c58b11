/** The seeds proofread by mouse alone: every command by pointing, the keys for nothing but letters. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { absent, hasMaterial } from '../support/material.js'
import { Hand } from './hand.js'
import { Scene, type Visitor } from './scene.js'

const seeds = ['soviet-document-1962.txt', 'changkufeng-report.txt', 'soong-stalin-meeting.txt'] as const
const has = hasMaterial('seeds/README.md')
const fileOf = (name: string) => fileURLToPath(new URL(`../../../shared/seeds/${name}`, import.meta.url))

let scene: Scene
let ada: Visitor
let ben: Visitor
let hand: Hand

beforeAll(async () => {
  if (!has) return
  scene = await Scene.open()
  ada = await scene.person('Ada Reader', { width: 1440, height: 900 })
  ada.page.setDefaultTimeout(8_000)
  hand = new Hand(ada)
})

afterAll(() => scene?.close())

const button = (name: string | RegExp, visitor = ada) =>
  visitor.page.getByRole('button', { name, exact: typeof name === 'string' })
const dialog = () => ada.page.getByRole('dialog')
const typed = (words: string) => ada.page.keyboard.type(words)
const status = (words: RegExp) => ada.page.locator('.foot').getByText(words).first().waitFor()
const open = async (title: RegExp) => {
  await ada.page.getByRole('link', { name: /^Corrigenda/ }).click()
  await ada.page.getByRole('link', { name: title }).click()
  await ada.page.locator('.sheet-text').waitFor()
}
/** Chooses a page of the edition from the menu at the head. */
const visit = async (name: RegExp) => {
  await button('Pages of the edition').click()
  await ada.page.getByRole('menuitem', { name }).click()
}
/** What an export downloads. */
const exported = async (format: RegExp, view: RegExp): Promise<string> => {
  await button('Export').click()
  await dialog().getByRole('option', { name: format }).click()
  await dialog().getByRole('radio', { name: view }).click()
  const [download] = await Promise.all([ada.page.waitForEvent('download'), button('Download').click()])
  return readFile(await download.path(), 'utf8')
}

describe.skipIf(!has)(`by mouse alone${has ? '' : ` ${absent}`}`, () => {
  test('three files are imported into a new edition', async () => {
    const [chooser] = await Promise.all([
      ada.page.waitForEvent('filechooser'),
      button('Import documents…').click(),
    ])
    await chooser.setFiles(seeds.map(fileOf))
    await dialog()
      .getByRole('radio', { name: /soong-stalin/ })
      .click()
    await dialog().getByText('Good many of them will make hara-kiri.').waitFor()
    await dialog().getByRole('textbox', { name: 'Title of the new edition' }).click()
    await typed('Borders')
    await button('Import 3').click()
    await ada.page.getByRole('heading', { name: /^Borders/ }).waitFor()
    await open(/Zhang Hanfu/)
  })

  test('misreadings are typed over, what is too much is struck, what is lacking typed in', async () => {
    await button(/Kind of new corrections/).click()
    await ada.page.getByRole('option', { name: 'transcription' }).click()
    for (const [wrong, right] of [
      ['quards', 'guards'],
      ['8;00', '8:00'],
    ] as const) {
      await hand.drag(wrong)
      await typed(right)
    }
    await hand.drag('the Soviet order')
    await typed('the Soviet border')
    await hand.drag('literally, ')
    await hand.choose('literally, ', /^Strike these words out/)
    await hand.click('who used to work')
    await typed('a man ')
    await ada.sees('deploy large numbers', 'border [-quards-]{+guards+} along')
    await ada.sees('until 8', 'until [-8;00-]{+8:00+} p.m.')
    await ada.sees('no barrier', 'barrier, [-literally, -]on the')
    await ada.sees('Iskhakov Marghub, ', 'Marghub, {+a man +}who used')
    await hand.click('Out of humanitarian')
    await status(/^5 corrections: 5 proposed/)
  })

  test('what one did is taken back, and done again', async () => {
    await button('Undo (Ctrl+Z)').click()
    await ada.sees('used to work', 'Marghub, who used')
    await button('Undo (Ctrl+Z)').click()
    await ada.sees('no barrier', 'barrier, literally, on')
    await button('Redo (Ctrl+Y)').click()
    await ada.sees('no barrier', 'barrier, [-literally, -]on the')
    await hand.drag('Chinese comrades. The')
    await hand.carry('Chinese comrades. The', 'This is no secret')
    await button('Undo (Ctrl+Z)').click()
    await ada.sees('no secret', 'China. This is no secret to the Chinese comrades. The protection')
  })

  test('a correction is given kind, certainty, evidence and reason on its card', async () => {
    await hand.click('guards along')
    const card = ada.page.locator('.card.on')
    await card.getByRole('button', { name: /^Transcription/ }).click()
    await ada.page.getByRole('option', { name: 'Emendation' }).click()
    await card.getByRole('button', { name: /Certainty/ }).click()
    await ada.page.getByRole('option', { name: /high/ }).click()
    await card.getByRole('button', { name: /Evidence/ }).click()
    await ada.page.getByRole('option', { name: /internal/ }).click()
    await card
      .getByRole('textbox', { name: /Reason|Why/ })
      .first()
      .click()
    await typed('so elsewhere on the page')
    // The card goes out of sight while one is still in its field.
    await hand.turnTo('Moscow believes')
    await hand.click('Moscow believes')
    await hand.choose('8:00', /^Its certainty/, /^High/)
    await open(/Zhang Hanfu/)
    await hand.click('guards along')
    await expect
      .poll(() =>
        ada.page
          .locator('.card.on')
          .getByRole('textbox', { name: /Reason|Why/ })
          .first()
          .inputValue(),
      )
      .toBe('so elsewhere on the page')
  })

  test('the paragraph that a page turn parted is joined, another is split before a word, and a page begins', async () => {
    await hand.turnTo('taken steps to stop')
    await hand.choose('taken steps to stop', /^Join with the block before/)
    await ada.sees('They should have', 'should have taken steps')
    await hand.choose('Thus, it is the Soviet', /^Split the block here/)
    expect(await ada.block('Thus, it is')).toMatch(/^Thus, it is the Soviet Union/)
    await hand.choose('Food and drinks', /^Page breaks/, /^Begin a page here/)
    await dialog().waitFor()
    await typed('41')
    await dialog().getByRole('button', { name: 'Set it' }).click()
    await ada.page.locator('.m-pb', { hasText: '41' }).waitFor()
    await hand.choose('April 30, 1962', /^Make it/, /^Dateline/)
    await ada.page.locator('.k-dateline', { hasText: 'April 30, 1962' }).waitFor()
  })

  test('a note is written, with a reference and a work that the bibliography did not have', async () => {
    await hand.drag('Huoerguosi [Horgos]')
    await hand.choose('Huoerguosi', /^Write an explanatory note/)
    const card = ada.page.locator('.on-note')
    await card.locator('.note-body.ProseMirror-focused').waitFor()
    await typed('Named again in ')
    await card.getByRole('button', { name: /^Reference/ }).click()
    await typed('At certain locations')
    await card.getByRole('option').first().click()
    await typed('; see ')
    await card.getByRole('button', { name: /^Citation/ }).click()
    await card.getByRole('button', { name: /^Add a work/ }).click()
    await typed('Millward, James')
    await dialog().getByRole('textbox', { name: 'Title' }).click()
    await typed('Eurasian Crossroads')
    await dialog().getByRole('textbox', { name: /^Date/ }).click()
    await typed('2007')
    await dialog().getByRole('button', { name: 'Save' }).click()
    await card.getByText(/Millward/).waitFor()
    await expect
      .poll(() => card.locator('.note-body').innerText())
      .toMatch(/^Named again in ¶ \d+; see .*Millward/)
    await hand.drag('practices in handling')
    await hand.choose('practices in', /^Write a textual note/)
    await card.locator('.note-body.ProseMirror-focused').waitFor()
    await typed('So the notice.')
  })

  test('names are tagged wherever they stand; the source’s own marks are said', async () => {
    await hand.word('Iskhakov Marghub')
    await hand.choose('Iskhakov', /^Tag as a name/, /^Person/)
    await dialog()
      .getByText(/other places? with these words/)
      .click()
    await dialog()
      .getByText(/^New entry “Iskhakov”/)
      .click()
    await expect.poll(() => ada.page.locator('.sheet-text .name').count()).toBe(3)
    await hand.word('Almaty')
    await hand.choose('Almaty', /^In the source it is/, /low certainty/)
    await hand.word('Celsius')
    await hand.choose('Celsius', /^In the source it is/, /^Gap/)
    await dialog().getByRole('button').first().click()
    await ada.page.getByRole('option', { name: 'stamped over' }).click()
    await dialog().getByRole('button', { name: 'Set it' }).click()
    await ada.page.locator('.s-unclear', { hasText: 'Almaty' }).waitFor()
    await ada.page.locator('.s-gap', { hasText: 'Celsius' }).waitFor()
  })

  test('words are found and replaced, one and then all', async () => {
    await hand.drag('Ba-ke-tu')
    await hand.choose('Ba-ke-tu', /^Find these words/)
    await button('Replace').click()
    await typed('Baketu')
    await button('Replace').last().click()
    await ada.page.getByText('1 of 2', { exact: true }).waitFor()
    await button('Replace all').click()
    await ada.page.getByText('2 proposals made').waitFor()
    await ada.page.getByRole('search').getByRole('button', { name: 'Close' }).click()
    await ada.sees('totally different', '[-Ba-ke-tu-]{+Baketu+} [sic]')
    await ada.sees('should have taken', 'in the [-Ba-ke-tu-]{+Baketu+} area')
  })

  test('somebody else decides in panel and queue', async () => {
    const document = new URL(ada.page.url()).pathname
    ben = await scene.person('Ben Proof', { width: 1440, height: 900 })
    ben.page.setDefaultTimeout(8_000)
    await ben.page.getByRole('link', { name: /Zhang Hanfu/ }).click()
    await ben.page.locator('.sheet-text').waitFor()
    expect(new URL(ben.page.url()).pathname).toBe(document)
    await ben.page.getByRole('tab', { name: /^Corrections/ }).click()
    const rows = ben.page.locator('.queue-row')
    await rows.getByText('literally,').first().click()
    await button(/^Reject…/, ben).click()
    await ben.page.getByRole('textbox', { name: 'Why is it rejected?' }).click()
    await ben.page.keyboard.type('it is in the source')
    await button(/^Reject ↩/, ben).click()
    await ben.page.getByRole('tab', { name: 'Here' }).click()
    await new Hand(ben).click('guards along')
    await ben.page
      .locator('.card.on')
      .getByRole('button', { name: /^Accept/ })
      .click()
    await ben.page.getByRole('tab', { name: /^Corrections/ }).click()
    await button('Accept all…', ben).click()
    await ben.page
      .getByRole('dialog')
      .getByRole('button', { name: /^Accept \d/ })
      .click()
    await status(/: \d+ accepted, 1 rejected$/)
    await open(/Zhang Hanfu/)
    await button(/^What happened to your work: \d+ new/).click()
    await dialog().getByText('it is in the source').waitFor()
    await dialog()
      .getByText(/Ben Proof.*rejected/)
      .click()
    await ada.page.locator('.card.on').getByText('literally,').first().waitFor()
  })

  test('a version is named, and compared with what came after', async () => {
    await visit(/^History/)
    await ada.page.getByRole('tab', { name: 'Versions' }).click()
    await ada.page.getByRole('textbox', { name: 'Name the present state' }).click()
    await typed('As proofread')
    await button('Name version').click()
    await ada.page.getByRole('heading', { name: 'As proofread' }).waitFor()
    await ada.page.getByRole('link', { name: /Zhang Hanfu/ }).click()
    await ada.page.locator('.sheet-text').waitFor()
    await hand.drag('Soviet-China')
    await typed('Sino-Soviet')
    await hand.click('For the sake of the friendship')
    await status(/^Saved/)
    await visit(/^History/)
    await ada.page.getByRole('tab', { name: 'Versions' }).click()
    await button('Compare with now').click()
    const list = ada.page.getByRole('grid', { name: 'Differences' })
    await list.getByRole('row').filter({ hasText: 'Sino-Soviet' }).first().waitFor()
  })

  test('apparatus and exports say what was done', async () => {
    await visit(/^Apparatus/)
    const sheet = ada.page.locator('.apparatus-sheet')
    await expect.poll(() => sheet.innerText()).toMatch(/guards \] quards/)
    await expect.poll(() => sheet.innerText()).toMatch(/a\. .*practices in handling \] So the notice\./)
    await expect
      .poll(() => sheet.innerText())
      .toMatch(/1\. .*Huoerguosi \[Horgos\] \] Named again in ¶ \d+; see .*Millward/)
    await ada.page.getByRole('link', { name: /Zhang Hanfu/ }).click()
    await ada.page.locator('.sheet-text').waitFor()
    const reading = await exported(/Plain text/i, /^Reading/)
    for (const words of [
      'border guards along the border',
      'until 8:00 p.m.',
      'no barrier, literally, on the',
      'the Soviet border had been opened',
      'They should have taken steps',
      'in the Baketu [sic] and Huoerguosi [Horgos] areas',
    ])
      expect(reading.replace(/\s+/g, ' ')).toContain(words)
    expect(await exported(/Plain text/i, /^Received/)).toBe(await readFile(fileOf(seeds[0]), 'utf8'))
    const tei = await exported(/TEI/i, /^All markup/)
    for (const words of [
      /<choice[^>]*>\s*<sic>quards<\/sic>\s*<corr[^>]*>guards<\/corr>/,
      /<unclear[^>]*cert="low"[^>]*>Almaty/,
      /<persName[^>]*>Iskhakov/,
      /<pb [^>]*n="41"/,
      /Named again in/,
      /Eurasian Crossroads/,
    ])
      expect(tei).toMatch(words)
  })

  test('the report: stamps compared, a heading lowered, a misreading mended everywhere', async () => {
    await open(/Changkufeng/)
    await ada.page.getByRole('tab', { name: 'Pages' }).click()
    await ada.page.getByRole('tabpanel', { name: 'Pages' }).getByText('Aug 28 1931').first().click()
    await hand.drag('Aug 28 1931')
    await typed('28 Aug 1938')
    await hand.choose('Paragraph 2. The Shatsaofeng', /^Higher in the list or outline/)
    await ada.page.locator('[data-level="4"]', { hasText: 'Paragraph 2.' }).waitFor()
    await hand.turnTo('border patrol detachment')
    await hand.drag('Chengkufeng')
    await hand.choose('Chengkufeng', /^Find these words/)
    await button('Replace').click()
    await typed('Changkufeng')
    await button('Replace all').click()
    await ada.page.getByText('5 proposals made').waitFor()
    await button('Undo (Ctrl+Z)').click()
    await button('Redo (Ctrl+Y)').click()
    await ada.page.getByRole('search').getByRole('button', { name: 'Close' }).click()
    await ada.sees('border patrol detachment', 'north of [-Chengkufeng-]{+Changkufeng+}, trespassed')
    await visit(/^Stamps/)
    await ada.page.getByRole('link', { name: 'p. 2' }).click()
    await ada.page.locator('.k-stamp', { hasText: '28 Aug 1938' }).waitFor()
  })

  test('the minutes: a turn goes to another speaker, a paragraph becomes a stage direction', async () => {
    await open(/Soong and Stalin/)
    await hand.choose('Face saving', /^Set the speaker/)
    await dialog().getByRole('button').first().click()
    await ada.page.getByRole('option', { name: 'Wang' }).click()
    await dialog().getByRole('button', { name: 'Set it' }).click()
    await ada.page.locator('.block[data-who="Wang"]', { hasText: 'Face saving' }).waitFor()
    await hand.choose('It was in the past', /^Make it/, /^Stage direction/)
    await ada.page.locator('.k-stage', { hasText: 'It was in the past' }).waitFor()
    await button('Undo (Ctrl+Z)').click()
    await ada.page.locator('.k-speech', { hasText: 'It was in the past' }).waitFor()
    await hand.drag('like and alliance')
    await typed('like an alliance')
    await ada.page
      .locator('.card.on')
      .getByRole('button', { name: /^Accept/ })
      .click()
    await hand.click('It is a desert')
    await ada.page.getByRole('tab', { name: 'Speakers' }).click()
    await ada.page.getByRole('tabpanel', { name: 'Speakers' }).getByText('Molotov').first().click()
    await status(/^Saved/)
    expect(await exported(/TEI/i, /^All markup/)).toMatch(
      /<sic>like and alliance<\/sic>\s*<corr[^>]*>like an alliance<\/corr>/,
    )
  })

  test.each([1920, 1341, 1181, 901, 781, 701, 621, 401])('head and foot fit into %i pixels', async width => {
    await ada.page.setViewportSize({ width, height: 800 })
    await expect
      .poll(() =>
        ada.page.evaluate(() =>
          ['.head', '.foot'].map(s => {
            const { scrollWidth, clientWidth } = document.querySelector(s)!
            return scrollWidth - clientWidth
          }),
        ),
      )
      .toEqual([0, 0])
  })

  test('by finger on a small screen: all is in reach, and large enough to touch', async () => {
    const context = await scene.browser.newContext({
      viewport: { width: 360, height: 740 },
      hasTouch: true,
      isMobile: true,
      storageState: await ada.context.storageState(),
    })
    const page = await context.newPage()
    page.setDefaultTimeout(8_000)
    await page.goto(ada.page.url())
    const speech = page.locator('.block', { hasText: 'Do you like him?' })
    // A finger that is quicker than the page taps again.
    await expect
      .poll(
        async () => {
          await speech.tap()
          await page.waitForTimeout(300)
          return page.evaluate(
            () => getSelection()!.anchorNode?.parentElement?.closest('.block')?.textContent ?? '',
          )
        },
        { timeout: 8_000 },
      )
      .toContain('like him?')
    await page.evaluate(() => new Promise(done => setTimeout(done, 100)))
    await page
      .locator('.foot-tools')
      .getByRole('button', { name: /^What can be done/ })
      .tap()
    await page.getByRole('menuitem', { name: /^Make it/ }).tap()
    const item = page.getByRole('menuitem', { name: /^Quotation/ })
    await item.waitFor()
    const box = (await item.boundingBox())!
    expect(box.x).toBeGreaterThanOrEqual(0)
    expect(box.x + box.width).toBeLessThanOrEqual(360)
    await item.tap()
    await page.locator('.k-quotation', { hasText: 'Do you like him?' }).waitFor()
    await page.locator('.foot-tools').getByRole('button', { name: /^Undo/ }).tap()
    await page.locator('.k-speech', { hasText: 'Do you like him?' }).waitFor()
    const { overflow, small } = await page.evaluate(() => ({
      overflow: ['.head', '.foot'].filter(s => {
        const { scrollWidth, clientWidth } = document.querySelector(s)!
        return scrollWidth > clientWidth
      }),
      small: [...document.querySelectorAll<HTMLElement>('.head button, .foot button')]
        .filter(b => b.offsetParent !== null && b.offsetHeight < 40)
        .map(b => b.getAttribute('aria-label') ?? b.innerText),
    }))
    expect(overflow).toEqual([])
    expect(small).toEqual([])
    await context.close()
  })

  test('nothing went wrong on the way', () => {
    expect([...ada.errors, ...ben.errors]).toEqual([])
  })
})
