import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { EditedDocument } from '../../schema/document.js'
import { graphemeEnd, graphemeStart } from '../../schema/graphemes.js'
import { Layers } from '../../schema/layers.js'
import { passagesOf, piecesOf, textOf, views } from '../../schema/readings.js'
import { search } from '../../schema/search.js'
import { witnessFaults, witnessHash } from '../../schema/witness.js'
import { witnessOf } from '../support/desk.js'
import { Random } from '../support/random.js'

const witness = witnessOf(
  'heading: REPORT',
  'The first paragraph runs on,',
  'catchword: over',
  'stamp: 16 Aug 1911',
  '¶2 + over the page.',
  'speech: Quill: We begin.',
)

function open(w = witness) {
  const layers = new Layers(new Y.Doc())
  return { layers, document: new EditedDocument(w, layers) }
}

describe('structure as edited', () => {
  test('[S1] a paragraph that runs on over a page turn is one passage', () => {
    const { document } = open()
    const passages = [...passagesOf(document, 'reading')].map(p => p.pieces.map(textOf).join(' | '))
    expect(passages).toEqual(['REPORT', 'The first paragraph runs on, | over the page.', 'Quill: We begin.'])
  })

  test('[S3] numbers count what can be cited, and a block that continues is cited as the one it continues', () => {
    const { structure } = open().document
    expect([0, 1, 2, 3, 4, 5].map(i => structure.number(i))).toEqual([1, 2, 0, 0, 0, 3])
    expect(structure.cited(4)).toBe(2)
    expect(structure.numbersBefore(5)).toBe(2)
  })

  test('[S2] a break made and taken away leaves no trace', () => {
    const { layers, document } = open()
    const at = document.text.indexOf('paragraph')
    layers.change(null, () => layers.setBreak(at, true))
    expect(document.structure.count).toBe(7)
    layers.change(null, () => layers.setBreak(at, undefined))
    expect(document.structure.count).toBe(6)
    expect(layers.breaks.size).toBe(0)
  })

  test('[S4] the second half of a turn is still that turn, that of a heading a heading', () => {
    const { layers, document } = open()
    layers.change(null, () => {
      layers.setBlockAttr(document.text.indexOf('Quill'), 'who', 'Quill')
      layers.setBreak(document.text.indexOf('begin'), true)
    })
    expect(document.structure.block(6)).toMatchObject({ kind: 'speech', attrs: { continues: true } })
  })
})

describe('notes', () => {
  const { layers, document } = open()
  const at = document.text.indexOf('first')
  const texts = () =>
    views.map(v => [...passagesOf(document, v)].map(p => p.pieces.map(textOf).join('|')).join())
  const before = texts()
  layers.change(null, () =>
    layers.addNote({
      id: 'n',
      start: at,
      end: at + 5,
      on: null,
      type: 'textual',
      by: 'ada',
      at: 1,
      text: 'So.',
    }),
  )

  test('[N1] a note stands on its words, whatever happens around them', () => {
    layers.change(null, () => layers.setBreak(at + 2, true))
    const noted = [0, 1, 2, 3].flatMap(i => piecesOf(document, i, 'all')).flatMap(p => p.segments)
    const words = noted.flatMap(s => (s.type === 'text' && s.notes.length > 0 ? [s.text] : []))
    expect(words).toEqual(['fi', 'rst'])
    layers.change(null, () => layers.setBreak(at + 2, undefined))
  })

  test('[N4] a note changes none of the four texts, and the received text shows none', () => {
    expect(texts()).toEqual(before)
    const received = piecesOf(document, 1, 'received').flatMap(p => p.segments)
    expect(received.some(s => s.type === 'text' && s.notes.length > 0)).toBe(false)
  })
})

describe('readers are total', () => {
  const junk: unknown[] = [
    null,
    0,
    -1,
    1.5,
    Number.NaN,
    '',
    'x',
    true,
    [],
    {},
    { on: 1 },
    { off: true },
    { start: 0 },
    { at: 9e9, type: 'pb' },
  ]
  const keys = [
    '',
    '0',
    '5',
    '-1',
    '1e3',
    '05',
    '999999',
    'x',
    '5#',
    '5#kind',
    '#kind',
    '5#<b>',
    '__proto__',
    'pb2',
  ]

  test('[L1] junk in every layer is overlooked, and the witness is read as ever', () => {
    const random = new Random(7)
    for (let round = 0; round < 60; round++) {
      const { layers, document } = open()
      const maps = [
        layers.corrections,
        layers.decisions,
        layers.breaks,
        layers.blockAttrs,
        layers.milestones,
        layers.spans,
        layers.notes,
        layers.meta,
      ]
      for (let i = 0; i < 40; i++)
        layers.change(null, () => {
          const map = random.pick(maps)
          const value = random.chance(0.3)
            ? new Y.Map([
                ['start', random.pick(junk)],
                ['text', random.chance(0.5) ? new Y.Text('t') : random.pick(junk)],
              ] as [string, unknown][])
            : random.pick(junk)
          map.set(random.pick(keys), value)
        })
      const fresh = new EditedDocument(witness, layers)
      for (const view of views) {
        const text = (d: EditedDocument) =>
          [...passagesOf(d, view)].map(p => p.pieces.map(textOf).join('|')).join('\n')
        expect(text(document)).toBe(text(fresh))
      }
      const shown = Array.from({ length: fresh.structure.count }, (_, i) => piecesOf(fresh, i, 'all'))
      const letters = shown
        .flat(2)
        .flatMap(p => p.segments)
        .flatMap(s => (s.type === 'text' ? [s.text] : []))
      expect(letters.join('').replace(/\s/g, '')).toBe(witness.text.replace(/\s/g, ''))
    }
  })
})

