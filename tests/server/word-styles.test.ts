/** What the styles of a Word file become, over HTTP and from the command line. */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { defaultSettings, settingsId } from '../../schema/settings.js'
import { styledWordFile } from '../support/styled-word-file.js'
import { program as binary, compile } from './support/child.js'
import { member } from './support/everybody.js'
import { type Someone, serve, stopServers, type TestServer, temporaryFolder } from './support/server.js'

const { folder, remove } = temporaryFolder()
const file = join(folder, 'minutes.docx')
let server: TestServer
let owner: Someone
let edition: string

beforeAll(async () => {
  compile()
  writeFileSync(file, styledWordFile())
  server = await serve({ accounts: 'invited' })
  owner = await member(server.store, 'Orla', [{ scope: 'house', thing: '', role: 'owner' }])
  const made = await post('/editions', JSON.stringify({ title: 'Minutes' }), 'application/json')
  edition = ((await made.json()) as { id: string }).id
})
afterAll(async () => {
  await stopServers()
  remove()
})

function post(path: string, body: BodyInit, type = 'application/octet-stream'): Promise<Response> {
  return fetch(`${server.url}/api${path}`, {
    method: 'POST',
    headers: { cookie: owner.cookie, 'content-type': type },
    body,
  })
}

const bytes = () => new Uint8Array(styledWordFile())
const asked = (...styles: string[]) => styles.map(style => `&style=${encodeURIComponent(style)}`).join('')

/** The kinds of the blocks of what was imported. */
async function importedKinds(query = ''): Promise<string[]> {
  const response = await post(`/editions/${edition}/documents?name=minutes.docx${query}`, bytes())
  expect(response.status).toBe(201)
  const { id } = (await response.json()) as { id: string }
  const { witness } = (await server.store.document(id))!
  const answer = await fetch(`${server.url}/api/documents/${id}/export?to=archive`, {
    headers: { cookie: owner.cookie },
  })
  expect(answer.status).toBe(200)
  const packed = (await server.store.witness(witness))!
  const { gunzipSync } = await import('node:zlib')
  const { blocks } = JSON.parse(gunzipSync(packed).toString('utf8')) as { blocks: { kind: string }[] }
  return blocks.map(({ kind }) => kind)
}

const byItself = ['heading', 'paragraph', 'paragraph', 'paragraph', 'item', 'paragraph']

describe('over HTTP', () => {
  test('an inspection lists the styles, and reads them as asked', async () => {
    const plain = (await (await post('/inspect?name=minutes.docx', bytes())).json()) as { styles: object[] }
    expect(plain.styles).toContainEqual({ name: 'Zwischenruf', count: 2, usual: 'paragraph', chosen: null })
    const response = await post(
      `/inspect?name=minutes.docx${asked('Zwischenruf=stage', 'Redner = Person=speech')}`,
      bytes(),
    )
    const { witness, styles } = (await response.json()) as {
      witness: { blocks: { kind: string }[] }
      styles: object[]
    }
    expect(witness.blocks.map(({ kind }) => kind)).toEqual([
      'heading',
      'speech',
      'stage',
      'stage',
      'item',
      'paragraph',
    ])
    expect(styles).toContainEqual({ name: 'Zwischenruf', count: 2, usual: 'paragraph', chosen: 'stage' })
  })

  test('an import does as asked, and by itself as the edition’s settings say', async () => {
    expect(await importedKinds()).toEqual(byItself)
    expect((await importedKinds(asked('Zwischenruf=stage')))[2]).toBe('stage')
    const value = { ...defaultSettings, wordStyles: { Zwischenruf: 'label', Normal: 'signature' } }
    const put = await fetch(`${server.url}/api/editions/${edition}/records/settings/${settingsId}`, {
      method: 'PUT',
      headers: { cookie: owner.cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ value, rev: 0 }),
    })
    expect(put.status).toBe(200)
    expect(await importedKinds()).toEqual(['heading', 'paragraph', 'label', 'label', 'item', 'signature'])
    expect(await importedKinds(asked('zwischenruf=stage', 'Normal='))).toEqual([
      'heading',
      'paragraph',
      'stage',
      'stage',
      'item',
      'paragraph',
    ])
  })

  test.each(['Zwischenruf', 'Zwischenruf=head', '=stage'])(
    '%j is refused with what is wrong',
    async style => {
      for (const path of ['/inspect', `/editions/${edition}/documents`]) {
        const response = await post(`${path}?name=a.docx${asked(style)}`, bytes())
        expect(response.status).toBe(400)
        expect(JSON.stringify(await response.json())).toMatch(/kind/)
      }
    },
  )
})

describe('from the command line', () => {
  const run = (...args: string[]) =>
    execFileSync(process.execPath, [binary, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

  test('inspect lists the styles', () => {
    const report = run('inspect', file, '--style', 'Zwischenruf=stage', '--style', 'Redner = Person=speech')
    expect(report).toMatch(/\n {6}2 {2}Zwischenruf +stage \(chosen\)\n/)
    expect(report).toMatch(/\n {6}1 {2}Heading 1 +heading:1\n/)
    const { styles } = JSON.parse(run('inspect', file, '--json')) as { styles: { name: string }[] }
    expect(styles.map(({ name }) => name)).toContain('Redner = Person')
  })

  test('convert and import do as asked', () => {
    expect(run('convert', file, '--to', 'markdown', '--style', 'Zwischenruf=quotation')).toContain(
      '> Heiterkeit rechts',
    )
    const data = join(folder, 'data')
    run('import', file, '--edition', 'Minutes', '--data', data, '--style', 'Zwischenruf=heading:2')
    const exported = run('export', 'Sitzung vom 3. Mai', '--to', 'markdown', '--data', data)
    expect(exported).toContain('## Heiterkeit rechts')
  })

  test('what is no kind is refused', () => {
    expect(() => run('convert', file, '--to', 'text', '--style', 'Zwischenruf=head')).toThrow(
      /is not a kind of block/,
    )
  })
})
