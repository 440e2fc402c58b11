/** What the server does under many hands: how long an edit takes to reach everybody, beside a bare `ws` broadcast of the
 * same bytes in the same run; how many edits a second it bears; how fast a crowd is let in; what a document weighs. Server, peer and
 * crowd are processes of their own. */
import { spawn } from 'node:child_process'
import { closeSync, fsyncSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as Y from 'yjs'
import { Layers } from '../../dist/schema/layers.js'
import { crowd, join } from './crowd.mjs'

const here = name => fileURLToPath(new URL(name, import.meta.url))
const seconds = 4
const stepSeconds = 3
const steps = [500, 1_000, 2_000, 3_000, 5_000, 7_500, 10_000, 12_500, 15_000, 20_000]
/** An edit that takes longer than this to arrive is felt as a delay, in milliseconds. */
const bearable = 250

export async function run(print) {
  const folder = mkdtempSync(joinPath(tmpdir(), 'corrigenda-bench-'))
  const ours = await start([here('../../server/bin.mjs'), 'serve', '--port', '0', '--data', folder])
  const bare = await start([here('./bare.mjs')])
  try {
    const person = await newcomer(ours.url)
    const headers = { cookie: person.cookie }
    // The peer keeps nothing; the server tells nobody before its disk has answered, which is most of the difference.
    const disk = await syncTimes(joinPath(folder, 'sync'))
    for (const q of ['p50', 'p95'])
      print({ name: `8 KB written and synced to disk, ${q}`, value: round2(disk[q]), unit: 'ms' })

    const sync = id => `${ours.url.replace('http', 'ws')}/sync/${id}`
    const document = () => newDocument(ours.url)

    for (const count of [50, 200]) {
      const figures = { server: [], peer: [] }
      // Alternating, so that a busy moment of the machine falls on both; the quietest round of each is told.
      for (let round = 0; round < 3; round++) {
        const id = await document()
        figures.peer.push(
          await typing(() => crowd(count, () => bare.url.replace('http', 'ws'), {}, false), person.id),
        )
        figures.server.push(await typing(() => crowd(count, () => sync(id), headers, true), person.id))
      }
      for (const q of ['p50', 'p95']) {
        const least = list => Math.min(...list.map(figure => figure[q]))
        print({
          name: `fan-out to ${count} clients, ${q}`,
          value: round2(least(figures.server)),
          unit: 'ms',
          peer: round2(least(figures.peer)),
        })
      }
      const missing = figures.server.reduce((sum, figure) => sum + figure.missing, 0)
      if (missing > 0)
        print({ name: `fan-out to ${count} clients, not delivered`, value: missing, unit: 'edits' })
    }

    const peer = await ceiling(() => crowd(50, () => bare.url.replace('http', 'ws'), {}, false), person.id)
    const most = await ceiling(async () => {
      const id = await document()
      return crowd(50, () => sync(id), headers, true)
    }, person.id)
    print({ name: `edits a second to 50 clients, p95 within ${bearable} ms`, value: most, unit: '1/s', peer })

    const large = await document()
    const { state, vector } = await fill(sync(large), headers, person.id)
    const rejoin = await join(200, sync(large), headers, vector)
    print({
      name: '200 clients rejoin at once',
      value: Math.round(rejoin.ms),
      unit: 'ms',
      bytes: rejoin.bytes,
    })
    const cold = await join(200, sync(large), headers, Uint8Array.of(0))
    print({
      name: '200 clients join cold at once',
      value: Math.round(cold.ms),
      unit: 'ms',
      bytes: cold.bytes,
      state,
    })

    const before = memoryOf(ours.pid)
    if (before !== null) {
      const count = 200
      const ids = []
      for (let i = 0; i < count; i++) ids.push(await document())
      const first = memoryOf(ours.pid)
      const idle = await crowd(count, i => sync(ids[i]), headers, true)
      print({
        name: 'memory of an open document of 12 KB with one client',
        value: Math.round((memoryOf(ours.pid) - first) / count / 1024),
        unit: 'KB',
      })
      idle.leave()
    }
  } finally {
    await ours.end()
    await bare.end()
    rmSync(folder, { recursive: true, force: true })
  }
}

const round2 = value => Math.round(value * 100) / 100

/** Five people type, 50 edits a second together, to a server that has been at work for a while. */
async function typing(gather, person) {
  const people = await gather()
  await people.write(5, 500, 2, person)
  const figure = await people.write(5, 50, seconds, person)
  people.leave()
  return figure
}

/** The highest rate that is borne: everything arrives, the 95th percentile in time. */
async function ceiling(gather, person) {
  let best = 0
  for (const rate of steps) {
    const people = await gather()
    const figure = await people.write(10, rate, stepSeconds, person)
    people.leave()
    if (figure.missing > 0 || figure.p95 > bearable) break
    best = Math.round(figure.rate)
  }
  return best
}

/** Puts 3,000 corrections into a document; answers the size of its state and its state vector. */
async function fill(address, headers, person) {
  const { WebSocket } = await import('ws')
  const encoding = await import('lib0/encoding')
  const doc = new Y.Doc()
  const layers = new Layers(doc)
  layers.change(null, () => {
    for (let i = 0; i < 3_000; i++)
      layers.addCorrection({
        id: `c${i}`,
        start: i,
        end: i + 4,
        side: -1,
        text: `reading ${i}`,
        kind: 'emendation',
        reason: 'the sense asks for it',
        evidence: 'internal',
        certainty: 'high',
        by: person,
        at: Date.now(),
        parent: null,
      })
  })
  const state = Y.encodeStateAsUpdate(doc)
  const socket = new WebSocket(address, { headers })
  await new Promise((resolve, reject) => {
    socket.on('error', reject)
    socket.on('close', code => reject(new Error(`the document was refused with ${code}`)))
    socket.on('open', () => {
      const encoder = encoding.createEncoder()
      encoding.writeVarUint(encoder, 0)
      encoding.writeVarUint(encoder, 2)
      encoding.writeVarUint8Array(encoder, state)
      socket.send(encoding.toUint8Array(encoder))
    })
    socket.on('message', frame => {
      if (frame[0] === 100) resolve()
    })
  })
  socket.removeAllListeners('close')
  socket.close()
  return { state: state.length, vector: Y.encodeStateVector(doc) }
}

async function newcomer(url) {
  const response = await fetch(`${url}/api/me`, post('{"name":"Bench"}'))
  const { id } = await response.json()
  return { id, cookie: response.headers.get('set-cookie').split(';')[0] }
}

async function newDocument(url) {
  const { cookie } = await newcomer(url)
  const edition = await (await fetch(`${url}/api/editions`, post('{"title":"Bench"}', { cookie }))).json()
  const text = 'The words of a document that several people correct at the same time.\n\n'.repeat(170)
  const made = await fetch(`${url}/api/editions/${edition.id}/documents?name=bench.txt`, {
    method: 'POST',
    headers: { cookie },
    body: text,
  })
  return (await made.json()).id
}

const post = (body, headers = {}) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body,
})

/** How long the disk takes to answer, at the pace of typing. */
async function syncTimes(path) {
  const file = openSync(path, 'w')
  const bytes = Buffer.alloc(8_192, 1)
  const times = []
  for (let i = 0; i < 100; i++) {
    const start = performance.now()
    writeSync(file, bytes)
    fsyncSync(file)
    times.push(performance.now() - start)
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  closeSync(file)
  times.sort((a, b) => a - b)
  return { p50: times[50], p95: times[95] }
}

/** Resident memory of a process in bytes; null where the system does not say. */
function memoryOf(pid) {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) * 1024
  } catch {
    return null
  }
}

/** Starts a server that prints its address. */
function start(args) {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise(resolve => child.on('exit', resolve))
  return new Promise((resolve, reject) => {
    let output = ''
    child.stdout.on('data', data => {
      output += data
      const url = /http:\S+/.exec(output)?.[0]
      if (url)
        resolve({
          url,
          pid: child.pid,
          end() {
            child.kill('SIGTERM')
            return ended
          },
        })
    })
    void ended.then(code => reject(new Error(`${args[0]} ended with ${code}`)))
  })
}
