/** Reads XML into nodes. What is well-formed is judged by saxes; the nodes are then cut from the decoded file itself,
 * because a parser that reports what characters mean does not report how they were spelled. */
import { SaxesParser } from 'saxes'
import { lineAndColumn, type Problem, type Source } from '../../../witness.js'
import { decode } from '../../text/decode.js'
import type { Element, Node } from './nodes.js'

export interface Parsed {
  /** The file, decoded. */
  readonly xml: string
  readonly encoding: Source['encoding']
  readonly bom: boolean
  readonly first: Node
  readonly root: Element
}

/** The namespace of TEI P5. */
export const teiNamespace = 'http://www.tei-c.org/ns/1.0'

/** No text nests deeper by far; what does is made to exhaust a reader. */
const deepest = 500

/** The encodings that a declaration may name. */
const latin = /^(iso-?8859-?1|latin-?1|l1|windows-1252|cp1252|us-ascii|ascii)$/i
const unicode = /^(utf-?8|utf-?16(le|be)?|ucs-2|iso-10646-ucs-2)$/i

/** A file as nodes, or why it is none. Refused with line and column: what is not well-formed, an entity that is declared in
 * the file or not declared at all, an encoding that the file does not have or we do not read, elements nested more than
 * 500 deep. */
export function parseXml(bytes: Uint8Array): Parsed | { readonly error: Problem } {
  const decoded = decodeXml(bytes)
  if ('error' in decoded) return decoded
  const error = faultOf(decoded.xml)
  return error ? { error } : { ...decoded, ...nodesOf(decoded.xml) }
}

/** The local name of the first element of a file, whatever its encoding; null where there is none. */
export function firstElement(bytes: Uint8Array): string | null {
  let head = ''
  for (const byte of bytes.subarray(0, 65_536)) if (byte !== 0) head += String.fromCharCode(byte)
  const first = /<(?![?!])(?:[\w.-]+:)?([\w.-]+)/.exec(head.replace(/<!--[\s\S]*?(?:-->|$)/g, ''))
  return first?.[1] ?? null
}

/** The encoding that the XML declaration names; null where it names none. */
export function declaredEncoding(head: string): string | null {
  return /^\ufeff?<\?xml\s[^>]*?encoding\s*=\s*["']([^"']*)["']/.exec(head)?.[1] ?? null
}

function decodeXml(
  bytes: Uint8Array,
): { xml: string; encoding: Source['encoding']; bom: boolean } | { error: Problem } {
  const decoded = decode(bytes)
  if ('error' in decoded) return decoded
  const { text: xml, encoding, bom, guess } = decoded
  const declared = declaredEncoding(xml.slice(0, 400))
  const wrong = (message: string, line = 1, column = 1) => ({
    error: { severity: 'error' as const, code: 'encoding', message, line, column },
  })
  if (declared && !latin.test(declared) && !unicode.test(declared))
    return wrong(`The file says that it is in ${declared.slice(0, 40)}, which is not read: save it as UTF-8.`)
  if (encoding === 'windows-1252') {
    if (declared && latin.test(declared)) return { xml, encoding, bom }
    return wrong(
      `The file says that it is in ${declared ?? 'UTF-8'}, but holds a byte that is not valid there.`,
      guess?.line,
      guess?.column,
    )
  }
  // What declares Latin-1 and has bytes above 7F that happen to be UTF-8 is read as it says.
  if (encoding === 'utf-8' && !bom && declared && latin.test(declared) && /[^\0-\x7f]/.test(xml))
    return { xml: latin1(bytes), encoding: 'windows-1252', bom }
  return { xml, encoding, bom }
}

const high =
  '\u20AC\x81\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\x8D\u017D\x8F' +
  '\x90\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\x9D\u017E\u0178'

