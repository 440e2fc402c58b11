import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { GivenUp, Thread, type ThreadLimits } from '../../../server/press/thread.js'
import { temporaryFolder } from '../support/server.js'

const folder = temporaryFolder()
const threads: Thread<string, number, string>[] = []
afterAll(async () => {
  for (const thread of threads) await thread.end()
  folder.remove()
})

let programs = 0
/** A thread whose tasks are words; `does` is what it does at one, with `id`, `task`, `done(text)` and `told(number)`. */
function thread(does: string, limits: Partial<ThreadLimits> = {}): Thread<string, number, string> {
  const path = join(folder.folder, `program-${++programs}.mjs`)
  writeFileSync(
    path,
    `import { parentPort, workerData } from 'node:worker_threads'
     parentPort.on('message', ({ id, task }) => {
       const told = n => parentPort.postMessage({ id, told: n })
       const done = text => parentPort.postMessage({ id, done: text })
       const failed = (status, message) => parentPort.postMessage({ id, failed: { status, message } })
       const forever = () => { for (;;); }
       ${does}
     })`,
  )
  const made = new Thread<string, number, string>(pathToFileURL(path), 'data', {
    milliseconds: 30_000,
    memory: 512,
    waiting: 10,
    ...limits,
  })
  threads.push(made)
  return made
}
const why = (reason: GivenUp['why']) => ({ why: reason })

describe('a thread', () => {
  test('does one task after the other, each for whoever asked, and says how far it is', async () => {
    const one = thread('told(1); told(2); done(task + " " + workerData)')
    const told: number[] = []
    const all = ['a', 'b', 'c'].map(task => one.ask(task, { told: n => told.push(n) }))
    expect(one.load).toBe(3)
    expect(await Promise.all(all)).toEqual(['a data', 'b data', 'c data'])
    expect(told).toEqual([1, 2, 1, 2, 1, 2])
    expect(one.load).toBe(0)
  })

  test('says with a status what cannot be done, and without one what has failed', async () => {
    const one = thread('failed(task === "known" ? 422 : null, "No.")')
    await expect(one.ask('known')).rejects.toMatchObject({ status: 422, detail: 'No.' })
    await expect(one.ask('unknown')).rejects.toThrow('No.')
  })

  test('that crashes is followed by another', async () => {
    const one = thread('if (task === "bad") setTimeout(() => { throw new Error("broken") }); else done(task)')
    const [bad, good] = await Promise.allSettled([one.ask('bad'), one.ask('good')])
    expect(bad).toMatchObject({ reason: { message: 'broken' } })
    expect(good).toMatchObject({ value: 'good' })
  })

  test('that ends itself is followed by another', async () => {
    const one = thread('if (task === "bad") process.exit(3); else done(task)')
    const [bad, good] = await Promise.allSettled([one.ask('bad'), one.ask('good')])
    expect(bad).toMatchObject({ reason: why('failure') })
    expect(good).toMatchObject({ value: 'good' })
  })

  test('gives up what takes too long without a word, and goes on with the next', async () => {
    const one = thread('if (task === "endless") forever(); else done(task)', { milliseconds: 1_000 })
    const [endless, next] = await Promise.allSettled([one.ask('endless'), one.ask('next')])
    expect(endless).toMatchObject({ reason: why('time') })
    expect(next).toMatchObject({ value: 'next' })
  })

  test('gives up what takes too much memory, and the program lives', async () => {
    const one = thread(
      `if (task === "next") return done(task)
       const all = []
       for (;;) all.push(Array.from({ length: 10_000 }, (_, i) => ({ i })))`,
      { memory: 32 },
    )
    const [hoarding, next] = await Promise.allSettled([one.ask('hoarding'), one.ask('next')])
    expect(hoarding).toMatchObject({ reason: why('memory') })
    expect(next).toMatchObject({ value: 'next' })
  })

  test('gives up what takes too much memory outside of its own values', async () => {
    const one = thread(
      `if (task === "next") return done(task)
       const all = []
       const more = () => { if (all.length < 400) all.push(new Uint8Array(1 << 20).fill(1)); setTimeout(more) }
       more()`,
      { memory: 64 },
    )
    const [hoarding, next] = await Promise.allSettled([one.ask('hoarding'), one.ask('next')])
    expect(hoarding).toMatchObject({ reason: why('memory') })
    expect(next).toMatchObject({ value: 'next' })
  })

  test('leaves what nobody wants any more: what waits at once, what it is at within a moment', async () => {
    const one = thread('if (task === "endless") { told(1); forever() } else done(task)')
    const [first, second] = [new AbortController(), new AbortController()]
    const begun = new Promise<number>(resolve => {
      void one.ask('endless', { signal: first.signal, told: resolve }).catch(() => {})
    })
    const waiting = one.ask('waiting', { signal: second.signal })
    const next = one.ask('next')
    await begun
    second.abort()
    await expect(waiting).rejects.toMatchObject(why('cancelled'))
    first.abort()
    expect(await next).toBe('next')
    await expect(one.ask('late', { signal: first.signal })).rejects.toBeInstanceOf(GivenUp)
  })

  test('turns away who comes when too many wait', async () => {
    const one = thread('setTimeout(() => done(task), 50)', { waiting: 2 })
    const taken = ['a', 'b', 'c'].map(task => one.ask(task))
    await expect(one.ask('d')).rejects.toMatchObject({ status: 503, more: { retryAfter: 5 } })
    expect(await Promise.all(taken)).toEqual(['a', 'b', 'c'])
  })

  test('that is ended tells all who wait, and takes nothing more', async () => {
    const one = thread('told(1); forever()')
    let begun = () => {}
    const begins = new Promise<void>(resolve => {
      begun = resolve
    })
    const all = [one.ask('endless', { told: begun }), one.ask('waiting')]
    const settled = Promise.allSettled(all)
    await begins
    await one.end()
    for (const result of await settled) expect(result).toMatchObject({ reason: why('stopped') })
    await expect(one.ask('late')).rejects.toMatchObject(why('stopped'))
  })
})
