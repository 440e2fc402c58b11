/** Whatever people do in the editor, the gate admits: nobody is ever refused for typing. */
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { Layers } from '../../schema/layers.js'
import { Judge } from '../../schema/rules.js'
import type { Witness } from '../../schema/witness.js'
import { Random } from '../support/random.js'
import { additions, Peer, removals } from './peer.js'
import { sampleWitness } from './rounds.js'

const rounds = Number(process.env.ROUNDS ?? 60)

/** The sample with letters of several characters: combining accents, an emoji family, letters beyond the first plane. */
function withClusters(witness: Witness, random: Random): Witness {
  const clusters = ['e\u0301', '👩‍👩‍👧', '𝔘', 'ก\u0e33']
  let { text } = witness
  for (const block of witness.blocks)
    for (let i = block.start; i < block.end - 5; i++) {
      const cluster = random.pick(clusters)
      if (!random.chance(0.1) || /\s/.test(text.slice(i, i + cluster.length))) continue
      text = text.slice(0, i) + cluster + text.slice(i + cluster.length)
      i += cluster.length
    }
  return { ...witness, text: text.slice(0, witness.text.length) }
}

test('[G4] [G7] [G8] every update of three people at once is admitted', { timeout: 10 * 60_000 }, () => {
  // Others may decide on a correction while its author takes it back: that one race is the gate's to refuse (G8).
  const operations = Object.entries({ ...additions, ...removals }).filter(
    ([name]) => !/^(accept|reject|reopen|undo|redo)$/.test(name),
  )
  let admitted = 0
  for (let seed = 1; seed <= rounds; seed++) {
    const random = new Random(seed * 31)
    const witness = withClusters(sampleWitness(random, 8), random)
    const server = new Y.Doc()
    const judge = new Judge(new Layers(server), witness.text)
    let writer = ''
    let last = ''
    server.on('afterTransaction', transaction => {
      const breach = judge.judge(transaction, { actor: { id: writer, role: 'owner' }, now: Date.now() })
      expect(breach, `seed ${seed}, ${last}`).toBeNull()
      admitted++
    })
    const peers = [0, 1, 2].map(i => {
      const doc = new Y.Doc()
      doc.clientID = 100 + i
      doc.on('update', (update: Uint8Array, origin: unknown) => {
        if (origin === 'server') return
        writer = `p${i}`
        Y.applyUpdate(server, update)
      })
      return new Peer(`p${i}`, witness, doc, random, i)
    })
    for (let i = 0; i < 60; i++) {
      const peer = random.pick(peers)
      const [name, operation] = random.pick(operations)
      last = `${peer.name} ${name}`
      operation(peer)
      if (random.chance(0.4)) Y.applyUpdate(random.pick(peers).doc, Y.encodeStateAsUpdate(server), 'server')
      if (random.chance(0.1)) {
        const reader = random.pick(peers)
        Y.applyUpdate(reader.doc, Y.encodeStateAsUpdate(server), 'server')
        const all = [...reader.document.corrections.values()].filter(c => c.by !== reader.name)
        if (all.length > 0) reader.decide(random.pick(all).id, random.pick(['accept', 'reject']))
        for (const other of peers) Y.applyUpdate(other.doc, Y.encodeStateAsUpdate(server), 'server')
      }
    }
    for (const peer of peers) {
      peer.binding.destroy()
      peer.document.destroy()
    }
  }
  expect(admitted).toBeGreaterThan(rounds * 30)
})
