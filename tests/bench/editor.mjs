/** How long a long document takes to open and a key to be painted, beside plain y-prosemirror on the same text. */
import { createReadStream } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { launch } from '../support/chromium.mjs'
import { longText } from './texts.mjs'

const sizes = (process.env.BENCH_PARAGRAPHS ?? '1000,10000,30000').split(',').map(Number)
const opens = Number(process.env.BENCH_OPENS ?? 3)
const keys = 60

/** Prints one line for each figure through `print({name, value, unit, …})`. */
export async function run(print) {
  const folder = await mkdtemp(join(tmpdir(), 'corrigenda-bench-'))
  const page = fileURLToPath(new URL('./page/', import.meta.url))
  await build({
    root: page,
    logLevel: 'error',
    configFile: false,
    build: { outDir: folder, emptyOutDir: false, target: 'es2023' },
  })
  const data = new Map()
  for (const n of sizes) {
    const { witness, layers, plain } = longText(n)
    await writeFile(join(folder, `witness-${n}.json`), JSON.stringify(witness))
    await writeFile(join(folder, `layers-${n}.bin`), layers)
    await writeFile(join(folder, `plain-${n}.bin`), plain)
    data.set(n, witness.text.length)
  }
  const server = await serve(folder)
  const browser = await launch()
  try {
    for (const n of sizes) {
      for (const editor of ['corrigenda', 'y-prosemirror']) {
        const { open, p50, p95 } = await measure(browser, server.address().port, editor, n)
        const about = { paragraphs: n, letters: data.get(n), editor }
        print({ name: 'editor.open', value: open, unit: 'ms', ...about })
        print({ name: 'editor.key.p50', value: p50, unit: 'ms', ...about })
        print({ name: 'editor.key.p95', value: p95, unit: 'ms', ...about })
      }
    }
  } finally {
    await browser.close()
    server.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function measure(browser, port, editor, n) {
  const times = []
  let typed = []
  for (let i = 0; i < opens; i++) {
    const context = await browser.newContext({ viewport: { width: 1200, height: 800 } })
    const page = await context.newPage()
    await page.goto(`http://127.0.0.1:${port}/?editor=${editor === 'corrigenda' ? 'ours' : 'plain'}&n=${n}`)
    await page.waitForFunction(() => window.painted !== null, undefined, { timeout: 120_000 })
    times.push(await page.evaluate(() => window.painted))
    if (i === opens - 1) typed = await type(page)
    await context.close()
  }
  return { open: Math.round(middle(times)), p50: round(share(typed, 0.5)), p95: round(share(typed, 0.95)) }
}

async function type(page) {
  await page.evaluate(() => window.caretTo(0.5))
  await page.waitForTimeout(1000)
  for (let i = 0; i < keys; i++) {
    await page.keyboard.press('abcdefghij'[i % 10])
    await page.waitForTimeout(80)
  }
  await page.waitForTimeout(300)
  return page.evaluate(() => window.keys)
}

const middle = list => share(list, 0.5)
const share = (list, part) =>
  [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * part))]
const round = value => Math.round(value * 10) / 10

async function serve(folder) {
  const types = {
    '.html': 'text/html',
    '.js': 'text/javascript',
    '.css': 'text/css',
    '.json': 'application/json',
  }
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost')
    const name = pathname === '/' ? 'index.html' : pathname.replace(/^\/data\//, '/')
    response.setHeader('Content-Type', types[extname(name)] ?? 'application/octet-stream')
    createReadStream(join(folder, name))
      .on('error', () => response.writeHead(404).end())
      .pipe(response)
  })
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  return server
}
