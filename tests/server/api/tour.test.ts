/** docs/api.md is run as it stands. */
import { execFile, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDocument } from '../../../server/library.js'
import { zipOf } from '../../support/zip.js'
import { serve, stopServers, type TestServer, temporaryFolder } from '../support/server.js'

const run = promisify(execFile)
const place = temporaryFolder()
let server: TestServer
let token: string

beforeAll(async () => {
  server = await serve()
  const { cookie } = await server.newcomer('Ada')
  const made = await fetch(`${server.url}/api/me/tokens`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Tour', reads: 'write', days: 1 }),
  })
  token = ((await made.json()) as { token: string }).token
})
afterAll(async () => {
  await stopServers()
  place.remove()
})

const page = readFileSync(join(import.meta.dirname, '../../../docs/api.md'), 'utf8')
const examples = [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, example]) => example!)

/** Which of the programs that the page tells to use this machine lacks. */
const missing = ['bash', 'curl', 'jq'].filter(program => spawnSync(program, ['--version']).error)
const without = missing.length > 0 ? ` (not run: this machine has no ${missing.join(', ')})` : ''

test.skipIf(missing.length > 0)(
  `every example of docs/api.md does what is said of it${without}`,
  async () => {
    expect(examples.length).toBeGreaterThan(8)
    writeFileSync(join(place.folder, 'letters.zip'), zipOf({ 'zipped.txt': 'From Ugeki.\n' }))
    const script = examples
      .join('\n')
      .replace('https://editions.example.org', server.url)
      .replace('THE-TOKEN', token)
    const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', script], { cwd: place.folder })
    expect(stdout).toContain('proposed\tUgeki\tUgaki')
    expect(stdout).toContain('1\tUgeki\tForeign Minister from May to September 1938.')
    expect(stdout).toContain('a\tJapanese\tSo the carbon copy')
    expect(stdout).toMatch(/Ugaki.*\].*Ugeki/)
    expect(stdout).toMatch(/\n0\n$/)
    const tei = readFileSync(join(place.folder, 'letter.xml'), 'utf8')
    expect(tei).toContain('Ugaki')

    const documents = await server.store.documents()
    expect(documents.map(({ title }) => title)).toContain('zipped')
    const entry = documents.find(({ title }) => title !== 'zipped')
    const { document } = (await openDocument(server.store, entry!.id))!
    expect(document.standing('ugaki-1')).toBe('accepted')
    expect(document.corrections.get('ugaki-1')).toMatchObject({
      evidence: 'external',
      citation: 'Coox 1985, p. 12',
    })
    expect(document.names.get('name-1')?.ref).toBe('ugaki')
    expect(document.structure.block(0)).toMatchObject({ kind: 'heading', attrs: { level: 1 } })
  },
)
