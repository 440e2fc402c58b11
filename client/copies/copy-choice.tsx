import { useEffect, useRef, useState } from 'react'
import { FileTrigger } from 'react-aria-components'
import { readers } from '../../schema/formats/index.js'
import { people } from '../app/api.js'
import { identity } from '../app/identity.js'
import { useValue } from '../app/value.js'
import { Button } from '../ui/button.js'
import { Choice } from '../ui/choice.js'
import { Field } from '../ui/field.js'
import type { Sender } from './sender.js'

export interface CopyChoiceProps {
  readonly sender: Sender
  /** Whether one may enter what somebody else has corrected. */
  readonly mayForOthers: boolean
  readonly failure: string
  readonly onSender: (sender: Sender) => void
  readonly onFile: (file: File) => void
}

const somebodyElse = 'name'

/** Which file, and who has corrected it. */
export function CopyChoice({ sender, mayForOthers, failure, onSender, onFile }: CopyChoiceProps) {
  const me = useValue(identity)
  const [known, setKnown] = useState<readonly { readonly id: string; readonly name: string }[]>([])
  const [missing, setMissing] = useState(false)
  const form = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!mayForOthers) return
    people()
      .then(list => setKnown(list.filter(({ name }) => name).sort((a, b) => a.name.localeCompare(b.name))))
      .catch(() => {
        // A name can still be typed.
      })
  }, [mayForOthers])

  const choose = (key: string) => {
    const person = known.find(({ id }) => id === key)
    setMissing(false)
    onSender(
      key === somebodyElse
        ? { is: 'name', name: '' }
        : person && person.id !== me?.id
          ? { is: 'person', ...person }
          : { is: 'me' },
    )
  }
  const take = (file: File | undefined) => {
    if (!file) return
    if (sender.is === 'name' && sender.name.trim() === '') {
      setMissing(true)
      form.current?.querySelector<HTMLInputElement>('input.input')?.focus()
      return
    }
    onFile(file)
  }

  return (
    <main className="copy-choice" ref={form}>
      <h2>Bring in a corrected copy</h2>
      <p>
        A file in which somebody has corrected this document: text, Word, TEI, or whatever else can be
        imported. It is compared with the document word by word. You look through the differences, and those
        you choose become proposals of whoever corrected the copy, to be decided on like any others. The
        document itself does not change.
      </p>
      {mayForOthers && (
        <div className="copy-sender">
          <div className="field">
            <span className="label">Who has corrected it</span>
            <Choice
              label="Who has corrected it"
              value={sender.is === 'name' ? somebodyElse : sender.is === 'person' ? sender.id : 'me'}
              onChange={choose}
              options={[
                ['me', `${me?.name ?? 'Myself'} (you)`],
                [somebodyElse, 'Somebody who has not been here…'],
                ...known.filter(({ id }) => id !== me?.id).map(({ id, name }) => [id, name] as const),
              ]}
            />
          </div>
          {sender.is === 'name' && (
            <Field
              label="Their name, as it is printed"
              value={sender.name}
              onChange={name => {
                setMissing(false)
                onSender({ is: 'name', name })
              }}
              error={missing ? 'Say who has corrected the copy.' : null}
              maxLength={80}
              autoFocus
            />
          )}
        </div>
      )}
      {failure && (
        <p className="copy-failure" role="alert">
          {failure}
        </p>
      )}
      <div className="copy-drop">
        <FileTrigger
          acceptedFileTypes={readers.flatMap(reader => reader.extensions)}
          onSelect={files => take(files?.[0])}
        >
          <Button look="primary">Choose the file…</Button>
        </FileTrigger>
        <span>or drop it here</span>
      </div>
      <p className="copy-hint">
        Changes that Word has recorded come in as those of their authors, comments and new footnotes as notes.
        Line ends, white space and the form of quotation marks are told apart, and left out unless you choose
        them.
      </p>
    </main>
  )
}
