/** The controls of the form: a question with its answers beside it. */
import { useId } from 'react'
import { Choice } from '../ui/choice.js'
import './controls.css'

export interface ChosenProps<T extends string> {
  readonly label: string
  readonly value: T
  readonly options: readonly (readonly [value: T, words: string])[]
  readonly onChange: (value: T) => void
}

/** One of a few answers, its question to the left. */
export function Chosen<T extends string>(props: ChosenProps<T>) {
  return (
    <div className="setting">
      <span className="setting-label" aria-hidden="true">
        {props.label}
      </span>
      <Choice {...props} />
    </div>
  )
}

export interface TickedProps {
  readonly label: string
  readonly beside?: string
  readonly value: boolean
  readonly onChange: (value: boolean) => void
}

/** Yes or no. */
export function Ticked({ label, beside, value, onChange }: TickedProps) {
  const id = useId()
  return (
    <div className="ticked">
      <input id={id} type="checkbox" checked={value} onChange={event => onChange(event.target.checked)} />
      <label htmlFor={id}>
        {label}
        {beside && <small>{beside}</small>}
      </label>
    </div>
  )
}

export interface OwnWordsProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
}

/** What the editors add in their own words. */
export function OwnWords({ label, value, onChange }: OwnWordsProps) {
  return (
    <textarea
      className="input own-words"
      aria-label={label}
      placeholder="In your own words"
      rows={value.length > 90 ? 4 : 1}
      maxLength={4_000}
      value={value}
      onChange={event => onChange(event.target.value)}
    />
  )
}
