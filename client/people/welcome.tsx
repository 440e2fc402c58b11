/** The pages that links lead to before one is known: the sign-in page at an address of its own, invitations, reset links. */
import { type FormEvent, type ReactNode, useCallback, useEffect, useState } from 'react'
import { Form } from 'react-aria-components'
import { Link, useRoute } from 'wouter'
import type { Door, Invited, Profile } from '../../schema/accounts.js'
import { passwordFault } from '../../schema/passwords.js'
import { me as askMe } from '../app/api.js'
import { LinkPage } from '../members/link-page.js'
import { Button } from '../ui/button.js'
import { Field } from '../ui/field.js'
import { acceptInvitation, askDoor, join, lookAtInvitation, lookAtReset, reset, signOut } from './asking.js'
import { DoorPage } from './door-page.js'
import { EmailField, type Faults, FormFault, faultsOf, PasswordField } from './fields.js'
import { Providers, providerFault } from './providers.js'
import { SignInForm, SignInPage } from './sign-in-page.js'
import { roleOn } from './words.js'

/** The page of this address, where it is one of those; else null. */
export function useDoorPage(): ReactNode {
  const [isSignIn] = useRoute('/sign-in')
  const [isJoin, join] = useRoute('/join/:secret')
  const [isReset, reset] = useRoute('/reset/:secret')
  const [isLink, link] = useRoute('/s/:secret')
  if (isSignIn) return <SignInAt />
  if (isJoin) return <JoinPage secret={join.secret} />
  if (isLink) return <LinkPage secret={link.secret} />
  return isReset ? <ResetPage secret={reset.secret} /> : null
}

/** Everything anew, as whoever one is now. */
function enter(at: string): void {
  location.assign(at)
}

type Loaded<T> = { readonly is: 'asking' } | { readonly is: 'there'; readonly value: T } | Failed
interface Failed {
  readonly is: 'failed'
  readonly why: string
}

/** What a page needs before it can show anything, and a way to ask again. */
function useLoaded<T>(load: () => Promise<T>): [Loaded<T>, () => void] {
  const [loaded, setLoaded] = useState<Loaded<T>>({ is: 'asking' })
  const ask = useCallback(() => {
    load()
      .then(value => setLoaded({ is: 'there', value }))
      .catch(error => setLoaded({ is: 'failed', why: faultsOf(error, [])['']! }))
  }, [load])
  useEffect(ask, [ask])
  return [loaded, ask]
}

/** `/sign-in`; `?to=` is where to go afterwards, an address of ours. */
function SignInAt() {
  const [door] = useLoaded(askDoor)
  const to = new URLSearchParams(location.search).get('to') ?? '/'
  // Never to another site: a second slash or backslash would begin the name of one.
  const target = /^\/(?![/\\])/.test(to) && !to.startsWith('/sign-in') ? to : '/'
  const isOpen = door.is === 'there' && door.value.accounts === 'open'
  useEffect(() => {
    if (isOpen) enter(target)
  }, [isOpen, target])
  if (door.is === 'asking' || isOpen) return null
  if (door.is === 'failed') return <Spent title="Sign in" why={door.why} />
  return <SignInPage door={door.value} onSignedIn={() => enter(target)} to={target} />
}

function Spent({ title, why, children }: { title: string; why: string; children?: ReactNode }) {
  return (
    <DoorPage title={title}>
      <p role="alert">{why}</p>
      <div className="dialog-foot">
        {children}
        <Link className="btn" href="/">
          To the editions
        </Link>
      </div>
    </DoorPage>
  )
}

interface AtInvitation {
  readonly invitation: Invited
  readonly me: Profile | null
  readonly door: Door
}

/** `/join/:secret` */
function JoinPage({ secret }: { readonly secret: string }) {
  const load = useCallback(async (): Promise<AtInvitation> => {
    const [invitation, me, door] = await Promise.all([lookAtInvitation(secret), askMe(), askDoor()])
    return { invitation, me, door }
  }, [secret])
  const [loaded, ask] = useLoaded(load)
  useEffect(() => {
    document.title = 'Invitation · Corrigenda'
  }, [])
  if (loaded.is === 'asking') return null
  if (loaded.is === 'failed') return <Spent title="This invitation cannot be used" why={loaded.why} />
  const { invitation, me, door } = loaded.value
  return (
    <DoorPage title={invitation.name ? `Welcome, ${invitation.name}` : 'Welcome'}>
      <Given invitation={invitation} />
      {me && !me.isGuest ? (
        <Accept secret={secret} me={me} onOther={ask} />
      ) : invitation.hasAccount ? (
        <>
          <p className="quiet">You have an account here: sign in to accept.</p>
          <SignInForm door={door} email={invitation.email} onSignedIn={ask} />
        </>
      ) : (
        <JoinForm secret={secret} invitation={invitation} door={door} />
      )}
    </DoorPage>
  )
}

/** Who invites, and to what. */
function Given({ invitation: { by, grants } }: { readonly invitation: Invited }) {
  return (
    <div className="door-given">
      <p>
        {by ? `${by} invites you` : 'You are invited'}
        {grants.length > 0 ? ' as' : '.'}
      </p>
      {grants.length > 0 && (
        <ul>
          {grants.map(grant => (
            <li key={`${grant.scope} ${grant.thing}`}>{roleOn(grant, grant.title)}</li>
          ))}
        </ul>
      )}
    </div>
  )
}

