import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inspect, prepare } from '../../../server/reading/prepare.js'
import { Reader } from '../../../server/reading/reader.js'
import { compile } from '../support/child.js'
import { temporaryFolder } from '../support/server.js'

const compiled = new URL('../../../dist/server/reading/worker.js', import.meta.url)
const folder = temporaryFolder()
const readers: Reader[] = []
const readerOf = (program?: URL): Reader => {
  const reader = new Reader(program)
  readers.push(reader)
  return reader
}
const bytes = (text: string) => new TextEncoder().encode(text)

beforeAll(compile)
afterAll(() => {
  for (const reader of readers) reader.end()
  folder.remove()
})

/** A thread that does as `source` says. */
function program(name: string, source: string): URL {
  const path = join(folder.folder, `${name}.mjs`)
  writeFileSync(path, `import { parentPort } from 'node:worker_threads'\n${source}`)
  return pathToFileURL(path)
}

describe('a file read in a thread of its own', () => {
  test('comes to the same as one read here', async () => {
    const reader = readerOf(compiled)
    const text = bytes('A Letter\n\nTo the Minister “Ugeki”.\n')
    const { content, ...rest } = prepare(text, 'létter.txt')
    const there = await reader.prepare(text, 'létter.txt')
    expect(there).toMatchObject(rest)
    // The state is a new Yjs document each time.
    expect({ ...there.content, state: 0, witness: 0, source: 0 }).toEqual({
      ...content,
      state: 0,
      witness: 0,
      source: 0,
    })
    expect(there.content!.witness.hash).toBe(content!.witness.hash)
    expect(Buffer.from(there.content!.witness.json).equals(content!.witness.json)).toBe(true)
    expect(Buffer.from(there.content!.source).equals(text)).toBe(true)
    expect(Buffer.from(await reader.inspect(text, 'x.txt')).equals(inspect(text, 'x.txt'))).toBe(true)
    expect((await reader.prepare(bytes(' \n'), 'x.txt')).content).toBeNull()
    // The bytes were copied, not taken away.
    expect(text.length).toBeGreaterThan(0)
  })

  test('keeps nobody waiting', async () => {
    const reader = readerOf(compiled)
    const large = bytes('A paragraph of a long document, which somebody has transcribed.\n\n'.repeat(60_000))
    await reader.prepare(bytes('x'), 'x.txt')
    let turns = 0
    const timer = setInterval(() => turns++, 1)
    const { content } = await reader.prepare(large, 'large.txt')
    clearInterval(timer)
    expect(content!.words).toBe(600_000)
    // Read in this thread, the file would have kept every timer waiting until it was done.
    expect(turns).toBeGreaterThan(5)
  })

  test('several are read one after the other, each for whoever asked', async () => {
    const reader = readerOf(compiled)
    const names = ['one.txt', 'two.txt', 'three.txt']
    const found = await Promise.all(names.map(name => reader.prepare(bytes(`Text of ${name}.\n`), name)))
    expect(found.map(({ content }) => content!.file)).toEqual(names)
  })

  test('is given up when the thread fails, and the next gets a new one', async () => {
    const reader = readerOf(program('failing', `parentPort.once('message', () => { throw new Error('no') })`))
    await expect(
      Promise.all([reader.prepare(bytes('x'), 'x'), reader.inspect(bytes('x'), 'x')]),
    ).rejects.toThrow('no')
    await expect(reader.prepare(bytes('x'), 'x')).rejects.toThrow('no')
  })

  test('is given up when the thread ends, or is ended', async () => {
    const ending = readerOf(program('ending', `parentPort.once('message', () => process.exit(0))`))
    await expect(ending.prepare(bytes('x'), 'x')).rejects.toThrow('was ended')
    const silent = readerOf(program('silent', `parentPort.on('message', () => {})`))
    const asked = silent.prepare(bytes('x'), 'x')
    setImmediate(() => silent.end())
    await expect(asked).rejects.toThrow('the server stops')
  })

  test('is read here where the thread has no program', async () => {
    const reader = readerOf(new URL('./nothing.js', import.meta.url))
    expect((await reader.prepare(bytes('Text.\n'), 'x.txt')).content!.words).toBe(1)
  })
})
