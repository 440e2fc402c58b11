import { type FormEvent, useEffect, useState } from 'react'
import { Form } from 'react-aria-components'
import type { Door, Profile } from '../../schema/accounts.js'
import { Button } from '../ui/button.js'
import { Modal } from '../ui/modal.js'
import { tell } from '../ui/toast.js'
import { disconnect, goToProvider, identities } from './asking.js'
import { type Faults, FormFault, faultsOf, PasswordField } from './fields.js'
import { forgetProviderFault, providerFault } from './providers.js'
import { useList } from './use-list.js'
import { dayOf } from './words.js'

export interface IdentityListProps {
  readonly profile: Profile
  readonly door: Door
}

/** What one can sign in with besides a password. */
export function IdentityList({ profile, door }: IdentityListProps) {
  const { items, error, act } = useList(identities)
  const [connecting, setConnecting] = useState<Door['providers'][number] | null>(null)
  useEffect(() => {
    const fault = providerFault(door)
    if (fault === null) return
    tell({ words: 'Nothing was connected', detail: fault, bad: true })
    forgetProviderFault()
  }, [door])
  const connected = new Set(items?.map(({ provider }) => provider))
  const free = door.providers.filter(({ name }) => !connected.has(name))
  const usable = items?.filter(({ provider }) => provider !== null) ?? []
  if (door.providers.length === 0 && !items?.length) return null
  return (
    <section className="people-part" aria-labelledby="identities-title">
      <h2 id="identities-title">Sign in with</h2>
      {error && <p className="field-error">{error}</p>}
      <ul className="people-list">
        {items?.map(({ id, provider, title, subject, created }) => {
          const isLast = !profile.hasPassword && usable.every(other => other.id === id)
          return (
            <li key={id} className="people-row">
              <div className="people-what">
                <strong>
                  {title}{' '}
                  {provider === null ? (
                    <span className="tag tag-grey">not offered here any more</span>
                  ) : (
                    <span className="tag tag-green">connected</span>
                  )}
                </strong>
                <small>
                  since {dayOf(created)}
                  {/^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$/.test(subject) && ` · ${subject}`}
                  {isLast && ' · the only way in: set a password before you disconnect it'}
                </small>
              </div>
              <Button
                small
                isDisabled={isLast}
                aria-label={`Disconnect ${title}`}
                onPress={() => act(`${title} stays connected`, disconnect(id))}
              >
                Disconnect
              </Button>
            </li>
          )
        })}
        {free.map(provider => (
          <li key={provider.name} className="people-row">
            <div className="people-what">
              <strong>{provider.title}</strong>
              <small>not connected</small>
            </div>
            <Button small aria-label={`Connect ${provider.title}`} onPress={() => setConnecting(provider)}>
              Connect…
            </Button>
          </li>
        ))}
      </ul>
      {connecting && (
        <ConnectDialog profile={profile} provider={connecting} onClose={() => setConnecting(null)} />
      )}
    </section>
  )
}

interface ConnectDialogProps {
  readonly profile: Profile
  readonly provider: Door['providers'][number]
  readonly onClose: () => void
}

/** Asks for the password: whoever finds a browser open is not to get a way in that stays. */
function ConnectDialog({ profile, provider: { name, title }, onClose }: ConnectDialogProps) {
  const [password, setPassword] = useState('')
  const [faults, setFaults] = useState<Faults>({})
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (profile.hasPassword && !password) {
      setFaults({ password: 'Your password is missing.' })
      return
    }
    setBusy(true)
    try {
      location.assign(await goToProvider(name, { for: 'connect', password }))
    } catch (error) {
      setFaults(faultsOf(error, ['password']))
      setBusy(false)
    }
  }
  return (
    <Modal title={`Connect ${title}`} isOpen onClose={onClose}>
      <Form onSubmit={submit} className="sign">
        <p>
          You go to {title}, say there who you are, and come back here. From then on it opens your account as
          well.
        </p>
        {profile.hasPassword && (
          <PasswordField
            label="Your password"
            value={password}
            onChange={setPassword}
            error={faults.password}
            autoFocus
          />
        )}
        <FormFault faults={faults} />
        <div className="dialog-foot">
          <Button onPress={onClose}>Cancel</Button>
          <Button type="submit" look="primary" isDisabled={busy}>
            Go to {title}
          </Button>
        </div>
      </Form>
    </Modal>
  )
}
