import { memo, useMemo } from 'react'
import {
  type Certainty,
  type CorrectionKind,
  certainties,
  correctionKinds,
  type Standing,
} from '../../schema/corrections.js'
import { standings } from '../../schema/queue.js'
import { useNames } from '../app/names.js'
import { certaintyWords, kindWords, standingWords } from '../panels/words.js'
import { Choice } from '../ui/choice.js'
import { choicesOf, type Filter, type Order, type QueueItem } from './queue-item.js'

const orderWords: readonly (readonly [Order, string])[] = [
  ['place', 'By place'],
  ['newest', 'Newest first'],
  ['oldest', 'Oldest first'],
]

export interface FiltersProps {
  readonly items: readonly QueueItem[]
  readonly filter: Filter
  readonly several: boolean
  readonly onFilter: (filter: Filter) => void
}

/** What of a queue is shown, and in which order. Drawn anew only for other items or another filter. */
export const Filters = memo(function Filters({ items, filter, several, onFilter }: FiltersProps) {
  const nameOf = useNames()
  const { people, documents } = useMemo(() => choicesOf(items), [items])
  const set = (change: Partial<Filter>) => onFilter({ ...filter, ...change })
  return (
    <div className="filters" role="group" aria-label="Show">
      <Choice<Standing | ''>
        label="Standing"
        className="small-select"
        value={filter.standing}
        onChange={standing => set({ standing })}
        options={[['', 'Any standing'], ...standings.map(s => [s, standingWords[s]] as const)]}
      />
      <Choice<CorrectionKind | ''>
        label="Kind"
        className="small-select"
        value={filter.kind}
        onChange={kind => set({ kind })}
        options={[['', 'Any kind'], ...correctionKinds.map(k => [k, kindWords[k]] as const)]}
      />
      <Choice
        label="Person"
        className="small-select"
        value={filter.person}
        onChange={person => set({ person })}
        options={[['', 'Anybody'], ...people.map(p => [p, nameOf(p)] as const)]}
      />
      <Choice<Certainty | ''>
        label="Certainty"
        className="small-select"
        value={filter.certainty}
        onChange={certainty => set({ certainty })}
        options={[
          ['', 'Any certainty'],
          ...certainties.map(c => [c, c === 'unknown' ? 'certainty not said' : certaintyWords[c]] as const),
        ]}
      />
      {several && (
        <Choice
          label="Document"
          className="small-select"
          value={filter.document}
          onChange={document => set({ document })}
          options={[['', 'All documents'], ...documents]}
        />
      )}
      <Choice<Order>
        label="Order"
        className="small-select"
        value={filter.order}
        onChange={order => set({ order })}
        options={orderWords}
      />
    </div>
  )
})
