import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useMemo, useRef, useState } from 'react'
import {
  type Correction,
  type CorrectionKind,
  correctionKinds,
  type Standing,
} from '../../schema/corrections.js'
import type { EditedDocument } from '../../schema/document.js'
import { type NoteType, noteTypes } from '../../schema/notes.js'
import { useNames } from '../app/names.js'
import { useEditorState, useReading, useWorkbench } from '../app/workbench.js'
import { Choice } from '../ui/choice.js'
import type { Page } from './contents.js'
import { CorrectionCard } from './correction-card.js'
import { NoteCard } from './note-card.js'
import { kindWords, standingWords } from './words.js'

export interface ListProps {
  readonly pages: readonly Page[]
  readonly onGo: () => void
}

const standings: readonly Standing[] = ['proposed', 'accepted', 'rejected', 'superseded', 'withdrawn']

interface Listed {
  readonly correction: Correction
  readonly standing: Standing
}

const correctionsOf = (document: EditedDocument): readonly Listed[] =>
  document.corrections
    .inOrder()
    .map(correction => ({ correction, standing: document.standing(correction.id) }))

/** All corrections in text order, or those of one standing, kind or person. */
export function CorrectionsList({ pages, onGo }: ListProps) {
  const { document: edited, editor } = useWorkbench()
  const all = useReading(edited, correctionsOf, 250)
  const { active } = useEditorState(editor)
  const nameOf = useNames()
  const [standing, setStanding] = useState<Standing | ''>('')
  const [kind, setKind] = useState<CorrectionKind | ''>('')
  const [person, setPerson] = useState('')
  const people = useMemo(() => [...new Set(all.map(({ correction }) => correction.by))], [all])
  const shown = useMemo(
    () =>
      all.filter(
        ({ correction, standing: now }) =>
          (standing === '' || now === standing) &&
          (kind === '' || correction.kind === kind) &&
          (person === '' || correction.by === person),
      ),
    [all, standing, kind, person],
  )
  return (
    <>
      <div className="filters">
        <Choice<Standing | ''>
          label="Standing"
          className="small-select"
          value={standing}
          onChange={setStanding}
          options={[['', 'Any standing'], ...standings.map(s => [s, standingWords[s]] as const)]}
        />
        <Choice<CorrectionKind | ''>
          label="Kind"
          className="small-select"
          value={kind}
          onChange={setKind}
          options={[['', 'Any kind'], ...correctionKinds.map(k => [k, kindWords[k]] as const)]}
        />
        <Choice
          label="Person"
          className="small-select"
          value={person}
          onChange={setPerson}
          options={[['', 'Anybody'], ...people.map(p => [p, nameOf(p)] as const)]}
        />
      </div>
      <VirtualCards
        count={shown.length}
        keyOf={i => shown[i]!.correction.id}
        empty={all.length === 0 ? 'No corrections yet. Type in the text to make one.' : 'None of these.'}
      >
        {i => {
          const { correction } = shown[i]!
          return (
            <CorrectionCard
              correction={correction}
              active={active !== null && 'correction' in active && active.correction === correction.id}
              pages={pages}
              onGo={() => {
                editor.goTo({ correction: correction.id })
                onGo()
              }}
            />
          )
        }}
      </VirtualCards>
    </>
  )
}

const notesOf = (document: EditedDocument) => document.notes.inOrder()

/** All notes in text order, or those of one kind or person. */
export function NotesList({ pages, onGo }: ListProps) {
  const { document: edited, editor } = useWorkbench()
  const all = useReading(edited, notesOf, 250)
  const { active } = useEditorState(editor)
  const nameOf = useNames()
  const [type, setType] = useState<NoteType | ''>('')
  const [person, setPerson] = useState('')
  const people = useMemo(() => [...new Set(all.map(note => note.by))], [all])
  const shown = useMemo(
    () => all.filter(note => (type === '' || note.type === type) && (person === '' || note.by === person)),
    [all, type, person],
  )
  return (
    <>
      <div className="filters">
        <Choice<NoteType | ''>
          label="Kind"
          className="small-select"
          value={type}
          onChange={setType}
          options={[['', 'Any kind'], ...noteTypes.map(t => [t, t] as const)]}
        />
        <Choice
          label="Person"
          className="small-select"
          value={person}
          onChange={setPerson}
          options={[['', 'Anybody'], ...people.map(p => [p, nameOf(p)] as const)]}
        />
      </div>
      <VirtualCards
        count={shown.length}
        keyOf={i => shown[i]!.id}
        empty={all.length === 0 ? 'No notes yet. Select words and press Alt+Shift+N.' : 'None of these.'}
      >
        {i => {
          const note = shown[i]!
          return (
            <NoteCard
              note={note}
              active={active !== null && 'note' in active && active.note === note.id}
              pages={pages}
              onGo={() => {
                editor.goTo({ note: note.id })
                onGo()
              }}
            />
          )
        }}
      </VirtualCards>
    </>
  )
}

interface VirtualCardsProps {
  readonly count: number
  readonly keyOf: (index: number) => string
  readonly empty: string
  readonly children: (index: number) => ReactNode
}

/** Cards one below the other, of which only those in sight are drawn. */
function VirtualCards({ count, keyOf, empty, children }: VirtualCardsProps) {
  const frame = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count,
    getScrollElement: () => frame.current,
    estimateSize: () => 118,
    getItemKey: keyOf,
    gap: 10,
    overscan: 4,
  })
  if (count === 0) return <p className="side-empty">{empty}</p>
  return (
    <div className="cards-scroll" ref={frame}>
      <div className="cards-all" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(row => (
          <div
            key={row.key}
            ref={rows.measureElement}
            data-index={row.index}
            className="cards-row"
            style={{ transform: `translateY(${row.start}px)` }}
          >
            {children(row.index)}
          </div>
        ))}
      </div>
    </div>
  )
}
