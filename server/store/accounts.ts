/**
 * What a store keeps about who may come in and do what: passwords, sign-ins, tokens, invitations, roles, links, and the
 * acts that are on record. Secrets never come here: of a cookie, a token, a link or an invitation only the hash is kept
 * (SHA-256, base64url), of a password what argon2id makes of it.
 *
 * Times count milliseconds since 1970; `ended`, `used`, `expires` are null where that has not happened or never will.
 */
import type { Grant, Role, Scope } from '../../schema/people.js'

/** A browser that is signed in: as a person, or as nobody in particular by a link. `provider` is what signed it in:
 * `open`, `password`, `invitation`, `reset`, `link`, or the name of an OpenID provider. */
export interface StoredSession {
  readonly id: string
  readonly hash: string
  readonly person: string | null
  readonly provider: string
  readonly created: number
  readonly seen: number
  readonly expires: number
  /** What the browser says it is, and the address that it came from last. */
  readonly agent: string
  readonly address: string
}

/** A personal access token: lets a program do what its person may do, or only read. */
export interface StoredToken {
  readonly id: string
  readonly hash: string
  readonly person: string
  readonly name: string
  readonly reads: 'read' | 'write'
  readonly created: number
  readonly seen: number | null
  readonly expires: number | null
}

/** A way in that can be used once: an invitation, or a new password for somebody. An invitation with a person gives
 * that person a way to sign in; one without makes a new person. `grants` are what it gives. */
export interface StoredTicket {
  readonly id: string
  readonly hash: string
  readonly kind: 'invitation' | 'reset'
  readonly person: string | null
  readonly email: string
  readonly note: string
  readonly grants: readonly Grant[]
  readonly by: string
  readonly created: number
  readonly expires: number
  readonly used: number | null
}

export interface StoredGrant extends Grant {
  readonly person: string
  readonly by: string
  readonly at: number
}

/** A link that gives whoever opens it a role on an edition or document. */
export interface StoredLink {
  readonly id: string
  readonly hash: string
  readonly scope: Scope
  readonly thing: string
  readonly role: Role
  readonly label: string
  readonly by: string
  readonly created: number
  readonly expires: number | null
  readonly ended: number | null
}

export interface LinkUse {
  readonly sessions: number
  readonly seen: number
}

/** An OpenID identity of a person. */
export interface StoredIdentity {
  readonly issuer: string
  readonly subject: string
  readonly person: string
  readonly created: number
}

/** An act that is on record: a sign-in, a role given, a document imported. `what` is a short name (`sign-in`,
 * `grant`), `thing` what it was done to, `detail` JSON without secrets. `seq` counts from 1. */
export interface StoredAct {
  readonly seq: number
  readonly at: number
  readonly person: string
  readonly address: string
  readonly what: string
  readonly edition: string
  readonly document: string
  readonly detail: string
}

/** An update that was refused: how large it was, and why. `rule` is empty where no rule but the wire was hurt. `count` is
 * more than 1 where one row stands for many of a person's in a minute; `bytes` is then the size of all together. */
export interface StoredRefusal {
  readonly seq: number
  readonly document: string
  readonly at: number
  readonly person: string
  readonly connection: string
  readonly code: number
  readonly rule: string
  readonly message: string
  readonly bytes: number
  readonly count: number
}

export interface AccountStore {
  /** What argon2id made of a person's password, in its own text form. */
  password(person: string): Promise<string | null>
  setPassword(person: string, hash: string | null, at: number): Promise<void>

  identities(person: string): Promise<readonly StoredIdentity[]>
  identity(issuer: string, subject: string): Promise<StoredIdentity | null>
  /** Rejects where somebody has that identity already. */
  addIdentity(identity: StoredIdentity): Promise<void>
  removeIdentity(issuer: string, subject: string): Promise<void>

  addSession(session: StoredSession): Promise<void>
  session(hash: string): Promise<StoredSession | null>
  /** A person's sessions, the last seen first. */
  sessionsOf(person: string): Promise<readonly StoredSession[]>
  /** Notes that a session was used, and for whom it is from now on. */
  changeSession(
    id: string,
    change: Partial<Pick<StoredSession, 'seen' | 'address' | 'person' | 'expires'>>,
  ): Promise<void>
  /** Ends a session; false where it had ended. */
  removeSession(id: string): Promise<boolean>
  /** Ends a person's sessions but for one. */
  removeSessionsOf(person: string, except?: string): Promise<void>
  /** Forgets the sessions that ran out before a time. */
  sweepSessions(before: number): Promise<void>
  /** The links that a session has opened. */
  linksOfSession(session: string): Promise<readonly StoredLink[]>
  addLinkToSession(session: string, link: string): Promise<void>

  addToken(token: StoredToken): Promise<void>
  token(hash: string): Promise<StoredToken | null>
  tokensOf(person: string): Promise<readonly StoredToken[]>
  seeToken(id: string, at: number): Promise<void>
  /** False where the person has no such token. */
  removeToken(person: string, id: string): Promise<boolean>

  addTicket(ticket: StoredTicket): Promise<void>
  ticket(hash: string): Promise<StoredTicket | null>
  /** Those that can still be used, the newest first. */
  tickets(now: number): Promise<readonly StoredTicket[]>
  /** Marks a ticket as used. False where it was used before: of two who come at once one gets in. */
  useTicket(id: string, at: number): Promise<boolean>
  removeTicket(id: string): Promise<boolean>

  /** Every role given, or a person's, or those on one thing. */
  grants(
    of?: { readonly person: string } | { readonly scope: Scope; readonly thing: string },
  ): Promise<readonly StoredGrant[]>
  /** Gives a role, in the place of another on the same thing. */
  putGrant(grant: StoredGrant): Promise<void>
  removeGrant(person: string, scope: Scope, thing: string): Promise<boolean>

  addLink(link: StoredLink): Promise<void>
  link(hash: string): Promise<StoredLink | null>
  links(scope: Scope, thing: string): Promise<readonly StoredLink[]>
  /** For each of these links that somebody has opened: in how many browsers it is held, and when one of them was last
   * used. */
  linkUses(links: readonly string[]): Promise<ReadonlyMap<string, LinkUse>>
  /** Ends a link; false where there is none or it had ended. */
  endLink(id: string, at: number): Promise<boolean>

  addAct(act: Omit<StoredAct, 'seq'>): Promise<void>
  /** At most `limit` acts with a number below `before`, the newest first; of an edition, where one is named. */
  acts(query: {
    readonly before?: number
    readonly limit: number
    readonly edition?: string
  }): Promise<readonly StoredAct[]>

  addRefusal(refusal: Omit<StoredRefusal, 'seq' | 'count'> & { readonly count?: number }): Promise<void>
  /** At most `limit` refusals of a document with a number below `before`, the newest first. */
  refusals(
    document: string,
    query: { readonly before?: number; readonly limit: number },
  ): Promise<readonly StoredRefusal[]>
}
