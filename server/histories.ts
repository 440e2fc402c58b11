/** The logs of documents, summed up row by row. Rows never change, so what has been summed up once is kept. */
import { gunzipSync } from 'node:zlib'
import { LogReader, type Step } from '../schema/history.js'
import { type LogRow, type LogSummary, summaryOf } from '../schema/log.js'
import { fieldsOf, tellChange, toldOf } from '../schema/telling.js'
import type { Witness } from '../schema/witness.js'
import type { Store } from './store/store.js'

/** So many documents are kept in mind, those asked for last. */
const maxKept = 16

/** So many rows are read at once; sockets are served in between. */
const batch = 500

/** So many of the things that a row did are told in words. */
const mostTold = 3

/** A writer's clock that differs by more than this from the server's is worth telling, in milliseconds. */
const offBeat = 5 * 60 * 1000

/** A row in words. `more` things besides were done; `written` is when its writer's clock says that it was made, null where
 * that is about when it came. */
export interface ToldRow {
  readonly row: LogRow
  readonly says: readonly string[]
  readonly more: number
  readonly written: number | null
}

export class Histories {
  /** The one asked for last stands last. */
  private readonly kept = new Map<string, History>()

  constructor(private readonly store: Store) {}

  /** All rows of a document's log as it stands on disk, the oldest first; none where there is no such document. */
  async of(document: string): Promise<readonly LogRow[]> {
    return (await this.told(document)).map(({ row }) => row)
  }

  /** The same rows, with what each did in words. */
  async told(document: string): Promise<readonly ToldRow[]> {
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
  private readonly rows: ToldRow[] = []
  private readonly reader = new LogReader()
  private summary: LogSummary | null = null
  private text: string | null = null
  private reading: Promise<unknown> = Promise.resolve()

  constructor(
    private readonly store: Store,
    private readonly document: string,
  ) {
    const { layers } = this.reader
    layers.doc.on('afterTransaction', transaction => {
      this.summary = summaryOf(layers, transaction)
    })
  }

  /** One reading after the other: each goes on where the one before it ended. */
  upToDate(): Promise<readonly ToldRow[]> {
    const reading = this.reading.then(() => this.readOn())
    this.reading = reading.catch(() => {})
    return reading
  }

  private async readOn(): Promise<readonly ToldRow[]> {
    this.text ??= await textOf(this.store, this.document)
    for (;;) {
      const logged = await this.store.log(this.document, this.rows.length, batch)
      for (const { seq, person, at, data } of logged) {
        this.summary = null
        const step = this.reader.read({ seq, person, at, data })
        this.rows.push({ row: { seq, person, at, ...(this.summary ?? nothing) }, ...this.tell(step) })
      }
      if (logged.length < batch) return this.rows.slice()
      await new Promise(resolve => setImmediate(resolve))
    }
  }

  private tell({ at, changes }: Step): Pick<ToldRow, 'says' | 'more' | 'written'> {
    const source = {
      text: this.text ?? '',
      reading: (id: string) => {
        const { start, end, text } = fieldsOf(this.reader.valueOf(`corrections/${id}`))
        return typeof text === 'string' ? { start: Number(start), end: Number(end), text } : undefined
      },
    }
    const says: string[] = []
    const told = toldOf(changes)
    for (const change of told.slice(0, mostTold)) {
      const words = tellChange(change, source)
      if (words !== null && !says.includes(words)) says.push(words)
    }
    const made = told.find(({ before }) => before === undefined)
    const written = fieldsOf(made?.after).at
    return {
      says,
      more: Math.max(0, told.length - mostTold),
      written: typeof written === 'number' && Math.abs(written - at) > offBeat ? written : null,
    }
  }
}

async function textOf(store: Store, document: string): Promise<string> {
  const found = await store.document(document)
  const json = found && (await store.witness(found.witness))
  return json ? (JSON.parse(gunzipSync(json).toString('utf8')) as Witness).text : ''
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
