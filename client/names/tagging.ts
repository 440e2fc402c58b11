/** What the person is about to say of words or of a speaker: set by commands, answered in the dialog. */
import type { NameType } from '../../schema/names.js'
import { Value } from '../app/value.js'

/** *tag*: words are to become a name, or the name `name` to mean another entry; *speaker*: all turns of `who` are to
 * refer to an entry; *candidates*: the list of words that look like names is to be gone through. */
export type Tagging =
  | {
      readonly is: 'tag'
      readonly type: NameType
      readonly start: number
      readonly end: number
      readonly name: string | null
    }
  | { readonly is: 'speaker'; readonly who: string }
  | { readonly is: 'candidates' }

export const tagging = new Value<Tagging | null>(null)
