import * as encoding from 'lib0/encoding'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { Layers } from '../../../schema/layers.js'
import type { Role } from '../../../schema/people.js'
import { defaultLimits, type Limits } from '../../../server/config.js'
import { Gate, type Verdict } from '../../../server/sync/gate.js'
import { bytesOf } from '../support/raw.js'
import { correction } from '../support/server.js'

const text = 'From Foreign Minister Ugeki to the Ambassador, and nobody else.'

/** A document with one correction of Ada's, and its gate. */
class Desk {
  readonly doc = new Y.Doc()
  readonly layers = new Layers(this.doc)
  readonly owners = new Map<number, string>()
  readonly gate: Gate

  constructor(limits: Partial<Limits> = {}) {
    this.gate = new Gate(this.doc, text, this.owners, { ...defaultLimits, ...limits })
    this.layers.found('hash')
    expect(
      this.send(this.write(l => l.addCorrection(correction('ada', { id: 'c1', text: 'x' })), 10)).type,
    ).toBe('admitted')
  }

  /** The update that `write` makes in a copy of the document. */
  write(write: (layers: Layers) => void, client: number): Uint8Array {
    const copy = new Y.Doc()
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(this.doc))
    copy.clientID = client
    const before = Y.encodeStateVector(copy)
    const layers = new Layers(copy)
    layers.change(null, () => write(layers))
    return Y.encodeStateAsUpdate(copy, before)
  }

  send(update: Uint8Array, person = 'ada', role: Role | null = 'owner'): Verdict {
    const verdict = this.gate.judge(update, { id: person, role }, Date.now())
    if (verdict.type === 'admitted') {
      Y.applyUpdate(this.doc, update)
      for (const client of verdict.clients) this.owners.set(client, person)
    }
    return verdict
  }

  /** Whether anything waits in the document for what has not come. */
  get waits(): boolean {
    const { pendingStructs, pendingDs } = this.doc.store
    return pendingStructs !== null || pendingDs !== null
  }
}

const ruleOf = (verdict: Verdict) => (verdict.type === 'refused' ? verdict.refusal.rule : verdict.type)
const codeOf = (verdict: Verdict) => (verdict.type === 'refused' ? verdict.refusal.code : verdict.type)

