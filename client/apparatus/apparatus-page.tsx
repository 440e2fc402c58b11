import { useEffect, useMemo, useRef, useState } from 'react'
import { Link } from 'wouter'
import { apparatusText } from '../../schema/apparatus-printed.js'
import type { EditedDocument } from '../../schema/document.js'
import { LiveDocument, type PageOfDocument } from '../app/live-document.js'
import { editionPlaces, PlaceHead } from '../app/places.js'
import { useReading } from '../app/workbench.js'
import { Ticked } from '../settings/controls.js'
import { useSettings } from '../settings/use-settings.js'
import { Button } from '../ui/button.js'
import { tell } from '../ui/toast.js'
import { PrintedLists } from './printed-lists.js'
import { usePrinted } from './use-printed.js'
import './apparatus.css'

/** `/d/:id/apparatus`: the apparatus that the program writes from the layers, as it stands at this moment. */
export function ApparatusPage({ id }: { readonly id: string }) {
  return <LiveDocument id={id} page={Page} what="The apparatus" />
}

const openProposals = (document: EditedDocument) =>
  document.corrections.inOrder().filter(c => document.standing(c.id) === 'proposed').length

const Page: PageOfDocument = ({ opened }) => {
  const { about, document: edited } = opened
  const { settings } = useSettings(about.edition.id)
  const [withRejected, setWithRejected] = useState<boolean | null>(null)
  const rejected = withRejected ?? settings.apparatus.lists.rejected
  const shown = useMemo(() => {
    const { apparatus } = settings
    return { ...settings, apparatus: { ...apparatus, lists: { ...apparatus.lists, rejected } } }
  }, [settings, rejected])
  const lists = usePrinted(edited, about.edition.id, shown)
  const open = useReading(edited, openProposals, 250)
  const frame = useRef<HTMLElement>(null)
  const principles = editionPlaces(about.edition.id).find(place => place.href.endsWith('/settings'))

  useEffect(() => {
    document.title = `Apparatus · ${about.title} · Corrigenda`
  }, [about])

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(`${apparatusText(lists)}\n`)
      tell({ words: 'The apparatus is on the clipboard' })
    } catch {
      tell({ words: 'This browser does not let pages copy', bad: true })
    }
  }

  return (
    <div className="place-page filled">
      <PlaceHead edition={about.edition} document={about} here="Apparatus" />
      <div className="apparatus-tools">
        <Ticked label="Proposals not adopted" value={rejected} onChange={setWithRejected} />
        {principles && (
          <Link href={principles.href} className="apparatus-form">
            Form and lists
          </Link>
        )}
        <Button small onPress={() => void copy()} isDisabled={lists.length === 0}>
          Copy
        </Button>
        <Button small onPress={() => print()} isDisabled={lists.length === 0}>
          Print
        </Button>
      </div>
      <main className="apparatus-frame" ref={frame} aria-label="Apparatus">
        <div className="apparatus-sheet">
          <h1>{about.title}</h1>
          {open > 0 && (
            <p className="apparatus-open">
              {open === 1 ? 'One proposal is' : `${open} proposals are`} still open and not listed here.
            </p>
          )}
          <PrintedLists document={about.id} lists={lists} frame={frame} />
          {lists.length === 0 && <p>Nothing to print yet.</p>}
        </div>
      </main>
    </div>
  )
}
