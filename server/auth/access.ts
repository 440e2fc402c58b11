/** Who is asking, and what they may do here. The rules themselves are in `schema/people.ts`. */
import type { IncomingMessage } from 'node:http'
import { isNamedInFile } from '../../schema/formats/reader.js'
import {
  type Actor,
  can,
  type Deed,
  type Grant,
  isAtLeast,
  leastRole,
  type Person,
  type Place,
  type Role,
  roleIn,
} from '../../schema/people.js'
import type { Config } from '../config.js'
import { HttpError, notFound } from '../problem.js'
import type { DocumentEntry, Edition, Store } from '../store/store.js'
import { isLocal } from './origin.js'
import { hashOf } from './secrets.js'
import type { Sessions } from './sessions.js'

/** Who makes a request. `person` is null for somebody without a name; `session` is the id of the browser's session.
 * `grants` is what is given to the person, `lent` what the links give that this browser has opened. */
export interface Visitor {
  readonly person: Person | null
  readonly session: string | null
  readonly grants: readonly Grant[]
  readonly lent: readonly Grant[]
  /** False for a program whose token lets it read alone. */
  readonly writes: boolean
}

/** Where something is to be done. A document brings its edition with it. */
export type Where = { readonly edition: string } | { readonly document: string } | 'house'

/** A visitor who may do what they are about to. */
export interface Allowed {
  readonly visitor: Visitor
  /** Their id is empty where they have no name. */
  readonly actor: Actor
}

export class Access {
  /** The edition of each document, and its newest witness, until rights change. */
  private readonly documents = new Map<string, Pick<DocumentEntry, 'edition' | 'current'>>()
  private readonly listeners = new Set<() => void>()
  /** Who was found to have made a request, for the log of it. */
  private readonly makers = new WeakMap<IncomingMessage, string>()

  constructor(
    private readonly store: Store,
    private readonly sessions: Sessions,
    private readonly config: Config,
  ) {}

  /** Who makes this request. Throws 401 where a token is not known, 403 where the server is for this machine alone and
   * the request comes from elsewhere. */
  async visitor(request: IncomingMessage): Promise<Visitor> {
    const visitor = await this.recognised(request)
    if (visitor.person) this.makers.set(request, visitor.person.id)
    return visitor
  }

  /** The id of whoever a request was found to come from; undefined where nobody was known, or nobody asked. */
  makerOf(request: IncomingMessage): string | undefined {
    return this.makers.get(request)
  }

  private async recognised(request: IncomingMessage): Promise<Visitor> {
    if (this.config.accounts === 'open' && !isLocal(request))
      throw new HttpError(
        403,
        'This server is set up for this one machine. To open it to others, give it --url.',
      )
    const token = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
    if (token !== undefined) return this.byToken(token)
    const session = await this.sessions.of(request)
    if (!session) return nobody
    const person = session.person === null ? null : await this.personOf(session.person)
    const links = await this.store.accounts.linksOfSession(session.id)
    const now = Date.now()
    const lent = links
      .filter(({ ended, expires }) => ended === null && (expires === null || expires > now))
      .map(({ scope, thing, role }) => ({ scope, thing, role }))
    const grants = person ? await this.store.accounts.grants({ person: person.id }) : []
    return { person, session: session.id, grants, lent, writes: true }
  }

  private async byToken(secret: string): Promise<Visitor> {
    const token = await this.store.accounts.token(hashOf(secret))
    const now = Date.now()
    const person =
      token && (token.expires === null || token.expires > now) ? await this.personOf(token.person) : null
    if (!token || !person) throw new HttpError(401, 'This token is not known, or has run out.')
    if (token.seen === null || now - token.seen > 60_000) await this.store.accounts.seeToken(token.id, now)
    const grants = await this.store.accounts.grants({ person: person.id })
    return { person, session: null, grants, lent: [], writes: token.reads === 'write' }
  }

  private async personOf(id: string): Promise<Person | null> {
    const stored = await this.store.person(id)
    return stored && stored.ended === null ? { id, name: stored.name } : null
  }

