/** What in a line an element is, and what says where a page begins or where a site leads. */
import type { Attrs } from '../../../witness.js'
import type { Conventions } from './conventions.js'
import { attr, type Element, textIn, wordsIn } from './parse.js'
import { keptAttrs, rendOf, safeAddress, semantics } from './roles.js'

/** The span that an element is; a type of '' makes none. */
export function spanOf(element: Element, conventions: Conventions | null): [string, Attrs] {
  const { tagName } = element
  const own = conventions?.spanOf(element)
  if (own !== null && own !== undefined) return [own, {}]
  if (conventions) {
    const rend = rendOf(element)
    return rend ? ['hi', { rend }] : ['', {}]
  }
  const { id: _, name: __, ...attrs } = keptAttrs(element)
  switch (tagName) {
    case 'a': {
      const href = attr(element, 'href')
      if (href === undefined) return ['', {}]
      const target = safeAddress(href)
      if (target === null) return ['', {}]
      return ['link', { ...attrs, target: target.slice(0, 1000) }]
    }
    case 'del':
      return ['del', attrs]
    case 'ins':
      return ['add', attrs]
    case 'code':
    case 'tt':
    case 'kbd':
    case 'samp':
      return ['code', attrs]
    case 'acronym':
      return ['abbr', attrs]
    case 'q':
    case 'ruby':
      return [tagName, attrs]
  }
  const rend = rendOf(element)
  if (rend) return ['hi', { ...attrs, rend }]
  if (tagName === 'span' || tagName === 'font')
    return Object.keys(attrs).length > 0 ? ['span', attrs] : ['', {}]
  return [/^[a-z][\w.:-]{0,63}$/.test(tagName) ? tagName : 'span', attrs]
}

/** Whether an element only leads elsewhere. */
export function isNavigation(element: Element): boolean {
  return (
    element.tagName === 'nav' ||
    semantics(element).some(word => word === 'navigation' || word === 'toc') ||
    wordsIn(element, 'class').includes('mw-editsection')
  )
}

/** The number of the page that an element says begins; '' where it says none, null where no page begins. */
export function pageOf(element: Element): string | null {
  if (!semantics(element).includes('pagebreak') && !wordsIn(element, 'class').includes('pagebreak'))
    return null
  const said =
    attr(element, 'aria-label') ??
    attr(element, 'title') ??
    (textIn(element, 60) || attr(element, 'id') || '')
  return said
    .replace(/^\s*(?:page|pg|p|seite|s)[\s._-]*(?=[\divxlc]+\b)/i, '')
    .trim()
    .slice(0, 60)
}
