/** The logs of documents, summed up row by row. Rows never change, so what has been summed up once is kept. */
import * as Y from 'yjs'
import { Layers } from '../schema/layers.js'
import { type LogRow, type LogSummary, summaryOf } from '../schema/log.js'
import type { Store } from './store/store.js'

/** So many documents are kept in mind, those asked for last. */
const maxKept = 16

/** So many rows are read at once; sockets are served in between. */
const batch = 500

export class Histories {
  /** The one asked for last stands last. */
  private readonly kept = new Map<string, History>()

  constructor(private readonly store: Store) {}

  /** All rows of a document's log as it stands on disk, the oldest first; none where there is no such document. */
  async of(document: string): Promise<readonly LogRow[]> {
    const history = this.kept.get(document) ?? new History(this.store, document)
    this.kept.delete(document)
    this.kept.set(document, history)
    try {
      const rows = await history.upToDate()
      if (rows.length === 0) this.kept.delete(document)
      return rows
    } catch (error) {
      this.kept.delete(document)
      throw error
    } finally {
      for (const id of this.kept.keys()) {
        if (this.kept.size <= maxKept) break
        this.kept.delete(id)
      }
    }
  }
}

class History {
  private readonly rows: LogRow[] = []
  private readonly doc = new Y.Doc()
  private summary: LogSummary | null = null
  private reading: Promise<unknown> = Promise.resolve()

  constructor(
    private readonly store: Store,
    private readonly document: string,
  ) {
    const layers = new Layers(this.doc)
    this.doc.on('afterTransaction', transaction => {
      this.summary = summaryOf(layers, transaction)
    })
  }

  /** One reading after the other: each goes on where the one before it ended. */
  upToDate(): Promise<readonly LogRow[]> {
    const reading = this.reading.then(() => this.readOn())
    this.reading = reading.catch(() => {})
    return reading
  }

  private async readOn(): Promise<readonly LogRow[]> {
    for (;;) {
      const logged = await this.store.log(this.document, this.rows.length, batch)
      for (const { seq, person, at, data } of logged) {
        this.summary = null
        Y.applyUpdate(this.doc, data)
        this.rows.push({ seq, person, at, ...(this.summary ?? nothing) })
      }
      if (logged.length < batch) return this.rows.slice()
      await new Promise(resolve => setImmediate(resolve))
    }
  }
}

const none = { made: [], changed: [], removed: [] }
/** A row that changed nothing that is shown. */
const nothing: LogSummary = {
  corrections: none,
  notes: none,
  names: none,
  decisions: [],
  replies: [],
  structure: [],
}
