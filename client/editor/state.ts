/** What an editor is given, and what it tells of itself. */
import type { CorrectionKind } from '../../schema/corrections.js'
import type { EditedDocument } from '../../schema/document.js'
import type { Role } from '../../schema/people.js'
import type { View } from '../../schema/readings.js'
import type { Target } from './selection.js'

/** What is selected and shown. The same object until something of it changes. `editable`: the text on screen is the one
 * that is worked on, by whoever may. `block` is an index, `offset` the
 * witness offset of the caret. `active` is the correction or note that the caret is in, or that was activated. */
export interface EditorState {
  readonly view: View
  readonly editable: boolean
  /** What one is in the document. */
  readonly role: Role | null
  readonly empty: boolean
  readonly block: number
  readonly offset: number
  readonly active: Target | null
  readonly canUndo: boolean
  readonly canRedo: boolean
  /** The kind that new corrections get. */
  readonly defaultKind: CorrectionKind
}

export interface EditorOptions {
  readonly mount: HTMLElement
  readonly document: EditedDocument
  readonly me: { readonly id: string; readonly name: string }
  /** What one is in the document; an owner where nothing is said. */
  readonly role?: Role | null
  readonly view?: View
  /** The language of the text as a BCP 47 tag, for the browser's spelling checker and hyphenation. */
  readonly language?: string
  /** Told when an input method begins to compose and when it is done: what others type must wait meanwhile. */
  readonly onComposing?: (composing: boolean) => void
  /** Shows a sentence to the person: why something that was typed is not done, or what a command has done. */
  readonly tell?: (words: string) => void
}
