/** Digests: what lists over a whole edition show of each document, worked out when the document changes and kept in
 * memory, so that no list opens hundreds of documents. */
import type { EditedDocument } from '../schema/document.js'
import { type FeedItem, feedOf } from '../schema/feed.js'
import { leanRow, type QueueRow, queueRowsOf } from '../schema/queue.js'
import { newId } from './ids.js'
import { openDocument } from './opened.js'
import type { DocumentEntry, Store } from './store/store.js'

/** A document as lists see it. */
export interface Digest {
  readonly id: string
  readonly title: string
  /** The number of the last update that it knows of. */
  readonly seq: number
  readonly rows: readonly QueueRow[]
  readonly feed: readonly FeedItem[]
  /** `{id, title, seq, rows}` as JSON: writing 20,000 rows anew for each asker would take longer than finding them. */
  readonly json: string
  /** Digests made later have a greater number. */
  readonly made: number
}

export class Digests {
  /** Tells the marks of this process from those of an earlier one. */
  readonly epoch = newId()
  private readonly digests = new Map<string, Digest>()
  private readonly making = new Map<string, Promise<void>>()
  private made = 0

  constructor(private readonly store: Store) {}

  /** The digests of an edition's documents, each as its document now stands on disk. Any that is made later has a
   * number greater than `newest`. */
  async of(edition: string): Promise<{ digests: Digest[]; newest: number }> {
    const documents = await this.store.documents(edition)
    const last = await this.store.lastUpdates(edition)
    for (const document of documents) await this.renew(document, last.get(document.id) ?? 0)
    // Taken all at one moment: others may have had some made anew meanwhile.
    const digests = documents.flatMap(({ id }) => this.digests.get(id) ?? [])
    return { digests, newest: this.made }
  }

  private renew({ id, title }: DocumentEntry, seq: number): Promise<void> | undefined {
    const known = this.digests.get(id)
    if (known && known.seq >= seq && known.title === title) return undefined
    // Two who ask at once wait for the same work, unless it began before the update that the second asks for.
    const key = `${id} ${seq} ${title}`
    const running = this.making.get(key)
    if (running) return running
    const making = this.make(id).finally(() => this.making.delete(key))
    this.making.set(key, making)
    return making
  }

  private async make(id: string): Promise<void> {
    // Sockets are served between two documents.
    await new Promise(resolve => setImmediate(resolve))
    const opened = await openDocument(this.store, id)
    if (!opened) return
    const { record, document, seq } = opened
    const digest = this.digestOf(id, record.title, seq, document)
    document.destroy()
    document.layers.doc.destroy()
    const known = this.digests.get(id)
    if (!known || known.seq <= seq) this.digests.set(id, digest)
  }

  private digestOf(id: string, title: string, seq: number, document: EditedDocument): Digest {
    const rows = queueRowsOf(document)
    const json = JSON.stringify({ id, title, seq, rows: rows.map(leanRow) })
    return { id, title, seq, rows, feed: feedOf(document), json, made: ++this.made }
  }
}
