/** The nodes of a TEI file in their order, while things are put between them. */
import type { Element, Node } from './nodes.js'
import type { Parsed } from './parse.js'
import { isBetween } from './places.js'

export class Chain {
  private readonly inText: Node[] = []
  private readonly rest = new Map<Node, Node>()
  private readonly removed = new Set<Node>()
  /** Whether anything has been changed. */
  isChanged = false

  /** `spell` spells what is put in as the file is spelled. */
  constructor(
    private readonly parsed: Parsed,
    readonly spell: (xml: string) => string,
  ) {
    for (let node: Node | null = parsed.first; node; node = node.next)
      if (node.at >= 0) this.inText.push(node)
    this.inText.sort((a, b) => a.at - b.at)
  }

  /** The file as it has become. */
  toString(): string {
    const parts: string[] = []
    let inCdata = false
    for (let node: Node | null = this.parsed.first; node; node = node.next) {
      if (node.inCdata !== inCdata) {
        parts.push(node.inCdata ? '<![CDATA[' : ']]>')
        inCdata = node.inCdata
      }
      parts.push(node.xml)
    }
    return parts.join('')
  }

  /** The text's nodes from one offset to another, cut so that they end there. */
  nodesIn(start: number, end: number): Node[] {
    this.cut(start)
    this.cut(end)
    const nodes: Node[] = []
    for (let i = this.indexAt(start); i < this.inText.length; i++) {
      for (let node: Node | undefined = this.inText[i]; node; node = this.rest.get(node)) {
        if (node.at >= end) return nodes
        if (node.at >= start && node.length > 0) nodes.push(node)
      }
    }
    return nodes
  }

  /** The index of the last node that begins at or before an offset, as the file was read. */
  private indexAt(offset: number): number {
    let low = 0
    let high = this.inText.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.inText[middle]!.at <= offset) low = middle + 1
      else high = middle
    }
    return Math.max(0, low - 1)
  }

  /** Sees to it that no node reaches over an offset, where it is spelled so that it can be parted. */
  cut(offset: number): void {
    let node: Node | undefined = this.inText[this.indexAt(offset)]
    while (node && node.at + node.length <= offset) node = this.rest.get(node)
    if (!node || node.at >= offset || node.type !== 'text' || node.xml.length !== node.length) return
    const by = offset - node.at
    const second: Node = {
      ...node,
      xml: node.xml.slice(by),
      text: node.text.slice(by),
      place: node.place + by,
      at: offset,
      length: node.length - by,
      prev: node,
    }
    if (node.next) node.next.prev = second
    node.next = second
    node.xml = node.xml.slice(0, by)
    node.text = node.text.slice(0, by)
    node.length = by
    const further = this.rest.get(node)
    if (further) this.rest.set(second, further)
    this.rest.set(node, second)
  }

  /** The text's last node that ends at or before an offset. */
  ending(offset: number): Node | null {
    for (let i = this.indexAt(Math.max(0, offset - 1)); i >= 0; i--) {
      let found: Node | null = null
      for (let node: Node | undefined = this.inText[i]; node; node = this.rest.get(node))
        if (node.at + node.length <= offset && !isBetween(node)) found = node
      if (found) return found
    }
    return null
  }

  /** The text's first node that begins at or after an offset. */
  beginning(offset: number): Node | null {
    for (let i = this.indexAt(offset); i < this.inText.length; i++)
      for (let node: Node | undefined = this.inText[i]; node; node = this.rest.get(node))
        if (node.at >= offset && !isBetween(node)) return node
    return null
  }

  /** Puts something before or after a node; `spelled` says that it is spelled as the file is. */
  insert(
    where: 'before' | 'after',
    node: Node,
    xml: string,
    type: Node['type'],
    element: Element | null,
    spelled = false,
  ): Node {
    this.isChanged = true
    const prev = where === 'before' ? node.prev : node
    const next = where === 'before' ? node : node.next
    const made: Node = {
      type,
      xml: spelled ? xml : this.spell(xml),
      text: '',
      place: node.place,
      at: -1,
      length: 0,
      element,
      inCdata: false,
      prev,
      next,
    }
    if (prev) prev.next = made
    if (next) next.prev = made
    return made
  }

  remove(node: Node): void {
    if (this.removed.has(node)) return
    this.removed.add(node)
    this.isChanged = true
    node.xml = ''
    if (node.prev) node.prev.next = node.next
    if (node.next) node.next.prev = node.prev
  }
}
