import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { Edition } from './api.js'
import { Opening } from './opening.js'
import { useEdition } from './use-edition.js'

/** Shows `children` of the edition with this id; before it is known that one waits, and where there is none, why. */
export function InEdition({
  id,
  children,
}: {
  readonly id: string
  readonly children: (edition: Edition) => ReactNode
}) {
  const found = useEdition(id)
  switch (found.is) {
    case 'asking':
      return <Opening title={null} what="Asking" />
    case 'found':
      return children(found.edition)
    case 'missing':
      return (
        <Nothing
          title="There is no such edition"
          detail="The address may be mistyped, or you may not read what is there."
        />
      )
    case 'failed':
      return <Nothing title="The edition could not be opened" detail={found.why} />
  }
}

/** In the place of a page: that there is nothing to show, and why. */
export function Nothing({ title, detail }: { readonly title: string; readonly detail: string }) {
  return (
    <main className="message">
      <h1>{title}</h1>
      <p>{detail}</p>
      <div className="message-acts">
        <Link className="btn" href="/">
          To the editions
        </Link>
      </div>
    </main>
  )
}
