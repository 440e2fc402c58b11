/** The tables, as Kysely knows them. Bytes are written as Uint8Array; SQLite hands them back as ArrayBuffer. */
import type { ColumnType } from 'kysely'

export type Bytes = ColumnType<ArrayBuffer | Uint8Array, Uint8Array, Uint8Array>

export interface Tables {
  editions: { id: string; title: string; created: number }
  people: { id: string; name: string; created: number }
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
  }
  updates: { document: string; seq: number; person: string; connection: string; at: number; data: Bytes }
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
  snapshots: { document: string; seq: number; state: Bytes }
}

/** The bytes of a column, whichever way the driver hands them over. */
export function bytesOf(column: ArrayBuffer | Uint8Array): Uint8Array {
  return column instanceof Uint8Array ? column : new Uint8Array(column)
}
