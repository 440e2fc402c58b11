/**
 * Keeps the program and what was last read of its data, so that a document opens again while there is no server. What
 * is typed meanwhile is kept elsewhere (IndexedDB) and sent when the server is back.
 *
 * Pages and data come from the network as long as there is one; what never changes (built files, witnesses) is asked
 * for once.
 */
const shell = 'corrigenda-shell'
const assets = 'corrigenda-assets'
const data = 'corrigenda-data'

/** How long a page waits for a server that does not answer. In milliseconds. */
const patience = 4_000

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()))

self.addEventListener('fetch', event => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin) return
  if (request.mode === 'navigate') {
    if (!pathname.startsWith('/api/')) event.respondWith(page(request))
  } else if (pathname.startsWith('/assets/') || /^\/api\/witnesses\/\w+$/.test(pathname)) {
    event.respondWith(once(request, pathname.startsWith('/assets/') ? assets : data))
  } else if (pathname === '/before.js') {
    event.respondWith(newest(request, shell, request))
  } else if (
    /^\/api\/(me|people|editions|documents\/[\w-]+|editions\/[\w-]+\/records\/\w+)$/.test(pathname)
  ) {
    event.respondWith(newest(request, data, request))
  }
})

/** Every page is the same file. When it has changed, the built files it used to name are dropped. */
async function page(request) {
  const cache = await caches.open(shell)
  const before = await cache.match('/')
  const response = await newest(request, shell, '/')
  if (response.ok && before) {
    const [old, now] = await Promise.all([before.text(), response.clone().text()])
    if (old !== now) await caches.delete(assets)
  }
  return response
}

async function once(request, name) {
  const cache = await caches.open(name)
  const known = await cache.match(request)
  if (known) return known
  const response = await fetch(request)
  if (response.ok) await cache.put(request, response.clone())
  return response
}

async function newest(request, name, key) {
  const cache = await caches.open(name)
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout(patience) })
    if (response.ok) await cache.put(key, response.clone())
    return response
  } catch (error) {
    const known = await cache.match(key)
    if (known) return known
    throw error
  }
}
