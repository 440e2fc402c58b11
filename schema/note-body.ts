/**
 * A note's body: what it may hold (G10), and how it is read.
 *
 *     body         paragraph | blockquote | bullet_list | ordered_list, one after the other
 *     blockquote   the same again
 *     …_list       list_item+, each holding the same again
 *     paragraph    text with the marks em, strong and link; ref; cite
 *     ref          { document?, note? | correction? | start, end }   another place of the edition
 *     cite         { key, locator? }                                 a work of the bibliography
 */
import * as Y from 'yjs'
import { hasKeys, isFragment, partsOf } from './changes.js'

/** A place of the edition, by what does not change when blocks are split and joined: a note, a correction, or a range
 * of a witness. `document` is '' for the document that the note itself is in. */
export type Reference =
  | { readonly document: string; readonly note: string }
  | { readonly document: string; readonly correction: string }
  | { readonly document: string; readonly start: number; readonly end: number }

/** What a paragraph holds, in order. A run's `href` is the address it links to: null where it links to none or to one
 * that is not http, https or mailto. `locator` is the place in the work, as typed: "p. 12". */
export type Inline =
  | {
      readonly type: 'text'
      readonly text: string
      readonly em: boolean
      readonly strong: boolean
      readonly href: string | null
    }
  | { readonly type: 'ref'; readonly to: Reference }
  | { readonly type: 'cite'; readonly key: string; readonly locator: string }

export type BodyBlock =
  | { readonly type: 'paragraph'; readonly inlines: readonly Inline[] }
  | { readonly type: 'quotation'; readonly blocks: readonly BodyBlock[] }
  | { readonly type: 'list'; readonly ordered: boolean; readonly items: readonly (readonly BodyBlock[])[] }

export interface BodyFault {
  readonly rule: 'G6' | 'G10'
  readonly message: string
}

/** Characters of a whole body. */
const maxBody = 50_000
/** Paragraphs, lists, their items and quotations, references and citations together. */
const maxElements = 1_000
const maxAddress = 2_000
const maxLocator = 200
/** Quotations and lists within each other: nobody can read deeper ones. */
const maxDepth = 8

const blocks = ['paragraph', 'blockquote', 'bullet_list', 'ordered_list']
const inside: Readonly<Record<string, readonly string[]>> = {
  blockquote: blocks,
  list_item: blocks,
  bullet_list: ['list_item'],
  ordered_list: ['list_item'],
}

/** An address that a note may link to: one that can do no harm when it is followed. */
export const linkPattern = /^(https?:\/\/|mailto:)[^\s<>"]+$/i

/** The key of a work in the bibliography, which is the id of its record; and any other id. */
export const keyPattern = /^[\w.:~-]{1,64}$/

// --- what is let in ---------------------------------------------------------------------------------------------

/** The first thing that is wrong with a body, or null. Lists and quotations may be empty: two windows of one author
 * can make them so without either doing anything wrong. */
export function bodyFault(id: string, body: unknown): BodyFault | null {
  if (!isFragment(body) || hasKeys(body))
    return { rule: 'G10', message: `note ${id}: its body is not a body` }
  const check = new BodyCheck(id)
  return check.children(body, blocks, 0) ?? check.size()
}

class BodyCheck {
  private elements = 0
  private length = 0

  constructor(private readonly id: string) {}

  children(parent: Y.XmlFragment, allowed: readonly string[], depth: number): BodyFault | null {
    if (depth > maxDepth * 2) return this.bad('its lists and quotations are too deep')
    for (const child of parent.toArray()) {
      if (!(child instanceof Y.XmlElement) || !allowed.includes(child.nodeName))
        return this.bad(`it holds something other than ${allowed.join(', ')}`)
      if (hasKeys(child)) return this.bad(`a ${child.nodeName} of it has attributes`)
      // What follows would take long on a body that is too large anyway.
      if (++this.elements > maxElements) return this.size()
      const fault =
        child.nodeName === 'paragraph'
          ? this.paragraph(child)
          : this.children(child, inside[child.nodeName] ?? [], depth + 1)
      if (fault) return fault
    }
    return null
  }

  size(): BodyFault | null {
    if (this.elements > maxElements)
      return { rule: 'G6', message: `note ${this.id} has more than ${maxElements} paragraphs` }
    return this.length > maxBody ? { rule: 'G6', message: `note ${this.id} is longer than ${maxBody}` } : null
  }

  private paragraph(paragraph: Y.XmlElement): BodyFault | null {
    for (const part of paragraph.toArray()) {
      const fault = part instanceof Y.XmlText ? this.text(part) : this.atom(part)
      if (fault) return fault
    }
    return null
  }

  private text(text: Y.XmlText): BodyFault | null {
    if (hasKeys(text)) return this.bad('its text has attributes')
    for (const part of partsOf(text)) {
      if (part.type === 'other') return this.bad('its text holds something other than characters')
      if (part.type === 'mark' && !isMark(part.key, part.value))
        return this.bad(`it has the mark "${part.key.slice(0, 40)}"`)
    }
    this.length += text.length
    return null
  }

  private atom(element: unknown): BodyFault | null {
    if (!(element instanceof Y.XmlElement)) return this.bad('its paragraphs hold something other than text')
    if (element.length > 0) return this.bad(`a ${element.nodeName} of it holds something`)
    if (++this.elements > maxElements) return this.size()
    const attributes: Readonly<Record<string, unknown>> = element.getAttributes()
    switch (element.nodeName) {
      case 'ref':
        return isReference(attributes) ? null : this.bad('a reference of it leads nowhere')
      case 'cite':
        return isCitation(attributes) ? null : this.bad('a citation of it names no work')
      default:
        return this.bad('its paragraphs hold something other than text, references and citations')
    }
  }

  private bad(message: string): BodyFault {
    return { rule: 'G10', message: `note ${this.id}: ${message}` }
  }
}

function isMark(key: string, value: unknown): boolean {
  if (value === null) return key === 'em' || key === 'strong' || key === 'link'
  if (key === 'link') return isLink(value)
  return (key === 'em' || key === 'strong') && (value === true || isEmpty(value))
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}

function isLink(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('href' in value)) return false
  const { href } = value
  return (
    Object.keys(value).length === 1 &&
    typeof href === 'string' &&
    href.length <= maxAddress &&
    linkPattern.test(href)
  )
}

