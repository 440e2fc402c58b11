import { type FormEvent, useState } from 'react'
import { Form } from 'react-aria-components'
import { type Role, roles } from '../../schema/people.js'
import { roleDeeds, roleWords } from '../people/words.js'
import { Button } from '../ui/button.js'
import { Choice } from '../ui/choice.js'
import { Field } from '../ui/field.js'
import { makeLink, type Thing } from './asking.js'

const day = 86_400_000

/** How long a link is valid, in days; empty for ever. */
const lifetimes = [
  ['1', 'a day'],
  ['7', 'a week'],
  ['30', 'a month'],
  ['365', 'a year'],
  ['', 'until it is ended'],
] as const

export interface LinkFormProps {
  readonly things: readonly (Thing & { readonly title: string })[]
  /** Called with the address, which is told this once. */
  readonly onMade: (address: string) => void
}

/** Makes a share link. */
export function LinkForm({ things, onMade }: LinkFormProps) {
  const [label, setLabel] = useState('')
  const [role, setRole] = useState<Role>('reader')
  const [days, setDays] = useState<(typeof lifetimes)[number][0]>('30')
  const [place, setPlace] = useState(things[0]!.id)
  const [error, setError] = useState<string | null>(null)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const thing = things.find(({ id }) => id === place) ?? things[0]!
    makeLink(thing, { role, label, expires: days === '' ? null : Date.now() + Number(days) * day }).then(
      address => {
        setLabel('')
        setError(null)
        onMade(address)
      },
      problem => setError(problem instanceof Error ? problem.message : String(problem)),
    )
  }
  return (
    <Form onSubmit={submit} className="link-form">
      <Field
        label="For whom"
        value={label}
        onChange={setLabel}
        maxLength={200}
        placeholder="The seminar, winter 2026"
        autoComplete="off"
        error={error}
      />
      {things.length > 1 && (
        <div className="field">
          <span className="label">To</span>
          <Choice
            label="To"
            value={place}
            options={things.map(({ id, title }) => [id, title] as const)}
            onChange={setPlace}
          />
        </div>
      )}
      <div className="field">
        <span className="label">Role</span>
        <Choice
          label="Role"
          value={role}
          options={roles
            .filter(role => role !== 'owner')
            .map(role => [role, `${roleWords[role]}: ${roleDeeds[role]}`] as const)}
          onChange={setRole}
        />
      </div>
      <div className="field">
        <span className="label">Valid for</span>
        <Choice label="Valid for" value={days} options={lifetimes} onChange={setDays} />
      </div>
      <Button type="submit" look="primary">
        Make a link
      </Button>
    </Form>
  )
}
