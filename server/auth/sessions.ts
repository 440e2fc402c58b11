/** Sessions: browsers that have signed in, known again by a cookie. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { parseCookie, stringifySetCookie } from 'cookie'
import type { Config } from '../config.js'
import { newId } from '../ids.js'
import type { StoredSession } from '../store/accounts.js'
import type { Store } from '../store/store.js'
import { hashOf, newSecret } from './secrets.js'

const day = 24 * 60 * 60 * 1000

/** How long a browser is known without having been used: on one's own machine the cookie is all there is to know a
 * person again by. In milliseconds. */
const lifetime = { open: 3650 * day, invited: 30 * day } as const

/** How often it is noted that a session was used, in milliseconds. */
const noted = 60_000

export class Sessions {
  private readonly cookieName: string

  constructor(
    private readonly store: Store,
    private readonly config: Config,
  ) {
    // The prefix has browsers refuse a cookie that some other machine of the domain has set.
    this.cookieName = this.isSecure ? '__Host-corrigenda' : 'corrigenda'
  }

  private get isSecure(): boolean {
    return this.config.url?.startsWith('https:') ?? false
  }

  /** The session of a request's cookie; null where there is none, or it has ended. */
  async of(request: IncomingMessage): Promise<StoredSession | null> {
    const secret = parseCookie(request.headers.cookie ?? '')[this.cookieName]
    if (!secret) return null
    const session = await this.store.accounts.session(hashOf(secret))
    const now = Date.now()
    if (!session || session.expires <= now) return null
    if (Math.abs(now - session.seen) > noted)
      await this.store.accounts.changeSession(session.id, {
        seen: now,
        expires: now + lifetime[this.config.accounts],
        address: addressOf(request),
      })
    return session
  }

  /** Begins a session and sets its cookie. A browser that signs in gets a new one, so that nobody can have prepared it. */
  async begin(
    request: IncomingMessage,
    response: ServerResponse,
    person: string | null,
    provider: string,
  ): Promise<StoredSession> {
    const before = await this.of(request)
    const secret = newSecret()
    const now = Date.now()
    const session: StoredSession = {
      id: newId(),
      hash: hashOf(secret),
      person,
      provider,
      created: now,
      seen: now,
      expires: now + lifetime[this.config.accounts],
      agent: (request.headers['user-agent'] ?? '').slice(0, 300),
      address: addressOf(request),
    }
    await this.store.accounts.addSession(session)
    if (before) {
      for (const link of await this.store.accounts.linksOfSession(before.id))
        await this.store.accounts.addLinkToSession(session.id, link.id)
      await this.store.accounts.removeSession(before.id)
    }
    this.setCookie(response, secret, lifetime[this.config.accounts] / 1000)
    return session
  }

  /** Ends the request's session and takes its cookie back. */
  async end(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const session = await this.of(request)
    if (session) await this.store.accounts.removeSession(session.id)
    this.setCookie(response, '', 0)
  }

  private setCookie(response: ServerResponse, value: string, maxAge: number): void {
    const cookie = stringifySetCookie(this.cookieName, value, {
      httpOnly: true,
      sameSite: 'lax',
      secure: this.isSecure,
      path: '/',
      maxAge,
    })
    response.appendHeader('Set-Cookie', cookie)
  }
}

/** The address that a request comes from: express knows it behind a proxy that is trusted. */
export function addressOf(request: IncomingMessage & { readonly ip?: string | undefined }): string {
  return (request.ip ?? request.socket.remoteAddress ?? '').slice(0, 64)
}
