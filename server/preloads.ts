/** Preloads: what a page is going to ask for, told to the browser in the header that comes with it (Link, RFC 8288), so
 * that it asks at once and not when the program has begun to run. The page itself stays the same file for every address. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { firstQueueAddress } from '../schema/queue.js'

/** The parts of Vite's manifest that are read here. */
interface Chunk {
  readonly file: string
  readonly imports?: readonly string[]
  readonly css?: readonly string[]
}
type Manifest = Readonly<Record<string, Chunk>>

/** The pages that are often the first of a visit: their addresses, their modules under client/, and what they ask for.
 * client/app/app.tsx begins the same way. */
const pages: readonly {
  readonly address: RegExp
  readonly module: string
  readonly asks?: (id: string) => string
}[] = [
  { address: /^\/d\/([^/]+)$/, module: 'app/document-page.tsx' },
  { address: /^\/e\/([^/]+)\/review$/, module: 'review/review-page.tsx', asks: firstQueueAddress },
]

/** What the Link header of a page says, by the page's path. `site` is the folder of the built client; without Vite's
 * manifest in it only data are named. */
export function preloadsOf(site: string): (path: string) => string {
  const manifest = manifestOf(site)
  const inPage = filesOf(manifest, ['index.html'])
  const files = new Map(pages.map(({ module }) => [module, difference(filesOf(manifest, [module]), inPage)]))
  // What the page itself names comes first: without it nothing runs.
  const first = [...[...inPage].map(built), data('/api/me')]
  return path => {
    const links = [...first]
    for (const { address, module, asks } of pages) {
      const id = decoded(address.exec(path)?.[1])
      if (id === null) continue
      if (asks) links.push(data(asks(id)))
      links.push(...files.get(module)!.map(built))
    }
    return links.join(', ')
  }
}

// `crossorigin` as the page and the client have it: else the browser would ask twice.
const built = (file: string) =>
  `</${file}>; rel=${file.endsWith('.css') ? 'preload; as=style' : 'modulepreload'}; crossorigin`
const data = (address: string) => `<${address}>; rel=preload; as=fetch; crossorigin`

function manifestOf(site: string): Manifest {
  try {
    return JSON.parse(readFileSync(join(site, '.vite', 'manifest.json'), 'utf8')) as Manifest
  } catch {
    // Preloads only make a page come sooner.
    return {}
  }
}

/** The files of modules and of all that they import before they can run. */
function filesOf(manifest: Manifest, modules: readonly string[]): Set<string> {
  const files = new Set<string>()
  const rest = [...modules]
  for (let key = rest.pop(); key !== undefined; key = rest.pop()) {
    const chunk = manifest[key]
    if (!chunk || files.has(chunk.file)) continue
    files.add(chunk.file)
    for (const css of chunk.css ?? []) files.add(css)
    rest.push(...(chunk.imports ?? []))
  }
  return files
}

const difference = (all: ReadonlySet<string>, without: ReadonlySet<string>) =>
  [...all].filter(one => !without.has(one))

function decoded(part: string | undefined): string | null {
  if (part === undefined) return null
  try {
    return decodeURIComponent(part)
  } catch {
    return null
  }
}
