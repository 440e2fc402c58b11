import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compareCorrections } from '../../schema/corrections.js'
import { readText } from '../../schema/formats/text/read.js'
import type { BlockKind, Witness } from '../../schema/witness.js'
import { defaultLimits } from '../../server/config.js'
import { openDocument } from '../../server/library.js'
import { addSamples } from '../../server/samples.js'
import { openSqlite } from '../../server/store/sqlite.js'
import type { DocumentEntry, Store } from '../../server/store/store.js'
import { temporaryFolder } from './support/server.js'

const folder = fileURLToPath(new URL('../../server/samples', import.meta.url))
const files = readdirSync(folder).filter(name => name.endsWith('.txt'))

function witnessOf(file: string): Witness {
  const { witness } = readText(new Uint8Array(readFileSync(join(folder, file))), file)
  if (!witness) throw new Error(`${file} cannot be read`)
  return witness
}

/** How many blocks of a kind a witness has. */
const count = (witness: Witness, kind: BlockKind) => witness.blocks.filter(b => b.kind === kind).length
const continued = (witness: Witness, kind: BlockKind) =>
  witness.blocks.filter(b => b.kind === kind && b.attrs.continues === true).length
const spansOf = (witness: Witness, type: string) =>
  witness.spans.filter(s => s.type === type).map(s => witness.text.slice(s.start, s.end))

describe('the sample documents show what real ones show', () => {
  test('a typed report: page turns of every sort, levels, lists, a telegram, certificates', () => {
    const report = witnessOf('lightship-report.txt')
    expect(report.milestones.map(m => m.n)).toEqual(['2', '3', '4', '5'])
    expect(count(report, 'catchword')).toBe(3)
    expect(count(report, 'stamp')).toBe(3)
    expect(continued(report, 'paragraph')).toBe(2)
    const levels = report.blocks.filter(b => b.kind === 'heading').map(b => b.attrs.level)
    expect(new Set(levels)).toEqual(new Set([1, 2, 3, 4, 5, 6]))
    const markers = report.blocks.filter(b => b.kind === 'item').map(b => b.attrs.marker)
    expect(markers).toEqual(['1.', '2.', '(a)', '(b)', '(c)'])
    expect(report.blocks.filter(b => b.attrs.certificate === true)).toHaveLength(2)
    for (const [kind, n] of [
      ['quotation', 3],
      ['rule', 2],
      ['signature', 3],
      ['dateline', 2],
    ] as const)
      expect(count(report, kind), kind).toBe(n)
  })

  test('minutes: speakers, turns of several paragraphs, stage directions, a doubtful reading, blank lines that are not empty', () => {
    const minutes = witnessOf('tarne-minutes.txt')
    expect(new Set(minutes.blocks.filter(b => b.kind === 'speech').map(b => b.attrs.who))).toEqual(
      new Set(['Judge Hallam', 'Oskarn', 'Valcz', 'Drosz', 'Skovby', 'Rohl']),
    )
    expect(continued(minutes, 'speech')).toBe(4)
    expect(count(minutes, 'stage')).toBe(2)
    expect(spansOf(minutes, 'unclear')).toEqual(['Ants (?)'])
    expect(minutes.text).toContain('\n\u00a0\n')
  })

  test('an archive’s translation: labelled metadata, an earlier editor’s marks, a paragraph broken with no mark', () => {
    const bytes = new Uint8Array(readFileSync(join(folder, 'guild-memorial.txt')))
    const { witness, metadata, problems } = readText(bytes, 'guild-memorial.txt')
    expect(metadata).toMatchObject({ date: 'June 2, 1927', originalLanguage: 'Vesterine' })
    expect(Object.keys(metadata)).toEqual(expect.arrayContaining(['citation', 'summary', 'credits', 'url']))
    expect(spansOf(witness!, 'sic')).toEqual(['[sic]'])
    expect(spansOf(witness!, 'editorial')).toContain('[…]')
    expect(continued(witness!, 'paragraph')).toBe(1)
    expect(problems.map(p => p.code)).toContain('broken-paragraph')
  })

  test('a letter: dateline, salutation, close, signature', () => {
    const letter = witnessOf('keepers-letter.txt')
    const kinds = letter.blocks.map(b => b.kind)
    expect(kinds.slice(0, 2)).toEqual(['dateline', 'salutation'])
    expect(kinds.slice(-3)).toEqual(['salutation', 'signature', 'paragraph'])
  })
})

describe('a fresh store is given the samples', () => {
  const { folder: data, remove } = temporaryFolder()
  let store: Store
  let documents: readonly DocumentEntry[]
  const open = async (title: string) => {
    const entry = documents.find(d => d.title.startsWith(title))
    const opened = entry && (await openDocument(store, entry.id))
    if (!opened) throw new Error(`There is no document ${title}`)
    return opened.document
  }

  beforeAll(async () => {
    store = openSqlite(data)
    await addSamples(store, folder, defaultLimits, Date.now())
    documents = await store.documents()
  })
  afterAll(async () => {
    await store.close()
    remove()
  })

  test('every file of the folder is among them, byte for byte', async () => {
    const sources = await Promise.all(documents.map(d => store.source(d.id)))
    expect(sources.map(s => s?.file).sort()).toEqual([...files].sort())
    for (const source of sources)
      expect(Buffer.from(source!.bytes).equals(readFileSync(join(folder, source!.file)))).toBe(true)
  })

  test('the colleagues’ corrections stand as they were decided on', async () => {
    const report = await open('The Marine Office')
    const inOrder = [...report.corrections.values()].sort(compareCorrections)
    const standings = inOrder.map(c => [report.text.slice(c.start, c.end), c.text, report.standing(c.id)])
    expect(standings).toEqual([
      ['Skooby', 'Skovby', 'accepted'],
      ['p.m.', 'a.m.', 'proposed'],
      ['Oskam', 'Oskarn', 'accepted'],
      ['1448', '1848', 'proposed'],
      ['1448', '1884', 'proposed'],
      ['Vesteryn', 'Vesterin', 'rejected'],
      ['the the', 'the', 'proposed'],
    ])
    expect([...report.notes.values()]).toHaveLength(2)
  })

  test('each deed is a row of the log under its author’s name', async () => {
    const entry = documents.find(d => d.title.startsWith('The Marine Office'))!
    const log = await store.log(entry.id, 0, 100)
    const names = new Map((await store.people()).map(p => [p.id, p.name]))
    expect(log.slice(1).map(row => names.get(row.person))).toEqual([
      'Edda Norling',
      'Tomas Weir',
      'Tomas Weir',
      'Edda Norling',
      'Ines Carrow',
      'Tomas Weir',
      'Ines Carrow',
      'Edda Norling',
      'Ines Carrow',
      'Edda Norling',
      'Ines Carrow',
      'Tomas Weir',
    ])
  })

  test('a store that has an edition is left as it is', async () => {
    await addSamples(store, folder, defaultLimits, Date.now())
    expect(await store.documents()).toEqual(documents)
    expect(await store.editions()).toHaveLength(1)
  })
})
