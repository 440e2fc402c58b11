import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { compare, type Difference, nameOf as keyOfDifference, rangeOf } from '../../schema/compare.js'
import type { EditedDocument } from '../../schema/document.js'
import { sittingsOf } from '../../schema/history.js'
import type { View } from '../../schema/readings.js'
import type { MatchPart } from '../../schema/search.js'
import { useNames } from '../app/names.js'
import { useMayOn } from '../app/rights.js'
import { useValue } from '../app/value.js'
import { Button } from '../ui/button.js'
import { Choice } from '../ui/choice.js'
import { type Moment, useShared } from './desk.js'
import { List } from './list.js'
import { Pane } from './pane.js'
import type { TextPane } from './text-pane.js'
import { moment, type Told, tell } from './words.js'

export interface ComparisonProps {
  readonly pair: readonly [before: Moment, after: Moment]
  readonly onPair: (pair: readonly [Moment, Moment]) => void
  readonly onReturn: (to: Moment) => void
}

const kinds = ['correction', 'note', 'structure', 'name', 'reply'] as const
type Kind = (typeof kinds)[number]

const kindTitles: Readonly<Record<Kind, string>> = {
  correction: 'Corrections',
  note: 'Notes',
  structure: 'Structure',
  name: 'Names',
  reply: 'Replies',
}

const kindOf = ({ is }: Difference): Kind =>
  is === 'block' || is === 'milestone' || is === 'span' ? 'structure' : is

const views = [
  ['all', 'All markup'],
  ['reading', 'Reading text'],
  ['diplomatic', 'Diplomatic text'],
] as const satisfies readonly (readonly [View, string])[]

/** As many sittings as the list of moments offers; earlier ones are reached by the timeline. */
const mostSittings = 150

/** What differs between two moments: as a list, and in two texts side by side. */
export function Comparison({ pair, onPair, onReturn }: ComparisonProps) {
  const { desk } = useShared()
  const may = useMayOn(desk.session)
  const { rows } = useValue(desk.recording.progress)
  const nameOf = useNames()
  const [view, setView] = useState<View>('all')
  const [kind, setKind] = useState<Kind | ''>('')
  const [active, setActive] = useState(-1)
  const [side, setSide] = useState<'before' | 'after'>('after')
  const moments = useMoments(pair)
  const [before, after] = pair
  const changes = useChanges(desk.document, pair.includes('now'))

  // `rows`: a moment that had not been read yet may be there now.
  const documents = useMemo(
    () => (rows >= 0 ? ([desk.at(before), desk.at(after)] as const) : ([null, null] as const)),
    [desk, before, after, rows],
  )
  const [was, is] = documents
  const differences = useMemo(() => (was && is && changes >= 0 ? compare(was, is) : []), [was, is, changes])
  const shown = useMemo(() => differences.filter(d => kind === '' || kindOf(d) === kind), [differences, kind])
  const { onLeft, onRight, onScroll, panes } = usePanes()

  useEffect(() => {
    if (!was || !is) return
    panes.current.left?.highlight(differences.flatMap(d => partsOf(d, 'before', was)))
    panes.current.right?.highlight(differences.flatMap(d => partsOf(d, 'after', is)))
  }, [was, is, differences, view, panes])

  const choose = (index: number) => {
    setActive(index)
    const difference = shown[index]
    const range = difference && was && is ? rangeOf(difference, is, was) : null
    if (!range) return
    panes.current.left?.reveal(range.start)
    panes.current.right?.reveal(range.start)
  }
  const counts = kinds.map(k => [k, differences.filter(d => kindOf(d) === k).length] as const)
  return (
    <section className="history-split" aria-label="Comparison">
      <div className="history-side">
        <div className="filters history-pair">
          <Choice
            label="Before"
            className="small-select"
            value={before}
            onChange={to => onPair([to, after])}
            options={moments}
          />
          <Button
            small
            look="plain"
            aria-label="Swap the two moments"
            onPress={() => onPair([after, before])}
          >
            ⇄
          </Button>
          <Choice
            label="After"
            className="small-select"
            value={after}
            onChange={to => onPair([before, to])}
            options={moments}
          />
          <Choice label="Text" className="small-select" value={view} onChange={setView} options={views} />
          <Choice<Kind | ''>
            label="What differs"
            className="small-select"
            value={kind}
            onChange={to => {
              setKind(to)
              setActive(-1)
            }}
            options={[
              ['', `Everything (${differences.length.toLocaleString('en')})`],
              ...counts.map(([k, n]) => [k, `${kindTitles[k]} (${n.toLocaleString('en')})`] as const),
            ]}
          />
          {before !== 'now' && may('propose') && (
            <Button small onPress={() => onReturn(before)}>
              Go back…
            </Button>
          )}
        </div>
        <List
          label="Differences"
          items={shown}
          keyOf={d => `${d.is}-${keyOfDifference(d)}`}
          active={active}
          onActive={choose}
          estimate={74}
          empty={was && is ? 'Nothing differs.' : 'This moment has not been read yet.'}
          row={(difference, i) => (
            <button type="button" className="history-row" tabIndex={-1} onClick={() => choose(i)}>
              <ToldLine told={tell(difference, is ?? desk.document)} nameOf={nameOf} />
            </button>
          )}
        />
      </div>
      <div className="history-stage history-two" data-side={side}>
        <div className="history-which">
          <Button small onPress={() => setSide(side === 'before' ? 'after' : 'before')}>
            Show {side === 'before' ? 'after' : 'before'}
          </Button>
        </div>
        {was && is && (
          <>
            <Pane
              className="pane-before"
              document={was}
              view={view}
              mark="history-before"
              label="Before"
              onPane={onLeft}
              onScroll={onScroll.left}
            />
            <Pane
              className="pane-after"
              document={is}
              view={view}
              mark="history-after"
              label="After"
              onPane={onRight}
              onScroll={onScroll.right}
            />
          </>
        )}
      </div>
    </section>
  )
}

