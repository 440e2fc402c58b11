import { useCallback, useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { useLocation } from 'wouter'
import type { Command } from '../editor/command.js'
import { NameDialogs } from '../names/name-dialog.js'
import { NoteMarks } from '../notes/use-notes.js'
import { AskDialog } from '../panels/ask-dialog.js'
import { changesContents, pagesOf } from '../panels/contents.js'
import { ContextMenu, type Point } from '../panels/context-menu.js'
import { FindBar, useFind } from '../panels/find-bar.js'
import { Footer } from '../panels/footer.js'
import { Header } from '../panels/header.js'
import { KeysDialog } from '../panels/keys-dialog.js'
import { LeftSide } from '../panels/left-side.js'
import { Palette } from '../panels/palette.js'
import type { PageAct } from '../panels/palette-answers.js'
import { RightSide } from '../panels/right-side.js'
import { Drawer } from '../ui/drawer.js'
import { EarlierWitness } from '../witness/earlier.js'
import { useArrival } from './arrival.js'
import { usePageKeys } from './keys.js'
import { useMedia } from './media.js'
import { usePeers } from './presence.js'
import { goToRegion } from './regions.js'
import { nextTheme } from './theme-button.js'
import { useInView } from './viewport.js'
import { useReading, useWorkbench } from './workbench.js'

export interface SurroundingsProps {
  /** The element before the text, for the header and the contents. */
  readonly before: HTMLElement
  /** The command that waits for an answer. */
  readonly asking: Command | null
  readonly onAnswered: () => void
}

/** Everything around the sheet. */
export function Surroundings({ before, asking, onAnswered }: SurroundingsProps) {
  const workbench = useWorkbench()
  const { editor, document: edited, desk, opened, session } = workbench
  const pages = useReading(edited, pagesOf, 600, changesContents)
  const view = useInView(editor, desk)
  const peers = usePeers(opened.provider.awareness)
  const narrow = useMedia('(max-width: 900px)')
  const medium = useMedia('(max-width: 1180px)')
  const [palette, setPalette] = useState(false)
  const [help, setHelp] = useState(false)
  const [drawer, setDrawer] = useState<'left' | 'right' | null>(null)
  const [menu, setMenu] = useState<Point | null>(null)
  const find = useFind(view)
  const [, go] = useLocation()

  useArrival(editor)

  const closePalette = useCallback(() => setPalette(false), [])
  usePageKeys(workbench, {
    palette: () => setPalette(true),
    find: find.open,
    replace: find.openReplacing,
    findNext: find.step,
    help: () => setHelp(true),
    region: direction => goToRegion(editor, direction),
  })

  useEffect(() => {
    const tellPlace = () => session.show(editor.place())
    tellPlace()
    return editor.subscribe(tellPlace)
  }, [editor, session])

  useEffect(() => {
    editor.showPeers(
      peers.flatMap(({ client, name, color, place }) => (place ? [{ client, name, color, place }] : [])),
    )
  }, [editor, peers])

  const actOnPage = (act: PageAct) => {
    switch (act) {
      case 'keys':
        setHelp(true)
        break
      case 'colours':
        nextTheme()
        break
      case 'replace':
        find.openReplacing()
        break
      case 'export':
        document.querySelector<HTMLElement>('.head .export-button')?.click()
        break
      case 'witness':
        go(`/d/${encodeURIComponent(opened.about.id)}/witness`)
        break
      case 'copy':
        go(`/d/${encodeURIComponent(opened.about.id)}/copy`)
        break
      case 'editions':
        go('/')
    }
  }

  const left = <LeftSide pages={pages} view={view} onGo={() => setDrawer(null)} />
  const right = (
    <RightSide
      pages={pages}
      view={view}
      aligned={!narrow}
      onGo={() => {
        if (narrow) setDrawer(null)
      }}
    />
  )
  return (
    <>
      {createPortal(
        <>
          <button type="button" className="skip" onClick={() => editor.focus()}>
            To the text
          </button>
          <Header
            peers={peers}
            onPalette={() => setPalette(true)}
            onHelp={() => setHelp(true)}
            onLeft={() => setDrawer('left')}
            onRight={() => setDrawer('right')}
            onMenu={setMenu}
          />
          <EarlierWitness />
          {!medium && <div className="left-side">{left}</div>}
        </>,
        before,
      )}
      {!narrow && <aside className="right-side">{right}</aside>}
      <FindBar find={find} />
      <Footer
        pages={pages}
        view={view}
        here={new Set([workbench.me.id, ...peers.map(p => p.id)]).size}
        onMenu={setMenu}
      />
      <Drawer
        title="Contents"
        side="left"
        isOpen={medium && drawer === 'left'}
        onClose={() => setDrawer(null)}
      >
        {left}
      </Drawer>
      <Drawer
        title="Corrections and notes"
        side="bottom"
        isOpen={narrow && drawer === 'right'}
        onClose={() => setDrawer(null)}
      >
        {right}
      </Drawer>
      <Palette
        isOpen={palette}
        onClose={closePalette}
        pages={pages}
        actions={{ find: find.searchFor, page: actOnPage }}
      />
      <KeysDialog isOpen={help} onClose={() => setHelp(false)} />
      <ContextMenu at={menu} onOpen={setMenu} onFind={find.open} />
      <NoteMarks />
      <NameDialogs />
      {asking && <AskDialog command={asking} onClose={onAnswered} />}
    </>
  )
}
