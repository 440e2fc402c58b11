/** The pages of a site that are not of one document: what it is and holds, its works, its search. */

import { declarationOf } from '../../declaration.js'
import type { EditionExported, EditionFault } from '../edition-format.js'
import { day, escaped } from '../html/escape.js'
import { printedHtml } from '../html/note-body.js'
import type { CitedWork } from '../note-printer.js'
import type { DocumentPaths } from './paths.js'
import type { SitePage } from './shell.js'

/** A document as the list shows it. `place` counts from 1; `date` is as its metadata have it. */
export interface Listed {
  readonly place: number
  readonly title: string
  readonly date: string
  readonly paths: DocumentPaths
  readonly paragraphs: number
  readonly corrections: number
  readonly notes: number
}

export function indexPage(
  edition: EditionExported,
  listed: readonly Listed[],
  faults: readonly EditionFault[],
  editors: ReadonlyMap<string, number>,
): SitePage {
  const items = listed.map(
    each =>
      `<li data-place="${each.place}" data-date="${dateKey(each.date)}"><a class="title" href="${each.paths.page}">${escaped(each.title)}</a><p class="quiet">${[
        ...(each.date ? [`<span class="date">${escaped(each.date)}</span>`] : []),
        count(each.paragraphs, 'paragraph'),
        ...(each.corrections > 0 ? [count(each.corrections, 'correction')] : []),
        ...(each.notes > 0 ? [count(each.notes, 'note')] : []),
      ].join(' · ')}</p></li>`,
  )
  const titles = new Map(edition.contents.map(({ id, title }) => [id, title]))
  const missing = faults
    .filter(({ part }) => part === undefined)
    .map(({ document, fault }) => `<li>${escaped(titles.get(document) ?? document)}: ${escaped(fault)}</li>`)
  const made = day(edition.at)
  return {
    path: 'index.html',
    title: edition.title,
    kind: 'index',
    body: `<header class="front"><h1>${escaped(edition.title)}</h1>
<p class="quiet">${count(listed.length, 'document')}${editors.size > 0 ? ` · edited by ${namesOf(edition, editors).map(escaped).join(', ')}` : ''}${made ? ` · version of ${made}` : ''}</p></header>
<section aria-labelledby="documents"><h2 id="documents">Documents</h2>
<div class="controls" hidden><label>Filter <input type="search" id="filter" autocomplete="off"></label><label>Sort <select id="sort"><option value="place">in the order of the edition</option><option value="title">by title</option><option value="date">by date</option></select></label><p id="matches" class="quiet" role="status"></p></div>
<ol class="documents" id="list">
${items.join('\n')}
</ol></section>
${missing.length > 0 ? `<section aria-label="Missing"><h2>Not in this site</h2><ul>${missing.join('')}</ul></section>` : ''}`,
  }
}

/** The principles of the edition, who has edited it, how it is cited. */
export function aboutPage(edition: EditionExported, editors: ReadonlyMap<string, number>): SitePage {
  const principles = declarationOf(edition.settings).map(
    ({ title, text }) => `<dt>${escaped(title)}</dt><dd>${escaped(text)}</dd>`,
  )
  const people = [...editors].map(
    ([id, documents]) =>
      `<li>${escaped(edition.person(id) || id)}${orcid(edition, id)} <span class="quiet">${count(documents, 'document')}</span></li>`,
  )
  const made = day(edition.at)
  return {
    path: 'about.html',
    title: 'About this edition',
    kind: 'list',
    body: `<header class="front"><h1>About this edition</h1></header>
<section aria-labelledby="principles"><h2 id="principles">Editorial declaration</h2><dl class="principles">${principles.join('\n')}</dl></section>
${people.length > 0 ? `<section aria-labelledby="editors"><h2 id="editors">Edited by</h2><ul>${people.join('')}</ul></section>` : ''}
<section aria-labelledby="citing"><h2 id="citing">Citing</h2><p class="citation">${[
      ...namesOf(edition, editors).slice(0, 3),
      ...(editors.size > 3 ? ['and others'] : []),
    ]
      .map(escaped)
      .join(
        ', ',
      )}${editors.size > 0 ? ', eds. ' : ''}<cite>${escaped(edition.title)}</cite>${made ? `, version of ${made}` : ''}.</p>
<p>Paragraphs have numbers, which are also their addresses: <code>#p11</code> at the end of a document’s address leads to its paragraph 11. At the end of each document stand the hashes of the text as received and of the state of the edition, by which a version can be told for good. A list of all files is in <a class="to" href="files.txt">files.txt</a>.</p></section>
<section aria-labelledby="reading"><h2 id="reading">Reading</h2><p>Each document can be read in four texts: <i>reading</i> has all accepted corrections, <i>diplomatic</i> those of the transcription, <i>received</i> none; <i>all markup</i> shows what was received, accepted and proposed side by side. Corrected words have a dotted line: point at them, or tap, to see what stood there, who corrected it and why. The pages work without scripts, but for the search. Each document can be taken along as TEI and as text.</p></section>`,
  }
}

export function bibliographyPage(works: readonly (CitedWork & { readonly name: string })[]): SitePage {
  const items = works.map(({ name, printed }) => `<li id="${name}">${printedHtml(printed)}</li>`)
  return {
    path: 'bibliography.html',
    title: 'Bibliography',
    kind: 'list',
    body: `<header class="front"><h1>Bibliography</h1></header>\n<ul class="works">\n${items.join('\n')}\n</ul>`,
  }
}

export const searchPage: SitePage = {
  path: 'search.html',
  title: 'Search',
  kind: 'list',
  scripts: ['assets/search.js'],
  body: `<header class="front"><h1>Search</h1></header>
<noscript><p>The search needs scripts, which are off. All else in this edition works without them; the lists of names lead to the places that they name.</p></noscript>
<form id="search" role="search" hidden><label for="q">Words in the reading text or in the text as received</label><input type="search" id="q" name="q" autocomplete="off" spellcheck="false"><p class="quiet">Beginnings of words are found, and words that are spelled nearly so.</p></form>
<p id="status" role="status"></p>
<ol id="found" class="found"></ol>
<button id="more" type="button" hidden>More</button>`,
}

function namesOf(edition: EditionExported, editors: ReadonlyMap<string, number>): string[] {
  return [...editors.keys()].map(id => edition.person(id) || id)
}

function orcid(edition: EditionExported, id: string): string {
  const given = edition.orcid?.(id) ?? ''
  return /^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$/.test(given)
    ? ` <a class="out" href="https://orcid.org/${given}" rel="noopener noreferrer">ORCID</a>`
    : ''
}

export const count = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`

const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')

/** A date in words as one that can be sorted: `1938-07-11`, `1938-07`, `1938`; '' where it names no year. */
export function dateKey(words: string): string {
  const iso = /\b(\d{4})-(\d{2})(?:-(\d{2}))?\b/.exec(words)
  if (iso) return iso[0]
  const year = /\b(1\d{3}|20\d{2})\b/.exec(words)?.[1]
  if (!year) return ''
  const month = months.findIndex(name => new RegExp(`\\b${name}`, 'i').test(words))
  if (month < 0) return year
  const day = /\b([12]?\d|3[01])(?:st|nd|rd|th)?\b(?!\d)/.exec(words.replace(year, ''))?.[1]
  const both = `${year}-${String(month + 1).padStart(2, '0')}`
  return day ? `${both}-${day.padStart(2, '0')}` : both
}
