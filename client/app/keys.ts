/** The keys of the page around the editor. */
import { useEffect, useRef } from 'react'
import { pressed } from '../editor/keys.js'
import type { Workbench } from './workbench.js'

/** What the page itself does at a key; the commands of the editor come in addition. */
export interface PageKeys {
  readonly palette: () => void
  readonly find: () => void
  readonly replace: () => void
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
      const { palette, find, replace, findNext, help } = latest.current
      const own: readonly (readonly [string, () => void])[] = [
        ['Mod-K', palette],
        ['Mod-F', find],
        ['Mod-H', replace],
        ['F3', () => findNext(1)],
        ['Shift-F3', () => findNext(-1)],
        ['F1', help],
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
    // Taken before anybody else: where a message shows, the library of its list goes with F6 to that list alone.
    const goRound = (event: KeyboardEvent) => {
      const direction = pressed(event, 'F6') ? 1 : pressed(event, 'Shift-F6') ? -1 : null
      if (direction === null) return
      event.preventDefault()
      event.stopPropagation()
      latest.current.region(direction)
    }
    addEventListener('keydown', goRound, true)
    addEventListener('keydown', down)
    return () => {
      removeEventListener('keydown', goRound, true)
      removeEventListener('keydown', down)
    }
  }, [workbench])
}
