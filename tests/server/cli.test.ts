import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { run as program } from '../../server/commands/program.js'
import { del, ins, t, wordFile, wp } from '../support/docx.js'
import { pageRegion, pageXml } from '../support/scans.js'
import { zipOf } from '../support/zip.js'
import { program as binary, compile, run, startChild } from './support/child.js'
import { joinDocument, newcomer, stopServers, temporaryFolder } from './support/server.js'

const { folder, remove } = temporaryFolder()
const path = (name: string) => join(folder, name)
const text = 'A LETTER\n\nTo the Minister.\r\n'

beforeAll(() => {
  compile()
  writeFileSync(path('letter.txt'), text)
  writeFileSync(path('blank.txt'), ' \n')
})
afterAll(async () => {
  await stopServers()
  remove()
})

/** Runs a command in this process, which is quicker than a new one. */
async function call(args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  let [stdout, stderr] = ['', '']
  const out = vi.spyOn(process.stdout, 'write').mockImplementation((...rest: unknown[]) => {
    stdout += String(rest[0])
    const done = rest.find(value => typeof value === 'function')
    done?.()
    return true
  })
  const err = vi.spyOn(process.stderr, 'write').mockImplementation(text => {
    stderr += String(text)
    return true
  })
  const error = vi.spyOn(console, 'error').mockImplementation(text => {
    stderr += String(text)
  })
  const before = process.exitCode
  process.exitCode = 0
  await program(['node', 'corrigenda', ...args])
  const code = Number(process.exitCode)
  process.exitCode = before
  for (const spy of [out, err, error]) spy.mockRestore()
  return { code, stdout, stderr }
}

describe('every command', () => {
  test.each([
    'serve',
    'inspect',
    'convert',
    'import',
    'list',
    'export',
    'propose',
    'backup',
    'restore',
    'verify',
  ])('%s has help with examples', async command => {
    const { code, stdout, stderr } = await call([command, '--help'])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain(`Usage: corrigenda ${command}`)
    expect(stdout).toContain('Examples:')
  })

  test.each([
    [['frobnicate']],
    [[]],
    [['inspect']],
    [['inspect', 'a', 'b']],
    [['inspect', 'a', '--colour']],
    [['convert', 'a']],
    [['convert', 'a', '--to', 'rtf']],
    [['convert', 'a', '--to', 'text', '--view', 'sideways']],
    [['import', 'a']],
    [['import', 'a', '--edition', ' ']],
    [['export', 'a']],
    [['propose', 'a', 'b']],
    [['propose', 'a', 'b', '--by', ' ']],
    [['propose', 'a', 'b', '--by', 'Mora', '--json']],
    [['serve', '--port', '70000']],
    [['serve', '--port', 'x']],
  ])('%j is a wrong call', async args => {
    const { code, stdout, stderr } = await call(args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).not.toBe('')
    expect(stderr).not.toContain('    at ')
  })

  test.each([
    [['inspect', 'nothing.txt'], 'nothing.txt: there is no such file'],
    [['inspect', folder], 'it is a folder'],
    [['inspect', path('blank.txt')], 'blank.txt:1:1: '],
    [['convert', path('blank.txt'), '--to', 'tei'], 'blank.txt:1:1: '],
    [['convert', path('letter.txt'), '--to', 'text', '-o', path('no/where.txt')], 'there is no such file'],
    [['list', '--data', path('none')], 'There is no data in'],
    [['export', 'x', '--to', 'tei', '--data', path('none')], 'There is no data in'],
  ])('%j fails', async (args, message) => {
    const { code, stdout, stderr } = await call(args)
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain(message)
    expect(stderr).not.toContain('    at ')
  })
})

