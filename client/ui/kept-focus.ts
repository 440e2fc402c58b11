/** The keyboard's place on a page, kept when what has the focus goes away or can no longer be pressed. */
import { useEffect } from 'react'

/** What had the focus, what it stood in from the inside out, and what could have it then, in the order of the page. */
interface Held {
  readonly element: Element
  readonly within: readonly Element[]
  readonly order: readonly HTMLElement[]
}

/** Where somebody works by keys in `<main>` and the element in hand is removed or disabled, gives the focus to what
 * came after it in the same part of the page, else to what came before, else to the next larger part. Dialogs and
 * menus give the focus back themselves. */
export function useKeptFocus(): void {
  useEffect(() => {
    let held: Held | null = null
    let byKey = false
    let timer: ReturnType<typeof setTimeout> | undefined

    const look = () => {
      const active = document.activeElement
      if (!held || !byKey || !isGone(held.element)) return
      if (active === document.body || active === held.element) heir(held)?.focus()
    }
    // A page that lets go of an element may have something else in mind for the focus, and a browser takes the focus
    // from a disabled button only after it has drawn: both come first.
    const soon = () => {
      if (!held || !byKey || !isGone(held.element)) return
      clearTimeout(timer)
      timer = setTimeout(() => requestAnimationFrame(() => setTimeout(look)))
    }
    const onFocus = ({ target }: FocusEvent) => {
      held = target instanceof Element ? hold(target) : null
    }
    const onKey = () => {
      byKey = true
    }
    const onPointer = () => {
      byKey = false
    }
    const observer = new MutationObserver(soon)
    observer.observe(document.body, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ['disabled', 'tabindex'],
    })
    addEventListener('focusin', onFocus)
    addEventListener('keydown', onKey, true)
    addEventListener('pointerdown', onPointer, true)
    return () => {
      clearTimeout(timer)
      observer.disconnect()
      removeEventListener('focusin', onFocus)
      removeEventListener('keydown', onKey, true)
      removeEventListener('pointerdown', onPointer, true)
    }
  }, [])
}

const stops = 'a[href], button, input, textarea, select, [tabindex]'

function hold(element: Element): Held | null {
  const main = element.closest('main')
  if (!main) return null
  const within: Element[] = []
  for (let e = element.parentElement; e && e !== main.parentElement; e = e.parentElement) within.push(e)
  return { element, within, order: [...main.querySelectorAll<HTMLElement>(stops)] }
}

/** Whether it is removed, disabled, or drawn anew as something that takes no focus. */
function isGone(element: Element): boolean {
  return !element.isConnected || element.matches(`:disabled, :not(${stops}, [contenteditable])`)
}

function heir({ element, within, order }: Held): HTMLElement | null {
  const at = order.indexOf(element as HTMLElement)
  const near = [...order.slice(at + 1), ...order.slice(0, Math.max(0, at)).reverse()].filter(takesFocus)
  for (const part of within) {
    if (!part.isConnected) continue
    const found =
      near.find(e => part.contains(e)) ?? [...part.querySelectorAll<HTMLElement>(stops)].find(takesFocus)
    if (found) return found
  }
  return null
}

function takesFocus(element: HTMLElement): boolean {
  return (
    element.isConnected &&
    element.tabIndex >= 0 &&
    !element.matches(':disabled') &&
    element.checkVisibility({ visibilityProperty: true })
  )
}
