/** The store in one SQLite file: write-ahead log, and every commit synced to disk before it counts. */
import { existsSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Compilable, type CompiledQuery, Kysely, type Selectable, SqliteDialect } from 'kysely'
import Database from 'libsql'
import type { Metadata, Problem } from '../../schema/witness.js'
import { atStore, StoreFault } from './fault.js'
import { migrations } from './migrations.js'
import { SqliteAccounts } from './sqlite-accounts.js'
import { SqliteAudit } from './sqlite-audit.js'
import {
  type DocumentEntry,
  type DocumentRecord,
  type Edition,
  type LoadedDocument,
  type LoggedUpdate,
  type NewDocument,
  type NewUpdate,
  type PersonChange,
  ReplacedOtherwise,
  type Store,
  type StoredDigest,
  type StoredPerson,
  type StoredRecord,
} from './store.js'
import { bytesOf, type Tables } from './tables.js'

/** How long a statement waits for another process that writes, in milliseconds. */
const patience = 5_000

const entry = ['id', 'edition', 'title', 'witness', 'words', 'created', 'replaces'] as const

/** The file of a data folder that holds everything. */
export const storeFile = 'corrigenda.db'

/** Opens the store of a data folder, making the folder and the file where they are missing. Throws `StoreFault` where the
 * file was written by a newer version of the program, is damaged, or cannot be written. */
export function openSqlite(folder: string): Store {
  return openSqliteFile(join(folder, storeFile))
}

export function openSqliteFile(path: string): Store {
  return atStore(path, () => {
    mkdirSync(dirname(path), { recursive: true })
    return new SqliteStore(path, 'write')
  })
}

/** Opens the store in a file as it is at this moment, for reading alone, beside whoever writes to it. Where an older version
 * has written the file, it is read as this version would see it, and left as it is: for so long nobody else can write.
 * Throws `StoreFault`. */
export function lookAtSqlite(path: string): Store {
  if (!existsSync(path)) throw new StoreFault(`There is no ${path}.`)
  return atStore(path, () => new SqliteStore(path, 'look'))
}

class SqliteStore implements Store {
  private readonly raw: Database.Database
  private readonly db: Kysely<Tables>
  private readonly insertUpdate: Database.Statement
  private readonly insertClient: Database.Statement
  private readonly lastSeq: Database.Statement
  readonly accounts: SqliteAccounts
  readonly audit: SqliteAudit

