/** Looking at the nodes of a Markdown tree. */
import type { Nodes, Paragraph, Root } from 'mdast'

/** A marker that an item has in its own words, as our exports write those that Markdown has no sign for. */
export const ownMarker = /^(?:\((?:[a-z]{1,4}|\d{1,4})\)|(?:[a-z]{1,4}|\d{1,4})[.)]|[-–—•*§])(?=\s)/i
/** Lines of verse are not longer. */
const longestVerse = 80

/** Whether every line of a paragraph is broken by hand, there are three at least, and none is long. */
export function isVerseIn({ children }: Paragraph): boolean {
  const lines = ['']
  for (const node of children) {
    if (node.type === 'break') lines.push('')
    else {
      const words = leading([node])
      if (words.includes('\n')) return false
      lines[lines.length - 1] += words
    }
  }
  return lines.length >= 3 && lines.every(line => line.length <= longestVerse)
}

/** The text of some nodes. */
export function leading(nodes: readonly Nodes[]): string {
  return nodes
    .map(node =>
      'value' in node && node.type !== 'html' ? node.value : 'children' in node ? leading(node.children) : '',
    )
    .join('')
}

/** All nodes of a tree, in order. */
export function* nodesIn(root: Root): Generator<Nodes> {
  const open: Nodes[] = [root]
  for (let node = open.pop(); node; node = open.pop()) {
    yield node
    if ('children' in node) for (let i = node.children.length - 1; i >= 0; i--) open.push(node.children[i]!)
  }
}
