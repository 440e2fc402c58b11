/** The Content-Security-Policy in a real browser: every page works under it, and what it forbids does not happen. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { createServer } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Scene, type Visitor } from './scene.js'

const text = `THE REPORT ON THE INCIDENT

An instruction was wired from Foreign Minister Ugeki to the embassy.

Nothing else is known of the minister, nor of the hill.
`

let scene: Scene
let ada: Visitor
let document: string
let edition: string
const violations: string[] = []

/** Has every page of a context tell of what the policy stops. */
async function watch(page: Page): Promise<void> {
  await page.context().exposeFunction('tellViolation', (said: string) => violations.push(said))
  await page.context().addInitScript(() => {
    window.addEventListener('securitypolicyviolation', event => {
      const tell = (window as unknown as { tellViolation(said: string): void }).tellViolation
      tell(`${event.effectiveDirective}: ${event.blockedURI} ${event.sample} at ${location.pathname}`)
    })
  })
}

beforeAll(async () => {
  scene = await Scene.open()
  ada = await scene.person('Ada Reader')
  await watch(ada.page)
  document = await scene.import(ada, text)
  const about = await fetch(`${scene.url}/api/documents/${document}`, {
    headers: { cookie: await ada.cookie() },
  })
  edition = ((await about.json()) as { edition: { id: string } }).edition.id
})

afterAll(() => scene?.close())

test('the pages work, and nothing of them is stopped', async () => {
  const { page } = ada
  const pages = [
    '/',
    `/d/${document}`,
    `/d/${document}/apparatus`,
    `/d/${document}/copy`,
    `/d/${document}/history`,
    `/d/${document}/stamps`,
    `/e/${edition}/review`,
    `/e/${edition}/bibliography`,
    `/e/${edition}/settings`,
    `/e/${edition}/names`,
    '/sign-in',
    '/me',
    '/people',
    '/nowhere',
  ]
  for (const path of pages) {
    const response = await page.goto(scene.url + path)
    expect(response!.headers()['content-security-policy'], path).toMatch(
      /default-src 'none'.*script-src 'self';/,
    )
    await page.locator('h1, h2, .sheet-text').first().waitFor()
    await page.waitForLoadState('networkidle')
  }
  expect([violations, ada.errors]).toEqual([[], []])
}, 120_000)

test('so do typing, a note, dialogs, menus and the palette', async () => {
  const { page } = ada
  await ada.open(document)
  await ada.caret('Uge', 'after')
  await page.keyboard.press('Backspace')
  await page.keyboard.type('a')
  await ada.sees('Minister', '{+')
  await ada.status(/saved/i)
  await ada.caret('minister', 'select')
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.type('note')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  for (const button of await page.locator('button[aria-haspopup]').all()) {
    if (!(await button.isVisible()) || !(await button.isEnabled())) continue
    await button.click()
    await page.locator('[role=menu], [role=dialog], [role=listbox]').first().waitFor()
    await page.keyboard.press('Escape')
    await page.locator('[role=menu], [role=dialog], [role=listbox]').first().waitFor({ state: 'detached' })
  }
  expect([violations, ada.errors]).toEqual([[], []])
}, 60_000)

test('the library’s own style sheets are in effect, and the offline program runs', async () => {
  const { page } = ada
  const [rules, worker] = await page.evaluate(async () => [
    // The browser makes no rules of a style sheet that it does not let in.
    globalThis.document.querySelector<HTMLStyleElement>('#react-aria-pressable-style')!.sheet?.cssRules
      .length,
    (await navigator.serviceWorker.ready).active?.scriptURL,
  ])
  expect([rules, worker]).toEqual([1, `${scene.url}/offline.js`])
})

/** What somebody might bring a page to do; each would leave `ran` behind, or reach another server. */
const attempts: readonly [directive: string, what: string, attempt: () => void][] = [
  [
    'script-src-elem',
    'an inline script',
    () => {
      const script = globalThis.document.createElement('script')
      script.textContent = 'window.ran = true'
      globalThis.document.body.append(script)
    },
  ],
  [
    'script-src-attr',
    'a handler in markup',
    () =>
      globalThis.document.body.insertAdjacentHTML('beforeend', '<img src="x:" onerror="window.ran = true">'),
  ],
  ['script-src', 'code in a string', () => void setTimeout('window.ran = true', 0)],
  [
    'style-src-elem',
    'a style sheet from nowhere',
    () => {
      const style = globalThis.document.createElement('style')
      style.textContent = 'body { color: red }'
      globalThis.document.head.append(style)
    },
  ],
  ['connect-src', 'a message to another server', () => void fetch('https://example.org/').catch(() => {})],
  [
    'frame-src',
    'a frame',
    () => {
      const frame = globalThis.document.createElement('iframe')
      frame.src = 'https://example.org/'
      globalThis.document.body.append(frame)
    },
  ],
  [
    'base-uri',
    'another base',
    () => {
      const base = globalThis.document.createElement('base')
      base.href = 'https://example.org/'
      globalThis.document.head.append(base)
    },
  ],
]

test.each(attempts)('%s: %s is stopped', async (directive, _, attempt) => {
  const context = await scene.browser.newContext()
  const page = await context.newPage()
  await page.goto(scene.url)
  await page.evaluate(() => {
    const stopped: string[] = []
    Object.assign(window, { stopped })
    window.addEventListener('securitypolicyviolation', event => stopped.push(event.effectiveDirective))
  })
  await page.evaluate(attempt)
  await page.waitForFunction(
    directive => (window as unknown as { stopped: string[] }).stopped.includes(directive),
    directive,
  )
  expect(await page.evaluate(() => 'ran' in window)).toBe(false)
  await context.close()
})

test('the development server sends the policy too, and its page works under it', async () => {
  const cacheDir = mkdtempSync(join(tmpdir(), 'corrigenda-vite-'))
  const vite = await createServer({
    configFile: fileURLToPath(new URL('../../vite.config.ts', import.meta.url)),
    root: fileURLToPath(new URL('../../client', import.meta.url)),
    cacheDir,
    logLevel: 'silent',
    server: { port: 0, host: '127.0.0.1', hmr: false, proxy: { '/api/': scene.url } },
  })
  await vite.listen()
  const context = await scene.browser.newContext()
  const page = await context.newPage()
  const stopped: string[] = []
  page.on('console', message => {
    if (/Content Security Policy/.test(message.text())) stopped.push(message.text())
  })
  const response = await page.goto(vite.resolvedUrls!.local[0]!)
  await page.getByRole('dialog').getByRole('textbox').waitFor()
  expect(response!.headers()['content-security-policy']).toContain("default-src 'none'")
  expect(stopped).toEqual([])
  await context.close()
  await vite.close()
  rmSync(cacheDir, { recursive: true, force: true })
}, 120_000)
