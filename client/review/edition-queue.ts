/** The queue of an edition as a page follows it: the first rows at once, then the rest, then what changes. */
import { startTransition, useCallback, useEffect, useRef, useState } from 'react'
import type { QueuedDocument, StandingCounts } from '../../schema/queue.js'
import { queueOf } from '../app/api.js'

/** How often it is asked for anew, in milliseconds. */
const interval = 4_000

export interface FollowedQueue {
  /** In the order of the edition; null until the first answer. */
  readonly documents: readonly QueuedDocument[] | null
  /** What all will amount to, while only the first documents are there; null when they all are. */
  readonly awaited: StandingCounts | null
  /** Why the last asking failed, as a sentence; null where it did not. */
  readonly failure: string | null
  /** Asks now; resolves when the answer, or that there is none, is known. */
  readonly refresh: () => Promise<void>
}

interface State {
  readonly documents: readonly QueuedDocument[] | null
  readonly awaited: StandingCounts | null
}

/** The queue of an edition, followed: what has changed since is asked for again and again. */
export function useEditionQueue(edition: string): FollowedQueue {
  const [{ documents, awaited }, setState] = useState<State>({ documents: null, awaited: null })
  const [failure, setFailure] = useState<string | null>(null)
  const mark = useRef<string | undefined>(undefined)
  const running = useRef<Promise<void> | null>(null)
  const isHere = useRef(true)

  const load = useCallback(async () => {
    const since = mark.current
    try {
      const first = await queueOf(edition, { since })
      const found = [...first.documents]
      if (first.next !== null && since === undefined) {
        setState({ documents: first.documents, awaited: first.counts })
        await painted()
      }
      for (let { next } = first; next !== null; ) {
        if (!isHere.current) return
        const page = await queueOf(edition, { since, from: next })
        found.push(...page.documents)
        next = page.next
      }
      // The mark of the first page: what has changed while the others came is asked for once more.
      mark.current = first.mark
      if (first.complete || found.length > 0)
        startTransition(() =>
          setState(before => ({
            documents: first.complete ? found : merged(before.documents ?? [], found),
            awaited: null,
          })),
        )
      setFailure(null)
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error))
    }
  }, [edition])

  /** One asking at a time; who wants fresh rows waits for one that began after they did. */
  const refresh = useCallback(async () => {
    if (running.current) await running.current
    running.current ??= load().finally(() => {
      running.current = null
    })
    await running.current
  }, [load])

  useEffect(() => {
    isHere.current = true
    mark.current = undefined
    void refresh()
    const timer = setInterval(() => void refresh(), interval)
    return () => {
      isHere.current = false
      clearInterval(timer)
    }
  }, [refresh])
  return { documents, awaited, failure, refresh }
}

/** The documents with those that are fresh in their places, and those that are new at the end. */
function merged(known: readonly QueuedDocument[], fresh: readonly QueuedDocument[]): QueuedDocument[] {
  const byId = new Map([...known, ...fresh].map(document => [document.id, document]))
  return [...byId.values()]
}

/** Resolves when what has just been set is on the screen, or after a while where nothing is painted, as behind other
 * windows. */
function painted(): Promise<void> {
  return new Promise(resolve => {
    requestAnimationFrame(() => setTimeout(resolve))
    setTimeout(resolve, 250)
  })
}
