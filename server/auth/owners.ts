/** Those who own the house: somebody always does. */
import type { Store, StoredPerson } from '../store/store.js'
import { day, invite } from './tickets.js'

/** Whether somebody has a way to come in by themselves: a password, or a sign-in elsewhere. */
export async function canSignIn(store: Store, person: StoredPerson): Promise<boolean> {
  if (person.ended !== null) return false
  return (
    (await store.accounts.password(person.id)) !== null ||
    (await store.accounts.identities(person.id)).length > 0
  )
}

/** Those who own the house and whose account has not ended, the first of them first. */
export async function houseOwners(store: Store): Promise<readonly StoredPerson[]> {
  const grants = await store.accounts.grants({ scope: 'house', thing: '' })
  const owners: StoredPerson[] = []
  for (const { person, role } of grants) {
    const stored = role === 'owner' ? await store.person(person) : null
    if (stored && stored.ended === null) owners.push(stored)
  }
  return owners
}

/** Whether the house would go without an owner if this one went: where people have accounts, without one who can sign in. */
export async function isLastOwner(
  store: Store,
  person: string,
  accounts: 'open' | 'invited',
): Promise<boolean> {
  const owners = await houseOwners(store)
  if (!owners.some(({ id }) => id === person)) return false
  for (const owner of owners)
    if (owner.id !== person && (accounts === 'open' || (await canSignIn(store, owner)))) return false
  return true
}

/** Whether an owner can sign in. */
export async function isSetUp(store: Store): Promise<boolean> {
  for (const owner of await houseOwners(store)) if (await canSignIn(store, owner)) return true
  return false
}

/** What the list of invitations says of the link that a start prints. */
const firstNote = 'The first owner'

/** A link for the first owner, below the address of the server, or null where an owner can sign in. Who owned the house
 * before there were accounts is invited as themselves. The link of an earlier start is taken back. */
export async function inviteFirstOwner(store: Store): Promise<string | null> {
  if (await isSetUp(store)) return null
  for (const { id, by, note } of await store.accounts.tickets(Date.now()))
    if (by === '' && note === firstNote) await store.accounts.removeTicket(id)
  const [owner] = await houseOwners(store)
  const { path } = await invite(store, {
    person: owner?.id ?? null,
    email: owner?.email ?? '',
    note: firstNote,
    grants: [{ scope: 'house', thing: '', role: 'owner' }],
    by: '',
    lifetime: day,
  })
  return path
}
