import { type FormEvent, useMemo, useState } from 'react'
import { Form } from 'react-aria-components'
import type { Act } from '../../schema/decisions.js'
import { useNames } from '../app/names.js'
import { Button } from '../ui/button.js'
import { Field } from '../ui/field.js'
import { Modal } from '../ui/modal.js'
import { type Deed, type Plan, saidOf, supersededBy } from './deciding.js'
import { keyOf, type QueueItem } from './queue-item.js'
import { readingOf } from './queue-row.js'

const count = (n: number) => n.toLocaleString('en')

export interface BulkBarProps {
  /** Null while nobody knows. */
  readonly shown: number | null
  /** Whether some of them are still to come: until then nothing is done to all. */
  readonly busy: boolean
  readonly chosen: number
  /** What was decided last, to be taken back. */
  readonly last: readonly Deed[] | undefined
  /** Whether one may decide here. */
  readonly may: boolean
  readonly onBulk: (act: Act) => void
  readonly onUndo: () => void
}

/** How many are shown and chosen, what can be done to all of them, and the way back. */
export function BulkBar({ shown, busy, chosen, last, may, onBulk, onUndo }: BulkBarProps) {
  const of = shown === null ? '…' : count(shown)
  const words = chosen > 0 ? `${count(chosen)} of ${of} chosen` : `${of} shown`
  const which = chosen > 0 ? 'chosen' : 'all'
  return (
    <div className="bulk-bar">
      <span className="queue-quiet" role="status">
        {words}
      </span>
      {may && (
        <>
          <Button small isDisabled={busy || shown === 0} onPress={() => onBulk('accept')}>
            Accept {which}…
          </Button>
          <Button small isDisabled={busy || shown === 0} onPress={() => onBulk('reject')}>
            Reject {which}…
          </Button>
        </>
      )}
      {last && (
        <span className="bulk-last">
          <span className="queue-quiet">{saidOf(last, readingOf)}</span>
          <Button small look="plain" onPress={onUndo}>
            Undo <kbd>U</kbd>
          </Button>
        </span>
      )}
    </div>
  )
}

/** As many as the preview lists; the rest is counted. */
const mostListed = 200

const verbs: Readonly<Record<Act, string>> = {
  accept: 'Accept',
  reject: 'Reject',
  reopen: 'Reopen',
  withdraw: 'Withdraw',
}

export interface BulkDialogProps {
  readonly items: readonly QueueItem[]
  /** All that the queue holds, also what its filters hide. */
  readonly all: readonly QueueItem[]
  readonly plan: (why: string) => Plan
  readonly onDo: (deeds: readonly Deed[]) => void
  readonly onClose: () => void
}

/** What deciding on many at once will do, before it is done. */
export function BulkDialog({ items, all, plan, onDo, onClose }: BulkDialogProps) {
  const nameOf = useNames()
  const [why, setWhy] = useState('')
  const { act, deeds, left } = useMemo(() => plan(why.trim()), [plan, why])
  const lost = useMemo(() => supersededBy(deeds, all), [deeds, all])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (deeds.length > 0) onDo(deeds)
  }
  const verb = verbs[act]
  return (
    <Modal title={`${verb} ${count(deeds.length)} of ${count(items.length)}`} isOpen onClose={onClose}>
      <Form onSubmit={submit} className="sign">
        <ul className="bulk-list" aria-label="What will be decided">
          {deeds.slice(0, mostListed).map(({ item }) => (
            <li key={keyOf(item)}>
              <span className="queue-reading">{readingOf(item)}</span>
              <span className="queue-quiet">
                {item.paragraph > 0 && `¶ ${item.paragraph} · `}
                {nameOf(item.by)}
              </span>
            </li>
          ))}
          {deeds.length > mostListed && (
            <li className="queue-quiet">and {count(deeds.length - mostListed)} more</li>
          )}
        </ul>
        {lost.length > 0 && (
          <section aria-label="What will be superseded">
            <p className="queue-quiet">
              <strong>
                {count(lost.length)} accepted {lost.length === 1 ? 'correction' : 'corrections'} will be
                superseded,
              </strong>{' '}
              because what is accepted last holds:
            </p>
            <ul className="bulk-list">
              {lost.slice(0, mostListed).map(item => (
                <li key={keyOf(item)}>
                  <span className="queue-reading">{readingOf(item)}</span>
                  <span className="queue-quiet">
                    {item.paragraph > 0 && `¶ ${item.paragraph} · `}
                    {nameOf(item.by)}
                  </span>
                </li>
              ))}
              {lost.length > mostListed && (
                <li className="queue-quiet">and {count(lost.length - mostListed)} more</li>
              )}
            </ul>
          </section>
        )}
        {left.map(({ why: reason, count: n }) => (
          <p key={reason} className="queue-quiet">
            <strong>{count(n)} left alone.</strong> {reason}
          </p>
        ))}
        <Field
          label={act === 'reject' ? 'Why are they rejected?' : 'Why? (for the record, if you like)'}
          value={why}
          onChange={setWhy}
          autoFocus
          maxLength={5_000}
        />
        <p className="queue-quiet">One undo takes it all back, as a decision of its own.</p>
        <div className="dialog-foot">
          <Button onPress={onClose}>Cancel</Button>
          <Button type="submit" look="primary" isDisabled={deeds.length === 0}>
            {verb} {count(deeds.length)}
          </Button>
        </div>
      </Form>
    </Modal>
  )
}
