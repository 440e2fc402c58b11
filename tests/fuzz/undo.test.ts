/** Undo takes exactly one step back, redo exactly one forward, and the caret returns to where it was. */
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { setKind } from '../../client/editor/operations.js'
import { Random } from '../support/random.js'
import { Peer } from './peer.js'
import { sampleWitness } from './rounds.js'

const rounds = Number(process.env.ROUNDS ?? 40)

test('[U4] undo and redo are exact', { timeout: 10 * 60_000 }, () => {
  let steps = 0
  let caretsLost = 0
  for (let seed = 1; seed <= rounds; seed++) {
    const random = new Random(seed)
    const peer = new Peer('me', sampleWitness(random, 8), new Y.Doc(), random, 0)
    const screen = () => JSON.stringify(peer.prose.toJSON())
    for (let i = 0; i < 20; i++) {
      peer.binding.undo.stopCapturing()
      peer.select(peer.anyPosition())
      if (random.chance(0.6)) peer.selectSome(6)
      const { from, to, head } = peer.view.state.selection
      const before = screen()
      const choice = random.next()
      if (choice < 0.5) peer.insert('q')
      else if (choice < 0.7) peer.dispatch(peer.view.state.tr.delete(from, to))
      else if (choice < 0.85) peer.dispatch(peer.view.state.tr.split(from))
      else peer.change(() => setKind(peer.document, random.below(peer.document.structure.count), 'heading'))
      const after = screen()
      if (after === before) continue
      steps++
      peer.binding.undoStep()
      expect(screen(), `seed ${seed}, step ${i}: undone`).toBe(before)
      if (peer.view.state.selection.head !== head) caretsLost++
      peer.binding.redoStep()
      expect(screen(), `seed ${seed}, step ${i}: redone`).toBe(after)
    }
  }
  expect(steps).toBeGreaterThan(rounds * 8)
  expect(caretsLost / steps).toBeLessThan(0.05)
})
