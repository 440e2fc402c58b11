/** The workbench: what every part of the editor page needs to know. */
import { createContext, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import type { Change, EditedDocument } from '../../schema/document.js'
import type { Editor, EditorState } from '../editor/editor.js'
import type { Person } from './api.js'
import type { Opened, Session } from './session.js'

export interface Workbench {
  readonly session: Session
  readonly opened: Opened
  readonly document: EditedDocument
  readonly editor: Editor
  readonly me: Person
  /** The element that scrolls the sheet. */
  readonly desk: HTMLElement
  /** Runs a command by its id, first asking for what it needs to know. */
  readonly run: (command: string) => void
}

export const WorkbenchContext = createContext<Workbench | null>(null)

export function useWorkbench(): Workbench {
  const workbench = useContext(WorkbenchContext)
  if (!workbench) throw new Error('useWorkbench is called outside of the editor page')
  return workbench
}

export function useEditorState(editor: Editor): EditorState {
  return useSyncExternalStore(
    listener => editor.subscribe(listener),
    () => editor.state,
  )
}

/** What `read` makes of the document, read again when it has changed in a way that `matters`, but at most once in
 * `delay` milliseconds, so that a fast typist does not make every panel draw itself anew at each key. Both functions
 * must be the same ones at each call. */
export function useReading<T>(
  document: EditedDocument,
  read: (document: EditedDocument) => T,
  delay: number,
  matters?: (change: Change, document: EditedDocument) => boolean,
): T {
  const [reading, setReading] = useState(() => read(document))
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = document.onChange(change => {
      if (timer !== undefined || (matters && !matters(change, document))) return
      timer = setTimeout(() => {
        timer = undefined
        setReading(read(document))
      }, delay)
    })
    setReading(read(document))
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [document, read, delay, matters])
  return reading
}

/** Writes what a card changes: as a step that can be undone where the text can be edited, else directly. */
export function writeOn(editor: Editor, write: () => void): void {
  if (!editor.change(write)) editor.document.layers.change(cardOrigin, write)
}

const cardOrigin = { name: 'card' }
