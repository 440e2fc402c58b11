/** What the pages about accounts ask the server. */
import { z } from 'zod'
import {
  type AccessToken,
  accessToken,
  type BrowserSession,
  browserSession,
  type ConnectedIdentity,
  connectedIdentity,
  type Door,
  door,
  type HousePerson,
  housePerson,
  type Invitation,
  type Invited,
  invitation,
  invited,
  type MadeInvitation,
  madeInvitation,
  madeLink,
  madeToken,
  type Profile,
  profile,
} from '../../schema/accounts.js'
import { personAnswer } from '../../schema/answers.js'
import type { Grant, Role } from '../../schema/people.js'
import { json, type Person, read, request } from '../app/api.js'

const part = encodeURIComponent
const post = (path: string, body: unknown = {}) => request(path, json('POST', body))

export const askDoor = (): Promise<Door> => read('/api/house', door)

export const signIn = (email: string, password: string): Promise<Person> =>
  read('/api/sign-in', personAnswer, json('POST', { email, password }))
export const signOut = (): Promise<unknown> => post('/api/sign-out')
export const askLetter = (email: string): Promise<unknown> => post('/api/reset/letter', { email })

/** What one goes to a provider for: see the server's routes/providers.ts. */
export type ProviderErrand =
  | { readonly for: 'sign-in'; readonly to: string }
  | { readonly for: 'join'; readonly secret: string }
  | { readonly for: 'connect'; readonly password: string }
/** The address at the provider to go to. */
export const goToProvider = (name: string, errand: ProviderErrand): Promise<string> =>
  read(`/api/sign-in/${part(name)}`, z.object({ url: z.string() }), json('POST', errand)).then(
    ({ url }) => url,
  )

export const lookAtInvitation = (secret: string): Promise<Invited> =>
  read('/api/join/look', invited, json('POST', { secret }))
export const join = (
  secret: string,
  as: { readonly name: string; readonly initials: string; readonly email: string } & (
    | { readonly password: string }
    | { readonly provider: string }
  ),
): Promise<Person> => read('/api/join', personAnswer, json('POST', { secret, ...as }))
export const acceptInvitation = (secret: string): Promise<Person> =>
  read('/api/join/accept', personAnswer, json('POST', { secret }))

export const lookAtReset = (secret: string): Promise<{ name: string; email: string }> =>
  read('/api/reset/look', z.object({ name: z.string(), email: z.string() }), json('POST', { secret }))
export const reset = (secret: string, password: string): Promise<Person> =>
  read('/api/reset', personAnswer, json('POST', { secret, password }))

/** Those who may say that it is them again; nobody where people have accounts. */
export const askAgain = (): Promise<Person[]> => read('/api/me/again', z.array(personAnswer))
export const beAgain = (person: string): Promise<Person> =>
  read('/api/me/again', personAnswer, json('POST', { person }))

export const changeProfile = (change: {
  readonly name?: string
  readonly initials?: string
  readonly orcid?: string
  readonly email?: string
  readonly password?: string
}): Promise<Profile> => read('/api/me', profile, json('PATCH', change))
export const changePassword = (current: string, password: string): Promise<unknown> =>
  request('/api/me/password', json('PUT', { current, password }))

export const sessions = (): Promise<BrowserSession[]> => read('/api/me/sessions', z.array(browserSession))
export const endSession = (id: string): Promise<unknown> =>
  request(`/api/me/sessions/${part(id)}`, { method: 'DELETE' })
export const endOtherSessions = (): Promise<unknown> => request('/api/me/sessions', { method: 'DELETE' })

export const identities = (): Promise<ConnectedIdentity[]> =>
  read('/api/me/identities', z.array(connectedIdentity))
export const disconnect = (id: string): Promise<unknown> =>
  request(`/api/me/identities/${part(id)}`, { method: 'DELETE' })

export const tokens = (): Promise<AccessToken[]> => read('/api/me/tokens', z.array(accessToken))
export const makeToken = (
  name: string,
  reads: 'read' | 'write',
  days: number | null,
): Promise<AccessToken & { token: string }> =>
  read('/api/me/tokens', madeToken, json('POST', { name, reads, days }))
export const revokeToken = (id: string): Promise<unknown> =>
  request(`/api/me/tokens/${part(id)}`, { method: 'DELETE' })

export const housePeople = (): Promise<HousePerson[]> => read('/api/house/people', z.array(housePerson))
export const setHouseRole = (person: string, role: Role | null): Promise<unknown> =>
  request(`/api/house/people/${part(person)}/role`, json('PUT', { role }))
export const endAccount = (person: string): Promise<unknown> => post(`/api/house/people/${part(person)}/end`)
export const restoreAccount = (person: string): Promise<unknown> =>
  post(`/api/house/people/${part(person)}/restore`)
export const makeResetLink = (person: string): Promise<{ link: string; expires: number }> =>
  read(`/api/house/people/${part(person)}/reset`, madeLink, json('POST', {}))

export const invitations = (): Promise<Invitation[]> => read('/api/invitations', z.array(invitation))
export const invite = (invitation: {
  readonly person?: string | null
  readonly email: string
  readonly note: string
  readonly grants: readonly Grant[]
  readonly days: number
  readonly send: boolean
}): Promise<MadeInvitation> => read('/api/invitations', madeInvitation, json('POST', invitation))
export const revokeInvitation = (id: string): Promise<unknown> =>
  request(`/api/invitations/${part(id)}`, { method: 'DELETE' })
