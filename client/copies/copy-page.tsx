import { useEffect, useRef, useState } from 'react'
import type { Base } from '../../schema/copies/index.js'

import { LiveDocument, type PageOfDocument } from '../app/live-document.js'
import { loadNames } from '../app/names.js'
import { PlaceHead } from '../app/places.js'
import { useMayOn } from '../app/rights.js'
import { whyNot } from '../app/why-not.js'
import { Button } from '../ui/button.js'
import { useFileDrop } from '../ui/file-drop.js'
import { tell } from '../ui/toast.js'
import { type Compared, compareCopy, type Entered, enterCopy } from './asking.js'
import { CopyChoice } from './copy-choice.js'
import { Done } from './done.js'
import { Looking } from './looking.js'
import type { Sender } from './sender.js'
import './copies.css'

/** `/d/:id/copy`: what somebody has corrected in a copy of a document, looked through and entered as their proposals. */
export function CopyPage({ id }: { readonly id: string }) {
  return <LiveDocument id={id} page={Page} what="The corrected copy" />
}

type Stage =
  | { readonly is: 'choosing'; readonly failure: string }
  | { readonly is: 'comparing'; readonly file: File }
  | { readonly is: 'looking'; readonly file: File; readonly compared: Compared; readonly isBusy: boolean }
  | { readonly is: 'done'; readonly entered: Entered }

const Page: PageOfDocument = ({ opened, session }) => {
  const { about, document: edited } = opened
  const may = useMayOn(session)
  const [stage, setStage] = useState<Stage>({ is: 'choosing', failure: '' })
  const [sender, setSender] = useState<Sender>({ is: 'me' })
  const stopping = useRef<AbortController | null>(null)
  const { dragging, handlers } = useFileDrop(files => {
    if (stage.is === 'choosing' && files[0]) void compare(files[0], null)
  })

  useEffect(() => {
    document.title = `Corrected copy · ${about.title} · Corrigenda`
    loadNames()
  }, [about])
  useEffect(() => () => stopping.current?.abort(), [])

  const compare = async (file: File, base: Base | null) => {
    stopping.current?.abort()
    const controller = new AbortController()
    stopping.current = controller
    setStage({ is: 'comparing', file })
    try {
      const compared = await compareCopy(about.id, file, base, controller.signal)
      setStage({ is: 'looking', file, compared, isBusy: false })
    } catch (error) {
      if (controller.signal.aborted) return
      setStage({ is: 'choosing', failure: `${file.name}: ${whyNot(error)}` })
    }
  }
  const again = () => {
    stopping.current?.abort()
    setStage({ is: 'choosing', failure: '' })
  }
  const enter = async (looking: Stage & { is: 'looking' }, entry: Parameters<typeof enterCopy>[1]) => {
    setStage({ ...looking, isBusy: true })
    try {
      const by =
        sender.is === 'person' ? { person: sender.id } : sender.is === 'name' ? { name: sender.name } : null
      const file = looking.file.name.slice(0, 255)
      const entered = await enterCopy(about.id, { ...entry, file, ...(by ? { by } : {}) })
      loadNames()
      setStage({ is: 'done', entered })
    } catch (error) {
      tell({ words: 'Nothing was entered', detail: whyNot(error), bad: true })
      setStage({ ...looking, isBusy: false })
    }
  }

  return (
    <div className="place-page filled" {...handlers}>
      <PlaceHead edition={about.edition} document={about} here="Corrected copy" />
      {!may('propose') ? (
        <main className="message">
          <h1>This needs the role of corrector</h1>
          <p>What was corrected in a copy becomes proposals. Ask an owner of the edition for the role.</p>
        </main>
      ) : stage.is === 'choosing' ? (
        <CopyChoice
          sender={sender}
          mayForOthers={may('import')}
          failure={stage.failure}
          onSender={setSender}
          onFile={file => void compare(file, null)}
        />
      ) : stage.is === 'comparing' ? (
        <main className="copy-wait" role="status">
          <p>
            Comparing <b>{stage.file.name}</b> with the document…
          </p>
          <div className="copy-moving" aria-hidden="true" />
          <Button onPress={again}>Cancel</Button>
        </main>
      ) : stage.is === 'looking' ? (
        <Looking
          key={stage.compared.base}
          document={edited}
          compared={stage.compared}
          sender={sender}
          isBusy={stage.isBusy}
          onBase={base => void compare(stage.file, base)}
          onAgain={again}
          onEnter={entry => void enter(stage, entry)}
        />
      ) : (
        <Done document={about.id} entered={stage.entered} onAgain={again} />
      )}
      {dragging && stage.is === 'choosing' && (
        <div className="drop-veil">
          <p>Drop to compare it</p>
        </div>
      )}
    </div>
  )
}
