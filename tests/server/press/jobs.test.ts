import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { EditionTask, EditionWritten } from '../../../server/press/edition.js'
import { ExportJobs, type JobAsked, type JobLimits, usualJobLimits } from '../../../server/press/jobs.js'
import type { Press } from '../../../server/press/press.js'
import { HttpError } from '../../../server/problem.js'
import { temporaryFolder } from '../support/server.js'

const ends: (() => void | Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

/** Jobs over a press whose editions end when the test says so: `write(i)` finishes the i-th of those begun. */
function desk(limits: Partial<JobLimits> = {}) {
  const { folder, remove } = temporaryFolder()
  const begun: { task: EditionTask; resolve(done: EditionWritten): void; reject(error: unknown): void }[] = []
  const press = {
    edition: (
      task: EditionTask,
      options: Parameters<Press['edition']>[1] & object,
    ): Promise<EditionWritten> => {
      options.started?.()
      return new Promise((resolve, reject) => {
        begun.push({ task, resolve, reject })
        options.signal?.addEventListener('abort', () => reject(new Error('cancelled')))
      })
    },
  } as unknown as Press
  let now = 1_000_000
  const logged: string[] = []
  const jobs = new ExportJobs(
    press,
    folder,
    (message, error) => logged.push(`${message}: ${error}`),
    { ...usualJobLimits, spare: 0, ...limits },
    () => now,
  )
  ends.push(async () => {
    await jobs.end()
    remove()
  })
  const start = (person = 'ann', edition = 'e1') => jobs.start(person, asked(edition)).id
  const write = async (i: number, bytes = 10) => {
    writeFileSync(begun[i]!.task.to, 'x'.repeat(bytes))
    begun[i]!.resolve({ bytes, files: 1, faults: [] })
    await new Promise(resolve => setImmediate(resolve))
  }
  const pass = (milliseconds: number) => {
    now += milliseconds
  }
  return {
    jobs,
    begun,
    start,
    write,
    pass,
    folder,
    logged,
    files: () => readdirSync(join(folder, 'exports')),
  }
}

const asked = (edition: string): JobAsked => ({
  edition,
  title: 'Letters',
  documents: [{ id: 'd1', title: 'First' }],
  format: 'zip',
  parts: [],
  options: {},
  readable: null,
  isPart: false,
  file: 'Letters.zip',
})
const refusal = (act: () => unknown): number => {
  try {
    act()
  } catch (error) {
    if (error instanceof HttpError) return error.status
  }
  return 0
}

describe('exports of editions', () => {
  test('are for whoever asked, and nobody else', async () => {
    const { jobs, start, write } = desk()
    const id = start('ann')
    expect(jobs.one('ann', 'e1', id)).toMatchObject({ state: 'running', of: 1, file: 'Letters.zip' })
    expect(refusal(() => jobs.finished('ann', 'e1', id))).toBe(409)
    await write(0)
    expect(jobs.one('ann', 'e1', id)).toMatchObject({ state: 'done', bytes: 10, error: null })
    expect(jobs.finished('ann', 'e1', id).documents).toEqual(['d1'])
    for (const look of [
      () => jobs.one('ben', 'e1', id),
      () => jobs.one('ann', 'e2', id),
      () => jobs.finished('ben', 'e1', id),
    ])
      expect(refusal(look)).toBe(410)
    await expect(jobs.remove('ben', 'e1', id)).rejects.toMatchObject({ status: 410 })
    expect(jobs.list('ben', 'e1')).toEqual([])
    expect(jobs.list('ann', 'e1').map(job => job.id)).toEqual([id])
  })

  test('are few at a time: so many for one person, so many for all', async () => {
    const { start, write } = desk({ underWay: 2, underWayOfAll: 3 })
    start('ann')
    start('ann')
    expect(refusal(() => start('ann'))).toBe(429)
    start('ben')
    expect(refusal(() => start('cid'))).toBe(503)
    await write(0)
    start('ann')
  })

  test('are kept for a while, not too many of one person, and not too large together', async () => {
    const { jobs, start, write, pass, files } = desk({ kept: 2, keptBytes: 25, keptFor: 1_000 })
    const ids = [start()]
    await write(0)
    for (const i of [1, 2]) {
      pass(1)
      ids.push(start())
      await write(i)
    }
    // The oldest made room for the third.
    expect(jobs.list('ann', 'e1').map(({ id }) => id)).toEqual([ids[2], ids[1]])
    expect(files().sort()).toEqual([ids[1]!, ids[2]!].sort())
    start('ben')
    await write(3)
    expect(jobs.list('ann', 'e1').map(({ id }) => id)).toEqual([ids[2]])
    pass(2_000)
    expect(jobs.list('ann', 'e1')).toEqual([])
    expect(files()).toEqual([])
  })

  test('end when they are cancelled, and their files go', async () => {
    const { jobs, start, begun, write, files } = desk()
    const [first, second] = [start(), start()]
    writeFileSync(begun[0]!.task.to, 'half')
    await jobs.remove('ann', 'e1', first)
    expect(jobs.one('ann', 'e1', first)).toMatchObject({ state: 'cancelled', error: null })
    expect(files()).toEqual([])
    await write(1)
    await jobs.remove('ann', 'e1', second)
    expect(refusal(() => jobs.one('ann', 'e1', second))).toBe(410)
    expect(files()).toEqual([])
  })

  test('that fail say why; what nobody foresaw is logged, not told', async () => {
    const { jobs, start, begun, logged, files } = desk({ underWay: 9 })
    const ids = [start(), start(), start()]
    writeFileSync(begun[0]!.task.to, 'half')
    begun[0]!.reject(new HttpError(413, 'It gets too large.'))
    begun[1]!.reject(Object.assign(new Error('write'), { code: 'ENOSPC' }))
    begun[2]!.reject(new Error('/secret/path is broken'))
    await new Promise(resolve => setImmediate(resolve))
    expect(ids.map(id => jobs.one('ann', 'e1', id).error)).toEqual([
      'It gets too large.',
      'The disk of the server is full.',
      'The server failed; the error has been logged.',
    ])
    expect(logged).toHaveLength(2)
    expect(files()).toEqual([])
  })

  test('take no more of the disk than may be', () => {
    const { start, begun } = desk({ file: 1_000 })
    start()
    expect(begun[0]!.task.most).toBe(1_000)
    expect(refusal(() => desk({ spare: Number.MAX_SAFE_INTEGER }).start())).toBe(507)
  })

  test('of an earlier server are cleaned away, and those of this one when it ends', async () => {
    const { folder, remove } = temporaryFolder()
    ends.push(remove)
    mkdirSync(join(folder, 'exports'))
    writeFileSync(join(folder, 'exports', 'left'), 'half')
    const jobs = new ExportJobs({} as Press, folder, () => {})
    expect(existsSync(join(folder, 'exports'))).toBe(false)
    await jobs.end()
    const { jobs: own, start, begun, folder: other } = desk()
    start()
    writeFileSync(begun[0]!.task.to, 'half')
    await own.end()
    expect(existsSync(join(other, 'exports'))).toBe(false)
    expect(refusal(() => start('ben'))).toBe(503)
  })
})
