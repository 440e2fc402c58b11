/** Notes as footnotes that reading systems show beside their marks (EPUB 3 Structural Semantics Vocabulary, `footnote`). */
import { footnoteHtml } from '../html/footnote.js'
import type { Parts } from '../html/parts.js'

/** The notes that have their marks in a text, below it; '' where there are none. */
export function footnotes(parts: Parts, text: string): string {
  const here = new Set([...text.matchAll(/ id="r-(\d+)"/g)].map(([, number]) => Number(number)))
  const asides = parts.notes
    .filter(({ number }) => here.has(number))
    .map(
      entry =>
        `<aside class="note ${entry.note.type}" id="n-${entry.number}" role="doc-footnote" epub:type="footnote">${footnoteHtml(parts, entry)}</aside>`,
    )
  if (asides.length === 0) return ''
  return `<section class="notes" epub:type="footnotes">\n<h2 class="quiet">Notes</h2>\n${asides.join('\n')}\n</section>\n`
}

/** All notes as a page's body. */
export function endnotes(parts: Parts): string {
  const items = parts.notes.map(
    entry => `<li class="note ${entry.note.type}" id="n-${entry.number}">${footnoteHtml(parts, entry)}</li>`,
  )
  return `<section class="notes" role="doc-endnotes" epub:type="endnotes">\n<h1>Notes</h1>\n<ul>\n${items.join('\n')}\n</ul>\n</section>`
}
