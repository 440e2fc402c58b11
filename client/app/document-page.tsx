import { useEffect, useState } from 'react'
import { Link } from 'wouter'
import { Button } from '../ui/button.js'
import { EditorPage } from './editor-page.js'
import { ErrorBoundary } from './error-boundary.js'
import { identity } from './identity.js'
import { Opening } from './opening.js'
import { RefusalDialog } from './refusal-dialog.js'
import { Session, type Stage } from './session.js'
import { titleOf } from './titles.js'
import { useValue } from './value.js'

/** Opens a document and shows it; meanwhile its title, and when it cannot be opened, why. */
export function DocumentPage({ id }: { readonly id: string }) {
  const person = useValue(identity)
  const [session, setSession] = useState<Session | null>(null)

  useEffect(() => {
    if (!person) return
    const opened = new Session(id, person)
    setSession(opened)
    void opened.start()
    const warn = (event: BeforeUnloadEvent) => {
      if (opened.wouldLose) event.preventDefault()
    }
    addEventListener('beforeunload', warn)
    return () => {
      removeEventListener('beforeunload', warn)
      opened.close()
    }
  }, [id, person])

  return session ? <Staged session={session} /> : <Opening title={titleOf(id)} what="Opening" />
}

function Staged({ session }: { readonly session: Session }) {
  const stage = useValue(session.stage)
  return (
    <>
      <Shown session={session} stage={stage} />
      <RefusalDialog session={session} />
    </>
  )
}

function Shown({ session, stage }: { readonly session: Session; readonly stage: Stage }) {
  switch (stage.is) {
    case 'opening':
      return <Opening title={stage.title} what={stage.what} />
    case 'open':
      return (
        <ErrorBoundary what="The editor">
          <EditorPage key={stage.opened.generation} session={session} opened={stage.opened} />
        </ErrorBoundary>
      )
    case 'failed':
      return (
        <main className="message">
          <h1>{stage.missing ? 'There is no such document' : stage.title}</h1>
          <p>{stage.missing ? 'The address may be mistyped.' : stage.detail}</p>
          <div className="message-acts">
            {!stage.missing && (
              <Button look="primary" onPress={() => location.reload()}>
                Try again
              </Button>
            )}
            <Link className="btn" href="/">
              To the editions
            </Link>
          </div>
        </main>
      )
  }
}
