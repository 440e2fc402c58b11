import { type FormEvent, useState } from 'react'
import { Form } from 'react-aria-components'
import { Button } from '../ui/button.js'
import { Choice } from '../ui/choice.js'
import { Field } from '../ui/field.js'
import { Modal } from '../ui/modal.js'
import { makeToken, revokeToken, tokens } from './asking.js'
import { type Faults, FormFault, faultsOf } from './fields.js'
import { SecretDialog } from './secret-dialog.js'
import { useList } from './use-list.js'
import { dayOf, timeOf } from './words.js'

const lifetimes = [
  ['30', 'a month'],
  ['365', 'a year'],
  ['', 'until revoked'],
] as const
type Lifetime = (typeof lifetimes)[number][0]

/** Personal access tokens: for one's own programs. */
export function TokenList() {
  const { items, error, again, act } = useList(tokens)
  const [making, setMaking] = useState(false)
  const [made, setMade] = useState<string | null>(null)
  const now = Date.now()
  return (
    <section className="people-part" aria-labelledby="tokens-title">
      <h2 id="tokens-title">
        Tokens
        <Button small onPress={() => setMaking(true)}>
          Make a token…
        </Button>
      </h2>
      <p className="field-hint">
        With a token a program of yours reads, or works in your name, over HTTP: it sends{' '}
        <code>Authorization: Bearer …</code>. What it can ask for is on{' '}
        <a href="/api">the interface’s page</a>.
      </p>
      {error && <p className="field-error">{error}</p>}
      <ul className="people-list">
        {items?.map(({ id, name, reads, created, seen, expires }) => (
          <li key={id} className="people-row">
            <div className="people-what">
              <strong>
                {name} <span className="tag tag-grey">{reads === 'read' ? 'reads' : 'reads and writes'}</span>{' '}
                {expires !== null && expires < now && <span className="tag tag-red">run out</span>}
              </strong>
              <small>
                made {dayOf(created)} · {seen === null ? 'never used' : `last used ${timeOf(seen)}`} ·{' '}
                {expires === null ? 'until revoked' : `until ${dayOf(expires)}`}
              </small>
            </div>
            <Button
              small
              aria-label={`Revoke the token “${name}”`}
              onPress={() => act('The token was not revoked', revokeToken(id))}
            >
              Revoke
            </Button>
          </li>
        ))}
      </ul>
      {making && (
        <TokenDialog
          onMade={token => {
            setMaking(false)
            setMade(token)
            again()
          }}
          onClose={() => setMaking(false)}
        />
      )}
      {made !== null && (
        <SecretDialog title="Your token" secret={made} onClose={() => setMade(null)}>
          Give it to the program that it is for, and to nobody else: whoever has it acts as you.
        </SecretDialog>
      )}
    </section>
  )
}

function TokenDialog({
  onMade,
  onClose,
}: {
  readonly onMade: (token: string) => void
  readonly onClose: () => void
}) {
  const [name, setName] = useState('')
  const [reads, setReads] = useState<'read' | 'write'>('read')
  const [lifetime, setLifetime] = useState<Lifetime>('365')
  const [faults, setFaults] = useState<Faults>({})
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!name.trim()) {
      setFaults({ name: 'What is it for? You will want to know when you revoke it.' })
      return
    }
    try {
      onMade((await makeToken(name, reads, lifetime === '' ? null : Number(lifetime))).token)
    } catch (error) {
      setFaults(faultsOf(error, ['name']))
    }
  }
  return (
    <Modal title="A token for a program" isOpen onClose={onClose}>
      <Form onSubmit={submit} className="sign">
        <Field
          label="What it is for"
          value={name}
          onChange={setName}
          autoFocus
          maxLength={80}
          placeholder="nightly export"
          autoComplete="off"
          error={faults.name ?? null}
        />
        <div className="people-choices">
          <div className="field">
            <span className="label">What it may do</span>
            <Choice
              label="What it may do"
              value={reads}
              options={[
                ['read', 'read'],
                ['write', 'all that I may do'],
              ]}
              onChange={setReads}
            />
          </div>
          <div className="field">
            <span className="label">For how long</span>
            <Choice label="For how long" value={lifetime} options={lifetimes} onChange={setLifetime} />
          </div>
        </div>
        <FormFault faults={faults} />
        <div className="dialog-foot">
          <Button onPress={onClose}>Cancel</Button>
          <Button type="submit" look="primary">
            Make the token
          </Button>
        </div>
      </Form>
    </Modal>
  )
}
