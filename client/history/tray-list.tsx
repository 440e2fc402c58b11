import { useMemo, useState } from 'react'
import type { EditedDocument } from '../../schema/document.js'
import { type Removed, removedIn } from '../../schema/history.js'
import type { Note } from '../../schema/notes.js'
import { readingWords } from '../../schema/telling.js'
import { bringBack, bringBackRemoved, correctionOf, type SetAside, setAsideIn } from '../../schema/tray.js'
import { useNames } from '../app/names.js'
import { useMayOn } from '../app/rights.js'
import { useValue } from '../app/value.js'
import { useReading } from '../app/workbench.js'
import { Button } from '../ui/button.js'
import { Choice } from '../ui/choice.js'
import { tell } from '../ui/toast.js'
import { useShared } from './desk.js'
import { List } from './list.js'
import { moment } from './words.js'

type Why = 'rejected' | 'withdrawn' | 'superseded' | 'removed'

/** One thing in the tray. */
interface Item {
  readonly key: string
  readonly why: Why
  readonly what: 'Correction' | 'Note'
  readonly words: string
  /** Whose it is. */
  readonly by: string
  /** Who put it aside, and when; null where nobody did (a newer acceptance did). */
  readonly aside: { readonly by: string; readonly at: number; readonly why: string } | null
  readonly from: SetAside | Removed
}

const whys = [
  ['', 'Everything'],
  ['rejected', 'Rejected'],
  ['withdrawn', 'Withdrawn'],
  ['superseded', 'Superseded'],
  ['removed', 'Removed'],
] as const satisfies readonly (readonly [Why | '', string])[]

/** Everything that was rejected, withdrawn, superseded or removed, with the way to bring it back. */
export function TrayList() {
  const { desk, demands } = useShared()
  const may = useMayOn(desk.session)
  const { rows } = useValue(desk.recording.progress)
  const nameOf = useNames()
  const aside = useReading(desk.document, setAsideIn, 300)
  const present = useReading(desk.document, presentIn, 300)
  const [why, setWhy] = useState<Why | ''>('')
  const [active, setActive] = useState(0)

  const removed = useMemo(() => removedIn(desk.recording.journal.steps.slice(0, rows)), [desk, rows])
  const items = useMemo(() => {
    const all = [
      ...aside.map(item => asideItem(item, desk.document.text)),
      ...removed.filter(r => !isBack(r, present)).flatMap(r => removedItem(r, desk.document.text) ?? []),
    ]
    return all
      .filter(item => why === '' || item.why === why)
      .sort((a, b) => (b.aside?.at ?? 0) - (a.aside?.at ?? 0))
  }, [aside, removed, present, why, desk])

  const back = ({ from, what, by, words }: Item) => {
    if (!may('propose')) return
    const restorer = desk.restorer('Brought back from the tray', demands)
    const doings =
      'correction' in from
        ? bringBack(from, desk.document, restorer)
        : bringBackRemoved(from, desk.document, restorer, `After a note by ${nameOf(by)}.`)
    if (doings.length === 0) {
      tell({ words: 'This edition asks that somebody else do this', bad: true })
      return
    }
    desk.act(doings)
    tell({ words: `${what} brought back: ${words}` })
  }
  return (
    <div className="history-tray">
      <div className="filters">
        <Choice<Why | ''>
          label="Why it is here"
          className="small-select"
          value={why}
          onChange={to => {
            setWhy(to)
            setActive(0)
          }}
          options={whys}
        />
        <span className="quiet">
          {items.length.toLocaleString('en')} {items.length === 1 ? 'thing' : 'things'}.
          {may('propose') && ' Enter brings back the one in hand.'}
        </span>
      </div>
      <List
        label="Tray"
        items={items}
        keyOf={item => item.key}
        active={Math.min(active, items.length - 1)}
        onActive={setActive}
        onKey={(key, i) => {
          if (key !== 'Enter' && key !== 'r') return false
          back(items[i]!)
          return true
        }}
        estimate={70}
        empty="The tray is empty: nothing was rejected, withdrawn, superseded or removed."
        row={(item, i) => (
          <div className="history-item" onPointerDown={() => setActive(i)}>
            <div>
              <span className="history-row-head">
                <b>{item.what}</b>
                <span className={`tag ${item.why === 'rejected' ? 'tag-red' : 'tag-grey'}`}>{item.why}</span>
                <span className="quiet">by {nameOf(item.by)}</span>
              </span>
              <span className="history-reading-words">{item.words}</span>
              {item.aside && (
                <span className="quiet">
                  {item.why} by {nameOf(item.aside.by)}, {moment(item.aside.at)}
                  {item.aside.why && `: ${item.aside.why}`}
                </span>
              )}
            </div>
            {may('propose') && (
              <Button small onPress={() => back(item)}>
                Bring back
              </Button>
            )}
          </div>
        )}
      />
    </div>
  )
}

interface Present {
  readonly ids: ReadonlySet<string>
  readonly notes: readonly Note[]
}

/** What need not be offered again: what is there, and what something of somebody else's has been proposed anew from. */
function presentIn(document: EditedDocument): Present {
  const ids = new Set<string>()
  for (const { id, parent } of document.corrections.values()) ids.add(id).add(parent ?? '')
  for (const { id } of document.notes.values()) ids.add(id)
  return { ids, notes: [...document.notes.values()] }
}

function isBack({ id, root, value }: Removed, { ids, notes }: Present): boolean {
  if (ids.has(id) || root === 'corrections') return ids.has(id)
  const words = wordsIn(value.body)
  return notes.some(
    note =>
      note.start === value.start &&
      note.end === value.end &&
      note.text.replaceAll('\n', ' ').trim().startsWith(words),
  )
}

function asideItem(from: SetAside, text: string): Item {
  const { correction, standing, decision } = from
  return {
    key: `aside-${correction.id}`,
    why: standing,
    what: 'Correction',
    words: readingWords(text, correction),
    by: correction.by,
    // A superseded correction was accepted: who did that did not put it aside.
    aside: decision && standing !== 'superseded' ? decision : null,
    from,
  }
}

/** Null where nothing can be read of it, or it said nothing. */
function removedItem(from: Removed, text: string): Item | null {
  const { root, id, value, removedBy, removedAt } = from
  const by = typeof value.by === 'string' ? value.by : ''
  const aside = { by: removedBy, at: removedAt, why: '' }
  const common = { key: `removed-${id}`, why: 'removed', by, aside, from } as const
  if (root === 'corrections') {
    const correction = correctionOf(value, id, { person: by, now: 0 }, id)
    if (!correction || (correction.text === '' && correction.start === correction.end)) return null
    return { ...common, what: 'Correction', words: readingWords(text, correction) }
  }
  return { ...common, what: 'Note', words: wordsIn(value.body) || 'empty' }
}

/** The letters of a note's body as states have it. */
function wordsIn(body: unknown): string {
  if (!Array.isArray(body)) return ''
  return body
    .map((node: { text?: unknown; content?: unknown }) =>
      typeof node.text === 'string' ? node.text : wordsIn(node.content),
    )
    .join(' ')
    .trim()
}
