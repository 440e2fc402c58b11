/** Digests: what lists over a whole edition show of each document, worked out when the document changes and kept in
 * memory and in the store, so that no list opens hundreds of documents. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { EditedDocument } from '../schema/document.js'
import { type FeedItem, feedOf } from '../schema/feed.js'
import { countsOf, leanRow, type StandingCounts } from '../schema/queue.js'
import { queueRowsOf } from '../schema/queue-rows.js'
import { newId } from './ids.js'
import { openDocument } from './opened.js'
import type { DocumentEntry, Store, StoredDigest } from './store/store.js'

/** A document as lists see it. */
export interface Digest {
  readonly id: string
  readonly title: string
  /** The number of the last update that it knows of. */
  readonly seq: number
  /** How many of its corrections have which standing. */
  readonly counts: StandingCounts
  readonly feed: () => readonly FeedItem[]
  /** `{id, title, seq, rows}` as JSON in UTF-8: writing 20,000 rows anew for each asker would take longer than finding
   * them. */
  readonly json: Buffer
  /** Digests made later have a greater number. */
  readonly made: number
}

export class Digests {
  /** Tells the marks of this process from those of an earlier one. */
  readonly epoch = newId()
  private readonly digests = new Map<string, Digest>()
  private readonly making = new Map<string, Promise<void>>()
  private readonly read = new Map<string, Promise<void>>()
  private readonly form = programHash()
  private fresh: StoredDigest[] = []
  private made = 0

  /** `warn` is told where digests cannot be kept in the store; those in memory are as good. */
  constructor(
    private readonly store: Store,
    private readonly warn: (message: string, error: unknown) => void,
  ) {}

  /** The digests of an edition's documents, each as its document now stands on disk. Any that is made later has a
   * number greater than `newest`. */
  async of(edition: string): Promise<{ digests: Digest[]; newest: number }> {
    const all = await this.store.documents(edition)
    const documents = all.filter(({ id, current }) => id === current)
    await this.readKept(edition, documents)
    const last = await this.store.lastUpdates(edition)
    for (const document of documents) await this.renew(document, last.get(document.id) ?? 0)
    // Taken all at one moment: others may have had some made anew meanwhile.
    const digests = documents.flatMap(({ id }) => this.digests.get(id) ?? [])
    // Whoever asked does not wait for this.
    setImmediate(() => void this.keep())
    return { digests, newest: this.made }
  }

  /** Takes what an earlier process has kept, once. */
  private readKept(edition: string, documents: readonly DocumentEntry[]): Promise<void> {
    const reading =
      this.read.get(edition) ??
      this.store.digests(edition, this.form).then(all => {
        const titles = new Map(documents.map(({ id, title }) => [id, title]))
        for (const kept of all)
          if (!this.digests.has(kept.document)) this.take(kept, titles.get(kept.document) ?? '')
      })
    this.read.set(edition, reading)
    reading.catch(() => this.read.delete(edition))
    return reading
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
    const digest = digestOf(id, this.form, seq, document)
    document.destroy()
    document.layers.doc.destroy()
    const known = this.digests.get(id)
    if (known && known.seq > seq) return
    this.take(digest, record.title)
    this.fresh.push(digest)
  }

  private take({ document: id, seq, rows, feed, counts }: StoredDigest, title: string): void {
    let items: readonly FeedItem[] | null = null
    this.digests.set(id, {
      id,
      title,
      seq,
      counts: JSON.parse(counts) as StandingCounts,
      feed() {
        items ??= JSON.parse(feed) as FeedItem[]
        return items
      },
      json: Buffer.from(
        `{"id":${JSON.stringify(id)},"title":${JSON.stringify(title)},"seq":${seq},"rows":${rows}}`,
      ),
      made: ++this.made,
    })
  }

  /** Writes what has been made to the store, some at a time: each time is one sync to disk, during which nobody else
   * is served. */
  private async keep(): Promise<void> {
    while (this.fresh.length > 0) {
      try {
        await this.store.putDigests(this.fresh.splice(0, atOnce))
      } catch (error) {
        this.warn('digests could not be kept in the store', error)
        return
      }
      await new Promise(resolve => setImmediate(resolve))
    }
  }
}

/** So many digests are written together: at 10 KB each that takes about as long as a commit does. */
const atOnce = 32

function digestOf(id: string, form: string, seq: number, document: EditedDocument): StoredDigest {
  const rows = queueRowsOf(document)
  return {
    document: id,
    form,
    seq,
    rows: JSON.stringify(rows.map(leanRow)),
    feed: JSON.stringify(feedOf(document)),
    counts: JSON.stringify(countsOf(rows)),
  }
}

/** The SHA-256 of the code that reads documents. A digest is as good as the code that made it: where that has changed,
 * what an earlier program kept is not looked at. */
function programHash(): string {
  const hash = createHash('sha256')
  const folder = new URL('../schema/', import.meta.url)
  const names = readdirSync(fileURLToPath(folder), { recursive: true, encoding: 'utf8' })
  for (const name of names.filter(one => /(?<!\.d)\.[jt]s$/.test(one)).sort())
    hash.update(name).update(readFileSync(new URL(name.replaceAll('\\', '/'), folder)))
  return hash.update(readFileSync(fileURLToPath(import.meta.url))).digest('hex')
}
