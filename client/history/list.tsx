import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'

const idOf = (key: string) => `history-row-${key}`

export interface ListProps<T> {
  readonly label: string
  readonly items: readonly T[]
  readonly keyOf: (item: T) => string
  readonly row: (item: T, index: number, active: boolean) => ReactNode
  /** The index of the row in hand, or -1. */
  readonly active: number
  readonly onActive: (index: number) => void
  /** What Enter, or any other key, does with the row in hand; true where it did something. */
  readonly onKey?: (key: string, index: number) => boolean
  /** The usual height of a row in pixels. */
  readonly estimate: number
  readonly empty: ReactNode
}

/** A list that draws only what is in sight. The arrow keys, j and k, Home and End move in it. */
export function List<T>({
  label,
  items,
  keyOf,
  row,
  active,
  onActive,
  onKey,
  estimate,
  empty,
}: ListProps<T>) {
  const scroll = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => estimate,
    getItemKey: index => keyOf(items[index]!),
    overscan: 6,
  })
  useEffect(() => {
    if (active >= 0 && active < items.length) rows.scrollToIndex(active, { align: 'auto' })
  }, [active, items.length, rows])

  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const last = items.length - 1
    const to = {
      ArrowDown: active + 1,
      j: active + 1,
      ArrowUp: active - 1,
      k: active - 1,
      Home: 0,
      End: last,
    }[event.key]
    if (to !== undefined && last >= 0) {
      event.preventDefault()
      onActive(Math.max(0, Math.min(last, to)))
    } else if (active >= 0 && event.target === scroll.current && onKey?.(event.key, active))
      event.preventDefault()
  }

  if (items.length === 0) return <div className="history-empty">{empty}</div>
  return (
    <div
      ref={scroll}
      className="history-list"
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-rowcount={items.length}
      aria-activedescendant={active >= 0 && items[active] ? idOf(keyOf(items[active])) : undefined}
      onKeyDown={press}
    >
      <div role="presentation" className="history-rows" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, key, start }) => (
          <div
            key={key}
            id={idOf(String(key))}
            ref={rows.measureElement}
            data-index={index}
            role="row"
            tabIndex={-1}
            aria-rowindex={index + 1}
            aria-selected={index === active}
            style={{ transform: `translateY(${start}px)` }}
          >
            <div role="gridcell" tabIndex={-1}>
              {row(items[index]!, index, index === active)}
            </div>
          </div>
        ))}
      </div>
    </div>
  )
}
