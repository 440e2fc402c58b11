/** The press: everything that is written of documents, in threads, so that no export keeps anybody waiting who types. */
import { existsSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Response } from 'express'
import type { EditionFault } from '../../schema/formats/edition-format.js'
import { formatNamed } from '../../schema/formats/index.js'
import { HttpError } from '../problem.js'
import type { Store } from '../store/store.js'
import type { EditionTask, EditionTold, EditionWritten } from './edition.js'
import { type DocumentTask, type DocumentWritten, doTask, type PressDone, type PressTask } from './task.js'
import { GivenUp, Thread, type ThreadLimits } from './thread.js'

/** How long a document may take, or within an edition a document in one form: a PDF of ten megabytes takes a minute. The
 * memory is for what JavaScript holds. */
const usual: ThreadLimits = { milliseconds: 120_000, memory: 2_048, waiting: 100 }

/** So many documents of one edition may end the thread before the edition is given up. */
const mostSpoiled = 5

export class Press {
  /** For single documents; editions have one of their own, so that nobody waits for somebody else's. */
  private readonly threads: readonly Thread<PressTask, EditionTold, PressDone>[]
  private readonly editions: Thread<PressTask, EditionTold, PressDone>
  private readonly isHere: boolean

  /** `file` is where the store is, for the threads to read. `program` is theirs; where it has not been compiled, as in tests
   * that run the sources, all is done here. */
  constructor(
    private readonly store: Store,
    file: string,
    limits: Partial<ThreadLimits> = {},
    program = new URL('./worker.js', import.meta.url),
  ) {
    this.isHere = !existsSync(fileURLToPath(program))
    const thread = () =>
      new Thread<PressTask, EditionTold, PressDone>(program, { store: file }, { ...usual, ...limits })
    // One processor is for everybody else.
    this.threads = Array.from({ length: availableParallelism() > 2 ? 2 : 1 }, thread)
    this.editions = thread()
  }

  /** How many exports of documents wait, those that are being written included. */
  get documentsWaiting(): number {
    return this.threads.reduce((sum, { load }) => sum + load, 0)
  }

  /** A document in a format; null where there is no such document. Rejects with 422 where that takes too long or too much
   * memory, 503 where too many wait or the server stops, and with `GivenUp` where `signal` says that nobody wants it. */
  async document(task: DocumentTask, signal?: AbortSignal): Promise<DocumentWritten | null> {
    const asked: PressTask = { type: 'document', task }
    const done = await (this.isHere
      ? doTask(this.store, asked, () => {})
      : this.least().ask(asked, { signal })
    ).catch(error => {
      throw inWords(error, `This document takes too %s to be written as ${formatNamed(task.format)?.title}.`)
    })
    return done.type === 'document' ? done.written : null
  }

  /** Writes an edition into a file; see `EditionTask`. Where it comes to no end the file is gone. A document that takes too
   * long or too much is left out, and told as a fault. */
  async edition(
    task: EditionTask,
    {
      signal,
      told = () => {},
      started = () => {},
    }: {
      readonly signal?: AbortSignal
      readonly told?: (told: EditionTold) => void
      readonly started?: () => void
    } = {},
  ): Promise<EditionWritten> {
    const spoiled: EditionFault[] = [...task.spoiled]
    for (;;) {
      let doing: EditionTold['doing'] = null
      const hear = (said: EditionTold) => {
        doing = said.doing
        told(said)
      }
      const asked: PressTask = { type: 'edition', task: { ...task, spoiled } }
      try {
        const done = this.isHere
          ? await this.here(asked, hear, started, signal)
          : await this.editions.ask(asked, { signal, told: hear, started })
        // Nobody wants what was done in the same moment.
        if (signal?.aborted) throw new GivenUp('cancelled')
        if (done.type === 'edition') return done.written
      } catch (error) {
        rmSync(task.to, { force: true, recursive: true })
        const fault = faultOf(error, doing)
        if (!fault || spoiled.length >= mostSpoiled)
          throw inWords(error, 'This edition takes too %s to be written.')
        spoiled.push(fault)
      }
    }
  }

  private async here(
    asked: PressTask,
    hear: (told: EditionTold) => void,
    started: () => void,
    signal?: AbortSignal,
  ): Promise<PressDone> {
    started()
    return doTask(this.store, asked, async told => {
      hear(told)
      // Somebody may have something to say.
      await new Promise(resolve => setImmediate(resolve))
      if (signal?.aborted) throw new GivenUp('cancelled')
    })
  }

  private least() {
    return this.threads.reduce((least, thread) => (thread.load < least.load ? thread : least))
  }

  /** Ends the threads; what is being written is given up. Resolves when they are gone. */
  async end(): Promise<void> {
    await Promise.all([...this.threads, this.editions].map(thread => thread.end()))
  }
}

/** Aborts when whoever waits for an answer has hung up. */
export function gone(response: Response): AbortSignal {
  const leaving = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) leaving.abort()
  })
  return leaving.signal
}

/** What to leave out, where it was one document that ended the thread. */
function faultOf(error: unknown, doing: EditionTold['doing']): EditionFault | null {
  if (!doing || !(error instanceof GivenUp)) return null
  const { why } = error
  if (why === 'time') return { ...doing, fault: 'It takes too long to be written.' }
  if (why === 'memory') return { ...doing, fault: 'It takes too much memory to be written.' }
  return why === 'failure' ? { ...doing, fault: 'Writing it made the program fail.' } : null
}

/** `tooMuch` has `%s` for "long" or "much memory". */
function inWords(error: unknown, tooMuch: string): unknown {
  if (!(error instanceof GivenUp)) return error
  switch (error.why) {
    case 'time':
      return new HttpError(422, tooMuch.replace('%s', 'long'))
    case 'memory':
      return new HttpError(422, tooMuch.replace('%s', 'much memory'))
    case 'stopped':
      return new HttpError(503, 'This was not written, since the server stops: ask again in a moment.')
    default:
      return error
  }
}
