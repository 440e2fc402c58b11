import { useCallback, useEffect, useState } from 'react'
import { tell } from '../ui/toast.js'

export interface AskedList<T> {
  /** Null until the server has answered. */
  readonly items: readonly T[] | null
  readonly error: string | null
  readonly again: () => void
  /** Does something to one of them and asks again; tells the person where it fails. */
  readonly act: (what: string, act: Promise<unknown>) => void
}

/** A list that the server keeps. `ask` must stay the same function. */
export function useList<T>(ask: () => Promise<readonly T[]>): AskedList<T> {
  const [items, setItems] = useState<readonly T[] | null>(null)
  const [error, setError] = useState<string | null>(null)
  const again = useCallback(() => {
    ask()
      .then(list => {
        setItems(list)
        setError(null)
      })
      .catch(problem => setError(problem instanceof Error ? problem.message : String(problem)))
  }, [ask])
  useEffect(again, [again])
  const act = useCallback(
    (what: string, act: Promise<unknown>) => {
      act
        .catch(problem =>
          tell({ words: what, detail: problem instanceof Error ? problem.message : '', bad: true }),
        )
        .finally(again)
    },
    [again],
  )
  return { items, error, again, act }
}
