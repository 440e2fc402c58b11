import { type FormEvent, useState } from 'react'
import { Form } from 'react-aria-components'
import type { Profile } from '../../schema/accounts.js'
import { passwordFault } from '../../schema/passwords.js'
import { account } from '../app/identity.js'
import { Button } from '../ui/button.js'
import { tell } from '../ui/toast.js'
import { changePassword } from './asking.js'
import { type Faults, FormFault, faultsOf, PasswordField } from './fields.js'

/** Another password, or the first for whoever signs in elsewhere. */
export function PasswordForm({ profile }: { readonly profile: Profile }) {
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const [faults, setFaults] = useState<Faults>({})
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const wrong: Record<string, string> = {}
    if (profile.hasPassword && !current) wrong.current = 'Your present password is missing.'
    const fault = passwordFault(password, [profile.name, profile.email])
    if (fault) wrong.password = fault
    setFaults(wrong)
    if (Object.keys(wrong).length > 0) return
    setBusy(true)
    try {
      await changePassword(current, password)
      account.set({ ...profile, hasPassword: true })
      setCurrent('')
      setPassword('')
      tell({ words: 'Your password is changed', detail: 'Other browsers have been signed out.' })
    } catch (error) {
      setFaults(faultsOf(error, ['current', 'password']))
    } finally {
      setBusy(false)
    }
  }
  return (
    <section className="people-part" aria-labelledby="password-title">
      <h2 id="password-title">Password</h2>
      <Form onSubmit={submit} className="people-form">
        <input
          className="visually-hidden"
          type="email"
          name="email"
          autoComplete="username"
          value={profile.email}
          readOnly
          tabIndex={-1}
          aria-hidden="true"
        />
        {profile.hasPassword && (
          <PasswordField
            label="Present password"
            name="current"
            value={current}
            onChange={setCurrent}
            error={faults.current}
          />
        )}
        <PasswordField
          label="New password"
          value={password}
          onChange={setPassword}
          error={faults.password}
          isNew
        />
        <FormFault faults={faults} />
        <div className="people-foot">
          <span className="quiet">Other browsers will be signed out.</span>
          <Button type="submit" look="primary" isDisabled={busy || !password}>
            {profile.hasPassword ? 'Change the password' : 'Set a password'}
          </Button>
        </div>
      </Form>
    </section>
  )
}
