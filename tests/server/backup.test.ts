import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import Database from 'libsql'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { BackupFault, backUp, NotWhole, partOf, restore } from '../../server/backup.js'
import { lookAtSqlite, type openSqlite } from '../../server/store/sqlite.js'
import { copyFile } from '../../server/store/sqlite-file.js'
import { verifyFile } from '../../server/verification.js'
import { compile, run, startChild } from './support/child.js'
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

afterEach(stopServers)

const copy = async (from: string, to: string) => copyFile(from, to)
const quiet = () => {}

const folders: (() => void)[] = []
afterAll(() => {
  for (const remove of folders) remove()
})
const newFolder = () => {
  const { folder, remove } = temporaryFolder()
  folders.push(remove)
  return folder
}

/** A server whose only document has two corrections of Ada's. */
async function work() {
  const server = await serve({ folder: newFolder() })
  const document = await server.document()
  const person = await server.newcomer('Ada')
  const ada = joinDocument(server.url, document, person)
  const ben = joinDocument(server.url, document, await server.newcomer('Ben'))
  await Promise.all([ada.synced, ben.synced])
  for (const id of ['c1', 'c2']) {
    ada.layers.change('t', () => ada.layers.addCorrection(correction(person.id, { id })))
    await until(ben.doc, () => ben.layers.corrections.has(id))
  }
  return { server, document, person, ada, ben }
}

/** All rows of all tables but the record of acts, with the numbers by which the audit log is read on. */
function contentsOf(path: string): unknown {
  const raw = new Database(path)
  const names = raw
    .prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name")
    .all([]) as { name: string }[]
  const contents = names
    .filter(({ name }) => name !== 'acts')
    .map(({ name }) => [
      name,
      raw.prepare(`select rowid as mark, * from "${name}" order by rowid`).raw().all([]),
    ])
  raw.close()
  return contents
}

describe('a backup', () => {
  test('made while people write holds one moment whole, and takes its name when it is verified', async () => {
    const { server, ada, person } = await work()
    const file = join(newFolder(), 'backup.db')
    const seen: string[] = []
    const typing = setInterval(() =>
      ada.layers.change('t', () => ada.layers.addCorrection(correction(person.id))),
    )
    const found = await backUp(server.folder, file, false, copy, (done, of, title) => {
      seen.push(`${done}/${of} ${title}`)
      expect([existsSync(file), existsSync(partOf(file))]).toEqual([false, true])
    })
    clearInterval(typing)
    expect(found).toMatchObject({ documents: 1, witnesses: 1, findings: [] })
    expect(found.rows).toBeGreaterThanOrEqual(3)
    expect(seen).toEqual(['0/0 ', '0/1 test'])
    expect(readdirSync(join(file, '..'))).toEqual(['backup.db'])
    expect(statSync(file).mode & 0o777).toBe(0o600)
    // Nothing else is needed: the copy alone is the store.
    expect(await verifyFile(file)).toEqual(found)
  })

  test('is row for row what the store holds', async () => {
    const { server } = await work()
    const file = join(newFolder(), 'backup.db')
    await stopServers()
    await backUp(server.folder, file, false, copy, quiet)
    expect(contentsOf(file)).toEqual(contentsOf(join(server.folder, 'corrigenda.db')))
  })

  test('replaces nothing unless it is told to, and not the store itself', async () => {
    const { server } = await work()
    const file = join(newFolder(), 'backup.db')
    writeFileSync(file, 'precious')
    const again = (force: boolean, to = file) => backUp(server.folder, to, force, copy, quiet)
    await expect(again(false)).rejects.toThrow('is there already')
    expect(readFileSync(file, 'utf8')).toBe('precious')
    writeFileSync(partOf(file), 'another')
    await again(true)
    expect((await verifyFile(file)).findings).toEqual([])
    writeFileSync(partOf(`${file}2`), 'another')
    await expect(again(false, `${file}2`)).rejects.toThrow('another backup is being written')
    expect(readFileSync(partOf(`${file}2`), 'utf8')).toBe('another')
    await expect(again(true, join(server.folder, 'corrigenda.db'))).rejects.toThrow('the store itself')
    await expect(backUp(newFolder(), file, true, copy, quiet)).rejects.toThrow('There is no data')
  })

  test('leaves nothing where the copy cannot be written', async () => {
    const { server } = await work()
    const folder = newFolder()
    const full = async () => {
      throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' })
    }
    await expect(backUp(server.folder, join(folder, 'b.db'), false, full, quiet)).rejects.toThrow('full')
    await expect(backUp(server.folder, join(folder, 'no', 'b.db'), false, copy, quiet)).rejects.toThrow(
      'cannot be written',
    )
    expect(readdirSync(folder)).toEqual([])
  })

  test('of a store that does not hold together fails, says where, and is left to be looked at', async () => {
    const { server, document } = await work()
    const raw = new Database(join(server.folder, 'corrigenda.db'))
    raw.exec('delete from updates where seq = 2')
    raw.close()
    const file = join(newFolder(), 'b.db')
    const error = await backUp(server.folder, file, false, copy, quiet).catch(error => error)
    expect(error).toBeInstanceOf(NotWhole)
    expect((error as NotWhole).verification.findings).toContainEqual({
      document,
      title: 'test',
      fault: 'Row 3 follows row 1.',
    })
    expect([existsSync(file), existsSync(partOf(file))]).toEqual([false, true])
  })
})

