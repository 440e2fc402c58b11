/** Journeys: browsers that are on their way to a provider and back. Kept in memory; a server that starts anew has forgotten them, and
 * people begin again. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { parseCookie, stringifySetCookie } from 'cookie'
import type { Config, Provider } from '../config.js'
import type { Departure, Identity } from './providers.js'
import { hashOf, newSecret } from './secrets.js'

/** What somebody goes there for. `to` is the page of ours that they want to be at afterwards. */
export type Errand =
  | { readonly for: 'sign-in'; readonly to: string }
  /** To sign in with it as well from now on. `session` is the one that they were in. */
  | { readonly for: 'connect'; readonly person: string; readonly session: string }
  /** To join with it, by the invitation of this secret. */
  | { readonly for: 'join'; readonly secret: string }

export interface Journey {
  readonly provider: Provider
  readonly errand: Errand
  readonly departure: Departure
}

/** Somebody who has come back to join, and is yet to say how their work is signed. */
export interface Proof {
  readonly provider: Provider
  readonly identity: Identity
  /** The hash of the invitation's secret. */
  readonly ticket: string
}

/** Long enough to look for a password and a second factor. In milliseconds. */
const lifetime = 15 * 60_000

/** So many at a time; past that the oldest is forgotten. */
const most = 20_000

interface Kept<T> {
  readonly what: T
  readonly until: number
}

/** Each is bound to its browser by a cookie of its own: what comes back with another browser, or a second time, is nobody's. */
export class Journeys {
  private readonly cookieName: string
  private readonly underway = new Map<string, Kept<Journey>>()
  private readonly proven = new Map<string, Kept<Proof>>()

  constructor(
    private readonly config: Pick<Config, 'url'>,
    private readonly clock: () => number = Date.now,
  ) {
    this.cookieName = this.isSecure ? '__Host-corrigenda-journey' : 'corrigenda-journey'
  }

  private get isSecure(): boolean {
    return this.config.url?.startsWith('https:') ?? false
  }

  /** Sends a browser off. One that was under way in another window is forgotten. */
  begin(request: IncomingMessage, response: ServerResponse, journey: Journey): void {
    this.forget(request)
    this.keep(this.underway, response, journey)
  }

  /** The journey that a browser comes back from, which is then over; null where it did not begin here, with this browser and this state, or
   * took too long. */
  end(request: IncomingMessage, state: string, provider: string): Journey | null {
    const found = this.find(this.underway, request)
    this.forget(request)
    return found && found.departure.state === state && found.provider.name === provider ? found : null
  }

  /** Keeps what somebody has proven until they have joined, under a new cookie. */
  prove(request: IncomingMessage, response: ServerResponse, proof: Proof): void {
    this.forget(request)
    this.keep(this.proven, response, proof)
  }

  /** Who a browser has proven to be, for an invitation's secret; null where it has not. */
  proof(request: IncomingMessage, secret: string): Proof | null {
    const found = this.find(this.proven, request)
    return found && found.ticket === hashOf(secret) ? found : null
  }

  /** Forgets all about a browser. */
  forget(request: IncomingMessage): void {
    const key = this.keyOf(request)
    if (key === null) return
    this.underway.delete(key)
    this.proven.delete(key)
  }

  private keyOf(request: IncomingMessage): string | null {
    const secret = parseCookie(request.headers.cookie ?? '')[this.cookieName]
    return secret ? hashOf(secret) : null
  }

  private find<T>(among: ReadonlyMap<string, Kept<T>>, request: IncomingMessage): T | null {
    const key = this.keyOf(request)
    const found = key === null ? undefined : among.get(key)
    return found && found.until > this.clock() ? found.what : null
  }

  private keep<T>(among: Map<string, Kept<T>>, response: ServerResponse, what: T): void {
    const now = this.clock()
    // The oldest come first.
    for (const [key, { until }] of among) {
      if (until > now && among.size < most) break
      among.delete(key)
    }
    const secret = newSecret()
    among.set(hashOf(secret), { what, until: now + lifetime })
    const cookie = stringifySetCookie(this.cookieName, secret, {
      httpOnly: true,
      // A provider's page leads back here: with `strict` the browser would come without it.
      sameSite: 'lax',
      secure: this.isSecure,
      path: '/',
      maxAge: lifetime / 1000,
    })
    response.appendHeader('Set-Cookie', cookie)
  }
}