function latin1(bytes: Uint8Array): string {
  const parts: string[] = []
  for (let i = 0; i < bytes.length; i += 8192)
    parts.push(String.fromCharCode(...bytes.subarray(i, Math.min(i + 8192, bytes.length))))
  return parts.join('').replace(/[\x80-\x9f]/g, c => high[c.charCodeAt(0) - 0x80]!)
}

/** Why a parser stops; thrown through saxes and caught here. */
class Stop extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message)
  }
}

function faultOf(xml: string): Problem | null {
  const parser = new SaxesParser({ xmlns: true, position: true })
  let depth = 0
  parser.on('error', error => {
    throw new Stop('not-well-formed', sentence(error.message))
  })
  parser.on('doctype', doctype => {
    const entity = /<!ENTITY\s+(?:%\s+)?([^\s>]{1,60})/.exec(doctype)
    if (entity)
      throw new Stop(
        'entities',
        `The document type declares the entity "${entity[1]}". Entities are not read: write out what they stand for.`,
      )
  })
  parser.on('opentag', () => {
    depth++
    if (depth > deepest)
      throw new Stop('too-deep', `The elements are nested more than ${deepest} deep: this is no text.`)
  })
  parser.on('closetag', () => {
    depth--
  })
  try {
    // In pieces, so that a file that is wrong at its beginning is not read to its end.
    for (let i = 0; i < xml.length; i += 65_536) parser.write(xml.slice(i, i + 65_536))
    parser.close()
    return null
  } catch (error) {
    if (!(error instanceof Stop)) throw error
    return {
      severity: 'error',
      code: error.code,
      message: error.message,
      line: parser.line,
      column: Math.max(1, parser.column),
    }
  }
}

/** What saxes says (`3:14: unclosed tag: p`) as a sentence. */
function sentence(message: string): string {
  const said = message.replace(/^(?:[^:]*:)?\d+:\d+:\s*/, '').replace(/\.$/, '')
  const undefinedEntity = /undefined entity/i.test(said)
  return `The XML is not well-formed: ${said.slice(0, 200)}.${undefinedEntity ? ' Only the five entities of XML itself are read; write the character instead.' : ''}`
}

const token =
  /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\?[\s\S]*?\?>|<!DOCTYPE|<(?:"[^"]*"|'[^']*'|[^>"'])*>/g

function nodesOf(xml: string): { first: Node; root: Element } {
  let last: Node | null = null
  let first: Node | null = null
  let root: Element | null = null
  let parent: Element | null = null
  let prefixes: Prefixes = { names: { '': '', xml: 'xml' }, outer: null, of: null }
  const add = (
    type: Node['type'],
    from: number,
    spelled: string,
    text = '',
    inCdata = false,
    element: Element | null = null,
  ): Node => {
    const node: Node = {
      type,
      xml: spelled,
      text,
      place: from,
      at: -1,
      length: 0,
      element,
      inCdata,
      prev: last,
      next: null,
    }
    if (last) last.next = node
    else first = node
    last = node
    return node
  }
  const addText = (from: number, to: number, inCdata: boolean) => {
    const pieces = inCdata ? verbatimPieces : textPieces
    for (let start = from; start < to; ) {
      pieces.lastIndex = start
      const found = pieces.exec(xml)![0].slice(0, to - start)
      const text = !inCdata && found.startsWith('&') ? meaning(found) : found
      parent?.children.push(add('text', start, found, text, inCdata))
      start += found.length
    }
  }
  let at = 0
  for (token.lastIndex = 0; ; ) {
    const match = token.exec(xml)
    const to = match?.index ?? xml.length
    if (to > at) {
      if (parent) addText(at, to, false)
      else add('other', at, xml.slice(at, to))
    }
    if (!match) break
    let [spelled, cdata] = match
    at = to + spelled.length
    if (cdata !== undefined) {
      addText(to + 9, at - 3, true)
      if (cdata === '') add('other', to, spelled)
    } else if (spelled === '<!DOCTYPE') {
      at = endOfDoctype(xml, to)
      token.lastIndex = at
      spelled = xml.slice(to, at)
      add('other', to, spelled)
    } else if (spelled.startsWith('<!') || spelled.startsWith('<?')) add('other', to, spelled)
    else if (spelled.startsWith('</')) {
      const element: Element = parent!
      element.close = add('close', to, spelled, '', false, element)
      if (prefixes.of === element) prefixes = prefixes.outer!
      parent = element.parent
    } else {
      const isEmpty = spelled.endsWith('/>')
      const node = add(isEmpty ? 'empty' : 'open', to, spelled)
      const { name, attrs, declared } = tagOf(spelled)
      if (declared) prefixes = { names: { ...prefixes.names, ...declared }, outer: prefixes, of: null }
      const [prefix, local] = name.includes(':') ? (name.split(':') as [string, string]) : ['', name]
      const namespace: string = prefixes.names[prefix] ?? ''
      const element: Element = {
        name: namespace === teiNamespace || namespace === '' ? local : name,
        isTei: namespace === teiNamespace || namespace === '',
        attrs,
        parent,
        children: [],
        open: node,
        close: node,
      }
      node.element = element
      if (parent) parent.children.push(element)
      else root ??= element
      if (declared) prefixes.of = element
      if (isEmpty) {
        if (declared) prefixes = prefixes.outer!
      } else parent = element
    }
  }
  return { first: first!, root: root! }
}

