/** Writes an edition as a web site: plain files that work from a folder and on any server, without fetching anything else. */
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { contributorsOf } from '../../contributors.js'
import type {
  EditionDocument,
  EditionExported,
  EditionFault,
  EditionFile,
  EditionFormat,
  Part,
  Writing,
} from '../edition-format.js'
import { escaped } from '../html/escape.js'
import { textFormat } from '../plain/write.js'
import { teiFormat } from '../tei/write.js'
import { type DocumentPages, documentPages } from './document.js'
import { NamePages } from './names.js'
import { aboutPage, bibliographyPage, indexPage, type Listed, searchPage } from './pages.js'
import { beside, type DocumentPaths, pathsOf } from './paths.js'
import { paragraphsOf, SearchIndex } from './search-index.js'
import { searchScript } from './search-script.js'
import { type MenuEntry, pageHtml, type SitePage } from './shell.js'
import { siteScript } from './site-script.js'
import { siteStyle } from './style.js'
import { viewBar, viewChoices } from './views.js'

/** A document of which the pages are made, but for what leads to its neighbours. */
interface Made {
  readonly listed: Listed
  readonly pages: Pick<DocumentPages, 'text' | 'apparatus'>
  readonly downloads: readonly (readonly [path: string, title: string])[]
}

const downloads: readonly (readonly [keyof DocumentPaths, string, Part])[] = [
  ['tei', 'TEI', { format: teiFormat, view: 'all', options: {} }],
  ['text', 'Text', { format: textFormat, view: 'reading', options: {} }],
]

export async function* writeSite(
  edition: EditionExported,
  documents: AsyncIterable<EditionDocument>,
  written: Writing,
): AsyncGenerator<EditionFile | EditionFault> {
  const paths = new Map(edition.contents.map(({ id, title }, i) => [id, pathsOf(i + 1, title)]))
  const places = new Map(edition.contents.map(({ id }, i) => [id, i + 1]))
  const site = { title: edition.title.trim() || 'Untitled edition', menu: menuOf(edition) }
  const index = new SearchIndex()
  const names = new NamePages()
  const works = new Map<string, string>()
  const editors = new Map<string, number>()
  const listed: Listed[] = []
  const faults: EditionFault[] = []
  const files: string[] = []
  const file = (path: string, text: string): EditionFile => bytes(path, utf8ToBytes(text))
  const bytes = (path: string, content: Uint8Array): EditionFile => {
    files.push(path)
    return { path, bytes: content }
  }
  const page = (each: SitePage) => file(each.path, pageHtml(site, each))
  const ways = {
    work: (key: string) => {
      if (!edition.citing?.has(key)) return null
      if (!works.has(key)) works.set(key, `work-${works.size + 1}`)
      return works.get(key)!
    },
    document: (id: string) => paths.get(id)?.page ?? null,
  }

  yield file('assets/site.css', siteStyle)
  yield file('assets/site.js', siteScript)
  yield file('assets/search.js', searchScript)

  // A document's page leads to its neighbours, of which one is not known yet and may fail: it waits for the next.
  let before: Made | null = null
  let waiting: Made | null = null
  for await (const document of documents) {
    if ('fault' in document) {
      faults.push(document)
      yield document
      continue
    }
    const { id, exported } = document
    const own = paths.get(id) ?? pathsOf(paths.size + 1, exported.title)
    const pages = documentPages(exported, own, ways)
    names.add(pages, own.page)
    for (const editor of contributorsOf(exported.document))
      editors.set(editor, (editors.get(editor) ?? 0) + 1)
    const text = index.add(exported.title, own.page, paragraphsOf(exported.document))
    yield file(text.path, text.text)
    const kept: [string, string][] = []
    for (const [which, title, part] of downloads) {
      try {
        yield bytes(own[which], await written(part, exported))
        kept.push([own[which], title])
      } catch (error) {
        const fault = error instanceof Error ? error.message : String(error)
        faults.push({ document: id, part: part.format.title, fault })
        yield { document: id, part: part.format.title, fault }
      }
    }
    const { structure } = exported.document
    const made: Made = {
      listed: {
        place: places.get(id) ?? listed.length + 1,
        title: exported.title,
        date: (exported.metadata.date ?? '').trim(),
        paths: own,
        paragraphs: structure.count > 0 ? structure.cited(structure.count - 1) : 0,
        corrections: pages.parts.emendations.filter(({ standing }) => standing === 'accepted').length,
        notes: pages.parts.notes.length,
      },
      pages: { text: pages.text, apparatus: pages.apparatus },
      downloads: kept,
    }
    listed.push(made.listed)
    if (waiting) for (const each of pagesOf(waiting, before, made)) yield page(each)
    before = waiting
    waiting = made
  }
  if (waiting) for (const each of pagesOf(waiting, before, null)) yield page(each)

  for (const each of index.files()) yield file(each.path, each.text)
  for (const each of names.pages()) yield page(each)
  if (hasWorks(edition)) {
    const entries = edition.citing?.entries() ?? []
    yield page(bibliographyPage(entries.map(entry => ({ ...entry, name: ways.work(entry.work.id) ?? '' }))))
  }
  yield page(searchPage)
  yield page(aboutPage(edition, editors))
  yield page(indexPage(edition, listed, faults, editors))
  yield file('files.txt', `${[...files, 'files.txt'].sort().join('\n')}\n`)
}

const hasWorks = ({ citing }: EditionExported) => (citing?.entries().length ?? 0) > 0

/** The menu is on the first page already, when nobody knows yet which names will come. */
function menuOf(edition: EditionExported): MenuEntry[] {
  return [
    { path: 'index.html', title: 'Documents' },
    { path: 'names.html', title: 'Names' },
    ...(hasWorks(edition) ? [{ path: 'bibliography.html', title: 'Bibliography' }] : []),
    { path: 'about.html', title: 'About' },
  ]
}

/** A document's text and apparatus as pages. */
function pagesOf({ listed, pages, downloads }: Made, before: Made | null, after: Made | null): SitePage[] {
  const { title, paths } = listed
  const turn = (to: Made | null, rel: string, words: string) =>
    to
      ? `<a class="${rel}" rel="${rel}" href="${beside(to.listed.paths.page)}"><span>${words}</span> ${escaped(to.listed.title)}</a>`
      : ''
  const turns = `<nav class="turns" aria-label="Neighbouring documents">${turn(before, 'prev', '← Previous')}${turn(after, 'next', 'Next →')}</nav>\n`
  const links = downloads.map(([path, words]) => `<a class="to" href="${beside(path)}" download>${words}</a>`)
  const tools = `<p class="tools"><a class="to" href="${beside(paths.apparatus)}">Apparatus</a>${links.length > 0 ? ` · Take along: ${links.join(', ')}` : ''} · <a class="to" href="#cite">Cite</a></p>\n`
  return [
    {
      path: paths.page,
      title,
      kind: 'doc',
      choices: viewChoices,
      bar: viewBar,
      body: `${pages.text.replace('</header>', () => `${tools}</header>`)}\n${turns}`,
    },
    {
      path: paths.apparatus,
      title: `Apparatus: ${title}`,
      kind: 'list',
      body: `${pages.apparatus}\n<p class="tools"><a class="to" href="${beside(paths.page)}">Back to the text</a></p>`,
    },
  ]
}

export const siteFormat: EditionFormat = {
  name: 'site',
  title: 'Web site with search',
  extension: 'zip',
  mediaType: 'application/zip',
  write: writeSite,
}
