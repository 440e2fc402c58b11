/** The server refuses a change: the person is told why, gets back what they typed, and goes on. */
import * as encoding from 'lib0/encoding'
import type { WebSocketRoute } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Scene, type Visitor } from './scene.js'

const text = 'A LETTER\n\nThe minister is called Ugeki in it.\n\nHe is not named again.\n'

let scene: Scene
let ada: Visitor
let document: string

beforeAll(async () => {
  scene = await Scene.open()
  ada = await scene.person('Ada Reader')
  document = await scene.import(ada, text)
})

afterAll(() => scene?.close())

/** The message `refused` of docs/protocol.md. */
function refusal(rule: string, message: string): Buffer {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, 101)
  encoding.writeVarString(encoder, JSON.stringify({ code: 4403, rule, message }))
  return Buffer.from(encoding.toUint8Array(encoder))
}

/** Stands between browser and server. While `refusing`, the next update is refused and not passed on. */
class Gatekeeper {
  refusing = false
  private readonly open = new Set<WebSocketRoute>()

  async stand(visitor: Visitor): Promise<void> {
    await visitor.page.routeWebSocket(/\/sync\//, route => {
      const server = route.connectToServer()
      this.open.add(route)
      server.onMessage(message => route.send(message))
      route.onMessage(message => {
        if (this.refusing && typeof message !== 'string' && message[0] === 0 && message[1] === 2) {
          this.refusing = false
          route.send(refusal('G8', 'The correction has been decided on.'))
          void route.close({ code: 4403, reason: 'G8' })
        } else server.send(message)
      })
    })
  }
}

test('what was refused is handed back as text, and the rest stays', async () => {
  const gatekeeper = new Gatekeeper()
  await gatekeeper.stand(ada)
  await ada.open(document)
  await ada.caret('Ugeki', 'select')
  await ada.page.keyboard.type('Ugaki')
  await ada.status(/^Saved/)

  gatekeeper.refusing = true
  await ada.caret('not named', 'select')
  await ada.page.keyboard.type('X')
  const dialog = ada.page.getByRole('alertdialog')
  await dialog.getByText('The correction has been decided on.').waitFor()
  await dialog.getByText(/Rule G8/).waitFor()
  expect(await dialog.getByRole('textbox').inputValue()).toContain('not named ] X')

  // Nobody loses it by closing the window too soon.
  await ada.page.reload()
  expect(await ada.page.getByRole('alertdialog').getByRole('textbox').inputValue()).toContain('not named ] X')
  await ada.page.getByRole('button', { name: 'Go on' }).click()
  await ada.status(/^Saved/)
  await ada.sees('called', '[-Ugeki-]{+Ugaki+}')
  await ada.sees('He is', 'He is not named again.')

  await ada.caret('named', 'select')
  await ada.page.keyboard.type('called')
  await ada.status(/^Saved/)
  await ada.page.reload()
  await ada.sees('He is', '[-named-]{+called+}')
  expect(await ada.page.getByRole('alertdialog').count()).toBe(0)
  expect(ada.errors).toEqual([])
})
