/** Reads books as reading systems do, and has them judged by two programs of other people. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EpubCheck } from '@likecoin/epubcheck-ts'
import { strFromU8, unzipSync } from 'fflate'
import { SaxesParser } from 'saxes'

/** What EPUBCheck's port to TypeScript has against a book: errors and warnings, a line each. */
export async function faultsOf(epub: Uint8Array): Promise<string[]> {
  const { messages } = await EpubCheck.validate(epub)
  return messages
    .filter(({ severity }) => severity === 'fatal' || severity === 'error' || severity === 'warning')
    .map(({ id, message, location }) => `${id} ${message} (${location?.path ?? ''}:${location?.line ?? ''})`)
}

/** Debian's package of EPUBCheck (Java), where it is installed. */
const jar = '/usr/share/java/epubcheck.jar'
export const hasEpubcheck = existsSync(jar) && spawnSync('java', ['-version']).status === 0

/** What EPUBCheck itself has against books, a list each; one start of it takes seconds. */
export function javaFaultsOf(epubs: readonly Uint8Array[]): string[][] {
  const folder = mkdtempSync(join(tmpdir(), 'epub-'))
  try {
    return epubs.map((epub, i) => {
      const file = join(folder, `${i}.epub`)
      writeFileSync(file, epub)
      const { stdout, stderr } = spawnSync(
        'java',
        ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-jar', jar, file],
        { encoding: 'utf8' },
      )
      const said = `${stdout}\n${stderr}`
      if (!said.includes('EPUBCheck completed'))
        throw new Error(`EPUBCheck did not run: ${said.slice(0, 500)}`)
      return said.split('\n').filter(line => /^(FATAL|ERROR|WARNING)\b/.test(line))
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The files of a book, by their paths. */
export function filesOf(epub: Uint8Array): Record<string, string> {
  return Object.fromEntries(Object.entries(unzipSync(epub)).map(([path, bytes]) => [path, strFromU8(bytes)]))
}

/** All that a page of a book is made of. What runs, loads, embeds or submits is not among it. */
const elements = new Set(
  (
    'html head title link body section header footer nav aside h1 h2 h3 h4 h5 h6 p ul ol li blockquote table tbody tr th td ' +
    'a span del ins em strong i b code br'
  ).split(' '),
)

/** What in a book could run, or send for something; empty where there is nothing. */
export function dangersIn(epub: Uint8Array): string[] {
  const dangers: string[] = []
  for (const [path, xhtml] of Object.entries(filesOf(epub))) {
    if (!path.endsWith('.xhtml')) continue
    const parser = new SaxesParser()
    parser.on('opentag', ({ name, attributes }) => {
      if (!elements.has(name)) dangers.push(`<${name}>`)
      for (const [attribute, value] of Object.entries(attributes)) {
        if (/^on|^src|^style$/i.test(attribute)) dangers.push(`<${name} ${attribute}>`)
        if (
          attribute === 'href' &&
          !/^([\w-]+\.xhtml)?(#[\w-]+)?$|^style\.css$|^(https?|mailto):/.test(String(value))
        )
          dangers.push(`<${name} href="${value}">`)
      }
    })
    parser.write(xhtml).close()
  }
  return dangers
}

/** What is in a chapter and is not its text: numbers, marks, pages, signs of notes and what leads back. */
const beside = new Set(['no', 'ref', 'pb', 'mark', 'back', 'notes'])

/** The text of all chapters, in the order of the book. Throws where one is not well-formed. */
export function bookText(epub: Uint8Array): string {
  let text = ''
  for (const [path, xhtml] of Object.entries(filesOf(epub)).sort(([a], [b]) => (a < b ? -1 : 1)))
    if (path.startsWith('EPUB/chapter-')) text += chapterText(xhtml)
  return text
}

function chapterText(xhtml: string): string {
  let text = ''
  const open: { body: boolean; beside: boolean }[] = []
  const parser = new SaxesParser()
  parser.on('error', error => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    const classes = String(attributes.class ?? '').split(' ')
    const before = open.at(-1)
    open.push({
      body: before?.body === true || name === 'body',
      beside: before?.beside === true || classes.some(each => beside.has(each)),
    })
  })
  parser.on('closetag', () => open.pop())
  parser.on('text', words => {
    const here = open.at(-1)
    if (here?.body && !here.beside) text += words
  })
  parser.write(xhtml).close()
  return text
}
