/** The keys of the page around the editor. */
import { useEffect, useRef } from 'react'
import { pressed } from '../editor/keys.js'
import type { Workbench } from './workbench.js'

/** What the page itself does at a key; the commands of the editor come in addition. */
export interface PageKeys {
  readonly palette: () => void
  readonly find: () => void
  readonly findNext: (direction: 1 | -1) => void
  readonly help: () => void
  readonly region: (direction: 1 | -1) => void
}

/** Where letters are typed, a command's key must not take them away. */
function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))
  )
}

export function usePageKeys(workbench: Workbench, keys: PageKeys): void {
  const latest = useRef(keys)
  latest.current = keys
  useEffect(() => {
    const down = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return
      const { palette, find, findNext, help, region } = latest.current
      const own: readonly (readonly [string, () => void])[] = [
        ['Mod-K', palette],
        ['Mod-F', find],
        ['F3', () => findNext(1)],
        ['Shift-F3', () => findNext(-1)],
        ['F1', help],
        ['F6', () => region(1)],
        ['Shift-F6', () => region(-1)],
      ]
      for (const [key, act] of own)
        if (pressed(event, key)) {
          event.preventDefault()
          act()
          return
        }
      const { editor, run } = workbench
      const inText = event.target instanceof Node && editor.pm.dom.contains(event.target)
      if (
        !inText &&
        (isField(event.target) || document.querySelector('[role="dialog"], [role="alertdialog"]:not(.toast)'))
      )
        return
      for (const command of editor.commands) {
        // In the text the editor has already taken all keys but those of commands that ask.
        if (!command.keys || (inText && !command.ask) || !pressed(event, command.keys)) continue
        if (!inText && !/^(Mod|Alt|F\d)/.test(command.keys) && !command.keys.startsWith('Shift-F')) continue
        event.preventDefault()
        run(command.id)
        return
      }
    }
    addEventListener('keydown', down)
    return () => removeEventListener('keydown', down)
  }, [workbench])
}
