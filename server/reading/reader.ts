/** Reads files in a thread of its own, one after the other, so that a large one keeps nobody waiting who types. A file
 * that the thread does not get to the end of is given up, and the next one gets a new thread. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { openZip, ReadOptions } from '../../schema/formats/index.js'
import { HttpError } from '../problem.js'
import type { CarriedFile, EarlierDocument } from './carrying.js'
import type { Against, compare, Prepared } from './prepare.js'
import { resultOf } from './result.js'

/** What the thread is asked, and what it answers. */
export interface Job {
  readonly id: number
  readonly type: 'prepare' | 'inspect' | 'open' | 'compare' | 'carry'
  readonly bytes: Uint8Array
  readonly name: string
  /** What a copy is compared with. */
  readonly against?: Against
  /** The document whose layers are carried over. */
  readonly earlier?: EarlierDocument
  readonly options?: ReadOptions
}
export type JobResult = ReturnType<typeof resultOf>
export interface JobDone {
  readonly id: number
  readonly result: JobResult
}

/** How long the reading of one file may take: several times what any file of its size takes on a small machine. The
 * memory is what the thread's own values may take, in megabytes: a text of 64 MB takes half of it. Beyond so many files,
 * or bytes, waiting at one time the next is sent away. */
export interface ReadingLimits {
  readonly milliseconds: number
  readonly millisecondsPerMegabyte: number
  readonly memory: number
  readonly files: number
  readonly bytes: number
}

const usual: ReadingLimits = {
  milliseconds: 30_000,
  millisecondsPerMegabyte: 1_500,
  memory: 2_048,
  files: 100,
  bytes: 512 << 20,
}

/** After so long without work the thread is ended, in milliseconds: it holds on to the memory of the largest file. */
const idle = 30_000

/** When whoever is sent away may come again, in seconds. */
const comeAgain = 5

interface Waiting extends Job {
  resolve(result: JobResult): void
  reject(error: unknown): void
}

export class Reader {
  private worker: Worker | null = null
  private readonly queue: Waiting[] = []
  /** The one that the thread is at, with the timer that ends it. */
  private current: { readonly job: Waiting; readonly timer: NodeJS.Timeout } | null = null
  private jobs = 0
  private idling: NodeJS.Timeout | undefined

  private hasEnded = false

  /** `program` is the thread's; where it has not been compiled, as in tests that run the sources, files are read here. */
  constructor(
    private readonly program = new URL('./worker.js', import.meta.url),
    private readonly limits: ReadingLimits = usual,
  ) {}

  /** How many files wait to be read, the one that is being read included. */
  get filesWaiting(): number {
    return this.queue.length + (this.current ? 1 : 0)
  }

  /** Reads a file for being kept. Rejects with 422 where it takes too long or too much memory, with 503 where too many
   * are waiting. */
  async prepare(bytes: Uint8Array, name: string, options?: ReadOptions): Promise<Prepared> {
    return (await this.ask({ type: 'prepare', bytes, name, ...(options ? { options } : {}) })) as Prepared
  }

  /** Reads a file for being looked at: `{witness, metadata, problems, styles}` as JSON in UTF-8. Rejects as `prepare` does. */
  async inspect(bytes: Uint8Array, name: string, options?: ReadOptions): Promise<Uint8Array> {
    return (await this.ask({ type: 'inspect', bytes, name, ...(options ? { options } : {}) })) as Uint8Array
  }

  /** Opens a ZIP and unpacks what is in it, or says why it cannot be. Rejects as `prepare` does. */
  async open(bytes: Uint8Array, name: string): Promise<ReturnType<typeof openZip>> {
    return (await this.ask({ type: 'open', bytes, name })) as ReturnType<typeof openZip>
  }

