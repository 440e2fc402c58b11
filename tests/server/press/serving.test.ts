/** Exports of a server that runs as it is installed, with its threads. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { ExportJob } from '../../../schema/export-jobs.js'
import { compile, type Serving, startChild } from '../support/child.js'
import { newcomer, type Someone, temporaryFolder } from '../support/server.js'

const patient = { timeout: 25_000 }
const { folder, remove } = temporaryFolder()
let child: Serving
let ann: Someone
let edition: string
let large: string

beforeAll(async () => {
  compile()
  child = await startChild(folder)
  ann = await newcomer(child.url, 'Ann')
  edition = (await json(await post('/api/editions', { title: 'Letters' }))).id
  const sentence = 'The Japanese side repeated its claim, and the Ambassador repeated his. '
  const text = `${sentence.repeat(6).trim()}\n\n`.repeat(4_000)
  large = (await json(await send(`/api/editions/${edition}/documents?name=large.txt`, text))).id
})
afterAll(async () => {
  await child.end('SIGKILL')
  remove()
})

const json = async (answer: Response) => (await answer.json()) as { id: string }
const headers = () => ({ cookie: ann.cookie })
const get = (path: string, init: RequestInit = {}) => fetch(child.url + path, { headers: headers(), ...init })
const send = (path: string, body: string) =>
  fetch(child.url + path, { method: 'POST', headers: headers(), body })
const post = (path: string, body: unknown) =>
  fetch(child.url + path, {
    method: 'POST',
    headers: { ...headers(), 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
const exportPath = () => `/api/documents/${large}/export?to=docx`
const jobs = async () => (await (await get(`/api/editions/${edition}/exports`)).json()) as ExportJob[]
const begin = (...formats: string[]) =>
  post(`/api/editions/${edition}/exports`, { parts: formats.map(to => ({ to })) })

test('while a large document is written, others are answered', async () => {
  const order: string[] = []
  const exported = get(exportPath()).then(async answer => {
    expect(answer.status).toBe(200)
    await answer.arrayBuffer()
    order.push('export')
  })
  expect((await get('/api/me')).status).toBe(200)
  order.push('me')
  await exported
  expect(order).toEqual(['me', 'export'])
})

test('whoever hangs up leaves the press to the next', async () => {
  const leaving = new AbortController()
  const left = get(exportPath(), { signal: leaving.signal }).catch(error => error.name)
  const waiting = get(exportPath(), { signal: leaving.signal }).catch(error => error.name)
  await get('/api/me')
  leaving.abort()
  expect([await left, await waiting]).toEqual(['AbortError', 'AbortError'])
  const text = await get(`/api/documents/${large}/export?to=text&view=received`)
  expect((await text.text()).length).toBeGreaterThan(1_000_000)
  expect(child.output()).not.toMatch(/failed|Error/)
})

test('a server that is stopped in the middle of an export ends cleanly, and leaves no file', async () => {
  expect((await begin('docx', 'tei')).status).toBe(202)
  await vi.waitUntil(async () => (await jobs()).some(({ state }) => state === 'running'), patient)
  expect(await child.end('SIGTERM')).toBe(0)
  expect(existsSync(join(folder, 'exports'))).toBe(false)
})

test('what a killed server has left is cleaned away, and exports can be made again', async () => {
  child = await startChild(folder)
  ann = await newcomer(child.url, 'Ann')
  expect((await begin('docx', 'tei')).status).toBe(202)
  await vi.waitUntil(
    () => existsSync(join(folder, 'exports')) && readdirSync(join(folder, 'exports')).length > 0,
    patient,
  )
  await child.end('SIGKILL')
  expect(readdirSync(join(folder, 'exports'))).toHaveLength(1)
  child = await startChild(folder)
  ann = await newcomer(child.url, 'Ann')
  expect(existsSync(join(folder, 'exports'))).toBe(false)
  expect(await jobs()).toEqual([])
  expect((await begin('text')).status).toBe(202)
  const [job] = await vi.waitUntil(async () => {
    const all = await jobs()
    return all[0]?.state === 'done' && all
  }, patient)
  expect(job).toMatchObject({ done: 1, of: 1, faults: [] })
}, 90_000)
