/** The paths that a server answers to under /api. */
import type { Express } from 'express'

interface Layer {
  readonly route?: { readonly path: string; readonly stack: readonly { readonly method?: string }[] }
  match(path: string): boolean
  readonly handle?: { readonly stack?: readonly Layer[] }
}

/** Each operation as `GET /documents/:document/members/:`: a document and an edition by these names, whatever else the
 * path leaves open as a colon. */
export function pathsOf(app: Express): string[] {
  const found = new Set<string>()
  const walk = (layers: readonly Layer[], depth: number) => {
    for (const layer of layers) {
      const { route, handle } = layer
      // What the server says of itself stands beside the interface.
      if (depth === 0 && !(layer.match('/api/x') && !layer.match('/x'))) continue
      if (route && depth > 0)
        for (const { method } of route.stack) found.add(`${method?.toUpperCase()} ${shown(route.path)}`)
      if (handle?.stack) walk(handle.stack, depth + 1)
    }
  }
  walk((app as unknown as { router: { stack: readonly Layer[] } }).router.stack, 0)
  return [...found].sort()
}

function shown(path: string): string {
  return path
    .replace(/:\w+/g, ':')
    .replace(/^\/editions\/:/, '/editions/:edition')
    .replace(/^\/documents\/:/, '/documents/:document')
}
