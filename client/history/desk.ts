/** The desk of the history pages: the live document, its recording, its versions, and how something is done to it. */
import { createContext, useContext } from 'react'
import type { UndoManager } from 'yjs'
import type { EditedDocument } from '../../schema/document.js'
import type { Demands } from '../../schema/people.js'
import type { EditionRecord } from '../../schema/records.js'
import { type Doing, perform, type Restorer } from '../../schema/restoring.js'
import { documentIn } from '../../schema/state.js'
import type { Version } from '../../schema/versions.js'
import { newId } from '../app/ids.js'
import type { UsedRecords } from '../app/records.js'
import type { Opened, Session } from '../app/session.js'
import { undoManager } from '../editor/undo.js'
import type { Recording } from './recording.js'

/** A moment of the document: `now`, or the number of the row after which it was, as text. */
export type Moment = 'now' | `${number}`

/** How many earlier moments are kept built. */
const kept = 4

export class Desk {
  readonly undo: UndoManager
  private readonly origin = { name: 'history' }
  private readonly built = new Map<number, EditedDocument>()

  constructor(
    readonly session: Session,
    readonly opened: Opened,
    readonly recording: Recording,
  ) {
    this.undo = undoManager(opened.document, this.origin, session.me.id)
    this.undo.captureTimeout = 0
  }

  destroy(): void {
    this.undo.destroy()
    for (const document of this.built.values()) document.destroy()
  }

  /** The document as it is now: it changes as people work. */
  get document(): EditedDocument {
    return this.opened.document
  }

  /** The document at a moment; null where the recording has not come so far. An earlier one never changes. */
  at(moment: Moment): EditedDocument | null {
    if (moment === 'now') return this.document
    const seq = Number(moment)
    const { journal } = this.recording
    if (seq > journal.last) return null
    const known = this.built.get(seq)
    const document = known ?? documentIn(this.document.witness, journal.stateAt(seq))
    this.built.delete(seq)
    this.built.set(seq, document)
    const [oldest] = this.built.keys()
    if (this.built.size > kept && oldest !== undefined) this.built.delete(oldest)
    return document
  }

  restorer(why: string, demands: Demands): Restorer {
    return { person: this.session.me.id, now: Date.now(), newId, why, demands }
  }

  /** Does it, in one step that can be undone (decisions aside, which are answered by others). */
  act(doings: readonly Doing[]): void {
    this.undo.stopCapturing()
    this.document.layers.change(this.origin, () => perform(doings, this.document))
    this.undo.stopCapturing()
  }
}

/** What the parts of the page share. */
export interface Shared {
  readonly desk: Desk
  readonly versions: UsedRecords<Version>
  /** The versions of this document, the newest first. */
  readonly own: readonly EditionRecord<Version>[]
  readonly demands: Demands
}

export const SharedContext = createContext<Shared | null>(null)

export function useShared(): Shared {
  const shared = useContext(SharedContext)
  if (!shared) throw new Error('useShared is called outside of the history page')
  return shared
}
