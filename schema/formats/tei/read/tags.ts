/** Tags that are put into a file. */
import type { Element, Node } from './nodes.js'

/** The start and end tags of one part of a range. */
export interface Tags {
  readonly open: string
  readonly close: string
}

/** The elements that were put into a file. */
export const woven = new WeakSet<Element>()

export function tagName({ open }: Element): string {
  return /^<([^\s/>]+)/.exec(open.xml)![1]!
}

/** An element's start tag once more: no two elements have one id. */
export function reopened({ open }: Element): string {
  return open.xml.replace(/\sxml:id\s*=\s*(?:"[^"]*"|'[^']*')/, '')
}

/** The element of what was put in. */
export function made(open: string, parent: Element | null): Element {
  // Of several tags the outermost is the one that others may cross.
  const name = /^<([^\s/>]+)/.exec(open)?.[1] ?? ''
  const nothing: Node = {
    type: 'other',
    xml: '',
    text: '',
    place: 0,
    at: -1,
    length: 0,
    element: null,
    inCdata: false,
    prev: null,
    next: null,
  }
  const element: Element = {
    name,
    isTei: true,
    attrs: {},
    parent,
    children: [],
    open: nothing,
    close: nothing,
  }
  woven.add(element)
  return element
}
