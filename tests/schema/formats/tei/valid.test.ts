/** Laws of the TEI writer, over random documents and the real ones: always valid, nothing of the witness lost. */
import { describe, expect, test } from 'vitest'
import type { EditedDocument } from '../../../../schema/document.js'
import { readFile } from '../../../../schema/formats/index.js'
import { tei } from '../../../../schema/formats/tei/write.js'
import { legal } from '../../../../schema/formats/tei/xml.js'
import { piecesOf, textOf, views } from '../../../../schema/readings.js'
import { newEntry, Register } from '../../../../schema/register.js'
import { settingsSchema } from '../../../../schema/settings.js'
import { addAnything, anyDocument } from '../../../support/anything.js'
import { edited, exported } from '../../../support/layers.js'
import { absent, hasMaterial, material, seeds } from '../../../support/material.js'
import { Random } from '../../../support/random.js'
import { faultsOf, hasSchema } from '../../../support/tei-schema.js'
import { textsOf } from '../../../support/tei-text.js'
import { combinations, optionsOf } from './editing.js'

/** The received text of every run of witness text, in order. */
function receivedOf(document: EditedDocument): string[] {
  const texts: string[] = []
  for (let i = 0; i < document.structure.count; i++)
    for (const [from, to] of document.structure.block(i).runs)
      texts.push(legal(document.text.slice(from, to).replace(/\r\n?/g, '\n')))
  return texts
}

function readingOf(document: EditedDocument): string {
  let text = ''
  for (let i = 0; i < document.structure.count; i++)
    for (const piece of piecesOf(document, i, 'reading')) text += textOf(piece)
  return legal(text)
}

const bare = (text: string) => text.replace(/\s+/g, '')

function checkTexts(document: EditedDocument, xml: string, seed: string, withReading: boolean): void {
  const texts = textsOf(xml, 'received')
  const expected = receivedOf(document)
  expect(texts.join('').replace(/\n/g, ''), `${seed}: nothing lost`).toBe(
    expected.join('').replace(/\n/g, ''),
  )
  const hasVerse = [...document.structure.starts].some((_, i) => document.structure.block(i).kind === 'verse')
  if (!hasVerse && !document.winners.some(c => c.text.includes('\u2029')))
    expect(texts, `${seed}: blocks`).toEqual(expected)
  // Proposals that stand in a choice beside what holds are no part of the reading.
  if (withReading)
    expect(bare(textsOf(xml, 'corrected').join('')), `${seed}: reading`).toBe(bare(readingOf(document)))
}

const register = new Register([
  {
    id: 'r1',
    ...newEntry('person', 'A <person>'),
    variants: ['the', 'border'],
    dates: '1880',
    authorities: { viaf: '1 & 2', gnd: '' },
    note: 'Some\nnote.',
  },
  { id: 'r2', ...newEntry('org', 'An organisation'), authorities: { wikidata: 'Q1' }, note: 'n' },
  { id: 'gone', ...newEntry('place', 'Somewhere'), mergedInto: 'r3' },
  { id: 'r3', ...newEntry('place', 'A place'), authorities: { geonames: '1' }, dates: 'old', note: 'n' },
])

const settings = settingsSchema.parse({
  principles: {
    silent: { choice: 'typing', text: 'As <others> do & did.' },
    hyphenation: { choice: 'joined' },
  },
})

function check(document: EditedDocument, seed: string, valid: boolean, choice = 0): void {
  const options = optionsOf(choice)
  for (const view of views) {
    const xml = tei(
      exported(document, {
        metadata: { 'an odd key': 'a < b', url: 'not a url' },
        register,
        options,
        ...(seed.endsWith('1') ? {} : { settings }),
      }),
      view,
    )
    if (valid) expect(faultsOf(xml), `${seed}, ${view}, ${JSON.stringify(options)}`).toEqual([])
    if (view === 'all') checkTexts(document, xml, seed, options.rivals !== 'choice')
    const ids = [...xml.matchAll(/ xml:id="([^"]*)"/g)].map(m => m[1]!)
    const known = new Set(ids)
    expect(known.size, `${seed}, ${view}: every id once`).toBe(ids.length)
    for (const [, , to] of xml.matchAll(/ (target|targetEnd|resp|who|from|to|prev|ref|ana)="([^"]*)"/g))
      for (const pointer of to!.split(' ').filter(p => p.startsWith('#')))
        expect(known.has(pointer.slice(1)), `${seed}, ${view}: ${pointer} is there`).toBe(true)
  }
}

describe('TEI', () => {
  const rounds = 250
  test.skipIf(!hasSchema)(
    `${rounds} random documents are valid against tei_all${hasSchema ? '' : ` ${absent}`}`,
    () => {
      for (let seed = 1; seed <= rounds; seed++)
        check(anyDocument(new Random(seed)), `seed ${seed}`, true, seed % combinations)
    },
    120_000,
  )

  test('random documents can be rebuilt from their TEI', () => {
    for (let seed = 1000; seed < 1200; seed++)
      check(anyDocument(new Random(seed)), `seed ${seed}`, false, seed % combinations)
  })

  for (const name of seeds) {
    const here = hasMaterial(`seeds/${name}`)
    test.skipIf(!here)(
      `${name}, edited at random, is valid${here ? '' : ` ${absent}`}`,
      () => {
        const { witness } = readFile(material(`seeds/${name}`), name)
        check(edited(witness!), name, hasSchema)
        for (let seed = 1; seed <= 10; seed++) {
          const document = edited(witness!)
          addAnything(document, new Random(seed), 60)
          check(document, `${name}, seed ${seed}`, hasSchema, (seed * 5) % combinations)
        }
      },
      60_000,
    )
  }
})
