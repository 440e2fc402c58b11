/** The XML of a part as a tree. */
import { SaxesParser } from 'saxes'
import { decode } from '../text/decode.js'
import { Unreadable } from './fault.js'

/** An element. Names and attributes have the prefixes below, whatever the file calls them; what is of no namespace
 * listed there has the prefix `x`. */
export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: (Element | string)[]
}

/** Transitional and strict names of a namespace mean the same (ISO 29500-4, ISO 29500-1). */
const prefixes: Readonly<Record<string, string>> = {
  'http://schemas.openxmlformats.org/wordprocessingml/2006/main': 'w',
  'http://purl.oclc.org/ooxml/wordprocessingml/main': 'w',
  'http://schemas.openxmlformats.org/officeDocument/2006/relationships': 'r',
  'http://purl.oclc.org/ooxml/officeDocument/relationships': 'r',
  'http://schemas.openxmlformats.org/package/2006/relationships': 'rel',
  'http://schemas.openxmlformats.org/officeDocument/2006/math': 'm',
  'http://purl.oclc.org/ooxml/officeDocument/math': 'm',
  'http://schemas.openxmlformats.org/markup-compatibility/2006': 'mc',
  'http://schemas.microsoft.com/office/word/2010/wordml': 'w14',
  'http://schemas.microsoft.com/office/word/2012/wordml': 'w15',
  'http://schemas.openxmlformats.org/officeDocument/2006/custom-properties': 'custom',
  'http://purl.org/dc/elements/1.1/': 'dc',
  'http://www.w3.org/XML/1998/namespace': 'xml',
}

/** Nobody nests deeper; what does is made to exhaust the stack. */
const deepest = 250
/** A volume of 30,000 paragraphs has about a million. */
const mostElements = 4_000_000

/** Parses a part. Refuses document types, so that no entity but XML's own five is ever expanded. Throws `Unreadable`
 * with the part's name, line and column. */
export function parsePart(path: string, bytes: Uint8Array): Element {
  const parser = new SaxesParser({ xmlns: true, position: true })
  const root: Element = { name: '', attributes: {}, children: [] }
  const open: Element[] = [root]
  let elements = 0
  const fail = (message: string, code = 'bad-xml'): never => {
    throw new Unreadable(code, `${path}: ${message}`, parser.line, parser.column + 1)
  }
  parser.on('error', error => fail(error.message.replace(/^\d+:\d+: /, '')))
  parser.on('doctype', () => fail('it declares a document type, which Word never does', 'doctype'))
  parser.on('opentag', ({ uri, local, attributes }) => {
    if (open.length > deepest) fail(`its elements are nested more than ${deepest} deep`, 'too-deep')
    if (++elements > mostElements) fail('it has too many elements', 'too-large')
    const values: Record<string, string> = {}
    for (const { uri, local, value } of Object.values(attributes))
      if (local !== '__proto__') values[uri ? `${prefixes[uri] ?? 'x'}:${local}` : local] = value
    const element: Element = { name: `${prefixes[uri] ?? 'x'}:${local}`, attributes: values, children: [] }
    open.at(-1)!.children.push(element)
    open.push(element)
  })
  parser.on('closetag', () => {
    open.pop()
  })
  const text = (text: string) => {
    open.at(-1)!.children.push(text)
  }
  parser.on('text', text)
  parser.on('cdata', text)
  parser.write(decoded(path, bytes)).close()
  const found = root.children.find(child => typeof child !== 'string')
  return found && typeof found !== 'string' ? found : fail('it is empty')
}

/** Parts are UTF-8 or UTF-16 (ISO 29500-2 §8.1.1). */
function decoded(path: string, bytes: Uint8Array): string {
  const read = decode(bytes)
  if ('error' in read) throw new Unreadable('encoding', `${path}: ${read.error.message}`)
  if (read.encoding === 'windows-1252') throw new Unreadable('encoding', `${path}: it is not valid UTF-8.`)
  return read.text
}

/** The children that are elements. */
export function* elementsIn(element: Element | undefined): Generator<Element> {
  for (const child of element?.children ?? []) if (typeof child !== 'string') yield child
}

export function childNamed(element: Element | undefined, name: string): Element | undefined {
  for (const child of elementsIn(element)) if (child.name === name) return child
  return undefined
}

/** All elements of a name below an element, in order. */
export function* allNamed(element: Element, name: string): Generator<Element> {
  for (const child of elementsIn(element)) {
    if (child.name === name) yield child
    yield* allNamed(child, name)
  }
}

/** The attribute `w:val` of a child: undefined where there is none. */
export const valOf = (element: Element | undefined, name: string): string | undefined =>
  childNamed(element, name)?.attributes['w:val']

/** Whether a property that is on or off is on (ISO 29500-1 §17.17.4). */
export function isOn(element: Element | undefined, name: string): boolean {
  const found = childNamed(element, name)
  return found !== undefined && !/^(0|false|off|none)$/.test(found.attributes['w:val'] ?? '')
}

export function textIn(element: Element): string {
  return element.children.map(child => (typeof child === 'string' ? child : textIn(child))).join('')
}
