import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formats } from '../../../schema/formats/index.js'
import { editionTitled, exportDocument, importFile } from '../../../server/library.js'
import type { EditionTask, EditionTold } from '../../../server/press/edition.js'
import { Press } from '../../../server/press/press.js'
import { type DocumentTask, writeDocument } from '../../../server/press/task.js'
import { openSqlite, storeFile } from '../../../server/store/sqlite.js'
import type { Store } from '../../../server/store/store.js'
import { compile } from '../support/child.js'
import { temporaryFolder } from '../support/server.js'

const compiled = new URL('../../../dist/server/press/worker.js', import.meta.url)
const { folder, remove } = temporaryFolder()
const presses: Press[] = []
let store: Store
let edition: string
let documents: { id: string; title: string }[]

beforeAll(async () => {
  compile()
  store = openSqlite(folder)
  edition = (await editionTitled(store, 'Letters')).id
  for (const title of ['First', 'Second', 'Third'])
    await importFile(store, edition, `${title}.txt`, Buffer.from(`${title}\n\nDear Ugeki, a text.\n`), '')
  for (const [id, form] of [
    ['ugaki', 'Ugeki'],
    ['secret', 'Somebody Secret'],
  ] as const) {
    const value = JSON.stringify({ type: 'person', form })
    await store.addRevision({ edition, kind: 'register', id, rev: 1, person: '', at: 1, value })
  }
  documents = (await store.documents(edition)).map(({ id, title }) => ({ id, title }))
})
afterAll(async () => {
  for (const press of presses) await press.end()
  await store.close()
  remove()
})

const press = (program?: URL, limits = {}): Press => {
  const made = new Press(store, join(folder, storeFile), limits, program)
  presses.push(made)
  return made
}

/** A thread that does as `source` says with `task`, before what the true one does. */
function program(name: string, source: string): URL {
  const path = join(folder, `${name}.mjs`)
  writeFileSync(
    path,
    `import { parentPort } from 'node:worker_threads'
     const on = parentPort.on.bind(parentPort)
     const forever = () => { for (;;); }
     const hoard = () => { const all = []; for (;;) all.push(Array.from({ length: 10_000 }, (_, i) => ({ i }))) }
     parentPort.on = (name, listen) => on(name, message => {
       const { type, task } = message.task
       ${source}
       listen(message)
     })
     await import(${JSON.stringify(String(compiled))})`,
  )
  return pathToFileURL(path)
}

const documentTask = (change: Partial<DocumentTask> = {}): DocumentTask => ({
  document: documents[0]!.id,
  format: 'text',
  view: 'reading',
  withApparatus: false,
  options: {},
  readable: null,
  ...change,
})
let files = 0
const editionTask = (change: Partial<EditionTask> = {}): EditionTask => ({
  edition,
  title: 'Letters',
  documents,
  format: 'zip',
  parts: [{ format: 'text', view: 'reading', options: {}, withApparatus: false }],
  options: {},
  readable: null,
  isPart: false,
  to: join(folder, `edition-${++files}`),
  at: 1_750_000_000_000,
  most: 1 << 30,
  spoiled: [],
  ...change,
})
const namesIn = (path: string) => Object.keys(unzipSync(readFileSync(path)))

describe('a document', () => {
  test('is the same, written in a thread, in every format', async () => {
    const there = press(compiled)
    for (const { name, views, typeset } of formats) {
      if (typeset) continue
      const task = documentTask({ format: name, view: views[0] ?? 'all' })
      const [here, far] = [await writeDocument(store, task), await there.document(task)]
      expect(far!.file).toBe(here!.file)
      // The time of writing stands in some.
      expect(Math.abs(far!.bytes.length - here!.bytes.length)).toBeLessThan(64)
    }
    expect(Buffer.from((await there.document(documentTask()))!.bytes).toString()).toBe(
      'First\n\nDear Ugeki, a text.\n',
    )
  })

  test('holds what is on disk at that moment, and nothing is written to the store', async () => {
    const there = press(compiled)
    expect((await there.document(documentTask()))!.file).toBe('First.txt')
    await store.changeDocument(documents[0]!.id, { title: 'Renamed' })
    expect((await there.document(documentTask()))!.file).toBe('Renamed.txt')
    await store.changeDocument(documents[0]!.id, { title: 'First' })
    expect(await there.document(documentTask({ document: 'none' }))).toBeNull()
  })

  test('that cannot be had as it was is refused as it is elsewhere', async () => {
    const there = press(compiled)
    await expect(there.document(documentTask({ upTo: 99 }))).rejects.toMatchObject({
      status: 404,
      detail: 'The log of this document has 1 rows.',
    })
  })

  for (const [what, source, limits] of [
    ['long', 'forever()', { milliseconds: 2_000 }],
    ['much memory', 'hoard()', { memory: 64 }],
  ] as const)
    test(`that takes too ${what} is refused, and the next one is written`, async () => {
      const there = press(program(`too-${what.slice(0, 4)}`, `if (task.format === 'tei') ${source}`), limits)
      await expect(there.document(documentTask({ format: 'tei', view: 'all' }))).rejects.toMatchObject({
        status: 422,
        detail: `This document takes too ${what} to be written as TEI P5 XML.`,
      })
      await expect.poll(() => there.document(documentTask()).catch(() => null)).not.toBeNull()
    })

  test('does not wait for an edition', async () => {
    const there = press(program('slow', `if (type === 'edition') forever()`))
    const leaving = new AbortController()
    const whole = there.edition(editionTask(), { signal: leaving.signal })
    const ended = expect(whole).rejects.toMatchObject({ why: 'cancelled' })
    expect((await there.document(documentTask()))!.file).toBe('First.txt')
    leaving.abort()
    await ended
  })
})

