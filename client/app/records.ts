/** The records of an edition as a page follows them: read, asked for again every ten seconds, and written. */
import { useCallback, useEffect, useState } from 'react'
import { type EditionRecord, type RecordKind, type RecordValue, recordSchemas } from '../../schema/records.js'
import { RequestError, recordsOf, removeRecord, writeRecord } from './api.js'
import { useValue, Value } from './value.js'

/** How often records are asked for again, in milliseconds. */
const interval = 10_000

interface State<T> {
  /** Null until the first answer. */
  readonly records: readonly EditionRecord<T>[] | null
  /** Why the last request failed, as a sentence; null where it did not. */
  readonly error: string | null
}

const none: readonly never[] = []

/** The records of one kind of an edition, shared by everything on the page that looks at them. */
class Records<K extends RecordKind> {
  readonly state = new Value<State<RecordValue<K>>>({ records: null, error: null })
  private followers = 0
  private timer: ReturnType<typeof setInterval> | undefined
  /** Answers that were asked for before the last write are out of date when they come. */
  private writes = 0

  constructor(
    private readonly edition: string,
    private readonly kind: K,
  ) {}

  /** Asks now and every ten seconds, until the last follower has called what is returned. */
  follow(): () => void {
    if (this.followers++ === 0) {
      void this.load()
      this.timer = setInterval(() => void this.load(), interval)
    }
    return () => {
      if (--this.followers === 0) clearInterval(this.timer)
    }
  }

  async load(): Promise<void> {
    const { writes } = this
    try {
      const found = await recordsOf(this.edition, this.kind)
      if (writes !== this.writes) return
      const before = this.state.get()
      const known = before.records
      const isSame =
        before.error === null &&
        known?.length === found.length &&
        found.every((record, i) => record.id === known[i]!.id && record.rev === known[i]!.rev)
      if (isSame) return
      const records: EditionRecord<RecordValue<K>>[] = []
      let error: string | null = null
      for (const record of found) {
        const parsed = recordSchemas[this.kind].safeParse(record.value)
        if (parsed.success) records.push({ ...record, value: parsed.data as RecordValue<K> })
        else error = `The record ${record.id} cannot be read.`
      }
      this.state.set({ records, error })
    } catch (error) {
      this.state.set({ ...this.state.get(), error: sentence(error) })
    }
  }

  revOf(id: string): number {
    return this.state.get().records?.find(record => record.id === id)?.rev ?? 0
  }

  /** Whatever came of it, what is shown afterwards is what the server has. */
  async write<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } finally {
      this.writes++
      await this.load()
    }
  }

  put(id: string, value: RecordValue<K>, rev = this.revOf(id)): Promise<void> {
    return this.write(() => writeRecord(this.edition, this.kind, id, value, rev))
  }

  remove(id: string): Promise<void> {
    return this.write(() => removeRecord(this.edition, this.kind, id, this.revOf(id)))
  }
}

function sentence(error: unknown): string {
  if (error instanceof RequestError) return error.detail || error.title
  return error instanceof Error ? error.message : String(error)
}

const all = new Map<string, Records<RecordKind>>()

function recordsFor<K extends RecordKind>(edition: string, kind: K): Records<K> {
  const key = `${kind} ${edition}`
  const known = all.get(key) ?? new Records<RecordKind>(edition, kind)
  all.set(key, known)
  return known as unknown as Records<K>
}

export interface UsedRecords<T> {
  /** In the order of their ids; empty until the first answer. */
  readonly records: readonly EditionRecord<T>[]
  /** Whether the server has answered at least once. */
  readonly ready: boolean
  /** Adds a record, or changes one; rejects with a `RequestError`, whose status is 409 where somebody was quicker than
   * the revision that is shown here (or than `rev`, where it is given). */
  put(id: string, value: T, rev?: number): Promise<void>
  /** Removes a record, which stays in its history. Rejects as `put` does. */
  remove(id: string): Promise<void>
  /** Why the last asking failed, or that a record cannot be read; null where all is well. */
  readonly error: string | null
}

/** Follows the records of one kind of an edition. Without an edition there are none. */
export function useRecords<K extends RecordKind>(
  edition: string | null,
  kind: K,
): UsedRecords<RecordValue<K>> {
  const [nothing] = useState(() => new Records('', kind))
  const followed = edition === null ? nothing : recordsFor(edition, kind)
  useEffect(() => (edition === null ? undefined : recordsFor(edition, kind).follow()), [edition, kind])
  const { records, error } = useValue(followed.state)
  const put = useCallback(
    async (id: string, value: RecordValue<K>, rev?: number) => {
      await followed.put(id, value, rev)
    },
    [followed],
  )
  const remove = useCallback((id: string) => followed.remove(id), [followed])
  return { records: records ?? none, ready: records !== null, put, remove, error }
}
