/** Whether a request comes from one of our own pages. */
import type { IncomingMessage } from 'node:http'

/** Browsers send `Origin` with WebSockets and writes; programs need not. Where it is there, it must name this host. */
export function isOwnOrigin(request: IncomingMessage): boolean {
  const { origin, host } = request.headers
  if (origin === undefined) return true
  try {
    return new URL(origin).host === host
  } catch {
    return false
  }
}
