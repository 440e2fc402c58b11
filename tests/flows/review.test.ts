/** Two people review a document, by keyboard alone and by mouse alone, in the queue of the document and of the edition. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Scene, type Visitor } from './scene.js'

const text = `REPORT ON THE HARBOUR

On the 14th an instruction was wired from Foreign Minister Ugeki to Mr. Nishi in Moscow.

The second paragraf speaks of othre things, and at some lenght, so that there is room for two.

A thrid paragraph ends the raport.
`

let scene: Scene
let ada: Visitor
let ben: Visitor
let report: string
let edition: string

const corrections: readonly (readonly [string, string])[] = [
  ['Ugeki', 'Ugaki'],
  ['paragraf', 'paragraph'],
  ['othre', 'other'],
  ['lenght', 'length'],
  ['thrid', 'third'],
  ['raport', 'report'],
]

beforeAll(async () => {
  scene = await Scene.open()
  ada = await scene.person('Ada Reader')
  ben = await scene.person('Ben Proof')
  report = await scene.import(ada, text)
  const headers = { cookie: await ada.cookie() }
  const about = await fetch(`${scene.url}/api/documents/${report}`, { headers })
  edition = ((await about.json()) as { edition: { id: string } }).edition.id
  for (const { page } of [ada, ben]) page.setDefaultTimeout(8_000)
  await ada.open(report)
  await ben.open(report)
})

afterAll(() => scene?.close())

const queue = (visitor: Visitor) => visitor.page.getByRole('grid', { name: 'Corrections to decide on' })
const rows = (visitor: Visitor) => visitor.page.locator('.queue-row')
/** The reading and standing of each row. Those of one place stand in the order of their ids, which are left to chance:
 * here by their words. */
const listed = (visitor: Visitor) =>
  visitor.page
    .evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('.queue-row')].map(
        row => `${row.querySelector('.queue-take')!.textContent}: ${row.dataset.standing}`,
      ),
    )
    .then(lines => lines.sort((a, b) => (a.slice(0, 6) === b.slice(0, 6) ? (a < b ? -1 : 1) : 0)))
const inHand = (visitor: Visitor) => visitor.page.locator('.queue-row.current .queue-take').textContent()
/** Goes down the queue by key to the row with this reading. */
const goTo = async (visitor: Visitor, reading: string) => {
  await visitor.page.keyboard.press('Home')
  for (let i = 0; i < 10 && (await inHand(visitor)) !== reading; i++) await visitor.page.keyboard.press('j')
  expect(await inHand(visitor)).toBe(reading)
}
const openQueue = async (visitor: Visitor) => {
  await visitor.page.getByRole('tab', { name: /^Corrections/ }).click()
  await queue(visitor).focus()
}

describe('a correction as a scholar records it', () => {
  test('kind, certainty, evidence and reason are said while the caret stays in the text', async () => {
    const { page } = ada
    await ada.caret('Ugeki', 'select')
    await page.keyboard.type('Ugaki')
    for (const key of ['Alt+5', 'Alt+6', 'Alt+7', 'Alt+7']) await page.keyboard.press(key)
    await page.keyboard.press('Alt+8')
    await page.getByRole('dialog', { name: 'Give the reason' }).getByRole('textbox').fill('so on p. 3')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.waitForFunction(() => document.activeElement?.matches('.sheet-text'))
    await page.keyboard.type('!')
    await ben.sees('Foreign Minister', '[-Ugeki-]{+Ugaki!+} to Mr.')
    await page.keyboard.press('Backspace')
    await openQueue(ben)
    await rows(ben).getByText('Regularization').waitFor()
    await rows(ben).getByText('certainty high').waitFor()
    await rows(ben).getByText('external evidence').waitFor()
    await rows(ben).getByText('so on p. 3').waitFor()
  })

  test('who proofreads against the scan makes transcriptions until they say otherwise', async () => {
    const { page } = ada
    await page.keyboard.press('Control+k')
    await page.keyboard.type('from now on transcr')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: /transcription Kind of new/ }).waitFor()
    for (const [wrong, right] of corrections.slice(1)) {
      await ada.caret(wrong, 'select')
      await page.keyboard.type(right)
    }
    await ada.status(/^Saved/)
    await expect.poll(() => rows(ben).count()).toBe(corrections.length)
    expect(await rows(ben).getByText('Transcription').count()).toBe(corrections.length - 1)
    await page.reload()
    await page.getByRole('button', { name: /transcription Kind of new/ }).waitFor()
  })
})

