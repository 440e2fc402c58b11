/** What goes wrong with a machine: its disk, its clock, its power, two programs on one folder. Each ends in a message that
 * says what is the matter, and in no lost work. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'libsql'
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { Layers, layoutVersion } from '../../schema/layers.js'
import { CannotStart } from '../../server/main.js'
import { openSqlite, storeFile } from '../../server/store/sqlite.js'
import { copyFile } from '../../server/store/sqlite-file.js'
import type { Store } from '../../server/store/store.js'
import { messageRefused } from '../../server/sync/protocol.js'
import { verifyFile } from '../../server/verification.js'
import { compile, home, run, startChild } from './support/child.js'
import { closableFolder, mayMount, smallDisk } from './support/disk.js'
import { openRaw, type RawClient } from './support/raw.js'
import {
  addDocument,
  correction,
  joinDocument,
  newcomer,
  serve,
  stopServers,
  temporaryFolder,
  until,
} from './support/server.js'

const ending: (() => void)[] = []
afterEach(async () => {
  vi.useRealTimers()
  await stopServers()
  for (const end of ending.splice(0)) end()
})
const newFolder = () => {
  const { folder, remove } = temporaryFolder()
  ending.push(remove)
  return folder
}

const refusedBy = (code: string) => Object.assign(new Error(`the disk says ${code}`), { code })

/** A store whose disk takes nothing while `fails` names what SQLite says of it. */
function failingStore() {
  const fault = { fails: '' }
  const openStore = (folder: string): Store => {
    const store = openSqlite(folder)
    const append = store.append.bind(store)
    const addDocumentTo = store.addDocument.bind(store)
    store.append = async updates => {
      if (fault.fails) throw refusedBy(fault.fails)
      return append(updates)
    }
    store.addDocument = async document => {
      if (fault.fails) throw refusedBy(fault.fails)
      return addDocumentTo(document)
    }
    return store
  }
  return { fault, openStore }
}

