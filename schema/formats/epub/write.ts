/** Writes the text of a view as a book for reading systems: EPUB 3.3, valid as 3.2 too. */
import type { View } from '../../readings.js'
import { witnessHash } from '../../witness.js'
import { chosen, type Exported, type Format } from '../format.js'
import { apparatusHtml } from '../html/apparatus.js'
import { day, escaped } from '../html/escape.js'
import { frontHtml } from '../html/front.js'
import { nameIndexHtml } from '../html/names.js'
import { type Parts, partsOf } from '../html/parts.js'
import { emendationLists, worksSection } from '../html/sections.js'
import { chaptersOf } from './chapters.js'
import { languageOf } from './language.js'
import { spelled } from './links.js'
import { views } from './metadata.js'
import { navigationPage } from './navigation.js'
import { endnotes, footnotes } from './notes.js'
import { packed } from './package.js'
import type { Page } from './page.js'

export function writeEpub(exported: Exported, view: View): Uint8Array {
  const parts = partsOf(exported)
  const isEdited = view !== 'received'
  const withApparatus = isEdited && chosen(epubFormat, 'apparatus', exported) === 'end'
  const atEnd = isEdited && chosen(epubFormat, 'notes', exported) === 'end'
  const { chapters, pages, inline } = chaptersOf(parts, view, {
    linked: withApparatus,
    after: text => (isEdited && !atEnd ? footnotes(parts, text) : ''),
  })
  const language = languageOf(exported)
  const book = [
    page('title', 'frontmatter', exported.title.trim() || 'Untitled', titlePage(parts, view)),
    ...(isEdited
      ? back('principles', 'Editorial declaration', apparatusHtml(exported, ['declaration']))
      : []),
    ...chapters,
    ...(atEnd && parts.notes.length > 0 ? back('notes', 'Notes', endnotes(parts)) : []),
    ...(withApparatus
      ? back(
          'apparatus',
          'Apparatus',
          emendationLists(parts, id => inline.shows(id)) +
            apparatusHtml(exported, ['marks', 'stamps', 'speakers']),
        )
      : []),
    ...(isEdited
      ? [
          ...back(
            'names',
            'Index of names',
            nameIndexHtml(parts.document, exported.register, id =>
              inline.names(id) ? parts.targets.get(id) : undefined,
            ).replace('<section ', '<section role="doc-index" '),
          ),
          ...back(
            'works',
            'Works cited',
            worksSection(parts).replace(
              '<section ',
              '<section role="doc-bibliography" epub:type="bibliography" ',
            ),
          ),
        ]
      : []),
  ]
  const [title, ...rest] = spelled(book)
  const all = [title!, navigationPage(book, chapters, pages), ...rest]
  const said = {
    exported,
    view,
    language,
    hasPages: pages.length > 0,
    hasIndex: all.some(p => p.name === 'names'),
  }
  return packed(said, all)
}

const page = (name: string, type: string, title: string, body: string): Page => ({ name, type, title, body })

/** A page behind the text; none where it would be empty. */
const back = (name: string, title: string, body: string): Page[] =>
  body === '' ? [] : [page(name, name === 'principles' ? 'frontmatter' : 'backmatter', title, body)]

function titlePage(parts: Parts, view: View): string {
  const { document, at } = parts.exported
  const made = day(at)
  return `<section class="titlepage" epub:type="titlepage">
${frontHtml(parts)}
<p class="which">${views[view]}</p>
<footer class="colophon"><p>Written by Corrigenda${made ? ` on ${made}` : ''} from ${escaped(document.witness.source.name)}. The text as received has the SHA-256 <code>${witnessHash(document.witness)}</code>.</p></footer>
</section>`
}

export const epubFormat: Format = {
  name: 'epub',
  title: 'EPUB (e-book)',
  extension: 'epub',
  mediaType: 'application/epub+zip',
  views: ['reading', 'diplomatic', 'received', 'all'],
  options: [
    {
      name: 'notes',
      title: 'Notes',
      choices: [
        { value: 'foot', title: 'Below each chapter, to pop up at their marks' },
        { value: 'end', title: 'On a page of their own at the end' },
      ],
    },
    {
      name: 'apparatus',
      title: 'Apparatus',
      choices: [
        { value: 'end', title: 'Apparatus at the end' },
        { value: 'none', title: 'Without apparatus' },
      ],
    },
  ],
  write: writeEpub,
}