describe('without a data folder', () => {
  test('a wrong call ends with 2, a failure with 1', () => {
    expect(run(['frobnicate']).code).toBe(2)
    const { code, stdout, stderr } = run(['inspect', path('blank.txt')])
    expect([code, stdout, stderr.includes('blank.txt:1:1: ')]).toEqual([1, '', true])
  })

  test('inspect reports what import would make of a file', () => {
    const { code, stdout } = run(['inspect', path('letter.txt')])
    expect(code).toBe(0)
    expect(stdout).toContain('Outline')
    expect(stdout).toMatch(/3 {2}\w+ +To the Minister\./)
  })

  test('inspect --json prints witness, metadata and problems', () => {
    const { code, stdout } = run(['inspect', path('letter.txt'), '--json'])
    const { witness, metadata, problems } = JSON.parse(stdout) as Record<
      string,
      { text?: string; blocks?: unknown[] }
    >
    expect([code, witness!.text, witness!.blocks!.length]).toEqual([0, text, 2])
    expect([typeof metadata, Array.isArray(problems)]).toEqual(['object', true])
  })

  test.each(['tei', 'text', 'html', 'archive'])('convert writes %s', async format => {
    const out = path(`out.${format}`)
    const { code, stderr } = await call(['convert', path('letter.txt'), '--to', format, '-o', out])
    expect([code, stderr]).toEqual([0, ''])
    expect(readFileSync(out).length).toBeGreaterThan(20)
  })

  test('convert writes a PDF, and says which options it has', async () => {
    const out = path('out.pdf')
    const asked = ['convert', path('letter.txt'), '--to', 'pdf', '-o', out]
    const { code, stderr } = await call([...asked, '--set', 'paper=book', '--view', 'diplomatic'])
    expect([code, stderr]).toEqual([0, ''])
    expect(readFileSync(out).subarray(0, 5).toString()).toBe('%PDF-')
    const wrong = await call([...asked, '--set', 'paper=a3'])
    expect(wrong.code).toBe(2)
    expect(wrong.stderr).toContain('The option "paper" of PDF is one of a4, letter, book, not "a3".')
  })

  test('what a format cannot hold of a document is told, on export as on conversion', async () => {
    const corrected = wp(`${t('From ')}${del('Kitty', 'Ugeki')}${ins('Kitty', 'Ugaki')}${t(' to Nishi.')}`)
    writeFileSync(path('copy.docx'), wordFile(corrected))
    const out = path('copy.txt')
    const converted = await call(['convert', path('copy.docx'), '--to', 'text', '-o', out])
    expect([converted.code, converted.stderr]).toEqual([0, 'Left out: 1 open proposal.\n'])
    const data = ['--data', path('copies')]
    const imported = await call(['import', path('copy.docx'), '--edition', 'Copies', ...data])
    const id = imported.stdout.split('\t')[0]!
    const exported = await call(['export', id, '--to', 'text', '-o', out, ...data])
    expect([exported.code, exported.stderr]).toEqual([0, 'Left out: 1 open proposal.\n'])
  })

  test('convert goes by way of an archive and back to the same bytes', () => {
    expect(
      run(['convert', path('letter.txt'), '--to', 'archive', '-o', path('letter.corrigenda')]).stdout,
    ).toBe('')
    const { bytes } = run(['convert', path('letter.corrigenda'), '--to', 'text', '--view', 'received'])
    expect(bytes.toString()).toBe(text)
  })
})

