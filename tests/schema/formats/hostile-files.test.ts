/** Every reader answers every file with a text or with what is wrong with it. Readers are taken from the list: whoever adds
 * one has it tested here. */
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { EditedDocument } from '../../../schema/document.js'
import { type FileRead, readers, readFile } from '../../../schema/formats/index.js'
import { Layers } from '../../../schema/layers.js'
import { witnessFaults } from '../../../schema/witness.js'
import {
  damaged,
  extensionOf,
  type HostileFile,
  isXml,
  isZip,
  nothings,
  sampleOf,
  texts,
  word,
  xmls,
  zips,
} from '../../support/hostile-files.js'
import { Random } from '../../support/random.js'

const severities = ['info', 'guess', 'loss', 'error']
let read = 0
let refused = 0

/** What a reader may answer; `seed` says which file it was. */
function check(answer: FileRead, { hasWord = false, bytes }: HostileFile, seed: string): void {
  const { witness, problems, layers } = answer
  for (const problem of problems) {
    expect(severities, seed).toContain(problem.severity)
    expect(problem.code, seed).toMatch(/^[a-z][a-z-]*$/)
    expect(problem.message.length, `${seed}: ${problem.code}`).toBeGreaterThan(0)
    expect(problem.message.length, `${seed}: ${problem.code}`).toBeLessThan(5_000)
    for (const n of [problem.line, problem.column])
      expect(Number.isInteger(n) && n >= 1, `${seed}: ${n}`).toBe(true)
  }
  const errors = problems.filter(({ severity }) => severity === 'error')
  if (witness === null) {
    refused++
    expect(errors.length, `${seed}: refused, with an error`).toBeGreaterThan(0)
    expect(layers, seed).toBeNull()
    return
  }
  read++
  expect(witnessFaults(witness), seed).toEqual([])
  // Nothing of the machine came in.
  expect(witness.text, seed).not.toContain('root:x:0')
  if (hasWord) expect(witness.text, seed).toContain(word)
  const doc = new Y.Doc()
  if (layers) Y.applyUpdate(doc, layers)
  const document = new EditedDocument(witness, new Layers(doc))
  expect(document.structure.count, seed).toBeGreaterThan(0)
  document.destroy()
  doc.destroy()
  expect(bytes.length, seed).toBeGreaterThan(0)
}

function checkAll(files: Iterable<HostileFile>, reader: string, seed: string): void {
  for (const file of files) {
    const name = `a${extensionOf(reader)}`
    const answer = readFile(file.bytes, name)
    check(answer, file, `${seed}, ${file.name}`)
    // What it was taken for may be something else: the reader itself is to be asked as well.
    if (answer.reader !== reader)
      check(readFile(file.bytes, name, reader), file, `${seed}, ${file.name}, read as ${reader}`)
  }
}

describe.each(readers.map(({ name }) => name))('%s', reader => {
  const sample = sampleOf(reader)

  test('reads the sample that the others are made of', () => {
    const answer = readFile(sample, `a${extensionOf(reader)}`)
    expect(answer.witness?.text ?? JSON.stringify(answer.problems)).toContain(word)
  })

  test('a file cut short, or worn', { timeout: 120_000 }, () =>
    checkAll(damaged(sample, new Random(1)), reader, 'worn'),
  )

  test('what is no file at all', { timeout: 120_000 }, () =>
    checkAll(nothings(new Random(2)), reader, 'nothing'),
  )

  if (!isZip(sample))
    test('traps in a text', { timeout: 120_000 }, () => checkAll(texts(sample), reader, 'text'))

  if (isXml(sample)) test('traps in XML', { timeout: 120_000 }, () => checkAll(xmls(sample), reader, 'XML'))

  if (isZip(sample)) test('traps in a ZIP', { timeout: 120_000 }, () => checkAll(zips(sample), reader, 'ZIP'))
})

test('some of it was read, and some refused', () => {
  expect(read).toBeGreaterThan(300)
  expect(refused).toBeGreaterThan(300)
})
