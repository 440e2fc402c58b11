/** Who I am: profile, password, the browsers that I am signed in with, the tokens of my programs. */
import { z } from 'zod'
import { accessToken, browserSession, madeToken, profile } from '../../schema/accounts.js'
import { personAnswer } from '../../schema/answers.js'
import { isNamedInFile } from '../../schema/formats/reader.js'
import type { Api } from '../api/api.js'
import type { Access, Visitor } from '../auth/access.js'
import { type Accounts, checkName } from '../auth/accounts.js'
import { record } from '../auth/acts.js'
import { inPerson } from '../auth/in-person.js'
import type { Letters } from '../auth/letters.js'
import type { Limiter } from '../auth/limits.js'
import { houseOwners } from '../auth/owners.js'
import { hashOf, newSecret } from '../auth/secrets.js'
import type { Sessions } from '../auth/sessions.js'
import { day } from '../auth/tickets.js'
import type { Config } from '../config.js'
import { newId } from '../ids.js'
import { HttpError, notFound } from '../problem.js'
import { isInvented } from '../samples.js'
import type { Store, StoredPerson } from '../store/store.js'

const typed = z.string().max(100_000)

/** More than anybody keeps an eye on. */
const mostTokens = 50

export function meRoutes(
  api: Api,
  store: Store,
  sessions: Sessions,
  access: Access,
  accounts: Accounts,
  letters: Letters,
  limiter: Limiter,
  config: Config,
): void {
  const about = async (visitor: Visitor, id: string) => {
    const { name, initials, orcid, email, isGuest } = await accounts.person(id)
    const hasPassword = (await store.accounts.password(id)) !== null
    return { id, name, initials, orcid, email, isGuest, house: access.roleOf(visitor, {}), hasPassword }
  }

  api.on(
    { method: 'get', path: '/me', tag: 'People', title: 'Read who I am', deed: 'known', answer: profile },
    ({ visitor, actor }) => about(visitor, actor.id),
  )

  api.on(
    {
      method: 'post',
      path: '/me',
      tag: 'People',
      title: 'Choose a name',
      text:
        'Gives oneself another name. On a server that is for one machine, whoever has none becomes somebody by it: the answer ' +
        'sets the cookie of a new session. The first of all owns the house.',
      deed: 'anybody',
      body: z.object({ name: typed }),
      answer: personAnswer,
      errors: { 401: 'Nobody is signed in' },
    },
    async ({ body, visitor, request, response }) => {
      const name = checkName(body.name)
      const known = visitor.person
      if (!known && config.accounts !== 'open') throw new HttpError(401, 'Sign in first.')
      if (!visitor.writes) throw new HttpError(403, 'This token may only read.')
      const id = known?.id ?? newId()
      await store.putPerson({ id, name, created: Date.now() })
      if (known && known.name !== name)
        await record(store, request, id, 'name', { from: known.name, to: name })
      if (!known) {
        await ownFirst(id)
        await sessions.begin(request, response, id, 'open')
      }
      access.changed()
      return { id, name }
    },
  )

  /** The first of all is the owner of what is kept on this machine. */
  async function ownFirst(id: string): Promise<void> {
    if ((await houseOwners(store)).length > 0) return
    const grant = { person: id, scope: 'house', thing: '', role: 'owner' } as const
    await store.accounts.putGrant({ ...grant, by: id, at: Date.now() })
  }

  api.on(
    {
      method: 'patch',
      path: '/me',
      tag: 'People',
      title: 'Change my profile',
      text: 'Another address asks for the `password`, where there is one. An ORCID is checked by its last digit.',
      deed: 'known',
      body: z.strictObject({
        name: typed.optional(),
        initials: typed.optional(),
        orcid: typed.optional(),
        email: typed.optional(),
        password: typed.optional(),
      }),
      answer: profile,
      errors: { 409: 'Somebody else has this address; `field` names the field', 429: 'Too many attempts' },
    },
    async ({ body, visitor, request }) => {
      const { person } = await inPerson(store, visitor)
      if (body.password !== undefined) await limiter.attempt('password', request, person.id)
      const changed = await accounts.changeProfile(person, body)
      if (body.password !== undefined) await limiter.succeeded('password', request, person.id)
      if (changed.name !== person.name)
        await record(store, request, person.id, 'name', { from: person.name, to: changed.name })
      if (changed.email !== person.email) {
        await record(store, request, person.id, 'address', { from: person.email, to: changed.email })
        void letters.addressChanged(person, changed.email)
      }
      access.changed()
      return about(visitor, person.id)
    },
  )

  api.on(
    {
      method: 'get',
      path: '/me/again',
      tag: 'People',
      title: 'List who I may be again',
      text: 'On a server that is for one machine: the people who have worked on it. Elsewhere the list is empty.',
      deed: 'anybody',
      answer: z.array(personAnswer),
    },
    async () => {
      const people = config.accounts === 'open' ? (await store.people()).filter(isHere) : []
      return people.map(({ id, name }) => ({ id, name }))
    },
  )

  api.on(
    {
      method: 'post',
      path: '/me/again',
      tag: 'People',
      title: 'Say who I am again',
      text: 'On a server that is for one machine: signs a browser in that has lost its cookie.',
      deed: 'anybody',
      body: z.strictObject({ person: z.string() }),
      answer: personAnswer,
      errors: { 401: 'The server is for many: sign in' },
    },
    async ({ body, request, response }) => {
      if (config.accounts !== 'open') throw new HttpError(401, 'Sign in first.')
      const person = await accounts.person(body.person)
      if (!isHere(person)) throw notFound('person')
      await ownFirst(person.id)
      await sessions.begin(request, response, person.id, 'open')
      await record(store, request, person.id, 'sign-in', { with: 'open' })
      access.changed()
      return { id: person.id, name: person.name }
    },
  )

  api.on(
    {
      method: 'put',
      path: '/me/password',
      tag: 'People',
      title: 'Change my password',
      text: 'Ends all my sessions but this one. `current` is needed where there is a password.',
      deed: 'known',
      body: z.strictObject({ current: typed.default(''), password: typed }),
      answer: null,
      status: 204,
      errors: { 429: 'Too many attempts' },
    },
    async ({ body: { current, password }, visitor, request }) => {
      const { person, session } = await inPerson(store, visitor)
      if (person.isGuest) throw new HttpError(409, 'A guest has no password. Ask for an invitation.')
      await limiter.attempt('password', request, person.id)
      await accounts.changePassword(person, current, password, session)
      await limiter.succeeded('password', request, person.id)
      await record(store, request, person.id, 'password')
      void letters.passwordChanged(person)
      access.changed()
      return null
    },
  )

  api.on(
    {
      method: 'get',
      path: '/me/sessions',
      tag: 'People',
      title: 'List my sessions',
      text: 'The browsers that are signed in as me, the last used first.',
      deed: 'known',
      answer: z.array(browserSession),
    },
    async ({ visitor }) => {
      const { person, session } = await inPerson(store, visitor)
      const now = Date.now()
      const all = (await store.accounts.sessionsOf(person.id)).filter(({ expires }) => expires > now)
      return all.map(({ id, provider, created, seen, agent, address }) => {
        const isThis = id === session
        return { id, provider, created, seen, agent, address, isThis }
      })
    },
  )

  api.on(
    {
      method: 'delete',
      path: '/me/sessions',
      tag: 'People',
      title: 'End all my other sessions',
      deed: 'known',
      answer: null,
      status: 204,
    },
    async ({ visitor, request }) => {
      const { person, session } = await inPerson(store, visitor)
      await store.accounts.removeSessionsOf(person.id, session)
      await record(store, request, person.id, 'sessions-ended')
      access.changed()
      return null
    },
  )

  api.on(
    {
      method: 'delete',
      path: '/me/sessions/:session',
      tag: 'People',
      title: 'End one of my sessions',
      text: 'It takes effect at once, in documents that are open as well.',
      deed: 'known',
      answer: null,
      status: 204,
    },
    async ({ params, visitor, request }) => {
      const { person } = await inPerson(store, visitor)
      const own = await store.accounts.sessionsOf(person.id)
      const isOwn = own.some(({ id }) => id === params.session)
      if (!isOwn || !(await store.accounts.removeSession(params.session))) throw notFound('session')
      await record(store, request, person.id, 'session-ended', { session: params.session })
      access.changed()
      return null
    },
  )

  api.on(
    {
      method: 'get',
      path: '/me/tokens',
      tag: 'People',
      title: 'List my tokens',
      deed: 'known',
      answer: z.array(accessToken),
    },
    async ({ visitor }) => {
      const { person } = await inPerson(store, visitor)
      const tokens = await store.accounts.tokensOf(person.id)
      return tokens.map(({ id, name, reads, created, seen, expires }) => {
        return { id, name, reads, created, seen, expires }
      })
    },
  )

  api.on(
    {
      method: 'post',
      path: '/me/tokens',
      tag: 'People',
      title: 'Make a token',
      text: 'For a program that works in my name: it sends `Authorization: Bearer …`. The token itself is told this once.',
      deed: 'known',
      body: z.strictObject({
        name: typed.describe('What it is for'),
        reads: z.enum(['read', 'write']),
        days: z.int().min(1).max(3_650).nullable().describe('For how many days; null for ever'),
      }),
      status: 201,
      answer: madeToken,
      errors: { 409: 'There are too many' },
    },
    async ({ body, visitor, request }) => {
      const { person } = await inPerson(store, visitor)
      if (person.isGuest) throw new HttpError(409, 'A guest has no tokens. Ask for an invitation.')
      const name = checkName(body.name)
      if ((await store.accounts.tokensOf(person.id)).length >= mostTokens)
        throw new HttpError(409, `You have ${mostTokens} tokens: revoke one that is no longer used.`)
      const token = newSecret()
      const created = Date.now()
      const made = {
        id: newId(),
        name,
        reads: body.reads,
        created,
        seen: null,
        expires: body.days === null ? null : created + body.days * day,
      }
      await store.accounts.addToken({ ...made, hash: hashOf(token), person: person.id })
      await record(store, request, person.id, 'token', { token: made.id, name, reads: body.reads })
      return { ...made, token }
    },
  )

  api.on(
    {
      method: 'delete',
      path: '/me/tokens/:token',
      tag: 'People',
      title: 'Revoke a token',
      deed: 'known',
      answer: null,
      status: 204,
    },
    async ({ params, visitor, request }) => {
      const { person } = await inPerson(store, visitor)
      if (!(await store.accounts.removeToken(person.id, params.token))) throw notFound('token')
      await record(store, request, person.id, 'token-revoked', { token: params.token })
      access.changed()
      return null
    },
  )
}

/** On one's own machine a browser that has lost its cookie can say again who sits before it: one of those who have worked
 * there, the invented colleagues of the samples and the authors named in files left aside. */
function isHere({ id, isGuest, ended }: StoredPerson): boolean {
  return !isGuest && ended === null && !isInvented(id) && !isNamedInFile(id)
}
