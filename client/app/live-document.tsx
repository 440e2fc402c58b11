import { type ComponentType, useEffect, useState } from 'react'
import { Link } from 'wouter'
import { Button } from '../ui/button.js'
import { EndedPage } from './ended-page.js'
import { ErrorBoundary } from './error-boundary.js'
import { identity, SignInHere } from './identity.js'
import { Opening } from './opening.js'
import { RefusalDialog } from './refusal-dialog.js'
import { type Opened, Session, type Stage } from './session.js'
import { titleOf } from './titles.js'
import { useValue } from './value.js'

/** A page of one document. It is drawn anew when the document had to be opened again. */
export type PageOfDocument = ComponentType<{ readonly session: Session; readonly opened: Opened }>

export interface LiveDocumentProps {
  readonly id: string
  readonly page: PageOfDocument
  /** What the page is called where it fails. */
  readonly what: string
}

/** Whoever reads without a name. */
const nobody = { id: '', name: '' }

/** Opens a document and shows a page of it that follows every change; meanwhile its title, and when it cannot be opened,
 * why. */
export function LiveDocument({ id, page, what }: LiveDocumentProps) {
  const person = useValue(identity) ?? nobody
  const [session, setSession] = useState<Session | null>(null)

  useEffect(() => {
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

  return session ? (
    <Staged session={session} page={page} what={what} />
  ) : (
    <Opening title={titleOf(id)} what="Opening" />
  )
}

interface StagedProps extends Omit<LiveDocumentProps, 'id'> {
  readonly session: Session
}

function Staged({ session, page, what }: StagedProps) {
  const stage = useValue(session.stage)
  return (
    <>
      <Shown session={session} stage={stage} page={page} what={what} />
      <RefusalDialog session={session} />
    </>
  )
}

function Shown({ session, stage, page: Page, what }: StagedProps & { readonly stage: Stage }) {
  switch (stage.is) {
    case 'opening':
      return <Opening title={stage.title} what={stage.what} />
    case 'open':
      return (
        <ErrorBoundary what={what}>
          <Page key={stage.opened.generation} session={session} opened={stage.opened} />
        </ErrorBoundary>
      )
    case 'ended':
      return <EndedPage {...stage} />
    case 'failed':
      if (stage.unknown) return <SignInHere />
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
