import { useCallback, useEffect, useRef, useState } from 'react'
import type { AuditEntry } from '../../schema/audit.js'
import { type AuditAsked, type AuditOf, auditPageOf, RequestError } from '../app/api.js'

/** What has been read of an audit log. */
export interface AuditRead {
  readonly entries: readonly AuditEntry[]
  /** The titles of documents, by their ids. */
  readonly titles: Readonly<Record<string, string>>
  readonly is: 'reading' | 'waiting' | 'complete' | 'failed'
  readonly error: string
}

const atFirst: AuditRead = { entries: [], titles: {}, is: 'reading', error: '' }

/** Reads an audit log, a page at a time; `more` asks for the next one. Another filter begins anew. `of` and `asked` must
 * stay the same objects while they say the same. */
export function useAudit(of: AuditOf, asked: AuditAsked): { read: AuditRead; more: () => void } {
  const [read, setRead] = useState(atFirst)
  // What is under way, so that a late answer to an earlier question is dropped.
  const run = useRef<{ before: string | null; isBusy: boolean } | null>(null)

  const more = useCallback(() => {
    const mine = run.current
    if (!mine || mine.isBusy) return
    mine.isBusy = true
    setRead(was => ({ ...was, is: 'reading', error: '' }))
    auditPageOf(of, asked, mine.before).then(
      page => {
        if (run.current !== mine) return
        mine.before = page.before
        // Nothing more is asked for at the end.
        mine.isBusy = page.before === null
        setRead(was => ({
          entries: [...was.entries, ...page.entries],
          titles: page.titles,
          is: page.before === null ? 'complete' : 'waiting',
          error: '',
        }))
      },
      error => {
        if (run.current !== mine) return
        mine.isBusy = false
        const words = error instanceof RequestError ? error.detail || error.title : String(error)
        setRead(was => ({ ...was, is: 'failed', error: words }))
      },
    )
  }, [of, asked])

  useEffect(() => {
    run.current = { before: null, isBusy: false }
    setRead(atFirst)
    more()
    return () => {
      run.current = null
    }
  }, [more])

  return { read, more }
}
