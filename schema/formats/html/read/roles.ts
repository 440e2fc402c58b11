/** What the elements of HTML are to a reader of running text. */
import { attr, type Element, wordsIn } from './parse.js'

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '))

/** No text of the page: what runs, what sets it, what one fills in. */
export const silent = set(
  'script style template noscript iframe object embed applet canvas audio video source track param select datalist textarea input button progress meter dialog link meta base title head frame frameset noframes map area col colgroup',
)

/** Stands in a block of its own, and holds text or other blocks. */
export const blocks = set(
  'html body main article section header footer nav aside hgroup search div center p h1 h2 h3 h4 h5 h6 ul ol menu dir li dl dt dd blockquote pre listing xmp plaintext address figure figcaption details summary fieldset legend form table caption thead tbody tfoot tr td th hr',
)

/** Blocks of which the kind of our block says all; of others the name is kept. */
export const plain = set(
  'html body main article section header footer div center p h1 h2 h3 h4 h5 h6 ul ol menu dir li table thead tbody tfoot tr td th blockquote hr form fieldset hgroup',
)

/** How the letters of an element look, as the readers of Word and TEI say it. */
const looks: Readonly<Record<string, string>> = {
  i: 'italic',
  em: 'italic',
  cite: 'italic',
  dfn: 'italic',
  var: 'italic',
  b: 'bold',
  strong: 'bold',
  u: 'underlined',
  s: 'struck',
  strike: 'struck',
  sup: 'superscript',
  sub: 'subscript',
  small: 'small',
  big: 'large',
  mark: 'highlighted',
}

const styles: readonly (readonly [RegExp, string])[] = [
  [/(?:^|;)\s*font(?:-style)?\s*:[^;]*\b(?:italic|oblique)\b/i, 'italic'],
  [/(?:^|;)\s*font(?:-weight)?\s*:[^;]*(?:\bbold|[6-9]00\b)/i, 'bold'],
  [/(?:^|;)\s*text-decoration(?:-line)?\s*:[^;]*\bunderline\b/i, 'underlined'],
  [/(?:^|;)\s*text-decoration(?:-line)?\s*:[^;]*\bline-through\b/i, 'struck'],
  [/(?:^|;)\s*font-variant(?:-caps)?\s*:[^;]*\bsmall-caps\b/i, 'small-caps'],
  [/(?:^|;)\s*vertical-align\s*:\s*super\b/i, 'superscript'],
  [/(?:^|;)\s*vertical-align\s*:\s*sub\b/i, 'subscript'],
]

/** How the letters of an element look, by its name and its own style; '' where nothing is said. */
export function rendOf(element: Element): string {
  const style = styleOf(element)
  const named = looks[element.tagName]
  const said = new Set(named ? [named] : [])
  if (style) for (const [pattern, word] of styles) if (pattern.test(style)) said.add(word)
  return [...said].sort().join(' ')
}

/** An element's own style; what is longer than any that a person writes is none. */
function styleOf(element: Element): string {
  const style = attr(element, 'style') ?? ''
  return style.length > 2000 ? '' : style
}

/** Whether an element is not shown: a browser would not. */
export function isHidden(element: Element): boolean {
  return attr(element, 'hidden') !== undefined || /(?:^|;)\s*display\s*:\s*none\b/i.test(styleOf(element))
}

/** Whether white space in an element stands as it is written. */
export function keepsSpace(element: Element): boolean {
  return (
    /^(?:pre|listing|xmp|plaintext)$/.test(element.tagName) ||
    /(?:^|;)\s*white-space\s*:\s*(?:pre|break-spaces)/i.test(styleOf(element))
  )
}

/** The words of @role and @epub:type, without `doc-`. */
export function semantics(element: Element): string[] {
  return [...wordsIn(element, 'role'), ...wordsIn(element, 'epub:type')].map(word =>
    word.replace(/^doc-/, ''),
  )
}

/** An address that leads somewhere and runs nothing; null for others. */
export function safeAddress(href: string): string | null {
  const bare = href.replace(/[\u0000-\u0020\u007f-\u00a0]+/g, '')
  const scheme = /^([a-z][\w+.-]*):/i.exec(bare)?.[1]?.toLowerCase()
  if (scheme !== undefined && !/^(?:https?|ftp|mailto|tel|urn|doi|news)$/.test(scheme)) return null
  return href.trim()
}

/** What of an element's attributes is kept under their own names: what they say, not how they set or what they run. */
export function keptAttrs(element: Element, prefix = ''): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const { name, value } of element.attrs) {
    if (value === '' || value.length > 1000 || !/^[a-z][\w.:-]{0,63}$/i.test(name)) continue
    if (
      /^(?:on|data-|aria-|style$|src|srcdoc|href|action|formaction|xmlns|tabindex$|target$|rel$)/i.test(name)
    )
      continue
    kept[prefix + name] = value
    if (Object.keys(kept).length >= 20) break
  }
  return kept
}

/** Whether an element has an attribute that would run something. */
export function isActive({ attrs }: Element): boolean {
  return attrs.some(
    ({ name, value }) =>
      /^on/i.test(name) ||
      (/^(?:href|src|action|formaction|data|xlink:href)$/i.test(name) &&
        safeAddress(value) === null &&
        !/^\s*data:/i.test(value)),
  )
}
