/** The house: what its door is like, and, for its owners, who has an account. */
import { z } from 'zod'
import { door, housePerson, madeLink } from '../../schema/accounts.js'
import { isNamedInFile } from '../../schema/formats/reader.js'
import { roles } from '../../schema/people.js'
import type { Api } from '../api/api.js'
import type { Access } from '../auth/access.js'
import type { Accounts } from '../auth/accounts.js'
import { record } from '../auth/acts.js'
import { addressFor, onlyInvited } from '../auth/in-person.js'
import type { Letters } from '../auth/letters.js'
import { canSignIn, isSetUp } from '../auth/owners.js'
import type { Providers } from '../auth/providers.js'
import { makeReset } from '../auth/tickets.js'
import type { Config } from '../config.js'
import { HttpError } from '../problem.js'
import { isInvented } from '../samples.js'
import type { Store } from '../store/store.js'

const lastOwner = { 409: 'This is the last owner who can sign in' }

export function houseRoutes(
  api: Api,
  store: Store,
  access: Access,
  accounts: Accounts,
  providers: Providers,
  letters: Letters,
  config: Config,
): void {
  api.on(
    {
      method: 'get',
      path: '/house',
      tag: 'Server',
      title: 'Read how to sign in',
      text: 'What the sign-in page has to know.',
      deed: 'anybody',
      answer: door,
    },
    async () => ({
      accounts: config.accounts,
      providers: providers.all.map(({ name, title }) => ({ name, title })),
      mail: letters.canReset,
      setUp: config.accounts === 'open' || (await isSetUp(store)),
    }),
  )

  api.on(
    {
      method: 'get',
      path: '/house/people',
      tag: 'People',
      title: 'List the accounts',
      text: 'Everybody but the invented colleagues of the samples and authors whom files name, with what the owners of the house may know of them.',
      deed: 'people',
      answer: z.array(housePerson),
    },
    async () => {
      const grants = await store.accounts.grants({ scope: 'house', thing: '' })
      const people = (await store.people()).filter(({ id }) => !isInvented(id) && !isNamedInFile(id))
      return Promise.all(
        people.map(async person => ({
          id: person.id,
          name: person.name,
          initials: person.initials,
          orcid: person.orcid,
          email: person.email,
          created: person.created,
          isGuest: person.isGuest,
          ended: person.ended,
          role: grants.find(grant => grant.person === person.id)?.role ?? null,
          canSignIn: await canSignIn(store, person),
          seen: (await store.accounts.sessionsOf(person.id))[0]?.seen ?? null,
        })),
      )
    },
  )

  api.on(
    {
      method: 'put',
      path: '/house/people/:person/role',
      tag: 'People',
      title: 'Give somebody a role in the house',
      text: 'It holds in every edition that gives them none of its own. `null` takes it back.',
      deed: 'people',
      body: z.strictObject({ role: z.enum(roles).nullable() }),
      answer: null,
      status: 204,
      errors: lastOwner,
    },
    async ({ params, body, actor, request }) => {
      await accounts.setHouseRole(params.person, body.role, actor.id)
      await record(store, request, actor.id, 'grant', { to: params.person, scope: 'house', role: body.role })
      access.changed()
      return null
    },
  )

  api.on(
    {
      method: 'post',
      path: '/house/people/:person/end',
      tag: 'People',
      title: 'End an account',
      text: 'Its sessions, tokens and links end at once. What the person wrote stays signed by them.',
      deed: 'people',
      answer: null,
      status: 204,
      errors: lastOwner,
    },
    async ({ params, actor, request }) => {
      await accounts.end(params.person)
      await record(store, request, actor.id, 'account-ended', { of: params.person })
      access.changed()
      return null
    },
  )

  api.on(
    {
      method: 'post',
      path: '/house/people/:person/restore',
      tag: 'People',
      title: 'Bring an account back',
      text: 'With the password and the roles that it had.',
      deed: 'people',
      answer: null,
      status: 204,
    },
    async ({ params, actor, request }) => {
      await accounts.restore(params.person)
      await record(store, request, actor.id, 'account-restored', { of: params.person })
      access.changed()
      return null
    },
  )

  api.on(
    {
      method: 'post',
      path: '/house/people/:person/reset',
      tag: 'People',
      title: 'Make a reset link',
      text: 'A link by which somebody chooses a new password, once, within a day.',
      deed: 'people',
      status: 201,
      answer: madeLink,
      errors: { 409: 'The person has no account, or it has ended' },
    },
    async ({ params, actor, request }) => {
      onlyInvited(config)
      const person = await accounts.person(params.person)
      if (person.ended !== null) throw new HttpError(409, 'This account has been ended: bring it back first.')
      if (person.email === '' || person.isGuest)
        throw new HttpError(409, `${person.name} has no account yet: invite them.`)
      const { ticket, path } = await makeReset(store, person.id, actor.id)
      await record(store, request, actor.id, 'reset-link', { to: person.id })
      return { link: addressFor(request, config) + path, expires: ticket.expires }
    },
  )
}
