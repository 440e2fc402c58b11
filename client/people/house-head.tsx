import { Link } from 'wouter'
import { ThemeButton } from '../app/theme-button.js'
import { useKeptFocus } from '../ui/kept-focus.js'
import { AccountMenu } from './account-menu.js'

/** The head of a page that belongs to no edition. */
export function HouseHead({ here }: { readonly here: string }) {
  useKeptFocus()
  return (
    <header className="place-head">
      <Link className="brand" href="/" aria-label="Corrigenda: to the editions">
        Corri<b>genda</b>
      </Link>
      <nav className="place-crumb" aria-label="You are in">
        <Link href="/">Editions</Link>
        <span aria-hidden="true">›</span>
        <h1>{here}</h1>
      </nav>
      <ThemeButton />
      <AccountMenu />
    </header>
  )
}
