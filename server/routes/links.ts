/** Share links: whoever opens one is given its role on an edition or a document, in the browser that opened it. */
import { Router } from 'express'
import { z } from 'zod'
import { cleanName, isAtLeast, roles } from '../../schema/people.js'
import type { Access } from '../auth/access.js'
import { placed, record } from '../auth/acts.js'
import { hashOf, newSecret } from '../auth/secrets.js'
import type { Sessions } from '../auth/sessions.js'
import { newId } from '../ids.js'
import { HttpError, notFound, parse } from '../problem.js'
import type { LinkUse, StoredLink } from '../store/accounts.js'
import type { Store } from '../store/store.js'
import { whereIs } from './members.js'

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
  { scope: 'edition', base: '/editions/:thing' },
  { scope: 'document', base: '/documents/:thing' },
] as const

export function linkRoutes(store: Store, sessions: Sessions, access: Access): Router {
  const router = Router()

  for (const { scope, base } of things) {
    router.get(`${base}/links`, async (request, response) => {
      const { thing } = request.params as { thing: string }
      await access.allow(request, 'members', whereIs(scope, thing))
      const links = await store.accounts.links(scope, thing)
      const uses = await store.accounts.linkUses(links.map(({ id }) => id))
      response.json({ links: links.filter(({ ended }) => ended === null).map(l => shown(l, uses.get(l.id))) })
    })

    router.post(`${base}/links`, async (request, response) => {
      const { thing } = request.params as { thing: string }
      const { actor } = await access.allow(request, 'members', whereIs(scope, thing))
      const asked = parse(linkBody, request.body)
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
      response.status(201).json({ ...shown(link), secret })
    })

    router.delete(`${base}/links/:link`, async (request, response) => {
      const { thing, link: id } = request.params as { thing: string; link: string }
      const { actor } = await access.allow(request, 'members', whereIs(scope, thing))
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
      response.status(204).end()
    })
  }

  // Adds a link to the browser's session. Who would do more than read has to have a name: without one they get in as
  // readers, and `needsName` says that they may come again with a name.
  router.post('/links/open', async (request, response) => {
    const { secret, name: typed } = parse(openBody, request.body)
    const link = await store.accounts.link(hashOf(secret))
    const now = Date.now()
    if (!link || !isOpen(link, now)) throw new HttpError(404, 'This link is not known here, or has ended.')
    const visitor = await access.visitor(request)
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
    response.json({
      scope: link.scope,
      thing: link.thing,
      role: link.role,
      title: await titleOf(link),
      edition: where.edition ?? '',
      person,
      needsName: needsName && !person,
    })
  })

  async function titleOf({ scope, thing }: StoredLink): Promise<string> {
    if (scope === 'document') return (await store.document(thing))?.title ?? ''
    return (await store.editions()).find(({ id }) => id === thing)?.title ?? ''
  }

  return router
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
