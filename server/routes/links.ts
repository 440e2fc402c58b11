/** Share links: whoever opens one is given its role on an edition or a document, in the browser that opened it. */
import { z } from 'zod'
import { madeShareLink, openedLink, shareLink } from '../../schema/members.js'
import { cleanName, isAtLeast, roles } from '../../schema/people.js'
import type { Api } from '../api/api.js'
import type { Access } from '../auth/access.js'
import { placed, record } from '../auth/acts.js'
import { hashOf, newSecret } from '../auth/secrets.js'
import type { Sessions } from '../auth/sessions.js'
import { newId } from '../ids.js'
import { HttpError, notFound } from '../problem.js'
import type { LinkUse, StoredLink } from '../store/accounts.js'
import type { Store } from '../store/store.js'
import { thingOf } from './members.js'

/** Ownership is given to people, never to whoever has a link. */
const linkRoles = roles.filter(role => role !== 'owner')

const linkBody = z.strictObject({
  role: z.enum(linkRoles),
  label: z.string().trim().max(200).default(''),
  /** When it runs out, in milliseconds since 1970; null: never. */
  expires: z.int().positive().nullable(),
})
const openBody = z.strictObject({ secret: z.string().min(1).max(200), name: z.string().optional() })

/** As many as one thing may have at a time; more of them nobody keeps an eye on. */
const most = 200

const things = [
  { scope: 'edition', base: '/editions/:edition', noun: 'an edition' },
  { scope: 'document', base: '/documents/:document', noun: 'a document' },
] as const

export function linkRoutes(api: Api, store: Store, sessions: Sessions, access: Access): void {
  for (const { scope, base, noun } of things) {
    api.on(
      {
        method: 'get',
        path: `${base}/links`,
        tag: 'Members',
        title: `List the links to ${noun}`,
        text: 'Those that have not ended.',
        deed: 'members',
        answer: z.object({ links: z.array(shareLink) }),
      },
      async ({ params }) => {
        const thing = thingOf(params)
        const links = await store.accounts.links(scope, thing)
        const uses = await store.accounts.linkUses(links.map(({ id }) => id))
        return { links: links.filter(({ ended }) => ended === null).map(l => shown(l, uses.get(l.id))) }
      },
    )

    api.on(
      {
        method: 'post',
        path: `${base}/links`,
        tag: 'Members',
        title: `Make a link to ${noun}`,
        text: 'Whoever opens it is given its role. The secret is told this once; the server keeps its hash.',
        deed: 'members',
        body: linkBody,
        status: 201,
        answer: madeShareLink,
        errors: { 409: 'There are too many links already.' },
      },
      async ({ params, body: asked, actor, request }) => {
        const thing = thingOf(params)
        const now = Date.now()
        if (asked.expires !== null && asked.expires <= now)
          throw new HttpError(400, 'expires: this moment has passed')
        const known = await store.accounts.links(scope, thing)
        if (known.filter(link => isOpen(link, now)).length >= most)
          throw new HttpError(409, `There are ${most} links already: end some of them first.`)
        const secret = newSecret()
        const link: StoredLink = {
          ...asked,
          id: newId(),
          hash: hashOf(secret),
          scope,
          thing,
          by: actor.id,
          created: now,
          ended: null,
        }
        await store.accounts.addLink(link)
        const { id, role, label, expires } = link
        await record(
          store,
          request,
          actor.id,
          'link',
          { link: id, scope, role, label, expires },
          await placed(store, scope, thing),
        )
        // The only time that the secret is told: the store keeps its hash.
        return { ...shown(link), secret }
      },
    )

    api.on(
      {
        method: 'delete',
        path: `${base}/links/:link`,
        tag: 'Members',
        title: `End a link to ${noun}`,
        deed: 'members',
        answer: null,
      },
      async ({ params, actor, request }) => {
        const thing = thingOf(params)
        const id = params.link
        const link = (await store.accounts.links(scope, thing)).find(link => link.id === id)
        if (!link || !(await store.accounts.endLink(id, Date.now()))) throw notFound('link')
        await record(
          store,
          request,
          actor.id,
          'link-end',
          { link: id, label: link.label },
          await placed(store, scope, thing),
        )
        access.changed()
        return null
      },
    )
  }

  // Adds a link to the browser's session. Who would do more than read has to have a name: without one they get in as
  // readers, and `needsName` says that they may come again with a name.
  api.on(
    {
      method: 'post',
      path: '/links/open',
      tag: 'Members',
      title: 'Open a link',
      text: 'Adds what it gives to the browser’s session.',
      deed: 'anybody',
      body: openBody,
      answer: openedLink,
    },
    async ({ body: { secret, name: typed }, visitor, request, response }) => {
      const link = await store.accounts.link(hashOf(secret))
      const now = Date.now()
      if (!link || !isOpen(link, now)) throw new HttpError(404, 'This link is not known here, or has ended.')
      if (!visitor.writes) throw new HttpError(403, 'This token may only read.')
      const needsName = isAtLeast(link.role, 'annotator')
      let { person } = visitor
      let session = visitor.session
      if (!person && needsName && typed !== undefined) {
        const name = cleanName(typed)
        if (name === null) throw new HttpError(400, 'A name has 1 to 80 characters, and no line breaks.')
        person = { id: newId(), name }
        await store.putPerson({ ...person, created: now, isGuest: true })
        session = (await sessions.begin(request, response, person.id, 'link')).id
      }
      session ??= (await sessions.begin(request, response, null, 'link')).id
      await store.accounts.addLinkToSession(session, link.id)
      const where = await placed(store, link.scope, link.thing)
      await record(
        store,
        request,
        person?.id ?? '',
        'link-open',
        { link: link.id, label: link.label, role: link.role },
        where,
      )
      access.changed()
      return {
        scope: link.scope,
        thing: link.thing,
        role: link.role,
        title: await titleOf(link),
        edition: where.edition ?? '',
        person,
        needsName: needsName && !person,
      }
    },
  )

  async function titleOf({ scope, thing }: StoredLink): Promise<string> {
    if (scope === 'document') return (await store.document(thing))?.title ?? ''
    return (await store.editions()).find(({ id }) => id === thing)?.title ?? ''
  }
}

function isOpen({ ended, expires }: StoredLink, now: number): boolean {
  return ended === null && (expires === null || expires > now)
}

function shown({ id, scope, thing, role, label, by, created, expires }: StoredLink, use?: LinkUse) {
  return {
    id,
    scope,
    thing,
    role,
    label,
    by,
    created,
    expires,
    browsers: use?.sessions ?? 0,
    seen: use?.seen ?? null,
  }
}
