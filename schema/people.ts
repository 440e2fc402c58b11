/** People, and what each may do. Every question of access is answered here. */
import type { Decision } from './decisions.js'

export interface Person {
  readonly id: string
  readonly name: string
}

/** No name of a living language needs more; a byline has to fit on a line. In UTF-16 units. */
const maxName = 80

/** A name as it will be kept: spaces made single, the ends trimmed. Null where it is empty, longer than 80 units, or
 * holds control, direction or line-break characters, which would let one name pass for another. */
export function cleanName(name: string): string | null {
  const clean = name.normalize('NFC').replace(/\s+/gu, ' ').trim()
  if (clean === '' || clean.length > maxName) return null
  return /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u.test(clean) ? null : clean
}

/** What can be done to a correction or note that stands in the layers. */
export type Deed =
  /** change its text or range */
  | 'rewrite'
  /** change what is said about it: kind, reason, evidence, certainty */
  | 'annotate'
  | 'remove'
  | 'withdraw'
  /** accept a correction */
  | 'accept'
  /** reject or reopen */
  | 'decide'

/** A correction or note, and the decisions on it, oldest first (a note has none). */
export interface Decidable {
  readonly by: string
  readonly decisions: readonly Decision[]
  /** Whether its author lets others write in it; a note's body only. */
  readonly shared?: boolean
}

/** What an edition asks of everybody who works on it; its settings say so. */
export interface Demands {
  /** Nobody accepts their own correction (G14). */
  readonly twoPersons: boolean
}

export const noDemands: Demands = { twoPersons: false }

/** Whether a person may do this. Until editions have roles, whoever has a name may propose and decide; what is
 * somebody's own stays theirs (G7), and what another has decided on is not removed (G8). An author may rewrite even what
 * has been decided on: the decision holds only for what it was made on. */
export function can(person: string, deed: Deed, thing: Decidable, demands: Demands = noDemands): boolean {
  switch (deed) {
    case 'accept':
      return !(demands.twoPersons && thing.by === person)
    case 'decide':
      return true
    case 'rewrite':
      return thing.by === person || thing.shared === true
    case 'annotate':
    case 'withdraw':
      return thing.by === person
    case 'remove':
      return thing.by === person && thing.decisions.every(decision => decision.by === person)
  }
}
