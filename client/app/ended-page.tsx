import { useEffect } from 'react'
import { Link } from 'wouter'
import { DraftsToKeep } from './drafts-to-keep.js'
import { identity } from './identity.js'
import type { Stage } from './session.js'
import { useValue } from './value.js'

/** Says that one may not be in a document any more, and what can still be done. */
export function EndedPage({ title, edition, drafts, text }: Stage & { readonly is: 'ended' }) {
  const person = useValue(identity)
  useEffect(() => {
    document.title = 'Access ended · Corrigenda'
  }, [])
  return (
    <main className="message message-long">
      <h1>Your access to this document has ended</h1>
      <p>
        “{title}” in {edition} is no longer open to you{person ? `, ${person.name}` : ''}. An owner of the
        edition has changed who may read it, or the link or session that let you in has run out.
      </p>
      {drafts.length > 0 ? (
        <section aria-label="What was not sent">
          <p className="quiet">This is what you did that had not been sent. It is kept nowhere else:</p>
          <DraftsToKeep text={text} />
        </section>
      ) : (
        <p className="quiet">Everything that you did had been saved before, and stays under your name.</p>
      )}
      <div className="message-acts">
        <Link className="btn btn-primary" href="/">
          To the editions
        </Link>
        <a className="btn" href={`/sign-in?to=${encodeURIComponent(location.pathname)}`}>
          {person ? 'Sign in as somebody else' : 'Sign in'}
        </a>
      </div>
    </main>
  )
}
