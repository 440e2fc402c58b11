import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { type CorrectionKind, correctionKinds } from '../../schema/corrections.js'
import type { EditedDocument } from '../../schema/document.js'
import type { Candidate } from './asking.js'
import { CandidateRow } from './candidate-row.js'
import { mayChoose } from './selection.js'
import '../review/queue.css'

export interface CandidateListProps {
  readonly document: EditedDocument
  readonly list: readonly Candidate[]
  readonly chosen: ReadonlySet<number>
  readonly kinds: ReadonlyMap<number, CorrectionKind>
  readonly sender: string
  readonly onChoose: (id: number, on: boolean) => void
  readonly onChooseAll: () => void
  readonly onKind: (id: number, kind: CorrectionKind) => void
}

/** The differences one below the other; the one in hand is shown in its paragraph. */
export function CandidateList(props: CandidateListProps) {
  const { document, list, chosen, kinds, sender, onChoose, onChooseAll, onKind } = props
  const [current, setCurrent] = useState(list[0]?.id ?? -1)
  const grid = useRef<HTMLDivElement>(null)
  const found = list.findIndex(({ id }) => id === current)
  const at = Math.max(0, found)
  const rows = useVirtualizer({
    count: list.length,
    getScrollElement: () => grid.current,
    estimateSize: () => 62,
    getItemKey: i => list[i]!.id,
    overscan: 8,
    initialRect: { width: innerWidth, height: innerHeight },
  })
  useEffect(() => grid.current?.focus({ preventScroll: true }), [])
  useLayoutEffect(() => {
    grid.current?.querySelector('.queue-row.current')?.scrollIntoView({ block: 'nearest' })
  }, [current])

  const take = (index: number) => {
    const next = list[Math.max(0, Math.min(list.length - 1, index))]
    if (!next) return
    setCurrent(next.id)
    rows.scrollToIndex(list.indexOf(next))
  }
  const toggle = (candidate: Candidate | undefined) => {
    if (candidate && mayChoose(candidate)) onChoose(candidate.id, !chosen.has(candidate.id))
  }
  const keys = (event: KeyboardEvent) => {
    const { target } = event
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (target !== grid.current && !(target instanceof HTMLElement && target.matches('[type="checkbox"]')))
      return
    const act = actOf(event.key)
    if (!act) return
    event.preventDefault()
    act()
  }
  const actOf = (key: string): (() => void) | null => {
    const page = Math.max(1, Math.floor((grid.current?.clientHeight ?? 400) / 62) - 1)
    const item = list[at]
    switch (key) {
      case 'j':
      case 'ArrowDown':
        return () => take(at + 1)
      case 'k':
      case 'ArrowUp':
        return () => take(at - 1)
      case 'PageDown':
        return () => take(at + page)
      case 'PageUp':
        return () => take(at - page)
      case 'Home':
        return () => take(0)
      case 'End':
        return () => take(list.length - 1)
      case ' ':
      case 'x':
        return () => toggle(item)
      case 'n':
        // Off the list, and on to the next: the commonest deed of whoever looks through many.
        return () => {
          if (item && mayChoose(item)) onChoose(item.id, false)
          take(at + 1)
        }
      case 'X':
        return onChooseAll
      default: {
        const kind = correctionKinds[Number(key) - 1]
        return kind && item && item.corrections.length > 0 ? () => onKind(item.id, kind) : null
      }
    }
  }

  return (
    <>
      <div
        ref={grid}
        className="queue-scroll"
        role="grid"
        tabIndex={0}
        aria-label="Differences between the document and the copy"
        aria-rowcount={list.length}
        aria-multiselectable="true"
        aria-activedescendant={list[at] ? `difference-${list[at].id}` : undefined}
        onKeyDown={keys}
      >
        {list.length === 0 && <p className="side-empty">None of these.</p>}
        <div className="queue-all" role="presentation" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(row => {
            const candidate = list[row.index]!
            const isOn = chosen.has(candidate.id)
            return (
              <div
                key={row.key}
                id={`difference-${candidate.id}`}
                ref={rows.measureElement}
                data-index={row.index}
                role="row"
                aria-rowindex={row.index + 1}
                aria-selected={isOn}
                tabIndex={-1}
                className="queue-place-of-row"
                style={{ transform: `translateY(${row.start}px)` }}
              >
                <div role="gridcell" tabIndex={-1}>
                  <CandidateRow
                    document={document}
                    candidate={candidate}
                    isCurrent={row.index === at}
                    isChosen={isOn}
                    kind={kinds.get(candidate.id) ?? ''}
                    sender={sender}
                    onTake={() => {
                      setCurrent(candidate.id)
                      grid.current?.focus({ preventScroll: true })
                    }}
                    onChoose={() => toggle(candidate)}
                    onKind={kind => onKind(candidate.id, kind)}
                  />
                </div>
              </div>
            )
          })}
        </div>
      </div>
      <p className="review-keys copy-keys">
        <kbd>J</kbd> <kbd>K</kbd> move · <kbd>Space</kbd> choose or leave out · <kbd>N</kbd> leave out and go
        on · <kbd>⇧X</kbd> all shown · <kbd>1</kbd>–<kbd>6</kbd> kind
      </p>
    </>
  )
}