describe('a disk', () => {
  test.each(['SQLITE_FULL', 'SQLITE_IOERR', 'SQLITE_READONLY'])(
    'that says %s keeps nothing back: writers have their work, and send it when it is well again',
    async code => {
      const { fault, openStore } = failingStore()
      let fatal: unknown = null
      const folder = newFolder()
      const server = await serve({ folder }, { openStore, events: { fatal: error => (fatal = error) } })
      const document = await server.document()
      const [person, other] = [await server.newcomer('Ada'), await server.newcomer('Ben')]
      const ada = joinDocument(server.url, document, person)
      const ben = joinDocument(server.url, document, other)
      await Promise.all([ada.synced, ben.synced])
      const closed = new Promise<number | undefined>(resolve =>
        ben.provider.once('connection-close', event => resolve(event?.code)),
      )
      fault.fails = code
      ada.layers.change('t', () => ada.layers.addCorrection(correction(person.id, { id: 'c1' })))
      expect(await closed).toBe(1011)
      expect(fatal).toMatchObject({ code })
      expect(ben.layers.corrections.size).toBe(0)
      for (const client of [ada, ben]) client.provider.disconnect()
      await server.stop()
      const again = await serve({ folder })
      const back = joinDocument(again.url, document, person, ada.doc)
      const reader = joinDocument(again.url, document, await again.newcomer('Cleo'))
      await Promise.all([back.synced, until(reader.doc, () => reader.layers.corrections.has('c1'))])
      expect((await verifyFile(join(folder, storeFile))).findings).toEqual([])
    },
  )

  test('that takes nothing is named to whoever imports a file, and the server lives', async () => {
    const { fault, openStore } = failingStore()
    const server = await serve({}, { openStore })
    const document = await server.document()
    const ada = await server.newcomer('Ada')
    const [edition] = await server.store.editions()
    const post = () =>
      fetch(`${server.url}/api/editions/${edition!.id}/documents?name=two.txt`, {
        method: 'POST',
        headers: { cookie: ada.cookie },
        body: 'Two.\n',
      })
    await server.store.accounts.putGrant({
      ...{ person: ada.id, scope: 'house', thing: '', role: 'owner', by: '', at: 0 },
    })
    fault.fails = 'SQLITE_FULL'
    const answer = await post()
    expect([answer.status, ((await answer.json()) as { detail: string }).detail]).toEqual([
      503,
      'The server cannot write to its disk. Nothing of this was kept: try again later.',
    ])
    fault.fails = ''
    expect((await post()).status).toBe(201)
    expect((await server.store.documents()).map(({ id }) => id)).toContain(document)
  })

  describe('of its own', () => {
    beforeAll(compile)

    test('that takes no writes any more keeps a server from starting, with a message', () => {
      const { folder, close, remove } = closableFolder()
      ending.push(remove)
      expect(run(['import', join(home, 'README.md'), '--edition', 'E', '--data', folder]).code).toBe(0)
      close()
      const { code, stderr } = run(['serve', '--port', '0', '--data', folder])
      expect([code, stderr.includes('cannot be written'), stderr.includes('    at ')]).toEqual([
        1,
        true,
        false,
      ])
      const imported = run(['import', join(home, 'README.md'), '--edition', 'E', '--data', folder])
      expect([imported.code, imported.stderr.includes('    at ')]).toEqual([1, false])
    })

    // Where nobody may mount a disk, the faults above have to do.
    if (mayMount()) {
      test('that is full ends the server with 70; all that was called saved is there when it has room', async () => {
        const disk = smallDisk(3_000)!
        ending.push(disk.remove)
        const child = await startChild(disk.folder)
        const document = await addDocument(child.url)
        const [person, other] = [await newcomer(child.url, 'Ada'), await newcomer(child.url, 'Ben')]
        const ada = joinDocument(child.url, document, person)
        const ben = joinDocument(child.url, document, other)
        await Promise.all([ada.synced, ben.synced])
        const typing = setInterval(
          () =>
            ada.layers.change('t', () =>
              ada.layers.addCorrection(correction(person.id, { text: 'x'.repeat(15_000) })),
            ),
          2,
        )
        expect(await child.ended).toBe(70)
        clearInterval(typing)
        expect(child.output()).toContain('is full')
        const seen = [...ben.layers.corrections.keys()]
        const typed = [...ada.layers.corrections.keys()]
        for (const client of [ada, ben]) client.provider.disconnect()
        expect(seen.length).toBeGreaterThan(5)
        expect(run(['backup', join(disk.folder, 'b.db'), '--data', disk.folder])).toMatchObject({ code: 1 })
        disk.remount('size=60m')
        const again = await startChild(disk.folder)
        const reader = joinDocument(again.url, document, other)
        await reader.synced
        expect(seen.filter(id => !reader.layers.corrections.has(id))).toEqual([])
        joinDocument(again.url, document, person, ada.doc)
        await until(reader.doc, () => typed.every(id => reader.layers.corrections.has(id)))
        expect(run(['verify', '--data', disk.folder])).toMatchObject({ code: 0, stderr: '' })
        expect(await again.end('SIGTERM')).toBe(0)
      })
    }
  })
})

describe('a data folder', () => {
  const start = (folder: string) => serve({ folder }).catch(error => error as Error)

  test.each<[string, (path: string) => void, RegExp]>([
    [
      'that is no store',
      path => writeFileSync(path, 'a letter, not a store. '.repeat(300)),
      /is damaged.*restore/,
    ],
    [
      'with a store whose first page is damaged',
      path => {
        const bytes = readFileSync(path)
        bytes.fill(0x55, 0, 2000)
        writeFileSync(path, bytes)
      },
      /is damaged.*restore/,
    ],
    [
      'of a newer version',
      path => {
        const raw = new Database(path)
        raw.exec('insert into migrations values (999, 0)')
        raw.close()
      },
      /newer version.*tables are number 999.*left as it is/,
    ],
  ])('%s keeps a server from starting, with a message, and is left as it is', async (_, spoil, message) => {
    const folder = newFolder()
    const former = newFolder()
    await openSqlite(former).close()
    copyFile(join(former, storeFile), join(folder, storeFile))
    spoil(join(folder, storeFile))
    const before = readFileSync(join(folder, storeFile)).subarray(100)
    const error = await start(folder)
    expect(error).toBeInstanceOf(CannotStart)
    expect((error as Error).message).toMatch(message)
    expect(readFileSync(join(folder, storeFile)).subarray(100).equals(before)).toBe(true)
  })

  test('on which a server runs is not taken by a second one, which harms nothing', async () => {
    const server = await serve({ folder: newFolder() })
    const document = await server.document()
    expect(await start(server.folder)).toMatchObject({
      constructor: CannotStart,
      message: `Another server is running on the data folder ${server.folder}.`,
    })
    await joinDocument(server.url, document, await server.newcomer('Ada')).synced
  })
})

