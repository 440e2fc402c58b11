/** Notes: textual (about readings) or explanatory (about the matter), anchored to a range of the witness. */

export const noteTypes = ['textual', 'explanatory'] as const
export type NoteType = (typeof noteTypes)[number]

/** `start` to `end` is a range of the witness. A note on words that only a correction proposes names it in `on`; its
 * range is then the correction's and may be empty. `text` is the body without its markup, paragraphs parted by newlines. */
export interface Note {
  readonly id: string
  readonly start: number
  readonly end: number
  readonly on: string | null
  readonly type: NoteType
  readonly by: string
  readonly at: number
  readonly text: string
  /** Whether its author lets others write in its body, too. */
  readonly shared?: boolean
}