for (const where of ['in a thread', 'here'])
  describe(`an edition, written ${where}`, () => {
    const made = () => press(where === 'here' ? undefined : compiled)

    test('tells how far it is, and holds every document', async () => {
      const told: EditionTold[] = []
      const task = editionTask()
      const written = await made().edition(task, { told: said => told.push(said) })
      const names = ['1 First', '2 Second', '3 Third'].map(name => `text-reading/${name}.txt`)
      expect(namesIn(task.to).slice(0, 3)).toEqual(names)
      expect(written).toMatchObject({ files: 7, faults: [], bytes: readFileSync(task.to).length })
      expect(told.map(({ done }) => done)).toEqual([0, 0, 1, 1, 2, 2, 3])
      expect(told.at(-2)!.bytes).toBeGreaterThan(0)
      expect(told[1]!.doing).toEqual({ document: documents[0]!.id, part: 'Plain text' })
    })

    test('is the same each time', async () => {
      const [one, two] = [editionTask(), editionTask()]
      await made().edition(one)
      await made().edition(two)
      expect(readFileSync(one.to).equals(readFileSync(two.to))).toBe(true)
    })

    test('goes on without a document that is gone', async () => {
      const task = editionTask({ documents: [{ id: 'gone', title: 'Gone' }, ...documents] })
      const { faults } = await made().edition(task)
      expect(faults).toEqual([{ document: 'gone', fault: 'There is no such document any more.' }])
      expect(namesIn(task.to)).toContain('text-reading/2 First.txt')
    })

    test('leaves no file where it gets too large', async () => {
      const task = editionTask({ most: 100 })
      await expect(made().edition(task)).rejects.toMatchObject({ status: 413 })
      expect(existsSync(task.to)).toBe(false)
    })

    test('leaves no file where nobody wants it any more', async () => {
      const leaving = new AbortController()
      const task = editionTask()
      await expect(
        made().edition(task, { signal: leaving.signal, told: ({ done }) => done === 1 && leaving.abort() }),
      ).rejects.toMatchObject({ why: 'cancelled' })
      expect(existsSync(task.to)).toBe(false)
    })

    test('tells those who may read a part nothing of the rest', async () => {
      const registers = async (isPart: boolean) => {
        const task = editionTask({ isPart })
        await made().edition(task)
        return strFromU8(unzipSync(readFileSync(task.to))['register.csv'] ?? new Uint8Array())
      }
      expect(await registers(false)).toContain('Somebody Secret')
      expect(await registers(true)).not.toContain('Secret')
    })
  })

test('an edition goes on without what ends the thread, which is told', async () => {
  const source = `
    const { postMessage } = parentPort
    parentPort.postMessage = (said, ...rest) => {
      postMessage.call(parentPort, said, ...rest)
      if (said.told?.doing?.document === ${JSON.stringify('SECOND')} && said.told.doing.part && !task.spoiled.length) hoard()
    }`
  const there = press(program('falling', source.replace('SECOND', documents[1]!.id)), { memory: 64 })
  const task = editionTask()
  const { faults } = await there.edition(task)
  const fault = 'It takes too much memory to be written.'
  expect(faults).toEqual([{ document: documents[1]!.id, part: 'Plain text', fault }])
  expect(namesIn(task.to)).not.toContain('text-reading/2 Second.txt')
  expect(namesIn(task.to)).toContain('text-reading/3 Third.txt')
  expect(strFromU8(unzipSync(readFileSync(task.to))['README.txt']!)).toContain(`Second, Plain text: ${fault}`)
})

test('whoever waits is told when the press is ended, and no half file is left', async () => {
  const there = press(program('endless', `forever()`))
  const task = editionTask()
  const settled = Promise.allSettled([there.document(documentTask()), there.edition(task)])
  await there.end()
  for (const result of await settled) expect(result).toMatchObject({ reason: { status: 503 } })
  expect(readdirSync(folder)).not.toContain(task.to)
  expect(await exportDocument(store, 'none', formats[0]!, 'all')).toBeNull()
})
