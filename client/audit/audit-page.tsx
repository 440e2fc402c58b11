import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, useState } from 'react'
import { Link } from 'wouter'
import { type AuditEntry, type AuditKind, type AuditWay, auditKinds, auditWays } from '../../schema/audit.js'
import {
  type AuditAsked,
  type AuditOf,
  auditExport,
  documentAboutOf,
  type Person,
  people,
  RequestError,
} from '../app/api.js'
import { InEdition, Nothing } from '../app/in-edition.js'
import { useNames } from '../app/names.js'
import { Opening } from '../app/opening.js'
import { PlaceHead } from '../app/places.js'
import { Button } from '../ui/button.js'
import { Choice } from '../ui/choice.js'
import { Check } from './check.js'
import { Entry } from './entry.js'
import { useAudit } from './use-audit.js'
import { dayOf, kindWords, wayWords } from './words.js'
import './audit.css'

interface Named {
  readonly id: string
  readonly title: string
}

/** `/d/:id/audit`: everything that was done to a document, admitted or refused, for its owners. */
export function DocumentAudit({ id }: { readonly id: string }) {
  const [about, setAbout] = useState<{ document: Named; edition: Named } | string | null>(null)
  useEffect(() => {
    documentAboutOf(id).then(
      ({ title, edition }) => setAbout({ document: { id, title }, edition }),
      error => setAbout(error instanceof RequestError ? error.title : String(error)),
    )
  }, [id])
  if (about === null) return <Opening title={null} what="Asking" />
  if (typeof about === 'string') return <Nothing title="The audit log could not be opened" detail={about} />
  return <AuditPage edition={about.edition} document={about.document} />
}

/** `/e/:edition/audit`: the same for all documents of an edition, and what was done to the edition itself. */
export function EditionAudit({ id }: { readonly id: string }) {
  return <InEdition id={id}>{edition => <AuditPage edition={edition} />}</InEdition>
}

interface AuditPageProps {
  readonly edition: Named
  readonly document?: Named
}

const all = '*'

function AuditPage({ edition, document: shown }: AuditPageProps) {
  const [person, setPerson] = useState<string>(all)
  const [way, setWay] = useState<AuditWay | typeof all>(all)
  const [kind, setKind] = useState<AuditKind | typeof all>(all)
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const [known, setKnown] = useState<readonly Person[]>([])
  const documentId = shown?.id
  const of = useMemo<AuditOf>(
    () => (documentId === undefined ? { edition: edition.id } : { document: documentId }),
    [documentId, edition.id],
  )
  const asked = useMemo<AuditAsked>(
    () => ({
      ...(person === all ? {} : { person }),
      ...(way === all ? {} : { way }),
      ...(kind === all ? {} : { kind }),
      ...(from ? { from: startOf(from, 0) } : {}),
      ...(to ? { to: startOf(to, 1) } : {}),
    }),
    [person, way, kind, from, to],
  )
  const { read, more } = useAudit(of, asked)

  useEffect(() => {
    document.title = `Audit of ${shown?.title ?? edition.title} · Corrigenda`
  }, [edition, shown])
  useEffect(() => {
    // Without the list of people the log can still be read.
    people().then(setKnown, () => setKnown([]))
  }, [])

  const isFiltered = Object.keys(asked).length > 0
  return (
    <div className="place-page filled audit-page">
      <PlaceHead edition={edition} {...(shown ? { document: shown } : {})} here="Audit" />
      <main className="audit-main">
        <div className="audit-filters" role="search" aria-label="Filter the log">
          <Choice
            label="Person"
            value={person}
            onChange={setPerson}
            options={[[all, 'Everybody'], ...known.map(({ id, name }) => [id, name] as const)]}
          />
          <Choice<AuditWay | typeof all>
            label="Outcome"
            value={way}
            onChange={setWay}
            options={[[all, 'Whatever came of it'], ...auditWays.map(one => [one, wayWords[one]] as const)]}
          />
          <Choice<AuditKind | typeof all>
            label="About"
            value={kind}
            onChange={setKind}
            options={[[all, 'About anything'], ...auditKinds.map(one => [one, kindWords[one]] as const)]}
          />
          <label className="audit-date">
            from
            <input type="date" className="input" value={from} onChange={e => setFrom(e.target.value)} />
          </label>
          <label className="audit-date">
            to
            <input type="date" className="input" value={to} onChange={e => setTo(e.target.value)} />
          </label>
          {isFiltered && (
            <Button
              small
              look="plain"
              onPress={() => {
                setPerson(all)
                setWay(all)
                setKind(all)
                setFrom('')
                setTo('')
              }}
            >
              Show all
            </Button>
          )}
          <nav className="audit-exports" aria-label="Export">
            {shown && (
              <Link className="btn btn-small" href={`/e/${encodeURIComponent(edition.id)}/audit`}>
                Whole edition
              </Link>
            )}
            <a className="btn btn-small" href={auditExport(of, asked, 'csv')} download>
              CSV
            </a>
            <a className="btn btn-small" href={auditExport(of, asked, 'jsonl')} download>
              JSON lines
            </a>
          </nav>
        </div>
        {shown && <Check document={shown.id} />}
        <Entries
          entries={read.entries}
          titles={shown ? null : read.titles}
          onEnd={read.is === 'waiting' ? more : null}
          empty={
            read.is === 'complete'
              ? isFiltered
                ? 'Nothing on record is like this.'
                : 'Nothing is on record yet.'
              : ''
          }
        />
        <p className="audit-foot quiet" role={read.is === 'failed' ? 'alert' : 'status'}>
          {read.is === 'failed' ? (
            <>
              {read.error}{' '}
              <Button small onPress={more}>
                Try again
              </Button>
            </>
          ) : (
            <>
              {read.entries.length.toLocaleString('en')} {read.entries.length === 1 ? 'entry' : 'entries'}
              {read.is === 'complete' ? '' : ' so far'}. Times are those of the server’s clock.
            </>
          )}
        </p>
      </main>
    </div>
  )
}

