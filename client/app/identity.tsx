import { type FormEvent, type ReactNode, useCallback, useEffect, useState } from 'react'
import { Form } from 'react-aria-components'
import type { Door, Profile } from '../../schema/accounts.js'
import { askAgain, askDoor, beAgain } from '../people/asking.js'
import { SignInPage } from '../people/sign-in-page.js'
import { useDoorPage } from '../people/welcome.js'
import { Button } from '../ui/button.js'
import { Field } from '../ui/field.js'
import { Modal } from '../ui/modal.js'
import { me as askMe, type Edition, editions, type Person, RequestError, signAs, unknownHere } from './api.js'
import { recall, remember } from './local.js'
import { Opening } from './opening.js'
import { forgetLeft, storeFor } from './stored.js'
import { useValue, Value } from './value.js'

/** Who works here; null until the server has said or the person has signed. */
export const identity = new Value<Person | null>(null)

/** What the server knows of them; null until it has said, and for nobody. */
export const account = new Value<Profile | null>(null)

/** Whether people need accounts here; null until the server has said. */
export const house = new Value<Door | null>(null)

type Asking =
  | { readonly is: 'asking' }
  | { readonly is: 'unsigned'; readonly door: Door }
  | { readonly is: 'known' }
  /** Nobody in particular, who may read something here: what is public, or what a link has opened. */
  | { readonly is: 'public' }
  | { readonly is: 'down'; readonly error: string }

/** Shows children to whoever is known. Others are asked for a name or, where people have accounts, to sign in: at the address that
 * they wanted, so that they are there afterwards. Invitations and their like are for those whom nobody knows yet. */
export function Identified({ children }: { readonly children: ReactNode }) {
  return useDoorPage() ?? <Known>{children}</Known>
}

function Known({ children }: { readonly children: ReactNode }) {
  const [asking, setAsking] = useState<Asking>({ is: 'asking' })

  const ask = useCallback(() => {
    Promise.all([askMe(), askDoor()])
      .then(async ([profile, door]) => {
        house.set(door)
        account.set(profile)
        if (profile) know(profile)
        else {
          identity.set(null)
          void forgetLeft()
        }
        if (profile) setAsking({ is: 'known' })
        else if (door.accounts === 'invited' && isOpenTo(await editions(), location.pathname))
          setAsking({ is: 'public' })
        else setAsking({ is: 'unsigned', door })
      })
      .catch(error => {
        // Without the server one can still go on with what this browser holds, under the name it knows.
        const kept = error instanceof RequestError && error.status === 0 ? knownBefore() : null
        if (kept) {
          know(kept)
          setAsking({ is: 'known' })
        } else setAsking({ is: 'down', error: error instanceof Error ? error.message : String(error) })
      })
  }, [])
  useEffect(ask, [ask])
  // Somebody whose session has ended elsewhere finds out by the next thing they do.
  useEffect(
    () =>
      unknownHere.subscribe(() => {
        if (identity.get()) ask()
      }),
    [ask],
  )

  if (asking.is === 'known' || asking.is === 'public') return children
  if (asking.is === 'asking') return <Opening title={null} what="Opening" />
  if (asking.is === 'unsigned')
    return asking.door.accounts === 'open' ? (
      <SignDialog onSigned={ask} />
    ) : (
      <SignInPage door={asking.door} onSignedIn={ask} />
    )
  return (
    <div className="message" role="alert">
      <h1>The server does not answer</h1>
      <p>{asking.error}</p>
      <div className="message-acts">
        <Button look="primary" onPress={ask}>
          Try again
        </Button>
      </div>
    </div>
  )
}

/** Whether whoever has no name may see something at an address. Pages of documents find out by themselves. */
function isOpenTo(shown: readonly Edition[], path: string): boolean {
  const [, kind, id = ''] = path.split('/')
  if (kind === '' || kind === 'd') return shown.length > 0
  return kind === 'e' && shown.some(edition => edition.id === decodeURIComponent(id))
}

/** Signing in, in the place of a page that is for those who have: it is there afterwards. */
export function SignInHere() {
  const door = useValue(house)
  return door && <SignInPage door={door} onSignedIn={() => location.reload()} />
}

/** Asks for the name under which corrections, decisions and notes are signed. Whoever was here before, and whose browser has lost
 * the cookie, says that it is them again. */
function SignDialog({ onSigned }: { readonly onSigned: () => void }) {
  const [name, setName] = useState('')
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [before, setBefore] = useState<readonly Person[]>([])
  useEffect(() => {
    askAgain()
      .then(setBefore)
      .catch(() => {
        // Whoever is not offered gives their name anew.
      })
  }, [])

  const be = (who: Promise<Person>) => {
    setBusy(true)
    who
      .then(onSigned)
      .catch(problem => setError(problem instanceof Error ? problem.message : String(problem)))
      .finally(() => setBusy(false))
  }
  const sign = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim()) be(signAs(name.trim()))
    else setError('A name is needed: every correction says who made it.')
  }
  return (
    <Modal title="How should your work be signed?" isOpen>
      <Form onSubmit={sign} className="sign">
        <p className="quiet">
          Your name stands beside each correction, decision and note that you make, and in the editions
          exported from them.
        </p>
        <Field
          label="Name"
          value={name}
          onChange={setName}
          autoFocus
          maxLength={80}
          autoComplete="name"
          error={error}
        />
        <div className="dialog-foot">
          <Button type="submit" look="primary" isDisabled={busy}>
            Begin
          </Button>
        </div>
        {before.length > 0 && (
          <fieldset className="again" aria-label="I was here before">
            <p className="quiet">Somebody who has worked on this machine?</p>
            <div className="again-people">
              {before.map(person => (
                <Button key={person.id} small isDisabled={busy} onPress={() => be(beAgain(person.id))}>
                  I am {person.name} again
                </Button>
              ))}
            </div>
          </fieldset>
        )}
      </Form>
    </Modal>
  )
}

/** Takes note of who is here. The value stays the same as long as id and name do: pages open their documents by it. */
export function know({ id, name }: Person): void {
  // Before there were marks, the browser's copies were those of whom it knew.
  const before = knownBefore()
  if (before) storeFor(before.id)
  storeFor(id)
  const known = identity.get()
  if (known?.id !== id || known.name !== name) identity.set({ id, name })
  remember('me', JSON.stringify({ id, name }))
}

function knownBefore(): Person | null {
  const kept = recall('me')
  return kept ? (JSON.parse(kept) as Person) : null
}
