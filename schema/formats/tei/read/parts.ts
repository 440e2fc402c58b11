/** The parts in which a range of a file has to be wrapped, so that what must stay whole stays whole. */
import { type Element, isWhite, type Node } from './nodes.js'
import { around, isBlockName, isMixed, parentOf, phrases, splittable } from './places.js'
import { woven } from './tags.js'

/** One part of a range: it begins before `first` and ends after `last`. `closing` are the elements around `first` that end
 * within, innermost first; `opening` those that begin within and end later, outermost first. */
export interface Part {
  readonly first: Node
  readonly last: Node
  readonly closing: readonly Element[]
  readonly opening: readonly Element[]
}

/** The parts of a range that some nodes make, in the order of the file. */
export function partsOf(nodes: readonly Node[]): Part[] {
  const runs: Node[][] = []
  let run: Node[] = []
  const end = Math.max(...nodes.map(({ place }) => place))
  for (const node of nodes) {
    const before = run.at(-1)
    if (before && isParted(before, node, run[0]!, end)) {
      runs.push(run)
      run = []
    }
    run.push(node)
  }
  if (run.length > 0) runs.push(run)
  const worded = runs.filter(of => of.some(({ text, type }) => type === 'text' && text.trim() !== ''))
  return (worded.length > 0 ? worded : runs.slice(0, 1)).flatMap(of => {
    const part = partOf(of[0]!, of.at(-1)!)
    const mayBeCut = (element: Element) =>
      splittable.has(element.name) && element.isTei && !woven.has(element)
    if ([...part.closing, ...part.opening].every(mayBeCut)) return [part]
    // What must stay whole is crossed after all: each stretch of letters is a part.
    return of.filter(node => !isWhite(node.text)).map(node => partOf(node, node))
  })
}

/** Whether something that must stay whole begins or ends between two nodes. */
function isParted(from: Node, to: Node, first: Node, end: number): boolean {
  if (to.place <= from.place) return true
  // What parts stand in must be an element with words of its own, not one that holds nothing but elements.
  let within = parentOf(from)
  let depth = 0
  let isCrossing = false
  for (let node = from.next; node !== to; node = node.next) {
    if (!node) return true
    const { element, type } = node
    if (!element || (type !== 'open' && type !== 'close')) continue
    isCrossing = true
    if (type === 'open') depth++
    else if (depth > 0) depth--
    else within = around(element)
    if (!woven.has(element) && !(element.isTei && phrases.has(element.name))) return true
    if (splittable.has(element.name) && !woven.has(element)) continue
    if (type === 'close' && !isAfter(element.open, first)) {
      if (!opensBefore(first, element.open)) return true
    }
    if (type === 'open' && element.close.place > end && !closesAfter(element.close, end)) return true
  }
  return isCrossing && within !== null && !isMixed(within)
}

/** Whether nothing but start tags stands between an element's start tag and a node: then a range can begin before it. */
function opensBefore(first: Node, open: Node): boolean {
  for (let node: Node | null = first.prev; node; node = node.prev) {
    if (node === open) return !isBlockName(node.element)
    if (node.type !== 'open') return false
  }
  return false
}

function closesAfter(close: Node, end: number): boolean {
  if (isBlockName(close.element)) return false
  let node: Node | null = close.prev
  while (node && node.type === 'close') node = node.prev
  return node !== null && node.place <= end && node.at >= 0
}

function partOf(first: Node, last: Node): Part {
  const closing: Element[] = []
  const opened: Element[] = []
  for (let node: Node | null = first; node && node !== last; node = node.next) {
    const { element, type } = node
    if (!element) continue
    if (type === 'open') opened.push(element)
    else if (type === 'close') {
      if (opened.at(-1) === element) opened.pop()
      else closing.push(element)
    }
  }
  let from = first
  let to = last
  while (closing.length > 0 && from.prev?.type === 'open' && from.prev.element === closing[0]) {
    from = from.prev
    closing.shift()
  }
  while (opened.length > 0 && to.next) {
    const { next } = to
    const { element } = next
    if (next.type === 'close' && element === opened.at(-1)) opened.pop()
    else if (opened.at(-1)!.name !== 'choice') break
    else if (next.type === 'open') {
      // The other reading of a choice goes with it.
      to = element!.close
      continue
    }
    to = next
  }
  return { first: from, last: to, closing, opening: opened }
}

function isAfter(node: Node, first: Node): boolean {
  for (let n: Node | null = first; n; n = n.next) {
    if (n === node) return true
    if (n.place > node.place) return false
  }
  return false
}

/** A part that is all of a tagged word goes around it. */
export function outOfWords(part: Part): Part {
  let { first, last } = part
  while (
    first.prev?.type === 'open' &&
    last.next?.type === 'close' &&
    first.prev.element === last.next.element
  ) {
    const name = first.prev.element!.name
    if (!/^(?:w|pc|c|m)$/.test(name)) break
    const outer = parentOf(first.prev)
    if (!outer || !isMixed(outer)) break
    first = first.prev
    last = last.next
  }
  return { ...part, first, last }
}
