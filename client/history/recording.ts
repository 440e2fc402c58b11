/** A recording: the log of a document, read from the server page by page while its pages are already shown. */
import { Journal } from '../../schema/history.js'
import { RequestError, rawLogOf } from '../app/api.js'
import { Value } from '../app/value.js'

/** `rows` have been read so far. `stopped`: the person did not want to wait for the rest. */
export interface Progress {
  readonly rows: number
  readonly is: 'reading' | 'complete' | 'stopped' | 'failed'
  readonly error: string | null
}

/** How often it is told how far the reading has come: whoever shows it reads all that has come. In milliseconds. */
const telling = 300

/** So long rows are read in one go before the screen gets its turn, in milliseconds. */
const turn = 12

export class Recording {
  readonly journal = new Journal()
  readonly progress = new Value<Progress>({ rows: 0, is: 'reading', error: null })
  private abort: AbortController | null = null
  private again = false
  private told = 0

  constructor(private readonly document: string) {}

  /** Reads on to the end of the log; a call while it reads makes it look once more when it is there. */
  async read(): Promise<void> {
    if (this.abort) {
      this.again = true
      return
    }
    const abort = new AbortController()
    this.abort = abort
    try {
      do {
        this.again = false
        await this.readToEnd(abort.signal)
      } while (this.again)
      this.tell('complete')
    } catch (error) {
      if (abort.signal.aborted) this.tell('stopped')
      else this.tell('failed', sentence(error))
    } finally {
      this.abort = null
    }
  }

  /** Reads no further, until `read` is called again. */
  stop(): void {
    this.abort?.abort()
  }

  private async readToEnd(signal: AbortSignal): Promise<void> {
    for (;;) {
      const rows = await rawLogOf(this.document, this.journal.last, signal)
      if (rows.length === 0) return
      let since = performance.now()
      for (const row of rows) {
        this.journal.add(row)
        if (performance.now() - since < turn) continue
        this.tellNowAndThen()
        await new Promise(resolve => setTimeout(resolve))
        if (signal.aborted) throw new DOMException('stopped', 'AbortError')
        since = performance.now()
      }
      this.tellNowAndThen()
    }
  }

  private tellNowAndThen(): void {
    const now = performance.now()
    if (now - this.told < telling) return
    this.told = now
    this.tell('reading')
  }

  private tell(is: Progress['is'], error: string | null = null): void {
    const rows = this.journal.last
    const known = this.progress.get()
    if (known.rows !== rows || known.is !== is || known.error !== error)
      this.progress.set({ rows, is, error })
  }
}

function sentence(error: unknown): string {
  if (error instanceof RequestError) return error.detail || error.title
  return error instanceof Error ? error.message : String(error)
}