function isReference(attributes: Readonly<Record<string, unknown>>): boolean {
  const known = ['document', 'note', 'correction', 'start', 'end']
  return Object.keys(attributes).every(key => known.includes(key)) && referenceOf(attributes) !== null
}

function isCitation(attributes: Readonly<Record<string, unknown>>): boolean {
  return (
    Object.keys(attributes).every(key => key === 'key' || key === 'locator') &&
    citationOf(attributes) !== null
  )
}

// --- reading ----------------------------------------------------------------------------------------------------

/** What a reference's attributes mean; null where they name no place, or more than one. */
export function referenceOf(attributes: Readonly<Record<string, unknown>>): Reference | null {
  const { document = '', note, correction, start, end } = attributes
  if (typeof document !== 'string' || (document !== '' && !keyPattern.test(document))) return null
  const hasRange = start !== undefined || end !== undefined
  if ([note !== undefined, correction !== undefined, hasRange].filter(Boolean).length !== 1) return null
  if (hasRange) return isRange(start, end) ? { document, start: Number(start), end: Number(end) } : null
  const id = note ?? correction
  if (typeof id !== 'string' || !keyPattern.test(id)) return null
  return note !== undefined ? { document, note: id } : { document, correction: id }
}

function isRange(start: unknown, end: unknown): boolean {
  return (
    Number.isSafeInteger(start) &&
    Number.isSafeInteger(end) &&
    Number(start) >= 0 &&
    Number(start) <= Number(end)
  )
}

/** What a citation's attributes mean; null where they name no work. */
export function citationOf(
  attributes: Readonly<Record<string, unknown>>,
): { readonly key: string; readonly locator: string } | null {
  const { key, locator = '' } = attributes
  if (typeof key !== 'string' || !keyPattern.test(key)) return null
  if (typeof locator !== 'string' || locator.length > maxLocator) return null
  return { key, locator }
}

/** The blocks of a body. Total: what is malformed is left out. */
export function readBody(body: Y.XmlFragment): BodyBlock[] {
  return blocksIn(body, 0)
}

function blocksIn(parent: Y.XmlFragment, depth: number): BodyBlock[] {
  const found: BodyBlock[] = []
  // What a hostile file nests deeper than anybody may is not read, so that reading it cannot exhaust the stack.
  if (depth > maxDepth * 2) return found
  for (const child of parent.toArray()) {
    if (!(child instanceof Y.XmlElement)) continue
    switch (child.nodeName) {
      case 'paragraph':
        found.push({ type: 'paragraph', inlines: inlinesIn(child) })
        break
      case 'blockquote':
        found.push({ type: 'quotation', blocks: blocksIn(child, depth + 1) })
        break
      case 'bullet_list':
      case 'ordered_list': {
        const items = child
          .toArray()
          .filter(item => item instanceof Y.XmlElement && item.nodeName === 'list_item')
          .map(item => blocksIn(item as Y.XmlElement, depth + 2))
        found.push({ type: 'list', ordered: child.nodeName === 'ordered_list', items })
      }
    }
  }
  return found
}

