import { useEffect, useRef, useState } from 'react'
import { FileTrigger } from 'react-aria-components'
import { Link, useLocation } from 'wouter'
import { readers } from '../../schema/formats/index.js'

import { LiveDocument, type PageOfDocument } from '../app/live-document.js'
import { loadNames } from '../app/names.js'
import { PlaceHead } from '../app/places.js'
import { useMayOn } from '../app/rights.js'
import { whyNot } from '../app/why-not.js'
import { Button } from '../ui/button.js'
import { useFileDrop } from '../ui/file-drop.js'
import { tell } from '../ui/toast.js'
import { bringWitness, lookAtWitness, type WitnessLook } from './asking.js'
import { Report } from './report.js'
import '../copies/copies.css'
import './witness.css'

/** `/d/:id/witness`: a new witness of a document's source, looked at and brought in. */
export function WitnessPage({ id }: { readonly id: string }) {
  return <LiveDocument id={id} page={Page} what="The new witness" />
}

type Stage =
  | { readonly is: 'choosing'; readonly failure: string }
  | { readonly is: 'reading'; readonly file: File }
  | { readonly is: 'looking'; readonly file: File; readonly look: WitnessLook; readonly isBusy: boolean }

const Page: PageOfDocument = ({ opened, session }) => {
  const { about } = opened
  const may = useMayOn(session)
  const [, go] = useLocation()
  const [stage, setStage] = useState<Stage>({ is: 'choosing', failure: '' })
  const stopping = useRef<AbortController | null>(null)
  const { dragging, handlers } = useFileDrop(files => {
    if (stage.is === 'choosing' && files[0]) void look(files[0])
  })

  useEffect(() => {
    document.title = `New witness · ${about.title} · Corrigenda`
    loadNames()
  }, [about])
  useEffect(() => () => stopping.current?.abort(), [])

  const look = async (file: File) => {
    const controller = new AbortController()
    stopping.current = controller
    setStage({ is: 'reading', file })
    try {
      const found = await lookAtWitness(about.id, file, controller.signal)
      setStage({ is: 'looking', file, look: found, isBusy: false })
    } catch (error) {
      if (!controller.signal.aborted) setStage({ is: 'choosing', failure: `${file.name}: ${whyNot(error)}` })
    }
  }
  const again = () => {
    stopping.current?.abort()
    setStage({ is: 'choosing', failure: '' })
  }
  const bring = async (looking: Stage & { is: 'looking' }) => {
    setStage({ ...looking, isBusy: true })
    try {
      const id = await bringWitness(about.id, looking.file)
      tell({
        words: `${looking.file.name} is the witness now`,
        detail: 'The earlier one stays as it is, and is only read.',
      })
      go(`/d/${encodeURIComponent(id)}`)
    } catch (error) {
      tell({ words: 'The document keeps its witness', detail: whyNot(error), bad: true })
      setStage({ ...looking, isBusy: false })
    }
  }

  return (
    <div className="place-page filled" {...handlers}>
      <PlaceHead edition={about.edition} document={about} here="New witness" />
      {about.replacedBy ? (
        <main className="message">
          <h1>This witness has been replaced</h1>
          <p>A newer witness has taken its place. That one can be replaced in its turn.</p>
          <div className="message-acts">
            <Link className="btn btn-primary" href={`/d/${encodeURIComponent(about.current)}`}>
              To the current witness
            </Link>
          </div>
        </main>
      ) : !may('import') ? (
        <main className="message">
          <h1>This needs the role of reviewer</h1>
          <p>A new witness takes the place of the old one for everybody.</p>
        </main>
      ) : stage.is === 'choosing' ? (
        <main className="copy-choice">
          <h2>Bring in a new witness</h2>
          <p>
            The archive has published a better transcription of this source? It becomes a new document that
            takes the place of this one. Corrections, notes, names and everything else are carried over to it;
            what has no place in it is listed there, to be placed by hand. This document stays as it is, with
            its history and its versions, and is only read.
          </p>
          {stage.failure && (
            <p className="copy-failure" role="alert">
              {stage.failure}
            </p>
          )}
          <div className="copy-drop">
            <FileTrigger
              acceptedFileTypes={readers.flatMap(reader => reader.extensions)}
              onSelect={files => files?.[0] && void look(files[0])}
            >
              <Button look="primary">Choose the file…</Button>
            </FileTrigger>
            <span>or drop it here</span>
          </div>
          <p className="copy-hint">
            Nothing is done before you have seen what would become of everything. Has somebody corrected{' '}
            <em>this</em> transcription instead?{' '}
            <Link href={`/d/${encodeURIComponent(about.id)}/copy`}>Bring in a corrected copy.</Link>
          </p>
        </main>
      ) : stage.is === 'reading' ? (
        <main className="copy-wait" role="status">
          <p>
            Reading <b>{stage.file.name}</b>, and carrying everything over to see how it goes…
          </p>
          <div className="copy-moving" aria-hidden="true" />
          <Button onPress={again}>Cancel</Button>
        </main>
      ) : (
        <Report
          file={stage.file.name}
          look={stage.look}
          isBusy={stage.isBusy}
          onAgain={again}
          onBring={() => void bring(stage)}
        />
      )}
      {dragging && stage.is === 'choosing' && (
        <div className="copy-veil">
          <p>Drop to look at it</p>
        </div>
      )}
    </div>
  )
}
