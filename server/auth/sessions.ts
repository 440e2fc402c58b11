/** Who is asking: a person is a name chosen on the first visit, kept in a signed cookie. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { parseCookie, stringifySetCookie } from 'cookie'
import type { Person } from '../../schema/people.js'
import { newId } from '../ids.js'
import type { Store } from '../store/store.js'

const cookieName = 'corrigenda'

/** Ten years: the cookie is all there is to know a person again by. In seconds. */
const lifetime = 10 * 365 * 24 * 60 * 60

/** The key that cookies are signed with, made on first use and readable by the server's own user alone. */
export function readSecret(folder: string): Buffer {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'secret')
  try {
    writeFileSync(path, randomBytes(32), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'EEXIST') throw error
    chmodSync(path, 0o600)
  }
  return readFileSync(path)
}

export class Sessions {
  /** People by id, so that not every request asks the store. A new name reaches whoever holds the person already. */
  private readonly known = new Map<string, { readonly id: string; name: string }>()

  constructor(
    private readonly store: Store,
    private readonly secret: Buffer,
  ) {}

  /** The person of a request's cookie; null where there is none, or it was not signed here. */
  async person(request: IncomingMessage): Promise<Person | null> {
    const id = this.verify(parseCookie(request.headers.cookie ?? '')[cookieName])
    if (id === null) return null
    const known = this.known.get(id)
    if (known) return known
    const stored = await this.store.person(id)
    if (!stored) return null
    const person = { id, name: stored.name }
    this.known.set(id, person)
    return person
  }

  /** Gives the request's person this name, or makes a new person of it, and sets the cookie. */
  async name(request: IncomingMessage, response: ServerResponse, name: string): Promise<Person> {
    const id = (await this.person(request))?.id ?? newId()
    await this.store.putPerson({ id, name, created: Date.now() })
    const person = this.known.get(id) ?? { id, name }
    person.name = name
    this.known.set(id, person)
    response.setHeader(
      'Set-Cookie',
      stringifySetCookie(cookieName, this.sign(id), {
        httpOnly: true,
        sameSite: 'lax',
        path: '/',
        maxAge: lifetime,
      }),
    )
    return person
  }

  /** A cookie's value for a person's id. */
  sign(id: string): string {
    return `${id}.${this.signature(id)}`
  }

  private verify(value: string | undefined): string | null {
    const dot = value?.indexOf('.') ?? -1
    if (value === undefined || dot < 1) return null
    const id = value.slice(0, dot)
    const given = Buffer.from(value.slice(dot + 1))
    const right = Buffer.from(this.signature(id))
    return given.length === right.length && timingSafeEqual(given, right) ? id : null
  }

  private signature(id: string): string {
    return createHmac('sha256', this.secret).update(id).digest('base64url')
  }
}
