/** What a TEI header says of the text, and whom the file means by its pointers. */
import type { Metadata } from '../../../witness.js'
import { type Element, elementsIn, find, isElement, wordsOf } from './nodes.js'

const short = 300

/** Title, author, date and what else an archive says of a source. */
export function metadataOf(root: Element): Metadata {
  const header = find(root, 'teiHeader')
  if (!header) return {}
  const metadata: Record<string, string> = {}
  const take = (key: string, element: Element | null) => {
    const words = element ? wordsOf(element) : ''
    const said = words || element?.attrs.when || ''
    if (said && !metadata[key]) metadata[key] = said.length > short ? `${said.slice(0, short - 1)}…` : said
  }
  const statement = find(header, 'titleStmt')
  const source = find(header, 'sourceDesc')
  if (statement) {
    take('title', mainTitle(statement))
    take('author', find(statement, 'author'))
    take('editor', find(statement, 'editor'))
  }
  if (source) {
    take('date', find(source, 'origDate') ?? find(source, 'date') ?? find(source, 'docDate'))
    take('repository', find(source, 'repository'))
    take('collection', find(source, 'collection'))
    take('reference', find(source, 'idno'))
  }
  const publication = find(header, 'publicationStmt')
  if (publication) {
    take('publisher', find(publication, 'publisher') ?? find(publication, 'authority'))
    take('rights', find(publication, 'licence') ?? find(publication, 'availability'))
  }
  const languages = find(header, 'langUsage')
  if (languages) take('originalLanguage', find(languages, 'language'))
  return metadata
}

function mainTitle(statement: Element): Element | null {
  const titles = statement.children.filter((c): c is Element => isElement(c) && c.name === 'title')
  return titles.find(title => title.attrs.type === 'main') ?? titles[0] ?? null
}

/** When the file was published, in milliseconds since 1970; 0 where it does not say by day, month or year. */
export function publishedAt(root: Element): number {
  const publication = find(root, 'publicationStmt')
  const date = publication ? find(publication, 'date') : null
  const said = date?.attrs.when ?? date?.attrs['when-iso'] ?? (date ? wordsOf(date) : '')
  const [, year, month = '01', day = '01'] = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(said.trim()) ?? []
  const at = year ? Date.UTC(Number(year), Number(month) - 1, Number(day)) : 0
  return at > 0 && Number.isFinite(at) ? at : 0
}

/** Gives the name of whom a pointer (`#floriane`, several of them, or a name in clear) means. */
export function peopleOf(root: Element): (pointers: string) => string {
  const byId = new Map<string, Element>()
  for (const element of elementsIn(root)) {
    const id = element.attrs['xml:id']
    if (id && !byId.has(id)) byId.set(id, element)
  }
  const nameOf = (pointer: string): string => {
    const id = pointer.replace(/^.*#/, '')
    const element = byId.get(id)
    const words = element ? nameIn(element) : ''
    return words || id.replace(/[_.]+/g, ' ').replace(/^\w+:/, '').trim()
  }
  return pointers =>
    pointers
      .trim()
      .split(/\s+/)
      .filter(pointer => pointer !== '')
      .map(nameOf)
      .filter((name, i, all) => name !== '' && all.indexOf(name) === i)
      .join(', ')
}

function nameIn(element: Element): string {
  const { name } = element
  if (/^(?:persName|name|orgName|role|label|forename)$/.test(name)) return wordsOf(element)
  const called =
    name === 'respStmt' || name === 'person' || name === 'editor' || name === 'org' || name === 'castItem'
      ? (find(element, 'persName') ??
        find(element, 'name') ??
        find(element, 'orgName') ??
        find(element, 'role'))
      : null
  const words = called ? wordsOf(called) : wordsOf(element)
  return words.length > 120 ? '' : words
}