  constructor(path: string, mode: 'write' | 'look') {
    this.raw = new Database(path, { timeout: patience })
    this.db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: this.raw }) })
    try {
      this.raw.exec(`PRAGMA busy_timeout = ${patience}`)
      if (mode === 'write') this.prepareToWrite(path)
      else this.prepareToLook(path)
    } catch (error) {
      this.raw.close()
      throw error
    }
    this.accounts = new SqliteAccounts(this.db, query => this.run(query))
    this.audit = new SqliteAudit(this.db)
    // The three statements of every flush, prepared once. Their text is fixed, so they need no query builder.
    this.lastSeq = this.raw.prepare('select coalesce(max(seq), 0) as seq from updates where document = ?')
    this.insertUpdate = this.raw.prepare(
      'insert into updates (document, seq, person, connection, at, data, role) values (?, ?, ?, ?, ?, ?, ?)',
    )
    this.insertClient = this.raw.prepare(
      'insert into clients (document, client, person) values (?, ?, ?) on conflict do nothing',
    )
  }

  private prepareToWrite(path: string): void {
    this.raw.exec('PRAGMA journal_mode = WAL')
    this.raw.exec('PRAGMA synchronous = FULL')
    this.raw.exec('PRAGMA foreign_keys = ON')
    this.raw.exec('create table if not exists migrations (number integer primary key, at bigint not null)')
    this.transact(() => this.migrate(path, this.version))
  }

  /** Everything is read in one transaction, which is never committed. */
  private prepareToLook(path: string): void {
    this.raw.exec('BEGIN')
    const known = this.raw.prepare("select 1 from sqlite_master where name = 'migrations'").all([])
    if (known.length === 0) throw new StoreFault(`${path} is no store of this program.`)
    if (this.version < migrations(this.db).length) {
      this.raw.exec('ROLLBACK')
      this.raw.exec('BEGIN IMMEDIATE')
    }
    this.migrate(path, this.version)
    this.raw.exec('PRAGMA query_only = ON')
  }

  /** The number of the last step that the tables have been through. */
  private get version(): number {
    const row = this.raw.prepare('select coalesce(max(number), 0) as number from migrations').get([])
    return (row as { number: number }).number
  }

  private migrate(path: string, done: number): void {
    const steps = migrations(this.db)
    if (done > steps.length)
      throw new StoreFault(
        `${path} was written by a newer version of the program: its tables are number ${done}, this version knows ${steps.length}. It is left as it is; start the newer version, or use another data folder.`,
      )
    steps.slice(done).forEach((step, i) => {
      for (const statement of step) this.run(statement)
      this.raw.prepare('insert into migrations values (?, ?)').run([done + i + 1, Date.now()])
    })
  }

  /** Runs `work` in one transaction, without giving way to anything else: no other statement of this process can come
   * between, so Kysely's own asynchronous transactions are not needed and must not be used on this connection. */
  private transact<T>(work: () => T): T {
    this.raw.exec('BEGIN IMMEDIATE')
    try {
      const result = work()
      this.raw.exec('COMMIT')
      return result
    } catch (error) {
      if (this.raw.inTransaction) this.raw.exec('ROLLBACK')
      throw error
    }
  }

  private run(query: Compilable | CompiledQuery): number {
    const { sql, parameters } = 'compile' in query ? query.compile() : query
    return this.raw.prepare(sql).run([...parameters]).changes
  }

  async editions(): Promise<readonly Edition[]> {
    const rows = await this.db.selectFrom('editions').selectAll().orderBy('created').orderBy('id').execute()
    return rows.map(({ public: open, ...edition }) => ({ ...edition, isPublic: open === 1 }))
  }

  async addEdition({ id, title, created }: Omit<Edition, 'isPublic'>): Promise<void> {
    this.run(this.db.insertInto('editions').values({ id, title, created, public: 0 }))
  }

  async changeEdition(
    id: string,
    { title, isPublic }: Partial<Pick<Edition, 'title' | 'isPublic'>>,
  ): Promise<boolean> {
    const values = {
      ...(title === undefined ? {} : { title }),
      ...(isPublic === undefined ? {} : { public: isPublic ? 1 : 0 }),
    }
    if (Object.keys(values).length === 0) return (await this.editions()).some(edition => edition.id === id)
    return this.run(this.db.updateTable('editions').set(values).where('id', '=', id)) > 0
  }

  async documents(edition?: string): Promise<readonly DocumentEntry[]> {
    const all = this.db.selectFrom('documents').select(entry).orderBy('created').orderBy('id')
    // A document is replaced within its edition.
    const rows = await (edition === undefined ? all : all.where('edition', '=', edition)).execute()
    const next = new Map(
      rows.flatMap(({ id, replaces }) => (replaces === null ? [] : [[replaces, id] as const])),
    )
    const currentOf = (id: string): string => {
      const later = next.get(id)
      return later === undefined ? id : currentOf(later)
    }
    return rows.map(row => ({ ...row, replacedBy: next.get(row.id) ?? null, current: currentOf(row.id) }))
  }

  async document(id: string): Promise<DocumentRecord | null> {
    const row = await this.db
      .selectFrom('documents')
      .select([...entry, 'metadata', 'problems', 'file'])
      .where('id', '=', id)
      .executeTakeFirst()
    if (!row) return null
    const replacedBy = await this.successorOf(id)
    let current = id
    for (let next = replacedBy; next !== null; next = await this.successorOf(next)) current = next
    return {
      ...row,
      replacedBy,
      current,
      metadata: JSON.parse(row.metadata) as Metadata,
      problems: JSON.parse(row.problems) as Problem[],
    }
  }

  private async successorOf(id: string): Promise<string | null> {
    const row = await this.db
      .selectFrom('documents')
      .select('id')
      .where('replaces', '=', id)
      .executeTakeFirst()
    return row?.id ?? null
  }

  async addDocument(document: NewDocument): Promise<void> {
    const { witness, source, state, person, metadata, problems, authors = [], replaces, ...rest } = document
    this.transact(() => {
      if (replaces) this.mayReplace(replaces)
      this.run(
        this.db
          .insertInto('witnesses')
          .values(witness)
          .onConflict(conflict => conflict.doNothing()),
      )
      this.run(
        this.db.insertInto('documents').values({
          ...rest,
          witness: witness.hash,
          metadata: JSON.stringify(metadata),
          problems: JSON.stringify(problems),
          source,
          replaces: replaces?.document ?? null,
        }),
      )
      this.insertUpdate.run([document.id, 1, person, 'import', document.created, state, null])
      for (const author of new Set(authors))
        this.run(this.db.insertInto('authors').values({ document: document.id, person: author }))
      if (replaces) this.accounts.moveGiven(replaces.document, document.id)
    })
  }

  /** Throws where a document cannot be replaced as it is now. */
  private mayReplace({ document, seq }: { readonly document: string; readonly seq: number }): void {
    const later = this.raw.prepare('select 1 from documents where replaces = ?').all([document])
    if (later.length > 0) throw new ReplacedOtherwise('replaced')
    if ((this.lastSeq.get([document]) as { seq: number }).seq !== seq) throw new ReplacedOtherwise('changed')
  }

  async changeDocument(id: string, change: { title?: string; metadata?: Metadata }): Promise<boolean> {
    const values = {
      ...(change.title === undefined ? {} : { title: change.title }),
      ...(change.metadata === undefined ? {} : { metadata: JSON.stringify(change.metadata) }),
    }
    if (Object.keys(values).length === 0) return (await this.document(id)) !== null
    return this.run(this.db.updateTable('documents').set(values).where('id', '=', id)) > 0
  }

  async source(id: string): Promise<{ file: string; bytes: Uint8Array } | null> {
    const row = await this.db
      .selectFrom('documents')
      .select(['file', 'source'])
      .where('id', '=', id)
      .executeTakeFirst()
    return row ? { file: row.file, bytes: bytesOf(row.source) } : null
  }

  async witness(hash: string): Promise<Uint8Array | null> {
    const row = await this.db
      .selectFrom('witnesses')
      .select('json')
      .where('hash', '=', hash)
      .executeTakeFirst()
    return row ? bytesOf(row.json) : null
  }

  async people(): Promise<readonly StoredPerson[]> {
    const rows = await this.db.selectFrom('people').selectAll().orderBy('created').orderBy('id').execute()
    return rows.map(personOf)
  }

  async person(id: string): Promise<StoredPerson | null> {
    const row = await this.db.selectFrom('people').selectAll().where('id', '=', id).executeTakeFirst()
    return row ? personOf(row) : null
  }

  async personByEmail(email: string): Promise<StoredPerson | null> {
    const row = await this.db
      .selectFrom('people')
      .selectAll()
      .where(({ fn }) => fn('lower', ['email']), '=', email.toLowerCase())
      .where('email', '!=', '')
      .executeTakeFirst()
    return row ? personOf(row) : null
  }

  async putPerson({ id, name, created, isGuest, ...rest }: PersonChange): Promise<void> {
    const change = { name, ...rest, ...(isGuest === undefined ? {} : { guest: isGuest ? 1 : 0 }) }
    const whole = { initials: '', orcid: '', email: '', guest: 0, ended: null, ...change }
    this.run(
      this.db
        .insertInto('people')
        .values({ id, created, ...whole })
        .onConflict(conflict => conflict.column('id').doUpdateSet(change)),
    )
  }

  async writers({
    documents,
    editions,
  }: {
    readonly documents: readonly string[]
    readonly editions: readonly string[]
  }): Promise<readonly string[]> {
    const people = new Set<string>()
    const take = (rows: readonly { readonly person: string }[]) => {
      for (const { person } of rows) people.add(person)
    }
    // SQLite takes so many values in one statement, and a few more.
    for (let i = 0; i < documents.length; i += 10_000) {
      const some = documents.slice(i, i + 10_000)
      take(
        await this.db
          .selectFrom('clients')
          .select('person')
          .distinct()
          .where('document', 'in', some)
          .unionAll(
            this.db.selectFrom('updates').select('person').where('seq', '=', 1).where('document', 'in', some),
          )
          .unionAll(this.db.selectFrom('authors').select('person').where('document', 'in', some))
          .execute(),
      )
    }
    if (editions.length > 0)
      take(
        await this.db
          .selectFrom('records')
          .select('person')
          .distinct()
          .where('edition', 'in', editions)
          .execute(),
      )
    people.delete('')
    return [...people].sort()
  }

  async append(updates: readonly NewUpdate[]): Promise<ReadonlyMap<string, number>> {
    return this.transact(() => {
      const seqs = new Map<string, number>()
      for (const { document, person, connection, at, data, clients, role } of updates) {
        const last = seqs.get(document) ?? (this.lastSeq.get([document]) as { seq: number }).seq
        this.insertUpdate.run([document, last + 1, person, connection, at, data, role ?? null])
        seqs.set(document, last + 1)
        for (const client of clients) this.insertClient.run([document, client, person])
      }
      return seqs
    })
  }

  async load(document: string): Promise<LoadedDocument> {
    const snapshot = await this.db
      .selectFrom('snapshots')
      .select(['seq', 'state'])
      .where('document', '=', document)
      .executeTakeFirst()
    const tail = await this.log(document, snapshot?.seq ?? 0, Number.MAX_SAFE_INTEGER)
    const clients = await this.db
      .selectFrom('clients')
      .select(['client', 'person'])
      .where('document', '=', document)
      .execute()
    return {
      snapshot: snapshot ? bytesOf(snapshot.state) : null,
      tail: tail.map(update => update.data),
      seq: tail.at(-1)?.seq ?? snapshot?.seq ?? 0,
      clients: new Map(clients.map(row => [row.client, row.person])),
    }
  }

  async log(document: string, after: number, limit: number): Promise<readonly LoggedUpdate[]> {
    const rows = await this.db
      .selectFrom('updates')
      .select(['seq', 'person', 'connection', 'at', 'data', 'role'])
      .where('document', '=', document)
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(limit)
      .execute()
    return rows.map(row => ({ ...row, data: bytesOf(row.data) }))
  }

  async putSnapshot(document: string, seq: number, state: Uint8Array): Promise<void> {
    this.run(
      this.db
        .insertInto('snapshots')
        .values({ document, seq, state })
        .onConflict(conflict =>
          conflict.column('document').doUpdateSet({ seq, state }).where('snapshots.seq', '<=', seq),
        ),
    )
  }

  async lastUpdates(edition: string): Promise<ReadonlyMap<string, number>> {
    // Looked up document by document, from the end of the key: grouping would read the whole log.
    const rows = await this.db
      .selectFrom('documents')
      .select(({ selectFrom }) => [
        'documents.id',
        selectFrom('updates')
          .whereRef('updates.document', '=', 'documents.id')
          .select(({ fn }) => fn.max('updates.seq').as('seq'))
          .as('seq'),
      ])
      .where('documents.edition', '=', edition)
      .execute()
    return new Map(rows.map(row => [row.id, row.seq ?? 0]))
  }

  async digests(edition: string, form: string): Promise<readonly StoredDigest[]> {
    return this.db
      .selectFrom('digests')
      .innerJoin('documents', 'documents.id', 'digests.document')
      .selectAll('digests')
      .where('documents.edition', '=', edition)
      .where('digests.form', '=', form)
      .execute()
  }

  async putDigests(digests: readonly StoredDigest[]): Promise<void> {
    this.transact(() => {
      for (const { document, ...rest } of digests)
        this.run(
          this.db
            .insertInto('digests')
            .values({ document, ...rest })
            .onConflict(conflict => conflict.column('document').doUpdateSet(rest)),
        )
    })
  }

  async records(edition: string, kind: string): Promise<readonly StoredRecord[]> {
    return this.db
      .selectFrom('records as r')
      .selectAll()
      .where('r.edition', '=', edition)
      .where('r.kind', '=', kind)
      .where('r.value', 'is not', null)
      .where(({ eb, selectFrom }) =>
        eb(
          'r.rev',
          '=',
          selectFrom('records as s')
            .whereRef('s.edition', '=', 'r.edition')
            .whereRef('s.kind', '=', 'r.kind')
            .whereRef('s.id', '=', 'r.id')
            .select(({ fn }) => fn.max('s.rev').as('rev')),
        ),
      )
      .orderBy('r.id')
      .execute()
  }

  async revisions(edition: string, kind: string, id: string): Promise<readonly StoredRecord[]> {
    return this.db
      .selectFrom('records')
      .selectAll()
      .where('edition', '=', edition)
      .where('kind', '=', kind)
      .where('id', '=', id)
      .orderBy('rev')
      .execute()
  }

  async addRevision(record: StoredRecord): Promise<boolean> {
    const { edition, kind, id, rev } = record
    return this.transact(() => {
      const row = this.raw
        .prepare('select coalesce(max(rev), 0) as rev from records where edition = ? and kind = ? and id = ?')
        .get([edition, kind, id])
      if ((row as { rev: number }).rev !== rev - 1) return false
      this.run(this.db.insertInto('records').values(record))
      return true
    })
  }

  async close(): Promise<void> {
    if (!this.raw.open) return
    if (this.raw.inTransaction) this.raw.exec('ROLLBACK')
    await this.db.destroy()
    if (this.raw.open) this.raw.close()
  }
}

function personOf({ guest, ...person }: Selectable<Tables['people']>): StoredPerson {
  return { ...person, isGuest: guest === 1 }
}
