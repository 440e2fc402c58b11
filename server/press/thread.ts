/** A thread that does tasks, one after the other. One that the thread does not get to the end of is given up, and the next
 * gets a new thread: whatever a task does to itself, it does to nobody else. */
import { Worker } from 'node:worker_threads'
import { HttpError } from '../problem.js'

/** What the thread is asked, and what it says: how far it is, any number of times, and one of the other two at the end. */
export interface Asked<Task> {
  readonly id: number
  readonly task: Task
}
export type Said<Told, Done> = { readonly id: number } & (
  | { readonly told: Told }
  | { readonly done: Done }
  | { readonly failed: { readonly status: number | null; readonly message: string } }
)

/** How long a task may take without saying anything, in milliseconds, what memory it may, in megabytes, and how many may
 * wait for their turn. */
export interface ThreadLimits {
  readonly milliseconds: number
  readonly memory: number
  readonly waiting: number
}

/** Why a task came to no end of its own. */
export class GivenUp extends Error {
  constructor(readonly why: 'time' | 'memory' | 'stopped' | 'cancelled' | 'failure') {
    super(`the task was given up: ${why}`)
  }
}

/** After so long without work the thread is ended, in milliseconds: it holds on to the memory of the largest task. */
const idle = 30_000

/** A task that nobody wants any more may come to its end for so long, in milliseconds: a new thread takes about that. */
const grace = 1_000

/** How often the memory of the whole program is looked at while a task is done, in milliseconds: what WebAssembly takes is
 * not among the thread's own values. */
const look = 500

interface Waiting<Task, Told, Done> {
  readonly id: number
  readonly task: Task
  readonly told: ((told: Told) => void) | undefined
  readonly started: (() => void) | undefined
  resolve(done: Done): void
  reject(error: unknown): void
}

interface Current<Task, Told, Done> {
  readonly job: Waiting<Task, Told, Done>
  /** The memory of the whole program when it began, in bytes. */
  readonly before: number
  timer: NodeJS.Timeout
  isCancelled: boolean
}

export class Thread<Task, Told, Done> {
  private worker: Worker | null = null
  private readonly queue: Waiting<Task, Told, Done>[] = []
  /** The one that the thread is at, with what ends it. */
  private current: Current<Task, Told, Done> | null = null
  private tasks = 0
  private idling: NodeJS.Timeout | undefined
  private watching: NodeJS.Timeout | undefined
  private hasEnded = false

  /** `program` is the thread's, `data` what it finds as its `workerData`. */
  constructor(
    private readonly program: URL,
    private readonly data: unknown,
    private readonly limits: ThreadLimits,
  ) {}

  /** How many tasks wait, the one that is being done included. */
  get load(): number {
    return this.queue.length + (this.current ? 1 : 0)
  }

  /** Does a task. Rejects with `HttpError` where the thread says so, or (503) where too many wait; with `GivenUp` where it
   * comes to no end, or `signal` says that nobody wants it: then the thread is no longer at it. `told` hears how far it is, `started` that it has its turn. */
  ask(
    task: Task,
    options: {
      readonly signal?: AbortSignal | undefined
      readonly told?: (told: Told) => void
      readonly started?: () => void
    } = {},
  ): Promise<Done> {
    const { signal, told, started } = options
    if (this.hasEnded) return Promise.reject(new GivenUp('stopped'))
    if (signal?.aborted) return Promise.reject(new GivenUp('cancelled'))
    if (this.queue.length >= this.limits.waiting)
      return Promise.reject(
        new HttpError(503, 'Many exports are being made just now: try again in a moment.', undefined, {
          retryAfter: 5,
        }),
      )
    const id = ++this.tasks
    const done = new Promise<Done>((resolve, reject) => {
      this.queue.push({ id, task, told, started, resolve, reject })
      this.next()
    })
    if (!signal) return done
    const cancel = () => this.cancel(id)
    signal.addEventListener('abort', cancel, { once: true })
    return done.finally(() => signal.removeEventListener('abort', cancel))
  }

