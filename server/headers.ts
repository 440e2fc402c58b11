/** What every answer tells the browser to refuse. docs/threats.md says against what. */
import { createHash } from 'node:crypto'
import type { RequestHandler, Response } from 'express'
import helmet from 'helmet'
import type { Config } from './config.js'

/** The two style sheets that react-aria puts into a page by itself, letter by letter: the policy lets these in by their
 * hash, and no other. A test compares them with the package, so that an upgrade that changes them is noticed. */
export const ariaStyles = [
  '@layer {\n  [data-react-aria-pressable] {\n    touch-action: pan-x pan-y pinch-zoom;\n  }\n}',
  '@layer {\n  * {\n    overscroll-behavior: contain;\n  }\n}',
] as const

const hashed = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** The Content-Security-Policy (Level 3) of our pages. No script and no style but our own files; nothing is asked of
 * any other server. `'self'` in connect-src stands for ws: and wss: too. ProseMirror and React set styles through the
 * CSSOM, which the policy leaves alone; `nonce` is for the development server, which writes its scripts into the page. */
export function pagePolicy(nonce?: string): Record<string, string[]> {
  const once = nonce === undefined ? [] : [`'nonce-${nonce}'`]
  return {
    'default-src': ["'none'"],
    'script-src': ["'self'", ...once],
    'style-src': ["'self'", ...ariaStyles.map(hashed), ...once],
    'img-src': ["'self'", 'data:', 'blob:'],
    'font-src': ["'self'"],
    'connect-src': ["'self'"],
    'worker-src': ["'self'"],
    // Only what previews of exports answer can be framed at all: see `framedPolicy`.
    'frame-src': ["'self'"],
    'manifest-src': ["'self'"],
    'form-action': ["'self'"],
    'base-uri': ["'none'"],
    'object-src': ["'none'"],
    'frame-ancestors': ["'none'"],
  }
}

export function policyText(policy: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(policy)
    .map(([name, sources]) => [name, ...sources].join(' '))
    .join('; ')
}

/** What the interface answers is data. Should a browser be led to show it as a page, it can do nothing there. */
const dataPolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox"

/** For a page that somebody exports and looks at in a frame of our pages: it has its own style and images of its own, and
 * can do nothing. Its origin is nobody's, so that nothing in it could reach what is ours. */
const framedPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; base-uri 'none'; form-action 'none'; sandbox"

/** Lets our own pages show this answer in a frame. */
export function allowFraming(response: Response): void {
  response.set('Content-Security-Policy', framedPolicy).set('X-Frame-Options', 'SAMEORIGIN')
}

/** What of a device a page may use. Everything that is not here is what browsers grant anyway or ask people about. */
const permissions = [
  'accelerometer=()',
  'camera=()',
  'clipboard-read=(self)',
  'clipboard-write=(self)',
  'display-capture=()',
  'geolocation=()',
  'gyroscope=()',
  'magnetometer=()',
  'microphone=()',
  'midi=()',
  'payment=()',
  'publickey-credentials-get=()',
  'screen-wake-lock=()',
  'usb=()',
  'xr-spatial-tracking=()',
].join(', ')

const yearInSeconds = 365 * 24 * 60 * 60

/** Sets the headers of safety of every answer. */
export function headers({ url }: Config): RequestHandler {
  const isSecure = url?.startsWith('https:') ?? false
  const pages = policyText({ ...pagePolicy(), ...(isSecure ? { 'upgrade-insecure-requests': [] } : {}) })
  const others = helmet({
    contentSecurityPolicy: false,
    // Other servers of the domain are not ours to speak for, hence without includeSubDomains.
    strictTransportSecurity: isSecure ? { maxAge: yearInSeconds, includeSubDomains: false } : false,
    xFrameOptions: { action: 'deny' },
    // Addresses of invitations and links hold secrets: no other site is told where somebody came from.
    referrerPolicy: { policy: 'same-origin' },
  })
  return (request, response, next) => {
    response.set('Content-Security-Policy', request.path.startsWith('/api/') ? dataPolicy : pages)
    response.set('Permissions-Policy', permissions)
    others(request, response, next)
  }
}
