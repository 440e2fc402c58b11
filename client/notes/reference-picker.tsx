import { useEffect, useState } from 'react'
import type { EditedDocument } from '../../schema/document.js'
import type { Reference } from '../../schema/note-body.js'
import { notesInOrder } from '../../schema/note-series.js'
import type { Witness } from '../../schema/witness.js'
import { editions, type ListedDocument, witnessOf } from '../app/api.js'
import { useWorkbench } from '../app/workbench.js'
import { Choice } from '../ui/choice.js'
import { type Option, Picker } from './picker.js'
import { useNoteContext } from './use-notes.js'

export interface ReferencePickerProps {
  /** The note that is being written: it does not refer to itself. */
  readonly note: string
  readonly onPick: (to: Reference) => void
  readonly onClose: () => void
}

/** As many as one looks through rather than typing another letter. */
const most = 24

/** A place to refer to: a paragraph by its number or its words, a note by its mark or its words, in this document or
 * another of the edition. */
export function ReferencePicker({ note, onPick, onClose }: ReferencePickerProps) {
  const { document: edited, opened, session } = useWorkbench()
  const { labels } = useNoteContext()
  const [others, setOthers] = useState<readonly ListedDocument[]>([])
  const [document, setDocument] = useState('')
  const [witness, setWitness] = useState<Witness | null>(null)

  useEffect(() => {
    let here = true
    editions()
      .then(list => {
        const documents = list.find(({ id }) => id === opened.about.edition.id)?.documents ?? []
        if (here) setOthers(documents.filter(({ id }) => id !== session.id))
      })
      .catch(() => {
        // Without the list one can still refer to this document.
      })
    return () => {
      here = false
    }
  }, [opened, session])

  const choose = (id: string) => {
    setDocument(id)
    setWitness(null)
    const other = others.find(o => o.id === id)
    if (other) void witnessOf(other.witness).then(setWitness)
  }

  const options = (query: string) =>
    document === ''
      ? [...noteOptions(edited, labels, note, query), ...blockOptions(edited, query)].slice(0, most)
      : witness
        ? witnessOptions(witness, query)
        : []
  return (
    <Picker
      label="Refer to"
      placeholder={document === '' ? '¶ 11, n. 3, or words' : 'words of that document'}
      options={options}
      onClose={onClose}
      onPick={id => onPick(placeOf(id, document))}
    >
      {others.length > 0 && (
        <Choice
          label="Document"
          className="small-select"
          value={document}
          onChange={choose}
          options={[['', 'This document'], ...others.map(({ id, title }) => [id, title] as const)]}
        />
      )}
    </Picker>
  )
}

function placeOf(id: string, document: string): Reference {
  if (id.startsWith('note ')) return { document, note: id.slice(5) }
  const [start, end] = id.split('-').map(Number)
  return { document, start: start!, end: end! }
}

function noteOptions(
  document: EditedDocument,
  labels: ReadonlyMap<string, string>,
  self: string,
  query: string,
): Option[] {
  const mark = /^n\.?\s*(\S*)$/i.exec(query.trim())?.[1]
  const words = query.trim().toLowerCase()
  return notesInOrder(document)
    .filter(({ id, text, start, end }) => {
      if (id === self) return false
      if (mark !== undefined) return labels.get(id)?.startsWith(mark) === true
      return words !== '' && `${document.text.slice(start, end)} ${text}`.toLowerCase().includes(words)
    })
    .slice(0, most)
    .map(({ id, text, start, end }) => ({
      id: `note ${id}`,
      title: `n. ${labels.get(id) ?? '?'}`,
      detail: `${oneLine(document.text.slice(start, end), 30)}: ${oneLine(text, 60)}`,
    }))
}

function blockOptions(document: EditedDocument, query: string): Option[] {
  const { structure, text } = document
  const number = /^(?:¶|p\.)?\s*(\d*)$/i.exec(query.trim())?.[1]
  const words = query.trim().toLowerCase()
  const found: Option[] = []
  for (let i = 0; i < structure.count && found.length < most; i++) {
    const cited = structure.number(i)
    if (cited === 0) continue
    const { start, end } = structure.block(i)
    let from = start
    let to = end
    if (number !== undefined) {
      if (!String(cited).startsWith(number)) continue
    } else {
      const at = text.slice(start, end).toLowerCase().indexOf(words)
      if (at < 0) continue
      from = start + at
      to = from + words.length
    }
    found.push({ id: `${from}-${to}`, title: `¶ ${cited}`, detail: excerpt(text, from, end) })
  }
  return found
}

function witnessOptions({ text, blocks }: Witness, query: string): Option[] {
  const words = query.trim().toLowerCase()
  const found: Option[] = []
  for (const { start, end, kind } of blocks) {
    if (found.length === most) break
    const at = text.slice(start, end).toLowerCase().indexOf(words)
    if (at < 0) continue
    const from = start + at
    const to = words === '' ? end : from + words.length
    found.push({ id: `${from}-${to}`, title: kind, detail: excerpt(text, from, end) })
  }
  return found
}

const excerpt = (text: string, from: number, end: number) =>
  oneLine(text.slice(from, Math.min(end, from + 90)), 80)

function oneLine(text: string, length: number): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > length ? `${line.slice(0, length)}…` : line
}
