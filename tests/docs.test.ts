/** What the docs say about keys, laws and files is so. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { sections } from '../client/editor/command.js'
import { commands } from '../client/editor/commands/index.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.md'))
    .map(name => `docs/${name}`),
]

/** The rows of a table below a heading, cells trimmed. */
function table(page: string, heading: string): string[][] {
  const [, below = ''] = page.split(`\n### ${heading}\n`)
  const [section = ''] = below.split(/\n###? /)
  return section
    .split('\n')
    .filter(line => line.startsWith('|'))
    .slice(2)
    .map(line =>
      line
        .slice(1, -1)
        .split('|')
        .map(cell => cell.trim()),
    )
}

/** A key as the guide writes it. */
const spelled = (keys: string | undefined) =>
  keys === undefined ? '' : `\`${keys.replace('Mod', 'Ctrl').replaceAll('-', '+')}\``

describe('the guide lists each command with its key', () => {
  for (const section of sections)
    test(section, () => {
      const expected = commands.filter(c => c.section === section).map(c => [c.title, spelled(c.keys)])
      expect(table(read('docs/guide.md'), section)).toEqual(expected)
    })
})

test('no two commands have the same key', () => {
  const keys = commands.flatMap(c => c.keys ?? [])
  expect(keys).toEqual([...new Set(keys)])
})

describe('each link leads to a file', () => {
  for (const page of pages)
    test(page, () => {
      const links = [...read(page).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(m => m[1]!)
      expect(links.filter(link => !existsSync(join(root, dirname(page), link)))).toEqual([])
    })
})

test('each law that code or a test quotes is in docs/model.md, and no two laws have one ID', () => {
  const ids = [...read('docs/model.md').matchAll(/^\| ([A-Z]\d+) \|/gm)].map(m => m[1]!)
  const known = new Set(ids)
  expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([])
  const quoted = ['schema', 'server', 'client', 'tests']
    .flatMap(folder =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter(name => /\.tsx?$/.test(name))
        .map(name => `${folder}/${name}`),
    )
    .flatMap(path => [...read(path).matchAll(/\[([A-Z]\d+)\]/g)].map(m => `${m[1]} in ${path}`))
  expect(known.size).toBeGreaterThan(30)
  expect(quoted.length).toBeGreaterThan(10)
  expect(quoted.filter(place => !known.has(place.split(' ')[0]!))).toEqual([])
})
