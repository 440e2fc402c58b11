/** Finding one's way in an XML file that is not TEI. Names are local: prefixes are left out. */
import { type Element, isElement } from '../tei/read/nodes.js'

export function nameOf({ name }: Element): string {
  return name.slice(name.indexOf(':') + 1)
}

export function* childrenOf(element: Element): Generator<Element> {
  for (const child of element.children) if (isElement(child)) yield child
}

export function* childrenNamed(element: Element, ...names: string[]): Generator<Element> {
  for (const child of childrenOf(element)) if (names.includes(nameOf(child))) yield child
}

export function childNamed(element: Element | undefined, name: string): Element | undefined {
  return element && childrenNamed(element, name).next().value
}

/** All elements of these names within another, outermost first, in the order of the file. */
export function* allNamed(element: Element, ...names: string[]): Generator<Element> {
  for (const child of childrenOf(element)) {
    if (names.includes(nameOf(child))) yield child
    yield* allNamed(child, ...names)
  }
}

/** The text of an element, its white space as in the file but for line ends, which are newlines. */
export function textIn(element: Element | undefined): string {
  if (!element) return ''
  let text = ''
  for (const child of element.children) text += isElement(child) ? textIn(child) : child.text
  return text.replace(/\r\n?/g, '\n')
}

/** The attributes that have no meaning to the editor, as `prefix:name`; those named in `known` are left out. */
export function othersOf(
  { attrs }: Element,
  prefix: string,
  known: ReadonlySet<string>,
): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(attrs))
    if (!known.has(name) && /^[A-Za-z_][\w.-]{0,40}$/.test(name) && value !== '' && value.length <= 1000)
      kept[`${prefix}:${name}`] = value
  return kept
}
