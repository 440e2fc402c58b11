import { type Note, type NoteType, noteTypes } from '../../schema/notes.js'
import { useNames } from '../app/names.js'
import { useMay } from '../app/rights.js'
import { useWorkbench, writeOn } from '../app/workbench.js'
import { BodyView } from '../notes/body-view.js'
import { useNoteContext } from '../notes/use-notes.js'
import { Button } from '../ui/button.js'
import { Choice } from '../ui/choice.js'
import type { Page } from './contents.js'
import { NoteBody } from './note-body.js'
import { Replies } from './replies.js'
import { citation, when } from './words.js'

export interface NoteCardProps {
  readonly note: Note
  readonly active: boolean
  readonly pages: readonly Page[]
  readonly onGo: () => void
}

const typeWords: Record<NoteType, string> = { textual: 'Textual note', explanatory: 'Explanatory note' }

/** One note: the words it is on, its body, who wrote it. Its author edits it where it stands. */
export function NoteCard({ note, active, pages, onGo }: NoteCardProps) {
  const { document: edited, editor, me } = useWorkbench()
  const nameOf = useNames()
  const label = useNoteContext().labels.get(note.id)
  const { id, type, by, at, start, end, on } = note
  const may = useMay()
  const mine = by === me.id && may('note')
  const mayWrite = mine || (note.shared && may('note'))
  const body = edited.layers.noteBody(id)
  const proposed = on ? edited.corrections.get(on)?.text : undefined
  const words = proposed ?? edited.text.slice(start, end)
  const tag = type === 'textual' ? 'tag-violet' : 'tag-blue'
  return (
    <article
      className={`card${active ? ' on on-note' : ''}`}
      aria-label={`${typeWords[type]} on “${words.slice(0, 60)}”`}
      aria-current={active ? 'true' : undefined}
    >
      <div className="card-meta">
        {label !== undefined && <span className={`note-mark ${type}`}>{label}</span>}
        {mine ? (
          <Choice<NoteType>
            label="Kind of note"
            className={`tag ${tag}`}
            value={type}
            options={noteTypes.map(t => [t, typeWords[t]] as const)}
            onChange={next => writeOn(editor, () => edited.layers.setNote(id, { type: next }))}
          />
        ) : (
          <span className={`tag ${tag}`}>{typeWords[type]}</span>
        )}
        <span className="end">{citation(edited, start, pages)}</span>
      </div>
      <Button look="plain" className="card-go card-lemma" onPress={onGo}>
        {words.replace(/\s+/g, ' ')}
      </Button>
      {body && mayWrite && (
        <NoteBody
          note={id}
          body={body}
          active={active}
          label="The note"
          autoFocus={mine && active && note.text === ''}
          onLeave={() => editor.focus()}
        />
      )}
      {body && !mayWrite && <BodyView body={body} />}
      <div className="card-meta">
        <span>
          {nameOf(by)}, {when(at, Date.now())}
        </span>
        {!mine && mayWrite && <span className="end">you may write in it</span>}
        {mine && active && (
          <Button
            small
            look="plain"
            className="end"
            onPress={() => writeOn(editor, () => edited.layers.setNote(id, { shared: !note.shared }))}
          >
            {note.shared ? 'Write alone' : 'Let others write'}
          </Button>
        )}
        {mine && active && (
          <Button small look="plain" onPress={() => writeOn(editor, () => edited.layers.removeNote(id))}>
            Delete
          </Button>
        )}
      </div>
      <Replies on={id} active={active} />
    </article>
  )
}
