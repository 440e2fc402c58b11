/**
 * What a store keeps, and the one interface to it. SQLite implements it here; any other database that passes the
 * contract suite (tests/server/store/contract.ts) can take its place.
 *
 * Times count milliseconds since 1970. The log of updates is never shortened: it is the record of who wrote what, and a
 * document can be rebuilt from it alone. Snapshots only make loading faster.
 */
import type { Role } from '../../schema/people.js'
import type { Metadata, Problem } from '../../schema/witness.js'
import type { AccountStore } from './accounts.js'
import type { AuditStore } from './audit.js'

/** `isPublic`: everybody may read it, signed in or not. */
export interface Edition {
  readonly id: string
  readonly title: string
  readonly created: number
  readonly isPublic: boolean
}

/** Somebody who has written, or may. `name` is printed; `initials` is the siglum of an apparatus, empty where it is to be made
 * of the name; `orcid` and `email` are empty where unknown. A guest came by a link; `ended` is when the account was. */
export interface StoredPerson {
  readonly id: string
  readonly name: string
  readonly created: number
  readonly initials: string
  readonly orcid: string
  readonly email: string
  readonly isGuest: boolean
  readonly ended: number | null
}

/** A person as it is written: what is left out stays as it was, or is empty. */
export type PersonChange = Pick<StoredPerson, 'id' | 'name' | 'created'> &
  Partial<Pick<StoredPerson, 'initials' | 'orcid' | 'email' | 'isGuest' | 'ended'>>

/** A document as lists show it. `witness` is the witness's hash, `words` the number of words of its text. `replaces` is the
 * document of an earlier witness of the same source, `replacedBy` that of the next one; `current` is the id of the newest,
 * its own where nothing replaces it. */
export interface DocumentEntry {
  readonly id: string
  readonly edition: string
  readonly title: string
  readonly witness: string
  readonly words: number
  readonly created: number
  readonly replaces: string | null
  readonly replacedBy: string | null
  readonly current: string
}

/** `problems` is what the reader said about the imported file, `file` the file's name. */
export interface DocumentRecord extends DocumentEntry {
  readonly metadata: Metadata
  readonly problems: readonly Problem[]
  readonly file: string
}

/** A witness as it is kept: its hash, and its canonical JSON compressed with gzip. */
export interface PackedWitness {
  readonly hash: string
  readonly json: Uint8Array
}

/** All that an import writes, in one transaction. `state` is the first update of the document's log. Where it is a new witness
 * `replaces` says of which document, and of which update of that the layers were carried over last. */
export interface NewDocument extends Omit<DocumentRecord, 'witness' | 'replaces' | 'replacedBy' | 'current'> {
  readonly witness: PackedWitness
  readonly source: Uint8Array
  readonly state: Uint8Array
  readonly person: string
  /** The ids of those whose work the file brought along. */
  readonly authors?: readonly string[]
  readonly replaces?: { readonly document: string; readonly seq: number }
}

/** The document that was to be replaced has been replaced by another, or its log goes on beyond what was carried over. */
export class ReplacedOtherwise extends Error {
  constructor(readonly why: 'replaced' | 'changed') {
    super(why === 'replaced' ? 'the document has been replaced' : 'the document has changed meanwhile')
  }
}

/** An update to append. `connection` tells apart the sockets of one person; `role` is what its person was in the document
 * when it was judged; `clients` are the Yjs client ids that this update is the first in its document to use. */
export interface NewUpdate {
  readonly document: string
  readonly person: string
  readonly connection: string
  readonly at: number
  readonly data: Uint8Array
  readonly clients: readonly number[]
  readonly role?: Role
}

/** A row of the log. `seq` counts from 1 in each document, without gaps. `role` is null where it was not written down: in
 * the first row, which is the import, and in those of older versions of the program. */
export interface LoggedUpdate {
  readonly seq: number
  readonly person: string
  readonly connection: string
  readonly at: number
  readonly data: Uint8Array
  readonly role: Role | null
}

/** What is needed to build a document: the newest snapshot, if any, and every update after it, in order. */
export interface LoadedDocument {
  readonly snapshot: Uint8Array | null
  readonly tail: readonly Uint8Array[]
  /** The number of the last update, snapshot or tail. */
  readonly seq: number
  /** Which person first wrote with each Yjs client id. */
  readonly clients: ReadonlyMap<number, string>
}

