/** Where a request comes from. */
import type { IncomingMessage } from 'node:http'

/** Whether a request comes from one of our own pages, or from a program. Browsers send `Origin` with WebSockets and
 * writes; programs need not. Where it is there, it must name this host, or `url`, the address that the server has to
 * the world. */
export function isOwnOrigin(request: IncomingMessage, url: string | null = null): boolean {
  const { origin, host } = request.headers
  if (origin === undefined) return true
  try {
    return url === null ? new URL(origin).host === host : new URL(origin).origin === new URL(url).origin
  } catch {
    return false
  }
}

/** Whether a write comes from one of our own pages, or from a program. Beside `Origin`, browsers say in
 * `Sec-Fetch-Site` (Fetch Metadata) what kind of page asks; neither can be forged by one. */
export function isOwnWrite(request: IncomingMessage, url: string | null = null): boolean {
  const site = request.headers['sec-fetch-site']
  return (site === undefined || site === 'same-origin' || site === 'none') && isOwnOrigin(request, url)
}

/** The address that a request comes from, `proxies` servers before us being believed what they say in
 * `X-Forwarded-For`. The same as express's `request.ip`, for requests that express never sees. */
export function addressBehind(request: IncomingMessage, proxies: number): string {
  const forwarded = String(request.headers['x-forwarded-for'] ?? '')
  const addresses = forwarded === '' ? [] : forwarded.split(',').map(address => address.trim())
  const path = [request.socket.remoteAddress ?? '', ...addresses.reverse()]
  return path[Math.min(proxies, path.length - 1)]!.slice(0, 64)
}

/** Whether a request was made on this machine, by its own name, and by way of no proxy. A page of another site that has
 * its name resolve to this machine (DNS rebinding) gives itself away by the `Host` that it names. */
export function isLocal(request: IncomingMessage): boolean {
  const { host, forwarded, 'x-forwarded-for': forwardedFor } = request.headers
  if (host === undefined || forwarded !== undefined || forwardedFor !== undefined) return false
  const from = request.socket.remoteAddress ?? ''
  return (
    isLoopback(from.replace(/^::ffff:/, '')) && isLoopback(host.replace(/:\d*$/, '').replace(/^\[|\]$/g, ''))
  )
}

/** Whether a name or address means this machine alone. */
export function isLoopback(host: string): boolean {
  return host === '::1' || /^127(\.\d{1,3}){3}$/.test(host) || /^(.+\.)?localhost$/i.test(host)
}
