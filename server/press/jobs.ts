/** Exports of whole editions, made in the background for somebody: they go on when the page is closed, and their files are
 * kept for a day. A server that starts anew has forgotten them. */
import { chmodSync, mkdirSync, rmSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import type { ExportJob, ExportState } from '../../schema/export-jobs.js'
import type { EditionFault } from '../../schema/formats/edition-format.js'
import { newId } from '../ids.js'
import { HttpError } from '../problem.js'
import type { EditionTask, EditionTold } from './edition.js'
import type { Press } from './press.js'

/** Times in milliseconds, sizes in bytes. `spare` is what is left free on the disk, which the editions themselves need. */
export interface JobLimits {
  /** How many of one person may wait or be made at one time, and how many of all. */
  readonly underWay: number
  readonly underWayOfAll: number
  /** How many files of one person are kept, and how large those of all may be together. */
  readonly kept: number
  readonly keptBytes: number
  readonly keptFor: number
  readonly file: number
  readonly spare: number
}

export const usualJobLimits: JobLimits = {
  underWay: 2,
  underWayOfAll: 20,
  kept: 5,
  keptBytes: 8 * 2 ** 30,
  keptFor: 24 * 60 * 60_000,
  file: 3 * 2 ** 30,
  spare: 512 << 20,
}

/** What of a task the job does not know by itself. */
export type JobAsked = Omit<EditionTask, 'to' | 'at' | 'most' | 'spoiled'> & { readonly file: string }

interface Job {
  readonly id: string
  readonly person: string
  readonly asked: JobAsked
  readonly at: number
  readonly path: string
  readonly cancelling: AbortController
  state: ExportState
  done: number
  bytes: number
  doing: string | null
  started: number | null
  ended: number | null
  faults: readonly EditionFault[]
  error: string | null
  /** Resolves when it is over, one way or another. */
  over: Promise<void>
}

/** How often it is looked whether a file has been kept for long enough. */
const sweepEvery = 60_000

export class ExportJobs {
  private readonly jobs = new Map<string, Job>()
  private readonly folder: string
  private readonly sweeping: NodeJS.Timeout
  private hasEnded = false

  /** `folder` is the data folder; what an earlier server has left there of exports is removed. */
  constructor(
    private readonly press: Press,
    folder: string,
    private readonly log: (message: string, error: unknown) => void,
    private readonly limits: JobLimits = usualJobLimits,
    private readonly clock: () => number = Date.now,
  ) {
    this.folder = join(folder, 'exports')
    rmSync(this.folder, { recursive: true, force: true })
    this.sweeping = setInterval(() => this.sweep(), sweepEvery)
    this.sweeping.unref()
  }

  /** Begins an export for a person. Throws 429 where they have too many under way, 503 where all together have, 507 where the
   * disk has no room. */
  start(person: string, asked: JobAsked): ExportJob {
    if (this.hasEnded) throw new HttpError(503, 'The server stops: ask again in a moment.')
    this.sweep()
    const { underWay, underWayOfAll, kept } = this.limits
    const all = [...this.jobs.values()].filter(isUnderWay)
    if (all.filter(job => job.person === person).length >= underWay)
      throw new HttpError(
        429,
        `You have ${underWay} exports of editions under way: wait for one of them, or cancel it.`,
        undefined,
        { retryAfter: 30 },
      )
    if (all.length >= underWayOfAll)
      throw new HttpError(503, 'Many editions are being exported just now: try again later.', undefined, {
        retryAfter: 60,
      })
    mkdirSync(this.folder, { recursive: true })
    chmodSync(this.folder, 0o700)
    if (this.room() <= 0) throw new HttpError(507, 'The disk of the server has no room for this export.')
    const own = [...this.jobs.values()].filter(job => job.person === person && !isUnderWay(job))
    for (const job of own.slice(0, Math.max(0, own.length - kept + 1))) this.forget(job)
    const id = newId()
    const job: Job = {
      id,
      person,
      asked,
      at: this.clock(),
      path: join(this.folder, id),
      cancelling: new AbortController(),
      state: 'waiting',
      done: 0,
      bytes: 0,
      doing: null,
      started: null,
      ended: null,
      faults: [],
      error: null,
      over: Promise.resolve(),
    }
    this.jobs.set(id, job)
    job.over = this.make(job)
    return this.told(job)
  }

  private async make(job: Job): Promise<void> {
    const { asked, at, path, cancelling } = job
    const titles = new Map(asked.documents.map(({ id, title }) => [id, title]))
    const { file: _, ...task } = asked
    try {
      const written = await this.press.edition(
        { ...task, to: path, at, most: Math.min(this.limits.file, this.room()), spoiled: [] },
        {
          signal: cancelling.signal,
          started: () => {
            job.state = 'running'
            job.started ??= this.clock()
          },
          told: ({ done, bytes, doing, faults }: EditionTold) => {
            Object.assign(job, { done, bytes, faults })
            job.doing = doing ? (titles.get(doing.document) ?? null) : null
          },
        },
      )
      Object.assign(job, { state: 'done', bytes: written.bytes, faults: written.faults })
    } catch (error) {
      rmSync(path, { force: true })
      job.state = cancelling.signal.aborted ? 'cancelled' : 'failed'
      if (job.state === 'failed') job.error = this.whyOf(error)
    }
    job.doing = null
    job.ended = this.clock()
    this.sweep()
  }

  private whyOf(error: unknown): string {
    if (error instanceof HttpError) return error.detail
    this.log('An edition was not exported', error)
    const said = error instanceof Error ? `${(error as { code?: unknown }).code} ${error.message}` : ''
    return /ENOSPC|EDQUOT/.test(said)
      ? 'The disk of the server is full.'
      : 'The server failed; the error has been logged.'
  }

  /** How many bytes may yet be written. */
  private room(): number {
    const { bavail, bsize } = statfsSync(this.folder)
    return bavail * bsize - this.limits.spare
  }

  /** A person's exports of an edition, the newest first. */
  list(person: string, edition: string): ExportJob[] {
    this.sweep()
    return [...this.jobs.values()]
      .filter(job => job.person === person && job.asked.edition === edition)
      .map(job => this.told(job))
      .reverse()
  }

  /** Throws 410 where the person has no such export. */
  one(person: string, edition: string, id: string): ExportJob {
    return this.told(this.job(person, edition, id))
  }

  /** The finished file, and the documents that are in it. Throws 409 where it is not finished. */
  finished(person: string, edition: string, id: string): { path: string; file: string; documents: string[] } {
    const { state, path, asked } = this.job(person, edition, id)
    if (state !== 'done') throw new HttpError(409, `This export is not finished: it is ${state}.`)
    return { path, file: asked.file, documents: asked.documents.map(document => document.id) }
  }

  /** Ends an export that is under way, and forgets one that is over, its file with it. Resolves when that is done. */
  async remove(person: string, edition: string, id: string): Promise<void> {
    const job = this.job(person, edition, id)
    if (isUnderWay(job)) {
      job.cancelling.abort()
      await job.over
    } else this.forget(job)
  }

  private job(person: string, edition: string, id: string): Job {
    this.sweep()
    const job = this.jobs.get(id)
    if (job?.person !== person || job.asked.edition !== edition)
      throw new HttpError(
        410,
        'There is no such export: it is kept for a day, and not when the server starts anew.',
      )
    return job
  }

  private forget(job: Job): void {
    this.jobs.delete(job.id)
    rmSync(job.path, { force: true })
  }

  /** Forgets what has been kept for long enough, and the oldest where there is too much. */
  private sweep(): void {
    const { keptFor, keptBytes } = this.limits
    const over = [...this.jobs.values()].filter(job => !isUnderWay(job))
    let bytes = over.reduce((sum, job) => sum + (job.state === 'done' ? job.bytes : 0), 0)
    for (const job of over) {
      if ((job.ended ?? 0) + keptFor > this.clock() && bytes <= keptBytes) continue
      bytes -= job.state === 'done' ? job.bytes : 0
      this.forget(job)
    }
  }

  private told(job: Job): ExportJob {
    const { asked, state, done, bytes, doing, started, ended, faults, error } = job
    const titles = new Map(asked.documents.map(({ id, title }) => [id, title]))
    return {
      id: job.id,
      edition: asked.edition,
      to: asked.format,
      parts: asked.parts.map(({ format, view }) => ({ to: format, view })),
      state,
      file: asked.file,
      done,
      of: asked.documents.length,
      bytes,
      doing,
      asked: job.at,
      started,
      ended,
      expires: ended === null ? null : ended + this.limits.keptFor,
      faults: faults.map(fault => ({ ...fault, title: titles.get(fault.document) ?? fault.document })),
      error,
    }
  }

  /** Ends all that are under way and removes all files. */
  async end(): Promise<void> {
    this.hasEnded = true
    clearInterval(this.sweeping)
    const under = [...this.jobs.values()].filter(isUnderWay)
    for (const { cancelling } of under) cancelling.abort()
    await Promise.all(under.map(({ over }) => over))
    rmSync(this.folder, { recursive: true, force: true })
  }
}

const isUnderWay = ({ state }: Job) => state === 'waiting' || state === 'running'
