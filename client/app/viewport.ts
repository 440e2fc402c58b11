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

/** What is in view: the offsets at the upper and at the lower edge of the desk. */
export interface InView {
  readonly from: number
  readonly to: number
}

export function useInView(editor: Editor, desk: HTMLElement): InView {
  const [view, setView] = useState<InView>({ from: 0, to: 0 })
  useEffect(() => {
    let frame = 0
    const look = () => {
      frame = 0
      const { top, bottom } = desk.getBoundingClientRect()
      const from = offsetAt(editor, top + 40)
      const to = offsetAt(editor, bottom)
      setView(now => (now.from === from && now.to === to ? now : { from, to }))
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