describe('a restoration', () => {
  test('brings back what the backup holds, keeps what was there, and is put on record', async () => {
    const { server, document } = await work()
    const file = join(newFolder(), 'backup.db')
    await backUp(server.folder, file, false, copy, quiet)
    const store = server.store
    await store.addEdition({ id: 'later', title: 'Later', created: 1 })
    await stopServers()
    const now = Date.UTC(2026, 4, 4, 12)
    const { former, verification } = await restore(file, server.folder, now, quiet)
    expect(verification).toMatchObject({ documents: 1, rows: 3, findings: [] })
    expect(former).toBe(join(server.folder, 'corrigenda-2026-05-04T12-00-00.db'))
    expect(readdirSync(server.folder).sort()).toEqual([
      'corrigenda-2026-05-04T12-00-00.db',
      'corrigenda.db',
      'server.lock',
    ])
    const names = async (opened: ReturnType<typeof openSqlite>) => {
      const titles = (await opened.editions()).map(({ title }) => title)
      await opened.close()
      return titles
    }
    expect(await names(lookAtSqlite(former!))).toEqual(['Later', 'Test'])
    expect(await names(lookAtSqlite(join(server.folder, 'corrigenda.db')))).toEqual(['Test'])
    expect(contentsOf(join(server.folder, 'corrigenda.db'))).toEqual(contentsOf(file))
    const again = await serve({ folder: server.folder })
    const cleo = joinDocument(again.url, document, await again.newcomer('Cleo'))
    await cleo.synced
    expect([...cleo.layers.corrections.keys()].sort()).toEqual(['c1', 'c2'])
    const raw = new Database(join(server.folder, 'corrigenda.db'))
    const acts = raw.prepare("select at, detail from acts where what = 'restore'").all([]) as object[]
    raw.close()
    expect(acts).toHaveLength(1)
    expect(acts[0]).toMatchObject({ at: now, detail: JSON.stringify({ file }) })
    // A second one in the same second does not write over the first.
    await stopServers()
    expect((await restore(file, server.folder, now, quiet)).former).toBe(
      join(server.folder, 'corrigenda-2026-05-04T12-00-00-2.db'),
    )
  })

  test('works in a folder that is not there yet', async () => {
    const { server } = await work()
    const file = join(newFolder(), 'backup.db')
    await backUp(server.folder, file, false, copy, quiet)
    const fresh = join(newFolder(), 'new', 'data')
    expect((await restore(file, fresh, 0, quiet)).former).toBeNull()
    expect((await verifyFile(join(fresh, 'corrigenda.db'))).findings).toEqual([])
  })

  test('touches nothing while a server runs, or where the file is no whole backup', async () => {
    const { server } = await work()
    const folder = newFolder()
    const file = join(folder, 'backup.db')
    await backUp(server.folder, file, false, copy, quiet)
    const refused = (path: string, to = server.folder) => restore(path, to, 0, quiet).catch(error => error)
    expect(await refused(file)).toMatchObject({
      constructor: BackupFault,
      message: expect.stringContaining('stop it first'),
    })
    await stopServers()
    const before = contentsOf(join(server.folder, 'corrigenda.db'))
    const bad = join(folder, 'bad.db')
    const bytes = readFileSync(file)
    bytes.fill(0x55, 4096 * 3, 4096 * 12)
    writeFileSync(bad, bytes)
    expect(await refused(bad)).toBeInstanceOf(NotWhole)
    writeFileSync(bad, 'a letter to the Minister, and no store at all')
    expect(await refused(bad)).toBeInstanceOf(NotWhole)
    const other = new Database(join(folder, 'other.db'))
    other.exec('create table recipes (name text)')
    other.close()
    expect(await refused(join(folder, 'other.db'))).toBeInstanceOf(NotWhole)
    expect(await refused(join(folder, 'none.db'))).toBeInstanceOf(BackupFault)
    const newer = new Database(file)
    newer.exec('insert into migrations values (999, 0)')
    newer.close()
    expect(String(await refused(file))).toContain('cannot be brought back')
    expect(contentsOf(join(server.folder, 'corrigenda.db'))).toEqual(before)
    expect(readdirSync(server.folder).filter(name => name.includes('part'))).toEqual([])
  })

  test('of an older state gets back from browsers their own work, and refuses what rests on the work of others', async () => {
    const { server, document, person, ada, ben } = await work()
    const file = join(newFolder(), 'backup.db')
    await backUp(server.folder, file, false, copy, quiet)
    ada.layers.change('t', () => ada.layers.addCorrection(correction(person.id, { id: 'c3' })))
    await until(ben.doc, () => ben.layers.corrections.has('c3'))
    ada.provider.disconnect()
    ben.provider.disconnect()
    await stopServers()
    await restore(file, server.folder, 0, quiet)
    const again = await serve({ folder: server.folder })
    const cleo = joinDocument(again.url, document, await again.newcomer('Cleo'))
    await cleo.synced
    // Ben's browser has Ada's lost correction, which is not his to send.
    const benBack = joinDocument(again.url, document, ben.person, copyOf(ben.doc))
    expect(await benBack.refused).toMatchObject({ code: 4403, reason: 'G1' })
    expect([...cleo.layers.corrections.keys()].sort()).toEqual(['c1', 'c2'])
    // Ada's sends it, and from then on Ben's is in step too.
    await joinDocument(again.url, document, person, copyOf(ada.doc)).synced
    await until(cleo.doc, () => cleo.layers.corrections.has('c3'))
    await joinDocument(again.url, document, ben.person, copyOf(ben.doc)).synced
  })
})

