/** What somebody has written that the server is yet to say it has: which records, by their ids. */
import type * as Y from 'yjs'

export class Touched {
  private readonly keys = new Set<string>()
  private readonly stop: () => void

  /** `isForeign` tells the origins of what others have written. */
  constructor(doc: Y.Doc, isForeign: (origin: unknown) => boolean) {
    const look = (transaction: Y.Transaction) => {
      if (isForeign(transaction.origin)) return
      for (const [type, keys] of transaction.changed) this.note(type, keys)
    }
    doc.on('afterTransaction', look)
    this.stop = () => doc.off('afterTransaction', look)
  }

  private note(
    type: Y.AbstractType<Y.YEvent<Y.AbstractType<unknown>>>,
    keys: ReadonlySet<string | null>,
  ): void {
    let item = type._item
    // A record lies in a root; what lies deeper belongs to the record around it.
    if (!item) {
      for (const key of keys) if (key !== null) this.keys.add(key)
      return
    }
    for (let up = item; up; up = (up.parent as Y.AbstractType<unknown>)._item as Y.Item) item = up
    if (item.parentSub !== null) this.keys.add(item.parentSub)
  }

  /** Everything is on disk. */
  clear(): void {
    this.keys.clear()
  }

  /** Whether the record of a draft is among them. */
  has(id: string): boolean {
    return this.keys.has(id.replace(/^break-/, '').replace(/^attr-(\d+)-/, '$1#'))
  }

  get isEmpty(): boolean {
    return this.keys.size === 0
  }

  destroy(): void {
    this.stop()
  }
}
