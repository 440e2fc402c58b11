/** Signing in elsewhere, by OpenID Connect: the way to a provider and back, and what an account is connected with. */
import type { Request, Response } from 'express'
import { z } from 'zod'
import { connectedIdentity } from '../../schema/accounts.js'
import type { Api } from '../api/api.js'
import { sent } from '../api/operation.js'
import type { Access, Visitor } from '../auth/access.js'
import { type Accounts, idOf } from '../auth/accounts.js'
import { record } from '../auth/acts.js'
import { inPerson, onlyInvited } from '../auth/in-person.js'
import type { Errand, Journey, Journeys } from '../auth/journeys.js'
import type { Letters } from '../auth/letters.js'
import type { Limiter } from '../auth/limits.js'
import { type Identity, NoIdentity, type NoIdentityReason, type Providers } from '../auth/providers.js'
import { hashOf } from '../auth/secrets.js'
import type { Sessions } from '../auth/sessions.js'
import { openTicket } from '../auth/tickets.js'
import type { Config, Provider } from '../config.js'
import { HttpError } from '../problem.js'
import type { Store } from '../store/store.js'

/** How a way back ended, where it did not lead in; the page that it leads to says it in words. *lost*: it did not begin with this browser, or
 * took too long. *unknown*: no account is connected with the identity. *ended*: the account has ended. *taken*: the identity opens
 * another account. *joined*: it opens an account already, where one was to be made. */
type Outcome = NoIdentityReason | 'lost' | 'unknown' | 'ended' | 'taken' | 'joined'

