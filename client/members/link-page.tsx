import { type FormEvent, useEffect, useState } from 'react'
import { Form } from 'react-aria-components'
import { Link } from 'wouter'
import type { OpenedLink } from '../../schema/members.js'
import { DoorPage } from '../people/door-page.js'
import { roleDeeds, roleWords } from '../people/words.js'
import { Button } from '../ui/button.js'
import { Field } from '../ui/field.js'
import { openLink } from './asking.js'

/** `/s/:secret`: opens a share link, and asks whoever would do more than read for a name. */
export function LinkPage({ secret }: { readonly secret: string }) {
  const [opened, setOpened] = useState<OpenedLink | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  useEffect(() => {
    document.title = 'A link · Corrigenda'
    openLink(secret).then(
      link => {
        if (link.needsName) setOpened(link)
        else enter(link)
      },
      error => setFailure(error instanceof Error ? error.message : String(error)),
    )
  }, [secret])
  if (failure !== null)
    return (
      <DoorPage title="This link cannot be opened">
        <p role="alert">{failure}</p>
        <div className="dialog-foot">
          <Link className="btn" href="/">
            To the editions
          </Link>
        </div>
      </DoorPage>
    )
  return opened && <Naming secret={secret} link={opened} />
}

/** Everything anew, with what the link gives. */
function enter({ scope, thing }: OpenedLink): void {
  location.replace(scope === 'document' ? `/d/${encodeURIComponent(thing)}` : '/')
}

function Naming({ secret, link }: { readonly secret: string; readonly link: OpenedLink }) {
  const [name, setName] = useState('')
  const [error, setError] = useState<string | null>(null)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!name.trim()) {
      setError('A name is needed: what you write is signed with it.')
      return
    }
    openLink(secret, name.trim()).then(enter, problem =>
      setError(problem instanceof Error ? problem.message : String(problem)),
    )
  }
  return (
    <DoorPage title={link.title}>
      <p>
        This link lets you in as <b>{roleWords[link.role].toLowerCase()}</b>: one who {roleDeeds[link.role]}.
        What you write is signed with your name.
      </p>
      <Form onSubmit={submit} className="door-form">
        <Field
          label="Name"
          value={name}
          onChange={setName}
          autoFocus
          maxLength={80}
          autoComplete="name"
          error={error}
        />
        <Button type="submit" look="primary" className="door-button">
          Begin
        </Button>
        <Button className="door-button" onPress={() => enter(link)}>
          Only read
        </Button>
      </Form>
      <p className="quiet">
        Have you an account here? <a href={`/sign-in?to=${encodeURIComponent(location.pathname)}`}>Sign in</a>{' '}
        first, and you work as yourself.
      </p>
    </DoorPage>
  )
}
