import {
  Button as AriaButton,
  ToggleButton,
  ToggleButtonGroup,
  Tooltip,
  TooltipTrigger,
} from 'react-aria-components'
import { Link } from 'wouter'
import type { View } from '../../schema/readings.js'
import { PlacesMenu } from '../app/places.js'
import { colorOf, initials, type Peer } from '../app/presence.js'
import { ThemeButton } from '../app/theme-button.js'
import { useEditorState, useWorkbench } from '../app/workbench.js'
import { ExportButton } from '../export/export-button.js'
import { ShareButton } from '../members/share-button.js'
import { AccountMenu } from '../people/account-menu.js'
import { FeedBell } from '../review/feed.js'
import { Button } from '../ui/button.js'
import { Choice } from '../ui/choice.js'
import { Cards, Help, List, Search } from '../ui/icons.js'
import type { Point } from './context-menu.js'
import { TextTools } from './text-tools.js'
import { viewOrder, viewWords } from './words.js'

const viewTips: Record<View, string> = {
  received: 'The witness, as it came',
  diplomatic: 'With accepted transcription corrections',
  reading: 'With all accepted corrections',
  all: 'Everything proposed and accepted, side by side',
}

export interface HeaderProps {
  readonly peers: readonly Peer[]
  readonly onPalette: () => void
  readonly onHelp: () => void
  readonly onLeft: () => void
  readonly onRight: () => void
  readonly onMenu: (at: Point) => void
}

/** Where one is, which text one sees, who else is here, and the way out. */
export function Header({ peers, onPalette, onHelp, onLeft, onRight, onMenu }: HeaderProps) {
  const { opened, me } = useWorkbench()
  const { about } = opened
  return (
    <header className="head">
      <Button look="plain" icon className="only-narrow" aria-label="Contents" onPress={onLeft}>
        <List />
      </Button>
      <Link className="brand" href="/" aria-label="Corrigenda: to the editions">
        <span>
          C<span className="brand-rest">orri</span>
        </span>
        <b className="brand-rest">genda</b>
      </Link>
      <nav className="crumb" aria-label="You are in">
        <Link href="/">{about.edition.title}</Link>
        <span aria-hidden="true">›</span>
        <h1 title={about.title}>{about.title}</h1>
      </nav>
      <TextTools className="head-tools" onMenu={onMenu} />
      <Views />
      <AriaButton className="palette-button" onPress={onPalette} aria-label="Find, go to, command (Ctrl K)">
        <Search size={14} />
        <span>Find, go to, command…</span>
        <kbd>Ctrl K</kbd>
      </AriaButton>
      <People peers={peers} />
      <ThemeButton />
      <Button look="plain" icon className="not-narrow" aria-label="Keys (F1)" onPress={onHelp}>
        <Help />
      </Button>
      {me.id !== '' && <FeedBell edition={about.edition.id} />}
      <PlacesMenu edition={about.edition} document={about} />
      <ShareButton />
      <ExportButton />
      <Button look="plain" icon className="only-narrow" aria-label="Corrections and notes" onPress={onRight}>
        <Cards />
      </Button>
    </header>
  )
}

function Views() {
  const { editor } = useWorkbench()
  const { view } = useEditorState(editor)
  const show = (next: View) => {
    editor.setView(next)
  }
  return (
    <>
      <ToggleButtonGroup
        className="views"
        aria-label="Which of the four texts"
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[view]}
        onSelectionChange={keys => {
          const next = viewOrder.find(v => keys.has(v))
          if (next) show(next)
        }}
      >
        {viewOrder.map((v, i) => (
          <TooltipTrigger key={v} delay={600}>
            <ToggleButton id={v} className="view">
              {viewWords[v]}
            </ToggleButton>
            <Tooltip className="tooltip" placement="bottom" offset={6}>
              {viewTips[v]} <kbd>Alt+{i + 1}</kbd>
            </Tooltip>
          </TooltipTrigger>
        ))}
      </ToggleButtonGroup>
      <div className="views-narrow">
        <Choice
          label="Which of the four texts"
          value={view}
          options={viewOrder.map(v => [v, viewWords[v]] as const)}
          onChange={show}
        />
      </div>
    </>
  )
}

/** How many faces are shown before the rest becomes a number. */
const faces = 5

function People({ peers }: { readonly peers: readonly Peer[] }) {
  const { me, editor } = useWorkbench()
  const people = [...new Map(peers.filter(p => p.id !== me.id).map(p => [p.id, p])).values()]
  return (
    <ul className="people" aria-label="Who is here">
      {people.slice(0, faces).map(person => (
        <li key={person.id}>
          <TooltipTrigger delay={200}>
            <AriaButton
              className="face"
              style={{ background: person.color }}
              aria-label={`${person.name}. Go to where they are`}
              onPress={() => {
                const { place } = person
                if (place && 'offset' in place) editor.goTo({ offset: place.offset })
                else if (place) editor.goTo({ correction: place.id })
              }}
            >
              {initials(person.name)}
            </AriaButton>
            <Tooltip className="tooltip" placement="bottom" offset={6}>
              {person.name}
            </Tooltip>
          </TooltipTrigger>
        </li>
      ))}
      {people.length > faces && <li className="face face-more">+{people.length - faces}</li>}
      <li>
        <AccountMenu face={colorOf(me.id)} />
      </li>
    </ul>
  )
}