export function providerRoutes(
  api: Api,
  store: Store,
  sessions: Sessions,
  access: Access,
  accounts: Accounts,
  providers: Providers,
  journeys: Journeys,
  letters: Letters,
  limiter: Limiter,
  config: Config,
  log: (message: string, error: unknown) => void,
): void {
  api.on(
    {
      method: 'post',
      path: '/sign-in/:provider',
      tag: 'People',
      title: 'Go to a provider',
      text:
        'Answers the address to send the browser to, which comes back to the callback. To sign in, `to` is the page of ours to be at ' +
        'afterwards; to join by an invitation, give its secret; to connect one’s account, one’s password, where there is one.',
      deed: 'anybody',
      body: z.discriminatedUnion('for', [
        z.strictObject({ for: z.literal('sign-in'), to: z.string().max(2_000).default('/') }),
        z.strictObject({ for: z.literal('join'), secret: z.string().min(1).max(200) }),
        z.strictObject({ for: z.literal('connect'), password: z.string().max(100_000).default('') }),
      ]),
      answer: z.object({ url: z.string() }),
      errors: {
        409: 'Nobody signs in on this server',
        410: 'The invitation was used or has run out',
        429: 'Too many attempts',
        503: 'The provider does not answer',
      },
    },
    async ({ params, body, visitor, request, response }) => {
      onlyInvited(config)
      const provider = providers.provider(params.provider)
      const errand = await errandFrom(body, visitor, request)
      const { url, departure } = await providers.depart(provider).catch((error: unknown) => {
        if (!(error instanceof NoIdentity)) throw error
        log('A provider cannot be used', error)
        throw new HttpError(
          503,
          error.reason === 'unreachable'
            ? `${provider.title} does not answer at the moment. Try again in a few minutes.`
            : `${provider.title} cannot be used at the moment; whoever runs this server finds out more in its log.`,
        )
      })
      journeys.begin(request, response, { provider, errand, departure })
      return { url }
    },
  )

  async function errandFrom(
    body:
      | { for: 'sign-in'; to: string }
      | { for: 'join'; secret: string }
      | { for: 'connect'; password: string },
    visitor: Visitor,
    request: Request,
  ): Promise<Errand> {
    if (body.for === 'sign-in') return { for: 'sign-in', to: ownPage(body.to) }
    if (body.for === 'join') {
      await limiter.attempt('ticket', request, hashOf(body.secret))
      await openTicket(store, body.secret, 'invitation')
      await limiter.succeeded('ticket', request, hashOf(body.secret))
      return body
    }
    const { person, session } = await inPerson(store, visitor)
    if (person.isGuest) throw new HttpError(409, 'A guest has no account. Ask for an invitation.')
    await limiter.attempt('password', request, person.id)
    await accounts.checkOwnPassword('password', person, body.password)
    await limiter.succeeded('password', request, person.id)
    return { for: 'connect', person: person.id, session }
  }

  api.on(
    {
      method: 'get',
      path: '/sign-in/:provider/callback',
      tag: 'People',
      title: 'Come back from a provider',
      text:
        'Where a provider sends browsers back to, with `code` and `state`. Leads on to a page of ours; where it went wrong, to one that ' +
        'says so: `?not=` is refused, unreachable, failed, lost, unknown, ended, taken or joined.',
      deed: 'anybody',
      status: 303,
      answer: null,
    },
    async ({ params, visitor, request, response }) => {
      onlyInvited(config)
      const provider = providers.provider(params.provider)
      const { state } = request.query
      const journey = journeys.end(request, typeof state === 'string' ? state : '', provider.name)
      if (!journey) await lead(response, '/sign-in', 'lost', provider)
      else await comeBack(journey, visitor, request, response)
      return sent
    },
  )

  /** Sends a browser on; `outcome` is why it is not where it wanted to be. */
  function lead(response: Response, page: string, outcome: Outcome | null, provider: Provider): void {
    const url = new URL(page, 'http://here')
    if (outcome !== null) {
      url.searchParams.set('not', outcome)
      url.searchParams.set('with', provider.name)
    }
    response.redirect(303, url.pathname + url.search + url.hash)
  }

  async function comeBack(
    journey: Journey,
    visitor: Visitor,
    request: Request,
    response: Response,
  ): Promise<void> {
    const { provider, errand, departure } = journey
    const query = request.originalUrl.replace(/^[^?]*/, '')
    let identity: Identity
    try {
      identity = await providers.arrive(provider, departure, query, errand.for === 'join')
    } catch (error) {
      if (!(error instanceof NoIdentity)) throw error
      if (error.reason !== 'refused') log('A sign-in with a provider failed', error)
      await record(store, request, '', 'sign-in-failed', { with: provider.name, because: error.reason })
      lead(response, pageOf(errand), error.reason, provider)
      return
    }
    const outcome = await settle(journey, identity, visitor, request, response)
    const page = errand.for === 'sign-in' && outcome === null ? errand.to : pageOf(errand)
    lead(response, page, outcome, provider)
  }

  /** Does what somebody went to the provider for; answers why it could not be done, or null. */
  function settle(
    { provider, errand }: Journey,
    identity: Identity,
    visitor: Visitor,
    request: Request,
    response: Response,
  ): Promise<Outcome | null> {
    switch (errand.for) {
      case 'sign-in':
        return signIn(provider, identity, request, response)
      case 'connect':
        return connect(provider, identity, errand, visitor, request)
      case 'join':
        return prove(provider, identity, errand.secret, request, response)
    }
  }

  /** The identity alone says who it is: an address is only what somebody once typed there, and opens nothing. */
  async function signIn(
    provider: Provider,
    { issuer, subject }: Identity,
    request: Request,
    response: Response,
  ): Promise<Outcome | null> {
    const known = await store.accounts.identity(issuer, subject)
    const person = known && (await store.person(known.person))
    if (!person || person.ended !== null) {
      const because = person ? 'ended' : 'unknown'
      await record(store, request, person?.id ?? '', 'sign-in-failed', { with: provider.name, because })
      return because
    }
    await sessions.begin(request, response, person.id, provider.name)
    await record(store, request, person.id, 'sign-in', { with: provider.name })
    access.changed()
    return null
  }

  async function connect(
    provider: Provider,
    identity: Identity,
    { person: id, session }: Extract<Errand, { for: 'connect' }>,
    visitor: Visitor,
    request: Request,
  ): Promise<Outcome | null> {
    // Somebody else may sit there by now, or the session may have been ended from elsewhere.
    if (visitor.person?.id !== id || visitor.session !== session) return 'lost'
    try {
      if (!(await accounts.connect(id, identity))) return null
    } catch (error) {
      if (error instanceof HttpError && error.status === 409) return 'taken'
      throw error
    }
    await record(store, request, id, 'identity', { with: provider.name, issuer: identity.issuer })
    void letters.connected(await accounts.person(id), provider.title)
    return null
  }

  async function prove(
    provider: Provider,
    identity: Identity,
    secret: string,
    request: Request,
    response: Response,
  ): Promise<Outcome | null> {
    if (await store.accounts.identity(identity.issuer, identity.subject)) return 'joined'
    journeys.prove(request, response, { provider, identity, ticket: hashOf(secret) })
    return null
  }

  api.on(
    {
      method: 'get',
      path: '/me/identities',
      tag: 'People',
      title: 'List what I am connected with',
      text: 'The identities at providers that I can sign in with, the first connected first.',
      deed: 'known',
      answer: z.array(connectedIdentity),
    },
    async ({ visitor }) => {
      const { person } = await inPerson(store, visitor)
      const all = await store.accounts.identities(person.id)
      return all.map(identity => {
        const { provider, title } = known(identity.issuer)
        return { id: idOf(identity), provider, title, subject: identity.subject, created: identity.created }
      })
    },
  )

  /** The provider of an issuer. An identity outlasts the configuration of its provider. */
  function known(issuer: string): { provider: string | null; title: string } {
    const found = providers.all.find(provider => sameAddress(provider.issuer, issuer))
    if (found) return { provider: found.name, title: found.title }
    return { provider: null, title: URL.canParse(issuer) ? new URL(issuer).host : issuer }
  }

  api.on(
    {
      method: 'delete',
      path: '/me/identities/:identity',
      tag: 'People',
      title: 'Disconnect an identity',
      text: 'Ends my other sessions that began with its provider. The last way to sign in stays.',
      deed: 'known',
      answer: null,
      status: 204,
      errors: { 409: 'It is the last way to sign in' },
    },
    async ({ params, visitor, request }) => {
      const { person, session } = await inPerson(store, visitor)
      const usable = (issuer: string) => known(issuer).provider !== null
      const { issuer } = await accounts.disconnect(person.id, params.identity, usable)
      const { provider, title } = known(issuer)
      for (const { id, provider: by } of await store.accounts.sessionsOf(person.id))
        if (by === provider && id !== session) await store.accounts.removeSession(id)
      await record(store, request, person.id, 'identity-removed', { with: provider ?? '', issuer })
      void letters.disconnected(person, title)
      access.changed()
      return null
    },
  )
}

/** The page that an errand came from. */
function pageOf(errand: Errand): string {
  switch (errand.for) {
    case 'sign-in':
      return `/sign-in?to=${encodeURIComponent(errand.to)}`
    case 'connect':
      return '/me'
    case 'join':
      return `/join/${encodeURIComponent(errand.secret)}`
  }
}

/** The page itself where it is one of ours, else the first. A second slash or backslash would begin the name of another site, and browsers
 * drop tabs and line breaks before they look. */
export function ownPage(to: string): string {
  const here = 'http://here.invalid'
  if (!/^\/(?![/\\])/.test(to) || /[\p{Cc}\\]/u.test(to) || !URL.canParse(to, here)) return '/'
  const url = new URL(to, here)
  if (url.origin !== here || /^\/(\/|api\/|sign-in)/.test(url.pathname)) return '/'
  return url.pathname + url.search + url.hash
}

/** `https://orcid.org` and `https://orcid.org/` are one issuer to us, since administrators type them. */
function sameAddress(one: string, other: string): boolean {
  return one.replace(/\/$/, '') === other.replace(/\/$/, '')
}
