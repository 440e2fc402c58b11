/** What somebody has written that the server is yet to say it has: which records, by their keys in a state. */
import type * as Y from 'yjs'
import { parentOf } from '../../schema/changes.js'
import { type Layers, type Root, roots } from '../../schema/layers.js'
import { keyOf } from '../../schema/state.js'

export class Touched {
  private readonly keys = new Set<string>()
  private readonly stop: () => void

  /** `isForeign` tells the origins of what others have written. */
  constructor(layers: Layers, isForeign: (origin: unknown) => boolean) {
    const rootOf = new Map<unknown, Root>(roots.map(root => [layers[root], root]))
    const look = (transaction: Y.Transaction) => {
      if (isForeign(transaction.origin)) return
      for (const [type, keys] of transaction.changed) {
        const root = rootOf.get(type)
        if (root) for (const key of keys) if (key !== null) this.keys.add(keyOf(root, key))
        // What lies deeper belongs to the record around it.
        for (let up = parentOf(type); up; up = parentOf(up.parent)) {
          const holder = rootOf.get(up.parent)
          if (holder && up.key !== null) this.keys.add(keyOf(holder, up.key))
        }
      }
    }
    layers.doc.on('afterTransaction', look)
    this.stop = () => layers.doc.off('afterTransaction', look)
  }

  /** Everything is on disk. */
  clear(): void {
    this.keys.clear()
  }

  /** Whether the record of a key (a draft's id) is among them. */
  has(key: string): boolean {
    return this.keys.has(key)
  }

  get isEmpty(): boolean {
    return this.keys.size === 0
  }

  destroy(): void {
    this.stop()
  }
}
