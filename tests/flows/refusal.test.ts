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

/** Stands between browser and server. `refuse` has the next update refused, or the next hand-over of all that the
 * server lacks; `cut` lets nothing through. */
class Gatekeeper {
  refuse: 'update' | 'all' | null = null
  private isCut = false
  private readonly open = new Set<WebSocketRoute>()

  async stand(visitor: Visitor): Promise<void> {
    await visitor.page.routeWebSocket(/\/sync\//, route => {
      if (this.isCut) {
        void route.close({ code: 1011 })
        return
      }
      const server = route.connectToServer()
      this.open.add(route)
      server.onMessage(message => route.send(message))
      route.onMessage(message => {
        const kind = this.refuse === 'all' ? 1 : 2
        if (this.refuse && typeof message !== 'string' && message[0] === 0 && message[1] === kind) {
          this.refuse = null
          route.send(refusal('G8', 'The correction has been decided on.'))
          void route.close({ code: 4403, reason: 'G8' })
        } else server.send(message)
      })
    })
  }

  async cut(): Promise<void> {
    this.isCut = true
    for (const route of this.open) await route.close({ code: 1011 })
    this.open.clear()
  }

  mend(): void {
    this.isCut = false
  }
}

const gatekeeper = new Gatekeeper()

test('what was refused is handed back as text, and the rest stays', async () => {
  await gatekeeper.stand(ada)
  await ada.open(document)
  await ada.caret('Ugeki', 'select')
  await ada.page.keyboard.type('Ugaki')
  await ada.status(/^Saved/)

  gatekeeper.refuse = 'update'
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

test('what was written offline in an earlier visit and is refused now is handed back too, and can be entered again', async () => {
  await gatekeeper.cut()
  await ada.status(/Offline/)
  await ada.caret('minister', 'select')
  await ada.page.keyboard.type('envoy')
  await ada.status(/Offline · \d+ unsent/)
  await ada.page.reload()
  await ada.status(/Offline · \d+ unsent/)
  await ada.sees('called', '[-minister-]{+envoy+}')

  gatekeeper.refuse = 'all'
  gatekeeper.mend()
  const dialog = ada.page.getByRole('alertdialog')
  expect(await dialog.getByRole('textbox').inputValue()).toContain('minister ] envoy')
  await ada.page.getByRole('button', { name: 'Enter again' }).click()
  await ada.status(/^Saved/)
  await ada.sees('called', 'The [-minister-]{+envoy+} is called [-Ugeki-]{+Ugaki+}')
  await ada.page.reload()
  await ada.sees('called', 'The [-minister-]{+envoy+} is called [-Ugeki-]{+Ugaki+}')
  expect(await ada.page.getByRole('alertdialog').count()).toBe(0)
  expect(ada.errors).toEqual([])
})
