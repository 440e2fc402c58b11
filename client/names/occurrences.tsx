import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import { Link } from 'wouter'
import type { FoundName } from '../app/api.js'
import { documentHref } from '../app/deep-link.js'

/** Every place where an entry is named, in all documents; each leads there. Null: they are being asked for. */
export function Occurrences({
  found,
}: {
  readonly found: { readonly total: number; readonly occurrences: readonly FoundName[] } | null
}) {
  const frame = useRef<HTMLDivElement>(null)
  const all = found?.occurrences ?? []
  const rows = useVirtualizer({
    count: all.length,
    getScrollElement: () => frame.current,
    estimateSize: () => 58,
    overscan: 8,
  })
  return (
    <section className="occurrences" aria-label="Where it is named">
      <h3>
        {found === null
          ? 'Looking…'
          : found.total === 0
            ? 'It is named nowhere yet'
            : `${found.total} ${found.total === 1 ? 'place' : 'places'}`}
        {found && found.total > all.length && `, the first ${all.length} of them`}
      </h3>
      <div ref={frame} className="occurrence-frame">
        <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
          {rows.getVirtualItems().map(row => {
            const o = all[row.index]
            if (!o) return null
            return (
              <Link
                key={row.key}
                ref={rows.measureElement}
                data-index={row.index}
                className="occurrence"
                style={{ transform: `translateY(${row.start}px)` }}
                href={documentHref(o.document, { offset: o.start })}
              >
                <span className="context">
                  …{o.before}
                  <b>{o.words}</b>
                  {o.after}…
                </span>
                <small className="quiet">
                  {o.title}, ¶ {o.paragraph}
                  {o.name === '' && ' · not tagged'}
                  {o.entries.length > 1 && ` · may mean ${o.entries.length} entries`}
                  {o.reads !== null && ` · corrected: ${o.reads}`}
                </small>
              </Link>
            )
          })}
        </div>
      </div>
    </section>
  )
}
