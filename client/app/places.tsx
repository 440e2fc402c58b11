/** The places of an edition and of a document: where they are, and the ways to them from every page. */
import type { ReactNode } from 'react'
import { Button, Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover } from 'react-aria-components'
import { Link } from 'wouter'
import { AccountMenu } from '../people/account-menu.js'
import { Down, Sheet } from '../ui/icons.js'
import { useKeptFocus } from '../ui/kept-focus.js'
import { editionRoles } from './api.js'
import { house } from './identity.js'
import { ThemeButton } from './theme-button.js'
import './places.css'

/** A page of an edition or a document. `beside` says in a few words what one does there. */
export interface Place {
  readonly href: string
  readonly title: string
  readonly beside: string
}

const part = encodeURIComponent

/** The pages that all documents of an edition share. */
export function editionPlaces(edition: string): readonly Place[] {
  const base = `/e/${part(edition)}`
  const ownsIt = editionRoles.get().get(edition) === 'owner'
  const members =
    ownsIt && house.get()?.accounts === 'invited'
      ? [
          { href: `${base}/members`, title: 'Members', beside: 'who may what, and links' },
          { href: `${base}/audit`, title: 'Audit', beside: 'what was done, and refused' },
        ]
      : []
  return [
    { href: `${base}/review`, title: 'Review', beside: 'what awaits a decision' },
    { href: `${base}/names`, title: 'Names', beside: 'the register' },
    { href: `${base}/bibliography`, title: 'Bibliography', beside: 'what is cited' },
    { href: `${base}/settings`, title: 'Principles', beside: 'the editorial declaration' },
    ...members,
  ]
}

/** The pages of one document besides its text. */
export function documentPlaces(document: string): readonly Place[] {
  const base = `/d/${part(document)}`
  return [
    { href: `${base}/apparatus`, title: 'Apparatus', beside: 'lists of emendations and notes' },
    { href: `${base}/stamps`, title: 'Stamps', beside: 'and catchwords, side by side' },
    { href: `${base}/witness`, title: 'New witness', beside: 'a better transcription of the source' },
    { href: `${base}/copy`, title: 'Corrected copy', beside: 'what a colleague has changed' },
    { href: `${base}/history`, title: 'History', beside: 'versions, and who did what' },
  ]
}

export interface PlacesMenuProps {
  readonly edition: { readonly id: string; readonly title: string }
  /** The document that is open, where one is. */
  readonly document?: { readonly id: string; readonly title: string }
}

/** A menu with the way to every page of an edition and of the open document. */
export function PlacesMenu({ edition, document }: PlacesMenuProps) {
  return (
    <MenuTrigger>
      <Button className="btn places-button" aria-label="Pages of the edition">
        <Sheet size={14} />
        <span>Edition</span> <Down size={14} />
      </Button>
      <Popover className="popover" placement="bottom end">
        <Menu className="menu" aria-label="Pages of the edition">
          {document && <Section title="This document" places={documentPlaces(document.id)} />}
          <Section title={edition.title} places={editionPlaces(edition.id)} />
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}

function Section({ title, places }: { readonly title: string; readonly places: readonly Place[] }) {
  return (
    <MenuSection>
      <Header className="menu-head">{title}</Header>
      {places.map(place => (
        <MenuItem
          key={place.href}
          id={place.href}
          href={place.href}
          className="menu-item"
          textValue={place.title}
        >
          {place.title}
          <span className="end">{place.beside}</span>
        </MenuItem>
      ))}
    </MenuSection>
  )
}

/** Links to the pages of an edition, in a row. */
export function EditionLinks({ edition, here }: { readonly edition: string; readonly here?: string }) {
  return (
    <nav className="place-links" aria-label="Pages of the edition">
      {editionPlaces(edition).map(({ href, title }) => (
        <Link key={href} href={href} aria-current={title === here ? 'page' : undefined}>
          {title}
        </Link>
      ))}
    </nav>
  )
}

export interface PlaceHeadProps extends PlacesMenuProps {
  /** What the page is called: the last step of the path that is shown. */
  readonly here: string
  readonly children?: ReactNode
}

/** The head of a page that is not the text: where one is, and the way to the other pages. */
export function PlaceHead({ edition, document, here, children }: PlaceHeadProps) {
  useKeptFocus()
  return (
    <header className="place-head">
      <Link className="brand" href="/" aria-label="Corrigenda: to the editions">
        Corri<b>genda</b>
      </Link>
      <nav className="place-crumb" aria-label="You are in">
        {document ? (
          <Link href={`/d/${part(document.id)}`}>{document.title}</Link>
        ) : (
          <Link href="/">{edition.title}</Link>
        )}
        <span aria-hidden="true">›</span>
        <h1>{here}</h1>
      </nav>
      {children}
      <ThemeButton />
      <PlacesMenu edition={edition} {...(document ? { document } : {})} />
      <AccountMenu />
    </header>
  )
}
