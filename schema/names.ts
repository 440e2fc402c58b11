/** Names: people, places, organisations and dates that somebody has marked in the text. */

export const nameTypes = ['person', 'place', 'org', 'date'] as const
export type NameType = (typeof nameTypes)[number]

/** A range of the witness that names something. `ref` is the id of an entry in the edition's register, or empty while
 * nobody has said who is meant. `by` is whoever said so last, `at` when, in milliseconds since 1970. */
export interface Name {
  readonly id: string
  readonly start: number
  readonly end: number
  readonly type: NameType
  readonly ref: string
  readonly by: string
  readonly at: number
}
