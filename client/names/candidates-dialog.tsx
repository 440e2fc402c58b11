import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { Checkbox } from 'react-aria-components'
import { graphemeEnd, graphemeStart } from '../../schema/graphemes.js'
import { type Candidate, candidatesIn } from '../../schema/name-candidates.js'
import { type NameType, nameTypes } from '../../schema/names.js'
import { oneLine, type Register, typeWords } from '../../schema/register.js'
import { useWorkbench } from '../app/workbench.js'
import { announce } from '../ui/announce.js'
import { Button } from '../ui/button.js'
import { Choice } from '../ui/choice.js'
import { Modal } from '../ui/modal.js'
import { tell } from '../ui/toast.js'
import { keepNotNames, notNames } from './not-names.js'
import { useRegister } from './use-register.js'
import { tagRanges } from './writing.js'

const signWords = {
  register: 'in the register',
  title: 'after a title',
  date: 'a date',
  capitals: 'capitals',
} as const

/** What the person says of one candidate before tagging it: another type, which entry, which places not. */
interface Answer {
  readonly type?: NameType
  readonly means?: string
  readonly without?: ReadonlySet<number>
}

/** The words of the document that look like names, to be gone through with keys: j and k go down and up, a tags every
 * place that is ticked, r says that it is no name, 1 to 4 say of which type it is. */
