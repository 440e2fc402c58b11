import { afterEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { Layers } from '../../../schema/layers.js'
import { Random } from '../../support/random.js'
import { type Client, correction, joinDocument, serve, stopServers, until } from '../support/server.js'

afterEach(stopServers)

const words = Array.from({ length: 60 }, (_, i) => `word${i}`).join(' ')

/** Everything that a person can do to a document but decide, once at random. `name` makes new ids. */
function work(
  client: Client,
  undo: Y.UndoManager,
  settled: ReadonlySet<string>,
  chance: Random,
  name: string,
): void {
  const { layers, person } = client
  const mine = [...layers.corrections.keys()].filter(
    id => (layers.corrections.get(id) as Y.Map<unknown>).get('by') === person.id && !settled.has(id),
  )
  const notes = [...layers.noteIds()].filter(
    id => (layers.notes.get(id) as Y.Map<unknown>).get('by') === person.id,
  )
  const own = mine.length > 0 ? chance.pick(mine) : null
  const note = notes.length > 0 ? chance.pick(notes) : null
  const at = chance.below(words.length - 10)
  const range = { start: at, end: at + chance.below(10) + 1 }
  const doing: (() => void)[] = [
    () => layers.addCorrection(correction(person.id, { id: name, ...range })),
    () => own && layers.correctionText(own)!.insert(0, chance.pick(['x', 'long ', '\n', '😀'])),
    () => own && layers.correctionText(own)!.delete(0, Math.min(2, layers.correctionText(own)!.length)),
    () => own && layers.setCorrection(own, { kind: 'supplied', reason: name, ...range }),
    () => own && layers.removeCorrection(own),
    () =>
      layers.addNote({
        id: name,
        ...range,
        on: null,
        type: 'textual',
        by: person.id,
        at: Date.now(),
        text: name,
      }),
    () => note && ((layers.noteBody(note)!.get(0) as Y.XmlElement).get(0) as Y.XmlText).insert(0, name),
    () => note && layers.removeNote(note),
    () => layers.setBreak(at, chance.pick([true, false, undefined])),
    () => layers.setBlockAttr(at, chance.pick(['who', 'label']), name),
    () => layers.setMilestone({ id: `pb${chance.below(4)}`, at, type: 'pb', n: name }),
    () => layers.removeMilestone(`pb${chance.below(4)}`, chance.chance(0.5)),
    () => layers.setSpan({ id: `s${chance.below(4)}`, ...range, type: 'unclear' }),
    () => undo.undo(),
    () => undo.redo(),
  ]
  const one = chance.pick(doing)
  if (one === doing.at(-1) || one === doing.at(-2)) one()
  else layers.change('work', one)
}

describe('honest work', () => {
  test.each([1, 2, 3])(
    'of three people, on and off line, is never refused and comes out the same (seed %i)',
    async seed => {
      const chance = new Random(seed)
      const server = await serve({ snapshotAfter: 25 })
      const document = await server.document(`${words}\n`)
      const clients: Client[] = []
      for (const name of ['Ada', 'Ben', 'Cleo'])
        clients.push(joinDocument(server.url, document, await server.newcomer(name)))
      const refusals: unknown[] = []
      for (const client of clients) void client.refused.then(event => refusals.push(event))
      await Promise.all(clients.map(client => client.synced))
      const undos = clients.map(
        ({ layers }) =>
          new Y.UndoManager([layers.corrections, layers.notes, layers.breaks, layers.spans], {
            trackedOrigins: new Set(['work']),
            captureTimeout: 0,
          }),
      )
      const settled = new Set<string>()
      let done = 0
      for (let round = 0; round < 8; round++) {
        for (let i = 0; i < 40; i++) {
          const who = chance.below(3)
          if (chance.chance(0.04)) clients[who]!.provider.disconnect()
          if (chance.chance(0.08)) clients[who]!.provider.connect()
          work(clients[who]!, undos[who]!, settled, chance, `r${round}-${i}`)
          done++
          if (chance.chance(0.3)) await new Promise(resolve => setImmediate(resolve))
        }
        await settle(clients, round)
        // Decisions come when everybody has seen what they are on.
        for (const [i, { layers, person }] of clients.entries()) {
          undos[i]!.clear()
          const open = [...layers.corrections.keys()].filter(id => !settled.has(id))
          if (open.length === 0) continue
          const on = chance.pick(open)
          settled.add(on)
          const { start, end, text } = layers.correction(on, words.length)!
          layers.change('work', () =>
            layers.addDecision({
              id: `d${round}-${i}`,
              on,
              act: chance.pick(['accept', 'reject']),
              by: person.id,
              at: Date.now(),
              why: '',
              seen: { start, end, text },
            }),
          )
        }
        await settle(clients, -round - 1)
      }
      expect(refusals).toEqual([])
      expect(done).toBe(320)
      const rebuilt = new Y.Doc()
      const layers = new Layers(rebuilt)
      for (const { data } of await server.store.log(document, 0, 1e6)) Y.applyUpdate(rebuilt, data)
      expect(layers.corrections.size).toBeGreaterThan(2)
      expect(rebuilt.toJSON()).toEqual(clients[0]!.doc.toJSON())
      expect(server.logged).toEqual([])
    },
  )
})

/** Brings everybody on line and waits until each has seen a last word of each other's. */
async function settle(clients: readonly Client[], round: number): Promise<void> {
  const sign = (i: number) => `${1000 + i}`
  for (const { provider } of clients) provider.connect()
  for (const [i, { layers }] of clients.entries())
    layers.change('settle', () => layers.setBlockAttr(i, 'settled', `${sign(i)} ${round}`))
  for (const { doc, layers } of clients)
    await until(doc, () =>
      clients.every((_, i) => layers.blockAttrs.get(`${i}#settled`) === `${sign(i)} ${round}`),
    )
  for (const { doc } of clients.slice(1)) expect(doc.toJSON()).toEqual(clients[0]!.doc.toJSON())
}
