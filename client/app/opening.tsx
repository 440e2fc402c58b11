import { Link } from 'wouter'

/** What one sees while a document is being opened: the sheet's place and, as soon as it is known, the title. */
export function Opening({ title, what }: { readonly title: string | null; readonly what: string }) {
  return (
    <div className="opening" aria-busy="true">
      <header className="opening-head">
        <Link className="brand" href="/">
          Corri<b>genda</b>
        </Link>
        <span className="quiet">{title}</span>
      </header>
      <div className="opening-sheet">
        <h1>{title ?? '\u00a0'}</h1>
        <p className="quiet" role="status">
          {what}…
        </p>
        <div className="opening-bar" />
      </div>
    </div>
  )
}
