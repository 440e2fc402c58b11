/** Undo and redo of one's own work alone, by Yjs, outside of decisions. */
import * as Y from 'yjs'
import type { EditedDocument } from '../../schema/document.js'

/** A pause of half a second begins a new step. */
const captureTimeout = 500

/** `origin` marks the transactions that can be undone. What others have decided on is left alone. */
export function undoManager(document: EditedDocument, origin: unknown, person: string): Y.UndoManager {
  const { layers } = document
  const { corrections, breaks, blockAttrs, milestones, spans, notes, names } = layers
  return new Y.UndoManager([corrections, breaks, blockAttrs, milestones, spans, notes, names], {
    trackedOrigins: new Set([origin]),
    captureTimeout,
    deleteFilter: item => {
      const id = recordOf(item, corrections)
      if (id === null) return true
      return !document.isDecidedByOthers(id, person)
    },
  })
}

/** The correction that an item of the Y.Doc is a part of; null where it is none. */
function recordOf(item: Y.Item, corrections: Y.Map<unknown>): string | null {
  let at: Y.Item | null = item
  while (at) {
    const parent: unknown = at.parent
    if (parent === corrections) return at.parentSub
    at = parent instanceof Y.AbstractType ? parent._item : null
  }
  return null
}