describe('the gate', () => {
  test('[G15] takes nothing new from who only reads, and what it has already from everybody', () => {
    const desk = new Desk()
    const all = Y.encodeStateAsUpdate(desk.doc)
    for (const role of [null, 'reader', 'owner'] as const)
      expect(desk.send(all, role === 'owner' ? 'ada' : '', role).type).toBe('known')
    const added = desk.write(l => l.setBreak(5, true), 11)
    const deleted = desk.write(l => l.removeCorrection('c1'), 12)
    for (const update of [added, deleted])
      for (const role of [null, 'reader'] as const) expect(ruleOf(desk.send(update, 'ada', role))).toBe('G15')
    expect(desk.send(deleted).type).toBe('admitted')
    // Once it is deleted for everybody, a reader may say so too.
    expect(desk.send(Y.encodeStateAsUpdate(desk.doc), '', 'reader').type).toBe('known')
  })

  test('[G1] binds a client id to whoever wrote with it first', () => {
    const desk = new Desk()
    expect(
      ruleOf(
        desk.send(
          desk.write(l => l.setBreak(5, true), 10),
          'ben',
        ),
      ),
    ).toBe('G1')
    expect(desk.send(desk.write(l => l.setBreak(5, true), 10)).type).toBe('admitted')
  })

  test('[G1] lets a person write under so many client ids, and others on', () => {
    const desk = new Desk()
    for (let client = 1_000; client < 1_000 + 29_999; client++) desk.owners.set(client, 'ada')
    expect(ruleOf(desk.send(desk.write(l => l.setBreak(5, true), 99_999)))).toBe('G1')
    expect(
      desk.send(
        desk.write(l => l.setBreak(5, true), 99_999),
        'ben',
      ).type,
    ).toBe('admitted')
    expect(desk.send(desk.write(l => l.setBreak(6, true), 10)).type).toBe('admitted')
  })

  test('keeps nothing of an update that rests on what is not there', () => {
    const desk = new Desk()
    const first = desk.write(l => l.setBreak(5, true), 11)
    const ahead = new Y.Doc()
    Y.applyUpdate(ahead, Y.encodeStateAsUpdate(desk.doc))
    Y.applyUpdate(ahead, first)
    ahead.clientID = 11
    const before = Y.encodeStateVector(ahead)
    new Layers(ahead).setBreak(6, true)
    const second = Y.encodeStateAsUpdate(ahead, before)
    expect(desk.send(second).type).toBe('incomplete')
    expect(desk.send(bytesOf(0, 1, 77, 1, 4, 2)).type).toBe('incomplete')
    expect(desk.waits).toBe(false)
    expect(desk.send(first).type).toBe('admitted')
    expect(desk.send(second).type).toBe('admitted')
    expect(desk.layers.breakAt(6)).toBe(true)
    expect(desk.waits).toBe(false)
  })

  test.each<[string, Uint8Array]>([
    ['an empty text', bytesOf(1, 1, 99, 0, 4, 1, 'notes', '', 0)],
    ['an empty list of values', bytesOf(1, 1, 99, 0, 8 | 32, 1, 'breaks', '5', 0, 0)],
    ['an empty stretch of nothing', bytesOf(1, 1, 99, 0, 0, 0, 0)],
  ])('4400 %s, which would leave no trace in the log', (_, update) => {
    expect(codeOf(new Desk().send(update))).toBe(4400)
  })

  test('4413 more pieces than one update may bring', () => {
    const desk = new Desk({ structs: 20 })
    expect(codeOf(desk.send(desk.write(l => l.addCorrection(correction('ada')), 11)))).toBe('admitted')
    const two = desk.write(l => {
      for (let i = 0; i < 2; i++) l.addCorrection(correction('ada'))
    }, 11)
    expect(codeOf(desk.send(two))).toBe(4413)
  })

  test('4413 what is made to have the program search for long, cut off', () => {
    const desk = new Desk()
    const { client, clock } = desk.layers.correctionText('c1')!._item!.id
    const n = 30_000
    const encoder = encoding.createEncoder()
    const write = (...numbers: number[]) => {
      for (const number of numbers) encoding.writeVarUint(encoder, number)
    }
    // Pieces that each begin the text, and others that belong before one of these: for each, all others are looked at.
    write(1, 2 * n, 77, 0)
    for (let i = 0; i < 2 * n; i++) {
      if (i === 0) write(4, 0, client, clock)
      else write(4 | 64, 77, i < n ? i - 1 : i - n)
      encoding.writeVarString(encoder, 'x')
    }
    write(0)
    const start = performance.now()
    const verdict = desk.send(encoding.toUint8Array(encoder))
    expect(verdict).toMatchObject({ refusal: { code: 4413, message: expect.stringContaining('too long') } })
    // Left alone it goes on for a minute and more.
    expect(performance.now() - start).toBeLessThan(20_000)
    expect(desk.send(desk.write(l => l.setBreak(5, true), 10)).type).toBe('admitted')
  })

  test('[G16] a document that is full takes nothing more until something is removed', () => {
    const desk = new Desk({ document: 3_000 })
    let last: Verdict = { type: 'known' }
    for (let i = 0; i < 99 && last.type !== 'refused'; i++)
      last = desk.send(desk.write(l => l.addCorrection(correction('ada', { id: `f${i}` })), 11))
    expect(ruleOf(last)).toBe('G16')
    expect(desk.layers.corrections.size).toBeGreaterThan(5)
    for (const id of [...desk.layers.correctionIds()].slice(0, 5))
      expect(desk.send(desk.write(l => l.removeCorrection(id), 11)).type).toBe('admitted')
    expect(desk.send(desk.write(l => l.addCorrection(correction('ada', { id: 'again' })), 11)).type).toBe(
      'admitted',
    )
  })
})
