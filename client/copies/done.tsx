import { useState } from 'react'
import { Link } from 'wouter'
import { RequestError } from '../app/api.js'
import { Button } from '../ui/button.js'
import { tell } from '../ui/toast.js'
import { type Entered, takeBackCopy } from './asking.js'
import { countWords } from './selection.js'

export interface DoneProps {
  readonly document: string
  readonly entered: Entered
  readonly onAgain: () => void
}

/** What was entered, and the way to take it back. */
export function Done({ document, entered, onAgain }: DoneProps) {
  const [undone, setUndone] = useState<{ readonly removed: number; readonly kept: number } | null>(null)
  const [isBusy, setBusy] = useState(false)
  const takeBack = async () => {
    setBusy(true)
    try {
      setUndone(await takeBackCopy(document, entered.copy))
    } catch (error) {
      tell({
        words: 'It could not be taken back',
        detail: error instanceof RequestError ? error.detail : String(error),
        bad: true,
      })
    } finally {
      setBusy(false)
    }
  }
  return (
    <main className="message copy-done">
      <h1>{undone ? 'Taken back' : 'Entered'}</h1>
      <p role="status">
        {undone
          ? `What the copy had brought is gone again${undone.kept > 0 ? `, but for ${undone.kept} that others have decided on or replied to` : ''}.`
          : `${countWords(entered)} by ${entered.by.map(({ name }) => name).join(', ')}. Everybody who has the document open sees them.`}
      </p>
      <div className="message-acts">
        <Link className="btn btn-primary" href={`/d/${encodeURIComponent(document)}`}>
          To the text
        </Link>
        {!undone && (
          <Button isDisabled={isBusy} onPress={() => void takeBack()}>
            Take them back
          </Button>
        )}
        <Button look="plain" onPress={onAgain}>
          Another copy
        </Button>
      </div>
    </main>
  )
}