describe('the witness', () => {
  test('[W5] its hash does not depend on the order of keys, and changes with every part', () => {
    const reordered = JSON.parse(JSON.stringify(witness, Object.keys(flatKeys(witness)).sort().reverse()))
    expect(witnessHash(reordered)).toBe(witnessHash(witness))
    const others = [
      { ...witness, text: `${witness.text} ` },
      { ...witness, blocks: witness.blocks.slice(1) },
      { ...witness, milestones: [] },
      { ...witness, source: { ...witness.source, name: 'other.txt' } },
    ]
    expect(new Set([witness, ...others].map(witnessHash)).size).toBe(5)
  })

  test('[P3] the received text depends on the witness alone', () => {
    const { layers, document } = open()
    const text = () => piecesOf(document, 1, 'received').map(textOf)
    const before = text()
    layers.change(null, () => {
      const record = {
        side: -1,
        kind: 'transcription',
        reason: '',
        evidence: '',
        certainty: 'unknown',
        by: 'a',
        at: 1,
        parent: null,
      } as const
      layers.addCorrection({ id: 'a', start: 12, end: 20, text: 'x', ...record })
      layers.addDecision({ id: 'd', on: 'a', act: 'accept', by: 'b', at: 2, why: '' })
    })
    expect(text()).toEqual(before)
  })

  const faults: [name: string, change: Partial<typeof witness>, fault: RegExp][] = [
    [
      'an empty block',
      { blocks: [{ start: 3, end: 3, kind: 'paragraph', attrs: {} }] },
      /\[W1\] block 1 .* is empty/,
    ],
    [
      'a block outside',
      { blocks: [{ start: 0, end: 9_999, kind: 'paragraph', attrs: {} }] },
      /\[W1\].*outside/,
    ],
    [
      'blocks that overlap',
      { blocks: [0, 1].map(start => ({ start, end: 4, kind: 'paragraph', attrs: {} }) as const) },
      /\[W1\] block 2 .* before/,
    ],
    ['a milestone outside', { milestones: [{ id: 'm', at: -1, type: 'pb' }] }, /\[W2\] milestone m/],
    [
      'two spans of one id',
      { spans: [1, 2].map(start => ({ id: 's', start, end: 3, type: 'hi' })) },
      /\[W3\] two spans/,
    ],
    [
      'half a pair',
      { text: '𝔘𝔘', milestones: [], blocks: [{ start: 1, end: 4, kind: 'paragraph', attrs: {} }] },
      /\[W4\] offset 1/,
    ],
  ]
  test.each(faults)('%s is a fault', (_, change, fault) => {
    expect(witnessFaults({ ...witness, ...change }).join('\n')).toMatch(fault)
  })

  test('a sound one has none', () => expect(witnessFaults(witness)).toEqual([]))
})

test('graphemes: no offset inside what a reader sees as one letter', () => {
  const text = 'ae\u0301👩‍👩‍👧b\r\nc'
  const borders = [0, 1, 3, 11, 12, 14, 15]
  for (let i = 0; i <= text.length; i++) {
    expect(graphemeStart(text, i)).toBe(borders.filter(b => b <= i).at(-1))
    expect(graphemeEnd(text, i)).toBe(borders.find(b => b >= i))
  }
})

describe('search', () => {
  const { layers, document } = open()
  const at = document.text.indexOf('first')
  layers.change(null, () =>
    layers.addCorrection({
      id: 'a',
      start: at,
      end: at + 5,
      side: -1,
      text: 'second',
      kind: 'emendation',
      reason: '',
      evidence: '',
      certainty: 'unknown',
      by: 'ada',
      at: 1,
      parent: null,
    }),
  )
  const cases: [query: string, options: Parameters<typeof search>[2], found: string[]][] = [
    ['second paragraph', {}, ['second paragraph']],
    ['first', {}, []],
    ['first', { view: 'received' }, ['first']],
    ['SECOND', {}, ['second']],
    ['SECOND', { matchCase: true }, []],
    ['runs on, over', {}, ['runs on, over']],
    ['(', {}, []],
    ['   ', {}, []],
    ['o', { most: 2 }, ['o', 'O']],
  ]
  test.each(cases)('%j %j', (query, options, found) => {
    const words = search(document, query, options).map(m => m.words)
    expect(options?.most ? words.length : words).toEqual(options?.most ?? found)
  })

  test('a match says where its letters come from', () => {
    expect(search(document, 'second para')[0]!.parts).toEqual([
      { correction: 'a', start: 0, end: 6 },
      { start: at + 5, end: at + 10 },
    ])
  })
})

function flatKeys(value: unknown, keys: Record<string, true> = {}): Record<string, true> {
  if (Array.isArray(value)) for (const v of value) flatKeys(v, keys)
  else if (value !== null && typeof value === 'object')
    for (const [key, v] of Object.entries(value)) {
      keys[key] = true
      flatKeys(v, keys)
    }
  return keys
}