describe('with a data folder', () => {
  const data = path('data')

  test('import, list and export', async () => {
    const { code, stdout, stderr } = run([
      'import',
      path('letter.txt'),
      path('blank.txt'),
      path('letter.corrigenda'),
      '--edition',
      'Letters',
      '--data',
      data,
    ])
    expect(code).toBe(1)
    expect(stderr).toMatch(/blank\.txt:1:1: /)
    const lines = stdout.trim().split('\n')
    expect(lines).toHaveLength(2)
    const [id] = lines[0]!.split('\t')
    expect((await call(['list', '--data', data])).stdout).toContain(`Letters\n  ${id}  `)
    const [edition] = JSON.parse((await call(['list', '--json', '--data', data])).stdout) as {
      title: string
      documents: { id: string; title: string }[]
    }[]
    expect([edition!.title, edition!.documents.length]).toEqual(['Letters', 2])
    const out = path('out.txt')
    const exported = run(['export', id!, '--to', 'text', '--view', 'received', '-o', out, '--data', data])
    expect([exported.code, exported.stdout, readFileSync(out, 'utf8')]).toEqual([0, '', text])
    expect(exported.stderr).toBe('')
    const ambiguous = await call(['export', edition!.documents[0]!.title, '--to', 'text', '--data', data])
    expect([ambiguous.code, ambiguous.stderr.includes(id!)]).toEqual([1, true])
  })

  test('a ZIP of files is imported as one document or a document each', async () => {
    const data = ['--data', path('zips')]
    writeFileSync(
      path('pages.zip'),
      zipOf({
        'p2.xml': pageXml(pageRegion('r', ['Two.'])),
        'p1.xml': pageXml(pageRegion('r', ['One.'])),
        'p1.jpg': 'x',
      }),
    )
    writeFileSync(path('mixed.zip'), zipOf({ 'in/a.txt': text, 'in/b.xml': '<PcGts>' }))
    const pages = await call(['import', path('pages.zip'), '--edition', 'Zips', ...data])
    expect([pages.code, pages.stdout.replace(/^\w+/, '')]).toEqual([0, '\tpages\n'])
    expect(pages.stderr).toContain('p1.jpg is passed over: an image')
    const id = pages.stdout.split('\t')[0]!
    const exported = await call(['export', id, '--to', 'text', ...data])
    expect(strFromU8(Uint8Array.from(exported.stdout.split(','), Number))).toBe('One.\n\nTwo.\n')
    const each = await call(['import', path('pages.zip'), '--as', 'documents', '--edition', 'Zips', ...data])
    expect(each.stdout.replace(/^\w+/gm, '')).toBe('\tp1\n\tp2\n')
    const mixed = await call(['import', path('mixed.zip'), '--edition', 'Zips', ...data])
    expect([mixed.code, mixed.stdout.replace(/^\w+/, '')]).toEqual([1, '\tA LETTER\n'])
    expect(mixed.stderr).toContain('mixed.zip/in/b.xml: 1:')
    const one = await call(['import', path('mixed.zip'), '--as', 'document', '--edition', 'Zips', ...data])
    expect([one.code, one.stdout.replace(/^\w+/, '')]).toEqual([1, '\tmixed\n'])
    expect(one.stderr).toContain('in/b.xml is left out')
  })

  test('a new witness takes the place of a document', async () => {
    const folder = path('witness-data')
    const [first] = (
      await call(['import', path('letter.txt'), '--edition', 'Letters', '--data', folder])
    ).stdout.split('\t')
    const better = path('better.txt')
    writeFileSync(better, `${readFileSync(path('letter.txt'), 'utf8')}\nOne line more.\n`)
    const dry = await call(['import', better, '--replaces', first!, '--dry-run', '--data', folder])
    expect([dry.code, dry.stdout.split('\n')[0]]).toEqual([
      0,
      expect.stringMatching(
        /^100 % of the words of the old witness stand in the new one, .*; 1 differences\.$/,
      ),
    ])
    const made = await call(['import', better, '--replaces', first!, '--data', folder])
    const [second, title] = made.stdout.split('\n')[0]!.split('\t')
    expect([made.code, second === first]).toEqual([0, false])
    const list = (await call(['list', '--data', folder])).stdout
    expect(list).toContain(`  ${first}  ${title} (`)
    expect(list).toContain(`earlier witness: now ${second}`)
    const out = path('newest.txt')
    await call(['export', title!, '--to', 'text', '--view', 'received', '-o', out, '--data', folder])
    expect(readFileSync(out, 'utf8')).toBe(readFileSync(better, 'utf8'))
    const late = await call(['import', better, '--replaces', first!, '--data', folder])
    expect([late.code, late.stderr]).toEqual([1, expect.stringContaining(second!)])
    for (const [args, words] of [
      [['--replaces', second!, '--edition', 'X'], /leave out --edition/],
      [['--dry-run', '--edition', 'X'], /goes with --replaces/],
      [[], /--edition, or which document with --replaces/],
    ] as const) {
      const wrong = await call(['import', better, ...args, '--data', folder])
      expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringMatching(words)])
    }
    expect((await call(['verify', '--data', folder])).stdout).toContain('everything holds')
  })

  test('a whole edition is written into a ZIP', async () => {
    const zip = path('letters.zip')
    const edition = ['export', '--edition', 'Letters', '--data', data]
    const made = run([...edition, '--to', 'tei,text:received', '--set', 'stamps=nonsense', '-o', zip])
    expect([made.code, made.stderr]).toEqual([2, expect.stringContaining('option "stamps"')])
    const written = run([...edition, '--to', 'tei,text:received', '-o', zip])
    expect([written.code, written.stderr]).toEqual([0, ''])
    const files = unzipSync(readFileSync(zip))
    expect(written.stdout).toBe(`${zip}: ${Object.keys(files).length} files, ${statSync(zip).size} bytes.\n`)
    const first = Object.keys(files).find(name => name.startsWith('text-received/1 '))!
    expect(strFromU8(files[first]!)).toBe(text)
    expect(Object.keys(files)).toContain('README.txt')
    const again = await call([...edition, '--to', 'tei', '-o', zip])
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('--force replaces it')])
    expect(run([...edition, '--to', 'tei', '-o', zip, '--force']).code).toBe(0)
    for (const [wrong, why] of [
      [[...edition, '--to', 'tei'], /name it with -o/],
      [[...edition, '--to', 'nonsense', '-o', path('x.zip')], /no format "nonsense"/],
      [[...edition, '--to', 'text:sideways', '-o', path('x.zip')], /none of the texts/],
      [[...edition, '--to', 'zip', '-o', path('x.zip')], /name the formats/],
      [[...edition, 'Letter', '--to', 'tei', '-o', path('x.zip')], /a document, or an edition/],
      [['export', 'Letter', '--to', 'tei,text', '--data', data], /use --edition/],
    ] as const) {
      const { code, stderr } = await call([...wrong])
      expect([code, stderr]).toEqual([2, expect.stringMatching(why)])
    }
    const { code, stderr } = await call([
      'export',
      '--edition',
      'No',
      '--to',
      'tei',
      '-o',
      path('x.zip'),
      '--data',
      data,
    ])
    expect([code, stderr]).toEqual([1, expect.stringContaining('There is no edition "No".')])
  })

  test('a whole edition is written as a site, into a ZIP or a folder', async () => {
    const site = ['export', '--edition', 'Letters', '--to', 'site', '--data', data]
    const zipped = run([...site, '-o', path('site.zip')])
    expect([zipped.code, zipped.stderr]).toEqual([0, ''])
    const names = Object.keys(unzipSync(readFileSync(path('site.zip'))))
    expect(names).toContain('index.html')
    const target = `${path('public')}/`
    const written = run([...site, '-o', target])
    expect([written.code, written.stderr]).toEqual([0, ''])
    for (const name of names) expect(statSync(join(target, name)).isFile(), name).toBe(true)
    expect(readdirSync(folder).filter(name => name.includes('.part-'))).toEqual([])
    const again = await call([...site, '-o', target])
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('the folder is not empty')])
    writeFileSync(join(target, 'own.txt'), 'kept')
    expect(run([...site, '-o', target, '--force']).code).toBe(0)
    expect(readFileSync(join(target, 'own.txt'), 'utf8')).toBe('kept')
  })

  test('an export of an edition that is broken off leaves nothing', async () => {
    const large = 'A paragraph of a long document, which somebody has transcribed.\n\n'.repeat(40_000)
    writeFileSync(path('large.txt'), large)
    const own = ['--edition', 'Large', '--data', path('other')]
    expect(run(['import', path('large.txt'), ...own]).code).toBe(0)
    const before = readdirSync(folder)
    const child = spawn(
      process.execPath,
      [binary, 'export', ...own, '--to', 'docx,tei,html', '-o', path('large.zip')],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    )
    let said = ''
    child.stderr.on('data', (data: Buffer) => {
      said += data
    })
    const ended = new Promise(resolve => child.on('exit', resolve))
    await vi.waitUntil(() => readdirSync(folder).some(name => name.includes('.part-')), {
      timeout: 20_000,
    })
    child.kill('SIGINT')
    expect(await ended).toBe(130)
    expect(said).toBe('Broken off; nothing was kept.\n')
    expect(readdirSync(folder)).toEqual(before)
  })

  test('a corrected copy becomes proposals of whoever corrected it', async () => {
    const [edition] = JSON.parse((await call(['list', '--json', '--data', data])).stdout) as {
      documents: { id: string }[]
    }[]
    const { id } = edition!.documents[0]!
    writeFileSync(path('copy.txt'), text.replace('Minister', 'Ministers'))
    const dry = await call([
      'propose',
      id,
      path('copy.txt'),
      '--by',
      'Mora Lind',
      '--dry-run',
      '--data',
      data,
    ])
    expect([dry.code, dry.stderr]).toEqual([0, ''])
    expect(dry.stdout).toContain('Minister ] Ministers')
    const table = async () => {
      await call(['export', id, '--to', 'csv', '-o', path('table.csv'), '--data', data])
      return readFileSync(path('table.csv'), 'utf8')
    }
    expect(await table()).not.toContain('Ministers')
    const done = await call(['propose', id, path('copy.txt'), '--by', 'Mora Lind', '--data', data])
    expect([done.code, done.stderr]).toEqual([0, ''])
    expect(done.stdout).toContain('Entered 1 correction by Mora Lind')
    expect(await table()).toContain('Ministers')
    expect(await table()).toContain('Mora Lind')
    const again = await call(['propose', id, path('copy.txt'), '--by', 'Mora Lind', '--data', data])
    expect(again.stdout).toContain('1 is proposed or accepted already.\nThere is nothing to enter.')
    writeFileSync(
      path('other.txt'),
      'Quite another text, of a lightship and of a gale in which two boats were lost.\n',
    )
    const other = await call(['propose', id, path('other.txt'), '--by', 'Mora Lind', '--data', data])
    expect(other.code).toBe(1)
    expect(other.stderr).toContain('seems to be no copy of')
  })

  test('what is imported beside a running server is seen there, and a signal ends the server', async () => {
    const server = await startChild(data)
    expect(run(['import', path('letter.txt'), '--edition', 'New', '--data', data]).code).toBe(0)
    const editions = (await (await fetch(`${server.url}/api/editions`)).json()) as {
      title: string
      documents: { id: string }[]
    }[]
    expect(editions.map(({ title }) => title)).toEqual(['Letters', 'New'])
    writeFileSync(path('copy.txt'), text.replace('Minister', 'Ministry'))
    const asked = ['propose', editions[1]!.documents[0]!.id, path('copy.txt'), '--by', 'Mora', '--data', data]
    const copied = run(asked)
    expect([copied.code, copied.stderr]).toEqual([1, expect.stringContaining('A server is running')])
    const client = joinDocument(server.url, editions[1]!.documents[0]!.id, await newcomer(server.url, 'Ada'))
    await client.synced
    const closed = new Promise<number | undefined>(resolve =>
      client.provider.on('connection-close', event => resolve(event?.code)),
    )
    const second = run(['serve', '--port', '0', '--data', data])
    expect([second.code, second.stderr]).toEqual([
      1,
      `Another server is running on the data folder ${data}.\n`,
    ])
    const start = Date.now()
    expect(await server.end('SIGTERM')).toBe(0)
    expect(await closed).toBe(1012)
    expect(Date.now() - start).toBeLessThan(5_000)
  })

  test('a port in use is named', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise(resolve => other.once('listening', resolve))
    const { port } = other.address() as AddressInfo
    const { code, stderr } = run(['serve', '--port', String(port), '--data', path('third')])
    other.close()
    expect([code, stderr]).toEqual([1, `Port ${port} is in use: choose another one with --port.\n`])
  })

  test('a fresh data folder has the samples, once', async () => {
    const fresh = path('fresh')
    const server = await startChild(fresh)
    const list = async (url: string) =>
      (await (await fetch(`${url}/api/editions`)).json()) as { title: string; documents: unknown[] }[]
    const [samples] = await list(server.url)
    expect(samples!.title).toMatch(/[Ss]ample/)
    expect(samples!.documents.length).toBeGreaterThan(0)
    expect(await server.end('SIGINT')).toBe(0)
    const again = await startChild(fresh)
    expect(await list(again.url)).toHaveLength(1)
    expect(await again.end('SIGTERM')).toBe(0)
    expect(existsSync(join(fresh, 'corrigenda.db'))).toBe(true)
  })
})
