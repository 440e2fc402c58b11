/** Versions: moments of a document that somebody has given a name, fixed so that they can be cited and checked. */
import { z } from 'zod'

const hash = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hexadecimal')

/** A version is a record of the edition, of kind `versions`. It contains what the log of `document` says up to and
 * including row `seq`. `witness` and `state` are the hashes of the witness and of the state at that moment
 * (`stateHash`), so that anybody who has both can check that nothing was changed since. `title` is what people call
 * it ("As sent to the press"). Who named it, and when, the record says. A version is never changed or removed. */
export const versionShape = z
  .strictObject({
    document: z.string().min(1).max(64),
    title: z.string().trim().min(1).max(200),
    note: z.string().max(5_000).default(''),
    seq: z.int().min(1),
    witness: hash,
    state: hash,
  })
  .meta({ id: 'Version' })
export type Version = z.infer<typeof versionShape>

/** What is needed besides the version to cite it. `document` and `edition` are titles, `by` is the name of the person
 * who named the version, `at` when, in milliseconds since 1970; `address` is where the document is read. */
export interface Cited {
  readonly document: string
  readonly edition: string
  readonly by: string
  readonly at: number
  readonly address: string
}

/** How one cites a version, in a sentence that holds all that is needed to check it. Days are those of UTC. */
export function citationOf(version: Version, { document, edition, by, at, address }: Cited): string {
  const source = /[.!?]$/.test(document) ? document : `${document}.`
  return (
    `${source} In: ${edition}. Version “${version.title}”, row ${version.seq} of the record, ` +
    `named by ${by} on ${dayOf(at)}. ${address}. ` +
    `SHA-256 of the witness ${version.witness}, of the state ${version.state}.`
  )
}

/** A day as 2026-11-22. */
function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}
