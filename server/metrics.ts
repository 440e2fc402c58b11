/** Figures for those who run a server, in the words of Prometheus. Each server has its own. */
import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Meter } from './meter.js'
import type { RequestDone } from './requests.js'

/** What is looked at only when somebody asks. */
export interface Looks {
  /** Connections that are open. */
  sockets(): number
  /** Documents in memory. */
  documents(): number
  /** Messages of clients that wait to be handled, and files that wait to be read. */
  messagesWaiting(): number
  filesWaiting(): number
  /** Exports of documents that wait to be written. */
  exportsWaiting(): number
}

/** In seconds: from a cached answer to an import. */
const requestBuckets = [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10]
/** In seconds: the gate takes some 30 µs, a commit about a millisecond. */
const fineBuckets = [0.00001, 0.00005, 0.0002, 0.001, 0.005, 0.025, 0.1, 0.5]

export class Metrics implements Meter {
  private readonly registry = new Registry()
  private readonly lag: IntervalHistogram = monitorEventLoopDelay({ resolution: 20 })
  private readonly requests: Histogram
  private readonly updates: Counter
  private readonly gate: Histogram
  private readonly commits: Histogram
  private readonly committedUpdates: Counter
  private readonly bytes: Counter

  constructor(looks: Looks) {
    const registers = [this.registry]
    this.requests = new Histogram({
      name: 'corrigenda_http_request_seconds',
      help: 'How long requests took, by route as it is declared.',
      labelNames: ['method', 'route', 'status'],
      buckets: requestBuckets,
      registers,
    })
    this.updates = new Counter({
      name: 'corrigenda_updates_total',
      help: 'Updates that the gate has judged, by verdict; those refused by rule, or by close code.',
      labelNames: ['verdict', 'rule'],
      registers,
    })
    this.gate = new Histogram({
      name: 'corrigenda_gate_seconds',
      help: 'How long the gate took to judge an update.',
      buckets: fineBuckets,
      registers,
    })
    this.commits = new Histogram({
      name: 'corrigenda_commit_seconds',
      help: 'How long it took to put the updates of one turn on disk.',
      buckets: fineBuckets,
      registers,
    })
    this.committedUpdates = new Counter({
      name: 'corrigenda_committed_updates_total',
      help: 'Updates that were put on disk.',
      registers,
    })
    this.bytes = new Counter({
      name: 'corrigenda_fanout_bytes_total',
      help: 'Bytes of what others wrote, sent to connections.',
      registers,
    })
    const gauge = (name: string, help: string, look: () => number) =>
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(look())
        },
      })
    gauge('corrigenda_sockets_open', 'Connections that are open.', looks.sockets)
    gauge('corrigenda_documents_loaded', 'Documents in memory.', looks.documents)
    gauge(
      'corrigenda_messages_waiting',
      'Messages of clients that wait to be handled.',
      looks.messagesWaiting,
    )
    gauge('corrigenda_files_waiting', 'Files that wait to be read.', looks.filesWaiting)
    gauge('corrigenda_exports_waiting', 'Exports of documents that wait to be written.', looks.exportsWaiting)
    const { lag } = this
    new Gauge({
      name: 'corrigenda_event_loop_lag_seconds',
      help: 'How late the event loop was since it was last asked: half of the time, in one of a hundred cases, at most.',
      labelNames: ['quantile'],
      registers,
      collect() {
        // Nothing has been measured yet, or not since the last time: then the numbers mean nothing.
        const seconds = (nanoseconds: number) => (lag.count > 0 ? nanoseconds / 1e9 : 0)
        this.set({ quantile: '0.5' }, seconds(lag.percentile(50)))
        this.set({ quantile: '0.99' }, seconds(lag.percentile(99)))
        this.set({ quantile: '1' }, seconds(lag.max))
        lag.reset()
      },
    })
    gauge('process_resident_memory_bytes', 'Memory that the process holds.', () => process.memoryUsage.rss())
    gauge('process_uptime_seconds', 'How long the process has been running.', () => process.uptime())
    this.lag.enable()
  }

  /** In the text format of Prometheus. */
  text(): Promise<string> {
    return this.registry.metrics()
  }

  get mediaType(): string {
    return this.registry.contentType
  }

  request({ method, route, status, milliseconds }: RequestDone): void {
    this.requests.observe({ method, route, status: String(status) }, milliseconds / 1000)
  }

  judged(verdict: string, rule: string, milliseconds: number): void {
    this.updates.inc({ verdict, rule })
    this.gate.observe(milliseconds / 1000)
  }

  committed(updates: number, milliseconds: number): void {
    this.committedUpdates.inc(updates)
    this.commits.observe(milliseconds / 1000)
  }

  sent(bytes: number): void {
    this.bytes.inc(bytes)
  }

  end(): void {
    this.lag.disable()
  }
}
