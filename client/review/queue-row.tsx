import { type FormEvent, type ReactNode, useState } from 'react'
import { Form } from 'react-aria-components'
import type { Act } from '../../schema/decisions.js'
import { onOneLine } from '../../schema/words.js'
import {
  certaintyWords,
  evidenceWords,
  kindWords,
  standingTags,
  standingWords,
  when,
} from '../panels/words.js'
import { Button } from '../ui/button.js'
import { Field } from '../ui/field.js'
import { type Decider, hindrance } from './deciding.js'
import { keyOf, type QueueItem } from './queue-item.js'

/** What is being written in the current row. */
export type Writing = 'reason' | 'reading' | null

export interface RowActs {
  readonly decide: (item: QueueItem, act: Act, why?: string) => void
  readonly propose: (item: QueueItem, text: string) => void
  readonly write: (what: Writing) => void
  readonly go: (item: QueueItem) => void
}

export interface QueueRowProps {
  readonly item: QueueItem
  readonly current: boolean
  readonly chosen: boolean
  readonly several: boolean
  /** The corrections that compete with it, itself among them, in text order; empty where none do. */
  readonly company: readonly QueueItem[]
  readonly holder: QueueItem | undefined
  readonly writing: Writing
  readonly decider: Decider
  readonly nameOf: (id: string) => string
  readonly acts: RowActs
  readonly onTake: () => void
  readonly onChoose: () => void
  readonly thread: ReactNode
}

/** "Ugeki ] Ugaki". */
export function readingOf({ received, reading }: Pick<QueueItem, 'received' | 'reading'>): string {
  return `${onOneLine(received)} ] ${onOneLine(reading)}`
}

/** One correction of a queue: a line, and when it is the current one everything that one needs to decide. */
export function QueueRow(props: QueueRowProps) {
  const { item, current, chosen, several, company, nameOf, onTake, onChoose } = props
  const place = [item.paragraph > 0 ? `¶ ${item.paragraph}` : '', item.page && `p. ${item.page}`]
  const remarks = [
    standingWords[item.standing],
    item.certainty !== 'unknown' ? certaintyWords[item.certainty] : '',
    `${nameOf(item.by)}, ${when(item.at, Date.now())}`,
    company.length > 1 ? `${company.length} compete` : '',
    item.replies > 0
      ? `${item.replies === 1 ? '1 reply' : `${item.replies} replies`}${item.settled ? ', settled' : ''}`
      : '',
  ]
  return (
    <div className={`queue-row${current ? ' current' : ''}`} data-standing={item.standing}>
      <input
        type="checkbox"
        className="queue-choose"
        tabIndex={-1}
        aria-label={`Choose ${readingOf(item)}`}
        checked={chosen}
        onChange={onChoose}
      />
      <div className="queue-body">
        <div className="queue-line">
          <button type="button" tabIndex={-1} className="queue-reading queue-take" onClick={onTake}>
            {onOneLine(item.received)} <span className="bracket">]</span> {onOneLine(item.reading)}
          </button>
          <span className="queue-place">{place.filter(Boolean).join(' · ')}</span>
        </div>
        <div className="queue-line queue-quiet">
          <span className={`tag ${standingTags[item.standing]}`}>{kindWords[item.kind]}</span>
          <span>{remarks.filter(Boolean).join(' · ')}</span>
        </div>
        {several && <div className="queue-quiet queue-title">{item.title}</div>}
        {current && <Details {...props} />}
      </div>
    </div>
  )
}

function Details({ item, company, holder, writing, decider, nameOf, acts, thread }: QueueRowProps) {
  const { decision } = item
  const saysMore = item.evidence !== '' || item.citation !== ''
  return (
    <div className="queue-details">
      <p className="queue-context">
        …{item.before}
        <del>{item.received}</del>
        <ins>{item.reading}</ins>
        {item.after}…
      </p>
      {item.reason && <p className="card-text">{item.reason}</p>}
      {saysMore && (
        <p className="queue-quiet">
          {[item.evidence && evidenceWords[item.evidence], item.citation].filter(Boolean).join(': ')}
        </p>
      )}
      {item.standing === 'superseded' && (
        <p className="queue-quiet">
          Superseded{holder ? ` by “${onOneLine(holder.reading)}” (${nameOf(holder.by)})` : ''}: it was
          accepted later for the same words.
        </p>
      )}
      {decision && (
        <p className="queue-quiet">
          {verdictWords[decision.act]} by {nameOf(decision.by)}, {when(decision.at, Date.now())}
          {decision.why && `: “${decision.why}”`}
        </p>
      )}
      {company.length > 1 && <Company {...{ item, company, decider, nameOf, acts }} />}
      {writing === 'reason' && <Reason item={item} acts={acts} />}
      {writing === 'reading' && <OtherReading item={item} decider={decider} acts={acts} />}
      {writing === null && <Acts item={item} decider={decider} acts={acts} />}
      {thread}
    </div>
  )
}

