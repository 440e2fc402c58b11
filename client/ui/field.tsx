import { FieldError, Input, Label, TextField } from 'react-aria-components'

export interface FieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly autoFocus?: boolean
  /** Whether the text is selected when the field is entered, so that typing takes its place. */
  readonly selected?: boolean
  readonly required?: boolean
  readonly maxLength?: number
  readonly placeholder?: string
  readonly error?: string | null
  readonly autoComplete?: string
}

/** One line of text with its label above it. */
export function Field({
  label,
  value,
  onChange,
  error,
  placeholder,
  required,
  selected,
  ...rest
}: FieldProps) {
  return (
    <TextField
      className="field"
      value={value}
      onChange={onChange}
      isRequired={required ?? false}
      isInvalid={!!error}
      validationBehavior="aria"
      {...rest}
    >
      <Label>{label}</Label>
      <Input
        className="input"
        placeholder={placeholder}
        onFocus={event => {
          if (selected) event.currentTarget.select()
        }}
      />
      <FieldError className="field-error">{error}</FieldError>
    </TextField>
  )
}
