/** A TEI file as nodes: every tag, stretch of text, comment and instruction of it in one linked list, each with the very
 * characters that stand in the file, so that the list written one after the other is the file. */

/** An element. `name` is its local name, `isTei` whether it is in TEI's namespace (or in none). */
export interface Element {
  readonly name: string
  readonly isTei: boolean
  readonly attrs: Readonly<Record<string, string>>
  readonly parent: Element | null
  readonly children: (Element | Node)[]
  /** Its tags; one and the same node where the element is empty (`<lb/>`). */
  open: Node
  close: Node
}

/** `xml` are the characters of the file. Of text, `text` is what they mean; `at` is the offset in the witness and `length`
 * how much of it they are, or -1 and 0 where the witness does not have them. `place` orders nodes as the file does. */
export interface Node {
  readonly type: 'open' | 'close' | 'empty' | 'text' | 'other'
  xml: string
  text: string
  /** The index in the decoded file; what is added later has that of what it stands after. */
  readonly place: number
  at: number
  length: number
  element: Element | null
  /** Whether the text stands in a CDATA section. */
  readonly inCdata: boolean
  prev: Node | null
  next: Node | null
}

export function isElement(child: Element | Node): child is Element {
  return 'children' in child
}

export function isWhite(text: string): boolean {
  return /^[ \t\r\n]*$/.test(text)
}

/** All text of an element and what is in it, white space made single; what `skip` says is left out. */
export function wordsOf(element: Element, skip: (element: Element) => boolean = () => false): string {
  const parts: string[] = []
  const collect = (of: Element) => {
    for (const child of of.children)
      if (!isElement(child)) parts.push(child.text)
      else if (child.name === 'lb') parts.push('\n')
      else if (!skip(child)) collect(child)
  }
  collect(element)
  return parts
    .join('')
    .replace(/[ \t\r]*\n[ \t\r\n]*|[ \t\r]+/g, ' ')
    .trim()
}

/** The first element of this name within another, in the order of the file. */
export function find(within: Element, name: string): Element | null {
  for (const child of within.children) {
    if (!isElement(child)) continue
    if (child.name === name) return child
    const found = find(child, name)
    if (found) return found
  }
  return null
}

export function* elementsIn(within: Element): Generator<Element> {
  for (const child of within.children)
    if (isElement(child)) {
      yield child
      yield* elementsIn(child)
    }
}

/** Whether an element has words of its own, not only in elements. */
export function hasWords({ children }: Element): boolean {
  return children.some(child => !isElement(child) && !isWhite(child.text))
}