const verdictWords: Readonly<Record<Act, string>> = {
  accept: 'Accepted',
  reject: 'Rejected',
  reopen: 'Reopened',
  withdraw: 'Withdrawn',
}

function Acts({ item, decider, acts }: Pick<QueueRowProps, 'item' | 'decider' | 'acts'>) {
  const cannot = hindrance(item, 'accept', decider)
  const may = (deed: 'accept' | 'decide' | 'propose') => decider.may?.(deed) ?? true
  return (
    <>
      <div className="card-acts">
        {may('accept') && (
          <Button
            small
            look="accept"
            excludeFromTabOrder
            isDisabled={cannot !== null}
            onPress={() => acts.decide(item, 'accept')}
          >
            Accept <kbd>A</kbd>
          </Button>
        )}
        {may('decide') && (
          <Button
            small
            excludeFromTabOrder
            isDisabled={hindrance(item, 'reject', decider) !== null}
            onPress={() => acts.write('reason')}
          >
            Reject… <kbd>R</kbd>
          </Button>
        )}
        {may('propose') && (
          <Button
            small
            excludeFromTabOrder
            isDisabled={item.standing === 'withdrawn'}
            onPress={() => acts.write('reading')}
          >
            Other reading… <kbd>E</kbd>
          </Button>
        )}
        {hindrance(item, 'reopen', decider) === null && (
          <Button small excludeFromTabOrder onPress={() => acts.decide(item, 'reopen')}>
            Reopen <kbd>O</kbd>
          </Button>
        )}
        {item.standing === 'proposed' && hindrance(item, 'withdraw', decider) === null && (
          <Button small excludeFromTabOrder onPress={() => acts.decide(item, 'withdraw')}>
            Withdraw <kbd>W</kbd>
          </Button>
        )}
        <Button small look="plain" excludeFromTabOrder onPress={() => acts.go(item)}>
          In the text <kbd>↩</kbd>
        </Button>
      </div>
      {may('accept') && cannot !== null && item.standing === 'proposed' && (
        <p className="queue-quiet">{cannot}</p>
      )}
    </>
  )
}

/** The competing readings side by side, each with its author's reason and a key to accept it. */
function Company({
  item,
  company,
  decider,
  nameOf,
  acts,
}: Pick<QueueRowProps, 'item' | 'company' | 'decider' | 'nameOf' | 'acts'>) {
  return (
    <ol className="company" aria-label="Competing corrections">
      {company.map((rival, i) => {
        const cannot = hindrance(rival, 'accept', decider)
        return (
          <li key={keyOf(rival)} className={rival.id === item.id ? 'here' : undefined}>
            <span className="queue-reading">
              {onOneLine(rival.received)} <span className="bracket">]</span> {onOneLine(rival.reading)}
            </span>
            <span className="queue-quiet">
              {nameOf(rival.by)} · {standingWords[rival.standing]}
            </span>
            {rival.reason && <span className="queue-quiet">{rival.reason}</span>}
            {(decider.may?.('accept') ?? true) && (
              <Button
                small
                look="accept"
                excludeFromTabOrder
                isDisabled={cannot !== null}
                aria-label={`Accept ${readingOf(rival)}`}
                onPress={() => acts.decide(rival, 'accept')}
              >
                Accept <kbd>{i + 1}</kbd>
              </Button>
            )}
            {(decider.may?.('accept') ?? true) && cannot !== null && rival.standing === 'proposed' && (
              <span className="queue-quiet">{cannot}</span>
            )}
          </li>
        )
      })}
    </ol>
  )
}

function Reason({ item, acts }: Pick<QueueRowProps, 'item' | 'acts'>) {
  const [why, setWhy] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    acts.decide(item, 'reject', why.trim())
  }
  return (
    <Form onSubmit={submit} className="remarks">
      <Field label="Why is it rejected?" value={why} onChange={setWhy} autoFocus maxLength={5_000} />
      <div className="card-acts">
        <Button small look="primary" type="submit">
          Reject <kbd>↩</kbd>
        </Button>
        <Button small onPress={() => acts.write(null)}>
          Cancel
        </Button>
      </div>
    </Form>
  )
}

function OtherReading({ item, decider, acts }: Pick<QueueRowProps, 'item' | 'decider' | 'acts'>) {
  const [text, setText] = useState(item.reading)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (text === item.reading) acts.write(null)
    else acts.propose(item, text)
  }
  return (
    <Form onSubmit={submit} className="remarks">
      <Field
        label={`Another reading for “${onOneLine(item.received)}”`}
        value={text}
        onChange={setText}
        autoFocus
        selected
        maxLength={20_000}
      />
      <div className="card-acts">
        <Button small look="primary" type="submit">
          {decider.twoPersons || !(decider.may?.('accept') ?? true) ? 'Propose it' : 'Accept it'} <kbd>↩</kbd>
        </Button>
        <Button small onPress={() => acts.write(null)}>
          Cancel
        </Button>
      </div>
    </Form>
  )
}
