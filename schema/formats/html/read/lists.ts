/** How browsers number lists. */
import { numeral } from '../../docx/sheet.js'
import { attr, type Element, isElement } from './parse.js'

const formats: Readonly<Record<string, string>> = {
  a: 'lowerLetter',
  A: 'upperLetter',
  i: 'lowerRoman',
  I: 'upperRoman',
  'lower-alpha': 'lowerLetter',
  'lower-latin': 'lowerLetter',
  'upper-alpha': 'upperLetter',
  'upper-latin': 'upperLetter',
  'lower-roman': 'lowerRoman',
  'upper-roman': 'upperRoman',
}

/** A list that is being read; `n` is the number of its last item. */
export interface List {
  readonly element: Element
  n: number | null
}

/** The marker that a browser shows before an item: `2.`, `b.`, `•`; '' where the list has none. Counts on in `list`
 * (HTML §4.4.5). */
export function markerOf(item: Element, list: List): string {
  const { element } = list
  const type = styleOf(item) ?? styleOf(element)
  if (element.tagName === 'ol') {
    const reversed = attr(element, 'reversed') !== undefined
    const next =
      list.n === null
        ? (numberIn(element, 'start') ?? (reversed ? itemsIn(element) : 1))
        : list.n + (reversed ? -1 : 1)
    list.n = numberIn(item, 'value') ?? next
  }
  if (type === 'none') return ''
  if (list.n === null || type === 'disc' || type === 'circle' || type === 'square') return '•'
  return `${numeral(list.n, formats[type ?? ''] ?? 'decimal')}.`
}

function itemsIn(list: Element): number {
  return list.childNodes.filter(node => isElement(node) && node.tagName === 'li').length
}

function numberIn(element: Element, name: string): number | null {
  const value = attr(element, name)
  return value !== undefined && /^\s*-?\d{1,9}\s*$/.test(value) ? Number(value) : null
}

function styleOf(element: Element): string | null {
  const style = attr(element, 'style') ?? ''
  const said =
    style.length > 2000
      ? undefined
      : /list-style(?:-type)?\s*:[^;]*?\b(none|disc|circle|square|decimal|(?:lower|upper)-(?:alpha|latin|roman))\b/i.exec(
          style,
        )?.[1]
  return said?.toLowerCase() ?? attr(element, 'type') ?? null
}
