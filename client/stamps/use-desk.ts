/** Writing to a document on a page that has no editor: each deed is one step that can be undone. */
import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react'
import type { UndoManager } from 'yjs'
import type { Correction } from '../../schema/corrections.js'
import type { EditedDocument } from '../../schema/document.js'
import type { Reading } from '../../schema/words.js'
import type { Person } from '../app/api.js'
import { newId } from '../app/ids.js'
import { isOpen, takeBack } from '../editor/operations.js'
import { undoManager } from '../editor/undo.js'

export interface Desk {
  /** Runs `write` as one deed of this person. */
  change(write: () => void): void
  /** Proposes readings of the transcription, one correction each, in the place of what this person had proposed there. */
  propose(readings: readonly Reading[], given: Pick<Correction, 'reason' | 'evidence'>): void
  undo(): void
  readonly canUndo: boolean
}

/** The desk of a person at a document, for as long as the page shows it. */
export function useDesk(document: EditedDocument, me: Person): Desk {
  const undo = useMemo(() => undoManager(document, deskOrigin, me.id), [document, me])
  useEffect(() => () => undo.clear(), [undo])
  const canUndo = useSyncExternalStore(
    useCallback((listener: () => void) => listen(undo, listener), [undo]),
    () => undo.undoStack.length > 0,
  )
  return useMemo(() => {
    const change = (write: () => void) => {
      undo.stopCapturing()
      document.layers.change(deskOrigin, write)
      undo.stopCapturing()
    }
    return {
      change,
      propose: (readings, given) => {
        if (readings.length > 0) change(() => writeProposals(document, me, readings, given))
      },
      undo: () => void undo.undo(),
      canUndo,
    }
  }, [document, me, undo, canUndo])
}

const deskOrigin = { name: 'desk' }

function listen(undo: UndoManager, listener: () => void): () => void {
  const events = ['stack-item-added', 'stack-item-popped', 'stack-cleared'] as const
  for (const event of events) undo.on(event, listener)
  return () => {
    for (const event of events) undo.off(event, listener)
  }
}

function writeProposals(
  document: EditedDocument,
  me: Person,
  readings: readonly Reading[],
  given: Pick<Correction, 'reason' | 'evidence'>,
): void {
  const writer = { person: me.id, newId, now: Date.now, kind: () => 'transcription' as const }
  for (const { start, end, text } of readings) {
    for (const own of document.corrections.touching(start, end))
      if (own.start >= start && own.end <= end && isOpen(document, own, me.id))
        takeBack(document, own.id, writer)
    document.layers.addCorrection({
      id: newId(),
      start,
      end,
      side: -1,
      text,
      kind: 'transcription',
      certainty: 'unknown',
      by: me.id,
      at: Date.now(),
      parent: null,
      ...given,
    })
  }
}
