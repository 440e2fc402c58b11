import { Link } from 'wouter'
import type { AuditEntry } from '../../schema/audit.js'
import { colorOf } from '../app/presence.js'
import { offBy, wordsOf } from './words.js'

export interface EntryProps {
  readonly entry: AuditEntry
  readonly nameOf: (person: string) => string
  /** The title of the document, where the list is of more than one. */
  readonly title: string | null
}

/** One entry of the audit log: when, who, what, and in small letters how it came. */
export function Entry({ entry, nameOf, title }: EntryProps) {
  const { at, person, way, role, row, bytes, connection, written, rule, code, count, address } = entry
  const small = [
    title && (
      <Link key="title" href={`/d/${encodeURIComponent(entry.document)}/audit`}>
        {title}
      </Link>
    ),
    row > 0 && `row ${row.toLocaleString('en')}`,
    role && `as ${role}`,
    bytes > 0 && `${bytes.toLocaleString('en')} bytes`,
    way === 'refused' && code > 0 && `code ${code}`,
    connection && (
      <span key="connection" title={connection}>
        connection {connection.slice(0, 8)}
      </span>
    ),
    address && `from ${address}`,
  ].filter(part => part !== false && part !== null && part !== '')
  return (
    <article className={`audit-entry audit-${way}`}>
      <time dateTime={new Date(at).toISOString()} title={new Date(at).toISOString()}>
        {new Date(at).toLocaleTimeString('en-GB')}
      </time>
      <div className="audit-what">
        <p>
          <span className="history-dot" style={{ background: colorOf(person) }} aria-hidden="true" />{' '}
          <b>{person === '' && way !== 'admitted' ? 'Somebody unknown' : nameOf(person)}</b>{' '}
          {way === 'refused' && <span className="tag tag-red">refused{rule && ` · ${rule}`}</span>}{' '}
          {way === 'act' && <span className="tag tag-grey">act</span>}{' '}
          {count > 1 && <span className="tag tag-amber">{count.toLocaleString('en')} times</span>}{' '}
          <span className="audit-words">{wordsOf(entry, nameOf)}</span>
        </p>
        <p className="audit-small">
          {small.map((part, i) => (
            // The parts of one entry never change.
            <span key={i}>{part}</span>
          ))}
          {written !== null && (
            <span className="audit-written" title={new Date(written).toISOString()}>
              written {offBy(written, at)}, by the writer’s clock
            </span>
          )}
        </p>
      </div>
    </article>
  )
}
