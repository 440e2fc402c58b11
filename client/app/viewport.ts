/** The viewport: which part of the text one sees, followed as one scrolls. */
import { useEffect, useState } from 'react'
import type { Editor } from '../editor/editor.js'

/** The offset of the first block of which something stands below `y` (client coordinates). Asks only for the boxes of
 * chunks and of one chunk's blocks: asking for a letter's box would lay out text that the browser has put off. */
export function offsetAt(editor: Editor, y: number): number {
  const chunk = firstBelow(editor.pm.dom.children, y)
  const block = chunk && firstBelow(chunk.querySelectorAll<HTMLElement>('.block'), y)
  return Number(block?.getAttribute('data-at') ?? 0)
}

/** The first of elements in page order of which something stands below `y`, or the last. */
function firstBelow(elements: ArrayLike<Element>, y: number): Element | null {
  let low = 0
  let high = elements.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (elements[middle]!.getBoundingClientRect().bottom > y) high = middle
    else low = middle + 1
  }
  return elements[Math.min(low, elements.length - 1)] ?? null
}

/** What is in view: the offsets at the upper and at the lower edge of the desk, and the one that is being read. */
export interface InView {
  readonly from: number
  readonly to: number
  readonly at: number
}

/** How far down the desk a person reads: a little below the place to which the editor scrolls what it goes to. */
const readingLine = 0.38

/** Where on the desk one reads, in pixels from its top: at the text's very beginning and end the line moves to the edge,
 * or nobody would ever come to read its first and last lines. */
export function readingHeight(height: number, above: number, below: number): number {
  if (above <= 0) return 0
  const line = Math.min(height * readingLine, above)
  return Math.max(line, height - below)
}

export function useInView(editor: Editor, desk: HTMLElement): InView {
  const [view, setView] = useState<InView>({ from: 0, to: 0, at: 0 })
  useEffect(() => {
    let frame = 0
    const look = () => {
      frame = 0
      const { top, bottom } = desk.getBoundingClientRect()
      const from = offsetAt(editor, top + 40)
      const to = offsetAt(editor, bottom)
      const { scrollTop, scrollHeight, clientHeight } = desk
      const line = readingHeight(clientHeight, scrollTop, scrollHeight - clientHeight - scrollTop)
      const at = offsetAt(editor, Math.min(bottom - 40, top + 40 + line))
      setView(now => (now.from === from && now.to === to && now.at === at ? now : { from, to, at }))
    }
    const soon = () => {
      frame ||= requestAnimationFrame(look)
    }
    soon()
    desk.addEventListener('scroll', soon, { passive: true })
    const sizes = new ResizeObserver(soon)
    sizes.observe(desk)
    sizes.observe(editor.pm.dom)
    return () => {
      cancelAnimationFrame(frame)
      desk.removeEventListener('scroll', soon)
      sizes.disconnect()
    }
  }, [editor, desk])
  return view
}
