/** The server dies in mid-sentence, and comes back. Nothing that anybody saw or typed is lost, and the status line says
 * how things stand. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Scene, type Visitor } from './scene.js'

const text = `A LONG EVENING

The first paragraph is where one of them writes.

The second paragraph is where the other one writes.
`

let scene: Scene
let ada: Visitor
let ben: Visitor

beforeAll(async () => {
  scene = await Scene.open()
  ada = await scene.person('Ada Reader')
  ben = await scene.person('Ben Proof')
  const document = await scene.import(ada, text)
  await ada.open(document)
  await ben.open(document)
})

afterAll(() => scene?.close())

test('what was typed before, while and after the server was killed is all there', {
  timeout: 90_000,
}, async () => {
  await ada.caret('one of them writes', 'after')
  await ben.caret('other one writes', 'after')
  let typed = ''
  for (let round = 0; round < 3; round++) {
    const words = ` round ${round} of it`
    const typing = ada.page.keyboard.type(words, { delay: 25 })
    await ada.page.waitForTimeout(150)
    await scene.stopServer('SIGKILL')
    await typing
    typed += words
    await ada.status(/offline|connecting/i)
    await ben.page.keyboard.type(`${round}`)
    await scene.restartServer()
    await ada.status(/^Saved/)
    await ben.status(/^Saved/)
    await ben.sees('one of them', `writes{+${typed}+}.`)
  }
  await ada.sees('other one', 'writes{+012+}.')
  await scene.stopServer('SIGKILL')
  await scene.restartServer()
  await ada.page.reload()
  await ada.sees('one of them', `writes{+${typed}+}.`)
  await ada.sees('other one', 'writes{+012+}.')
})

test('while the server is away the status line counts what is unsent, and a reload keeps it', async () => {
  await ada.status(/^Saved/)
  await scene.stopServer('SIGTERM')
  await ada.status(/offline/i)
  await ada.caret('A LONG', 'after')
  await ada.page.keyboard.type('ER')
  await ada.page
    .locator('footer')
    .getByText(/offline.*unsent/i)
    .waitFor()
  await scene.restartServer()
  await ada.status(/^Saved/)
  await ben.sees('EVENING', 'LONG')
  await expect.poll(() => ben.block('EVENING')).toMatch(/LONGER|\{\+ER\+\}/)
  expect([...ada.errors, ...ben.errors]).toEqual([])
})

test('a document opens without a server, and what is typed in it then is sent later', async () => {
  await ada.status(/^Saved/)
  await ada.page.evaluate(() => navigator.serviceWorker.ready)
  await ada.page.reload()
  await ada.status(/^Saved/)
  await scene.stopServer('SIGTERM')
  await ada.page.reload()
  await ada.page.locator('.sheet-text').waitFor()
  await ada.status(/offline/i)
  await ada.sees('other one', 'writes{+012+}.')
  await ada.caret('where the other', 'after')
  await ada.page.keyboard.type(' quiet')
  // Nobody reloads between two letters: the browser keeps what was typed a moment later.
  await ada.page.waitForTimeout(500)
  await ada.page.reload()
  await ada.sees('second paragraph', 'where the other{+ quiet+} one')
  await scene.restartServer()
  await ada.status(/^Saved/)
  await ben.sees('second paragraph', 'where the other{+ quiet+} one')
  expect([...ada.errors, ...ben.errors]).toEqual([])
})
