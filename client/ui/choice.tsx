import { Button, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components'
import { Down } from './icons.js'

export interface ChoiceProps<T extends string> {
  readonly label: string
  readonly value: T
  readonly options: readonly (readonly [value: T, words: string])[]
  readonly onChange: (value: T) => void
  readonly className?: string
  readonly isDisabled?: boolean
}

/** One of a few: a button that opens the list. The label is for screen readers; give a visible one beside it if needed. */
export function Choice<T extends string>({
  label,
  value,
  options,
  onChange,
  className,
  isDisabled,
}: ChoiceProps<T>) {
  return (
    <Select
      aria-label={label}
      value={value}
      onChange={key => {
        const chosen = options.find(([option]) => option === key)
        if (chosen && chosen[0] !== value) onChange(chosen[0])
      }}
      isDisabled={isDisabled ?? false}
    >
      <Button className={className ?? 'select-button'}>
        <SelectValue>{({ selectedText }) => selectedText}</SelectValue>
        <Down />
      </Button>
      <Popover className="popover">
        <ListBox className="menu" aria-label={label}>
          {options.map(([option, words]) => (
            <ListBoxItem key={option} id={option} className="menu-item" textValue={words}>
              {words}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  )
}
