/**
 * What a store tells those who look after an edition: every update that was admitted, every one that was refused, and the
 * acts that are on record, of a document or of a whole edition, the newest first. Each list has a number of its own by which it
 * is read on (`mark`): it counts in the order of writing, whatever the clocks said.
 */
import type { Role } from '../../schema/people.js'
import type { StoredAct, StoredRefusal } from './accounts.js'

export type AuditedPlace = { readonly document: string } | { readonly edition: string }

/** At most `limit` rows with a mark below `before`; of one person, from a time on, up to a time, where these are given. */
export interface AuditQuery {
  readonly before?: number
  readonly limit: number
  readonly person?: string
  readonly from?: number
  readonly to?: number
}

/** A row of the log without its bytes, of which `bytes` is the number. */
export interface AuditedUpdate {
  readonly mark: number
  readonly document: string
  readonly seq: number
  readonly person: string
  readonly connection: string
  readonly role: Role | null
  readonly at: number
  readonly bytes: number
}

/** Their `seq` is their mark. */
export interface AuditStore {
  updates(of: AuditedPlace, query: AuditQuery): Promise<readonly AuditedUpdate[]>
  refusals(of: AuditedPlace, query: AuditQuery): Promise<readonly StoredRefusal[]>
  acts(of: AuditedPlace, query: AuditQuery): Promise<readonly StoredAct[]>
}
