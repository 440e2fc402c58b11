/** Accounts: how somebody gets one, what they may change about it, and how it ends. */
import { cleanOrcid } from '../../schema/orcid.js'
import { passwordFault } from '../../schema/passwords.js'
import {
  cleanEmail,
  cleanInitials,
  cleanName,
  type Grant,
  isAtLeast,
  type Role,
} from '../../schema/people.js'
import type { Config } from '../config.js'
import { newId } from '../ids.js'
import { HttpError, notFound, wrongField } from '../problem.js'
import type { StoredIdentity, StoredTicket } from '../store/accounts.js'
import type { Store, StoredPerson } from '../store/store.js'
import { canSignIn, isLastOwner } from './owners.js'
import { Passwords } from './passwords.js'
import type { Identity } from './providers.js'
import { hashOf } from './secrets.js'
import { removeTicketsOf, useTicket } from './tickets.js'

/** Whoever joins, as they typed it. */
export interface Applicant {
  readonly name: string
  readonly initials: string
  readonly email: string
}

/** What somebody signs in with from now on. */
export type Credential = { readonly password: string } | { readonly identity: Identity }

/** What somebody changes about themselves, as they typed it. `password` is their own, which a new address asks for. */
export interface ProfileChange {
  readonly name?: string | undefined
  readonly initials?: string | undefined
  readonly orcid?: string | undefined
  readonly email?: string | undefined
  readonly password?: string | undefined
}

/** Errors about what was typed carry the name of the field. */
export class Accounts {
  private readonly passwords = new Passwords()
  private last: Promise<unknown> = Promise.resolve()

  constructor(
    private readonly store: Store,
    private readonly config: Config,
  ) {}

  /** Whom an address and a password belong to; null where they belong to nobody, or the account has ended. It takes the same
   * time whether the address is known or not. */
  async signIn(email: string, password: string): Promise<StoredPerson | null> {
    const address = cleanEmail(email)
    const found = address === null ? null : await this.store.personByEmail(address)
    const person = found && found.ended === null ? found : null
    const kept = person && (await this.store.accounts.password(person.id))
    return (await this.passwords.check(kept, password)) ? person : null
  }

  /** Makes an account by an invitation: of the person whom it is for, of the guest who holds it, or of somebody new. */
  async join(
    ticket: StoredTicket,
    applicant: Applicant,
    credential: Credential,
    guest: string | null,
  ): Promise<StoredPerson> {
    const name = checkName(applicant.name)
    const initials = checkInitials(applicant.initials)
    const email = checkEmail(applicant.email)
    if ('password' in credential) checkPassword('password', credential.password, [name, email])
    const id = ticket.person ?? guest ?? newId()
    await this.checkJoin(id, email)
    const hash = 'password' in credential ? await this.passwords.hash(credential.password) : null
    return this.oneByOne(async () => {
      await this.checkJoin(id, email)
      if ('identity' in credential) await this.checkNobodys(credential.identity)
      await useTicket(this.store, ticket)
      const now = Date.now()
      await this.store.putPerson({ id, name, initials, email, created: now, isGuest: false })
      if ('identity' in credential) await this.addIdentity(id, credential.identity)
      else await this.store.accounts.setPassword(id, hash, now)
      await this.give(id, ticket.grants, ticket.by)
      return this.person(id)
    })
  }

  private async checkJoin(id: string, email: string): Promise<void> {
    const person = await this.store.person(id)
    if (person?.ended != null) throw new HttpError(410, 'This account has been ended.')
    if (person && (await canSignIn(this.store, person)))
      throw new HttpError(409, `${person.name} has an account: sign in to accept the invitation.`)
    await this.checkFree(email, id)
  }

  /** What an invitation gives, given to somebody who has an account. */
  async accept(ticket: StoredTicket, person: string): Promise<void> {
    if (ticket.person !== null && ticket.person !== person)
      throw new HttpError(403, 'This invitation is for somebody else.')
    await this.oneByOne(async () => {
      await useTicket(this.store, ticket)
      await this.give(person, ticket.grants, ticket.by)
    })
  }

