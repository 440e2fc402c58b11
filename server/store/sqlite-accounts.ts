/** Accounts, roles and the record of acts in SQLite. */
import { type Compilable, type Kysely, sql, type Updateable } from 'kysely'
import type { Grant, Scope } from '../../schema/people.js'
import type {
  AccountStore,
  LinkUse,
  StoredAct,
  StoredGrant,
  StoredIdentity,
  StoredLink,
  StoredRefusal,
  StoredSession,
  StoredTicket,
  StoredToken,
} from './accounts.js'
import type { Tables } from './tables.js'

export class SqliteAccounts implements AccountStore {
  /** `run` runs a statement at once and answers how many rows it changed. */
  constructor(
    private readonly db: Kysely<Tables>,
    private readonly run: (query: Compilable) => number,
  ) {}

  async password(person: string): Promise<string | null> {
    const row = await this.db
      .selectFrom('passwords')
      .select('hash')
      .where('person', '=', person)
      .executeTakeFirst()
    return row?.hash ?? null
  }

  async setPassword(person: string, hash: string | null, at: number): Promise<void> {
    if (hash === null) this.run(this.db.deleteFrom('passwords').where('person', '=', person))
    else
      this.run(
        this.db
          .insertInto('passwords')
          .values({ person, hash, at })
          .onConflict(conflict => conflict.column('person').doUpdateSet({ hash, at })),
      )
  }

  async identities(person: string): Promise<readonly StoredIdentity[]> {
    return this.db
      .selectFrom('identities')
      .selectAll()
      .where('person', '=', person)
      .orderBy('created')
      .execute()
  }

  async identity(issuer: string, subject: string): Promise<StoredIdentity | null> {
    const row = await this.db
      .selectFrom('identities')
      .selectAll()
      .where('issuer', '=', issuer)
      .where('subject', '=', subject)
      .executeTakeFirst()
    return row ?? null
  }

  async addIdentity(identity: StoredIdentity): Promise<void> {
    this.run(this.db.insertInto('identities').values(identity))
  }

  async removeIdentity(issuer: string, subject: string): Promise<void> {
    this.run(this.db.deleteFrom('identities').where('issuer', '=', issuer).where('subject', '=', subject))
  }

  async addSession(session: StoredSession): Promise<void> {
    this.run(this.db.insertInto('sessions').values(session))
  }

  async session(hash: string): Promise<StoredSession | null> {
    return (
      (await this.db.selectFrom('sessions').selectAll().where('hash', '=', hash).executeTakeFirst()) ?? null
    )
  }

  async sessionsOf(person: string): Promise<readonly StoredSession[]> {
    return this.db
      .selectFrom('sessions')
      .selectAll()
      .where('person', '=', person)
      .orderBy('seen', 'desc')
      .execute()
  }

  async changeSession(id: string, change: Updateable<Tables['sessions']>): Promise<void> {
    if (Object.keys(change).length === 0) return
    this.run(this.db.updateTable('sessions').set(change).where('id', '=', id))
  }

  async removeSession(id: string): Promise<boolean> {
    return this.run(this.db.deleteFrom('sessions').where('id', '=', id)) > 0
  }

  async removeSessionsOf(person: string, except?: string): Promise<void> {
    const all = this.db.deleteFrom('sessions').where('person', '=', person)
    this.run(except === undefined ? all : all.where('id', '!=', except))
  }

  async sweepSessions(before: number): Promise<void> {
    this.run(this.db.deleteFrom('sessions').where('expires', '<', before))
  }

  async linksOfSession(session: string): Promise<readonly StoredLink[]> {
    return this.db
      .selectFrom('links')
      .innerJoin('session_links', 'session_links.link', 'links.id')
      .selectAll('links')
      .where('session_links.session', '=', session)
      .execute()
  }

  async addLinkToSession(session: string, link: string): Promise<void> {
    this.run(
      this.db
        .insertInto('session_links')
        .values({ session, link })
        .onConflict(conflict => conflict.doNothing()),
    )
  }

  async addToken(token: StoredToken): Promise<void> {
    this.run(this.db.insertInto('tokens').values(token))
  }

  async token(hash: string): Promise<StoredToken | null> {
    return (
      (await this.db.selectFrom('tokens').selectAll().where('hash', '=', hash).executeTakeFirst()) ?? null
    )
  }

  async tokensOf(person: string): Promise<readonly StoredToken[]> {
    return this.db.selectFrom('tokens').selectAll().where('person', '=', person).orderBy('created').execute()
  }

  async seeToken(id: string, at: number): Promise<void> {
    this.run(this.db.updateTable('tokens').set({ seen: at }).where('id', '=', id))
  }

  async removeToken(person: string, id: string): Promise<boolean> {
    return this.run(this.db.deleteFrom('tokens').where('person', '=', person).where('id', '=', id)) > 0
  }

  async addTicket(ticket: StoredTicket): Promise<void> {
    this.run(this.db.insertInto('tickets').values({ ...ticket, grants: JSON.stringify(ticket.grants) }))
  }

  async ticket(hash: string): Promise<StoredTicket | null> {
    const row = await this.db.selectFrom('tickets').selectAll().where('hash', '=', hash).executeTakeFirst()
    return row ? { ...row, grants: JSON.parse(row.grants) as Grant[] } : null
  }

