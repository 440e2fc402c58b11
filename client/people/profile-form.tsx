import { type FormEvent, useState } from 'react'
import { Form } from 'react-aria-components'
import type { Profile } from '../../schema/accounts.js'
import { cleanOrcid } from '../../schema/orcid.js'
import { account, know } from '../app/identity.js'
import { Button } from '../ui/button.js'
import { Field } from '../ui/field.js'
import { tell } from '../ui/toast.js'
import { changeProfile } from './asking.js'
import { EmailField, type Faults, FormFault, faultsOf, PasswordField } from './fields.js'

export interface ProfileFormProps {
  readonly profile: Profile
  readonly withEmail: boolean
}

/** Name, initials, ORCID, address. */
export function ProfileForm({ profile, withEmail }: ProfileFormProps) {
  const [name, setName] = useState(profile.name)
  const [initials, setInitials] = useState(profile.initials)
  const [orcid, setOrcid] = useState(profile.orcid)
  const [email, setEmail] = useState(profile.email)
  const [password, setPassword] = useState('')
  const [faults, setFaults] = useState<Faults>({})
  const [busy, setBusy] = useState(false)
  const moves = withEmail && email.trim().toLowerCase() !== profile.email
  const isChanged = moves || name !== profile.name || initials !== profile.initials || orcid !== profile.orcid
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const wrong: Record<string, string> = {}
    if (!name.trim()) wrong.name = 'A name is needed: every correction says who made it.'
    if (cleanOrcid(orcid) === null) wrong.orcid = 'This is no ORCID. Are all sixteen digits right?'
    if (moves && profile.hasPassword && !password) wrong.password = 'Another address asks for your password.'
    setFaults(wrong)
    if (Object.keys(wrong).length > 0) return
    setBusy(true)
    try {
      const changed = await changeProfile({
        name,
        initials,
        orcid,
        ...(moves ? { email, ...(password ? { password } : {}) } : {}),
      })
      account.set(changed)
      know(changed)
      setName(changed.name)
      setInitials(changed.initials)
      setOrcid(changed.orcid)
      setEmail(changed.email)
      setPassword('')
      tell({ words: 'Your profile is saved' })
    } catch (error) {
      setFaults(faultsOf(error, ['name', 'initials', 'orcid', 'email', 'password']))
    } finally {
      setBusy(false)
    }
  }
  return (
    <section className="people-part" aria-labelledby="profile-title">
      <h2 id="profile-title">How your work is signed</h2>
      <Form onSubmit={submit} className="people-form">
        <div className="door-two">
          <Field
            label="Name, as it is printed"
            value={name}
            onChange={setName}
            maxLength={80}
            autoComplete="name"
            error={faults.name ?? null}
          />
          <Field
            label="Initials"
            value={initials}
            onChange={setInitials}
            maxLength={12}
            autoComplete="off"
            placeholder="A.A."
            error={faults.initials ?? null}
          />
        </div>
        <p className="field-hint">
          The initials are your siglum where an apparatus says who is responsible. Empty, they are made of the
          name.
        </p>
        <Field
          label="ORCID"
          value={orcid}
          onChange={setOrcid}
          autoComplete="off"
          placeholder="0000-0002-1825-0097"
          error={faults.orcid ?? null}
        />
        {withEmail && <EmailField value={email} onChange={setEmail} error={faults.email} />}
        {moves && profile.hasPassword && (
          <PasswordField
            label="Your password, for the new address"
            value={password}
            onChange={setPassword}
            error={faults.password}
          />
        )}
        <FormFault faults={faults} />
        <div className="people-foot">
          <Button type="submit" look="primary" isDisabled={!isChanged || busy}>
            Save
          </Button>
        </div>
      </Form>
    </section>
  )
}
