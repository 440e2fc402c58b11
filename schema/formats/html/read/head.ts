/** What the head of a page says of it. */
import type { Metadata } from '../../../witness.js'
import { attr, type Element, elementsIn, type Parent, textIn } from './parse.js'

/** The names under which pages say what we have a key for. */
const keys: Readonly<Record<string, string>> = {
  author: 'author',
  'dc.creator': 'author',
  'dcterms.creator': 'author',
  citation_author: 'author',
  'article:author': 'author',
  date: 'date',
  'dc.date': 'date',
  'dcterms.date': 'date',
  'dcterms.created': 'date',
  'dc.date.created': 'date',
  citation_date: 'date',
  citation_publication_date: 'date',
  'dc.publisher': 'publisher',
  'dcterms.publisher': 'publisher',
  publisher: 'publisher',
  citation_publisher: 'publisher',
  'dc.rights': 'rights',
  'dcterms.rights': 'rights',
  'dcterms.license': 'rights',
  copyright: 'rights',
  'dc.identifier': 'reference',
  'dcterms.identifier': 'reference',
  'dc.source': 'source',
  'dcterms.source': 'source',
  'dc.language': 'language',
  'dcterms.language': 'language',
  'dc.title': 'title',
  'dcterms.title': 'title',
  citation_title: 'title',
  'og:title': 'title',
  'dc.description': 'description',
  'dcterms.abstract': 'description',
  description: 'description',
  'dc.subject': 'subject',
  keywords: 'keywords',
  translator: 'translator',
  'dc.contributor': 'contributor',
  'og:url': 'url',
}

const longest = 1000

/** Metadata of a page; `title` is that of its head, else its first main heading's. */
export function metadataOf(root: Parent): Metadata {
  const metadata: Record<string, string> = {}
  const take = (key: string, value: string | undefined) => {
    const said = value?.replace(/\s+/g, ' ').trim() ?? ''
    if (said !== '' && metadata[key] === undefined)
      metadata[key] = said.length > longest ? `${said.slice(0, longest - 1)}…` : said
  }
  const heads: Element[] = []
  for (const element of elementsIn(root)) {
    const { tagName } = element
    if (tagName === 'title' && element.parentNode?.nodeName === 'head')
      take('title', textIn(element, longest))
    if (tagName === 'meta') {
      const name = (attr(element, 'name') ?? attr(element, 'property') ?? '').trim().toLowerCase()
      const key = Object.hasOwn(keys, name) ? keys[name] : undefined
      if (key) take(key, attr(element, 'content'))
    }
    if (tagName === 'html') take('language', attr(element, 'lang') ?? attr(element, 'xml:lang'))
    if (tagName === 'link' && attr(element, 'rel')?.toLowerCase() === 'canonical')
      take('url', attr(element, 'href'))
    if (tagName === 'h1') heads.push(element)
  }
  if (heads[0]) take('title', textIn(heads[0], 200))
  return metadata
}

/** A label as the key of a metadata: "Original language" is `originalLanguage`. */
export function metadataKey(label: string): string {
  const words = label
    .trim()
    .split(/[\s_.:-]+/)
    .filter(Boolean)
  return words
    .map((word, i) => (i === 0 ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) + word.slice(1))
    .join('')
}
