import { FieldError, Input, Label, TextField } from 'react-aria-components'

export interface FieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly autoFocus?: boolean
  readonly required?: boolean
  readonly maxLength?: number
  readonly placeholder?: string
  readonly error?: string | null
  readonly autoComplete?: string
}

/** One line of text with its label above it. */
export function Field({ label, value, onChange, error, placeholder, required, ...rest }: FieldProps) {
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
      <Input className="input" placeholder={placeholder} />
      <FieldError className="field-error">{error}</FieldError>
    </TextField>
  )
}