describe('a document', () => {
  test('of a newer layout is not opened, with a message, and the others are', async () => {
    const server = await serve()
    const [document, other] = [await server.document(), await server.document()]
    // Somebody's later program writes on what is there: of two who write without knowing of each other either may win.
    const newer = new Layers(new Y.Doc())
    const { snapshot, tail } = await server.store.load(document)
    for (const update of [...(snapshot ? [snapshot] : []), ...tail]) Y.applyUpdate(newer.doc, update)
    newer.change(null, () => newer.meta.set('layout', layoutVersion + 1))
    const data = Y.encodeStateAsUpdate(newer.doc)
    await server.store.append([{ document, person: '', connection: '', at: 0, data, clients: [] }])
    const ada = await server.newcomer('Ada')
    const raw = await openRaw(server.url, `/sync/${document}`, ada.cookie)
    expect(await raw.closed).toMatchObject({ code: 4409 })
    expect(raw.refusals[0]!.message).toBe(
      `the document has layout ${layoutVersion + 1}, this server knows ${layoutVersion}`,
    )
    await joinDocument(server.url, other, ada).synced
  })
})

describe('the clock', () => {
  const day = 24 * 60 * 60 * 1000
  const now = Date.UTC(2026, 4, 4, 12)
  const setClock = (at: number) => vi.useFakeTimers({ toFake: ['Date'], now: at })

  async function house() {
    setClock(now)
    const server = await serve({ folder: newFolder() })
    const document = await server.document()
    const [person, other] = [await server.newcomer('Ada'), await server.newcomer('Ben')]
    const ada = joinDocument(server.url, document, person)
    const ben = joinDocument(server.url, document, other)
    await Promise.all([ada.synced, ben.synced])
    const write = (id: string, at: number) =>
      ada.layers.change('t', () => ada.layers.addCorrection(correction(person.id, { id, at })))
    return { server, document, ada, ben, person, write }
  }

  test.each([
    ['a day ahead', now + day],
    ['a year back', now - 365 * day],
    ['a minute back', now - 60_000],
  ])('that jumps %s harms nothing that is written by it', async (_, jumped) => {
    const { server, ben, write } = await house()
    write('before', now)
    await until(ben.doc, () => ben.layers.corrections.has('before'))
    setClock(jumped)
    write('jumped', jumped)
    await until(ben.doc, () => ben.layers.corrections.has('jumped'))
    setClock(now)
    write('after', now)
    await until(ben.doc, () => ben.layers.corrections.has('after'))
    const { findings, rows, beyondRules } = await verifyFile(join(server.folder, storeFile))
    expect([findings, rows, beyondRules]).toEqual([[], 4, 0])
  })

  test.each([
    ['a day ahead is still taken', now, now + day, null],
    ['more than a day ahead is refused and named', now, now + day + 60_000, '2026-05-04 12:00 UTC'],
    [
      'right, where the server is a year behind, is refused and named',
      now - 365 * day,
      now,
      '2025-05-04 12:00 UTC',
    ],
    ['a year back is taken', now, now - 365 * day, null],
  ])('of a writer that is %s', async (_, server, writer, named) => {
    const { ada, ben, write } = await house()
    let message = ''
    ada.provider.messageHandlers[messageRefused] = (_encoder, decoder) => {
      message = Buffer.from(decoder.arr).toString()
    }
    setClock(server)
    write('c1', writer)
    if (named === null) {
      await until(ben.doc, () => ben.layers.corrections.has('c1'))
      return
    }
    expect(await ada.refused).toMatchObject({ code: 4403, reason: 'G5' })
    expect(message).toContain(named)
    // What they typed is still theirs, and nobody else has seen it.
    expect([ada.layers.corrections.has('c1'), ben.layers.corrections.has('c1')]).toEqual([true, false])
  })

  test('that jumps a day ahead and back signs nobody out', async () => {
    setClock(now)
    const server = await serve({ accounts: 'invited' })
    const joined = await fetch(`${server.url}/api/join`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        ...{ secret: server.firstOwner!.split('/').at(-1), name: 'Ada', initials: '' },
        ...{ email: 'ada@example.org', password: 'seven lightships at anchor' },
      }),
    })
    const cookie = joined.headers.get('set-cookie')!.split(';')[0]!
    const status = async (at: number) => {
      setClock(at)
      return (await fetch(`${server.url}/api/me`, { headers: { cookie } })).status
    }
    expect(await status(now + day)).toBe(200)
    expect(await status(now)).toBe(200)
    expect(await status(now + 29 * day)).toBe(200)
    expect(await status(now)).toBe(200)
    // A jump of a year ends what would by then have ended; nothing but signing in anew is lost.
    expect(await status(now + 365 * day)).toBe(401)
    expect(await status(now)).toBe(200)
  })
})

