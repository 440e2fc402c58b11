import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { type Journal, type Sitting, type Step, sittingsOf } from '../../schema/history.js'
import { documentIn, writeRecord } from '../../schema/state.js'
import { tellChange, toldOf } from '../../schema/telling.js'
import { useNames } from '../app/names.js'
import { colorOf } from '../app/presence.js'
import { useMayOn } from '../app/rights.js'
import { useValue } from '../app/value.js'
import { Button } from '../ui/button.js'
import { Choice } from '../ui/choice.js'
import { type Moment, useShared } from './desk.js'
import { List } from './list.js'
import { Pane } from './pane.js'
import type { TextPane } from './text-pane.js'
import { moment, placeOfChange, tellSitting } from './words.js'

/** In the filter of persons: no filter. */
const everybody = '*'

export interface TimelineProps {
  readonly at: Moment
  readonly onAt: (at: Moment) => void
  readonly onCompare: (before: Moment, after: Moment) => void
  readonly onReturn: (to: Moment) => void
}

/** Rows a second. */
const speeds = [
  ['1', 'Slow'],
  ['4', 'Normal'],
  ['20', 'Fast'],
  ['100', 'Very fast'],
] as const

const changed = 'history-change'

/** Plays back who did what: the text as it was after each row, and at the row's place the name of whoever wrote it. */
export function Timeline({ at, onAt, onCompare, onReturn }: TimelineProps) {
  const { desk } = useShared()
  const may = useMayOn(desk.session)
  const { recording, document: live } = desk
  const { rows, is } = useValue(recording.progress)
  const nameOf = useNames()
  const [person, setPerson] = useState(everybody)
  const [speed, setSpeed] = useState<string>('4')
  const [playing, setPlaying] = useState(false)
  const pane = useRef<TextPane | null>(null)

  const people = useMemo(
    // The import is nobody's.
    () =>
      [...new Set(recording.journal.steps.slice(0, rows).map(step => step.person))].filter(id => id !== ''),
    [recording, rows],
  )
  // Rows that changed nothing (an undo of nothing, a repetition) are passed over.
  const steps = useMemo(
    () =>
      recording.journal.steps
        .slice(0, rows)
        .filter(step => step.changes.length > 0 && (person === everybody || step.person === person)),
    [recording, rows, person],
  )
  const sittings = useMemo(() => sittingsOf(steps), [steps])
  const index = at === 'now' ? steps.length - 1 : lastUpTo(steps, Number(at))
  const sitting = sittings.findIndex(s => s.from <= index && index <= s.to)

  const player = useMemo(() => new Player(live.witness), [live])
  useEffect(() => () => player.destroy(), [player])

  const step = steps[index]
  const seq = at === 'now' && person === everybody ? rows : (step?.seq ?? 0)
  // What nobody has asked for yet need not be shown at every step of the reading.
  const who = step ? nameOf(step.person) : ''
  const waits = is === 'reading' && at === 'now'
  useEffect(() => {
    if (waits) return
    player.show(recording, seq)
    showStep(pane.current, player, step, () => who)
  }, [player, recording, seq, step, waits, who])

  const go = useCallback(
    (to: number) => {
      const found = steps[Math.max(0, Math.min(steps.length - 1, to))]
      if (found) onAt(`${found.seq}`)
    },
    [steps, onAt],
  )

  useEffect(() => {
    if (!playing) return
    if (index >= steps.length - 1) {
      setPlaying(false)
      return
    }
    // Faster than the screen can draw, several rows are taken at a time.
    const stride = Math.max(1, Math.round(Number(speed) / 20))
    const timer = setTimeout(() => go(index + stride), (1000 * stride) / Number(speed))
    return () => clearTimeout(timer)
  }, [playing, index, steps.length, speed, go])

  const onPane = useCallback((made: TextPane | null) => {
    pane.current = made
  }, [])
  const play = () => {
    if (!playing && index >= steps.length - 1) go(0)
    setPlaying(!playing)
  }
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const onSlider = event.target instanceof HTMLInputElement
    const onButton = event.target instanceof HTMLElement && event.target.closest('button') !== null
    const acts: Readonly<Record<string, () => void>> = {
      ...(onButton ? {} : { ' ': play }),
      p: play,
      ',': () => go(index - 1),
      '.': () => go(index + 1),
      '<': () => go((sittings[sitting - 1] ?? sittings[0])?.to ?? 0),
      '>': () => go((sittings[sitting + 1] ?? sittings.at(-1))?.to ?? 0),
      ...(onSlider ? {} : { ArrowLeft: () => go(index - 1), ArrowRight: () => go(index + 1) }),
    }
    const act = acts[event.key]
    if (!act) return
    event.preventDefault()
    act()
  }

  const here: Moment = step && index < steps.length - 1 ? `${step.seq}` : 'now'
  const words = step ? sayStep(step, player, nameOf) : 'Nothing has been recorded yet'
  return (
    <section className="history-split" onKeyDown={press} aria-label="Timeline">
      <div className="history-side">
        <div className="filters">
          <Choice
            label="Person"
            className="small-select"
            value={person}
            onChange={setPerson}
            options={[[everybody, 'Everybody'], ...people.map(id => [id, nameOf(id)] as const)]}
          />
        </div>
        <List<Sitting>
          label="Sittings"
          items={sittings}
          keyOf={s => String(steps[s.from]!.seq)}
          active={sitting}
          onActive={i => go(sittings[i]!.to)}
          estimate={58}
          empty="Nothing has been recorded yet."
          row={s => (
            <button type="button" className="history-row" tabIndex={-1} onClick={() => go(s.to)}>
              <span className="history-row-head">
                <span className="history-dot" style={{ background: colorOf(s.person) }} />
                <b>{nameOf(s.person)}</b>
                <time className="quiet">{moment(s.ended)}</time>
              </span>
              <span className="quiet">{tellSitting(s, steps)}</span>
            </button>
          )}
        />
      </div>
      <div className="history-stage">
        <Pane
          document={player.document}
          view="all"
          mark={changed}
          label="The text as it was"
          onPane={onPane}
        />
        <div className="history-player">
          <p className="history-words" aria-live={playing ? 'off' : 'polite'}>
            {words}
          </p>
          <input
            type="range"
            aria-label="Moment"
            aria-valuetext={step ? `${moment(step.at)}: ${words}` : 'nothing'}
            min={0}
            max={Math.max(0, steps.length - 1)}
            value={Math.max(0, index)}
            onChange={event => go(Number(event.target.value))}
          />
          <div className="history-controls">
            <Button small aria-label="Step back" onPress={() => go(index - 1)} isDisabled={index <= 0}>
              ‹
            </Button>
            <Button small look="primary" onPress={play} isDisabled={steps.length < 2}>
              {playing ? 'Pause' : 'Play'}
            </Button>
            <Button
              small
              aria-label="Step forward"
              onPress={() => go(index + 1)}
              isDisabled={index >= steps.length - 1}
            >
              ›
            </Button>
            <Choice
              label="Speed"
              className="small-select"
              value={speed}
              onChange={setSpeed}
              options={speeds}
            />
            <span className="quiet history-count">
              {step
                ? `${moment(step.at)} · ${(index + 1).toLocaleString('en')} of ${steps.length.toLocaleString('en')}`
                : ''}
            </span>
            <span className="history-acts">
              <Button small isDisabled={here === 'now'} onPress={() => onCompare(here, 'now')}>
                Compare with now
              </Button>
              {may('propose') && (
                <Button small isDisabled={here === 'now'} onPress={() => onReturn(here)}>
                  Go back to here…
                </Button>
              )}
            </span>
          </div>
        </div>
      </div>
    </section>
  )
}

