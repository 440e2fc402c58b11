import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { compare, type Difference, deedsOf, nameOf, rangeOf, turned } from '../../schema/compare.js'
import type { EditedDocument } from '../../schema/document.js'
import { Layers } from '../../schema/layers.js'
import { documentIn, layersOf, stateHash, stateOf } from '../../schema/state.js'
import { citationOf, versionShape } from '../../schema/versions.js'
import { addAnything, anyDocument } from '../support/anything.js'
import { accept, correct, decide, edited, note } from '../support/layers.js'
import { Random } from '../support/random.js'
import { heading, p, page, witness } from '../support/witness.js'

const report = () =>
  edited(witness(heading(1, 'A report'), p('from Minister Ugeki to the General'), page('2', p('The end.'))))

/** The same document as it is now, to compare with later. */
const copy = (document: EditedDocument) => documentIn(document.witness, stateOf(document.layers))

const told = (differences: readonly Difference[]) =>
  differences.map(d => [d.is, nameOf(d), ...deedsOf(d)].join(' '))

describe('[V1] the same work has the same hash', () => {
  test('whatever the order in which it came, and whoever reads it', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const one = anyDocument(new Random(seed))
      const { doc } = one.layers
      const other = new Y.Doc()
      other.clientID = 77
      Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))
      expect(stateHash(new Layers(other))).toBe(stateHash(one.layers))
      // Built from the plain values, in another order, by another client.
      const state = new Map([...stateOf(one.layers)].reverse())
      expect(stateHash(layersOf(state))).toBe(stateHash(one.layers))
    }
  })

  test('marks of a note count, but not the parts in which Yjs keeps them', () => {
    const hashOf = (write: (text: Y.XmlText) => void) => {
      const document = report()
      const id = note(document, 'Ugeki', 'Kazushige')
      const paragraph = document.layers.noteBody(id)!.get(0) as Y.XmlElement
      write(paragraph.get(0) as Y.XmlText)
      return stateHash(document.layers)
    }
    const plain = hashOf(() => {})
    const whole = hashOf(text => text.format(0, 9, { em: true }))
    const parts = hashOf(text => {
      text.format(4, 5, { em: true })
      text.format(0, 4, { em: true })
    })
    expect(whole).toBe(parts)
    expect(whole).not.toBe(plain)
    expect(hashOf(text => text.insert(0, ''))).toBe(plain)
  })

  test('every change of a record changes it', () => {
    const document = report()
    const seen = new Set([stateHash(document.layers)])
    const id = correct(document, 'Ugeki', 'Ugaki')
    seen.add(stateHash(document.layers))
    accept(document, id)
    seen.add(stateHash(document.layers))
    document.layers.change(null, () => document.layers.setCorrection(id, { reason: 'his name' }))
    seen.add(stateHash(document.layers))
    document.layers.change(null, () => document.layers.setBreak(14, true))
    seen.add(stateHash(document.layers))
    expect(seen.size).toBe(5)
  })
})

describe('[V2] compare', () => {
  test('tells corrections as corrections, notes as notes, structure as structure', () => {
    const document = report()
    const kept = correct(document, 'Ugeki', 'Ugaki')
    const gone = correct(document, 'end', 'beginning')
    const spoken = note(document, 'Minister', 'of war')
    const then = copy(document)
    accept(document, kept)
    correct(document, 'General', 'Marshal')
    document.layers.change(null, () => {
      document.layers.removeCorrection(gone)
      document.layers.setNote(spoken, { type: 'textual' })
      document.layers.setBlockAttr(0, 'level', 2)
      document.layers.setBreak(document.text.indexOf('Minister'), true)
      document.layers.removeMilestone('pb2', true)
      document.layers.setReply({ id: 'r1', on: kept, act: 'reply', text: 'Yes', by: 'ben', at: 1 })
      document.layers.setName({ id: 'm1', start: 24, end: 29, type: 'person', ref: '', by: 'ben', at: 1 })
    })
    expect(told(compare(then, document))).toEqual([
      'block 0 changed',
      'block 15 made',
      `note ${spoken} changed`,
      `correction ${kept} accepted`,
      'name m1 made',
      'reply r1 made',
      'correction c5 made',
      'milestone pb2 removed',
      `correction ${gone} removed`,
    ])
  })

  test('tells what became of a correction', () => {
    const document = report()
    const id = correct(document, 'Ugeki', 'Ugaki')
    const steps: [() => unknown, string[]][] = [
      [() => decide(document, id, 'accept'), ['accepted']],
      [() => decide(document, id, 'reject'), ['rejected']],
      [() => decide(document, id, 'reject', 'ann'), ['decided']],
      [() => decide(document, id, 'reopen'), ['reopened']],
      [() => decide(document, id, 'withdraw', 'ann'), ['withdrawn']],
      [() => document.layers.setCorrection(id, { certainty: 'high' }), ['changed']],
      [
        () => {
          decide(document, id, 'accept')
          accept(document, correct(document, 'Ugeki', 'Ugami'))
        },
        ['superseded'],
      ],
    ]
    for (const [step, expected] of steps) {
      const before = copy(document)
      step()
      const difference = compare(before, document).find(d => nameOf(d) === id)!
      expect(deedsOf(difference)).toEqual(expected)
    }
  })

  test('laws: nothing differs from itself; turned round it is the way back; equal states do not differ', () => {
    let differences = 0
    for (let seed = 1; seed <= 60; seed++) {
      const random = new Random(seed)
      const a = anyDocument(random)
      const b = copy(a)
      expect(compare(a, b)).toEqual([])
      addAnything(b, random, 1 + random.below(8))
      const there = compare(a, b)
      const key = (d: Difference) => `${d.is} ${nameOf(d)}`
      const back = new Map(compare(b, a).map(d => [key(d), d]))
      expect(back.size).toBe(there.length)
      for (const difference of there) expect(turned(difference)).toEqual(back.get(key(difference)))
      for (const difference of there)
        if (difference.is !== 'reply') expect(rangeOf(difference, a, b)).not.toBe(null)
      if (stateHash(a.layers) === stateHash(b.layers)) expect(there).toEqual([])
      differences += there.length
    }
    expect(differences).toBeGreaterThan(300)
  })

  test('documents of different witnesses are not compared', () => {
    expect(() => compare(report(), edited(witness(p('Another.'))))).toThrow('different witnesses')
  })
})

describe('a version', () => {
  const version = {
    document: 'd1',
    title: 'As sent to the press',
    note: '',
    seq: 12,
    witness: 'a'.repeat(64),
    state: 'b'.repeat(64),
  }

  test('is cited with all that is needed to check it', () => {
    const cited = {
      document: 'A report',
      edition: 'Reports',
      by: 'Ann',
      at: Date.UTC(2026, 2, 3),
      address: 'https://e.example/d/d1',
    }
    expect(citationOf(version, cited)).toBe(
      'A report. In: Reports. Version “As sent to the press”, row 12 of the record, named by Ann on 2026-03-03. ' +
        `https://e.example/d/d1. SHA-256 of the witness ${'a'.repeat(64)}, of the state ${'b'.repeat(64)}.`,
    )
  })

  test.each([
    ['an empty title', { title: ' ' }],
    ['a hash that is none', { state: 'abc' }],
    ['a row before the first', { seq: 0 }],
    ['more than it has', { more: 1 }],
  ])('with %s is none', (_, change) => {
    expect(versionShape.safeParse(version).success).toBe(true)
    expect(versionShape.safeParse({ ...version, ...change }).success).toBe(false)
  })
})
