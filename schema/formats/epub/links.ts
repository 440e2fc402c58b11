/** Links between the pages of a book. Pages are written as if they were one: `#e-3` leads to the entry wherever it is. */
import { pointer } from '../tei/xml.js'
import { fileOf, type Page } from './page.js'

/** The pages with their links led to the right files. A link to what the book has not got, and an address that is none,
 * stay words. Spells empty elements as XML does. */
export function linked(pages: readonly Page[]): Page[] {
  const where = new Map<string, string>()
  for (const { name, body } of pages)
    for (const [, id] of body.matchAll(/ id="([^"]*)"/g)) where.set(id!, name)
  return pages.map(page => ({
    ...page,
    body: page.body
      .replaceAll('<br>', '<br/>')
      .replace(/<a((?: [a-z:-]+="[^"]*")*)>(.*?)<\/a>/gs, (_, attributes: string, inside: string) => {
        const href = / href="([^"]*)"/.exec(attributes)?.[1] ?? ''
        const to = href.startsWith('#') ? within(href.slice(1), page.name, where) : outside(href)
        if (to !== null) return `<a${attributes.replace(` href="${href}"`, ` href="${to}"`)}>${inside}</a>`
        const [kept] = [/ (?:class|id)="[^"]*"/g].map(names => attributes.match(names)?.join('') ?? '')
        return `<span${kept}>${inside}</span>`
      }),
  }))
}

function within(id: string, here: string, where: ReadonlyMap<string, string>): string | null {
  const page = where.get(id)
  if (page === undefined) return null
  return page === here ? `#${id}` : `${fileOf(page)}#${id}`
}

/** An address as RFC 3986 spells it, null where it cannot be one. */
function outside(href: string): string | null {
  const asTyped = href
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
  const isWeb = /^https?:\/\/[a-z0-9.-]+(:\d{1,5})?([/?#]|$)/i.test(asTyped)
  const isMail = /^mailto:[\w.+-]+@[a-z0-9.-]+$/i.test(asTyped)
  const spelled = isWeb || isMail ? pointer(asTyped) : undefined
  return spelled === undefined || /[[\]]/.test(spelled)
    ? null
    : spelled.replaceAll('&', '&amp;').replaceAll("'", '&#39;')
}
