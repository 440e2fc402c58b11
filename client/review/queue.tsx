/** The queue: corrections one below the other, to be gone through and decided on, by keyboard alone if one likes. */
import { useVirtualizer } from '@tanstack/react-virtual'
import {
  type KeyboardEvent,
  useCallback,
  useDeferredValue,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import type { Act } from '../../schema/decisions.js'
import { type StandingCounts, standings } from '../../schema/queue.js'
import { useNames } from '../app/names.js'
import { announce } from '../ui/announce.js'
import { tell } from '../ui/toast.js'
import { BulkBar, BulkDialog } from './bulk.js'
import { type Deed, hindrance, planOf, saidOf, undoOf } from './deciding.js'
import type { ReviewDesk } from './desk.js'
import { Filters } from './filters.js'
import {
  companiesOf,
  companyOf,
  type Filter,
  keyOf,
  nextOpen,
  type QueueItem,
  shownOf,
} from './queue-item.js'
import { QueueRow, type RowActs, readingOf, type Writing } from './queue-row.js'
import './queue.css'

export interface QueueProps {
  readonly desk: ReviewDesk
  readonly filter: Filter
  readonly onFilter: (filter: Filter) => void
  readonly empty: string
  readonly autoFocus?: boolean
}

/** The row in hand; its index is where the next one is taken from when it has gone from the list. */
interface Current {
  readonly key: string
  readonly index: number
}

export function Queue({ desk, filter, onFilter, empty, autoFocus = false }: QueueProps) {
  const { items, awaited = null, me, twoPersons, may } = desk
  const nameOf = useNames()
  const decider = useMemo(() => ({ me, twoPersons, may }), [me, twoPersons, may])
  // Typing a key in a filter's list is answered before ten thousand rows are sifted.
  const wanted = useDeferredValue(filter)
  const all = items ?? none
  const shown = useMemo(() => shownOf(all, wanted), [all, wanted])
  const byKey = useMemo(() => new Map(all.map(item => [keyOf(item), item])), [all])
  const companies = useMemo(() => companiesOf(all), [all])
  const indexes = useMemo(() => new Map(shown.map((item, i) => [keyOf(item), i])), [shown])
  const [current, setCurrent] = useState<Current>({ key: '', index: 0 })
  const [writing, setWriting] = useState<Writing>(null)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [bulk, setBulk] = useState<Act | null>(null)
  const [done, setDone] = useState<readonly (readonly Deed[])[]>([])
  const grid = useRef<HTMLDivElement>(null)

  const at = indexes.get(current.key) ?? Math.min(current.index, shown.length - 1)
  const item = shown[at]
  const rows = useVirtualizer({
    count: shown.length,
    getScrollElement: () => grid.current,
    estimateSize: () => (desk.several ? 76 : 58),
    getItemKey: i => keyOf(shown[i]!),
    overscan: 8,
    // Until it is measured: so that the first drawing has rows in it.
    initialRect: { width: innerWidth, height: innerHeight },
  })

  const take = useCallback(
    (index: number) => {
      const next = shown[index]
      if (!next) return
      setCurrent({ key: keyOf(next), index })
      setWriting(null)
      rows.scrollToIndex(index)
    },
    [shown, rows],
  )
  // What is current is open and taller: when it has been drawn it must be in sight whole.
  useLayoutEffect(() => {
    if (current.key) grid.current?.querySelector('.queue-row.current')?.scrollIntoView({ block: 'nearest' })
  }, [current])
  useEffect(() => {
    if (autoFocus) grid.current?.focus()
  }, [autoFocus])

  // Whoever was here before the first rows had come has the first of them in hand.
  const first = shown[0]
  useEffect(() => {
    if (current.key === '' && first && document.activeElement === grid.current)
      setCurrent({ key: keyOf(first), index: 0 })
  }, [current.key, first])

  const focus = () => grid.current?.focus({ preventScroll: true })
  const write = (what: Writing) => {
    setWriting(what)
    if (what === null) focus()
  }

  const carryOut = async (deeds: readonly Deed[]) => {
    if (deeds.length === 0 || !(await desk.decide(deeds))) return false
    announce(saidOf(deeds, readingOf))
    return true
  }

  const decide = (subject: QueueItem, act: Act, why = '') => {
    const no = hindrance(subject, act, decider)
    if (no !== null) {
      tell({ words: no })
      return
    }
    const next = nextOpen(shown, at)
    write(null)
    const deeds = [{ item: subject, act, why }]
    void carryOut(deeds).then(ok => {
      if (!ok) return
      setDone(before => [...before, deeds])
      if (next && act !== 'reopen')
        setCurrent({ key: keyOf(next), index: Math.max(0, indexes.get(keyOf(next)) ?? 0) })
    })
  }

  const undo = () => {
    const last = done.at(-1)
    if (!last) return
    const { deeds, left } = undoOf(last, key => byKey.get(key), decider)
    setDone(before => before.slice(0, -1))
    void carryOut(deeds).then(ok => {
      if (ok) setCurrent({ key: keyOf(deeds[0]!.item), index: at })
      if (left > 0)
        tell({ words: `${left === 1 ? '1 has' : `${left} have`} been decided anew since, and stay so` })
    })
  }

  const choose = (key: string) => {
    setChosen(before => {
      const after = new Set(before)
      if (!after.delete(key)) after.add(key)
      return after
    })
  }

  const acts: RowActs = {
    decide,
    write,
    go: desk.go,
    propose: (subject, text) => {
      const next = nextOpen(shown, at)
      write(null)
      void desk.propose(subject, text).then(id => {
        if (id === null) return
        const made: QueueItem = {
          ...subject,
          id,
          by: me,
          reading: text,
          standing: 'proposed',
          decision: null,
        }
        if (!twoPersons && may('accept'))
          setDone(before => [...before, [{ item: made, act: 'accept', why: '' }]])
        if (next) setCurrent({ key: keyOf(next), index: indexes.get(keyOf(next)) ?? 0 })
      })
    },
  }

  const keys = (event: KeyboardEvent) => {
    const { target } = event
    const inField = target instanceof HTMLElement && target.matches('input:not([type="checkbox"]), textarea')
    if (event.key === 'Escape') {
      event.preventDefault()
      if (writing !== null || inField) write(null)
      else if (chosen.size > 0) setChosen(new Set())
      else desk.leave?.()
      return
    }
    if (inField) return
    const undoing = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z'
    if ((event.ctrlKey || event.metaKey || event.altKey) && !undoing) return
    const act = undoing ? undo : keyed(event)
    if (!act) return
    event.preventDefault()
    event.stopPropagation()
    act()
  }

  const keyed = (event: KeyboardEvent): (() => void) | null => {
    const page = Math.max(1, Math.floor((grid.current?.clientHeight ?? 400) / 60) - 1)
    const onItem = (then: (item: QueueItem) => void) => (item ? () => then(item) : null)
    switch (event.key) {
      case 'j':
      case 'ArrowDown':
        return () => take(Math.min(shown.length - 1, current.key === '' ? 0 : at + 1))
      case 'k':
      case 'ArrowUp':
        return () => take(Math.max(0, at - 1))
      case 'PageDown':
        return () => take(Math.min(shown.length - 1, at + page))
      case 'PageUp':
        return () => take(Math.max(0, at - page))
      case 'Home':
        return () => take(0)
      case 'End':
        return () => take(shown.length - 1)
      case 'a':
        return onItem(i => decide(i, 'accept'))
      case 'r':
        return onItem(i => {
          const no = hindrance(i, 'reject', decider)
          if (no === null) write('reason')
          else tell({ words: no })
        })
      case 'e':
        return onItem(i => {
          if (!may('propose')) tell({ words: 'Your role here does not let you propose: ask an owner.' })
          else if (i.standing !== 'withdrawn') write('reading')
        })
      case 'o':
        return onItem(i => decide(i, 'reopen'))
      case 'w':
        return onItem(i => decide(i, 'withdraw'))
      case 'x':
        return onItem(i => choose(keyOf(i)))
      case 'X':
        return whenWhole(() => setChosen(chosen.size > 0 ? new Set() : new Set(shown.map(keyOf))))
      case 'A':
        return whenWhole(() => may('accept') && setBulk('accept'))
      case 'R':
        return whenWhole(() => may('decide') && setBulk('reject'))
      case 'u':
        return undo
      case 'c':
        return () => grid.current?.querySelector<HTMLElement>('.queue-row.current .answer textarea')?.focus()
      case 'Enter':
        return event.target === grid.current ? onItem(desk.go) : null
      default: {
        const rival = item && /^[1-9]$/.test(event.key) ? companyAt(item, Number(event.key)) : undefined
        return rival ? () => decide(rival, 'accept') : null
      }
    }
  }
  /** Nobody decides on all while all are not here yet. */
  const whenWhole = (act: () => void) =>
    awaited === null ? act : () => tell({ words: 'The rest of the list is still being loaded' })
  const companyAt = (of: QueueItem, n: number) => companies.get(companyOf(of))?.[n - 1]

  const inBulk = chosen.size > 0 ? shown.filter(i => chosen.has(keyOf(i))) : shown
  const holderOf = (of: QueueItem) =>
    of.supersededBy ? byKey.get(keyOf({ document: of.document, id: of.supersededBy })) : undefined
  return (
    <div className="queue">
      <Filters items={all} filter={filter} several={desk.several} onFilter={onFilter} />
      <BulkBar
        shown={awaited === null ? shown.length : countAwaited(awaited, wanted)}
        busy={awaited !== null}
        chosen={inBulk.length === shown.length && chosen.size === 0 ? 0 : inBulk.length}
        last={done.at(-1)}
        may={may('decide')}
        onBulk={setBulk}
        onUndo={undo}
      />
      {items !== null && awaited === null && shown.length === 0 && (
        <p className="side-empty">
          {all.length === 0
            ? empty
            : filter.standing === 'proposed'
              ? 'Nothing here awaits a decision.'
              : 'None of these.'}
        </p>
      )}
      {(items === null || (awaited !== null && shown.length === 0)) && <p className="side-empty">Loading…</p>}
      {/* The rows are reached with the arrow keys, or j and k. */}
      <div
        ref={grid}
        className="queue-scroll"
        role="grid"
        tabIndex={0}
        aria-label="Corrections to decide on"
        aria-rowcount={awaited === null ? shown.length : (countAwaited(awaited, wanted) ?? -1)}
        aria-busy={awaited !== null}
        aria-multiselectable="true"
        aria-activedescendant={item && current.key ? rowId(item) : undefined}
        data-queue-ready={items !== null ? shown.length : undefined}
        data-queue-whole={items !== null && awaited === null ? '' : undefined}
        onKeyDown={keys}
        onFocus={() => {
          if (current.key === '' && shown[0]) setCurrent({ key: keyOf(shown[0]), index: 0 })
        }}
      >
        <div className="queue-all" role="presentation" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(row => {
            const shownItem = shown[row.index]!
            const key = keyOf(shownItem)
            const isCurrent = row.index === at && current.key !== ''
            return (
              <div
                key={row.key}
                id={rowId(shownItem)}
                ref={rows.measureElement}
                data-index={row.index}
                role="row"
                aria-rowindex={row.index + 1}
                aria-selected={chosen.has(key)}
                tabIndex={-1}
                className="queue-place-of-row"
                style={{ transform: `translateY(${row.start}px)` }}
              >
                <div role="gridcell" tabIndex={-1}>
                  <QueueRow
                    item={shownItem}
                    current={isCurrent}
                    chosen={chosen.has(key)}
                    several={desk.several}
                    company={companies.get(companyOf(shownItem)) ?? none}
                    holder={holderOf(shownItem)}
                    writing={isCurrent ? writing : null}
                    decider={decider}
                    nameOf={nameOf}
                    acts={acts}
                    onTake={() => {
                      take(row.index)
                      focus()
                    }}
                    onChoose={() => choose(key)}
                    thread={isCurrent ? desk.thread?.(shownItem) : null}
                  />
                </div>
              </div>
            )
          })}
        </div>
      </div>
      {bulk && (
        <BulkDialog
          items={inBulk}
          all={all}
          plan={why => planOf(inBulk, bulk, why, decider)}
          onClose={() => {
            setBulk(null)
            focus()
          }}
          onDo={deeds => {
            setBulk(null)
            focus()
            void carryOut(deeds).then(ok => {
              if (!ok) return
              setDone(before => [...before, deeds])
              setChosen(new Set())
            })
          }}
        />
      )}
    </div>
  )
}

const none: readonly never[] = []

/** How many a filter will let pass when all are there; null where that is not known beforehand. */
function countAwaited(awaited: StandingCounts, filter: Filter): number | null {
  if (filter.kind || filter.certainty || filter.person || filter.document) return null
  if (filter.standing !== '') return awaited[filter.standing]
  return standings.reduce((sum, standing) => sum + awaited[standing], 0)
}

function rowId(item: QueueItem): string {
  return `queue-${keyOf(item).replaceAll(/[^\w-]/g, '_')}`
}