export function CandidatesDialog({ onClose }: { readonly onClose: () => void }) {
  const { editor, document, opened } = useWorkbench()
  const edition = opened.about.edition.id
  const used = useRegister(edition)
  const { register, ready } = used
  // Found once: a list that changed under the eyes could not be gone through.
  const [found, setFound] = useState<readonly Candidate[] | null>(null)
  useEffect(() => {
    if (ready) setFound(known => known ?? candidatesIn(document, register))
  }, [ready, document, register])
  const [refused, setRefused] = useState(() => notNames(edition))
  const [done, setDone] = useState<ReadonlySet<string>>(new Set())
  const [answers, setAnswers] = useState<Readonly<Record<string, Answer>>>({})
  const [at, setAt] = useState(0)
  const list = useMemo(
    () => (found ?? []).filter(c => !done.has(c.key) && !refused.has(c.key)),
    [found, done, refused],
  )
  const current = list[Math.min(at, list.length - 1)]
  const answer = current ? (answers[current.key] ?? {}) : {}
  const say = (more: Answer) => {
    if (current) setAnswers({ ...answers, [current.key]: { ...answer, ...more } })
  }
  const accept = () => {
    if (!current) return
    const { key, words, type, places, means } = { ...current, ...settled(current, answer) }
    const chosen = places.filter((_, i) => !answer.without?.has(i))
    if (chosen.length === 0) return
    setDone(new Set([...done, key]))
    const ref = means === 'new' ? used.add(type, words) : Promise.resolve(means)
    ref.then(
      id => {
        tagRanges(editor, chosen, type, id)
        announce(`${words}: ${chosen.length} tagged`)
      },
      error => {
        setDone(before => new Set([...before].filter(k => k !== key)))
        tell({ words: 'The register could not be written', detail: String(error), bad: true })
      },
    )
  }
  const refuse = () => {
    if (!current) return
    const next = new Set([...refused, current.key])
    setRefused(next)
    keepNotNames(edition, next)
    announce(`${current.words} is no name`)
  }
  const keyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const last = list.length - 1
    const type = nameTypes[Number(event.key) - 1]
    if (event.key === 'j' || event.key === 'ArrowDown') setAt(Math.min(last, at + 1))
    else if (event.key === 'k' || event.key === 'ArrowUp') setAt(Math.max(0, at - 1))
    else if (event.key === 'a') accept()
    else if (event.key === 'r') refuse()
    else if (type) say({ type })
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <Modal title="Words that look like names" isOpen onClose={onClose} wide>
      <div className="candidates">
        <Words
          list={list}
          at={Math.min(at, list.length - 1)}
          onAt={setAt}
          onKeyDown={keyDown}
          typeOf={c => answers[c.key]?.type ?? c.type}
          empty={found ? 'Nothing more in this document looks like a name.' : 'Looking…'}
        />
        {current && (
          <section className="candidate" aria-label={current.words}>
            <h3>{current.words}</h3>
            <div className="candidate-says">
              <Choice
                label="Type"
                value={answer.type ?? current.type}
                options={nameTypes.map((type, i) => [type, `${i + 1} · ${typeWords[type][0]}`] as const)}
                onChange={type => say({ type })}
              />
              <Choice
                label="Means"
                value={settled(current, answer).means}
                options={meanings(current, register)}
                onChange={means => say({ means })}
              />
            </div>
            <ul className="contexts">
              {current.places.slice(0, 200).map(({ start, end }, i) => (
                <li key={start}>
                  <Checkbox
                    className="check"
                    isSelected={!answer.without?.has(i)}
                    onChange={ticked => {
                      const without = new Set(answer.without)
                      if (ticked) without.delete(i)
                      else without.add(i)
                      say({ without })
                    }}
                  >
                    <span className="check-box" aria-hidden="true" />
                    <Context text={document.text} start={start} end={end} />
                  </Checkbox>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
      <div className="dialog-foot candidate-foot">
        <span className="quiet">
          {list.length} left · <kbd>J</kbd> <kbd>K</kbd> down and up · <kbd>1</kbd>–<kbd>4</kbd> type
        </span>
        <Button onPress={refuse} isDisabled={!current}>
          Not a name <kbd>R</kbd>
        </Button>
        <Button look="primary" onPress={accept} isDisabled={!current}>
          Tag <kbd>A</kbd>
        </Button>
        {refused.size > 0 && (
          <Button
            look="plain"
            onPress={() => {
              setRefused(new Set())
              keepNotNames(edition, new Set())
            }}
          >
            Show the {refused.size} again that are no names
          </Button>
        )}
      </div>
    </Modal>
  )
}

/** The type and the entry that hold where nothing else was said: the one entry that has this form; where several have
 * it none, as only the context can tell; else a new one. Dates need no entry. */
function settled(candidate: Candidate, answer: Answer): { type: NameType; means: string } {
  const { entries } = candidate
  const type = answer.type ?? candidate.type
  const usual = entries.length === 1 ? entries[0]! : entries.length > 1 || type === 'date' ? '' : 'new'
  return { type, means: answer.means ?? usual }
}

function meanings(candidate: Candidate, register: Register): (readonly [string, string])[] {
  const known = candidate.entries.flatMap(id => register.entry(id) ?? [])
  return [
    ...known.map(({ id, form, dates }) => [id, dates ? `${form}, ${dates}` : form] as const),
    ['new', 'a new entry of the register'],
    ['', 'nobody has said who or what yet'],
  ]
}

interface WordsProps {
  readonly list: readonly Candidate[]
  readonly at: number
  readonly onAt: (index: number) => void
  readonly onKeyDown: (event: KeyboardEvent) => void
  readonly typeOf: (candidate: Candidate) => NameType
  readonly empty: string
}

function Words({ list, at, onAt, onKeyDown, typeOf, empty }: WordsProps) {
  const frame = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: list.length,
    getScrollElement: () => frame.current,
    estimateSize: () => 46,
    overscan: 8,
  })
  useEffect(() => {
    if (at >= 0) rows.scrollToIndex(at, { align: 'auto' })
  }, [at, rows])
  useEffect(() => frame.current?.focus(), [])
  return (
    <div
      ref={frame}
      className="candidate-list"
      role="listbox"
      aria-label="Words that look like names"
      aria-activedescendant={at >= 0 ? `candidate-${at}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      {list.length === 0 && <p className="side-empty">{empty}</p>}
      <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {rows.getVirtualItems().map(row => {
          const candidate = list[row.index]
          if (!candidate) return null
          const type = typeOf(candidate)
          return (
            <div
              key={candidate.key}
              id={`candidate-${row.index}`}
              role="option"
              tabIndex={-1}
              aria-selected={row.index === at}
              className={`candidate-row${row.index === at ? ' on' : ''}`}
              style={{ transform: `translateY(${row.start}px)` }}
              onClick={() => onAt(row.index)}
              onKeyDown={onKeyDown}
            >
              <span>
                {candidate.words}
                <small>
                  <span className={`dot ${type}`} aria-hidden="true" /> {typeWords[type][0]} ·{' '}
                  {signWords[candidate.sign]}
                </small>
              </span>
              <small>{candidate.places.length}</small>
            </div>
          )
        })}
      </div>
    </div>
  )
}

/** Words with what stands around them. */
export function Context({ text, start, end }: { text: string; start: number; end: number }) {
  const before = text.slice(graphemeStart(text, Math.max(0, start - 48)), start)
  const after = text.slice(end, graphemeEnd(text, Math.min(text.length, end + 48)))
  return (
    <span className="context">
      …{before.replace(/\s+/gu, ' ')}
      <b>{oneLine(text.slice(start, end))}</b>
      {after.replace(/\s+/gu, ' ')}…
    </span>
  )
}
