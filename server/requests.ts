/** Each request as it is counted and logged when it is over: what is known of it, and nothing that somebody typed. */
import type { IncomingMessage, RequestListener } from 'node:http'
import { addressBehind } from './auth/origin.js'
import { newId } from './ids.js'

/** `route` is the pattern, as `/api/documents/:document`, never the address itself: some addresses hold secrets.
 * `person` is empty where nobody was known. */
export interface RequestDone {
  readonly id: string
  readonly method: string
  readonly route: string
  readonly status: number
  readonly milliseconds: number
  readonly person: string
  readonly address: string
}

/** Methods that are counted under their names; there is no end to those that somebody could think of. */
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** Serves requests by `app` and tells of each when it is over. Its id is also the answer's `X-Request-Id`. */
export function watched(
  app: RequestListener,
  proxies: number,
  personOf: (request: IncomingMessage) => string | undefined,
  tell: (done: RequestDone) => void,
): RequestListener {
  return (request, response) => {
    const start = performance.now()
    const id = newId()
    const path = (request.url ?? '').replace(/[?#].*$/s, '')
    const address = addressBehind(request, proxies)
    response.setHeader('X-Request-Id', id)
    response.once('close', () =>
      tell({
        id,
        method: methods.has(request.method ?? '') ? request.method! : 'OTHER',
        route: routeOf(request, path),
        // Whoever went away before the answer was there was given none (nginx's code for it).
        status: response.writableFinished ? response.statusCode : 499,
        milliseconds: performance.now() - start,
        person: personOf(request) ?? '',
        address,
      }),
    )
    app(request, response)
  }
}

/** Express leaves on the request the route that it was served by. */
export function routeOf(request: IncomingMessage, path: string): string {
  const { route } = request as { route?: { path?: unknown } }
  if (typeof route?.path === 'string')
    return path.startsWith('/api/') && !route.path.startsWith('/api/') ? `/api${route.path}` : route.path
  if (path.startsWith('/api/')) return '/api (other)'
  return path.startsWith('/assets/') ? '/assets' : '(page)'
}
