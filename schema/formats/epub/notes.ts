/** Notes as footnotes that reading systems show beside their marks (EPUB 3 Structural Semantics Vocabulary, `footnote`). */
import type { NoteEntry } from '../../apparatus.js'
import { bodyOf } from '../body.js'
import { day, escaped } from '../html/escape.js'
import { short } from '../html/lists.js'
import { bodyHtml } from '../html/note-body.js'
import type { Parts } from '../html/parts.js'

/** A note as an element of its own, or as the item of a list. */
export function noteHtml(parts: Parts, { note, number, words }: NoteEntry, as: 'aside' | 'li'): string {
  const { document, leads, person, printer } = parts
  const label = escaped(printer.labels.get(note.id) ?? String(number))
  const back = `<a class="mark" href="#r-${number}" role="doc-backlink" aria-label="Note ${label}, back to the text">${label}</a>`
  const about = words.trim() === '' ? '' : `<span class="lemma">${escaped(short(words))}</span> ] `
  const body = bodyHtml(bodyOf(document.layers, note.id), leads)
  const opening = `${back} ${about}`
  const said = body.startsWith('<p>') ? `<p>${opening}${body.slice(3)}` : `<p>${opening}</p>${body}`
  const made = note.at > 0 ? day(note.at) : ''
  const by = `<p class="by">${escaped([note.type, person(note.by), ...(made ? [made] : [])].join(' · '))}</p>`
  return as === 'aside'
    ? `<aside class="note ${note.type}" id="n-${number}" role="doc-footnote" epub:type="footnote">${said}${by}</aside>`
    : `<li class="note ${note.type}" id="n-${number}">${said}${by}</li>`
}

/** The notes that have their marks in a text, below it; '' where there are none. */
export function footnotes(parts: Parts, text: string): string {
  const here = new Set([...text.matchAll(/ id="r-(\d+)"/g)].map(([, number]) => Number(number)))
  const own = parts.notes.filter(({ number }) => here.has(number))
  if (own.length === 0) return ''
  return `<section class="notes" epub:type="footnotes">\n<h2 class="quiet">Notes</h2>\n${own.map(note => noteHtml(parts, note, 'aside')).join('\n')}\n</section>\n`
}

/** All notes as a page's body. */
export function endnotes(parts: Parts): string {
  return `<section class="notes" role="doc-endnotes" epub:type="endnotes">\n<h1>Notes</h1>\n<ul>\n${parts.notes.map(note => noteHtml(parts, note, 'li')).join('\n')}\n</ul>\n</section>`
}
