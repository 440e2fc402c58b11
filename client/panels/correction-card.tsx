import { type ComponentProps, type FormEvent, useEffect, useState } from 'react'
import { Form, TextArea, TextField } from 'react-aria-components'
import {
  type Certainty,
  type Correction,
  type CorrectionKind,
  certainties,
  correctionKinds,
  type Evidence,
  evidences,
  isOutdated,
  overlap,
  type Standing,
} from '../../schema/corrections.js'
import type { Act } from '../../schema/decisions.js'
import { can } from '../../schema/people.js'
import { wholeWords } from '../../schema/words.js'
import { useNames } from '../app/names.js'
import { useWorkbench, writeOn } from '../app/workbench.js'
import { announce } from '../ui/announce.js'
import { Button } from '../ui/button.js'
import { Choice } from '../ui/choice.js'
import { Field } from '../ui/field.js'
import type { Page } from './contents.js'
import {
  certaintyWords,
  citation,
  evidenceWords,
  kindWords,
  readingsOf,
  standingWords,
  when,
} from './words.js'

const standingTags: Record<Standing, string> = {
  proposed: 'tag-red',
  accepted: 'tag-green',
  rejected: 'tag-grey',
  withdrawn: 'tag-grey',
  superseded: 'tag-amber',
}

type ButtonKey = Parameters<NonNullable<ComponentProps<typeof Button>['onKeyDown']>>[0]

export interface CorrectionCardProps {
  readonly correction: Correction
  readonly active: boolean
  readonly pages: readonly Page[]
  readonly onGo: () => void
}

/** One correction: what it reads, what is said for it, who made it, and what can be done about it. */
export function CorrectionCard({ correction, active, pages, onGo }: CorrectionCardProps) {
  const { document: edited, editor, me } = useWorkbench()
  const nameOf = useNames()
  const [otherReading, setOtherReading] = useState(false)
  const { id, by, at, kind, certainty, evidence, reason } = correction
  const standing = edited.standing(id)
  const decisions = edited.decisionsOn(id)
  const mine = can(me.id, 'annotate', { by, decisions })
  const { from, to } = readingsOf(edited, correction)
  const rivals = edited.corrections
    .touching(correction.start, correction.end)
    .filter(
      other => other.id !== id && rivalStandings.has(edited.standing(other.id)) && compete(other, correction),
    )
  const last = decisions.at(-1)

  const decide = (act: Act) => {
    if (editor.decide(id, act)) announce(`${doneWords[act]}: ${from} ] ${to}`)
  }
  const set = (change: Partial<Pick<Correction, 'kind' | 'reason' | 'evidence' | 'certainty'>>) =>
    writeOn(editor, () => edited.layers.setCorrection(id, change))
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
          {evidence && <p className="card-quiet">{evidenceWords[evidence]}</p>}
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
      {otherReading ? (
        <OtherReading correction={correction} onDone={() => setOtherReading(false)} />
      ) : (
        (active || standing === 'proposed') && (
          <div className="card-acts">
            {standing !== 'accepted' && standing !== 'withdrawn' && (
              <Button small look="accept" onPress={() => decide('accept')}>
                Accept <kbd>A</kbd>
              </Button>
            )}
            {standing !== 'rejected' && standing !== 'withdrawn' && (
              <Button small onPress={() => decide('reject')}>
                Reject <kbd>R</kbd>
              </Button>
            )}
            {active && standing !== 'proposed' && (
              <Button small onPress={() => decide('reopen')}>
                Reopen
              </Button>
            )}
            {active && standing === 'proposed' && can(me.id, 'withdraw', { by, decisions }) && (
              <Button small onPress={() => decide('withdraw')}>
                Withdraw
              </Button>
            )}
            {active && editor.state.editable && (by !== me.id || standing === 'accepted') && (
              <Button small onPress={() => setOtherReading(true)}>
                Other reading…
              </Button>
            )}
          </div>
        )
      )}
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

interface RemarksProps {
  readonly correction: Correction
  readonly set: (change: Partial<Pick<Correction, 'reason' | 'evidence' | 'certainty'>>) => void
}

/** What the author says for a correction. The reason is written down when the field is left. */
function Remarks({ correction, set }: RemarksProps) {
  const { editor } = useWorkbench()
  const { reason, evidence, certainty } = correction
  const [text, setText] = useState(reason)
  useEffect(() => setText(reason), [reason])
  const keep = () => {
    if (text.trim() !== reason) set({ reason: text.trim() })
  }
  return (
    <div className="remarks">
      <TextField aria-label="Reason" value={text} onChange={setText} onBlur={keep} maxLength={5_000}>
        <TextArea
          className="input remark"
          placeholder="Reason…"
          rows={Math.min(6, Math.max(1, Math.ceil(text.length / 42)))}
          onKeyDown={event => {
            const done = event.key === 'Escape' || (event.key === 'Enter' && (event.ctrlKey || event.metaKey))
            if (!done) return
            event.preventDefault()
            keep()
            editor.focus()
          }}
        />
      </TextField>
      <div className="remark-choices">
        <Choice<Evidence | ''>
          label="Evidence"
          className="small-select"
          value={evidence}
          options={(['', ...evidences] as const).map(e => [e, evidenceWords[e]] as const)}
          onChange={next => set({ evidence: next })}
        />
        <Choice<Certainty>
          label="Certainty"
          className="small-select"
          value={certainty}
          options={certainties.map(c => [c, certaintyWords[c]] as const)}
          onChange={next => set({ certainty: next })}
        />
      </div>
    </div>
  )
}

/** Proposes another reading for the same words; both are kept and shown together. */
function OtherReading({
  correction,
  onDone,
}: {
  readonly correction: Correction
  readonly onDone: () => void
}) {
  const { document: edited, editor, me } = useWorkbench()
  const wide = wholeWords(correction, edited.text)
  const [text, setText] = useState(wide.text)
  const propose = (event: FormEvent) => {
    event.preventDefault()
    if (text === wide.text) return onDone()
    const id = editor.newId()
    editor.change(() =>
      edited.layers.addCorrection({
        id,
        start: wide.start,
        end: wide.end,
        side: correction.side,
        text,
        kind: correction.kind,
        reason: '',
        evidence: '',
        certainty: 'unknown',
        by: me.id,
        at: Date.now(),
        parent: correction.id,
      }),
    )
    onDone()
    editor.goTo({ correction: id })
  }
  return (
    <Form onSubmit={propose} className="remarks">
      <Field label="Other reading" value={text} onChange={setText} autoFocus selected maxLength={2_000} />
      <div className="card-acts">
        <Button small look="primary" type="submit">
          Propose
        </Button>
        <Button small onPress={onDone}>
          Cancel
        </Button>
      </div>
    </Form>
  )
}
