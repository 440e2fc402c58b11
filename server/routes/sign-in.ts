/** The ways in and out: passwords, invitations, reset links. The secret of a link travels in the body, where no log keeps it. */
import type { Request } from 'express'
import { z } from 'zod'
import { invited } from '../../schema/accounts.js'
import { personAnswer } from '../../schema/answers.js'
import { cleanEmail, type Grant } from '../../schema/people.js'
import type { Api } from '../api/api.js'
import type { Access } from '../auth/access.js'
import type { Accounts, Credential } from '../auth/accounts.js'
import { record } from '../auth/acts.js'
import { inPerson, onlyInvited } from '../auth/in-person.js'
import type { Journeys } from '../auth/journeys.js'
import type { Letters } from '../auth/letters.js'
import type { Limiter } from '../auth/limits.js'
import { canSignIn } from '../auth/owners.js'
import { hashOf } from '../auth/secrets.js'
import type { Sessions } from '../auth/sessions.js'
import { letterLifetime, makeReset, openTicket } from '../auth/tickets.js'
import type { Config } from '../config.js'
import { HttpError } from '../problem.js'
import type { StoredTicket } from '../store/accounts.js'
import type { Store } from '../store/store.js'

/** Longer than any that is taken, so that whoever pastes a book is told by a sentence. */
const password = z.string().max(100_000)
const email = z.string().max(1_000)
const secret = z.string().min(1).max(200).describe('The last part of the link’s address')

const spent = { 410: 'The link was used or has run out', 429: 'Too many attempts' }

