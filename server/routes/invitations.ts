/** Invitations: made, listed and taken back by those who own the house, or the edition that they let somebody into. */
import type { Request } from 'express'
import { z } from 'zod'
import { grantShape, invitation, madeInvitation } from '../../schema/accounts.js'
import { cleanEmail, type Grant, isAtLeast } from '../../schema/people.js'
import type { Api } from '../api/api.js'
import type { Access, Visitor } from '../auth/access.js'
import type { Accounts } from '../auth/accounts.js'
import { record } from '../auth/acts.js'
import { addressFor, onlyInvited } from '../auth/in-person.js'
import type { Letters } from '../auth/letters.js'
import { canSignIn } from '../auth/owners.js'
import { day, invite } from '../auth/tickets.js'
import type { Config } from '../config.js'
import { HttpError, notFound, wrongField } from '../problem.js'
import type { StoredTicket } from '../store/accounts.js'
import type { Store, StoredPerson } from '../store/store.js'

const mayBe = { 403: 'Somebody may invite to what they own, and nowhere else' }

export function invitationRoutes(
  api: Api,
  store: Store,
  access: Access,
  accounts: Accounts,
  letters: Letters,
  config: Config,
): void {
  const ownsHouse = (visitor: Visitor) => isAtLeast(access.roleOf(visitor, {}), 'owner')

  /** Throws where somebody may not give these roles. */
  async function checkGrants(request: Request, grants: readonly Grant[]): Promise<void> {
    if (grants.length === 0) await access.allow(request, 'people', 'house')
    for (const { scope, thing } of grants)
      if (scope === 'house') {
        if (thing !== '') throw new HttpError(400, 'grants: the house has no "thing".')
        await access.allow(request, 'people', 'house')
      } else
        await access.allow(request, 'members', scope === 'edition' ? { edition: thing } : { document: thing })
  }

  api.on(
    {
      method: 'get',
      path: '/invitations',
      tag: 'People',
      title: 'List the invitations',
      text: 'Those that can still be used, the newest first; to an edition and its documents, where one is named.',
      deed: 'known',
      query: z.object({ edition: z.string().optional() }),
      answer: z.array(invitation),
      errors: mayBe,
    },
    async ({ query: { edition }, request }) => {
      if (edition === undefined) await access.allow(request, 'people', 'house')
      else await access.allow(request, 'members', { edition })
      const all = (await store.accounts.tickets(Date.now())).filter(({ kind }) => kind === 'invitation')
      return (edition === undefined ? all : await lettingInto(edition, all)).map(listed)
    },
  )

  async function lettingInto(edition: string, all: readonly StoredTicket[]): Promise<StoredTicket[]> {
    const documents = new Set((await store.documents(edition)).map(({ id }) => id))
    const isHere = ({ scope, thing }: Grant) =>
      scope === 'edition' ? thing === edition : scope === 'document' && documents.has(thing)
    return all
      .filter(({ grants }) => grants.some(isHere))
      .map(ticket => ({ ...ticket, grants: ticket.grants.filter(isHere) }))
  }

  api.on(
    {
      method: 'post',
      path: '/invitations',
      tag: 'People',
      title: 'Invite somebody',
      text:
        'Makes a link by which one person makes an account, or, where they have one, accepts what it gives. The link is told ' +
        'this once; `send` has it sent to the address as well.',
      deed: 'known',
      body: z.strictObject({
        person: z
          .string()
          .nullable()
          .default(null)
          .describe('Who has signed work already and is to have an account; null for somebody new'),
        email: z.string().max(1_000).default(''),
        note: z.string().max(300).default('').describe('For whom, and why; shown in the list'),
        grants: z.array(grantShape).max(100).default([]),
        days: z.int().min(1).max(90).default(14),
        send: z.boolean().default(false),
      }),
      status: 201,
      answer: madeInvitation,
      errors: { ...mayBe, 409: 'The account has been ended, or the server sends no mail' },
    },
    async ({ body, visitor, actor, request }) => {
      onlyInvited(config)
      await checkGrants(request, body.grants)
      const email = body.email.trim() === '' ? '' : cleanEmail(body.email)
      if (email === null) throw wrongField('email', 'This is no e-mail address.')
      if (body.send && email === '') throw wrongField('email', 'Where should the invitation go?')
      if (body.send && !letters.areSent)
        throw new HttpError(409, 'This server sends no mail: pass the link on yourself.')
      if (body.person !== null) await access.allow(request, 'people', 'house')
      const person = await invitedPerson(body.person, email, visitor)
      const { ticket, path } = await invite(store, {
        person: person?.id ?? null,
        email,
        note: body.note.trim(),
        grants: body.grants,
        by: actor.id,
        lifetime: body.days * day,
      })
      const to = person?.id ?? email
      await record(store, request, actor.id, 'invite', { invitation: ticket.id, to, grants: body.grants })
      const link = addressFor(request, config) + path
      const by = visitor.person?.name ?? ''
      const sent =
        body.send &&
        (await letters.invitation({
          to: email,
          by,
          places: await inWords(body.grants),
          link,
          expires: ticket.expires,
        }))
      return { ...listed(ticket), link, sent }
    },
  )

  /** Who is invited, where they are known already. To let somebody be a person who has signed work, and cannot sign in yet, is
   * more than to let them into an edition: that is for those who own the house. */
  async function invitedPerson(
    id: string | null,
    email: string,
    visitor: Visitor,
  ): Promise<StoredPerson | null> {
    const known = id !== null ? await accounts.person(id) : email && (await store.personByEmail(email))
    if (!known) return null
    if (ownsHouse(visitor)) {
      if (known.ended === null) return known
      throw wrongField('email', 'The account with this address has been ended: bring it back first.', 409)
    }
    return (await canSignIn(store, known)) ? known : null
  }

  /** Roles with what they are on: `reviewer of Letters`. */
  async function inWords(grants: readonly Grant[]): Promise<string[]> {
    const editions = await store.editions()
    return Promise.all(
      grants.map(async ({ scope, thing, role }) => {
        if (scope === 'house') return role === 'owner' ? 'owner of all that is there' : `${role} everywhere`
        const found =
          scope === 'edition' ? editions.find(({ id }) => id === thing) : await store.document(thing)
        return `${role} of ${found?.title ?? `a ${scope}`}`
      }),
    )
  }

  api.on(
    {
      method: 'delete',
      path: '/invitations/:invitation',
      tag: 'People',
      title: 'Take an invitation back',
      deed: 'known',
      answer: null,
      status: 204,
      errors: mayBe,
    },
    async ({ params, visitor, actor, request }) => {
      const all = await store.accounts.tickets(Date.now())
      const ticket = all.find(({ id, kind }) => id === params.invitation && kind === 'invitation')
      // Who may not take it back need not know whether there is one.
      if (ticket && !ownsHouse(visitor)) await checkGrants(request, ticket.grants)
      else await access.allow(request, 'people', 'house')
      if (!ticket || !(await store.accounts.removeTicket(ticket.id))) throw notFound('invitation')
      await record(store, request, actor.id, 'invitation-revoked', { invitation: ticket.id })
      return null
    },
  )
}

function listed({ id, person, email, note, grants, by, created, expires }: StoredTicket) {
  return { id, person, email, note, grants: [...grants], by, created, expires }
}
