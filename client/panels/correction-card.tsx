import { type ComponentProps, useState } from 'react'
import {
  type Correction,
  type CorrectionKind,
  correctionKinds,
  isOutdated,
  overlap,
  type Standing,
} from '../../schema/corrections.js'
import type { Act } from '../../schema/decisions.js'
import { useNames } from '../app/names.js'
import { useMay } from '../app/rights.js'
import { useWorkbench, writeOn } from '../app/workbench.js'
import { useTwoPersons } from '../review/two-persons.js'
import { announce } from '../ui/announce.js'
import { Button } from '../ui/button.js'
import { Choice } from '../ui/choice.js'
import type { Page } from './contents.js'
import { OtherReading, Refusing, Remarks } from './correction-forms.js'
import { Replies } from './replies.js'
import {
  certaintyWords,
  citation,
  evidenceWords,
  kindWords,
  readingsOf,
  standingTags,
  standingWords,
  when,
} from './words.js'

type ButtonKey = Parameters<NonNullable<ComponentProps<typeof Button>['onKeyDown']>>[0]

export interface CorrectionCardProps {
  readonly correction: Correction
  readonly active: boolean
  readonly pages: readonly Page[]
  readonly onGo: () => void
}

/** One correction: what it reads, what is said for it, who made it, and what can be done about it. */
export function CorrectionCard({ correction, active, pages, onGo }: CorrectionCardProps) {
  const { document: edited, editor, me, opened } = useWorkbench()
  const nameOf = useNames()
  const may = useMay()
  const twoPersons = useTwoPersons(opened.about.edition.id)
  const [otherReading, setOtherReading] = useState(false)
  const [refusing, setRefusing] = useState(false)
  const { id, by, at, kind, certainty, evidence, reason, citation: cited } = correction
  const standing = edited.standing(id)
  const decisions = edited.decisionsOn(id)
  const mine = may('propose') && may('annotate', { by, decisions })
  const { from, to } = readingsOf(edited, correction)
  const rivals = edited.corrections
    .touching(correction.start, correction.end)
    .filter(
      other => other.id !== id && rivalStandings.has(edited.standing(other.id)) && compete(other, correction),
    )
  const last = decisions.at(-1)

  // Who withdrew a proposal may put it forward again.
  const mayReopen = may('decide') || (last?.act === 'withdraw' && last.by === me.id && may('withdraw'))
  const needsOther = twoPersons && by === me.id
  const holder =
    standing === 'superseded'
      ? rivals.find(r => edited.standing(r.id) === 'accepted' && overlap(r, correction))
      : undefined

  const decide = (act: Act, why = '') => {
    if (act === 'accept' && (needsOther || !may('accept'))) return
    if (act === 'reject' && !may('decide')) return
    if (editor.decide(id, act, why)) announce(`${doneWords[act]}: ${from} ] ${to}`)
  }
  const set = (
    change: Partial<Pick<Correction, 'kind' | 'reason' | 'evidence' | 'citation' | 'certainty'>>,
  ) => writeOn(editor, () => edited.layers.setCorrection(id, change))
  const keys = (event: ButtonKey) => {
    const key = event.key.toLowerCase()
    if (event.ctrlKey || event.metaKey || event.altKey) event.continuePropagation()
    else if (key === 'a' && standing !== 'accepted') decide('accept')
    else if (key === 'r' && standing !== 'rejected') decide('reject')
    else if (key === 'escape') editor.focus()
    else event.continuePropagation()
  }

  return (
    <article
      className={`card card-${standing}${active ? ' on' : ''}`}
      aria-label={`${kindWords[kind]}, ${standingWords[standing]}: ${from} to be read ${to}`}
      aria-current={active ? 'true' : undefined}
    >
      <div className="card-meta">
        {mine ? (
          <Choice<CorrectionKind>
            label="Kind of correction"
            className={`tag ${standingTags[standing]}`}
            value={kind}
            options={correctionKinds.map(k => [k, kindWords[k]] as const)}
            onChange={next => set({ kind: next })}
          />
        ) : (
          <span className={`tag ${standingTags[standing]}`}>{kindWords[kind]}</span>
        )}
        <span>
          {standingWords[standing]}
          {certainty !== 'unknown' && ` · ${certaintyWords[certainty]}`}
        </span>
        <span className="end">{citation(edited, correction.start, pages)}</span>
      </div>
      <Button look="plain" className="card-go card-reading" onPress={onGo} onKeyDown={keys}>
        {from} <span className="bracket">]</span> {to}
      </Button>
      {mine && active ? (
        <Remarks correction={correction} set={set} />
      ) : (
        <>
          {reason && <p className="card-text">{reason}</p>}
          {(evidence || cited) && (
            <p className="card-quiet">
              {[evidence && evidenceWords[evidence], cited].filter(Boolean).join(': ')}
            </p>
          )}
        </>
      )}
      {rivals.length > 0 && (
        <ul className="rivals" aria-label="Competing corrections">
          {rivals.map(rival => (
            <li key={rival.id}>
              <button type="button" onClick={() => editor.goTo({ correction: rival.id })}>
                {readingsOf(edited, rival).to}{' '}
                <small>
                  {nameOf(rival.by)}, {standingWords[edited.standing(rival.id)]}
                </small>
              </button>
            </li>
          ))}
        </ul>
      )}
      {holder && (
        <p className="card-quiet">
          Superseded by “{readingsOf(edited, holder).to}”, accepted later for the same words.
        </p>
      )}
      <div className="card-meta">
        <span>
          {nameOf(by)}, {when(at, Date.now())}
        </span>
        {last && (
          <span className="end">
            {isOutdated(last, correction, edited.text) ? 'changed since ' : ''}
            {actWords[last.act]} {nameOf(last.by)}
          </span>
        )}
      </div>
      {last?.why && <p className="card-text card-why">“{last.why}”</p>}
      {otherReading && <OtherReading correction={correction} onDone={() => setOtherReading(false)} />}
      {refusing && (
        <Refusing
          onReject={why => {
            setRefusing(false)
            decide('reject', why)
          }}
          onCancel={() => setRefusing(false)}
        />
      )}
      {!otherReading && !refusing && (active || standing === 'proposed') && (
        <div className="card-acts">
          {may('accept') && standing !== 'accepted' && standing !== 'withdrawn' && (
            <Button small look="accept" isDisabled={needsOther} onPress={() => decide('accept')}>
              Accept <kbd>A</kbd>
            </Button>
          )}
          {may('decide') && standing !== 'rejected' && standing !== 'withdrawn' && (
            <Button small onPress={() => decide('reject')}>
              Reject <kbd>R</kbd>
            </Button>
          )}
          {active && may('decide') && standing !== 'rejected' && standing !== 'withdrawn' && (
            <Button small aria-label="Reject, and say why" onPress={() => setRefusing(true)}>
              Why…
            </Button>
          )}
          {active && standing !== 'proposed' && mayReopen && (
            <Button small onPress={() => decide('reopen')}>
              Reopen
            </Button>
          )}
          {active && standing === 'proposed' && may('withdraw', { by, decisions }) && (
            <Button small onPress={() => decide('withdraw')}>
              Withdraw
            </Button>
          )}
          {active && editor.state.editable && may('propose') && (by !== me.id || standing === 'accepted') && (
            <Button small onPress={() => setOtherReading(true)}>
              Other reading…
            </Button>
          )}
          {needsOther && may('accept') && standing === 'proposed' && (
            <p className="card-quiet">This edition asks for two persons: somebody else accepts this.</p>
          )}
        </div>
      )}
      <Replies on={id} active={active} />
    </article>
  )
}

const rivalStandings: ReadonlySet<Standing> = new Set(['proposed', 'accepted', 'superseded'])
const doneWords: Record<Act, string> = {
  accept: 'Accepted',
  reject: 'Rejected',
  reopen: 'Reopened',
  withdraw: 'Withdrawn',
}
const actWords: Record<Act, string> = {
  accept: 'accepted by',
  reject: 'rejected by',
  reopen: 'reopened by',
  withdraw: 'withdrawn by',
}

function compete(a: Correction, b: Correction): boolean {
  return overlap(a, b) || a.parent === b.id || b.parent === a.id
}