function Accept({
  secret,
  me,
  onOther,
}: {
  readonly secret: string
  readonly me: Profile
  readonly onOther: () => void
}) {
  const [faults, setFaults] = useState<Faults>({})
  const attempt = (act: Promise<unknown>, then: () => void) => {
    act.then(then).catch(error => setFaults(faultsOf(error, [])))
  }
  return (
    <>
      <p>
        You are signed in as <b>{me.name}</b>. The link can be used once.
      </p>
      <FormFault faults={faults} />
      <div className="dialog-foot">
        <Button onPress={() => attempt(signOut(), onOther)}>I am somebody else</Button>
        <Button look="primary" onPress={() => attempt(acceptInvitation(secret), () => enter('/'))}>
          Accept as {me.name}
        </Button>
      </div>
    </>
  )
}

interface JoinFormProps {
  readonly secret: string
  readonly invitation: Invited
  readonly door: Door
}

/** How one's work will be signed, and what one signs in with: a password, or what a provider has said. */
function JoinForm({ secret, invitation, door }: JoinFormProps) {
  const [proven, setProven] = useState(invitation.proven)
  const [name, setName] = useState(invitation.name || (proven?.name ?? ''))
  const [initials, setInitials] = useState(invitation.initials)
  const [email, setEmail] = useState(invitation.email || (proven?.email ?? ''))
  const [password, setPassword] = useState('')
  const [faults, setFaults] = useState<Faults>({})
  const [busy, setBusy] = useState(false)
  const fault = proven ? null : providerFault(door)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const wrong: Record<string, string> = {}
    if (!name.trim()) wrong.name = 'A name is needed: every correction says who made it.'
    if (!email.trim())
      wrong.email = proven ? 'Letters about your account go there.' : 'You will sign in with it.'
    const weak = proven ? null : passwordFault(password, [name, email])
    if (weak) wrong.password = weak
    setFaults(wrong)
    if (Object.keys(wrong).length > 0) return
    setBusy(true)
    try {
      await join(secret, {
        name,
        initials,
        email,
        ...(proven ? { provider: proven.provider } : { password }),
      })
      enter('/')
    } catch (error) {
      setFaults(faultsOf(error, ['name', 'initials', 'email', 'password']))
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
      {!proven && door.providers.length > 0 && (
        <>
          <Providers door={door} errand={{ for: 'join', secret }} verb="Join with" />
          <p className="door-or">or with a password</p>
        </>
      )}
      <Form onSubmit={submit} className="door-form">
        {proven && (
          <p className="door-proven">
            <span>
              You will sign in with <b>{proven.title}</b>
              {proven.name && `, as ${proven.name}`}.
            </span>
            <Button small look="plain" onPress={() => setProven(null)}>
              Use a password instead
            </Button>
          </p>
        )}
        <div className="door-two">
          <Field
            label="Name, as it is printed"
            value={name}
            onChange={setName}
            autoFocus={proven !== null || door.providers.length === 0}
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
            placeholder="as A.A."
            error={faults.initials ?? null}
          />
        </div>
        <EmailField value={email} onChange={setEmail} error={faults.email} />
        {!proven && <PasswordField value={password} onChange={setPassword} error={faults.password} isNew />}
        <FormFault faults={faults} />
        <Button type="submit" look="primary" className="door-button" isDisabled={busy}>
          Join
        </Button>
      </Form>
    </>
  )
}

/** `/reset/:secret` */
function ResetPage({ secret }: { readonly secret: string }) {
  const load = useCallback(() => lookAtReset(secret), [secret])
  const [loaded] = useLoaded(load)
  useEffect(() => {
    document.title = 'A new password · Corrigenda'
  }, [])
  if (loaded.is === 'asking') return null
  if (loaded.is === 'failed') return <Spent title="This link cannot be used" why={loaded.why} />
  return (
    <DoorPage title="A new password">
      <ResetForm secret={secret} {...loaded.value} />
    </DoorPage>
  )
}

function ResetForm({ secret, name, email }: { secret: string; name: string; email: string }) {
  const [password, setPassword] = useState('')
  const [faults, setFaults] = useState<Faults>({})
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const fault = passwordFault(password, [name, email])
    setFaults(fault ? { password: fault } : {})
    if (fault) return
    setBusy(true)
    try {
      await reset(secret, password)
      enter('/')
    } catch (error) {
      setFaults(faultsOf(error, ['password']))
      setBusy(false)
    }
  }
  return (
    <Form onSubmit={submit} className="door-form">
      <p>
        For <b>{name}</b>, {email}. Every browser that is signed in as you will be signed out.
      </p>
      {/* So that password managers know which account it is for. */}
      <input
        className="visually-hidden"
        type="email"
        name="email"
        autoComplete="username"
        value={email}
        readOnly
        tabIndex={-1}
        aria-hidden="true"
      />
      <PasswordField
        label="New password"
        value={password}
        onChange={setPassword}
        error={faults.password}
        isNew
        autoFocus
      />
      <FormFault faults={faults} />
      <Button type="submit" look="primary" className="door-button" isDisabled={busy}>
        Use this password
      </Button>
    </Form>
  )
}
