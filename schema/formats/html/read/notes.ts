/** Finds the notes of a page: which links lead to one, where it stands, and which links lead back. */
import {
  attr,
  type Element,
  elementsIn,
  isElement,
  isText,
  type Node,
  type Parent,
  textIn,
  wordsIn,
} from './parse.js'
import { blocks, semantics } from './roles.js'

/** A note of the page. `n` is its mark, as the first link to it has it. */
export interface PageNote {
  readonly n: string
  readonly place: 'foot' | 'end'
}

export interface PageNotes {
  /** The links that lead to notes. */
  readonly refs: ReadonlyMap<Element, PageNote>
  /** The elements that hold notes. */
  readonly bodies: ReadonlyMap<Element, PageNote>
  /** What in a note only leads back to the text. */
  readonly backs: ReadonlySet<Element>
}

const footnote = /^(?:footnotes?|endnotes?|rearnotes?|note)$/
/** What a note's mark may look like, with or without brackets. */
const mark = /^[[({]?\s*((?:note\s|n\.?\s?)?[\p{L}\p{N}]{1,6}|[*†‡§¶#⁂|]{1,6})\s*[\])}.:]?$/iu

/** The notes below `root`. Conventions: DPUB-ARIA, EPUB, Pandoc, GitHub, Wikipedia, Word, TEI's stylesheets; and any two
 * short links that lead to each other. */
export function notesIn(root: Parent): PageNotes {
  const byId = new Map<string, Element>()
  const order = new Map<Element, number>()
  const links: { element: Element; to: string }[] = []
  let at = 0
  for (const element of elementsIn(root)) {
    order.set(element, at++)
    for (const name of ['id', 'name'])
      for (const id of [attr(element, name)]) if (id && !byId.has(id)) byId.set(id, element)
    const href = element.tagName === 'a' ? attr(element, 'href') : undefined
    const to = href === undefined ? undefined : /#(.+)$/.exec(href)?.[1]
    if (to !== undefined) links.push({ element, to: unescaped(to) })
  }
  /** The links within each element that is led to, so that each is looked for once. */
  const leadsBack = new Map<Element, Element[]>()
  for (const { element, to } of links) {
    const target = byId.get(to)
    if (!target) continue
    const known = leadsBack.get(target) ?? []
    // A note is referred to now and then, not hundreds of times.
    if (known.length < 100) known.push(element)
    leadsBack.set(target, known)
  }
  const refs = new Map<Element, PageNote>()
  const bodies = new Map<Element, PageNote>()
  const backs = new Set<Element>()
  for (const { element, to } of links) {
    const target = byId.get(to)
    if (!target || backs.has(element)) continue
    const body = bodyAt(target)
    if (!body || isIn(element, body)) continue
    const said = textIn(element, 100)
    const words = mark.exec(said)?.[1]
    const back = linksBack(element, leadsBack).filter(link => isIn(link, body))
    const isNamed = isNoteref(element) || isNote(body)
    const isMutual =
      back.length > 0 && words !== undefined && (order.get(element) ?? 0) < (order.get(body) ?? 0)
    if (!isNamed && !isMutual) continue
    if (isBacklink(element)) continue
    const known = bodies.get(body)
    const note = known ?? {
      n: (words ?? (/^\S{1,12}$/.test(said) ? said : '')) || String(bodies.size + 1),
      place: isFoot(body) ? 'foot' : 'end',
    }
    if (!known) labelsIn(body, note.n, backs)
    bodies.set(body, note)
    refs.set(element, note)
    for (const link of back) backs.add(aroundBack(link))
    if (!known)
      for (const inner of elementsIn(body))
        if (inner.tagName === 'a' && isBacklink(inner)) backs.add(aroundBack(inner))
  }
  return { refs, bodies, backs }
}

/** Takes the mark that a note begins with for what it is, where it stands in an element of its own: `<span>1. </span>`. */
function labelsIn(body: Element, n: string, backs: Set<Element>): void {
  let at: Element = body
  for (;;) {
    const first = at.childNodes.find(node => !isText(node) || node.value.trim() !== '')
    if (!first || !isElement(first)) return
    const said = textIn(first, 20)
    if (!blocks.has(first.tagName) && said !== '' && isMark(said, n)) {
      backs.add(first)
      return
    }
    at = first
  }
}

/** Whether words say no more than the mark of a note. */
export function isMark(words: string, n: string): boolean {
  return [n, `${n}.`, `[${n}]`, `(${n})`, `${n})`, `${n}:`].includes(words)
}

function unescaped(id: string): string {
  try {
    return decodeURIComponent(id)
  } catch {
    return id
  }
}

function isIn(node: Node, ancestor: Element): boolean {
  for (let e: Node | Parent | null = node; e; e = 'parentNode' in e ? (e.parentNode as Parent | null) : null)
    if (e === ancestor) return true
  return false
}

/** The links that lead to a link, to an element right around it or to one right in it. */
function linksBack(link: Element, leadsBack: ReadonlyMap<Element, Element[]>): Element[] {
  const found = [...(leadsBack.get(link) ?? [])]
  for (const child of link.childNodes) if (isElement(child)) found.push(...(leadsBack.get(child) ?? []))
  let around: Parent | null = link.parentNode
  for (
    let i = 0;
    i < 2 && around && isElement(around as Node) && !blocks.has((around as Element).tagName);
    i++
  ) {
    found.push(...(leadsBack.get(around as Element) ?? []))
    around = (around as Element).parentNode
  }
  return found
}

/** The block that holds a note, given what a link leads to. */
function bodyAt(target: Element): Element | null {
  let body: Element | null = target
  while (body && !blocks.has(body.tagName)) {
    if (isNote(body)) return body
    const parent: Parent | null = body.parentNode
    body = parent && isElement(parent as Node) ? (parent as Element) : null
  }
  if (!body || /^(?:html|body|main|article|h[1-6]|table|tbody|tr|td|th|ul|ol|dl)$/.test(body.tagName))
    return null
  // Word sets a note's paragraphs into a division of their own.
  const parent = body.parentNode
  if (
    body.tagName === 'p' &&
    parent &&
    isElement(parent as Node) &&
    /^(?:ftn|edn)\d+$/.test(attr(parent as Element, 'id') ?? '')
  )
    return parent as Element
  return body
}

function isNoteref(link: Element): boolean {
  return (
    semantics(link).includes('noteref') ||
    attr(link, 'data-footnote-ref') !== undefined ||
    wordsIn(link, 'class').some(word => /^(?:footnote-?ref|noteref|notelink|fnref)$/.test(word))
  )
}

function isNote(element: Element): boolean {
  return semantics(element).some(word => /^(?:footnote|endnote|rearnote|note)$/.test(word))
}

function isFoot(element: Element): boolean {
  return semantics(element).includes('footnote') || /^ftn/.test(attr(element, 'id') ?? '')
}

function isBacklink(link: Element): boolean {
  return (
    semantics(link).some(word => word === 'backlink' || word === 'referrer') ||
    attr(link, 'data-footnote-backref') !== undefined ||
    wordsIn(link, 'class').some(word =>
      /^(?:footnote-?back|link_return|backref|reversefootnote)$/.test(word),
    ) ||
    /^[↩↑⏎^⇑]\ufe0e?$/u.test(textIn(link, 8))
  )
}

/** A link back, or the whole that it stands in, where that holds nothing else: Wikipedia's `^ a b c`. */
function aroundBack(link: Element): Element {
  for (let e: Parent | null = link.parentNode; e && isElement(e as Node); e = (e as Element).parentNode) {
    const around = e as Element
    if (blocks.has(around.tagName)) break
    if (wordsIn(around, 'class').some(word => /backlink|back-?ref/.test(word))) return around
  }
  return link
}

/** Whether an element is the place where a page gathers its notes: what numbers or parts them there is no text. */
export function isNoteList(element: Element): boolean {
  return (
    semantics(element).some(word => footnote.test(word) && word.endsWith('s')) ||
    attr(element, 'data-footnotes') !== undefined ||
    wordsIn(element, 'class').some(word => /^(?:footnotes|references|endnotes)$/.test(word))
  )
}
