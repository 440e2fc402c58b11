import { FieldError, Input, Label, Text, TextField } from 'react-aria-components'

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
  readonly type?: 'text' | 'email' | 'password'
  /** What stands below the field as long as nothing is wrong. */
  readonly hint?: string
  readonly name?: string
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
  hint,
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
      {hint && !error && (
        <Text slot="description" className="field-hint">
          {hint}
        </Text>
      )}
      <FieldError className="field-error">{error}</FieldError>
    </TextField>
  )
}
