/** The fields of the forms by which people come in. */
import { useState } from 'react'
import { FieldError, Input, Label, Text, TextField, ToggleButton } from 'react-aria-components'
import { RequestError } from '../app/api.js'
import { Field } from '../ui/field.js'
import { Closed, Eye } from '../ui/icons.js'

/** What is wrong with a form: beside a field, or, under the empty name, with all of it. */
export type Faults = Readonly<Record<string, string>>

/** The faults that a failed request tells of, for a form with these fields. */
export function faultsOf(error: unknown, fields: readonly string[]): Faults {
  if (error instanceof RequestError) {
    const words = error.detail || error.title
    return { [error.field !== null && fields.includes(error.field) ? error.field : '']: words }
  }
  return { '': error instanceof Error ? error.message : String(error) }
}

/** What is wrong with all of a form. */
export function FormFault({ faults }: { readonly faults: Faults }) {
  return faults[''] ? (
    <p className="form-fault" role="alert">
      {faults['']}
    </p>
  ) : null
}

export interface EmailFieldProps {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly error?: string | undefined
  readonly autoFocus?: boolean
  readonly label?: string
  readonly hint?: string
  /** `username` where it is what one signs in with. */
  readonly autoComplete?: 'username' | 'email' | 'off'
}

export function EmailField({
  label = 'E-mail address',
  error,
  autoComplete = 'username',
  ...rest
}: EmailFieldProps) {
  return (
    <Field
      label={label}
      type="email"
      name="email"
      autoComplete={autoComplete}
      maxLength={254}
      error={error ?? null}
      {...rest}
    />
  )
}

export interface PasswordFieldProps {
  readonly label?: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly error?: string | undefined
  /** Whether it is to be a new one: password managers then propose one. */
  readonly isNew?: boolean
  readonly autoFocus?: boolean
  readonly name?: string
}

/** A password, which one may look at while one types it. */
export function PasswordField({
  label = 'Password',
  value,
  onChange,
  error,
  isNew = false,
  autoFocus = false,
  name = 'password',
}: PasswordFieldProps) {
  const [shown, setShown] = useState(false)
  return (
    <TextField
      className="field"
      value={value}
      onChange={onChange}
      isInvalid={!!error}
      validationBehavior="aria"
      type={shown ? 'text' : 'password'}
      name={name}
      autoComplete={isNew ? 'new-password' : 'current-password'}
      autoFocus={autoFocus}
      spellCheck="false"
      autoCorrect="off"
    >
      <Label>{label}</Label>
      <div className="password">
        <Input className="input" />
        <ToggleButton
          className="password-show"
          aria-label="Show the password"
          isSelected={shown}
          onChange={setShown}
        >
          {shown ? <Closed /> : <Eye />}
        </ToggleButton>
      </div>
      {isNew && !error && (
        <Text slot="description" className="field-hint">
          At least 12 characters. A few words in a row do well.
        </Text>
      )}
      <FieldError className="field-error">{error}</FieldError>
    </TextField>
  )
}
