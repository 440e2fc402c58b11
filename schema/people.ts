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
  return misleading.test(clean) ? null : clean
}

const misleading = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u

/** A siglum stands in every entry of an apparatus: it is short. In UTF-16 units. */
const maxInitials = 12

/** Initials, or the siglum that somebody has in an apparatus, as they will be kept; empty where they are to be made of
 * the name. Null where they are longer than 12 units or hold what a name may not. */
export function cleanInitials(initials: string): string | null {
  const clean = initials.normalize('NFC').replace(/\s+/gu, ' ').trim()
  return clean.length > maxInitials || misleading.test(clean) ? null : clean
}

/** An address for mail as it will be kept, in small letters, so that nobody is two; null where it can be none. Only mail that
 * arrives proves more. RFC 5321 §4.5.3.1 allows 254 octets. */
export function cleanEmail(email: string): string | null {
  const clean = email.normalize('NFC').trim().toLowerCase()
  if (clean.length > 254 || misleading.test(clean)) return null
  return /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\.]+(\.[^\s@<>,;:"()[\]\\.]+)*$/.test(clean) ? clean : null
}

/** Roles, the least first; each may do what those before it may. *reader*: sees everything that is in a document.
 * *annotator*: writes notes, replies, names and works of the bibliography. *corrector*: proposes corrections and marks
 * structure. *reviewer*: decides, keeps versions and the register, imports. *owner*: sets how the edition works, and who
 * may what. */
export const roles = ['reader', 'annotator', 'corrector', 'reviewer', 'owner'] as const
export type Role = (typeof roles)[number]

/** Whether `role` is `least` or a greater one; null is nobody. */
export function isAtLeast(role: Role | null, least: Role): boolean {
  return role !== null && roles.indexOf(role) >= roles.indexOf(least)
}

/** What a role is given on: everything that the server keeps, an edition with its documents, or one document. */
export const scopes = ['house', 'edition', 'document'] as const
export type Scope = (typeof scopes)[number]

/** A role given to somebody. `thing` is the id of the edition or document, empty for the house. */
export interface Grant {
  readonly scope: Scope
  readonly thing: string
  readonly role: Role
}

/** Where something is done: nothing more than the house, an edition, or a document of one. */
export interface Place {
  readonly edition?: string
  readonly document?: string
  /** Whether the edition is open to everybody as readers. */
  readonly isPublic?: boolean
  /** Whether the document is that of an earlier witness; then `document` is the newest, on which roles are given. */
  readonly isEarlier?: boolean
}

/** The role that grants give in a place. What is given on a document takes the place of what is given on its edition,
 * and that of what is given on the house; whoever owns the whole owns its parts; of several grants on one thing the
 * greatest counts. Null where nothing is given. */
export function roleIn(grants: readonly Grant[], place: Place): Role | null {
  const on = (scope: Scope, thing: string | undefined) =>
    thing === undefined ? null : greatest(grants.filter(g => g.scope === scope && g.thing === thing))
  const house = on('house', '')
  const edition = on('edition', place.edition)
  const document = on('document', place.document)
  if (house === 'owner' || edition === 'owner') return 'owner'
  return document ?? edition ?? house ?? (place.isPublic ? 'reader' : null)
}

function greatest(grants: readonly Grant[]): Role | null {
  return grants.reduce<Role | null>(
    (best, { role }) => (best !== null && isAtLeast(best, role) ? best : role),
    null,
  )
}

/** The least role that each deed asks for, in the place where it is done. What can be done to a correction or note that
 * stands in the layers asks further who made it; see `can`. */
const least = {
  // in an edition and its documents
  read: 'reader',
  note: 'annotator',
  reply: 'annotator',
  name: 'annotator',
  cite: 'annotator',
  propose: 'corrector',
  /** breaks, attributes of blocks, milestones, spans */
  structure: 'corrector',
  /** change the register of names and its policies */
  register: 'reviewer',
  /** name a version */
  version: 'reviewer',
  import: 'reviewer',
  /** change a document's title and metadata */
  describe: 'reviewer',
  settings: 'owner',
  /** see and change who may what: members, links, whether the edition is public */
  members: 'owner',
  /** read and export the audit log */
  audit: 'owner',
  // to a correction or note
  /** change its text or range */
  rewrite: 'annotator',
  /** change what is said about it: kind, reason, evidence, certainty */
  annotate: 'annotator',
  remove: 'annotator',
  withdraw: 'corrector',
  /** accept a correction */
  accept: 'reviewer',
  /** reject or reopen */
  decide: 'reviewer',
  // in the house
  makeEdition: 'owner',
  /** invite people, and end their accounts */
  people: 'owner',
} as const satisfies Readonly<Record<string, Role>>

/** What somebody does, as a question of access. */
export type Deed = keyof typeof least
export const deeds = Object.keys(least) as readonly Deed[]

/** The least role that may do this, whatever else it asks for. */
export function leastRole(deed: Deed): Role {
  return least[deed]
}

/** Who acts: a person, in the role that they have in the place. */
export interface Actor {
  readonly id: string
  readonly role: Role | null
}

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

/** Whether somebody may do this. Besides the role that the deed asks for: what is somebody's own stays theirs (G7), and
 * what another has decided on is not removed (G8). An author may rewrite even what has been decided on: the decision
 * holds only for what it was made on. `thing` is needed for the deeds to a correction or note. */
export function can(actor: Actor, deed: Deed, thing?: Decidable, demands: Demands = noDemands): boolean {
  if (!isAtLeast(actor.role, least[deed])) return false
  if (!thing) return true
  switch (deed) {
    case 'accept':
      return !(demands.twoPersons && thing.by === actor.id)
    case 'rewrite':
      return thing.by === actor.id || thing.shared === true
    case 'annotate':
    case 'withdraw':
      return thing.by === actor.id
    case 'remove':
      return thing.by === actor.id && thing.decisions.every(decision => decision.by === actor.id)
    default:
      return true
  }
}
