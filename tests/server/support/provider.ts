/** A provider of OpenID Connect on this machine: oidc-provider as a server of its own, whose one page asks who somebody is. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import OidcProvider, { type Provider as RealProvider } from 'oidc-provider'
import type { Provider } from '../../../server/config.js'

/** What the provider tells of its people, by the name they log in with. */
export const people: Readonly<Record<string, { name?: string; given_name?: string; email?: string }>> = {
  '0000-0002-1825-0097': { name: 'Josiah Carberry', email: 'josiah@brown.example' },
  ben: { name: 'Ben Weir', email: 'ben@example.org' },
  nameless: {},
}

export interface TestProvider {
  readonly config: Provider
  readonly issuer: string
  /** Looks at, or changes, what the token endpoint is about to answer. */
  tamper: ((answer: Record<string, unknown>) => Record<string, unknown>) | null
  /** What the server does with requests in place of answering them. */
  broken: 'hangs' | 'fails' | null
  /** How often it was asked what it is. */
  readonly discoveries: () => number
  stop(): Promise<void>
}

/** Starts one that knows a client which comes back to `returnAddress`. */
export async function startProvider(returnAddress: string, name = 'campus'): Promise<TestProvider> {
  let handle:
    | ((request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => void)
    | null = null
  let discoveries = 0
  const http: Server = createServer((request, response) => {
    if (request.url?.includes('/.well-known/')) discoveries++
    if (provider.broken === 'hangs') return
    if (provider.broken === 'fails') {
      response.writeHead(503).end()
      return
    }
    if (request.url?.startsWith('/token') && provider.tamper) {
      const { tamper } = provider
      const end = response.end.bind(response)
      response.end = ((body: string | Buffer) => {
        const changed = JSON.stringify(tamper(JSON.parse(String(body)) as Record<string, unknown>))
        response.setHeader('content-length', Buffer.byteLength(changed))
        return end(changed)
      }) as typeof response.end
    }
    handle!(request, response)
  })
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  const config: Provider = { name, title: 'Campus', issuer, id: 'corrigenda', secret: 'a secret of two' }
  const oidc = new OidcProvider(issuer, {
    clients: [{ client_id: config.id, client_secret: config.secret, redirect_uris: [returnAddress] }],
    cookies: { keys: ['only for tests'] },
    scopes: ['openid', 'profile', 'email'],
    claims: { openid: ['sub'], profile: ['name', 'given_name'], email: ['email'] },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/hello/${uid}` },
    ttl: { Session: 600, Interaction: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
  })
  oidc.use(greeting(oidc))
  // It warns of what is fit for tests alone.
  handle = oidc.callback()
  const provider: TestProvider = {
    config,
    issuer,
    tamper: null,
    broken: null,
    discoveries: () => discoveries,
    async stop() {
      http.closeAllConnections()
      await new Promise(resolve => http.close(resolve))
    },
  }
  return provider
}

type Middleware = Parameters<RealProvider['use']>[0]

/** The page that asks, and what it sends: `?as=NAME`, or `?as=` for somebody who changes their mind. */
function greeting(oidc: RealProvider): Middleware {
  return async (context, next) => {
    const uid = /^\/hello\/([\w-]+)/.exec(context.path)?.[1]
    if (uid === undefined) return next()
    const details = await oidc.interactionDetails(context.req, context.res)
    const as = context.query.as
    if (as === '') {
      await oidc.interactionFinished(context.req, context.res, { error: 'access_denied' })
      context.respond = false
      return
    }
    if (details.prompt.name === 'login' && typeof as !== 'string') {
      context.type = 'html'
      context.body = `<!doctype html><title>Campus</title><h1>Who are you?</h1><form>
        <label>Name <input name="as"></label><button>Log in</button></form>`
      return
    }
    const accountId = details.session?.accountId ?? String(as)
    if (details.prompt.name === 'login') {
      await oidc.interactionFinished(context.req, context.res, { login: { accountId } })
    } else {
      const grant = new oidc.Grant({ accountId, clientId: 'corrigenda' })
      grant.addOIDCScope('openid profile email')
      await oidc.interactionFinished(context.req, context.res, { consent: { grantId: await grant.save() } })
    }
    context.respond = false
  }
}
