import { type FormEvent, type ReactNode, useCallback, useEffect, useState } from 'react'
import { Form } from 'react-aria-components'
import { Button } from '../ui/button.js'
import { Field } from '../ui/field.js'
import { Modal } from '../ui/modal.js'
import { me as askMe, type Person, RequestError, signAs } from './api.js'
import { recall, remember } from './local.js'
import { Opening } from './opening.js'
import { Value } from './value.js'

/** Who works here; null until the server has said or the person has signed. */
export const identity = new Value<Person | null>(null)

type Asking =
  | { readonly is: 'asking' }
  | { readonly is: 'unsigned' }
  | { readonly is: 'known' }
  | { readonly is: 'down'; readonly error: string }

/** Finds out who is here, and asks for a name on the first visit. Children are shown once there is one. */
export function Identified({ children }: { readonly children: ReactNode }) {
  const [asking, setAsking] = useState<Asking>({ is: 'asking' })

  const ask = useCallback(() => {
    askMe()
      .then(person => {
        if (person) know(person)
        setAsking({ is: person ? 'known' : 'unsigned' })
      })
      .catch(error => {
        // Without the server one can still go on with what this browser holds, under the name it knows.
        const kept = error instanceof RequestError && error.status === 0 ? knownBefore() : null
        if (kept) {
          identity.set(kept)
          setAsking({ is: 'known' })
        } else setAsking({ is: 'down', error: error instanceof Error ? error.message : String(error) })
      })
  }, [])
  useEffect(ask, [ask])

  if (asking.is === 'known') return children
  if (asking.is === 'asking') return <Opening title={null} what="Opening" />
  if (asking.is === 'unsigned') return <SignDialog onSigned={() => setAsking({ is: 'known' })} />
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

/** Asks for the name under which corrections, decisions and notes are signed. */
export function SignDialog({
  onSigned,
  onClose,
}: {
  readonly onSigned: () => void
  readonly onClose?: () => void
}) {
  const [name, setName] = useState(identity.get()?.name ?? '')
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const sign = (event: FormEvent) => {
    event.preventDefault()
    if (!name.trim()) {
      setError('A name is needed: every correction says who made it.')
      return
    }
    setBusy(true)
    signAs(name.trim())
      .then(person => {
        know(person)
        onSigned()
      })
      .catch(problem => setError(problem instanceof Error ? problem.message : String(problem)))
      .finally(() => setBusy(false))
  }
  return (
    <Modal title="How should your work be signed?" isOpen {...(onClose ? { onClose } : {})}>
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
          {onClose && <Button onPress={onClose}>Cancel</Button>}
          <Button type="submit" look="primary" isDisabled={busy}>
            {onClose ? 'Sign so' : 'Begin'}
          </Button>
        </div>
      </Form>
    </Modal>
  )
}

function know(person: Person): void {
  identity.set(person)
  remember('me', JSON.stringify(person))
}

function knownBefore(): Person | null {
  const kept = recall('me')
  return kept ? (JSON.parse(kept) as Person) : null
}