  async tickets(now: number): Promise<readonly StoredTicket[]> {
    const rows = await this.db
      .selectFrom('tickets')
      .selectAll()
      .where('used', 'is', null)
      .where('expires', '>', now)
      .orderBy('created', 'desc')
      .orderBy('id')
      .execute()
    return rows.map(row => ({ ...row, grants: JSON.parse(row.grants) as Grant[] }))
  }

  async useTicket(id: string, at: number): Promise<boolean> {
    return (
      this.run(
        this.db.updateTable('tickets').set({ used: at }).where('id', '=', id).where('used', 'is', null),
      ) > 0
    )
  }

  async removeTicket(id: string): Promise<boolean> {
    return this.run(this.db.deleteFrom('tickets').where('id', '=', id)) > 0
  }

  /** Has what is given on one document be given on another: roles, links, and what invitations promise. */
  moveGiven(from: string, to: string): void {
    for (const table of ['grants', 'links'] as const)
      this.run(
        this.db
          .updateTable(table)
          .set({ thing: to })
          .where('scope', '=', 'document')
          .where('thing', '=', from),
      )
    const thing = (id: string) => `"thing":${JSON.stringify(id)}`
    this.run(
      this.db
        .updateTable('tickets')
        .set({ grants: sql<string>`replace(grants, ${thing(from)}, ${thing(to)})` })
        .where('used', 'is', null),
    )
  }

  async grants(
    of?: { readonly person: string } | { readonly scope: Scope; readonly thing: string },
  ): Promise<readonly StoredGrant[]> {
    const all = this.db.selectFrom('grants').selectAll().orderBy('at').orderBy('person')
    if (!of) return all.execute()
    if ('person' in of) return all.where('person', '=', of.person).execute()
    return all.where('scope', '=', of.scope).where('thing', '=', of.thing).execute()
  }

  async putGrant({ person, scope, thing, role, by, at }: StoredGrant): Promise<void> {
    this.run(
      this.db
        .insertInto('grants')
        .values({ person, scope, thing, role, by, at })
        .onConflict(conflict => conflict.columns(['person', 'scope', 'thing']).doUpdateSet({ role, by, at })),
    )
  }

  async removeGrant(person: string, scope: Scope, thing: string): Promise<boolean> {
    return (
      this.run(
        this.db
          .deleteFrom('grants')
          .where('person', '=', person)
          .where('scope', '=', scope)
          .where('thing', '=', thing),
      ) > 0
    )
  }

  async addLink(link: StoredLink): Promise<void> {
    this.run(this.db.insertInto('links').values(link))
  }

  async link(hash: string): Promise<StoredLink | null> {
    return (await this.db.selectFrom('links').selectAll().where('hash', '=', hash).executeTakeFirst()) ?? null
  }

  async links(scope: Scope, thing: string): Promise<readonly StoredLink[]> {
    return this.db
      .selectFrom('links')
      .selectAll()
      .where('scope', '=', scope)
      .where('thing', '=', thing)
      .orderBy('created')
      .execute()
  }

  async linkUses(links: readonly string[]): Promise<ReadonlyMap<string, LinkUse>> {
    if (links.length === 0) return new Map()
    const rows = await this.db
      .selectFrom('session_links')
      .innerJoin('sessions', 'sessions.id', 'session_links.session')
      .select(({ fn }) => [
        'session_links.link',
        fn.countAll<number>().as('sessions'),
        fn.max('sessions.seen').as('seen'),
      ])
      .where('session_links.link', 'in', links)
      .groupBy('session_links.link')
      .execute()
    return new Map(rows.map(({ link, sessions, seen }) => [link, { sessions, seen }]))
  }

  async endLink(id: string, at: number): Promise<boolean> {
    return (
      this.run(
        this.db.updateTable('links').set({ ended: at }).where('id', '=', id).where('ended', 'is', null),
      ) > 0
    )
  }

  async addAct(act: Omit<StoredAct, 'seq'>): Promise<void> {
    this.run(this.db.insertInto('acts').values(act))
  }

  async acts({
    before,
    limit,
    edition,
  }: {
    readonly before?: number
    readonly limit: number
    readonly edition?: string
  }): Promise<readonly StoredAct[]> {
    let query = this.db.selectFrom('acts').selectAll().orderBy('seq', 'desc').limit(limit)
    if (before !== undefined) query = query.where('seq', '<', before)
    if (edition !== undefined) query = query.where('edition', '=', edition)
    return query.execute()
  }

  async addRefusal(
    refusal: Omit<StoredRefusal, 'seq' | 'count'> & { readonly count?: number },
  ): Promise<void> {
    this.run(this.db.insertInto('refusals').values({ count: 1, ...refusal }))
  }

  async refusals(
    document: string,
    { before, limit }: { readonly before?: number; readonly limit: number },
  ): Promise<readonly StoredRefusal[]> {
    const all = this.db
      .selectFrom('refusals')
      .selectAll()
      .where('document', '=', document)
      .orderBy('seq', 'desc')
      .limit(limit)
    return (before === undefined ? all : all.where('seq', '<', before)).execute()
  }
}
