import { type FormEvent, useState } from 'react'
import * as Y from 'yjs'
import { Layers } from '../../schema/layers.js'
import type { EditionRecord } from '../../schema/records.js'
import { stateHash } from '../../schema/state.js'
import { citationOf, type Version } from '../../schema/versions.js'
import { witnessHash } from '../../schema/witness.js'
import { stateOf } from '../app/api.js'
import { newId } from '../app/ids.js'
import { useNames } from '../app/names.js'
import { useMayOn } from '../app/rights.js'
import { useValue } from '../app/value.js'
import { Button } from '../ui/button.js'
import { Field } from '../ui/field.js'
import { tell } from '../ui/toast.js'
import { type Desk, type Moment, useShared } from './desk.js'
import { List } from './list.js'
import { moment } from './words.js'

export interface VersionsProps {
  /** The id of the version that an address asked for. */
  readonly asked: string | null
  readonly onShow: (at: Moment) => void
  readonly onCompare: (before: Moment, after: Moment) => void
  readonly onReturn: (to: Moment) => void
}

/** The versions of a document, the newest first: to name another, and to read, cite, check and compare those there are. */
export function Versions({ asked, onShow, onCompare, onReturn }: VersionsProps) {
  const { desk, own, versions } = useShared()
  const may = useMayOn(desk.session)
  const [active, setActive] = useState<string | null>(asked)
  const index = own.findIndex(({ id }) => id === active)
  return (
    <div className="history-versions">
      {may('version') && <NameVersion />}
      {versions.error && (
        <p className="field-error" role="alert">
          {versions.error}
        </p>
      )}
      <List
        label="Versions"
        items={own}
        keyOf={record => record.id}
        active={index}
        onActive={i => setActive(own[i]!.id)}
        onKey={(key, i) => {
          if (key !== 'Enter') return false
          onShow(`${own[i]!.value.seq}`)
          return true
        }}
        estimate={148}
        empty={
          versions.ready
            ? 'No version has a name yet. Name one when the text goes to somebody: to the press, to a colleague, to an archive.'
            : 'Asking for the versions…'
        }
        row={record => (
          <VersionCard record={record} onShow={onShow} onCompare={onCompare} onReturn={onReturn} />
        )}
      />
    </div>
  )
}

function NameVersion() {
  const { desk, versions } = useShared()
  const { is } = useValue(desk.recording.progress)
  const status = useValue(desk.session.status)
  const [title, setTitle] = useState('')
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)

  const make = async (event: FormEvent) => {
    event.preventDefault()
    if (title.trim() === '' || busy) return
    setBusy(true)
    try {
      await versions.put(newId(), await versionNow(desk, title.trim(), note.trim()))
      setTitle('')
      setNote('')
      tell({ words: `“${title.trim()}” is kept` })
    } catch (error) {
      tell({ words: 'The version was not made', detail: sentence(error), bad: true })
    } finally {
      setBusy(false)
    }
  }
  const ready = is === 'complete' && status.is === 'saved'
  return (
    <form className="history-name" onSubmit={event => void make(event)}>
      <Field
        label="Name the present state"
        placeholder="As sent to the press"
        value={title}
        onChange={setTitle}
        maxLength={200}
      />
      <Field
        label="Note"
        placeholder="What it was made for"
        value={note}
        onChange={setNote}
        maxLength={5_000}
      />
      <Button type="submit" look="primary" isDisabled={!ready || busy || title.trim() === ''}>
        Name version
      </Button>
      {!ready && <span className="quiet">As soon as everything is saved and read.</span>}
    </form>
  )
}

/** A version of what the log says now, to its last row. */
async function versionNow(desk: Desk, title: string, note: string): Promise<Version> {
  const { recording, opened } = desk
  await recording.read()
  const { journal } = recording
  const seq = journal.last
  const state = stateHash(journal.stateAt(seq))
  return { document: opened.about.id, title, note, seq, witness: opened.about.witness, state }
}

interface CardProps extends Omit<VersionsProps, 'asked'> {
  readonly record: EditionRecord<Version>
}

type Verdict = 'checking' | 'good' | 'witness' | 'state' | { readonly failed: string }

function VersionCard({ record, onShow, onCompare, onReturn }: CardProps) {
  const { desk } = useShared()
  const may = useMayOn(desk.session)
  const nameOf = useNames()
  const [verdict, setVerdict] = useState<Verdict | null>(null)
  const { value: version, by, at, id } = record
  const { about } = desk.opened
  const seq: Moment = `${version.seq}`

  const check = async () => {
    setVerdict('checking')
    try {
      setVerdict(await checked(desk, version))
    } catch (error) {
      setVerdict({ failed: sentence(error) })
    }
  }
  const cite = async () => {
    const address = `${location.origin}/d/${encodeURIComponent(about.id)}/history?version=${encodeURIComponent(id)}`
    const { me } = desk.session
    const author = by === me.id ? me.name : nameOf(by)
    const cited = { document: about.title, edition: about.edition.title, by: author, at, address }
    await navigator.clipboard.writeText(citationOf(version, cited))
    tell({ words: 'The citation is on the clipboard' })
  }
  return (
    <article className="history-version">
      <header>
        <h2>{version.title}</h2>
        <span className="quiet">
          {nameOf(by)} · {moment(at)} · row {version.seq.toLocaleString('en')}
        </span>
      </header>
      {version.note && <p>{version.note}</p>}
      <dl>
        <dt>Witness</dt>
        <dd>
          <code title={version.witness}>{version.witness}</code>
        </dd>
        <dt>State</dt>
        <dd>
          <code title={version.state}>{version.state}</code>
        </dd>
      </dl>
      <div className="history-acts">
        <Button small onPress={() => onShow(seq)}>
          Read
        </Button>
        <Button small onPress={() => onCompare(seq, 'now')}>
          Compare with now
        </Button>
        <Button small onPress={() => void cite()}>
          Copy citation
        </Button>
        <Button small onPress={() => void check()} isDisabled={verdict === 'checking'}>
          Check
        </Button>
        {may('propose') && (
          <Button small onPress={() => onReturn(seq)}>
            Go back to it…
          </Button>
        )}
        {verdict && <VerdictTag verdict={verdict} />}
      </div>
    </article>
  )
}

function VerdictTag({ verdict }: { readonly verdict: Verdict }) {
  const [look, words] =
    typeof verdict === 'object'
      ? ['tag-amber', `Not checked: ${verdict.failed}`]
      : ({
          checking: ['tag-grey', 'Computing both hashes…'],
          good: ['tag-green', 'Both hashes are as stated'],
          witness: ['tag-red', 'The witness is another one'],
          state: ['tag-red', 'The state is another one'],
        }[verdict] as [string, string])
  return (
    <span className={`tag ${look}`} role="status">
      {words}
    </span>
  )
}

/** Computes both hashes anew, from the witness that is shown and from what the server says the layers were. */
async function checked(desk: Desk, { seq, witness, state }: Version): Promise<Verdict> {
  const update = await stateOf(desk.opened.about.id, seq)
  const doc = new Y.Doc()
  Y.applyUpdate(doc, update)
  const found = stateHash(new Layers(doc))
  doc.destroy()
  if (witnessHash(desk.document.witness) !== witness) return 'witness'
  return found === state ? 'good' : 'state'
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
