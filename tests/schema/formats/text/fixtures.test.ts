/** Each fixture beside the outline of what is recognised in it; an outline was read through before it was committed. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { outline, read } from './laws.js'

const folder = new URL('../../../fixtures/text/', import.meta.url)
const files = readdirSync(folder).filter(name => name.endsWith('.txt'))

test.each(files)('%s', async file => {
  const result = read(new Uint8Array(readFileSync(new URL(file, folder))), file)
  await expect(outline(result)).toMatchFileSnapshot(
    fileURLToPath(new URL(file.replace(/txt$/, 'outline'), folder)),
  )
})

test.each(files)('%s with other line ends and a byte-order mark has the same structure', file => {
  const text = readFileSync(new URL(file, folder), 'utf8')
  const plain = read(text)
  for (const variant of [
    text.replace(/\n/g, '\r\n'),
    text.replace(/\n/g, '\r'),
    `\uFEFF${text}`,
    text.replace(/\n\n/g, '\n\u00A0 \n'),
  ])
    expect(outline(read(variant)).replace(/\(after.*?\)|\d+:\d+/g, '')).toBe(
      outline(plain).replace(/\(after.*?\)|\d+:\d+/g, ''),
    )
})
