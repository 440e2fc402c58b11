/** Scrolling: which element moves the text. */

/** The element that scrolls the text. */
export function scrollFrame(dom: HTMLElement): Element {
  for (let at = dom.parentElement; at; at = at.parentElement)
    if (/auto|scroll/.test(getComputedStyle(at).overflowY)) return at
  return document.scrollingElement ?? document.documentElement
}