export function ToldLine({ told, nameOf }: { readonly told: Told; readonly nameOf: (id: string) => string }) {
  return (
    <>
      <span className="history-row-head">
        <b>{told.what}</b>
        {told.deeds.map(deed => (
          <span key={deed} className={`tag ${looks[deed] ?? 'tag-grey'}`}>
            {deed}
          </span>
        ))}
        {told.by && <span className="quiet history-by">{nameOf(told.by)}</span>}
      </span>
      <span className="history-reading-words">{told.words}</span>
    </>
  )
}

const looks: Readonly<Record<string, string>> = {
  made: 'tag-blue',
  changed: 'tag-amber',
  removed: 'tag-red',
  accepted: 'tag-green',
  rejected: 'tag-red',
}

/** The moments that can be compared: now, the versions, the ends of sittings, the import, and those already chosen. */
function useMoments(pair: readonly [Moment, Moment]): readonly (readonly [Moment, string])[] {
  const { desk, own } = useShared()
  const { rows } = useValue(desk.recording.progress)
  const nameOf = useNames()
  const sittings = useMemo(() => {
    const steps = desk.recording.journal.steps.slice(0, rows)
    const ends = sittingsOf(steps).map(s => ({ seq: steps[s.to]!.seq, person: s.person, at: s.ended }))
    return ends.reverse().slice(0, mostSittings)
  }, [desk, rows])
  const options = new Map<Moment, string>([['now', 'Now']])
  for (const { value } of own) options.set(`${value.seq}`, `“${value.title}”`)
  for (const { seq, person, at } of sittings)
    if (!options.has(`${seq}`)) options.set(`${seq}`, `${moment(at)} · ${nameOf(person)}`)
  options.set('1', 'As imported')
  for (const chosen of pair)
    if (!options.has(chosen)) {
      const step = desk.recording.journal.steps[Number(chosen) - 1]
      options.set(chosen, step ? `${moment(step.at)}, row ${step.seq}` : `Row ${chosen}`)
    }
  return [...options]
}

/** Counts the changes of a document, a burst of them as one, while somebody wants to know. */
function useChanges(document: EditedDocument, wanted: boolean): number {
  const [count, setCount] = useState(0)
  useEffect(() => {
    if (!wanted) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = document.onChange(() => {
      clearTimeout(timer)
      timer = setTimeout(() => setCount(n => n + 1), 300)
    })
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [document, wanted])
  return count
}

/** Two panes that scroll together. */
function usePanes() {
  const panes = useRef<{ left: TextPane | null; right: TextPane | null }>({ left: null, right: null })
  const led = useRef<{ side: 'left' | 'right'; top: number } | null>(null)
  const onLeft = useCallback((pane: TextPane | null) => {
    panes.current.left = pane
  }, [])
  const onRight = useCallback((pane: TextPane | null) => {
    panes.current.right = pane
  }, [])
  const onScroll = useMemo(() => {
    const follow = (from: 'left' | 'right') => () => {
      const own = panes.current[from]
      // What this pane does because the other leads is no wish of the reader's.
      if (!own || (led.current?.side === from && Math.abs(led.current.top - own.scrolled) < 2)) return
      const side = from === 'left' ? 'right' : 'left'
      const to = panes.current[side]
      const anchor = own.anchor()
      if (!to || !anchor) return
      to.scrollTo(anchor)
      led.current = { side, top: to.scrolled }
    }
    return { left: follow('left'), right: follow('right') }
  }, [])
  return { panes, onLeft, onRight, onScroll }
}

/** What to mark in one of the two texts. */
function partsOf(
  difference: Difference,
  side: 'before' | 'after',
  document: EditedDocument,
): readonly MatchPart[] {
  const range = rangeOf(difference, document)
  if (!range) return []
  if (difference.is !== 'correction') {
    const { start, end } = range
    // A place has no length: the letter after it shows where it is.
    return [{ start, end: Math.max(end, Math.min(document.length, start + 1)) }]
  }
  const here = difference[side]
  const { start, end } = here ?? range
  return [
    { start, end },
    ...(here && here.text !== '' ? [{ correction: here.id, start: 0, end: here.text.length }] : []),
  ]
}