describe('the queue of a document', () => {
  test('is gone through by keyboard alone', async () => {
    const { page } = ben
    await openQueue(ben)
    await expect.poll(() => inHand(ben)).toBe('Ugeki ] Ugaki')
    await page.keyboard.press('a')
    await expect.poll(() => inHand(ben)).toBe('paragraf ] paragraph')
    await page.keyboard.press('r')
    await page.keyboard.type('the clerk spells so')
    await page.keyboard.press('Enter')
    await expect.poll(() => inHand(ben)).toBe('othre ] other')
    await page.keyboard.press('e')
    await page.keyboard.type('odd')
    await page.keyboard.press('Enter')
    await expect
      .poll(() => listed(ben))
      .toEqual([
        'Ugeki ] Ugaki: accepted',
        'paragraf ] paragraph: rejected',
        'othre ] odd: accepted',
        'othre ] other: proposed',
        'lenght ] length: proposed',
        'thrid ] third: proposed',
        'raport ] report: proposed',
      ])
    await ada.sees('speaks of', 'odd')
  })

  test('competing readings are decided side by side, and the loser says what holds in its place', async () => {
    const { page } = ben
    await goTo(ben, 'othre ] odd')
    const company = await page
      .getByRole('list', { name: 'Competing corrections' })
      .getByRole('listitem')
      .allTextContents()
    expect(company).toHaveLength(2)
    await page.keyboard.press(String(1 + company.findIndex(rival => rival.startsWith('othre ] other'))))
    await expect
      .poll(async () => (await listed(ben)).filter(row => row.startsWith('othre')))
      .toEqual(['othre ] odd: superseded', 'othre ] other: accepted'])
    await goTo(ben, 'othre ] odd')
    await page.getByText('Superseded by “other” (Ada Reader)').waitFor()
  })

  test('many are decided at once, and taken back in one step', async () => {
    const { page } = ben
    const before = await listed(ben)
    await page.keyboard.press('Shift+A')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('heading', { name: 'Accept 3 of 7' }).waitFor()
    expect(await dialog.getByRole('list', { name: 'What will be decided' }).innerText()).toContain(
      'thrid ] third',
    )
    await dialog.getByText(/4 left alone. They are decided on already/).waitFor()
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await listed(ben)).filter(r => r.endsWith(': proposed'))).toEqual([])
    await page.keyboard.press('u')
    await expect.poll(() => listed(ben)).toEqual(before)
  })

  test('is gone through by mouse alone', async () => {
    const { page } = ada
    await page.getByRole('tab', { name: /^Corrections/ }).click()
    await page.getByRole('button', { name: /Standing/ }).click()
    await page.getByRole('option', { name: 'proposed' }).click()
    await expect.poll(() => rows(ada).count()).toBe(3)
    await rows(ada).getByText('lenght ] length').click()
    await page.getByRole('button', { name: /^Reject…/ }).click()
    await page.getByRole('textbox', { name: 'Why is it rejected?' }).fill('as in the source')
    await page.getByRole('button', { name: /^Reject ↩/ }).click()
    await expect.poll(() => rows(ada).count()).toBe(2)
    await page.getByRole('button', { name: /^Accept A/ }).click()
    await expect.poll(() => rows(ada).count()).toBe(1)
    await page.getByRole('button', { name: 'Accept all…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Accept 1' }).click()
    await page.getByText('Nothing here awaits a decision.').waitFor()
  })

  test('decisions made at the same moment come out alike on both screens', async () => {
    await ada.page.getByRole('button', { name: /Standing/ }).click()
    await ada.page.getByRole('option', { name: 'Any standing' }).click()
    for (const visitor of [ada, ben]) {
      await queue(visitor).focus()
      await visitor.page.keyboard.press('End')
      await expect.poll(() => inHand(visitor)).toBe('raport ] report')
    }
    await Promise.all([ada.page.keyboard.press('o'), ben.page.keyboard.press('o')])
    await expect.poll(async () => (await listed(ada)).at(-1)).toBe('raport ] report: proposed')
    await Promise.all([
      ada.page.keyboard.press('a'),
      ben.page.keyboard.press('r').then(() => ben.page.keyboard.press('Enter')),
    ])
    await ada.status(/^Saved/)
    await ben.status(/^Saved/)
    await expect.poll(async () => (await listed(ada)).at(-1)).not.toMatch(/proposed$/)
    await expect
      .poll(async () => (await listed(ada)).join('\n') === (await listed(ben)).join('\n'))
      .toBe(true)
  })
})