interface Prefixes {
  readonly names: Readonly<Record<string, string>>
  readonly outer: Prefixes | null
  of: Element | null
}

/** White space and references have nodes of their own: they need not be spelled as what they mean. */
const textPieces = /&[^;]*;|[ \t\r\n]+|[^&< \t\r\n]+(?: [^&< \t\r\n]+)*/y
const verbatimPieces = /[ \t\r\n]+|[^ \t\r\n]+(?: [^ \t\r\n]+)*/y

/** What a reference stands for: one of the five entities of XML, or a character by number. */
function meaning(reference: string): string {
  const name = reference.slice(1, -1)
  if (name.startsWith('#x')) return String.fromCodePoint(Number.parseInt(name.slice(2), 16))
  if (name.startsWith('#')) return String.fromCodePoint(Number.parseInt(name.slice(1), 10))
  return { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }[name] ?? reference
}

const attribute = /([^\s=/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g

function tagOf(tag: string): {
  name: string
  attrs: Record<string, string>
  declared: Record<string, string> | null
} {
  const name = /^<([^\s/>]+)/.exec(tag)![1]!
  const attrs: Record<string, string> = {}
  const declared: Record<string, string> = {}
  if (tag.length > name.length + 3)
    for (const [, key = '', double, single] of tag.slice(name.length + 1).matchAll(attribute)) {
      const value = (double ?? single ?? '').replace(/[\t\r\n]/g, ' ').replace(/&[^;]*;/g, meaning)
      if (key === 'xmlns') declared[''] = value
      else if (key.startsWith('xmlns:')) declared[key.slice(6)] = value
      else if (key !== '__proto__') attrs[key] = value
    }
  return { name, attrs, declared: Object.keys(declared).length > 0 ? declared : null }
}

/** Where a document type declaration ends; quotation marks, comments and its internal subset are passed over. */
function endOfDoctype(xml: string, from: number): number {
  const part = /"[^"]*"|'[^']*'|<!--[\s\S]*?-->|<\?[\s\S]*?\?>|[[\]>]/g
  part.lastIndex = from
  let inside = 0
  for (let m = part.exec(xml); m; m = part.exec(xml)) {
    if (m[0] === '[') inside++
    else if (m[0] === ']') inside--
    else if (m[0] === '>' && inside === 0) return part.lastIndex
  }
  return xml.length
}

/** Line and column of a node. */
export function whereOf({ xml }: Pick<Parsed, 'xml'>, { place }: Node): { line: number; column: number } {
  return lineAndColumn(xml, place)
}
