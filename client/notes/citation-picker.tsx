import { useState } from 'react'
import { inBibliographicOrder, namesText, yearOf } from '../../schema/bibliography.js'
import { useRecords } from '../app/records.js'
import { useWorkbench } from '../app/workbench.js'
import { WorkDialog } from '../bibliography/work-dialog.js'
import '../bibliography/bibliography.css'
import { Button } from '../ui/button.js'
import { Picker } from './picker.js'
import { useNoteContext } from './use-notes.js'

export interface CitationPickerProps {
  readonly onPick: (key: string, locator: string) => void
  readonly onClose: () => void
}

/** A work of the bibliography, and the place in it. A work that is not there yet can be added on the spot. */
export function CitationPicker({ onPick, onClose }: CitationPickerProps) {
  const { opened } = useWorkbench()
  const { works } = useNoteContext()
  const { put } = useRecords(opened.about.edition.id, 'bibliography')
  const [locator, setLocator] = useState('')
  const [adding, setAdding] = useState(false)
  const add = (
    <>
      {/* Where there is nothing to choose from, the keys go to what helps, not on into the note. */}
      <Button small autoFocus={works.length === 0} onPress={() => setAdding(true)}>
        Add a work…
      </Button>
      {adding && (
        <WorkDialog
          work={null}
          taken={new Set(works.map(({ id }) => id))}
          cited={[]}
          onSave={async work => {
            await put(work.id, work)
            onPick(work.id, locator)
          }}
          onClose={() => setAdding(false)}
        />
      )}
    </>
  )
  if (works.length === 0)
    return (
      <div
        className="note-picker note-picker-fields"
        role="group"
        aria-label="Cite"
        onKeyDown={event => {
          if (event.key !== 'Escape' || adding) return
          event.preventDefault()
          event.stopPropagation()
          onClose()
        }}
      >
        <span className="card-quiet">The bibliography is empty.</span> {add}
      </div>
    )
  const options = (query: string) => {
    const words = query.trim().toLowerCase().split(/\s+/)
    return inBibliographicOrder(works)
      .map(work => ({
        id: work.id,
        title: `${namesText(work.author ?? work.editor) || '—'} ${yearOf(work)}`.trim(),
        detail: `${work.title ?? ''} · ${work.id}`,
      }))
      .filter(({ title, detail }) => words.every(word => `${title} ${detail}`.toLowerCase().includes(word)))
      .slice(0, 40)
  }
  return (
    <Picker
      label="Cite"
      placeholder="name, title or key"
      options={options}
      onClose={onClose}
      onPick={key => onPick(key, locator)}
    >
      <input
        className="input note-locator"
        aria-label="Place in the work"
        placeholder="p. 12"
        maxLength={200}
        value={locator}
        onChange={event => setLocator(event.target.value)}
      />
      {add}
    </Picker>
  )
}