describe('what people say to each other', () => {
  test('a conversation is held on the correction, and settled', async () => {
    const { page } = ben
    await page.keyboard.press('Home')
    await page.keyboard.press('c')
    await page.keyboard.type('Which page 3?')
    await page.keyboard.press('Control+Enter')
    await ada.page.keyboard.press('Home')
    await ada.page.locator('.queue-row.current .replies').getByText('Which page 3?').waitFor()
    await ada.page.getByRole('textbox', { name: 'Reply' }).fill('Of the fair copy.')
    await ada.page.getByRole('button', { name: 'Reply', exact: true }).click()
    await page.locator('.queue-row.current .replies').getByText('Of the fair copy.').waitFor()
    await page.getByRole('button', { name: 'Settled' }).click()
    await ada.page.getByText(/2 replies · settled by Ben Proof/).waitFor()
  })

  test('the bell tells what happened to one’s work, and leads there', async () => {
    const { page } = ada
    await page.reload()
    await page.locator('.sheet-text').waitFor()
    await page.getByRole('button', { name: /What happened to your work: \d+ new/ }).click()
    const feed = page.getByRole('dialog')
    await feed.getByText('the clerk spells so').waitFor()
    await feed.getByText('Which page 3?').waitFor()
    await feed.getByText(/Ben Proof.*rejected.*paragraf/).click()
    await page.getByRole('button', { name: /What happened to your work: nothing new/ }).waitFor()
    expect(new URL(page.url()).hash).toMatch(/^#correction=/)
    await page.locator('.card.on').getByText('paragraf ] paragraph').waitFor()
  })
})

describe('the queue of an edition', () => {
  test('shows what awaits a decision, and decides on it', async () => {
    const { page } = ben
    await page.goto(`${scene.url}/e/${edition}/review`)
    await page.locator('[data-queue-ready]').waitFor()
    await page.getByRole('button', { name: /Standing/ }).click()
    await page.getByRole('option', { name: 'Any standing' }).click()
    await expect.poll(() => rows(ben).count()).toBe(7)
    await queue(ben).focus()
    await page.keyboard.press('Home')
    await page.keyboard.press('o')
    await expect.poll(async () => (await listed(ben))[0]).toBe('Ugeki ] Ugaki: proposed')
    await page.keyboard.press('e')
    await page.keyboard.type('Ugakki')
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await listed(ben)).slice(0, 2)).toContain('Ugeki ] Ugakki: accepted')
    await ada.sees('Foreign Minister', 'Ugakki')
  })

  test('shows its first rows while the rest is on its way, and decides on all when all are there', async () => {
    const { page } = ben
    const more = await fetch(`${scene.url}/api/editions/${edition}/documents?name=more.txt`, {
      method: 'POST',
      headers: { cookie: await ben.cookie(), origin: scene.url },
      body: 'Anothre document.\n',
    })
    const { id } = (await more.json()) as { id: string }
    await ada.open(id)
    await ada.page.locator('.sheet-text').waitFor()
    await ada.caret('Anothre', 'after')
    for (let i = 0; i < 2; i++) await ada.page.keyboard.press('Backspace')
    await ada.page.keyboard.type('er')
    await ada.status(/^Saved/)
    let release = () => {}
    const released = new Promise<void>(resolve => {
      release = resolve
    })
    // The smallest first page, and a rest that takes its time.
    await page.route(/corrections\?limit=100$/, route =>
      route.continue({ url: route.request().url().replace('=100', '=1') }),
    )
    await page.route(/corrections\?limit=2000&from=/, route => released.then(() => route.continue()))
    await page.reload()
    await page.locator('[data-queue-ready]:not([data-queue-whole])').waitFor()
    const acceptAll = page.getByRole('button', { name: 'Accept all…' })
    await page.getByRole('button', { name: /Standing/ }).click()
    await page.getByRole('option', { name: 'Any standing' }).click()
    await page.locator('.bulk-bar').getByText('9 shown').waitFor()
    expect(await acceptAll.isDisabled()).toBe(true)
    expect(await rows(ben).count()).toBe(8)
    release()
    await page.locator('[data-queue-whole]').waitFor()
    await page.locator('.bulk-bar').getByText('9 shown').waitFor()
    await expect.poll(() => rows(ben).count()).toBe(9)
    await page.locator('.queue-take', { hasText: 'Anothre ] Another' }).waitFor()
    expect(await acceptAll.isDisabled()).toBe(false)
    await page.unrouteAll()
    await ada.open(report)
  })

  test('an edition that asks for two persons says so on the button, and keeps to it', async () => {
    const address = `${scene.url}/api/editions/${edition}/records/settings/edition`
    const answer = await fetch(address, {
      method: 'PUT',
      headers: { cookie: await ben.cookie(), 'content-type': 'application/json' },
      body: JSON.stringify({ value: { twoPersons: true }, rev: 0 }),
    })
    expect(answer.status).toBeLessThan(300)
    const { page } = ben
    await page.reload()
    await page.locator('[data-queue-ready]').waitFor()
    await page.getByRole('button', { name: /Standing/ }).click()
    await page.getByRole('option', { name: 'Any standing' }).click()
    await rows(ben).locator('.queue-take', { hasText: 'Ugeki ] Ugakki' }).click()
    await page.keyboard.press('o')
    await expect.poll(async () => (await listed(ben)).slice(0, 2)).toContain('Ugeki ] Ugakki: proposed')
    await rows(ben).locator('.queue-take', { hasText: 'Ugeki ] Ugakki' }).click()
    await page
      .getByText(/asks for two persons: somebody else accepts/)
      .first()
      .waitFor()
    expect(await page.locator('.queue-details > .card-acts .btn-accept').isDisabled()).toBe(true)
    await page.keyboard.press('a')
    await expect.poll(async () => (await listed(ben)).slice(0, 2)).toContain('Ugeki ] Ugakki: proposed')
  })

  test('nothing went wrong on the way', () => {
    expect([...ada.errors, ...ben.errors]).toEqual([])
  })
})
