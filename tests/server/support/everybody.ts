/** A house with accounts: people in every role, by every way in which a role can be had. */
import type { Grant, Role, Scope } from '../../../schema/people.js'
import { roles } from '../../../schema/people.js'
import { hashOf, newSecret } from '../../../server/auth/secrets.js'
import { newId } from '../../../server/ids.js'
import type { Store } from '../../../server/store/store.js'
import type { TestServer } from './server.js'

/** Somebody at the door, with the headers of their requests. `house`, `edition` and `document` say what they are there.
 * `id` is empty for whoever has no name. */
export interface Subject {
  readonly title: string
  readonly id: string
  readonly headers: Readonly<Record<string, string>>
  readonly house: Role | null
  readonly edition: Role | null
  readonly document: Role | null
  /** False for a program that only reads. */
  readonly writes: boolean
}

const day = 86_400_000

/** A new person with these roles, signed in. */
export async function member(
  store: Store,
  name: string,
  grants: readonly Grant[] = [],
  email = '',
): Promise<{ id: string; name: string; cookie: string; session: string }> {
  const id = newId()
  await store.putPerson({ id, name, created: Date.now(), email })
  for (const grant of grants) await store.accounts.putGrant({ ...grant, person: id, by: id, at: Date.now() })
  return { id, name, ...(await browser(store, id)) }
}

/** A browser that is signed in as somebody, or known as nobody in particular. */
export async function browser(
  store: Store,
  person: string | null,
): Promise<{ cookie: string; session: string }> {
  const secret = newSecret()
  const session = newId()
  const now = Date.now()
  await store.accounts.addSession({
    id: session,
    hash: hashOf(secret),
    person,
    provider: 'password',
    created: now,
    seen: now,
    expires: now + day,
    agent: '',
    address: '',
  })
  return { cookie: `corrigenda=${secret}`, session }
}

/** Everybody who can come to an edition and a document of it: nobody in particular, somebody who was given nothing, each
 * role on the house, on the edition, on the document, by a link to either; a finder of a link who gave no name, and the
 * program of an owner that only reads. */
export async function everybody(server: TestServer, edition: string, document: string): Promise<Subject[]> {
  const { store } = server
  const nothing = { id: '', house: null, edition: null, document: null, writes: true }
  const subjects: Subject[] = [{ ...nothing, title: 'nobody', headers: {} }]
  const add = async (title: string, grants: readonly Grant[], on: Partial<Record<Scope, Role>>) => {
    const { id, cookie } = await member(store, title, grants)
    subjects.push({ ...nothing, ...on, title, id, headers: { cookie } })
  }
  await add('stranger', [], {})
  for (const role of roles) {
    await add(`${role} of the house`, [{ scope: 'house', thing: '', role }], {
      house: role,
      edition: role,
      document: role,
    })
    await add(`${role} of the edition`, [{ scope: 'edition', thing: edition, role }], {
      edition: role,
      document: role,
    })
    await add(`${role} of the document`, [{ scope: 'document', thing: document, role }], { document: role })
  }
  for (const scope of ['edition', 'document'] as const)
    for (const role of roles.slice(0, 4)) {
      const link = await linkTo(store, scope, scope === 'edition' ? edition : document, role)
      const on = scope === 'edition' ? { edition: role, document: role } : { document: role }
      const opened = await post(server, '/api/links/open', { secret: link, name: `${role} by link` })
      const { person } = (await opened.json()) as { person: { id: string } | null }
      subjects.push({
        ...nothing,
        ...on,
        title: `${role} by a link to the ${scope}`,
        id: person?.id ?? '',
        headers: { cookie: opened.headers.get('set-cookie')!.split(';')[0]! },
      })
    }
  const found = await post(server, '/api/links/open', {
    secret: await linkTo(store, 'edition', edition, 'reviewer'),
  })
  subjects.push({
    ...nothing,
    title: 'reviewer by a link, without a name',
    edition: 'reader',
    document: 'reader',
    headers: { cookie: found.headers.get('set-cookie')!.split(';')[0]! },
  })
  const owner = subjects.find(({ title }) => title === 'owner of the house')!
  const secret = newSecret()
  await store.accounts.addToken({
    id: newId(),
    hash: hashOf(secret),
    person: owner.id,
    name: 'reads',
    reads: 'read',
    created: Date.now(),
    seen: null,
    expires: null,
  })
  subjects.push({
    ...owner,
    title: 'owner of the house, by a program that reads',
    headers: { authorization: `Bearer ${secret}` },
    writes: false,
  })
  return subjects
}

/** The secret of a new link. */
export async function linkTo(
  store: Store,
  scope: Scope,
  thing: string,
  role: Role,
  expires: number | null = null,
): Promise<string> {
  const secret = newSecret()
  await store.accounts.addLink({
    id: newId(),
    hash: hashOf(secret),
    scope,
    thing,
    role,
    label: '',
    by: '',
    created: Date.now(),
    expires,
    ended: null,
  })
  return secret
}

export function post(
  server: { readonly url: string },
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return fetch(server.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
}