  /** Compares a corrected copy with a document; `problems` alone where it cannot be read. Rejects as `prepare` does. */
  async compare(bytes: Uint8Array, name: string, against: Against): Promise<ReturnType<typeof compare>> {
    return (await this.ask({ type: 'compare', bytes, name, against })) as ReturnType<typeof compare>
  }

  /** Reads a file as another witness of a document's source, and carries its layers over. Rejects as `prepare` does. */
  async carry(bytes: Uint8Array, name: string, earlier: EarlierDocument): Promise<CarriedFile> {
    return (await this.ask({ type: 'carry', bytes, name, earlier })) as CarriedFile
  }

  private async ask(asked: Omit<Job, 'id'>): Promise<JobResult> {
    const { bytes } = asked
    if (!existsSync(fileURLToPath(this.program))) return resultOf(asked)
    if (this.hasEnded) throw stopping()
    const waiting = this.queue.reduce((sum, job) => sum + job.bytes.length, bytes.length)
    if (this.queue.length >= this.limits.files || waiting > this.limits.bytes)
      throw new HttpError(503, 'Many files are being read just now: try again in a moment.', undefined, {
        retryAfter: comeAgain,
      })
    return new Promise((resolve, reject) => {
      this.queue.push({ id: ++this.jobs, ...asked, resolve, reject })
      this.next()
    })
  }

  /** Hands the thread the next file, where it has none. */
  private next(): void {
    if (this.current) return
    clearTimeout(this.idling)
    const job = this.queue.shift()
    if (!job) {
      this.idling = setTimeout(() => this.stopThread(), idle)
      this.idling.unref()
      return
    }
    const { resolve: _, reject: __, ...asked } = job
    const { name } = asked
    this.worker ??= this.start()
    const { worker } = this
    const { milliseconds, millisecondsPerMegabyte } = this.limits
    const timer = setTimeout(
      () => this.giveUp(worker, new HttpError(422, `"${name}" takes too long to read.`)),
      milliseconds + (job.bytes.length / (1 << 20)) * millisecondsPerMegabyte,
    )
    this.current = { job, timer }
    // A copy, since the bytes are handed over.
    const copy = new Uint8Array(job.bytes)
    worker.postMessage({ ...asked, bytes: copy } satisfies Job, [copy.buffer])
  }

  private start(): Worker {
    const worker = new Worker(this.program, {
      resourceLimits: { maxOldGenerationSizeMb: this.limits.memory },
    })
    worker.unref()
    worker.on('message', ({ id, result }: JobDone) => {
      if (this.current?.job.id !== id) return
      const { job, timer } = this.current
      clearTimeout(timer)
      this.current = null
      job.resolve(result)
      this.next()
    })
    worker.on('error', (error: NodeJS.ErrnoException) => {
      const name = this.current?.job.name ?? ''
      this.giveUp(
        worker,
        error.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? new HttpError(422, `"${name}" takes too much memory to read.`)
          : error,
      )
    })
    worker.on('exit', () => this.giveUp(worker, new Error('the reading of files was ended')))
    return worker
  }

  /** Whoever waits for the file that the thread was at is told; the next file gets a new thread. */
  private giveUp(worker: Worker, reason: unknown): void {
    if (this.worker !== worker) return
    this.stopThread()
    const { current } = this
    this.current = null
    if (current) {
      clearTimeout(current.timer)
      current.job.reject(reason)
    }
    this.next()
  }

  private stopThread(): void {
    const { worker } = this
    this.worker = null
    void worker?.terminate()
  }

  /** Ends the thread; what is being read or waits for it is given up, and nothing more is taken. */
  end(): void {
    this.hasEnded = true
    const reason = stopping()
    for (const job of this.queue.splice(0)) job.reject(reason)
    const { current } = this
    this.current = null
    this.stopThread()
    clearTimeout(this.idling)
    if (!current) return
    clearTimeout(current.timer)
    current.job.reject(reason)
  }
}

const stopping = () =>
  new HttpError(503, 'This file was not read, since the server stops: send it again in a moment.')
