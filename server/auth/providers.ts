/** Providers of OpenID Connect: other houses whose word we take for who somebody is. */
import {
  AuthorizationResponseError,
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type ClientAuth,
  ClientError,
  ClientSecretBasic,
  ClientSecretPost,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import { cleanOrcid } from '../../schema/orcid.js'
import { cleanEmail, cleanName } from '../../schema/people.js'
import type { Config, Provider } from '../config.js'
import { notFound } from '../problem.js'

/** Somebody as a provider knows them: for good by `issuer` and `subject`, the rest as it stands there, empty where it does
 * not say. Nothing is to be concluded from the address. */
export interface Identity {
  readonly issuer: string
  readonly subject: string
  readonly name: string
  readonly email: string
  /** Only where ORCID itself says so. */
  readonly orcid: string
}

/** What has to be remembered of a way there until somebody comes back. */
export interface Departure {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

/** Why nobody came back with an identity. *refused*: by the person, or by the provider. *unreachable*: the provider does not answer,
 * or not in time. *failed*: what it answers does not hold. */
export type NoIdentityReason = 'refused' | 'unreachable' | 'failed'

export class NoIdentity extends Error {
  constructor(
    readonly reason: NoIdentityReason,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

const orcidIssuer = /^https:\/\/(sandbox\.)?orcid\.org\/?$/

/** How long a provider may take for one answer, in seconds. */
const patience = 10

export class Providers {
  /** What a provider says of itself, asked for when somebody first wants to go there. A failure is not kept. */
  private readonly known = new Map<string, Promise<Configuration>>()
  /** Those that can be used: a provider sends people back to the address of the server. */
  readonly all: readonly Provider[]

  constructor(
    private readonly config: Pick<Config, 'providers' | 'url'>,
    private readonly timeout = patience,
  ) {
    this.all = config.url === null ? [] : config.providers
  }

  /** Throws 404 where there is no such provider. */
  provider(name: string): Provider {
    const found = this.all.find(provider => provider.name === name)
    if (found) return found
    throw notFound('provider')
  }

  /** The address at the provider to send a browser to, and what to remember. Throws `NoIdentity`. */
  async depart(provider: Provider): Promise<{ readonly url: string; readonly departure: Departure }> {
    const client = await this.client(provider)
    const departure = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() }
    const url = buildAuthorizationUrl(client, {
      redirect_uri: this.returnAddress(provider),
      response_type: 'code',
      scope: scopesOf(client),
      state: departure.state,
      nonce: departure.nonce,
      code_challenge: await calculatePKCECodeChallenge(departure.verifier),
      code_challenge_method: 'S256',
    })
    return { url: url.href, departure }
  }

  /** Who has come back with this query. `fully`: asks for the name as well where the provider did not tell. Throws `NoIdentity`.
   *
   * The ID token comes from the provider itself over TLS, which stands for its signature (OpenID Connect Core 1.0 §3.1.3.7, 6);
   * issuer, audience, times and nonce are checked. */
  async arrive(provider: Provider, departure: Departure, query: string, fully: boolean): Promise<Identity> {
    const client = await this.client(provider)
    try {
      const tokens = await authorizationCodeGrant(client, new URL(this.returnAddress(provider) + query), {
        expectedState: departure.state,
        expectedNonce: departure.nonce,
        pkceCodeVerifier: departure.verifier,
        idTokenExpected: true,
      })
      const claims = tokens.claims()!
      const more = fully && nameOf(claims) === '' ? await moreOf(client, tokens.access_token, claims.sub) : {}
      const all = { ...more, ...claims }
      return {
        issuer: claims.iss,
        subject: claims.sub,
        name: nameOf(all),
        email: typeof all.email === 'string' ? (cleanEmail(all.email) ?? '') : '',
        orcid: orcidIssuer.test(claims.iss) ? (cleanOrcid(claims.sub) ?? '') : '',
      }
    } catch (error) {
      throw noIdentity(provider, error)
    }
  }

  /** Where the provider sends browsers back to, and what it is to be told of beforehand. */
  returnAddress({ name }: Provider): string {
    return `${this.config.url}/api/sign-in/${name}/callback`
  }

  private client(provider: Provider): Promise<Configuration> {
    const known = this.known.get(provider.name)
    if (known) return known
    const asked = this.discover(provider)
    this.known.set(provider.name, asked)
    asked.catch(() => this.known.delete(provider.name))
    return asked
  }

  private async discover(provider: Provider): Promise<Configuration> {
    const issuer = new URL(provider.issuer)
    try {
      return await discovery(issuer, provider.id, undefined, authentication(provider.secret), {
        timeout: this.timeout,
        // The configuration allows it on this machine alone.
        execute: issuer.protocol === 'http:' ? [allowInsecureRequests] : [],
      })
    } catch (error) {
      throw noIdentity(provider, error)
    }
  }
}

/** The way in which the provider wants to be given the secret; where it does not say, by Basic (Discovery 1.0 §3). */
function authentication(secret: string): ClientAuth {
  const basic = ClientSecretBasic(secret)
  const post = ClientSecretPost(secret)
  return (server, ...rest) => {
    const ways = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
    return (ways.includes('client_secret_basic') ? basic : post)(server, ...rest)
  }
}

/** Some providers refuse what they do not know. */
function scopesOf(client: Configuration): string {
  const known = client.serverMetadata().scopes_supported
  return ['openid', 'profile', 'email']
    .filter(scope => scope === 'openid' || !known || known.includes(scope))
    .join(' ')
}

type Claims = Readonly<Record<string, unknown>>

function nameOf({ name, given_name: given, family_name: family }: Claims): string {
  const whole = typeof name === 'string' ? name : ''
  const parts = [given, family].filter(part => typeof part === 'string').join(' ')
  return cleanName(whole) ?? cleanName(parts) ?? ''
}

/** A name can be typed as well: that the provider does not tell is no reason to turn somebody away. */
async function moreOf(client: Configuration, token: string, subject: string): Promise<Claims> {
  if (!client.serverMetadata().userinfo_endpoint) return {}
  try {
    return await fetchUserInfo(client, token, subject)
  } catch {
    return {}
  }
}

/** What went wrong, for the log: without what the provider answered, which may hold anything. */
function noIdentity(provider: Provider, error: unknown): NoIdentity {
  const { code, error: said, status } = Object(error) as { code?: unknown; error?: unknown; status?: unknown }
  const message = error instanceof Error ? error.message : String(error)
  const known = [said, code].filter(part => typeof part === 'string').join(', ')
  const words = `${provider.title} (${provider.issuer}): ${message}${known ? ` (${known})` : ''}`
  if (error instanceof AuthorizationResponseError) return new NoIdentity('refused', words)
  const cause = Object((error as { cause?: unknown }).cause) as { status?: unknown; code?: unknown }
  const answered = typeof status === 'number' ? status : cause.status
  // What fetch throws where it cannot connect, or is cut off, is a TypeError without a code.
  const isDown =
    (error instanceof TypeError && code === undefined) ||
    (error instanceof ClientError && code === 'OAUTH_TIMEOUT') ||
    (typeof answered === 'number' && answered >= 500)
  const why = [answered, cause.code].filter(part => typeof part === 'number' || typeof part === 'string')
  return new NoIdentity(isDown ? 'unreachable' : 'failed', [words, ...why].join(': '))
}