/** The index of the last step up to a row. */
function lastUpTo(steps: readonly Step[], seq: number): number {
  let low = 0
  let high = steps.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (steps[middle]!.seq <= seq) low = middle + 1
    else high = middle
  }
  return Math.max(0, low - 1)
}

/** One document that is led from moment to moment. */
class Player {
  readonly document
  private at = 0

  constructor(witness: Parameters<typeof documentIn>[0]) {
    this.document = documentIn(witness, new Map())
  }

  show({ journal }: { readonly journal: Journal }, seq: number): void {
    if (seq === this.at || seq > journal.last) return
    const { layers } = this.document
    layers.change(null, () => {
      for (const [key, value] of journal.between(this.at, seq)) writeRecord(layers, key, value)
    })
    this.at = seq
  }

  destroy(): void {
    this.document.destroy()
  }
}

function sayStep(step: Step, { document }: Player, nameOf: (id: string) => string): string {
  const source = { text: document.text, reading: (id: string) => document.corrections.get(id) }
  const told = [
    ...new Set(
      toldOf(step.changes)
        .map(change => tellChange(change, source))
        .filter(w => w !== null),
    ),
  ]
  const rest = told.length > 2 ? ` and ${told.length - 2} more` : ''
  return `${nameOf(step.person)} ${told.slice(0, 2).join(', ')}${rest}`
}

/** Marks in the text what a step did, and puts the person's name there. */
function showStep(
  pane: TextPane | null,
  { document }: Player,
  step: Step | undefined,
  nameOf: (id: string) => string,
): void {
  if (!pane) return
  const places = (step?.changes ?? []).flatMap(change => placeOfChange(change, document) ?? [])
  pane.highlight(
    places.flatMap(({ start, end, correction }) => {
      const added = correction ? document.corrections.get(correction) : undefined
      return [
        { start, end },
        ...(added?.text ? [{ correction: added.id, start: 0, end: added.text.length }] : []),
      ]
    }),
  )
  const place = places[0]
  pane.caret(
    step && place ? { offset: place.end, name: nameOf(step.person), color: colorOf(step.person) } : null,
  )
  if (place) pane.reveal(place.start)
}
