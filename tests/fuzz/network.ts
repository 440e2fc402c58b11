/** A network of peers that delivers what it likes, when it likes, in any order; and a log of all that was ever sent. */
import * as Y from 'yjs'
import type { Random } from '../support/random.js'

export class Network {
  readonly log: Uint8Array[] = []
  private readonly waiting: { to: number; update: Uint8Array }[] = []
  private readonly delivery = { name: 'network' }

  constructor(
    private readonly docs: readonly Y.Doc[],
    private readonly random: Random,
  ) {
    docs.forEach((doc, from) => {
      doc.on('update', (update: Uint8Array, origin: unknown) => {
        if (origin === this.delivery) return
        this.log.push(update)
        docs.forEach((_, to) => {
          if (to !== from) this.waiting.push({ to, update })
        })
      })
    })
  }

  /** Delivers about the given share of what waits, in random order. */
  deliver(share: number): void {
    const rounds = Math.ceil(this.waiting.length * share)
    for (let i = 0; i < rounds && this.waiting.length > 0; i++) {
      const [message] = this.waiting.splice(this.random.below(this.waiting.length), 1)
      Y.applyUpdate(this.docs[message!.to]!, message!.update, this.delivery)
    }
  }

  deliverAll(): void {
    while (this.waiting.length > 0) this.deliver(1)
  }

  /** What a server that stored every update would rebuild. */
  rebuilt(): Y.Doc {
    const doc = new Y.Doc()
    for (const update of this.log) Y.applyUpdate(doc, update)
    return doc
  }
}
