import { useState } from 'react'
import { Checkbox } from 'react-aria-components'
import type { EntryValue, PolicyAct } from '../../schema/register.js'
import type { FoundName } from '../app/api.js'
import { Button } from '../ui/button.js'
import { Choice } from '../ui/choice.js'
import { Cross } from '../ui/icons.js'

const policyWords: readonly (readonly [PolicyAct | '', string])[] = [
  ['', 'nothing decided'],
  ['emend', 'emend'],
  ['regularize', 'regularize'],
  ['leave-index', 'leave, index it'],
  ['leave-note', 'leave, with a note'],
]

export interface VariantsProps {
  readonly draft: EntryValue
  /** The entry as the server has it: only what is saved is carried out. */
  readonly saved: EntryValue
  readonly mayWrite: boolean
  readonly isDirty: boolean
  readonly occurrences: readonly FoundName[]
  readonly onChange: (change: Partial<EntryValue>) => void
  readonly onAdd: (words: string) => void
  readonly onPart: (variants: readonly string[]) => void
  readonly onCarryOut: (variant: string) => void
}

/** The other forms of an entry, and what is done about each. */
export function Variants({
  draft,
  saved,
  isDirty,
  occurrences,
  onChange,
  onAdd,
  onPart,
  onCarryOut,
  mayWrite,
}: VariantsProps) {
  const [words, setWords] = useState('')
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const chosen = saved.variants.filter(variant => ticked.has(variant))
  const add = () => {
    if (words.trim() === '') return
    onAdd(words)
    setWords('')
  }
  return (
    <fieldset className="variants">
      <legend>Other forms</legend>
      {draft.variants.map(variant => {
        const policy = draft.policies[variant]
        const isReading = policy?.act === 'emend' || policy?.act === 'regularize'
        const count = occurrences.filter(o => o.words === variant).length
        const others = Object.fromEntries(Object.entries(draft.policies).filter(([v]) => v !== variant))
        return (
          <div className="variant" key={variant}>
            <Checkbox
              className="check"
              isSelected={ticked.has(variant)}
              isDisabled={!mayWrite}
              onChange={on => {
                const next = new Set(ticked)
                if (on) next.add(variant)
                else next.delete(variant)
                setTicked(next)
              }}
            >
              <span className="check-box" aria-hidden="true" />
              <span className="variant-words">{variant}</span>
              <small className="quiet">{count}</small>
            </Checkbox>
            <Choice<PolicyAct | ''>
              label={`What is done about ${variant}`}
              value={policy?.act ?? ''}
              options={policyWords}
              isDisabled={!mayWrite}
              onChange={act =>
                onChange({
                  policies:
                    act === '' ? others : { ...others, [variant]: { act, reading: policy?.reading ?? '' } },
                })
              }
            />
            {isReading && (
              <input
                className="input"
                aria-label={`What ${variant} shall read`}
                placeholder={draft.form}
                maxLength={300}
                value={policy.reading}
                onChange={event =>
                  onChange({
                    policies: { ...others, [variant]: { ...policy, reading: event.target.value } },
                  })
                }
              />
            )}
            {mayWrite && saved.policies[variant] && saved.policies[variant].act !== 'leave-index' && (
              <Button small isDisabled={isDirty} onPress={() => onCarryOut(variant)}>
                Carry out…
              </Button>
            )}
            {mayWrite && (
              <Button
                look="plain"
                icon
                small
                aria-label={`Forget the form ${variant}`}
                onPress={() =>
                  onChange({ variants: draft.variants.filter(v => v !== variant), policies: others })
                }
              >
                <Cross size={13} />
              </Button>
            )}
          </div>
        )
      })}
      {mayWrite && (
        <div className="variant-add">
          <input
            className="input"
            aria-label="Another form"
            placeholder="Another form…"
            maxLength={300}
            value={words}
            onChange={event => setWords(event.target.value)}
            onKeyDown={event => {
              if (event.key !== 'Enter') return
              event.preventDefault()
              add()
            }}
          />
          <Button small onPress={add} isDisabled={words.trim() === ''}>
            Add
          </Button>
          {chosen.length > 0 && (
            <Button small isDisabled={isDirty} onPress={() => onPart(chosen)}>
              Make the ticked forms an entry of their own
            </Button>
          )}
        </div>
      )}
    </fieldset>
  )
}
