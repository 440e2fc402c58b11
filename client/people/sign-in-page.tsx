import { type FormEvent, useEffect, useState } from 'react'
import { Form } from 'react-aria-components'
import type { Door } from '../../schema/accounts.js'
import { Button } from '../ui/button.js'
import { askLetter, signIn } from './asking.js'
import { DoorPage } from './door-page.js'
import { EmailField, type Faults, FormFault, faultsOf, PasswordField } from './fields.js'
import { Providers, providerFault } from './providers.js'

export interface SignInProps {
  readonly door: Door
  readonly onSignedIn: () => void
  /** The page to be at after signing in with a provider; this one where it is not said. */
  readonly to?: string
}

/** This page, without what is said there of a way back from a provider. */
function here(): string {
  const url = new URL(location.href)
  url.searchParams.delete('not')
  url.searchParams.delete('with')
  return url.pathname + url.search + url.hash
}

/** Signing in: with a password, or elsewhere. */
export function SignInPage({ door, onSignedIn, to }: SignInProps) {
  const [forgot, setForgot] = useState<string | null>(null)
  useEffect(() => {
    document.title = 'Sign in · Corrigenda'
  }, [])
  if (forgot !== null)
    return (
      <DoorPage title="A new password">
        <Forgotten door={door} email={forgot} onBack={() => setForgot(null)} />
      </DoorPage>
    )
  return (
    <DoorPage title="Sign in">
      {!door.setUp && (
        <p className="door-note">
          Nobody has an account here yet. Whoever started the server finds a link for the first owner in its
          console.
        </p>
      )}
      <SignInForm door={door} onSignedIn={onSignedIn} onForgot={setForgot} {...(to ? { to } : {})} />
    </DoorPage>
  )
}

/** `onForgot` is given the address, as far as it was typed. */
export function SignInForm({
  door,
  email: known = '',
  onSignedIn,
  onForgot,
  to,
}: SignInProps & { readonly email?: string; readonly onForgot?: (email: string) => void }) {
  const [email, setEmail] = useState(known)
  const fault = providerFault(door)
  const [password, setPassword] = useState('')
  const [faults, setFaults] = useState<Faults>({})
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const missing: Record<string, string> = {}
    if (!email.trim()) missing.email = 'With which address do you sign in?'
    if (!password) missing.password = 'The password is missing.'
    setFaults(missing)
    if (Object.keys(missing).length > 0) return
    setBusy(true)
    try {
      await signIn(email.trim(), password)
      onSignedIn()
    } catch (error) {
      setFaults(faultsOf(error, []))
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      {fault && (
        <p className="form-fault" role="alert">
          {fault}
        </p>
      )}
      <Form onSubmit={submit} className="door-form">
        <EmailField value={email} onChange={setEmail} error={faults.email} autoFocus={known === ''} />
        <PasswordField
          value={password}
          onChange={setPassword}
          error={faults.password}
          autoFocus={known !== ''}
        />
        <FormFault faults={faults} />
        <Button type="submit" look="primary" className="door-button" isDisabled={busy}>
          Sign in
        </Button>
      </Form>
      {door.providers.length > 0 && (
        <>
          <p className="door-or">or</p>
          <Providers door={door} errand={{ for: 'sign-in', to: to ?? here() }} />
        </>
      )}
      {onForgot && (
        <p className="door-aside">
          <Button look="plain" small onPress={() => onForgot(email.trim())}>
            Forgot your password?
          </Button>
        </p>
      )}
    </>
  )
}

/** How to come by a new password. */
function Forgotten({
  door,
  email: known,
  onBack,
}: {
  readonly door: Door
  readonly email: string
  readonly onBack: () => void
}) {
  const [email, setEmail] = useState(known)
  const [sent, setSent] = useState(false)
  const [faults, setFaults] = useState<Faults>({})
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!email.trim()) {
      setFaults({ email: 'To which address should the letter go?' })
      return
    }
    try {
      await askLetter(email.trim())
      setSent(true)
    } catch (error) {
      setFaults(faultsOf(error, ['email']))
    }
  }
  const back = <Button onPress={onBack}>Back</Button>
  if (!door.mail)
    return (
      <>
        <p>
          This server sends no mail. Ask one of its owners: they can make a link for you by which you choose a
          new password.
        </p>
        <div className="dialog-foot">{back}</div>
      </>
    )
  if (sent)
    return (
      <>
        <p role="status">
          If there is an account with the address <b>{email.trim()}</b>, a letter with a link is on its way to
          it. The link is valid for an hour.
        </p>
        <div className="dialog-foot">{back}</div>
      </>
    )
  return (
    <Form onSubmit={submit} className="door-form">
      <p className="quiet">You get a letter with a link by which you choose a new one.</p>
      <EmailField value={email} onChange={setEmail} error={faults.email} autoFocus />
      <FormFault faults={faults} />
      <div className="dialog-foot">
        {back}
        <Button type="submit" look="primary">
          Send the letter
        </Button>
      </div>
    </Form>
  )
}