  /** Gives roles to somebody, but none that is less than what they have there. */
  private async give(person: string, grants: readonly Grant[], by: string): Promise<void> {
    const held = await this.store.accounts.grants({ person })
    for (const { scope, thing, role } of grants) {
      const before = held.find(grant => grant.scope === scope && grant.thing === thing)
      if (before && isAtLeast(before.role, role)) continue
      await this.store.accounts.putGrant({ person, scope, thing, role, by, at: Date.now() })
    }
  }

  /** Gives somebody a new password by a reset link, and ends all their sessions. */
  async reset(ticket: StoredTicket, password: string): Promise<StoredPerson> {
    const person = await this.person(ticket.person ?? '')
    if (person.ended !== null) throw new HttpError(410, 'This account has been ended.')
    checkPassword('password', password, [person.name, person.email])
    const hash = await this.passwords.hash(password)
    await useTicket(this.store, ticket)
    await this.store.accounts.setPassword(person.id, hash, Date.now())
    await removeTicketsOf(this.store, person.id, 'reset')
    await this.store.accounts.removeSessionsOf(person.id)
    return person
  }

  /** Changes somebody's password, and ends their sessions but for this one. `current` is not looked at where they have none yet. */
  async changePassword(
    person: StoredPerson,
    current: string,
    password: string,
    session: string,
  ): Promise<void> {
    await this.checkOwnPassword('current', person, current)
    checkPassword('password', password, [person.name, person.email])
    if (person.email === '')
      throw wrongField('password', 'Give an e-mail address first: you sign in with it.')
    const hash = await this.passwords.hash(password)
    await this.store.accounts.setPassword(person.id, hash, Date.now())
    await removeTicketsOf(this.store, person.id, 'reset')
    await this.store.accounts.removeSessionsOf(person.id, session)
  }

  /** Lets somebody sign in with an identity as well. False where they could already; throws 409 where it opens somebody else's
   * account. */
  async connect(person: string, identity: Identity): Promise<boolean> {
    return this.oneByOne(async () => {
      const known = await this.store.accounts.identity(identity.issuer, identity.subject)
      if (known?.person === person) return false
      await this.checkNobodys(identity)
      await this.addIdentity(person, identity)
      return true
    })
  }

  private async checkNobodys({ issuer, subject }: Identity): Promise<void> {
    if (await this.store.accounts.identity(issuer, subject))
      throw new HttpError(409, 'Another account here is connected with it.')
  }

  /** What ORCID itself says is taken over where nothing was said before. */
  private async addIdentity(id: string, { issuer, subject, orcid }: Identity): Promise<void> {
    await this.store.accounts.addIdentity({ issuer, subject, person: id, created: Date.now() })
    const { name, created, orcid: known } = await this.person(id)
    if (orcid !== '' && known === '') await this.store.putPerson({ id, name, created, orcid })
  }

  /** Takes an identity from somebody. `usable` says with which issuers one can sign in at present. Throws 404 where they have no such identity,
   * 409 where they could not sign in any more. */
  async disconnect(person: string, id: string, usable: (issuer: string) => boolean): Promise<StoredIdentity> {
    return this.oneByOne(async () => {
      const all = await this.store.accounts.identities(person)
      const found = all.find(identity => idOf(identity) === id)
      if (!found) throw notFound('identity')
      const others = all.filter(identity => identity !== found && usable(identity.issuer))
      if (others.length === 0 && (await this.store.accounts.password(person)) === null)
        throw new HttpError(
          409,
          'You could not sign in any more. Set a password first, or connect something else.',
        )
      await this.store.accounts.removeIdentity(found.issuer, found.subject)
      return found
    })
  }

  /** Throws 403, naming the field, where this is not somebody's password; whoever has none need not give it. */
  async checkOwnPassword(field: string, person: StoredPerson, password: string): Promise<void> {
    const kept = await this.store.accounts.password(person.id)
    if (kept === null || (await this.passwords.check(kept, password))) return
    throw wrongField(field, 'This is not your password.', 403)
  }

  /** Changes what is known of somebody. Another address asks for the password, since a reset link may go there. */
  async changeProfile(person: StoredPerson, change: ProfileChange): Promise<StoredPerson> {
    const name = change.name === undefined ? person.name : checkName(change.name)
    const initials = change.initials === undefined ? person.initials : checkInitials(change.initials)
    const orcid = change.orcid === undefined ? person.orcid : checkOrcid(change.orcid)
    const email = await this.newEmail(person, change)
    return this.oneByOne(async () => {
      await this.checkFree(email, person.id)
      await this.store.putPerson({ id: person.id, created: person.created, name, initials, orcid, email })
      if (email !== person.email) await removeTicketsOf(this.store, person.id, 'reset')
      return this.person(person.id)
    })
  }