function inlinesIn(paragraph: Y.XmlElement): Inline[] {
  const found: Inline[] = []
  for (const child of paragraph.toArray()) {
    if (child instanceof Y.XmlText) found.push(...runsOf(child))
    else if (child instanceof Y.XmlElement) {
      const attributes: Readonly<Record<string, unknown>> = child.getAttributes()
      const to = child.nodeName === 'ref' ? referenceOf(attributes) : null
      const cited = child.nodeName === 'cite' ? citationOf(attributes) : null
      if (to) found.push({ type: 'ref', to })
      else if (cited) found.push({ type: 'cite', ...cited })
    }
  }
  return found
}

function runsOf(text: Y.XmlText): Inline[] {
  const runs: Inline[] = []
  for (const { insert, attributes } of text.toDelta() as { insert: unknown; attributes?: unknown }[]) {
    if (typeof insert !== 'string' || insert === '') continue
    const marks = new Map<string, unknown>()
    // y-prosemirror names a mark that may stand twice on one text "name--hash".
    for (const [name, value] of Object.entries(attributes ?? {})) marks.set(name.replace(/--.*$/, ''), value)
    const link = marks.get('link')
    runs.push({
      type: 'text',
      text: insert,
      em: marks.has('em'),
      strong: marks.has('strong'),
      href: isLink(link) ? (link as { href: string }).href : null,
    })
  }
  return runs
}

/** Puts blocks into an empty body, so that `readBody` reads them again. Must be called inside `layers.change`. */
export function writeBody(body: Y.XmlFragment, list: readonly BodyBlock[]): void {
  body.insert(0, list.map(blockElement))
}

function blockElement(block: BodyBlock): Y.XmlElement {
  switch (block.type) {
    case 'paragraph':
      return elementWith('paragraph', block.inlines.map(inlineElement))
    case 'quotation':
      return elementWith('blockquote', block.blocks.map(blockElement))
    case 'list': {
      const items = block.items.map(item => elementWith('list_item', item.map(blockElement)))
      return elementWith(block.ordered ? 'ordered_list' : 'bullet_list', items)
    }
  }
}

function inlineElement(inline: Inline): Y.XmlElement | Y.XmlText {
  if (inline.type === 'text') {
    const text = new Y.XmlText()
    const { em, strong, href } = inline
    const marks = {
      ...(em ? { em: {} } : {}),
      ...(strong ? { strong: {} } : {}),
      ...(href ? { link: { href } } : {}),
    }
    text.insert(0, inline.text, marks)
    return text
  }
  if (inline.type === 'ref') return elementWith('ref', [], inline.to)
  const { key, locator } = inline
  return elementWith('cite', [], locator ? { key, locator } : { key })
}

function elementWith(
  name: string,
  inside: readonly (Y.XmlElement | Y.XmlText)[],
  attributes: Readonly<Record<string, string | number>> = {},
): Y.XmlElement {
  const made = new Y.XmlElement<Record<string, string | number>>(name)
  for (const [key, value] of Object.entries(attributes)) if (value !== '') made.setAttribute(key, value)
  made.insert(0, [...inside])
  return made as unknown as Y.XmlElement
}

/** A body's text without its markup, a line for each paragraph. References and citations are spelled by `spell`. */
export function bodyText(
  body: Y.XmlFragment | readonly BodyBlock[],
  spell: (inline: Exclude<Inline, { type: 'text' }>) => string = spelled,
): string {
  const lines: string[] = []
  const walk = (list: readonly BodyBlock[]) => {
    for (const block of list) {
      if (block.type === 'paragraph')
        lines.push(block.inlines.map(part => (part.type === 'text' ? part.text : spell(part))).join(''))
      else if (block.type === 'quotation') walk(block.blocks)
      else for (const item of block.items) walk(item)
    }
  }
  walk(body instanceof Y.XmlFragment ? readBody(body) : body)
  return lines.join('\n')
}

const spelled = (part: Exclude<Inline, { type: 'text' }>) =>
  part.type === 'ref' ? '→' : `@${part.key}${part.locator ? `, ${part.locator}` : ''}`

/** All inline parts of a body, in order. */
export function* inlinesOf(list: readonly BodyBlock[]): Generator<Inline> {
  for (const block of list) {
    if (block.type === 'paragraph') yield* block.inlines
    else if (block.type === 'quotation') yield* inlinesOf(block.blocks)
    else for (const item of block.items) yield* inlinesOf(item)
  }
}
