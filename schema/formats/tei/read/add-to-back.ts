/** Notes in the back of a TEI file. */
import { type Element, isElement } from './nodes.js'
import type { Weave } from './weave.js'

/** The `<text>` whose back may take notes: the first of the file that has a body; null where there is none. */
export function textIn(root: Element): Element | null {
  for (const child of root.children) {
    if (!isElement(child) || !child.isTei) continue
    if (child.name === 'text' && part(child, 'body')) return child
    const found = /^(?:TEI|teiCorpus|group|text)$/.test(child.name) ? textIn(child) : null
    if (found) return found
  }
  return null
}

/** Puts notes before what stands in the back of a text, or makes it one. */
export function addToBack(text: Element, weave: Weave, notes: readonly string[]): void {
  if (notes.length === 0) return
  const back = part(text, 'back')
  const written = notes.join('\n')
  // A note may stand before anything else in a back; a division only where the others are of its sort.
  if (back) weave.into(back, 'begin', `\n${written}\n`)
  else weave.into(text, 'end', `<back>\n<div type="notes">\n${written}\n</div>\n</back>\n`)
}

function part(text: Element, name: string): Element | null {
  return (
    text.children.find((child): child is Element => isElement(child) && child.isTei && child.name === name) ??
    null
  )
}
