import { strToU8, unzipSync, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { EditedDocument } from '../../../../schema/document.js'
import { readArchive } from '../../../../schema/formats/archive/read.js'
import { writeArchive } from '../../../../schema/formats/archive/write.js'
import { readFile } from '../../../../schema/formats/index.js'
import { encode } from '../../../../schema/formats/text/read.js'
import { Layers, roots } from '../../../../schema/layers.js'
import { piecesOf, views } from '../../../../schema/readings.js'
import { witnessHash } from '../../../../schema/witness.js'
import { anyDocument } from '../../../support/anything.js'
import { accept, correct, edited, exported, note } from '../../../support/layers.js'
import { absent, hasMaterial, material, seeds } from '../../../support/material.js'
import { Random } from '../../../support/random.js'
import { p, witness } from '../../../support/witness.js'

function rebuilt(bytes: Uint8Array): EditedDocument {
  const { content, problems } = readArchive(bytes)
  if (!content) throw new Error(problems[0]?.message)
  const doc = new Y.Doc()
  Y.applyUpdate(doc, content.layers)
  return new EditedDocument(content.witness, new Layers(doc))
}

const layersOf = (document: EditedDocument) =>
  Object.fromEntries(roots.map(root => [root, document.layers.doc.getMap(root).toJSON()]))

const readingsOf = (document: EditedDocument) =>
  views.map(view => document.structure.starts.map((_, i) => piecesOf(document, i, view)))

/** All laws of the archive at once. */
function same(document: EditedDocument): void {
  const bytes = writeArchive(exported(document))
  const back = rebuilt(bytes)
  expect(witnessHash(back.witness)).toBe(witnessHash(document.witness))
  expect(layersOf(back)).toEqual(layersOf(document))
  expect(readingsOf(back)).toEqual(readingsOf(document))
  expect(writeArchive(exported(document))).toEqual(bytes)
}

describe('archive', () => {
  test('read(write(document)) equals the document, for random documents', () => {
    for (let seed = 1; seed <= 100; seed++) same(anyDocument(new Random(seed)))
  })

  test('title, edition, metadata, people, source and problems come back', () => {
    const document = edited(witness(p('from Ugeki')))
    accept(document, correct(document, 'Ugeki', 'Ugaki'))
    note(document, 'from', 'Whence?', { by: 'Zoë' })
    const source = encode(document.witness)
    const problems = [{ severity: 'guess', code: 'x', message: 'Perhaps.', line: 1, column: 2 }] as const
    const metadata = { date: '1938', originalLanguage: 'Japanese' }
    const given = { title: 'Title ✓', edition: 'Edition', metadata, source, problems }
    const read = readFile(writeArchive(exported(document, given)), 'a.corrigenda')
    expect(read).toMatchObject({
      reader: 'archive',
      title: 'Title ✓',
      edition: 'Edition',
      metadata,
      problems,
    })
    expect(read.people).toEqual({ ann: 'Ann Author', ben: 'Ben Brown', Zoë: 'Zoë' })
    expect(read.source).toEqual(source)
    expect(read.layers).not.toBeNull()
  })

  for (const name of seeds) {
    const here = hasMaterial(`seeds/${name}`)
    test.skipIf(!here)(`${name} comes back, its bytes too${here ? '' : ` ${absent}`}`, () => {
      const bytes = material(`seeds/${name}`)
      const document = edited(readFile(bytes, name).witness!)
      same(document)
      expect(readArchive(writeArchive(exported(document))).content?.source).toEqual(bytes)
    })
  }

  const good = () => writeArchive(exported(edited(witness(p('Some text.')))))
  /** The archive with one entry changed (null: left out); its hash in the manifest fits unless `hash` is false. */
  function changed(name: string, change: (text: string) => string | null): Uint8Array {
    const files = unzipSync(good())
    const made = change(new TextDecoder().decode(files[name]))
    if (made === null) delete files[name]
    else files[name] = strToU8(made)
    return zipSync(files)
  }

  test.each([
    ['no ZIP', strToU8('PK\u0003\u0004 not really'), 'not-a-zip', /cut short/],
    ['nothing', new Uint8Array(), 'not-a-zip', /not a ZIP/],
    ['a ZIP cut short', good().slice(0, 900), 'not-a-zip', /cut short/],
    [
      'another ZIP',
      zipSync({ 'word/document.xml': strToU8('<x/>') }),
      'incomplete-archive',
      /no manifest\.json/,
    ],
    ['another manifest', changed('manifest.json', () => '{}'), 'not-an-archive', /not a Corrigenda archive/],
    ['no JSON', changed('manifest.json', () => '{'), 'damaged-archive', /not JSON/],
    [
      'a newer version',
      changed('manifest.json', t => t.replace('"version":1', '"version":2')),
      'newer-archive',
      /version 2/,
    ],
    ['a missing entry', changed('source', () => null), 'incomplete-archive', /no source/],
    ['a changed source', changed('source', t => `${t}!`), 'damaged-archive', /source is damaged/],
    [
      'a changed witness',
      changed('witness.json', t => t.replace('Some', 'Same')),
      'damaged-archive',
      /witness\.json is damaged/,
    ],
    ['changed layers', changed('layers.bin', () => 'x'), 'damaged-archive', /layers\.bin is damaged/],
    [
      'another witness hash',
      changed('manifest.json', t => t.replace(/"witness":"[0-9a-f]{8}/, '"witness":"00000000')),
      'damaged-archive',
      /witness/,
    ],
    [
      'a title that is none',
      changed('manifest.json', t => t.replace('"A document"', '7')),
      'damaged-archive',
      /title/,
    ],
  ])('%s is refused and said why', (_, bytes, code, message) => {
    const { content, problems } = readArchive(bytes)
    expect(content).toBeNull()
    expect(problems[0]).toMatchObject({ severity: 'error', code, message: expect.stringMatching(message) })
    expect(readFile(bytes, 'x.corrigenda').witness).toBeNull()
  })

  test('an entry that claims to unpack to more than the limit is not unpacked', () => {
    const bytes = good()
    const view = new DataView(bytes.buffer, bytes.byteOffset)
    // The central directory's record of the first entry: its unpacked size stands 24 bytes in.
    for (let i = 0; i + 4 <= bytes.length; i++)
      if (view.getUint32(i, true) === 0x02014b50) {
        view.setUint32(i + 24, 0x7fffffff, true)
        break
      }
    expect(readArchive(bytes).problems[0]?.code).toBe('archive-too-large')
  })

  /** An archive of which the first record of the directory has been changed, `at` counting from its beginning. */
  function forged(at: number, value: number): Uint8Array {
    const bytes = good()
    const view = new DataView(bytes.buffer, bytes.byteOffset)
    for (let i = 0; i + 4 <= bytes.length; i++)
      if (view.getUint32(i, true) === 0x02014b50) {
        view.setUint32(i + at, value, true)
        return bytes
      }
    throw new Error('The archive has no directory')
  }

  test.each([
    ['claims more packed than unpacked bytes', forged(20, 0x00ffffff), 'damaged-archive'],
    ['unpacks to more than it claims', forged(24, 10), 'damaged-archive'],
    [
      'has more entries than any of ours',
      zipSync(Object.fromEntries(Array.from({ length: 2_000 }, (_, i) => [`${i}`, new Uint8Array()]))),
      'archive-too-large',
    ],
    [
      'is a bomb of the usual kind',
      zipSync({ 'manifest.json': new Uint8Array(300 << 20) }, { level: 1 }),
      'archive-too-large',
    ],
    [
      'has all its entries in other folders',
      zipSync(
        Object.fromEntries(Object.entries(unzipSync(good())).map(([name, data]) => [`../../${name}`, data])),
      ),
      'incomplete-archive',
    ],
    ['is nested', zipSync({ 'inner.corrigenda': good() }), 'incomplete-archive'],
  ])('one that %s is refused', (_, bytes, code) => {
    const { content, problems } = readArchive(bytes)
    expect([content, problems[0]?.code]).toEqual([null, code])
  })

  test('one with absurdly deep JSON is refused', () => {
    const deep = '['.repeat(200_000)
    for (const made of [
      changed('manifest.json', () => deep),
      changed('manifest.json', () => deep + ']'.repeat(200_000)),
    ])
      expect(readArchive(made).content).toBeNull()
  })

  test('bytes turned at random are never taken for a sound archive with other content, and never throw', () => {
    const original = good()
    const random = new Random(5)
    let refused = 0
    for (let round = 0; round < 300; round++) {
      const bytes = original.slice()
      for (let n = 1 + random.below(6); n > 0; n--) bytes[random.below(bytes.length)] = random.below(256)
      const { content, problems } = readArchive(bytes)
      if (content) expect(content.witness.text).toBe('Some text.\n')
      else refused += problems.length > 0 ? 1 : 0
    }
    expect(refused).toBeGreaterThan(150)
  }, 60_000)

  test('layers of another program, or for another witness, are refused', () => {
    const foreign = new Y.Doc()
    foreign.getMap('foreign').set('a', 1)
    const other = edited(witness(p('Some text.')))
    other.layers.change(null, () => other.layers.found('0'.repeat(64)))
    expect(readArchive(writeArchive(exported(other))).problems[0]?.message).toMatch(/another witness/)
    const strange = edited(witness(p('Some text.')))
    Y.applyUpdate(strange.layers.doc, Y.encodeStateAsUpdate(foreign))
    expect(readArchive(writeArchive(exported(strange))).problems[0]?.message).toMatch(/unknown: "foreign"/)
  })
})
