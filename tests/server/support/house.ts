/** A house with accounts, and people who come in by its door as a browser would. */
import type { Config } from '../../../server/config.js'
import { type Someone, serve, type TestServer } from './server.js'

export interface Answer<T = Record<string, unknown>> {
  readonly status: number
  readonly headers: Headers
  readonly body: T
}

export interface House extends TestServer {
  /** Asks as somebody, by their cookie or token, or as nobody. */
  ask<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    as?: { readonly cookie?: string; readonly token?: string },
    headers?: Record<string, string>,
  ): Promise<Answer<T>>
  /** Uses an invitation; the answer of the server, and whoever came of it. */
  join(link: string, applicant?: Partial<Applicant>): Promise<Someone & { readonly answer: Answer }>
  /** Has an owner invite somebody, who joins with `goodPassword`. */
  member(owner: Someone, name: string, grants?: readonly object[]): Promise<Someone>
  signIn(email: string, password?: string): Promise<Someone & { readonly answer: Answer }>
}

export interface Applicant {
  readonly name: string
  readonly initials: string
  readonly email: string
  readonly password: string
}

export const goodPassword = 'seven lightships at anchor'
export const addressOf = (name: string) => `${name.toLowerCase().replaceAll(' ', '.')}@example.org`

/** The last part of a link. */
export const secretOf = (link: string) => link.split('/').at(-1)!

/** Starts a server whose people need accounts, and has `Ada` join by the link that it prints. */
export async function openHouse(
  change: Partial<Config> = {},
  options: Parameters<typeof serve>[1] = {},
): Promise<{ readonly house: House; readonly ada: Someone }> {
  const house = await emptyHouse(change, options)
  const ada = await house.join(house.firstOwner!, { name: 'Ada' })
  return { house, ada }
}

export async function emptyHouse(
  change: Partial<Config> = {},
  options: Parameters<typeof serve>[1] = {},
): Promise<House> {
  const server = await serve({ accounts: 'invited', ...change }, options)

  const ask: House['ask'] = async (method, path, body, as = {}, headers = {}) => {
    const response = await fetch(`${server.url}/api${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(as.cookie ? { cookie: as.cookie } : {}),
        ...(as.token ? { authorization: `Bearer ${as.token}` } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      body: (text === '' ? null : JSON.parse(text)) as never,
    }
  }

  const someone = (answer: Answer) => ({
    id: String(answer.body.id),
    name: String(answer.body.name),
    cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '',
    answer,
  })

  const join: House['join'] = async (link, { name = 'Ben', ...rest } = {}) =>
    someone(
      await ask('POST', '/join', {
        secret: secretOf(link),
        name,
        initials: '',
        email: addressOf(name),
        password: goodPassword,
        ...rest,
      }),
    )

  return Object.assign(server, {
    ask,
    join,
    async member(owner: Someone, name: string, grants: readonly object[] = []) {
      const { body } = await ask<{ link: string }>('POST', '/invitations', { grants }, owner)
      return join(body.link, { name })
    },
    async signIn(email: string, password = goodPassword) {
      return someone(await ask('POST', '/sign-in', { email, password }))
    },
  })
}
