/** The tables, as Kysely knows them. Bytes are written as Uint8Array; SQLite hands them back as ArrayBuffer. */
import type { ColumnType, Generated } from 'kysely'
import type { Role, Scope } from '../../schema/people.js'

export type Bytes = ColumnType<ArrayBuffer | Uint8Array, Uint8Array, Uint8Array>

export interface Tables {
  editions: { id: string; title: string; created: number; public: number }
  people: {
    id: string
    name: string
    created: number
    initials: string
    orcid: string
    email: string
    guest: number
    ended: number | null
  }
  witnesses: { hash: string; json: Bytes }
  documents: {
    id: string
    edition: string
    title: string
    witness: string
    words: number
    metadata: string
    problems: string
    file: string
    source: Bytes
    created: number
    replaces: string | null
  }
  updates: {
    document: string
    seq: number
    person: string
    connection: string
    at: number
    data: Bytes
    role: Role | null
  }
  clients: { document: string; client: number; person: string }
  records: {
    edition: string
    kind: string
    id: string
    rev: number
    person: string
    at: number
    value: string | null
  }
  /** Whose work an imported file brought along. */
  authors: { document: string; person: string }
  passwords: { person: string; hash: string; at: number }
  identities: { issuer: string; subject: string; person: string; created: number }
  sessions: {
    id: string
    hash: string
    person: string | null
    provider: string
    created: number
    seen: number
    expires: number
    agent: string
    address: string
  }
  session_links: { session: string; link: string }
  tokens: {
    id: string
    hash: string
    person: string
    name: string
    reads: 'read' | 'write'
    created: number
    seen: number | null
    expires: number | null
  }
  tickets: {
    id: string
    hash: string
    kind: 'invitation' | 'reset'
    person: string | null
    email: string
    note: string
    grants: string
    by: string
    created: number
    expires: number
    used: number | null
  }
  grants: { person: string; scope: Scope; thing: string; role: Role; by: string; at: number }
  links: {
    id: string
    hash: string
    scope: Scope
    thing: string
    role: Role
    label: string
    by: string
    created: number
    expires: number | null
    ended: number | null
  }
  acts: {
    seq: Generated<number>
    at: number
    person: string
    address: string
    what: string
    edition: string
    document: string
    detail: string
  }
  refusals: {
    seq: Generated<number>
    document: string
    at: number
    person: string
    connection: string
    code: number
    rule: string
    message: string
    bytes: number
    count: number
  }
  digests: { document: string; form: string; seq: number; rows: string; feed: string; counts: string }
  snapshots: { document: string; seq: number; state: Bytes }
}

/** The bytes of a column, whichever way the driver hands them over. */
export function bytesOf(column: ArrayBuffer | Uint8Array): Uint8Array {
  return column instanceof Uint8Array ? column : new Uint8Array(column)
}
