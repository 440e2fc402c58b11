/** The forms on a correction's card: what is said for it, why it is rejected, and another reading. */
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { Form, Input, TextArea, TextField } from 'react-aria-components'
import {
  type Certainty,
  type Correction,
  certainties,
  type Evidence,
  evidences,
} from '../../schema/corrections.js'
import { wholeWords } from '../../schema/words.js'
import { useWorkbench } from '../app/workbench.js'
import { Button } from '../ui/button.js'
import { Choice } from '../ui/choice.js'
import { Field } from '../ui/field.js'
import { certaintyWords, evidenceWords } from './words.js'

export interface RemarksProps {
  readonly correction: Correction
  readonly set: (change: Partial<Pick<Correction, 'reason' | 'evidence' | 'citation' | 'certainty'>>) => void
}

/** Asks why something is rejected; an answer is welcome, not required. */
export function Refusing({
  onReject,
  onCancel,
}: {
  readonly onReject: (why: string) => void
  readonly onCancel: () => void
}) {
  const [why, setWhy] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onReject(why.trim())
  }
  return (
    <Form onSubmit={submit} className="remarks">
      <Field label="Why is it rejected?" value={why} onChange={setWhy} autoFocus maxLength={2_000} />
      <div className="card-acts">
        <Button small look="primary" type="submit">
          Reject
        </Button>
        <Button small onPress={onCancel}>
          Cancel
        </Button>
      </div>
    </Form>
  )
}

/** Calls the newest `leave` when the component goes: a field that is scrolled out of sight goes without a blur. */
function useWhenGone(leave: () => void): void {
  const newest = useRef(leave)
  newest.current = leave
  useEffect(() => () => newest.current(), [])
}

/** What the author says for a correction. The reason is written down when the field is left. */
export function Remarks({ correction, set }: RemarksProps) {
  const { editor } = useWorkbench()
  const { reason, evidence, certainty, citation: cited = '' } = correction
  const [source, setSource] = useState(cited)
  useEffect(() => setSource(cited), [cited])
  const [text, setText] = useState(reason)
  useEffect(() => setText(reason), [reason])
  const keep = () => {
    if (text.trim() !== reason) set({ reason: text.trim() })
  }
  const keepSource = () => {
    if (source.trim() !== cited) set({ citation: source.trim() })
  }
  useWhenGone(() => {
    keep()
    keepSource()
  })
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
      {(evidence === 'external' || cited !== '') && (
        <TextField
          aria-label="Where the evidence is found"
          value={source}
          onChange={setSource}
          onBlur={keepSource}
          maxLength={5_000}
        >
          <Input className="input remark" placeholder="Where is that found?…" />
        </TextField>
      )}
    </div>
  )
}

/** Proposes another reading for the same words; both are kept and shown together. */
export function OtherReading({
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
