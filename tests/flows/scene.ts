/** A scene: a real server on a data folder of its own, a real browser, and people at work in it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core'
import { launch } from '../support/chromium.mjs'

const bin = fileURLToPath(new URL('../../server/bin.mjs', import.meta.url))

export class Scene {
  private constructor(
    readonly port: number,
    readonly data: string,
    readonly browser: Browser,
    private readonly invited: boolean,
    private readonly environment: NodeJS.ProcessEnv,
    private server: Started,
  ) {}

  /** `invited`: people need accounts, and `said` holds the link for the first owner. `settings` are variables for the server, made when its
   * address is known. */
  static async open({
    invited = false,
    settings,
  }: {
    readonly invited?: boolean
    readonly settings?: (url: string) => Promise<NodeJS.ProcessEnv>
  } = {}): Promise<Scene> {
    const port = await freePort()
    const environment = (await settings?.(`http://127.0.0.1:${port}`)) ?? {}
    const data = await mkdtemp(join(tmpdir(), 'corrigenda-flow-'))
    const [server, browser] = await Promise.all([startServer(port, data, invited, environment), launch()])
    return new Scene(port, data, browser, invited, environment, server)
  }

  /** What the server has printed. */
  get said(): string {
    return this.server.said()
  }

  async close(): Promise<void> {
    await this.browser.close()
    await this.stopServer('SIGTERM')
    await rm(this.data, { recursive: true, force: true })
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  /** Ends the server's process; `SIGKILL` gives it no time to do anything. */
  async stopServer(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const { process } = this.server
    if (process.exitCode !== null || process.signalCode !== null) return
    const exit = once(process, 'exit')
    process.kill(signal)
    await exit
  }

  async restartServer(): Promise<void> {
    this.server = await startServer(this.port, this.data, this.invited, this.environment)
  }

  /** Somebody who comes by a link, in a browser of their own. */
  async visitor(address: string, viewport = { width: 1280, height: 800 }): Promise<Visitor> {
    const context = await this.browser.newContext({ viewport, acceptDownloads: true })
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    const page = await context.newPage()
    // As long as somebody listens, the browser asks us for files. A test that begins to listen as it presses the key
    // may come too late on a busy machine: the browser's own dialog opens, and the page waits for it for ever.
    page.on('filechooser', () => {})
    const visitor = new Visitor(this, context, page)
    await page.goto(address)
    return visitor
  }

  /** Somebody who visits for the first time and signs with a name. */
  async person(name: string, viewport = { width: 1280, height: 800 }): Promise<Visitor> {
    const visitor = await this.visitor(this.url, viewport)
    const { page } = visitor
    await page.getByRole('dialog').getByRole('textbox').fill(name)
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    return visitor
  }

  /** Imports a text over HTTP as that person and returns the document's id. */
  async import(visitor: Visitor, text: string, name = 'report.txt'): Promise<string> {
    const headers = { cookie: await visitor.cookie() }
    const edition = await fetch(`${this.url}/api/editions`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ title: 'A scene' }),
    }).then(r => r.json() as Promise<{ id: string }>)
    const document = await fetch(`${this.url}/api/editions/${edition.id}/documents?name=${name}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/octet-stream' },
      body: text,
    }).then(r => r.json() as Promise<{ id: string }>)
    return document.id
  }
}

export class Visitor {
  readonly errors: string[] = []

  constructor(
    readonly scene: Scene,
    readonly context: BrowserContext,
    readonly page: Page,
  ) {
    page.on('pageerror', error => this.errors.push(error.stack ?? error.message))
    page.on('console', message => {
      if (/Content Security Policy|Permissions[- ]Policy/i.test(message.text()))
        this.errors.push(message.text())
    })
  }

  async cookie(): Promise<string> {
    return (await this.context.cookies()).map(c => `${c.name}=${c.value}`).join('; ')
  }

  async open(document: string): Promise<void> {
    await this.page.goto(`${this.scene.url}/d/${document}`)
    await this.page.locator('.sheet-text').waitFor()
  }

  /** Puts the browser's own caret before or after words of the text, or selects them. */
  async caret(words: string, where: 'before' | 'after' | 'select' = 'after'): Promise<void> {
    await this.page.evaluate(
      ([words, where]) => {
        const root = document.querySelector<HTMLElement>('.sheet-text')!
        root.focus()
        const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
        while (texts.nextNode()) {
          const text = texts.currentNode as Text
          const at = text.data.indexOf(words!)
          if (at < 0) continue
          text.parentElement!.scrollIntoView({ block: 'center' })
          const from = where === 'after' ? at + words!.length : at
          const to = where === 'before' ? at : at + words!.length
          getSelection()!.setBaseAndExtent(text, from, text, to)
          return
        }
        throw new Error(`The text has no "${words}"`)
      },
      [words, where],
    )
    // The browser tells of a selection in a task of its own.
    await this.page.evaluate(() => new Promise(resolve => setTimeout(resolve, 30)))
  }

  /** What the block that holds `words` shows: struck text as `[-x-]`, added as `{+x+}`. */
  async block(words: string): Promise<string> {
    const all = await this.blocks()
    return (
      all.find(line => line.replace(/\[-|-\]|\{\+|\+\}/g, '').includes(words)) ?? `no block holds "${words}"`
    )
  }

  async blocks(): Promise<string[]> {
    return this.page.evaluate(() => {
      const written = (node: Node): string => {
        if (node instanceof Text) return node.data
        if (!(node instanceof HTMLElement)) return ''
        if (node.matches('.peer-caret, .ProseMirror-trailingBreak, .ProseMirror-separator')) return ''
        if (node.tagName === 'BR') return '⏎'
        const inner = [...node.childNodes].map(written).join('')
        if (node.tagName === 'DEL') return `[-${inner}-]`
        return node.tagName === 'INS' ? `{+${inner}+}` : inner
      }
      const joined = (text: string) => text.replaceAll('-][-', '').replaceAll('+}{+', '')
      return [...document.querySelectorAll('.sheet-text .block')].map(b =>
        joined([...b.childNodes].map(written).join('')),
      )
    })
  }

  /** Waits until the block that holds `words` shows `expected`. */
  async sees(words: string, expected: string): Promise<void> {
    const until = Date.now() + 10_000
    let shown = ''
    while (Date.now() < until) {
      shown = await this.block(words)
      if (shown.includes(expected)) return
      await new Promise(resolve => setTimeout(resolve, 30))
    }
    throw new Error(`Expected "${expected}", but the screen shows: ${shown}`)
  }

  /** Waits until the status line says so. */
  async status(words: RegExp): Promise<void> {
    await this.page.locator('footer').getByText(words).first().waitFor()
  }

  async protocol(): Promise<CDPSession> {
    return this.context.newCDPSession(this.page)
  }

  /** Waits until the browser says that this is selected, and the editor has had a moment to hear of it. */
  async selected(words: string): Promise<void> {
    await this.page.waitForFunction(words => getSelection()!.toString() === words, words)
    await this.page.evaluate(() => new Promise(resolve => setTimeout(resolve, 100)))
  }

  /** The letters around the browser's caret, the caret as `|`. */
  async around(): Promise<string> {
    return this.page.evaluate(() => {
      const { anchorNode, anchorOffset } = getSelection()!
      const text = anchorNode instanceof Text ? anchorNode.data : ''
      return `${text.slice(Math.max(0, anchorOffset - 12), anchorOffset)}|${text.slice(anchorOffset, anchorOffset + 12)}`
    })
  }
}

interface Started {
  readonly process: ChildProcess
  said(): string
}

async function startServer(
  port: number,
  data: string,
  invited: boolean,
  environment: NodeJS.ProcessEnv,
): Promise<Started> {
  const address = invited ? ['--url', `http://127.0.0.1:${port}`] : []
  const args = [bin, 'serve', '--port', String(port), '--data', data, ...address]
  const server = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  })
  let said = ''
  const ready = new Promise<void>((resolve, reject) => {
    server.stdout!.on('data', chunk => {
      said += chunk
      if (said.includes(`open at`)) resolve()
    })
    server.stderr!.on('data', chunk => {
      said += chunk
    })
    server.once('exit', code => reject(new Error(`The server ended with ${code}: ${said}`)))
  })
  await ready
  return { process: server, said: () => said }
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>(resolve => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as { port: number }
  await new Promise(resolve => probe.close(resolve))
  return port
}