/** What a browser has kept of a document. */
function copyOf(doc: Y.Doc): Y.Doc {
  const copied = new Y.Doc()
  Y.applyUpdate(copied, Y.encodeStateAsUpdate(doc))
  return copied
}

describe('verify', () => {
  test.each<[string, string, RegExp]>([
    ['a witness that is another', 'update witnesses set json = $json', /not the one that its hash names/],
    ['a witness that cannot be read', "update witnesses set json = x'00'", /witness cannot be read/],
    [
      'an imported file that was changed',
      "update documents set source = cast('Another text.' as blob)",
      /not the one that the witness was made of/,
    ],
    ['an imported file that is empty', "update documents set source = x''", /can no longer be read/],
    ['a row that is missing', 'delete from updates where seq = 2', /Row 3 follows row 1/],
    ['a row that was changed', "update updates set data = x'0102' where seq = 2", /Row 2 cannot be read/],
    [
      'a snapshot that says something else',
      "insert into snapshots values ((select id from documents), 2, x'0000')",
      /snapshot of row 2 does not say what the log says/,
    ],
    [
      'rows without their document',
      "update clients set document = 'gone'",
      /"clients" refer to rows of "documents"/,
    ],
    ['a step that is missing', 'delete from migrations where number = 2', /some are missing/],
    ['a table that is missing', 'drop table refusals', /"refusals\.rule" is not there/],
    ['a column that is missing', 'alter table people drop column orcid', /"people\.orcid" is not there/],
  ])('tells of %s', async (_, tampering, fault) => {
    const { server } = await work()
    await stopServers()
    const path = join(server.folder, 'corrigenda.db')
    const raw = new Database(path)
    raw.exec('PRAGMA foreign_keys = OFF; delete from snapshots')
    raw
      .prepare(tampering.replace('$json', '?'))
      .run(tampering.includes('$json') ? [gzipSync('{"format":1,"text":""}')] : [])
    raw.close()
    const { findings } = await verifyFile(path)
    expect(findings.map(({ fault }) => fault).join('\n')).toMatch(fault)
  })

  test('tells of pages that are damaged', async () => {
    const { server } = await work()
    const path = join(newFolder(), 'damaged.db')
    await backUp(server.folder, path, false, copy, quiet)
    const bytes = readFileSync(path)
    bytes.fill(0x55, 4096 * 3, 4096 * 12)
    writeFileSync(path, bytes)
    const { findings } = await verifyFile(path)
    expect(findings[0]!.fault).toMatch(/^SQLite: /)
  })

  test('changes nothing, and does not keep a running server from writing', async () => {
    const { server, ada, ben, person } = await work()
    const path = join(server.folder, 'corrigenda.db')
    const store = lookAtSqlite(path)
    expect((await store.documents()).length).toBe(1)
    ada.layers.change('t', () => ada.layers.addCorrection(correction(person.id, { id: 'c3' })))
    await until(ben.doc, () => ben.layers.corrections.has('c3'))
    // It still sees the moment at which it began.
    expect((await store.load((await store.documents())[0]!.id)).seq).toBe(3)
    await expect(store.addEdition({ id: 'x', title: 'X', created: 0 })).rejects.toThrow()
    await store.close()
    expect((await verifyFile(path)).findings).toEqual([])
  })
})

