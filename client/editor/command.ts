/** A command: something that the keyboard, a menu and the command palette all offer under one name. */
import type { Deed } from '../../schema/people.js'
import type { Editor } from './editor.js'

export const sections = ['Text', 'Structure', 'Pages', 'Notes', 'Names', 'Source', 'Review', 'View'] as const
export type Section = (typeof sections)[number]

/** A word that a command needs from the person, a speaker's name or a page's number. */
export interface Question {
  readonly label: string
  readonly suggestions: (editor: Editor) => readonly string[]
  readonly initial: (editor: Editor) => string
  /** The longest answer in UTF-16 units; 200 where nothing is said. */
  readonly longest?: number
  /** Whether nothing is an answer too: it takes back what was said. */
  readonly mayBeEmpty?: boolean
}

/** `keys` is written as in `Mod-Shift-X` (see keys.ts). `run` says whether something was done; `answer` is the answer
 * to `ask`. */
export interface Command {
  readonly id: string
  readonly title: string
  readonly section: Section
  readonly keys?: string
  readonly ask?: Question
  /** What it is as a question of access; nothing where everybody may. */
  readonly deed?: Deed
  readonly enabled: (editor: Editor) => boolean
  readonly run: (editor: Editor, answer?: string) => boolean
}