  /** What somebody is in a place; null where they may not even read. A link never takes away what its finder has anyway,
   * and nobody without a name is more than a reader. On one's own machine whoever has a name is an owner. */
  roleOf(visitor: Visitor, place: Place): Role | null {
    const role = this.wholeRoleOf(visitor, place)
    // Nobody writes to a witness that has been replaced.
    return role !== null && place.isEarlier ? 'reader' : role
  }

  /** What somebody would be there if it were no earlier witness. */
  private wholeRoleOf(visitor: Visitor, place: Place): Role | null {
    if (this.config.accounts === 'open') return visitor.person ? 'owner' : 'reader'
    const own = roleIn(visitor.grants, place)
    const lent = roleIn(visitor.lent, { ...place, isPublic: false })
    const role = lent !== null && !isAtLeast(own, lent) ? lent : own
    return role !== null && !visitor.person ? 'reader' : role
  }

  /** What somebody is in a document of an edition. What is given on a document is given on its newest witness. */
  roleIn(visitor: Visitor, document: Pick<DocumentEntry, 'id' | 'edition' | 'current'>, isPublic: boolean) {
    return this.roleOf(visitor, { ...placeOf(document.id, document), isPublic })
  }

  /** What of an edition somebody may see: all of it, or only some of its documents. Throws as `allow` does where it is
   * neither. */
  async partOf(request: IncomingMessage, edition: string): Promise<Part> {
    const visitor = await this.visitor(request)
    const place = await this.placeOf({ edition })
    const role = place && this.roleOf(visitor, place)
    const documents = place ? await this.store.documents(edition) : []
    const shown = documents.filter(
      document => this.roleIn(visitor, document, place?.isPublic ?? false) !== null,
    )
    if (role === null && shown.length === 0) throw unseen(visitor, this.config, 'edition')
    return {
      visitor,
      role,
      documents: shown.filter(({ id, current }) => id === current),
      has: id => shown.some(document => document.id === id),
    }
  }

  /** The documents that somebody may read, over all editions, and the editions that they may read as a whole. */
  async readable(visitor: Visitor): Promise<{ documents: DocumentEntry[]; editions: Edition[] }> {
    const editions = await this.store.editions()
    const known = new Map(editions.map(edition => [edition.id, edition]))
    const documents = (await this.store.documents()).filter(
      document => this.roleIn(visitor, document, known.get(document.edition)?.isPublic ?? false) !== null,
    )
    return {
      documents,
      editions: editions.filter(
        ({ id, isPublic }) => this.roleOf(visitor, { edition: id, isPublic }) !== null,
      ),
    }
  }

  /** Whom somebody is told of by name: those whose names stand in what they may read and, where they have a name
   * themselves, its members. */
  async knows(visitor: Visitor): Promise<(person: string) => boolean> {
    if (this.config.accounts === 'open') return () => true
    const { documents, editions } = await this.readable(visitor)
    const things = new Set([...documents, ...editions].map(({ id }) => id))
    const met = new Set(
      await this.store.writers({ documents: documents.map(d => d.id), editions: editions.map(e => e.id) }),
    )
    if (visitor.person) {
      met.add(visitor.person.id)
      for (const { person, scope, thing } of await this.store.accounts.grants())
        if (things.has(thing) || (scope === 'house' && editions.length > 0)) met.add(person)
    }
    return person => met.has(person)
  }

  /** Whether somebody, who need not be the asker, has a role in a place. On one's own machine everybody has who can sign. */
  async isMember(person: string, place: Place): Promise<boolean> {
    if (isNamedInFile(person)) return true
    if (!(await this.personOf(person))) return false
    if (this.config.accounts === 'open') return true
    return roleIn(await this.store.accounts.grants({ person }), place) !== null
  }

  /** Somebody who may do this in some edition at least; throws 401 or 403. */
  async somewhere(request: IncomingMessage, deed: Deed): Promise<Person> {
    const person = await this.known(request)
    const visitor = await this.visitor(request)
    const places: Place[] = (await this.store.editions()).map(({ id }) => ({ edition: id }))
    const may = [{}, ...places].some(place => can({ id: person.id, role: this.roleOf(visitor, place) }, deed))
    if (!may) throw tooLittle(null, deed)
    return person
  }

