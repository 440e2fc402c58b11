/** Members: who may what in an edition, or in one document of it. */
import type { Request } from 'express'
import { z } from 'zod'
import { editionAnswer } from '../../schema/answers.js'
import { documentMembers, editionMembers, memberPerson } from '../../schema/members.js'
import { type Role, roles, type Scope } from '../../schema/people.js'
import type { Api } from '../api/api.js'
import type { Access } from '../auth/access.js'
import { placed, record } from '../auth/acts.js'
import { HttpError, notFound } from '../problem.js'
import type { StoredGrant } from '../store/accounts.js'
import type { Store, StoredPerson } from '../store/store.js'

const roleBody = z.strictObject({ role: z.enum(roles) })
const changeBody = z.strictObject({
  title: z.string().trim().min(1).max(500).optional(),
  isPublic: z.boolean().optional(),
})

const memberRole = z.object({ person: memberPerson, role: z.enum(roles) })
const changedEdition = editionAnswer.omit({ documents: true })

/** The two kinds of things that roles are given on here, and how their addresses begin. */
const things = [
  { scope: 'edition', base: '/editions/:edition', noun: 'an edition' },
  { scope: 'document', base: '/documents/:document', noun: 'a document' },
] as const

export function memberRoutes(api: Api, store: Store, access: Access): void {
  for (const { scope, base, noun } of things) {
    api.on(
      {
        method: 'get',
        path: `${base}/members`,
        tag: 'Members',
        title: `List the members of ${noun}`,
        deed: 'members',
        answer: scope === 'edition' ? editionMembers : documentMembers,
      },
      async ({ params }) => {
        const thing = thingOf(params)
        return scope === 'edition' ? await ofEdition(thing) : await ofDocument(thing)
      },
    )

    api.on(
      {
        method: 'put',
        path: `${base}/members/:person`,
        tag: 'Members',
        title: `Give somebody a role in ${noun}`,
        deed: 'members',
        body: roleBody,
        answer: memberRole,
        errors: { 409: 'An edition keeps at least one owner.' },
      },
      async ({ params, body: { role }, actor, request }) => {
        const thing = thingOf(params)
        const id = params.person
        const person = await store.person(id)
        if (!person || person.ended !== null) throw notFound('person')
        const before = await grantOf(scope, thing, id)
        if (before?.role === 'owner' && role !== 'owner') await keepAnOwner(scope, thing, id)
        if (before?.role !== role) {
          await store.accounts.putGrant({ person: id, scope, thing, role, by: actor.id, at: Date.now() })
          await told(request, actor.id, scope, thing, id, before?.role ?? null, role)
        }
        return { person: asOwnersSee(person), role }
      },
    )

    api.on(
      {
        method: 'delete',
        path: `${base}/members/:person`,
        tag: 'Members',
        title: `Take somebody’s role in ${noun} away`,
        deed: 'members',
        answer: null,
        errors: { 409: 'An edition keeps at least one owner.' },
      },
      async ({ params, actor, request }) => {
        const thing = thingOf(params)
        const id = params.person
        const before = await grantOf(scope, thing, id)
        // Who leaves an edition leaves its documents too.
        const inside = scope === 'edition' ? await store.documents(thing) : []
        const ids = new Set(inside.map(({ id }) => id))
        const exceptions = (await store.accounts.grants({ person: id })).filter(
          grant => grant.scope === 'document' && ids.has(grant.thing),
        )
        if (!before && exceptions.length === 0) throw notFound('member')
        if (before?.role === 'owner') await keepAnOwner(scope, thing, id)
        for (const exception of exceptions) {
          await store.accounts.removeGrant(id, 'document', exception.thing)
          await told(request, actor.id, 'document', exception.thing, id, exception.role, null)
        }
        if (before) {
          await store.accounts.removeGrant(id, scope, thing)
          await told(request, actor.id, scope, thing, id, before.role, null)
        }
        return null
      },
    )
  }

  api.on(
    {
      method: 'patch',
      path: '/editions/:edition',
      tag: 'Editions',
      title: 'Change an edition',
      text: 'Its title, or whether everybody may read it.',
      deed: 'settings',
      body: changeBody,
      answer: changedEdition,
    },
    async ({ params: { edition }, body: change, actor, request }) => {
      // Whether an edition is public is a question of who may what.
      if (change.isPublic !== undefined) await access.allow(request, 'members', { edition })
      const before = (await store.editions()).find(({ id }) => id === edition)
      if (!before) throw notFound('edition')
      const { title, isPublic } = change
      await store.changeEdition(edition, {
        ...(title === undefined ? {} : { title }),
        ...(isPublic === undefined ? {} : { isPublic }),
      })
      if (title !== undefined && title !== before.title)
        await record(store, request, actor.id, 'rename', { from: before.title, to: title }, { edition })
      if (isPublic !== undefined && isPublic !== before.isPublic) {
        await record(store, request, actor.id, 'public', { isPublic }, { edition })
        access.changed()
      }
      return {
        ...before,
        ...(title === undefined ? {} : { title }),
        ...(isPublic === undefined ? {} : { isPublic }),
        role: actor.role,
      }
    },
  )

  async function told(
    request: Request,
    by: string,
    scope: Scope,
    thing: string,
    person: string,
    from: Role | null,
    to: Role | null,
  ): Promise<void> {
    const where = await placed(store, scope, thing)
    await record(
      store,
      request,
      by,
      to === null ? 'grant-end' : 'grant',
      { to: person, scope, was: from, role: to },
      where,
    )
    access.changed()
  }

  async function grantOf(scope: Scope, thing: string, person: string): Promise<StoredGrant | null> {
    const grants = await store.accounts.grants({ scope, thing })
    return grants.find(grant => grant.person === person) ?? null
  }

  /** Throws where without this person nobody would own the edition. A document is owned by whoever owns its edition. */
  async function keepAnOwner(scope: Scope, thing: string, without: string): Promise<void> {
    if (scope !== 'edition') return
    const own = await store.accounts.grants({ scope, thing })
    const house = await store.accounts.grants({ scope: 'house', thing: '' })
    for (const { person, role } of [...own.filter(({ person }) => person !== without), ...house])
      if (role === 'owner' && (await store.person(person))?.ended === null) return
    throw new HttpError(409, 'An edition keeps at least one owner: make somebody else one first.')
  }

  async function ofEdition(id: string) {
    const edition = (await store.editions()).find(edition => edition.id === id)
    if (!edition) throw notFound('edition')
    const documents = await store.documents(id)
    const titles = new Map(documents.map(document => [document.id, document.title]))
    const people = await store.people()
    const grants = await store.accounts.grants()
    const exceptions = grants.filter(({ scope, thing }) => scope === 'document' && titles.has(thing))
    const members = grants.filter(({ scope, thing }) => scope === 'edition' && thing === id)
    const invitations = (await store.accounts.tickets(Date.now())).flatMap(
      ({ id: ticket, kind, email, note, expires, grants: given }) =>
        kind === 'invitation'
          ? given
              .filter(({ scope, thing }) => (scope === 'edition' ? thing === id : titles.has(thing)))
              .map(({ scope, thing, role }) => ({ id: ticket, email, note, expires, scope, thing, role }))
          : [],
    )
    return {
      edition,
      house: listed(
        people,
        grants.filter(({ scope }) => scope === 'house'),
      ),
      members: listed(people, members),
      documents: listed(people, exceptions).map(exception => ({
        ...exception,
        title: titles.get(exception.thing) ?? '',
      })),
      people: people.filter(({ ended, isGuest }) => ended === null && !isGuest).map(asOwnersSee),
      invitations,
    }
  }

  async function ofDocument(id: string) {
    const document = await store.document(id)
    if (!document) throw notFound('document')
    const people = await store.people()
    return {
      document: { id, title: document.title, edition: document.edition },
      members: listed(people, await store.accounts.grants({ scope: 'document', thing: id })),
      people: people.filter(({ ended, isGuest }) => ended === null && !isGuest).map(asOwnersSee),
    }
  }
}

/** The edition or document that a path names. */
export const thingOf = (params: { readonly edition: string } | { readonly document: string }): string =>
  'edition' in params ? params.edition : params.document

/** A person as owners see them. */
function asOwnersSee({ id, name, email, isGuest }: StoredPerson) {
  return { id, name, email, isGuest }
}

/** Grants with their people, by name; those of accounts that have ended are left out. */
function listed(people: readonly StoredPerson[], grants: readonly StoredGrant[]) {
  const known = new Map(people.map(person => [person.id, person]))
  return grants
    .flatMap(({ person: id, thing, role, by, at }) => {
      const person = known.get(id)
      return person && person.ended === null ? [{ person: asOwnersSee(person), thing, role, by, at }] : []
    })
    .sort((a, b) => a.person.name.localeCompare(b.person.name, 'en') || a.at - b.at)
}
