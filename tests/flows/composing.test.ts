/** Input methods: what is composed arrives whole, whatever others do meanwhile. Composition is driven as Chromium's own
 * input method interface does it. */
import type { CDPSession } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Scene, type Visitor } from './scene.js'

const text = `NOTES ON NAMES

The envoy Tanaka wrote to the minister on the second day.

Another paragraph, for the others.
`

let scene: Scene
let ada: Visitor
let ben: Visitor
let keys: CDPSession

beforeAll(async () => {
  scene = await Scene.open()
  ada = await scene.person('Ada Reader')
  ben = await scene.person('Ben Proof')
  const document = await scene.import(ada, text)
  await ada.open(document)
  await ben.open(document)
  keys = await ada.protocol()
  await ada.page.evaluate(() => {
    const seen: string[] = []
    Object.assign(window, { compositions: seen })
    for (const type of ['compositionstart', 'compositionend'])
      window.addEventListener(type, () => seen.push(type.slice(11)), true)
  })
})

afterAll(() => scene?.close())

async function compose(...steps: string[]): Promise<void> {
  for (const text of steps) {
    await keys.send('Input.imeSetComposition', {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
    })
    await ada.page.waitForTimeout(60)
  }
}

const commit = (text: string) => keys.send('Input.insertText', { text })

test('a word composed at the caret', async () => {
  await ada.caret('envoy ', 'after')
  await compose('に', 'にほ', 'にほん')
  await commit('日本')
  await ben.sees('The envoy', 'envoy {+日本+}Tanaka')
})

test('composing goes on after one’s own text', async () => {
  await compose('じ')
  await commit('人')
  await ben.sees('The envoy', 'envoy {+日本人+}Tanaka')
})

test('a composition over a selection takes its place whole', async () => {
  await ada.caret('minister', 'select')
  await keys.send('Input.dispatchKeyEvent', {
    type: 'rawKeyDown',
    windowsVirtualKeyCode: 229,
    key: 'Process',
    code: 'KeyK',
  })
  await ada.page.waitForTimeout(30)
  await compose('か', 'かん')
  await commit('漢')
  await ben.sees('The envoy', 'to the [-minister-]{+漢+} on')
})

test('what others type meanwhile waits, and the composition goes on', async () => {
  await ada.page.evaluate(() => (window as unknown as { compositions: string[] }).compositions.splice(0))
  await ada.caret('second ', 'after')
  await compose('に')
  await ben.caret('wrote', 'before')
  await ben.page.keyboard.type('again ')
  await ben.status(/^Saved/)
  await ada.page.waitForTimeout(200)
  expect(await ada.block('The envoy')).not.toContain('again')
  await compose('にほ', 'にほん')
  await commit('日本')
  for (const person of [ada, ben]) {
    await person.sees('The envoy', '{+again +}wrote')
    await person.sees('The envoy', 'second {+日本+}day')
  }
  const events = await ada.page.evaluate(() => (window as unknown as { compositions: string[] }).compositions)
  expect(events).toEqual(['start', 'end'])
})

test('a composition that is given up leaves nothing', async () => {
  await ada.caret('Another ', 'after')
  await compose('ま', 'まい')
  await keys.send('Input.imeSetComposition', { text: '', selectionStart: 0, selectionEnd: 0 })
  await ada.page.waitForTimeout(150)
  await ada.sees('paragraph, for', 'Another paragraph')
  expect(ada.errors).toEqual([])
})
