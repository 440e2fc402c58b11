/** Reads files in a thread of its own, one after the other, so that a large one keeps nobody waiting who types. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { inspect, type Prepared, prepare } from './prepare.js'

/** What the thread is asked, and what it answers. */
export interface Job {
  readonly id: number
  readonly type: 'prepare' | 'inspect'
  readonly bytes: Uint8Array
  readonly name: string
}
export interface JobDone {
  readonly id: number
  readonly result: Prepared | Uint8Array
}

/** A file of 64 MB, the largest that is taken in, is read in a tenth of this, in milliseconds. */
const patience = 120_000

/** After so long without work the thread is ended, in milliseconds: it holds on to the memory of the largest file. */
const idle = 30_000

interface Waiting {
  resolve(result: Prepared | Uint8Array): void
  reject(error: Error): void
  readonly timer: NodeJS.Timeout
}

export class Reader {
  private worker: Worker | null = null
  private readonly waiting = new Map<number, Waiting>()
  private jobs = 0
  private idling: NodeJS.Timeout | undefined

  /** `program` is the thread's; where it has not been compiled, as in tests that run the sources, files are read here. */
  constructor(private readonly program = new URL('./worker.js', import.meta.url)) {}

  /** How many files wait to be read, the one that is being read included. */
  get filesWaiting(): number {
    return this.waiting.size
  }

  /** Reads a file for being kept. Rejects where the thread fails or takes longer than two minutes. */
  async prepare(bytes: Uint8Array, name: string): Promise<Prepared> {
    return (await this.ask('prepare', bytes, name)) as Prepared
  }

  /** Reads a file for being looked at: `{witness, metadata, problems}` as JSON in UTF-8. Rejects as `prepare` does. */
  async inspect(bytes: Uint8Array, name: string): Promise<Uint8Array> {
    return (await this.ask('inspect', bytes, name)) as Uint8Array
  }

  private async ask(type: Job['type'], bytes: Uint8Array, name: string): Promise<Prepared | Uint8Array> {
    if (!existsSync(fileURLToPath(this.program)))
      return type === 'prepare' ? prepare(bytes, name) : inspect(bytes, name)
    clearTimeout(this.idling)
    this.worker ??= this.start()
    const { worker } = this
    const id = ++this.jobs
    // A copy, since the bytes are handed over.
    const copy = new Uint8Array(bytes)
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => this.giveUp(worker, new Error(`reading "${name}" takes too long`)),
        patience,
      )
      this.waiting.set(id, { resolve, reject, timer })
      worker.postMessage({ id, type, bytes: copy, name } satisfies Job, [copy.buffer])
    })
  }

  private start(): Worker {
    const worker = new Worker(this.program)
    worker.unref()
    worker.on('message', ({ id, result }: JobDone) => {
      const waiting = this.waiting.get(id)
      this.waiting.delete(id)
      clearTimeout(waiting?.timer)
      waiting?.resolve(result)
      if (this.waiting.size > 0) return
      this.idling = setTimeout(() => this.end(), idle)
      this.idling.unref()
    })
    worker.on('error', error => this.giveUp(worker, error))
    worker.on('exit', () => this.giveUp(worker, new Error('the reading of files was ended')))
    return worker
  }

  /** Whoever waits is told; the next file gets a new thread. */
  private giveUp(worker: Worker, error: unknown): void {
    if (this.worker !== worker) return
    this.worker = null
    void worker.terminate()
    const reason = error instanceof Error ? error : new Error(String(error))
    for (const { reject, timer } of this.waiting.values()) {
      clearTimeout(timer)
      reject(reason)
    }
    this.waiting.clear()
  }

  /** Ends the thread; what is being read is given up. */
  end(): void {
    clearTimeout(this.idling)
    if (this.worker) this.giveUp(this.worker, new Error('the server stops'))
  }
}
