import { useEffect, useRef } from 'react'
import type { EditedDocument } from '../../schema/document.js'
import type { View } from '../../schema/readings.js'
import { TextPane } from './text-pane.js'

export interface PaneProps {
  readonly document: EditedDocument
  readonly view: View
  /** The name of the CSS highlight of what is marked in it. */
  readonly mark: string
  readonly label: string
  /** Called when the pane is there, and with null when it goes. Must be the same function at each drawing. */
  readonly onPane: (pane: TextPane | null) => void
  readonly onScroll?: () => void
  readonly className?: string
}

/** A text that is read and not edited, in a frame that scrolls. */
export function Pane({ document, view, mark, label, onPane, onScroll, className = '' }: PaneProps) {
  const mount = useRef<HTMLDivElement>(null)
  const pane = useRef<TextPane | null>(null)
  // What is first shown is drawn at once, what comes later by the second effect.
  const first = useRef({ document, view })

  useEffect(() => {
    const { document: shown, view: shownView } = first.current
    const made = new TextPane(mount.current!, shown, shownView, mark, label)
    pane.current = made
    onPane(made)
    return () => {
      onPane(null)
      pane.current = null
      made.destroy()
    }
  }, [mark, label, onPane])

  useEffect(() => {
    first.current = { document, view }
    pane.current?.show(document, view)
  }, [document, view])

  return (
    <section className={`history-frame ${className}`} onScroll={onScroll} aria-label={label}>
      <div className="history-sheet" ref={mount} />
    </section>
  )
}
