/** What stands before the text. */
import { contributorsOf } from '../../contributors.js'
import type { EditedDocument } from '../../document.js'
import { address, escaped } from './escape.js'
import { labelOf, type Parts } from './parts.js'

/** The title with what is known of the document and who has edited it. */
export function frontHtml({ exported, document, emendations, notes, person }: Parts): string {
  const { title, edition, metadata } = exported
  const again = isHeadedBy(document, title) ? ' class="again"' : ''
  const rows = Object.entries(metadata)
    .filter(([key, value]) => key !== 'title' && value.trim() !== '')
    .map(([key, value]) => {
      const link = key === 'url' ? address(value) : null
      const shown = escaped(value).replace(/\r\n?|\n/g, '<br>')
      return `<tr><th scope="row">${escaped(labelOf(key))}</th><td>${link ? `<a class="out" href="${link}" rel="noopener noreferrer">${shown}</a>` : shown}</td></tr>`
    })
  const people = contributorsOf(document).map(id => {
    const counts = [
      count(emendations.filter(e => e.correction.by === id).length, 'correction'),
      count(notes.filter(n => n.note.by === id).length, 'note'),
      count([...document.layers.allDecisions()].filter(d => d.by === id).length, 'decision'),
    ].filter(c => c !== '')
    return `<li>${escaped(person(id))} <span class="quiet">${counts.join(', ')}</span></li>`
  })
  return `<header class="front">
${edition ? `<p class="edition">${escaped(edition)}</p>\n` : ''}<h1${again}>${escaped(title)}</h1>
${rows.length > 0 ? `<table class="about">\n${rows.join('\n')}\n</table>\n` : ''}${people.length > 0 ? `<section class="people" aria-label="Editors"><h2>Edited by</h2><ul>\n${people.join('\n')}\n</ul></section>\n` : ''}</header>`
}

/** Whether the text itself begins with the title: it is then set small above it. */
function isHeadedBy({ witness }: EditedDocument, title: string): boolean {
  const letters = (words: string) => words.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')
  const headings = witness.blocks.slice(0, 4).filter(({ kind }) => kind === 'heading')
  return headings.some(({ start, end }) => letters(witness.text.slice(start, end)) === letters(title))
}

function count(n: number, what: string): string {
  return n === 0 ? '' : `${n} ${what}${n === 1 ? '' : 's'}`
}
