/** Links and empty elements as the pages of a book must spell them. */
import { linked } from '../html/links.js'
import { pointer } from '../tei/xml.js'
import { fileOf, type Page } from './page.js'

/** The pages with their links led to the right files. A link to what the book has not got, and an address that is none,
 * stay words. */
export function spelled(pages: readonly Page[]): Page[] {
  const own = pages.map(page => ({ ...page, file: fileOf(page.name) }))
  return linked(own, { outside }).map(({ file, ...page }) => ({
    ...page,
    body: page.body.replaceAll('<br>', '<br/>'),
  }))
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
  const address = isWeb || isMail ? pointer(asTyped) : undefined
  return address === undefined || /[[\]]/.test(address)
    ? null
    : address.replaceAll('&', '&amp;').replaceAll("'", '&#39;')
}
