/** Tickets: links that let somebody in once. An invitation makes an account, a reset link a new password. */
import type { Grant } from '../../schema/people.js'
import { newId } from '../ids.js'
import { HttpError } from '../problem.js'
import type { StoredTicket } from '../store/accounts.js'
import type { Store } from '../store/store.js'
import { hashOf, newSecret } from './secrets.js'

const hour = 60 * 60 * 1000
export const day = 24 * hour

/** How long a reset link is valid, in milliseconds: somebody waits for it. */
export const resetLifetime = day
/** A letter lies in a mailbox that others may come to read. */
export const letterLifetime = hour

/** `person` is whom an invitation gives a way to sign in, null for somebody new. `by` is the id of whoever makes it, empty
 * for the command line. `lifetime` is in milliseconds. */
export interface NewInvitation {
  readonly person: string | null
  readonly email: string
  readonly note: string
  readonly grants: readonly Grant[]
  readonly by: string
  readonly lifetime: number
}

/** A ticket as it was made: the only time that its secret is known. */
export interface MadeTicket {
  readonly ticket: StoredTicket
  /** Where it is used, below the address of the server: `/join/…` or `/reset/…`. */
  readonly path: string
}

export async function invite(store: Store, invitation: NewInvitation): Promise<MadeTicket> {
  return make(store, { ...invitation, kind: 'invitation' })
}

/** A link that lets a person choose a new password. Those made before it stay valid until one is used. */
export async function makeReset(
  store: Store,
  person: string,
  by: string,
  lifetime = resetLifetime,
): Promise<MadeTicket> {
  return make(store, { kind: 'reset', person, email: '', note: '', grants: [], by, lifetime })
}

async function make(
  store: Store,
  { lifetime, ...rest }: NewInvitation & Pick<StoredTicket, 'kind'>,
): Promise<MadeTicket> {
  const secret = newSecret()
  const created = Date.now()
  const ticket: StoredTicket = {
    ...rest,
    id: newId(),
    hash: hashOf(secret),
    created,
    expires: created + lifetime,
    used: null,
  }
  await store.accounts.addTicket(ticket)
  return { ticket, path: `/${ticket.kind === 'reset' ? 'reset' : 'join'}/${secret}` }
}

/** The ticket that a secret opens. Throws 404 where there is none, 410 where it was used or has run out. */
export async function openTicket(
  store: Store,
  secret: string,
  kind: StoredTicket['kind'],
): Promise<StoredTicket> {
  const ticket = await store.accounts.ticket(hashOf(secret))
  if (ticket?.kind !== kind)
    throw new HttpError(
      404,
      'This link is not known. It may have been taken back, or cut off when it was copied.',
    )
  if (ticket.used !== null) throw usedBefore()
  if (ticket.expires <= Date.now()) throw new HttpError(410, 'This link has run out. Ask for a new one.')
  return ticket
}

/** Uses a ticket up [H2]. Throws 410 where somebody was quicker. */
export async function useTicket(store: Store, ticket: StoredTicket): Promise<void> {
  if (!(await store.accounts.useTicket(ticket.id, Date.now()))) throw usedBefore()
}

const usedBefore = () => new HttpError(410, 'This link has been used. Each lets one person in, once.')

/** Takes back the links that somebody could still use: all, or those of one kind. */
export async function removeTicketsOf(
  store: Store,
  person: string,
  kind?: StoredTicket['kind'],
): Promise<void> {
  for (const ticket of await store.accounts.tickets(Date.now()))
    if (ticket.person === person && (kind === undefined || ticket.kind === kind))
      await store.accounts.removeTicket(ticket.id)
}
