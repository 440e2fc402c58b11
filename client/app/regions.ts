/** The regions of the page that F6 goes round, as it does in browsers and office programs. */
import type { Editor } from '../editor/editor.js'

const regions = ['.sheet-text', '.right-side', '.left-side', '.head', '.foot', '.toasts'] as const

/** Puts the focus into the next region that is shown: into the text at its caret, and beside it on the card of what
 * stands at the caret, or else on the tab that is open. */
export function goToRegion(editor: Editor, direction: 1 | -1): void {
  if (document.activeElement?.closest('[role="dialog"], [role="alertdialog"]:not(.toast)')) return
  const shown = regions.flatMap(name => {
    const element = document.querySelector<HTMLElement>(name)
    return element && isReachable(element) ? [element] : []
  })
  const at = shown.findIndex(element => element.contains(document.activeElement))
  const from = at >= 0 ? at : direction > 0 ? -1 : 0
  const next = shown[(from + direction + shown.length) % shown.length]
  if (!next || next === editor.pm.dom) editor.focus()
  else entranceOf(next)?.focus()
}

function entranceOf(region: HTMLElement): HTMLElement | null {
  for (const entrance of [
    '.card[aria-current="true"] .card-go',
    '[role="tab"][aria-selected="true"]',
    'a, button',
  ]) {
    const found = [...region.querySelectorAll<HTMLElement>(entrance)].find(isReachable)
    if (found) return found
  }
  return null
}

function isReachable(element: HTMLElement): boolean {
  return element.getClientRects().length > 0 && !element.matches(':disabled')
}
