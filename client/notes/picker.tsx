import { type ReactNode, useEffect, useId, useRef, useState } from 'react'

export interface Option {
  readonly id: string
  readonly title: string
  readonly detail: string
}

export interface PickerProps {
  readonly label: string
  readonly placeholder: string
  readonly options: (query: string) => readonly Option[]
  readonly onPick: (id: string) => void
  readonly onClose: () => void
  /** What stands above the list besides the field. */
  readonly children?: ReactNode
}

/** A field and what it finds, under the body of a note: arrows choose, Enter takes, Escape leaves. */
export function Picker({ label, placeholder, options, onPick, onClose, children }: PickerProps) {
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState(0)
  const field = useRef<HTMLInputElement>(null)
  const list = useId()
  const found = options(query)
  const at = Math.min(chosen, found.length - 1)
  useEffect(() => field.current?.focus(), [])
  return (
    <div
      className="note-picker"
      role="group"
      aria-label={label}
      onKeyDown={event => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        event.stopPropagation()
        onClose()
      }}
    >
      <div className="note-picker-fields">
        <input
          ref={field}
          className="input"
          role="combobox"
          aria-label={label}
          aria-expanded="true"
          aria-controls={list}
          aria-activedescendant={found[at] ? `${list}-${at}` : undefined}
          placeholder={placeholder}
          value={query}
          onChange={event => {
            setQuery(event.target.value)
            setChosen(0)
          }}
          onKeyDown={event => {
            const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
            if (step !== 0 && found.length > 0) {
              event.preventDefault()
              setChosen((at + step + found.length) % found.length)
            } else if (event.key === 'Enter') {
              event.preventDefault()
              if (found[at]) onPick(found[at].id)
            }
          }}
        />
        {children}
      </div>
      <div className="note-picker-list" id={list} role="listbox" aria-label={label}>
        {found.map((option, i) => (
          <div
            key={option.id}
            id={`${list}-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === at}
            className="note-picker-option"
            ref={element => {
              if (i === at) element?.scrollIntoView({ block: 'nearest' })
            }}
            onPointerDown={event => {
              event.preventDefault()
              onPick(option.id)
            }}
          >
            <b>{option.title}</b> <span>{option.detail}</span>
          </div>
        ))}
        {found.length === 0 && <p className="card-quiet">Nothing is found.</p>}
      </div>
    </div>
  )
}