describe('on the command line', () => {
  beforeAll(compile)

  test('backup and verify beside a running server, restore when it has ended', async () => {
    const folder = newFolder()
    const data = join(folder, 'data')
    const file = join(folder, 'backup.db')
    const server = await startChild(data)
    const document = await addDocument(server.url)
    const person = await newcomer(server.url, 'Ada')
    const ada = joinDocument(server.url, document, person)
    await ada.synced
    ada.layers.change('t', () => ada.layers.addCorrection(correction(person.id)))
    const made = run(['backup', file, '--data', data])
    expect([made.code, made.stderr]).toEqual([0, ''])
    expect(made.stdout).toMatch(/backup\.db: \d+ bytes, \d+ documents, \d+ changes, verified\.\n$/)
    expect(run(['backup', file, '--data', data])).toMatchObject({ code: 1, stdout: '' })
    for (const args of [['--data', data], [file]]) {
      const found = run(['verify', '--json', ...args])
      expect([found.code, JSON.parse(found.stdout).findings]).toEqual([0, []])
    }
    const early = run(['restore', file, '--data', data])
    expect([early.code, early.stdout]).toEqual([1, ''])
    expect(early.stderr).toContain('stop it first')
    ada.leave()
    expect(await server.end('SIGTERM')).toBe(0)
    const restored = run(['restore', file, '--data', data])
    expect([restored.code, restored.stderr]).toEqual([0, ''])
    expect(restored.stdout).toContain('What was there before lies in')
    const raw = new Database(join(data, 'corrigenda.db'))
    raw.exec(`delete from updates where document = '${document}'`)
    raw.close()
    const bad = run(['verify', '--data', data])
    expect([bad.code, bad.stdout]).toEqual([1, ''])
    expect(bad.stderr).toContain(`  ${document} test: `)
  })

  test.each([
    [['backup', 'b.db', '--data', 'none'], 'There is no data in none.'],
    [['restore', 'none.db', '--data', 'none'], 'There is no file none.db.'],
    [['verify', '--data', 'none'], 'There is no data in none.'],
    [['verify', 'none.db'], 'none.db: there is no such file'],
  ])('%j fails', (args, message) => {
    const { code, stdout, stderr } = run(args, newFolder())
    expect([code, stdout, stderr]).toEqual([1, '', `${message}\n`])
  })
})