  private cancel(id: number): void {
    const waiting = this.queue.findIndex(job => job.id === id)
    if (waiting >= 0) {
      const [job] = this.queue.splice(waiting, 1)
      job!.reject(new GivenUp('cancelled'))
      return
    }
    const { current, worker } = this
    if (current?.job.id !== id || !worker) return
    current.isCancelled = true
    clearTimeout(current.timer)
    current.timer = setTimeout(() => this.giveUp(worker, new GivenUp('cancelled')), grace)
  }

  /** Hands the thread the next task, where it has none. */
  private next(): void {
    if (this.current || this.hasEnded) return
    clearTimeout(this.idling)
    clearInterval(this.watching)
    const job = this.queue.shift()
    if (!job) {
      this.idling = setTimeout(() => this.stopThread(), idle)
      this.idling.unref()
      return
    }
    this.worker ??= this.start()
    const { worker } = this
    const before = process.memoryUsage.rss()
    this.current = { job, timer: this.timer(worker), before, isCancelled: false }
    this.watching = setInterval(() => this.weigh(worker), look)
    this.watching.unref()
    job.started?.()
    worker.postMessage({ id: job.id, task: job.task } satisfies Asked<Task>)
  }

  private timer(worker: Worker): NodeJS.Timeout {
    return setTimeout(() => this.giveUp(worker, new GivenUp('time')), this.limits.milliseconds)
  }

  private weigh(worker: Worker): void {
    const { current } = this
    if (!current) return
    // Others of the program take memory too, hence half as much again.
    if (process.memoryUsage.rss() - current.before > this.limits.memory * 1.5 * (1 << 20))
      this.giveUp(worker, new GivenUp('memory'))
  }

  private start(): Worker {
    const worker = new Worker(this.program, {
      workerData: this.data,
      resourceLimits: { maxOldGenerationSizeMb: this.limits.memory },
    })
    worker.unref()
    worker.on('message', (said: Said<Told, Done>) => {
      const { current } = this
      if (this.worker !== worker || current?.job.id !== said.id) return
      if ('told' in said) {
        if (current.isCancelled) return this.giveUp(worker, new GivenUp('cancelled'))
        clearTimeout(current.timer)
        current.timer = this.timer(worker)
        current.job.told?.(said.told)
        return
      }
      clearTimeout(current.timer)
      this.current = null
      if ('done' in said) current.job.resolve(said.done)
      else {
        const { status, message } = said.failed
        current.job.reject(status === null ? new Error(message) : new HttpError(status, message))
      }
      this.next()
    })
    worker.on('error', (error: NodeJS.ErrnoException) =>
      this.giveUp(worker, error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new GivenUp('memory') : error),
    )
    worker.on('exit', () => this.giveUp(worker, new GivenUp('failure')))
    return worker
  }

  /** Whoever waits for the task that the thread was at is told, once the thread is gone; the next task gets a new one. */
  private giveUp(worker: Worker, reason: unknown): void {
    if (this.worker !== worker) return
    const { current } = this
    if (current) clearTimeout(current.timer)
    void this.stopThread().then(() => {
      current?.job.reject(reason)
      this.current = null
      this.next()
    })
  }

  private async stopThread(): Promise<void> {
    const { worker } = this
    this.worker = null
    clearInterval(this.watching)
    await worker?.terminate()
  }

  /** Ends the thread; what is being done or waits for it is given up, and nothing more is taken. Resolves when the thread
   * is gone. */
  async end(): Promise<void> {
    this.hasEnded = true
    clearTimeout(this.idling)
    for (const job of this.queue.splice(0)) job.reject(new GivenUp('stopped'))
    const { current } = this
    this.current = null
    if (current) clearTimeout(current.timer)
    await this.stopThread()
    current?.job.reject(new GivenUp('stopped'))
  }
}
