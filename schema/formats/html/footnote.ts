/** A note with its mark, the words that it is about, and who wrote it. */
import type { NoteEntry } from '../../apparatus.js'
import { bodyOf } from '../body.js'
import { day, escaped } from './escape.js'
import { short } from './lists.js'
import { bodyHtml } from './note-body.js'
import type { Parts } from './parts.js'

/** The inside of the element that a note is. `end` stands after who wrote it. */
export function footnoteHtml(parts: Parts, { note, number, words }: NoteEntry, end = ''): string {
  const { document, leads, person } = parts
  const label = markOf(parts, { note, number })
  const back = `<a class="mark" href="#r-${number}" role="doc-backlink" aria-label="Note ${label}, back to the text">${label}</a>`
  const about = words.trim() === '' ? '' : `<span class="lemma">${escaped(short(words))}</span> ] `
  const body = bodyHtml(bodyOf(document.layers, note.id), leads)
  const opening = `${back} ${about}`
  const said = body.startsWith('<p>') ? `<p>${opening}${body.slice(3)}` : `<p>${opening}</p>${body}`
  const made = note.at > 0 ? day(note.at) : ''
  const by = escaped([note.type, person(note.by), ...(made ? [made] : [])].join(' · '))
  return `${said}<p class="by">${by}${end}</p>`
}

/** The mark of a note in its series, escaped. */
export function markOf({ printer }: Parts, { note, number }: Pick<NoteEntry, 'note' | 'number'>): string {
  return escaped(printer.labels.get(note.id) ?? String(number))
}
