import { useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect, useMemo, useState } from 'react'
import { flushSync } from 'react-dom'
import { Link } from 'wouter'
import type { PrintedEntry, PrintedList } from '../../schema/apparatus-printed.js'
import { documentHref, type LinkedPlace } from '../app/deep-link.js'

/** A heading or an entry: the lists one under the other, as they scroll. */
type Row =
  | { readonly is: 'heading'; readonly key: string; readonly list: PrintedList }
  | { readonly is: 'entry'; readonly key: string; readonly list: PrintedList; readonly entry: PrintedEntry }

/** Up to this many rows all of them are in the page; more are drawn as they come into sight. */
const few = 400

export interface PrintedListsProps {
  readonly document: string
  readonly lists: readonly PrintedList[]
  /** The element that scrolls. */
  readonly frame: RefObject<HTMLElement | null>
}

/** The lists of an apparatus as printed, each entry leading to its place in the text. */
export function PrintedLists({ document, lists, frame }: PrintedListsProps) {
  const rows = useMemo(() => rowsOf(lists), [lists])
  const printing = usePrinting()
  if (rows.length <= few || printing)
    return (
      <div className="printed">
        {rows.map(row => (
          <RowView key={row.key} row={row} document={document} />
        ))}
      </div>
    )
  return <ManyRows rows={rows} document={document} frame={frame} />
}

function ManyRows({
  rows,
  document,
  frame,
}: {
  readonly rows: readonly Row[]
  readonly document: string
  readonly frame: RefObject<HTMLElement | null>
}) {
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: i => (rows[i]!.is === 'heading' ? 64 : 30),
    getItemKey: i => rows[i]!.key,
    overscan: 20,
  })
  return (
    <div className="printed" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
      {virtual.getVirtualItems().map(({ index, key, start }) => (
        <div
          key={key}
          ref={virtual.measureElement}
          data-index={index}
          className="printed-row"
          style={{ transform: `translateY(${start}px)` }}
        >
          <RowView row={rows[index]!} document={document} />
        </div>
      ))}
    </div>
  )
}

function RowView({ row, document }: { readonly row: Row; readonly document: string }) {
  if (row.is === 'heading')
    return (
      <h2 id={`list-${row.list.list}`}>
        {row.list.title} <span className="printed-count">{row.list.entries.length}</span>
      </h2>
    )
  const { entry, list } = row
  const place = placeOf(entry)
  return (
    <p className={list.list === 'declaration' ? 'printed-entry prose' : 'printed-entry'}>
      {entry.runs.map((run, i) => {
        // The runs of an entry have no names of their own and never change places.
        const key = `${i}-${run.style}`
        return run.style === 'place' && run.text !== '' && place !== null ? (
          <Link key={key} className="r-place" href={documentHref(document, place)}>
            {run.text}
          </Link>
        ) : (
          <span key={key} className={`r-${run.style}`}>
            {run.text}
          </span>
        )
      })}
    </p>
  )
}

function placeOf({ correction, note, offset }: PrintedEntry): LinkedPlace | null {
  if (correction !== undefined) return { correction }
  if (note !== undefined) return { note }
  return offset === null ? null : { offset }
}

function rowsOf(lists: readonly PrintedList[]): Row[] {
  return lists.flatMap((list): Row[] => [
    { is: 'heading', key: list.list, list },
    ...list.entries.map(entry => ({ is: 'entry', key: `${list.list} ${entry.id}`, list, entry }) as const),
  ])
}

/** Whether the page is being printed: then all of it must be there. */
function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false)
  useEffect(() => {
    // The browser takes its picture of the page when the listeners are done.
    const begin = () => flushSync(() => setPrinting(true))
    const end = () => setPrinting(false)
    addEventListener('beforeprint', begin)
    addEventListener('afterprint', end)
    return () => {
      removeEventListener('beforeprint', begin)
      removeEventListener('afterprint', end)
    }
  }, [])
  return printing
}
