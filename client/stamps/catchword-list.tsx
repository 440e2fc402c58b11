import { type KeyboardEvent, useEffect, useRef } from 'react'
import { Link } from 'wouter'
import type { Catchword } from '../../schema/catchwords.js'
import { documentHref } from '../app/deep-link.js'
import { Button } from '../ui/button.js'
import type { Desk } from './use-desk.js'

export interface CatchwordListProps {
  /** Whether one may propose readings. */
  readonly may: boolean
  readonly document: string
  readonly desk: Desk
  readonly differences: readonly Catchword[]
  /** How many catchwords there are in all. */
  readonly count: number
}

/** The catchwords whose page begins otherwise, each mended with one key: C makes the catchword as the page has it, P
 * the page as the catchword has it; J and K or the arrows go up and down. */
export function CatchwordList({ document, desk, may, differences, count }: CatchwordListProps) {
  const list = useRef<HTMLUListElement>(null)
  const rows = () => [...(list.current?.querySelectorAll<HTMLElement>('.catchword-row') ?? [])]
  const mended = useRef(-1)
  const mend = (catchword: Catchword, which: Side) => {
    mended.current = differences.indexOf(catchword)
    propose(desk, catchword, which)
  }
  // The next of them moves up to the place of the one that was mended, and is in hand then.
  useEffect(() => {
    const at = mended.current
    mended.current = -1
    if (at >= 0) (rows()[at] ?? rows().at(-1))?.focus()
  }, [differences.length])
  const onKey = (event: KeyboardEvent, catchword: Catchword) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    const key = event.key.toLowerCase()
    const step = key === 'j' || key === 'arrowdown' ? 1 : key === 'k' || key === 'arrowup' ? -1 : 0
    if (step !== 0) {
      const all = rows()
      all[all.indexOf(event.currentTarget as HTMLElement) + step]?.focus()
    } else if (!may) return
    else if (key === 'c') mend(catchword, 'mendCatchword')
    else if (key === 'p') mend(catchword, 'mendPage')
    else return
    event.preventDefault()
  }
  if (count === 0) return <p className="quiet-line">The document has no catchwords.</p>
  if (differences.length === 0)
    return (
      <p className="quiet-line">
        {count === 1 ? 'The one catchword agrees' : `All ${count} catchwords agree`} with the page that
        follows.
      </p>
    )
  return (
    <ul ref={list} className="catchwords" aria-label="Catchwords that differ">
      {differences.map((catchword, i) => (
        <li
          key={catchword.offset}
          className="catchword-row"
          // One of the rows is in the order of the Tab key; the arrows reach the others.
          tabIndex={i === 0 ? 0 : -1}
          onKeyDown={event => onKey(event, catchword)}
        >
          <Link className="stamp-page" href={documentHref(document, { offset: catchword.offset })}>
            Catchword
          </Link>
          <span className="stamp-reading">
            <b>{catchword.text || 'empty'}</b>, but the page begins{' '}
            <b>{catchword.follows || 'with nothing'}</b>
          </span>
          {may && catchword.mendCatchword && (
            <Button small onPress={() => mend(catchword, 'mendCatchword')}>
              Catchword: {catchword.mendCatchword.text} <kbd>C</kbd>
            </Button>
          )}
          {may && catchword.mendPage && (
            <Button small onPress={() => mend(catchword, 'mendPage')}>
              Page: {catchword.mendPage.text} <kbd>P</kbd>
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}

type Side = 'mendCatchword' | 'mendPage'

function propose(desk: Desk, catchword: Catchword, which: Side): void {
  const reading = catchword[which]
  const reason =
    which === 'mendPage' ? 'The catchword of the page before' : 'The page begins with these words'
  if (reading) desk.propose([reading], { reason, evidence: 'internal' })
}