  /** The place, with all that matters for access; null where there is no such thing. */
  async placeOf(where: Where): Promise<Place | null> {
    if (where === 'house') return {}
    if ('edition' in where) {
      const found = (await this.store.editions()).find(({ id }) => id === where.edition)
      return found ? { edition: found.id, isPublic: found.isPublic } : null
    }
    const known = this.documents.get(where.document) ?? (await this.store.document(where.document))
    if (!known) return null
    const { edition, current } = known
    this.documents.set(where.document, { edition, current })
    const place = await this.placeOf({ edition })
    return place && { ...place, ...placeOf(where.document, known) }
  }

  /** Lets a request through, or throws: 401 where it might be let through if its maker were known, 404 where they may
   * not know that there is such a thing, 403 where their role does not reach. */
  async allow(request: IncomingMessage, deed: Deed, where: Where): Promise<Allowed> {
    const visitor = await this.visitor(request)
    const place = await this.placeOf(where)
    const noun = where === 'house' ? 'address' : 'edition' in where ? 'edition' : 'document'
    const role = place && this.roleOf(visitor, place)
    if (role === null) {
      if (where === 'house' && visitor.person) throw tooLittle(null, deed)
      throw unseen(visitor, this.config, noun)
    }
    if (deed === 'read') return { visitor, actor: { id: visitor.person?.id ?? '', role } }
    if (!visitor.person) throw new HttpError(401, 'Choose a name first.')
    const whole = this.wholeRoleOf(visitor, place!)
    // The log of an earlier witness is read as ever.
    const actor = { id: visitor.person.id, role: deed === 'audit' ? whole : role }
    if (place?.isEarlier && !can(actor, deed) && can({ ...actor, role: whole }, deed))
      throw new HttpError(
        409,
        'This witness has been replaced by a newer one, and is only read.',
        undefined,
        {
          current: place.document ?? '',
        },
      )
    if (!can(actor, deed)) throw tooLittle(role, deed)
    if (!visitor.writes && request.method !== 'GET') throw new HttpError(403, 'This token may only read.')
    return { visitor, actor }
  }

  /** Whoever has a name; throws 401 where nobody has. */
  async known(request: IncomingMessage): Promise<Person> {
    const { person } = await this.visitor(request)
    if (person) return person
    throw new HttpError(401, this.config.accounts === 'open' ? 'Choose a name first.' : 'Sign in first.')
  }

  /** Calls `listener` whenever somebody's rights may have changed, sessions that ended included. */
  onChange(listener: () => void): void {
    this.listeners.add(listener)
  }

  /** To be called after roles, links, sessions, accounts or an edition's openness have changed, and when a document has been
   * replaced. */
  changed(): void {
    this.documents.clear()
    for (const listener of this.listeners) listener()
  }
}

const nobody: Visitor = { person: null, session: null, grants: [], lent: [], writes: true }

function placeOf(id: string, { edition, current }: Pick<DocumentEntry, 'edition' | 'current'>): Place {
  return { edition, document: current, isEarlier: id !== current }
}

/** What of an edition somebody may see. `role` is theirs in the edition, null where they know only documents of it. `documents`
 * are those that no newer witness has replaced; `has` tells of the others, too. */
export interface Part {
  readonly visitor: Visitor
  readonly role: Role | null
  readonly documents: readonly DocumentEntry[]
  has(document: string): boolean
}

/** Whoever has not signed in is not told what there is; whoever has is told that there is no such thing. */
function unseen({ person }: Visitor, { accounts }: Config, noun: string): HttpError {
  return !person && accounts !== 'open' ? new HttpError(401, 'Sign in first.') : notFound(noun)
}

function tooLittle(role: Role | null, deed: Deed): HttpError {
  const needs = leastRole(deed)
  const detail = role
    ? `This needs the role of ${needs}; you are ${role} here.`
    : `This needs the role of ${needs}.`
  return new HttpError(403, detail, undefined, { role, needs })
}