/** One revision of a record of an edition. `rev` counts from 1 without gaps; `value` is JSON, null where the record was
 * removed. */
export interface StoredRecord {
  readonly edition: string
  readonly kind: string
  readonly id: string
  readonly rev: number
  readonly person: string
  readonly at: number
  readonly value: string | null
}

/** What lists over an edition show of a document, worked out when it had `seq` updates by the program that `form` names.
 * `rows`, `feed` and `counts` are JSON, which the store does not look into. */
export interface StoredDigest {
  readonly document: string
  readonly form: string
  readonly seq: number
  readonly rows: string
  readonly feed: string
  readonly counts: string
}

export interface Store {
  editions(): Promise<readonly Edition[]>
  /** Rejects where the id is taken. */
  addEdition(edition: Omit<Edition, 'isPublic'>): Promise<void>
  /** False where there is no such edition. */
  changeEdition(id: string, change: Partial<Pick<Edition, 'title' | 'isPublic'>>): Promise<boolean>

  /** Every document, or an edition's, the oldest first. */
  documents(edition?: string): Promise<readonly DocumentEntry[]>
  document(id: string): Promise<DocumentRecord | null>
  /** Writes document, witness, source and first update together, or nothing. One that replaces another is given the roles,
   * links and invitations that were given on that. Rejects with `ReplacedOtherwise`. */
  addDocument(document: NewDocument): Promise<void>
  /** False where there is no such document. */
  changeDocument(
    id: string,
    change: { readonly title?: string; readonly metadata?: Metadata },
  ): Promise<boolean>
  /** The bytes that were imported. */
  source(id: string): Promise<{ readonly file: string; readonly bytes: Uint8Array } | null>

  /** A witness by its hash: its canonical JSON, compressed with gzip. */
  witness(hash: string): Promise<Uint8Array | null>

  people(): Promise<readonly StoredPerson[]>
  person(id: string): Promise<StoredPerson | null>
  /** The person with an address for mail, whichever case its letters have. */
  personByEmail(email: string): Promise<StoredPerson | null>
  /** Adds a person, or changes one; `created` never changes. */
  putPerson(person: PersonChange): Promise<void>
  /** The ids of those whose names stand in these documents, and in the records of these editions: who wrote there, who
   * imported them, and whose work an archive brought along. */
  writers(of: {
    readonly documents: readonly string[]
    readonly editions: readonly string[]
  }): Promise<readonly string[]>

  /** Appends updates of any number of documents: one transaction, one sync to disk. When this resolves they survive
   * a power failure. Answers the number of the last update of each document. */
  append(updates: readonly NewUpdate[]): Promise<ReadonlyMap<string, number>>
  load(document: string): Promise<LoadedDocument>
  /** A page of the log: at most `limit` updates with a number greater than `after`. */
  log(document: string, after: number, limit: number): Promise<readonly LoggedUpdate[]>
  /** Keeps `state`, which holds the updates up to `seq`, in the place of an older snapshot. */
  putSnapshot(document: string, seq: number, state: Uint8Array): Promise<void>

  /** The number of the last update of each document of an edition. */
  lastUpdates(edition: string): Promise<ReadonlyMap<string, number>>
  /** The digests of an edition's documents that have this form; there need not be one of each. */
  digests(edition: string, form: string): Promise<readonly StoredDigest[]>
  /** Keeps digests in the place of older ones of the same documents, all of them or none. They can be worked out anew, so
   * nothing is lost with them. */
  putDigests(digests: readonly StoredDigest[]): Promise<void>

  /** The newest revision of each record of a kind that has not been removed, in the order of their ids. */
  records(edition: string, kind: string): Promise<readonly StoredRecord[]>
  /** All revisions of one record, the oldest first. */
  revisions(edition: string, kind: string, id: string): Promise<readonly StoredRecord[]>
  /** Appends a revision. False, and nothing written, where it is not the one after the newest. */
  addRevision(record: StoredRecord): Promise<boolean>

  /** Who may come in and do what. */
  readonly accounts: AccountStore

  /** What was done and refused, for those who look after an edition. */
  readonly audit: AuditStore

  close(): Promise<void>
}
