/** The audit log of a document or an edition: updates, refusals and acts, put together from their own lists. */
import {
  type AuditEntry,
  type AuditKind,
  type AuditWay,
  auditEntry,
  auditWays,
  kindsOf,
} from '../schema/audit.js'
import type { Histories } from './histories.js'
import type { AuditedPlace, AuditedUpdate, AuditQuery } from './store/audit.js'
import type { Store } from './store/store.js'

/** What of an audit log is asked for; all of it where nothing is said. Times count milliseconds since 1970. */
export interface AuditFilter {
  readonly person?: string
  readonly way?: AuditWay
  readonly kind?: AuditKind
  readonly from?: number
  readonly to?: number
}

/** So many entries are read from a list at a time, and looked at for one page at most. */
const batch = 200
const mostLookedAt = 4_000

export class Audit {
  constructor(
    private readonly store: Store,
    private readonly histories: Histories,
  ) {}

  /** A page of at most `limit` entries, the newest first, going on from `before`, which the page before it has named.
   * `before` is null at the end. Throws `RangeError` where `before` is nothing that a page has named. */
  async page(
    of: AuditedPlace,
    filter: AuditFilter,
    limit: number,
    before: string | null,
  ): Promise<{ entries: AuditEntry[]; before: string | null }> {
    const merged = this.merge(of, filter, before)
    const entries: AuditEntry[] = []
    while (entries.length < limit) {
      const entry = await merged.next(mostLookedAt)
      if (entry === null) break
      entries.push(entry)
    }
    return { entries, before: merged.isDone ? null : merged.position }
  }

  /** Every entry, the newest first. */
  async *all(of: AuditedPlace, filter: AuditFilter): AsyncGenerator<AuditEntry> {
    const merged = this.merge(of, filter, null)
    for (;;) {
      const entry = await merged.next(Number.POSITIVE_INFINITY)
      if (entry === null) return
      yield entry
    }
  }

  private merge(of: AuditedPlace, filter: AuditFilter, before: string | null): Merged {
    const at = before === null ? [] : positionsOf(before)
    const { person, from, to } = filter
    const query = (mark: number | undefined): AuditQuery => ({
      limit: batch,
      ...(mark === undefined ? {} : { before: mark }),
      ...(person === undefined ? {} : { person }),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    })
    const { audit } = this.store
    const lists: Readonly<Record<AuditWay, (mark: number | undefined) => Promise<readonly AuditEntry[]>>> = {
      admitted: async mark => this.told(await audit.updates(of, query(mark))),
      refused: async mark =>
        (await audit.refusals(of, query(mark))).map(({ seq, ...refusal }) =>
          auditEntry.parse({ way: 'refused', mark: seq, ...refusal }),
        ),
      act: async mark =>
        (await audit.acts(of, query(mark))).map(({ seq, ...act }) =>
          auditEntry.parse({ way: 'act', mark: seq, ...act }),
        ),
    }
    const { way, kind } = filter
    const matches = (entry: AuditEntry) => kind === undefined || entry.kinds.includes(kind)
    const wanted = (one: AuditWay) =>
      (way === undefined || way === one) && (kind === undefined || one === 'admitted')
    return new Merged(
      auditWays.map((one, i) => new List(wanted(one) ? lists[one] : nothingAtAll, matches, at[i])),
    )
  }

  private async told(updates: readonly AuditedUpdate[]): Promise<AuditEntry[]> {
    const entries: AuditEntry[] = []
    for (const { seq, document, ...update } of updates) {
      const told = (await this.histories.told(document))[seq - 1]
      entries.push(
        auditEntry.parse({
          way: 'admitted',
          ...update,
          document,
          row: seq,
          ...(told ? { says: told.says, more: told.more, written: told.written } : {}),
          kinds: told ? kindsOf(told.row, seq) : [],
        }),
      )
    }
    return entries
  }
}

const nothingAtAll = async (): Promise<readonly AuditEntry[]> => []

/** One of the lists, read on as far as it is needed. */
class List {
  private waiting: readonly AuditEntry[] = []
  private next = 0
  private isRead = false
  looked = 0

  /** `mark` is that of the last entry that was taken or passed over; undefined at the beginning. */
  constructor(
    private readonly read: (mark: number | undefined) => Promise<readonly AuditEntry[]>,
    private readonly matches: (entry: AuditEntry) => boolean,
    public mark: number | undefined,
  ) {}

  /** The newest entry that has not been taken; null at the end, or where more than `most` were passed over. */
  async head(most: number): Promise<AuditEntry | null> {
    for (;;) {
      const entry = this.waiting[this.next]
      if (entry && this.matches(entry)) return entry
      if (entry) this.take(entry)
      else if (this.isRead) return null
      else {
        if (this.looked >= most) return null
        this.waiting = await this.read(this.mark)
        this.next = 0
        this.isRead = this.waiting.length < batch
      }
    }
  }

  take({ mark }: AuditEntry): void {
    this.mark = mark
    this.next++
    this.looked++
  }

  get isDone(): boolean {
    return this.isRead && this.next >= this.waiting.length
  }
}

/** Several lists as one, the newest entry first. Each keeps its own order, whatever the clocks said. */
class Merged {
  constructor(private readonly lists: readonly List[]) {}

  async next(most: number): Promise<AuditEntry | null> {
    let best: { list: List; entry: AuditEntry } | null = null
    for (const list of this.lists) {
      const entry = await list.head(most)
      // Until it is known what this list has next, nothing can be said to be the newest.
      if (entry === null && !list.isDone) return null
      if (entry && (!best || entry.at > best.entry.at)) best = { list, entry }
    }
    best?.list.take(best.entry)
    return best?.entry ?? null
  }

  get isDone(): boolean {
    return this.lists.every(list => list.isDone)
  }

  /** Where to go on, as text. */
  get position(): string {
    return this.lists.map(({ mark }) => mark ?? '').join('.')
  }
}

function positionsOf(before: string): (number | undefined)[] {
  if (!/^\d*\.\d*\.\d*$/.test(before)) throw new RangeError('before: this names no page')
  return before.split('.').map(mark => (mark === '' ? undefined : Number(mark)))
}
