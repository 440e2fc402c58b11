import { useState } from 'react'
import { Link } from 'wouter'
import { inBibliographicOrder, namesText, yearOf } from '../../schema/bibliography.js'
import { useWorkbench } from '../app/workbench.js'
import { Picker } from './picker.js'
import { useNoteContext } from './use-notes.js'

export interface CitationPickerProps {
  readonly onPick: (key: string, locator: string) => void
  readonly onClose: () => void
}

/** A work of the bibliography, and the place in it. */
export function CitationPicker({ onPick, onClose }: CitationPickerProps) {
  const { opened } = useWorkbench()
  const { works } = useNoteContext()
  const [locator, setLocator] = useState('')
  if (works.length === 0)
    return (
      <p className="card-quiet">
        The bibliography is empty.{' '}
        <Link href={`/e/${encodeURIComponent(opened.about.edition.id)}/bibliography`}>Add works</Link>
      </p>
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
    </Picker>
  )
}
