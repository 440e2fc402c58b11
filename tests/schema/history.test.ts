import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { Journal, removedIn, sittingsOf } from '../../schema/history.js'
import { Layers } from '../../schema/layers.js'
import { layersOf, stateHash, stateOf, writeRecord } from '../../schema/state.js'
import { addAnything, anyWitness } from '../support/anything.js'
import { correct, edited, note } from '../support/layers.js'
import { Random } from '../support/random.js'
import { p, witness } from '../support/witness.js'

/** A document whose every transaction is logged, as a server would. */
function logged(document = edited(witness(p('from Minister Ugeki to the General'), p('The end.')))) {
  const rows: Uint8Array[] = []
  document.layers.doc.on('update', data => rows.push(data))
  const journal = (person = 'ann', minute = 0) => {
    const made = new Journal()
    for (const [i, data] of rows.entries()) made.add({ seq: i + 1, person, at: i * minute, data })
    return made
  }
  return { document, rows, journal }
}

describe('[V3] every moment of the log can be shown again', () => {
  test('forwards and backwards, in any order', () => {
    const random = new Random(3)
    const { document, rows, journal } = logged(edited(anyWitness(random)))
    const hashes = [stateHash(new Map())]
    while (rows.length < 80) {
      const before = rows.length
      addAnything(document, random, 4)
      for (const id of [...document.layers.correctionIds()].slice(0, 3))
        document.layers.change(null, () => {
          if (random.chance(0.3)) document.layers.removeCorrection(id)
          else document.layers.correctionText(id)?.insert(0, 'x')
        })
      if (rows.length === before) continue
      const replay = new Y.Doc()
      for (const row of rows) {
        Y.applyUpdate(replay, row)
        const n = rows.indexOf(row) + 1
        hashes[n] ??= stateHash(new Layers(replay))
      }
    }
    const read = journal()
    expect(read.last).toBe(rows.length)
    for (let n = 0; n <= rows.length; n++) expect(stateHash(read.stateAt(n))).toBe(hashes[n])

    // One document that is led from moment to moment, as the timeline does it.
    const shown = layersOf(read.stateAt(0))
    let at = 0
    for (let i = 0; i < 200; i++) {
      const to = random.below(rows.length + 1)
      shown.change(null, () => {
        for (const [key, value] of read.between(at, to)) writeRecord(shown, key, value)
      })
      at = to
      expect(stateHash(shown)).toBe(hashes[at])
    }
  })

  test('a row says what it did', () => {
    const { document, journal } = logged()
    const id = correct(document, 'Ugeki', 'Ugaki')
    document.layers.change(null, () => document.layers.correctionText(id)!.insert(5, '!'))
    document.layers.change(null, () => document.layers.removeCorrection(id))
    const [made, changed, removed] = journal().steps.map(step => step.changes[0]!)
    expect(made).toMatchObject({ key: `corrections/${id}`, before: undefined, after: { text: 'Ugaki' } })
    expect(changed).toMatchObject({ before: { text: 'Ugaki' }, after: { text: 'Ugaki!' } })
    expect(removed).toMatchObject({ before: { text: 'Ugaki!' }, after: undefined })
  })

  test('a row that is missing is noticed', () => {
    const { document, rows } = logged()
    correct(document, 'Ugeki', 'Ugaki')
    const row = { seq: 2, person: 'ann', at: 0, data: rows[0]! }
    expect(() => new Journal().add(row)).toThrow('Row 2 of the log follows row 0')
  })
})

test('a body is written back with its marks, into the same shared body', () => {
  const { document } = logged()
  const id = note(document, 'Ugeki', 'the Minister\nof war')
  const body = document.layers.noteBody(id)!
  const text = (body.get(1) as Y.XmlElement).get(0) as Y.XmlText
  document.layers.change(null, () => text.format(3, 3, { strong: true }))
  const state = stateOf(document.layers)
  document.layers.change(null, () => text.insert(0, 'and '))
  document.layers.change(null, () => {
    for (const [key, value] of state) writeRecord(document.layers, key, value)
  })
  expect(stateHash(document.layers)).toBe(stateHash(state))
  expect(document.layers.noteBody(id)).toBe(body)
})

test('sittings: one person without a long pause', () => {
  const minute = 60_000
  const steps = [
    { person: 'ann', at: 0 },
    { person: 'ann', at: 5 * minute },
    { person: 'ann', at: 20 * minute },
    { person: 'ben', at: 21 * minute },
    { person: 'ann', at: 22 * minute },
  ]
  expect(sittingsOf(steps).map(s => [s.person, s.from, s.to])).toEqual([
    ['ann', 0, 1],
    ['ann', 2, 2],
    ['ben', 3, 3],
    ['ann', 4, 4],
  ])
})

test('of what was typed and deleted letter by letter, that is kept which stood longest', () => {
  const { document, rows } = logged()
  const id = correct(document, 'Ugeki', 'Ugaki')
  const kept = note(document, 'General', 'who?')
  for (let n = 5; n > 0; n--)
    document.layers.change(null, () => document.layers.correctionText(id)!.delete(n - 1, 1))
  document.layers.change(null, () => document.layers.removeCorrection(id))
  const journal = new Journal()
  for (const [i, data] of rows.entries())
    journal.add({ seq: i + 1, person: 'ann', at: i < 2 ? i : 1000 + i, data })
  const inHaste = new Journal()
  for (const [i, data] of rows.entries()) inHaste.add({ seq: i + 1, person: 'ann', at: i * i, data })
  expect(removedIn(inHaste.steps)).toMatchObject([{ id, value: { text: 'Ugaki' } }])
  const removed = removedIn(journal.steps)
  expect(removed).toMatchObject([{ root: 'corrections', id, value: { text: 'Ugaki' }, removedBy: 'ann' }])
  expect(removed.some(r => r.id === kept)).toBe(false)
})