export function signInRoutes(
  api: Api,
  store: Store,
  sessions: Sessions,
  access: Access,
  accounts: Accounts,
  journeys: Journeys,
  letters: Letters,
  limiter: Limiter,
  config: Config,
  log: (message: string, error: unknown) => void,
): void {
  api.on(
    {
      method: 'post',
      path: '/sign-in',
      tag: 'People',
      title: 'Sign in with a password',
      text: 'Sets the cookie of a new session.',
      deed: 'anybody',
      body: z.strictObject({ email, password }),
      answer: personAnswer,
      errors: {
        401: 'The address or the password is not right',
        409: 'Nobody signs in on this server',
        429: 'Too many attempts',
      },
    },
    async ({ body, request, response }) => {
      onlyInvited(config)
      const address = cleanEmail(body.email) ?? ''
      await limiter.attempt('sign-in', request, address)
      const person = await accounts.signIn(body.email, body.password)
      if (!person) {
        // Only what is an address is kept: people type passwords into the wrong field.
        await record(store, request, '', 'sign-in-failed', { email: address })
        throw new HttpError(401, 'The address or the password is not right.')
      }
      await limiter.succeeded('sign-in', request, address)
      await sessions.begin(request, response, person.id, 'password')
      await record(store, request, person.id, 'sign-in', { with: 'password' })
      access.changed()
      return { id: person.id, name: person.name }
    },
  )

  api.on(
    {
      method: 'post',
      path: '/sign-out',
      tag: 'People',
      title: 'Sign out',
      text: 'Ends the session of the cookie, and every document that it has open.',
      deed: 'anybody',
      answer: null,
      status: 204,
    },
    async ({ visitor, request, response }) => {
      await sessions.end(request, response)
      if (visitor.person) await record(store, request, visitor.person.id, 'sign-out')
      access.changed()
      return null
    },
  )

  api.on(
    {
      method: 'post',
      path: '/join/look',
      tag: 'People',
      title: 'Look at an invitation',
      text: 'What an invitation gives, and to whom. Looking does not use it up.',
      deed: 'anybody',
      body: z.strictObject({ secret }),
      answer: invited,
      errors: spent,
    },
    async ({ body, request }) => {
      onlyInvited(config)
      const ticket = await opened(request, body.secret, 'invitation')
      const person = ticket.person === null ? null : await store.person(ticket.person)
      if (person && person.ended !== null) throw new HttpError(410, 'This account has been ended.')
      const by = ticket.by === '' ? null : await store.person(ticket.by)
      const proof = journeys.proof(request, body.secret)
      return {
        name: person?.name ?? '',
        initials: person?.initials ?? '',
        email: ticket.email || (person?.email ?? ''),
        by: by?.name ?? '',
        grants: await titled(ticket.grants),
        expires: ticket.expires,
        hasAccount: person !== null && (await canSignIn(store, person)),
        proven: proof && {
          provider: proof.provider.name,
          title: proof.provider.title,
          name: proof.identity.name,
          email: proof.identity.email,
        },
      }
    },
  )

  /** The ticket of a link. Only what is not known counts as an attempt: a whole class may join from one address. */
  async function opened(request: Request, secret: string, kind: StoredTicket['kind']): Promise<StoredTicket> {
    const account = hashOf(secret)
    await limiter.attempt('ticket', request, account)
    const ticket = await openTicket(store, secret, kind)
    await limiter.succeeded('ticket', request, account)
    return ticket
  }

  /** What somebody who joins is to sign in with. */
  function credentialFrom(
    request: Request,
    secret: string,
    password: string | undefined,
    provider: string | undefined,
  ): Credential {
    if ((password === undefined) === (provider === undefined))
      throw new HttpError(400, 'Either a password or a provider is needed.')
    if (password !== undefined) return { password }
    const proof = journeys.proof(request, secret)
    if (proof && proof.provider.name === provider) return { identity: proof.identity }
    throw new HttpError(403, 'Too much time has passed. Go to your provider once more, or choose a password.')
  }

  /** Grants with what they are on, by name. */
  async function titled(grants: readonly Grant[]) {
    const editions = await store.editions()
    const titleOf = async ({ scope, thing }: Grant) => {
      if (scope === 'house') return ''
      const found =
        scope === 'edition' ? editions.find(({ id }) => id === thing) : await store.document(thing)
      return found?.title ?? ''
    }
    return Promise.all(grants.map(async grant => ({ ...grant, title: await titleOf(grant) })))
  }

  api.on(
    {
      method: 'post',
      path: '/join',
      tag: 'People',
      title: 'Join by an invitation',
      text: 'Makes an account and signs in. A guest who came by a link goes on as who they are.',
      deed: 'anybody',
      body: z.strictObject({
        secret,
        name: z.string().max(1_000),
        initials: z.string().max(1_000).default(''),
        email,
        password: password.optional(),
        provider: z
          .string()
          .optional()
          .describe('In place of a password: the provider that this browser has just come back from'),
      }),
      status: 201,
      answer: personAnswer,
      errors: {
        ...spent,
        409: 'The invited person has an account, or somebody else has this address; `field` names the field',
      },
    },
    async ({ body: { secret, password, provider, ...applicant }, visitor, request, response }) => {
      onlyInvited(config)
      const ticket = await opened(request, secret, 'invitation')
      const known = visitor.person && (await store.person(visitor.person.id))
      const credential = credentialFrom(request, secret, password, provider)
      const { id, name } = await accounts.join(
        ticket,
        applicant,
        credential,
        known?.isGuest ? known.id : null,
      )
      journeys.forget(request)
      await sessions.begin(request, response, id, provider ?? 'invitation')
      const detail = { invitation: ticket.id, grants: ticket.grants, with: provider ?? 'password' }
      await record(store, request, id, 'join', detail)
      access.changed()
      return { id, name }
    },
  )

  api.on(
    {
      method: 'post',
      path: '/join/accept',
      tag: 'People',
      title: 'Accept an invitation',
      text: 'Gives whoever is signed in what the invitation gives, where that is more than they have.',
      deed: 'known',
      body: z.strictObject({ secret }),
      answer: personAnswer,
      errors: spent,
    },
    async ({ body: { secret }, visitor, request }) => {
      onlyInvited(config)
      const { person } = await inPerson(store, visitor)
      if (person.isGuest) throw new HttpError(409, 'Make an account first.')
      const ticket = await opened(request, secret, 'invitation')
      await accounts.accept(ticket, person.id)
      await record(store, request, person.id, 'join', { invitation: ticket.id, grants: ticket.grants })
      access.changed()
      return { id: person.id, name: person.name }
    },
  )

  api.on(
    {
      method: 'post',
      path: '/reset/look',
      tag: 'People',
      title: 'Look at a reset link',
      text: 'Whose new password it is for. Looking does not use it up.',
      deed: 'anybody',
      body: z.strictObject({ secret }),
      answer: z.object({ name: z.string(), email: z.string() }),
      errors: spent,
    },
    async ({ body, request }) => {
      onlyInvited(config)
      const { person } = await opened(request, body.secret, 'reset')
      const { name, email } = await accounts.person(person ?? '')
      return { name, email }
    },
  )

  api.on(
    {
      method: 'post',
      path: '/reset',
      tag: 'People',
      title: 'Choose a new password by a reset link',
      text: 'Ends every session of the person, and signs in.',
      deed: 'anybody',
      body: z.strictObject({ secret, password }),
      answer: personAnswer,
      errors: spent,
    },
    async ({ body: { secret, password }, request, response }) => {
      onlyInvited(config)
      const ticket = await opened(request, secret, 'reset')
      const person = await accounts.reset(ticket, password)
      const { id, name } = person
      await sessions.begin(request, response, id, 'reset')
      await record(store, request, id, 'reset')
      void letters.passwordChanged(person)
      access.changed()
      return { id, name }
    },
  )

  api.on(
    {
      method: 'post',
      path: '/reset/letter',
      tag: 'People',
      title: 'Ask for a letter with a reset link',
      text: 'The answer is the same, and as quick, whether somebody has that address or not.',
      deed: 'anybody',
      body: z.strictObject({ email }),
      status: 202,
      answer: z.object({}),
      errors: { 409: 'The server sends no mail', 429: 'Too many attempts' },
    },
    async ({ body, request }) => {
      onlyInvited(config)
      const { url } = config
      if (!letters.canReset)
        throw new HttpError(409, 'This server sends no mail. Ask whoever runs it for a link.')
      const address = cleanEmail(body.email) ?? ''
      await limiter.attempt('letter', request, address)
      const write = async () => {
        const person = address === '' ? null : await store.personByEmail(address)
        if (!person || !(await canSignIn(store, person))) return
        const { path } = await makeReset(store, person.id, '', letterLifetime)
        await record(store, request, '', 'reset-letter', { to: person.id })
        await letters.newPassword(person, url + path)
      }
      write().catch(error => log('A letter with a reset link was not sent', error))
      return {}
    },
  )
}