  private async newEmail(person: StoredPerson, { email, password = '' }: ProfileChange): Promise<string> {
    if (email === undefined) return person.email
    const isNone = email.trim() === ''
    if (isNone && (await this.store.accounts.password(person.id)) === null) return ''
    const checked = checkEmail(email)
    if (checked !== person.email) await this.checkOwnPassword('password', person, password)
    return checked
  }

  private async checkFree(email: string, id: string): Promise<void> {
    const other = email === '' ? null : await this.store.personByEmail(email)
    if (other && other.id !== id) throw wrongField('email', 'Somebody else has this address here.', 409)
  }

  /** Gives somebody a role in the house, or takes it (null). Throws 409 where the house would go without an owner
   * [H5]. */
  async setHouseRole(id: string, role: Role | null, by: string): Promise<void> {
    await this.oneByOne(async () => {
      const person = await this.person(id)
      if (person.isGuest)
        throw new HttpError(409, 'A guest who came by a link has no role in the house. Invite them.')
      if (role !== 'owner') await this.checkNotLast(id)
      if (role === null) await this.store.accounts.removeGrant(id, 'house', '')
      else
        await this.store.accounts.putGrant({
          person: id,
          scope: 'house',
          thing: '',
          role,
          by,
          at: Date.now(),
        })
    })
  }

  /** Ends an account: its sessions, tokens and links are gone, its roles wait. What was signed stays signed. Throws 409 for the last owner
   * of the house. */
  async end(id: string): Promise<void> {
    await this.oneByOne(async () => {
      const { name, created, ended } = await this.person(id)
      if (ended !== null) return
      await this.checkNotLast(id)
      await this.store.putPerson({ id, name, created, ended: Date.now() })
      await this.store.accounts.removeSessionsOf(id)
      for (const token of await this.store.accounts.tokensOf(id))
        await this.store.accounts.removeToken(id, token.id)
      await removeTicketsOf(this.store, id)
    })
  }

  /** Brings an ended account back, with the password and the roles that it had. */
  async restore(id: string): Promise<void> {
    const { name, created } = await this.person(id)
    await this.store.putPerson({ id, name, created, ended: null })
  }

  private async checkNotLast(id: string): Promise<void> {
    if (await isLastOwner(this.store, id, this.config.accounts))
      throw new HttpError(409, 'This is the last owner who can sign in. Make somebody else an owner first.')
  }

  /** Throws 404 where there is no such person. */
  async person(id: string): Promise<StoredPerson> {
    const person = await this.store.person(id)
    if (person) return person
    throw notFound('person')
  }

  /** What looks before it writes runs one after the other: two who come at once see each other. */
  private oneByOne<T>(work: () => Promise<T>): Promise<T> {
    const result = this.last.then(work)
    this.last = result.catch(() => {})
    return result
  }
}

/** A short name for an identity, by which addresses name it. */
export const idOf = ({ issuer, subject }: Pick<StoredIdentity, 'issuer' | 'subject'>): string =>
  hashOf(`${issuer} ${subject}`)

export function checkName(value: string): string {
  const name = cleanName(value)
  if (name !== null) return name
  throw wrongField('name', 'A name has 1 to 80 characters, and no line breaks.')
}

function checkInitials(value: string): string {
  const initials = cleanInitials(value)
  if (initials !== null) return initials
  throw wrongField('initials', 'Initials have at most 12 characters, and no line breaks.')
}

function checkOrcid(value: string): string {
  const orcid = cleanOrcid(value)
  if (orcid !== null) return orcid
  throw wrongField(
    'orcid',
    'This is no ORCID: 16 digits such as 0000-0002-1825-0097, the last of which checks the others.',
  )
}

function checkEmail(value: string): string {
  const email = cleanEmail(value)
  if (email !== null) return email
  throw wrongField('email', 'This is no e-mail address.')
}

function checkPassword(field: string, password: string, own: readonly string[]): void {
  const fault = passwordFault(password, own)
  if (fault !== null) throw wrongField(field, fault)
}
