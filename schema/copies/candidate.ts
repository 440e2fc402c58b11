/** What a corrected copy of a document would change in it, difference by difference. */
import type { CorrectionKind } from '../corrections.js'
import type { NoteType } from '../notes.js'

/** By what a candidate is looked for. *words*: what is said; *punctuation*; *typographic*: the form of marks, divided words
 * and letters of two Unicode forms; *whitespace*: line ends included; *structure*: where paragraphs begin and what they are;
 * *missing*: a part that the copy has not; *added*: whole paragraphs that only the copy has; *moved*: what it has at
 * another place; *note*: comments and footnotes. */
export const candidateClasses = [
  'words',
  'punctuation',
  'typographic',
  'whitespace',
  'structure',
  'missing',
  'added',
  'moved',
  'note',
] as const
export type CandidateClass = (typeof candidateClasses)[number]

/** A correction to be proposed; `kind` is empty where the edition's usual one is meant. */
export interface ProposedCorrection {
  readonly start: number
  readonly end: number
  readonly side: -1 | 1
  readonly text: string
  readonly kind: CorrectionKind | ''
  readonly reason: string
  readonly parent: string | null
}

export interface ProposedNote {
  readonly start: number
  readonly end: number
  readonly type: NoteType
  readonly text: string
}

/** A change of structure, which is made and not proposed: whether a block begins at an offset, or what a block is. */
export type StructureChange =
  | { readonly is: 'break'; readonly at: number; readonly begins: boolean }
  | {
      readonly is: 'attribute'
      readonly at: number
      readonly key: string
      readonly value: string | boolean | null
    }

/** One difference. `received` is what the document reads there and `reading` what the copy does, on whole words and on one
 * line; `before` and `after` stand round it. `author` is who made it in the file, where that says so: else it is whoever sent
 * the copy. `isUsual` where it is to be entered unless somebody says otherwise; `wasRejected` where the same was rejected
 * before. Where `hindrance` is not empty it cannot be entered, and says why. */
export interface Candidate {
  readonly id: number
  readonly class: CandidateClass
  readonly offset: number
  readonly received: string
  readonly reading: string
  readonly before: string
  readonly after: string
  readonly paragraph: number
  readonly page: string
  readonly author: string | null
  readonly isUsual: boolean
  readonly wasRejected: boolean
  readonly hindrance: string
  readonly corrections: readonly ProposedCorrection[]
  readonly notes: readonly ProposedNote[]
  readonly structure: readonly StructureChange[]
}
