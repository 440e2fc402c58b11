import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inspect, prepare } from '../../../server/reading/prepare.js'
import { Reader, type ReadingLimits } from '../../../server/reading/reader.js'
import { compile } from '../support/child.js'
import { temporaryFolder } from '../support/server.js'

const compiled = new URL('../../../dist/server/reading/worker.js', import.meta.url)
const folder = temporaryFolder()
const readers: Reader[] = []
const usual: ReadingLimits = {
  milliseconds: 30_000,
  millisecondsPerMegabyte: 1_500,
  memory: 2_048,
  files: 100,
  bytes: 1 << 20,
}
const readerOf = (program?: URL, limits?: Partial<ReadingLimits>): Reader => {
  const reader = limits ? new Reader(program, { ...usual, ...limits }) : new Reader(program)
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

  test('that takes too long is given up, and the ones behind it are read', async () => {
    const reader = readerOf(
      program(
        'stuck',
        `parentPort.on('message', ({ id, name }) => {
          if (name === 'endless') for (;;);
          parentPort.postMessage({ id, result: name })
        })`,
      ),
      { milliseconds: 1_000 },
    )
    const [endless, next] = await Promise.allSettled([
      reader.inspect(bytes('x'), 'endless'),
      reader.inspect(bytes('x'), 'next'),
    ])
    expect(endless).toMatchObject({
      reason: { status: 422, message: '"endless" takes too long to read.' },
    })
    expect(next).toMatchObject({ value: 'next' })
    expect(reader.filesWaiting).toBe(0)
  })

  test('that takes too much memory is given up, and the server lives', async () => {
    const reader = readerOf(
      program(
        'hoarding',
        `parentPort.on('message', () => {
          const all = []
          for (;;) all.push(Array.from({ length: 10_000 }, (_, i) => ({ i })))
        })`,
      ),
      { memory: 32 },
    )
    await expect(reader.inspect(bytes('x'), 'huge')).rejects.toMatchObject({
      status: 422,
      message: '"huge" takes too much memory to read.',
    })
  })

  test('is sent away where too many wait, and may come again', async () => {
    const silent = program('waiting', `parentPort.on('message', () => {})`)
    const few = readerOf(silent, { files: 2 })
    const asked = Promise.allSettled([1, 2, 3].map(() => few.inspect(bytes('x'), 'x')))
    expect(few.filesWaiting).toBe(3)
    await expect(few.inspect(bytes('x'), 'x')).rejects.toMatchObject({ status: 503, more: { retryAfter: 5 } })
    const small = readerOf(silent, { bytes: 10 })
    await expect(small.inspect(bytes('more than ten'), 'x')).rejects.toMatchObject({ status: 503 })
    few.end()
    expect((await asked).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
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