describe('SIGTERM', () => {
  beforeAll(compile)

  test('in the midst of 200 writers, an import and an export: all are told, what was called saved is there, the exit is clean', async () => {
    const folder = newFolder()
    const child = await startChild(folder)
    const owner = await newcomer(child.url, 'Ada')
    const document = await addDocument(child.url, undefined, owner.cookie)
    const edition = await (
      await fetch(`${child.url}/api/editions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie: owner.cookie },
        body: JSON.stringify({ title: 'Large' }),
      })
    ).json()
    const long = await addDocument(child.url, 'A line of a letter.\n\n'.repeat(20_000), owner.cookie)
    const writers = await Promise.all(
      Array.from({ length: 200 }, async () => {
        const raw = await openRaw(child.url, `/sync/${document}`, owner.cookie)
        await raw.until(() => raw.syncs.length > 0)
        return raw
      }),
    )
    const sent = new Map<RawClient, string[]>()
    const pens = writers.map((raw, i) => {
      sent.set(raw, [])
      const layers = new Layers(new Y.Doc())
      layers.doc.on('update', (update: Uint8Array) => raw.send(0, 2, update))
      return () => {
        const id = `w${i}-${sent.get(raw)!.length}`
        sent.get(raw)!.push(id)
        layers.change('t', () => layers.addCorrection(correction(owner.id, { id })))
      }
    })
    const typing = setInterval(() => {
      for (const write of pens) write()
    }, 20)
    const large = `${'A line of a letter that is long enough to be read for a while.\n\n'.repeat(60_000)}`
    const importing = fetch(
      `${child.url}/api/editions/${(edition as { id: string }).id}/documents?name=large.txt`,
      { method: 'POST', headers: { cookie: owner.cookie }, body: large },
    ).then(
      async response => ({ status: response.status, body: (await response.json()) as { id?: string } }),
      () => null,
    )
    await Promise.all(writers.map(raw => raw.until(() => (raw.saved.at(-1) ?? 0) >= 3)))
    const exporting = fetch(`${child.url}/api/documents/${long}/export?to=tei`, {
      headers: { cookie: owner.cookie },
    }).then(
      async response => ({ status: response.status, text: await response.text() }),
      () => null,
    )
    expect(await child.end('SIGTERM')).toBe(0)
    clearInterval(typing)
    const codes = await Promise.all(writers.map(async ({ closed }) => (await closed).code))
    expect(codes).toEqual(codes.map(() => 1012))
    const imported = await importing
    // A file that was begun is whole.
    const exported = await exporting
    if (exported?.status === 200) expect(exported.text.trimEnd().endsWith('</TEI>')).toBe(true)
    const again = await startChild(folder)
    const reader = joinDocument(again.url, document, await newcomer(again.url, 'Ben'))
    await reader.synced
    const lost = writers.flatMap(raw =>
      sent
        .get(raw)!
        .slice(0, raw.saved.at(-1))
        .filter(id => !reader.layers.corrections.has(id)),
    )
    expect(lost).toEqual([])
    expect(reader.layers.corrections.size).toBeGreaterThanOrEqual(600)
    // The import is there whole, and whoever asked for it was told so, or not at all.
    expect([201, 503, undefined]).toContain(imported?.status)
    const titles = run(['list', '--data', folder]).stdout
    expect(titles.includes('large')).toBe(imported?.status === 201)
    expect(await again.end('SIGTERM')).toBe(0)
    expect(run(['verify', '--data', folder])).toMatchObject({ code: 0, stderr: '' })
  })
})