/** Midnight, on this computer, of a day as a date field gives it, or of the day after. */
function startOf(day: string, after: number): number {
  const [year, month, date] = day.split('-').map(Number)
  return new Date(year!, month! - 1, date! + after).getTime()
}

type Line = { readonly day: string } | { readonly entry: AuditEntry }

interface EntriesProps {
  readonly entries: readonly AuditEntry[]
  /** The titles of documents where the list is of more than one. */
  readonly titles: Readonly<Record<string, string>> | null
  /** What to do where the end of the list comes into sight; null where there is nothing more, or not yet. */
  readonly onEnd: (() => void) | null
  readonly empty: string
}

/** So many lines before its end the list is read on. */
const ahead = 20

/** The list, by days; it draws only what is in sight. */
function Entries({ entries, titles, onEnd, empty }: EntriesProps) {
  const nameOf = useNames()
  const scroll = useRef<HTMLElement>(null)
  const lines = useMemo(() => {
    const made: Line[] = []
    let last = ''
    for (const entry of entries) {
      const day = dayOf(entry.at)
      if (day !== last) made.push({ day })
      last = day
      made.push({ entry })
    }
    return made
  }, [entries])
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroll.current,
    estimateSize: index => ('day' in lines[index]! ? 38 : 58),
    overscan: 8,
  })
  const items = rows.getVirtualItems()
  const lastShown = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (onEnd && lastShown >= lines.length - ahead) onEnd()
  }, [onEnd, lastShown, lines.length])

  return (
    // The list scrolls, so whoever has no mouse must be able to stand in it.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section ref={scroll} className="audit-list" aria-label="Entries" tabIndex={0}>
      {lines.length === 0 && empty && <p className="history-empty quiet">{empty}</p>}
      <div className="audit-lines" style={{ height: rows.getTotalSize() }}>
        {items.map(({ index, key, start }) => {
          const line = lines[index]!
          return (
            <div
              key={key}
              ref={rows.measureElement}
              data-index={index}
              className="audit-line"
              style={{ transform: `translateY(${start}px)` }}
            >
              {'day' in line ? (
                <h2 className="audit-day">{line.day}</h2>
              ) : (
                <Entry
                  entry={line.entry}
                  nameOf={nameOf}
                  title={titles && line.entry.document ? (titles[line.entry.document] ?? 'a document') : null}
                />
              )}
            </div>
          )
        })}
      </div>
    </section>
  )
}
