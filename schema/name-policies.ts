/** Policies carried out: what is done about a form of an entry, at every place where it stands. */
import type { CorrectionKind } from './corrections.js'
import type { EditedDocument } from './document.js'
import { FormFinder, type Occurrence, occurrencesIn } from './name-index.js'
import type { Register, RegisterEntry } from './register.js'

/** What a policy does in one document: a proposal at each of these ranges, or a note. Places that it leaves alone are
 * those that have a correction already, mean another entry, or read so anyway. */
export interface PolicyWork {
  readonly proposals: readonly {
    readonly start: number
    readonly end: number
    readonly text: string
    readonly kind: CorrectionKind
  }[]
  readonly note: { readonly start: number; readonly end: number; readonly text: string } | null
}

const nothing: PolicyWork = { proposals: [], note: null }

/** The work that the policy of one variant asks for (R3). *emend* and *regularize* propose the policy's reading, or the
 * canonical form where it has none; *leave-note* puts an explanatory note at the first place; *leave-index* asks for
 * nothing. */
export function policyWork(
  document: EditedDocument,
  register: Register,
  entry: RegisterEntry,
  variant: string,
): PolicyWork {
  const policy = entry.policies[variant]
  if (!policy || policy.act === 'leave-index') return nothing
  const places = placesOf(document, register, entry, variant)
  if (policy.act === 'leave-note') {
    const first = places[0]
    if (!first || document.notes.touching(first.start, first.end).some(n => n.end > n.start)) return nothing
    const text = `${variant}: that is ${entry.form}${entry.dates ? ` (${entry.dates})` : ''}.`
    return { proposals: [], note: { start: first.start, end: first.end, text } }
  }
  const text = policy.reading || entry.form
  const kind = policy.act === 'emend' ? 'emendation' : 'regularization'
  const proposals = places
    .filter(place => place.words !== text)
    .map(({ start, end }) => ({ start, end, text, kind }) as const)
  return { proposals, note: null }
}

/** Where a variant stands and means this entry, tagged or not, untouched by corrections. A form that several entries
 * have means one of them only where it is tagged (R1). */
function placesOf(
  document: EditedDocument,
  register: Register,
  entry: RegisterEntry,
  variant: string,
): Occurrence[] {
  return occurrencesIn(document, register, new FormFinder(register.entries)).filter(
    ({ words, entries, reads }) =>
      words === variant && reads === null && entries.length === 1 && entries[0] === entry.id,
  )
}

/** Why a policy's proposal was made, as its reason. */
export function policyReason({ form }: RegisterEntry, variant: string): string {
  return `${variant}: by the register, ${form}.`
}
