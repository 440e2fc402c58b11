import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { type NameType, nameTypes } from '../../schema/names.js'
import { formsOf, newEntry, type RegisterEntry, typeWords } from '../../schema/register.js'
import { type Edition, nameCounts } from '../app/api.js'
import { newId } from '../app/ids.js'
import { InEdition } from '../app/in-edition.js'
import { PlaceHead } from '../app/places.js'
import { useMayIn } from '../app/rights.js'
import { fuzzyScore } from '../panels/fuzzy.js'
import { Button } from '../ui/button.js'
import { Choice } from '../ui/choice.js'
import { Plus } from '../ui/icons.js'
import { tell } from '../ui/toast.js'
import { type Done, EntryPanel } from './entry-panel.js'
import { type UsedRegister, useRegister } from './use-register.js'
import './names.css'

/** The register of an edition: its entries, and for one of them all that is known and every place where it is named. */
export function NamesPage({ edition: id }: { readonly edition: string }) {
  useEffect(() => {
    document.title = 'Names · Corrigenda'
  }, [])
  return <InEdition id={id}>{edition => <Names edition={edition} />}</InEdition>
}

function Names({ edition }: { readonly edition: Edition }) {
  const used = useRegister(edition.id)
  return (
    <div className="names-page">
      <PlaceHead edition={edition} here="Names" />
      <RegisterDesk edition={edition.id} used={used} />
    </div>
  )
}

type Counts = Readonly<Record<string, { tagged: number; untagged: number }>>

function RegisterDesk({ edition, used }: { readonly edition: string; readonly used: UsedRegister }) {
  const { register, ready, error } = used
  const may = useMayIn(edition)
  const [chosen, setChosen] = useState<string | null>(null)
  const [query, setQuery] = useState('')
  const [type, setType] = useState<NameType | ''>('')
  const [counts, setCounts] = useState<Counts>({})
  const [done, setDone] = useState<Done | null>(null)
  const count = useCallback(() => {
    nameCounts(edition).then(setCounts, () => {})
  }, [edition])
  // What stands in the documents has changed, not the register: it is asked for again.
  const [round, setRound] = useState(0)
  const recount = () => {
    count()
    setRound(n => n + 1)
  }
  const takeBack = (what: Done) => {
    setDone(null)
    what.undo().then(recount, error =>
      tell({
        words: 'This could not be taken back',
        detail: error instanceof Error ? error.message : String(error),
        bad: true,
      }),
    )
  }
  useEffect(() => {
    if (register.entries.length > 0) count()
  }, [register, count])
  const list = useMemo(
    () =>
      register.entries.filter(
        entry =>
          (type === '' || entry.type === type) &&
          (query.trim() === '' || fuzzyScore(query, formsOf(entry).join(' ')) > 0),
      ),
    [register, type, query],
  )
  const entry = (chosen === null ? null : register.entry(chosen)) ?? list[0] ?? null
  const add = async () => {
    const id = newId()
    await used.put(id, newEntry(type || 'person', query.trim() || 'New entry'))
    setQuery('')
    setChosen(id)
  }
  return (
    <main className="register">
      <section className="register-list" aria-label="Entries">
        <div className="register-tools">
          <input
            className="input"
            type="search"
            aria-label="Find in the register"
            placeholder="Find a form…"
            value={query}
            onChange={event => setQuery(event.target.value)}
          />
          <Choice
            label="Type"
            value={type}
            options={[['', 'all types'], ...nameTypes.map(t => [t, typeWords[t][1]] as const)]}
            onChange={setType}
          />
          {may('register') && (
            <Button small onPress={() => void add()}>
              <Plus size={13} /> New entry
            </Button>
          )}
        </div>
        {error && (
          <p className="side-empty" role="alert">
            {error}
          </p>
        )}
        <Entries
          list={list}
          counts={counts}
          chosen={entry?.id ?? null}
          onChoose={setChosen}
          empty={
            !ready
              ? 'Asking…'
              : register.entries.length === 0
                ? 'The register is empty. Names that are tagged in a document come here; or make an entry.'
                : 'No entry has such a form.'
          }
        />
      </section>
      <section className="register-entry" aria-label={entry ? entry.form : 'No entry'}>
        {done && (
          <p className="entry-done" role="status">
            {done.words}
            <Button small onPress={() => takeBack(done)}>
              Take it back
            </Button>
          </p>
        )}
        {entry && (
          <EntryPanel
            key={entry.id}
            edition={edition}
            entry={entry}
            used={used}
            onChoose={setChosen}
            round={round}
            mayWrite={may('register')}
            onDone={what => {
              setDone(what)
              recount()
            }}
          />
        )}
      </section>
    </main>
  )
}

interface EntriesProps {
  readonly list: readonly RegisterEntry[]
  readonly counts: Counts
  readonly chosen: string | null
  readonly onChoose: (id: string) => void
  readonly empty: string
}

function Entries({ list, counts, chosen, onChoose, empty }: EntriesProps) {
  const frame = useRef<HTMLDivElement>(null)
  const at = list.findIndex(entry => entry.id === chosen)
  const rows = useVirtualizer({
    count: list.length,
    getScrollElement: () => frame.current,
    estimateSize: () => 44,
    overscan: 10,
  })
  useEffect(() => {
    if (at >= 0) rows.scrollToIndex(at, { align: 'auto' })
  }, [at, rows])
  const keyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const step =
      event.key === 'j' || event.key === 'ArrowDown'
        ? 1
        : event.key === 'k' || event.key === 'ArrowUp'
          ? -1
          : 0
    const next = list[Math.max(0, Math.min(list.length - 1, at + step))]
    if (step === 0 || !next) return
    event.preventDefault()
    onChoose(next.id)
  }
  return (
    <div
      ref={frame}
      className="candidate-list register-rows"
      role="listbox"
      aria-label="Entries of the register"
      aria-activedescendant={at >= 0 ? `entry-${at}` : undefined}
      tabIndex={0}
      onKeyDown={keyDown}
    >
      {list.length === 0 && <p className="side-empty">{empty}</p>}
      <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {rows.getVirtualItems().map(row => {
          const entry = list[row.index]
          if (!entry) return null
          const { tagged = 0, untagged = 0 } = counts[entry.id] ?? {}
          return (
            <div
              key={entry.id}
              id={`entry-${row.index}`}
              role="option"
              tabIndex={-1}
              aria-selected={row.index === at}
              className={`candidate-row register-row${row.index === at ? ' on' : ''}`}
              style={{ transform: `translateY(${row.start}px)` }}
              onClick={() => onChoose(entry.id)}
              onKeyDown={keyDown}
            >
              <span>
                <span className={`dot ${entry.type}`} aria-hidden="true" /> {entry.form}
                <small>{[entry.dates, entry.variants.join(', ')].filter(Boolean).join(' · ')}</small>
              </span>
              <small title={`${tagged} tagged, ${untagged} not yet`}>
                {tagged}
                {untagged > 0 && <span className="untagged"> +{untagged}</span>}
              </small>
            </div>
          )
        })}
      </div>
    </div>
  )
}
