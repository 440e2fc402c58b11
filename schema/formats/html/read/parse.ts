/** An HTML file as a tree, with the places of its elements in the file. */
import {
  type DefaultTreeAdapterMap,
  type DefaultTreeAdapterTypes,
  defaultTreeAdapter,
  html,
  Parser,
  type ParserOptions,
  parseFragment,
  Token,
  TokenizerMode,
} from 'parse5'
import { Unreadable } from '../../remarks.js'

export type Element = DefaultTreeAdapterTypes.Element
export type Node = DefaultTreeAdapterTypes.ChildNode
export type Parent = DefaultTreeAdapterTypes.ParentNode

/** Elements within each other. Browsers stop at 512. */
const deepest = 1000

/** Parses a whole file as browsers without scripts do. Throws `Unreadable` where it is nested too deeply. */
export function parsed(text: string): DefaultTreeAdapterTypes.Document {
  const parser = isXhtml(text) ? XhtmlParser : Parser
  return parser.parse(text, options())
}

/** Parses a piece of a page. */
export function parsedFragment(text: string): DefaultTreeAdapterTypes.DocumentFragment {
  return parseFragment<DefaultTreeAdapterMap>(text, options())
}

function options(): ParserOptions<DefaultTreeAdapterMap> {
  const depths = new WeakMap<Parent, number>()
  const enter = (parent: Parent, child: Node, at = 0) => {
    const depth = (depths.get(parent) ?? 0) + 1
    if (depth > deepest)
      throw new Unreadable('too-deep', `The page nests more than ${deepest} elements within each other`, at)
    if ('childNodes' in child) depths.set(child, depth)
  }
  const placeOf = (node: Node) => node.sourceCodeLocation?.startOffset ?? 0
  return {
    sourceCodeLocationInfo: true,
    scriptingEnabled: false,
    treeAdapter: {
      ...defaultTreeAdapter,
      appendChild(parent, child) {
        enter(parent, child, placeOf(child))
        defaultTreeAdapter.appendChild(parent, child)
      },
      insertBefore(parent, child, before) {
        enter(parent, child, placeOf(child))
        defaultTreeAdapter.insertBefore(parent, child, before)
      },
    },
  }
}

/** XHTML, as e-books and TEI's stylesheets have it: in it `<a id="p2"/>` is a whole element. */
function isXhtml(text: string): boolean {
  const start = text.slice(0, 2000)
  return (
    /^\s*<\?xml\s/.test(start) ||
    /<html\s[^>]*xmlns\s*=\s*["']http:\/\/www\.w3\.org\/1999\/xhtml/i.test(start)
  )
}

/** Parses XHTML by the rules of HTML, but for elements that are closed in their own tags. */
class XhtmlParser extends Parser<DefaultTreeAdapterMap> {
  override onStartTag(token: Token.TagToken): void {
    super.onStartTag(token)
    if (!token.selfClosing || token.ackSelfClosing) return
    token.ackSelfClosing = true
    this.onEndTag({ ...token, type: Token.TokenType.END_TAG, attrs: [], selfClosing: false })
    // A title, script or style that is empty has no text to wait for.
    this.tokenizer.state = TokenizerMode.DATA
  }
}

/** The value of an attribute; undefined where there is none. */
export function attr({ attrs }: Element, name: string): string | undefined {
  return attrs.find(a => a.name === name)?.value
}

/** The words of an attribute's value, as of @class, in small letters. */
export function wordsIn(element: Element, name: string): string[] {
  const value = attr(element, name)
  return value ? value.toLowerCase().split(/\s+/).filter(Boolean) : []
}

export function isElement(node: Node | Parent): node is Element {
  return 'tagName' in node
}

export function isText(node: Node): node is DefaultTreeAdapterTypes.TextNode {
  return node.nodeName === '#text'
}

/** Where something stands in the file; what the parser has added stands where its parent does. */
export function placeOf(node: Node): number {
  let at: Node | Parent | null = node
  while (at && !at.sourceCodeLocation) at = 'parentNode' in at ? (at.parentNode as Parent | null) : null
  return at?.sourceCodeLocation?.startOffset ?? 0
}

/** All elements below a node, in order. */
export function* elementsIn(parent: Parent): Generator<Element> {
  const open: Node[] = [...parent.childNodes].reverse()
  for (let node = open.pop(); node; node = open.pop()) {
    if (!isElement(node)) continue
    yield node
    for (let i = node.childNodes.length - 1; i >= 0; i--) open.push(node.childNodes[i]!)
  }
}

/** The text of an element, white space made single. */
export function textIn(parent: Parent, longest = Number.POSITIVE_INFINITY): string {
  const parts: string[] = []
  let length = 0
  const take = (node: Parent) => {
    for (const child of node.childNodes) {
      if (length > longest) return
      if (isText(child)) {
        parts.push(child.value)
        length += child.value.length
      } else if (isElement(child)) take(child)
    }
  }
  take(parent)
  return parts.join('').replace(/\s+/g, ' ').trim()
}

/** Whether an element is HTML's own: no part of a picture or formula. */
export const isHtml = (element: Element) => element.namespaceURI === html.NS.HTML
