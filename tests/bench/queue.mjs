/** The queue of an edition of 500 documents with 20,000 corrections: what the server takes to answer, and what a browser
 * takes until the list is painted and to filter it. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as Y from 'yjs'
import { correctionKinds } from '../../dist/schema/corrections.js'
import { Layers } from '../../dist/schema/layers.js'
import { witnessHash } from '../../dist/schema/witness.js'
import { packed } from '../../dist/server/reading/prepare.js'
import { openSqlite } from '../../dist/server/store/sqlite.js'
import { chromiumPath, launch } from '../support/chromium.mjs'

const documents = Number(process.env.BENCH_DOCUMENTS ?? 500)
const corrections = 40
const rounds = 7

/** Prints one line for each figure through `print({name, value, unit, …})`. */
export async function run(print) {
  const folder = mkdtempSync(join(tmpdir(), 'corrigenda-bench-'))
  await fill(folder)
  let server = await start(folder)
  try {
    const name = what =>
      `queue of ${documents} documents with ${documents * corrections} corrections, ${what}`
    const address = `${server.url}/api/editions/bench/corrections`
    const cold = await timed(address)
    print({ name: name('first answer of all, nothing worked out before'), value: round(cold.ms), unit: 'ms' })
    const warm = []
    for (let i = 0; i < rounds; i++) warm.push(await timed(address))
    print({ name: name('answer read and parsed'), value: median(warm), unit: 'ms', bytes: cold.bytes })
    const again = []
    for (let i = 0; i < rounds; i++) again.push(await timed(`${address}?since=${cold.value.mark}`))
    print({ name: name('asked whether anything has changed'), value: median(again), unit: 'ms' })
    const changed = []
    for (let i = 0; i < rounds; i++) changed.push(await decided(server.url, address, cold.value.mark, i))
    print({ name: name('a decision, and the rows that it changed'), value: median(changed), unit: 'ms' })
    const restarted = []
    for (let i = 0; i < 3; i++) {
      await server.end()
      server = await start(folder)
      restarted.push(await timed(`${server.url}/api/editions/bench/corrections?limit=100`))
    }
    print({
      name: name('first page of rows, first answer after a restart'),
      value: median(restarted),
      unit: 'ms',
    })
    if (chromiumPath()) await inBrowser(server.url, print, name)
  } finally {
    await server.end()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** From the asking for the page until rows are painted, and until all are there: as the first page of a visit, by a browser
 * that has nothing of the program (no cache, no compiled code, no service worker), and from another page of the program.
 * Then from a choice in a filter to its painting. */
async function inBrowser(url, print, name) {
  const browser = await launch()
  try {
    const first = []
    const whole = []
    for (let i = 0; i < rounds; i++) {
      const page = await visitor(browser, url)
      await page.goto(`${url}/e/bench/review`)
      first.push({ ms: await page.evaluate(() => globalThis.firstPainted) })
      whole.push({ ms: await page.evaluate(() => globalThis.allPainted) })
      await page.context().close()
    }
    const visit = 'opened as the first page of a first visit'
    print({ name: name(`${visit}, rows and counts painted`), ...spread(first), unit: 'ms' })
    print({ name: name(`${visit}, all rows there`), ...spread(whole), unit: 'ms' })
    const page = await visitor(browser, url)
    await page.goto(`${url}/e/bench/review`)
    await page.evaluate(() => globalThis.allPainted)
    const again = []
    const inside = []
    for (let i = 0; i < rounds; i++) {
      await page.reload()
      again.push({ ms: await page.evaluate(() => globalThis.firstPainted) })
      await page.evaluate(() => globalThis.allPainted)
      // There and back: the second time the page's code is loaded.
      const ms = await page.evaluate(async () => {
        history.pushState(null, '', '/')
        while (document.querySelector('[data-queue-ready]')) await new Promise(requestAnimationFrame)
        await new Promise(resolve => setTimeout(resolve, 300))
        const begun = performance.now()
        const there = globalThis.painted('[data-queue-ready]', () => true)
        history.pushState(null, '', '/e/bench/review')
        return (await there) - begun
      })
      inside.push({ ms })
    }
    print({ name: name('opened again by a reload, rows and counts painted'), ...spread(again), unit: 'ms' })
    print({ name: name('opened from another page, rows and counts painted'), ...spread(inside), unit: 'ms' })
    await page.locator('[data-queue-whole]').waitFor()
    const filtered = []
    for (const kind of correctionKinds.slice(1)) {
      const ms = await page.evaluate(async wanted => {
        const select = [...document.querySelectorAll('.filters select')].find(one =>
          [...one.options].some(option => option.value === wanted),
        )
        const before = document.querySelector('[data-queue-ready] [role=row]').id
        const begun = performance.now()
        const there = globalThis.painted(
          '[data-queue-whole]',
          list => list.querySelector('[role=row]').id !== before,
        )
        Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value').set.call(select, wanted)
        select.dispatchEvent(new Event('change', { bubbles: true }))
        return (await there) - begun
      }, kind)
      filtered.push({ ms })
    }
    print({ name: name('filtered and painted'), ...spread(filtered), unit: 'ms' })
  } finally {
    await browser.close()
  }
}

/** A page of a browser profile of its own, which knows who it is and nothing else. */
async function visitor(browser, url) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  await context.request.post(`${url}/api/me`, { data: { name: 'Bench' } })
  const page = await context.newPage()
  await page.addInitScript(() => {
    /** The time at which a list is on the screen that satisfies `isIt`. */
    globalThis.painted = (which, isIt) =>
      new Promise(resolve => {
        const look = new MutationObserver(() => {
          const list = document.querySelector(which)
          if (!list?.querySelector('[role=row]') || !isIt(list)) return
          look.disconnect()
          requestAnimationFrame(() => setTimeout(() => resolve(performance.now())))
        })
        look.observe(document, { subtree: true, childList: true, attributes: true })
      })
    globalThis.firstPainted = globalThis.painted('[data-queue-ready]', () => true)
    globalThis.allPainted = globalThis.painted('[data-queue-whole]', () => true)
  })
  return page
}

/** Documents of ten paragraphs, each with its corrections. */
async function fill(folder) {
  const store = openSqlite(folder)
  await store.addEdition({ id: 'bench', title: 'Bench', created: 1 })
  const line = 'The words of a document that several people correct at the same time, with their reasons.'
  const text = `${Array.from({ length: corrections }, (_, i) => `${i + 1}. ${line}`).join('\n\n')}\n`
  const blocks = [...text.matchAll(/\d+\. .*/g)].map(({ index, 0: { length } }) => ({
    start: index,
    end: index + length,
    kind: 'paragraph',
    attrs: {},
  }))
  for (let d = 0; d < documents; d++) {
    const source = { format: 'text', encoding: 'utf-8', bom: false, name: `${d}.txt` }
    const witness = { format: 1, text, blocks, milestones: [], spans: [], source }
    const layers = new Layers(new Y.Doc())
    layers.change(null, () => {
      layers.found(witnessHash(witness))
      blocks.forEach((block, i) => {
        const start = text.indexOf('document', block.start)
        layers.addCorrection({
          id: `c${i}`,
          start,
          end: start + 8,
          side: -1,
          text: `document${i}`,
          kind: correctionKinds[i % correctionKinds.length],
          reason: 'the sense asks for it',
          evidence: 'internal',
          certainty: 'high',
          by: `p${i % 5}`,
          at: 1_000 + i,
          parent: null,
        })
      })
    })
    await store.addDocument({
      id: `d${d}`,
      edition: 'bench',
      title: `Document ${d}`,
      witness: packed(witness),
      words: 700,
      metadata: {},
      problems: [],
      file: `${d}.txt`,
      source: new TextEncoder().encode(text),
      created: d,
      state: Y.encodeStateAsUpdate(layers.doc),
      person: 'p0',
    })
  }
  await store.close()
}

async function timed(address) {
  const begun = performance.now()
  const text = await (await fetch(address)).text()
  const value = JSON.parse(text)
  return { ms: performance.now() - begun, bytes: text.length, value }
}

async function decided(url, address, mark, i) {
  const me = await fetch(`${url}/api/me`, post({ name: 'Bench' }))
  const cookie = me.headers.get('set-cookie').split(';')[0]
  const begun = performance.now()
  const seen = { start: 0, end: 1, text: 'x' }
  await fetch(
    `${url}/api/documents/d${i}/decisions`,
    post([{ on: 'c1', act: 'accept', why: '', seen }], { cookie }),
  )
  await timed(`${address}?since=${mark}`)
  return { ms: performance.now() - begun }
}

const post = (body, headers = {}) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
})

const round = ms => Math.round(ms * 10) / 10

/** The median, and the best and worst: how busy the machine was shows in them. */
function spread(figures) {
  const all = figures.map(({ ms }) => ms)
  return { value: median(figures), best: round(Math.min(...all)), worst: round(Math.max(...all)) }
}

function median(figures) {
  const sorted = figures.map(({ ms }) => ms).sort((a, b) => a - b)
  return round(sorted[sorted.length >> 1])
}

/** The program on a data folder, as a process of its own. */
function start(folder) {
  const program = fileURLToPath(new URL('../../server/bin.mjs', import.meta.url))
  const child = spawn(process.execPath, [program, 'serve', '--port', '0', '--data', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise(resolve => child.on('exit', resolve))
  return new Promise((resolve, reject) => {
    let output = ''
    child.stdout.on('data', data => {
      output += data
      const url = /http:\S+/.exec(output)?.[0]
      if (url)
        resolve({
          url,
          end() {
            child.kill('SIGTERM')
            return ended
          },
        })
    })
    void ended.then(code => reject(new Error(`the server ended with ${code}`)))
  })
}
