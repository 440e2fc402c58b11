/** The audit log in SQLite. */
import { type Kysely, sql } from 'kysely'
import type { StoredAct, StoredRefusal } from './accounts.js'
import type { AuditedPlace, AuditedUpdate, AuditQuery, AuditStore } from './audit.js'
import type { Tables } from './tables.js'

export class SqliteAudit implements AuditStore {
  constructor(private readonly db: Kysely<Tables>) {}

  async updates(of: AuditedPlace, query: AuditQuery): Promise<readonly AuditedUpdate[]> {
    // SQLite numbers rows in the order in which they are written, over all documents.
    const mark = sql<number>`updates.rowid`
    let rows = this.db
      .selectFrom('updates')
      .select(['document', 'seq', 'person', 'connection', 'role', 'at'])
      .select([mark.as('mark'), sql<number>`length(updates.data)`.as('bytes')])
      .where('document', 'in', this.documents(of))
      .orderBy(mark, 'desc')
      .limit(query.limit)
    if (query.before !== undefined) rows = rows.where(mark, '<', query.before)
    if (query.person !== undefined) rows = rows.where('person', '=', query.person)
    if (query.from !== undefined) rows = rows.where('at', '>=', query.from)
    if (query.to !== undefined) rows = rows.where('at', '<', query.to)
    return rows.execute()
  }

  async refusals(of: AuditedPlace, query: AuditQuery): Promise<readonly StoredRefusal[]> {
    let rows = this.db
      .selectFrom('refusals')
      .selectAll()
      .where('document', 'in', this.documents(of))
      .orderBy('seq', 'desc')
      .limit(query.limit)
    if (query.before !== undefined) rows = rows.where('seq', '<', query.before)
    if (query.person !== undefined) rows = rows.where('person', '=', query.person)
    if (query.from !== undefined) rows = rows.where('at', '>=', query.from)
    if (query.to !== undefined) rows = rows.where('at', '<', query.to)
    return rows.execute()
  }

  async acts(of: AuditedPlace, query: AuditQuery): Promise<readonly StoredAct[]> {
    let rows = this.db
      .selectFrom('acts')
      .selectAll()
      .where(eb =>
        'document' in of
          ? eb('document', '=', of.document)
          : eb.or([eb('edition', '=', of.edition), eb('document', 'in', this.documents(of))]),
      )
      .orderBy('seq', 'desc')
      .limit(query.limit)
    if (query.before !== undefined) rows = rows.where('seq', '<', query.before)
    if (query.person !== undefined) rows = rows.where('person', '=', query.person)
    if (query.from !== undefined) rows = rows.where('at', '>=', query.from)
    if (query.to !== undefined) rows = rows.where('at', '<', query.to)
    return rows.execute()
  }

  private documents(of: AuditedPlace) {
    const all = this.db.selectFrom('documents').select('id')
    return 'document' in of ? all.where('id', '=', of.document) : all.where('edition', '=', of.edition)
  }
}
