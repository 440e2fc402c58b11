import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useMemo, useRef, useState } from 'react'
import type { Change, EditedDocument } from '../../schema/document.js'
import { sourceNotesOf } from '../../schema/note-series.js'
import { type NoteType, noteTypes } from '../../schema/notes.js'
import { useNames } from '../app/names.js'
import { useEditorState, useReading, useWorkbench } from '../app/workbench.js'
import { SourceNoteCard } from '../notes/source-note-card.js'
import { Choice } from '../ui/choice.js'
import type { Page } from './contents.js'
import { NoteCard } from './note-card.js'

export interface ListProps {
  readonly pages: readonly Page[]
  readonly onGo: () => void
}

const notesOf = (document: EditedDocument) => document.notes.inOrder()
const divided = (change: Change) => change.structure

/** All notes in text order, or those of one kind or person; or the source's own. */
export function NotesList({ pages, onGo }: ListProps) {
  const { document: edited, editor } = useWorkbench()
  const all = useReading(edited, notesOf, 250)
  const { active } = useEditorState(editor)
  const own = useReading(edited, sourceNotesOf, 400, divided)
  const nameOf = useNames()
  const [type, setType] = useState<NoteType | 'source' | ''>('')
  const [person, setPerson] = useState('')
  const people = useMemo(() => [...new Set(all.map(note => note.by))], [all])
  const shown = useMemo(
    () => all.filter(note => (type === '' || note.type === type) && (person === '' || note.by === person)),
    [all, type, person],
  )
  return (
    <>
      <div className="filters">
        <Choice<NoteType | 'source' | ''>
          label="Kind"
          className="small-select"
          value={type}
          onChange={setType}
          options={[['', 'Any kind'], ...noteTypes.map(t => [t, t] as const), ['source', 'of the source']]}
        />
        <Choice
          label="Person"
          className="small-select"
          value={person}
          onChange={setPerson}
          options={[['', 'Anybody'], ...people.map(p => [p, nameOf(p)] as const)]}
        />
      </div>
      {type === 'source' ? (
        <VirtualCards
          count={own.length}
          keyOf={i => `block ${own[i]}`}
          empty="The source has no notes of its own, or nobody has said so: Alt+Shift+E makes a block one."
        >
          {i => <SourceNoteCard block={own[i]!} pages={pages} onGo={onGo} />}
        </VirtualCards>
      ) : (
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
      )}
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
export function VirtualCards({ count, keyOf, empty, children }: VirtualCardsProps) {
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
