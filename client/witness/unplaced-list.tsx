import { useMemo, useState } from 'react'
import type { Change, EditedDocument } from '../../schema/document.js'
import {
  allUnplaced,
  bringBackUnplaced,
  needsWords,
  place,
  placingDeed,
  placingFault,
  setAside,
  stateOfUnplaced,
  type Unplaced,
  type UnplacedState,
} from '../../schema/unplaced.js'
import { useNames } from '../app/names.js'
import { useMay } from '../app/rights.js'
import { useWorkbench } from '../app/workbench.js'
import { VirtualCards } from '../panels/lists.js'
import { Button } from '../ui/button.js'
import { Choice } from '../ui/choice.js'
import { tell } from '../ui/toast.js'
import { authorOf, causeWords, nouns, saidBy, stateWords } from './words.js'
import './witness.css'

/** What has no place, for `useReading`; and whether a change concerns it. */
export const unplacedIn = ({ layers }: EditedDocument) => allUnplaced(layers)
export const changesUnplaced = ({ transaction }: Change, { layers }: EditedDocument) =>
  [...transaction.changed.keys()].some(type => (type as unknown) === layers.unplaced)

const order: readonly UnplacedState[] = ['open', 'already', 'placed', 'aside']

/** Placing is nobody's own work that undo could take back. */
const origin = { name: 'placing' }

export interface UnplacedListProps {
  readonly all: readonly Unplaced[]
  readonly onGo: () => void
}

/** What the earlier witness had and this one has no place for: each with its old words, to be placed or set aside. */
export function UnplacedList({ all, onGo }: UnplacedListProps) {
  const [state, setState] = useState<UnplacedState>('open')
  const counts = useMemo(() => {
    const found = new Map<UnplacedState, number>()
    for (const one of all) found.set(stateOfUnplaced(one), (found.get(stateOfUnplaced(one)) ?? 0) + 1)
    return found
  }, [all])
  const shown = all.filter(one => stateOfUnplaced(one) === state)
  return (
    <>
      <div className="filters">
        <Choice<UnplacedState>
          label="Which"
          className="small-select"
          value={state}
          onChange={setState}
          options={order.map(s => [s, `${stateWords[s]} ${counts.get(s) ?? 0}`] as const)}
        />
        {state === 'open' && shown.length > 0 && (
          <span className="quiet">Select the words in the text, then “Place here”.</span>
        )}
        {state === 'already' && shown.length > 0 && (
          <span className="quiet">This witness says it by itself.</span>
        )}
      </div>
      <VirtualCards
        count={shown.length}
        keyOf={i => shown[i]!.id}
        empty={
          state === 'open'
            ? 'Everything from the earlier witness has its place, or was set aside.'
            : `Nothing is ${stateWords[state].toLowerCase()}.`
        }
      >
        {i => <UnplacedCard unplaced={shown[i]!} onGo={onGo} />}
      </VirtualCards>
    </>
  )
}

function UnplacedCard({ unplaced, onGo }: { readonly unplaced: Unplaced; readonly onGo: () => void }) {
  const { editor, document: edited, me } = useWorkbench()
  const may = useMay()
  const nameOf = useNames()
  const { root, words, before, after, why, placed, aside, near } = unplaced
  const state = stateOfUnplaced(unplaced)
  const deed = placingDeed(root)
  const author = authorOf(unplaced)
  const said = saidBy(unplaced)
  const noun = nouns[root][0]
  const { layers, structure } = edited

  const here = () => {
    const { offset } = editor.state
    const selected = editor.selectedRange()
    const range = needsWords(unplaced)
      ? (selected ?? { start: offset, end: offset })
      : ((editor.state.empty ? null : selected) ?? { start: offset, end: offset })
    const fault = placingFault(unplaced, range, edited.text, structure)
    if (fault) {
      tell({ words: fault, bad: true })
      return
    }
    layers.change(origin, () => place(layers, unplaced, range, { by: me.id, at: Date.now() }, structure))
    tell({
      words: `${noun} placed on “${edited.text.slice(range.start, range.end) || '…'}”`,
      ...(root === 'corrections'
        ? { detail: 'It is a proposal again, whatever was decided on it before.' }
        : {}),
    })
    onGo()
  }
  const change = (write: () => void) => layers.change(origin, write)

  return (
    <article className="card unplaced" aria-label={`${noun} without a place: ${words || said}`}>
      <div className="card-meta">
        <span className="tag">{noun}</span>
        <span className={`tag ${state === 'open' ? 'tag-amber' : 'tag-grey'}`}>{causeWords[why]}</span>
        {author && <span className="end">{nameOf(author)}</span>}
      </div>
      <Button
        look="plain"
        className="card-go unplaced-words"
        onPress={() => {
          editor.goTo(unplaced.end > near ? { offset: near, end: unplaced.end } : { offset: near })
          onGo()
        }}
      >
        <span className="quiet">{flat(before)}</span>
        <mark>{flat(words) || '‸'}</mark>
        <span className="quiet">{flat(after)}</span>
      </Button>
      {root === 'corrections' ? (
        <p className="unplaced-said">
          <del>{flat(words) || '∅'}</del> <ins>{said}</ins>
        </p>
      ) : (
        said && <p className="unplaced-said">{said}</p>
      )}
      {placed && <p className="quiet">Placed by {nameOf(placed.by)}.</p>}
      {aside && !placed && <p className="quiet">Set aside by {nameOf(aside.by)}.</p>}
      {deed !== null && may(deed) && (
        <div className="card-acts unplaced-acts">
          <Button small {...(state === 'open' ? { look: 'primary' as const } : {})} onPress={here}>
            {placed ? 'Move here' : 'Place here'}
          </Button>
          {state === 'open' && (
            <Button
              small
              onPress={() => change(() => setAside(layers, unplaced, { by: me.id, at: Date.now() }))}
            >
              Set aside
            </Button>
          )}
          {state === 'aside' && (
            <Button small onPress={() => change(() => bringBackUnplaced(layers, unplaced))}>
              Take up again
            </Button>
          )}
        </div>
      )}
    </article>
  )
}

const flat = (text: string) => text.replace(/\s+/g, ' ')
